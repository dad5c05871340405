//! Match reports and tables of results: there towns are teams, and rows hold names and figures.

use crate::engine::names::Clue;
use crate::engine::names::class::Name;
use crate::engine::names::class::Term;
use crate::engine::names::lexicon::NameEntry;
use crate::engine::names::look::Scene;
use crate::engine::names::run::Word;
use crate::engine::names::token::Shape;
use crate::engine::names::token::Token;

/// Words of match reports, sorted.
const SPORT_WORDS: &[&str] = &[
    "ace",
    "aces",
    "athletics",
    "badminton",
    "baseball",
    "basketball",
    "batsman",
    "batsmen",
    "batted",
    "birdie",
    "birdies",
    "bowled",
    "bowling",
    "boxing",
    "champion",
    "championship",
    "club",
    "clubs",
    "coach",
    "cricket",
    "cup",
    "cycling",
    "defender",
    "defenders",
    "division",
    "equalised",
    "equaliser",
    "equalizer",
    "fixture",
    "fixtures",
    "football",
    "footballer",
    "free-kick",
    "freestyle",
    "full-time",
    "game",
    "games",
    "goal",
    "goalkeeper",
    "goalless",
    "goals",
    "goalscorer",
    "golf",
    "grid",
    "half-time",
    "halftime",
    "hat-trick",
    "headed",
    "header",
    "hockey",
    "homer",
    "homered",
    "homers",
    "hurdles",
    "inning",
    "innings",
    "kick-off",
    "kickoff",
    "lap",
    "laps",
    "league",
    "match",
    "matches",
    "metres",
    "midfielder",
    "midfielders",
    "netted",
    "nil",
    "offside",
    "overs",
    "penalties",
    "penalty",
    "pitch",
    "pitcher",
    "placings",
    "playoff",
    "playoffs",
    "qualifier",
    "quarterback",
    "quarterfinal",
    "race",
    "racing",
    "rebounds",
    "referee",
    "rugby",
    "runner-up",
    "scored",
    "scorer",
    "scorers",
    "season",
    "seed",
    "seeded",
    "semifinal",
    "singles",
    "skipper",
    "soccer",
    "squad",
    "stadium",
    "standings",
    "striker",
    "strikers",
    "substitute",
    "team",
    "teams",
    "tennis",
    "touchdown",
    "touchdowns",
    "touchline",
    "tournament",
    "trainer",
    "unbeaten",
    "volleyball",
    "wicket",
    "wicketkeeper",
    "wickets",
    "winger",
    "winners",
    "yards",
];
/// By the first two letters, which third letters words of sport have: other words are told by three letters.
const SPORT_LETTERS: [[u32; 26]; 26] = {
    let mut letters = [[0; 26]; 26];
    let mut at = 0;
    while at < SPORT_WORDS.len() {
        let word = SPORT_WORDS[at].as_bytes();
        letters[(word[0] - b'a') as usize][(word[1] - b'a') as usize] |= 1 << (word[2] - b'a');
        at += 1;
    }
    letters
};
/// Words before the side that is played against.
const AGAINST: &[&str] = &[
    "against", "beat", "defeated", "edged", "host", "hosted", "over", "past", "stun", "stunned",
    "thrashed", "trounced", "v", "v.", "versus", "visit", "visited", "vs", "vs.",
];
/// Words after a side that plays.
const PLAYS: &[&str] = &[
    "beat", "clinched", "defeated", "drew", "edged", "lead", "lost", "play", "played", "scored",
    "snatched", "thrashed", "took", "v", "v.", "versus", "visit", "vs", "vs.", "win", "won",
];
/// From so many different words of sport a text is a match report.
const ENOUGH_WORDS: u32 = 2;
/// At least one word in so many is one of sport.
const OF_WORDS: usize = 40;

/// Whether a text is a match report or a table of results, by its words.
pub(crate) fn is_sport(text: &str, tokens: &[Token]) -> bool {
    let (mut seen, mut hits, mut words) = (0_u128, 0, 0);
    for token in tokens {
        if !token.is(Shape::WORD) || token.is(Shape::DIGIT) {
            continue;
        }
        words += 1;
        let word = token.text(text);
        let small = !token.is(Shape::CAPITAL);
        if !(small || token.is(Shape::START) || token.is(Shape::UPPER)) || !may_be_sport(word) {
            continue;
        }
        let found = if small {
            SPORT_WORDS.binary_search(&word)
        } else {
            SPORT_WORDS.binary_search(&word.to_ascii_lowercase().as_str())
        };
        if let Ok(at) = found {
            hits += 1;
            seen |= 1 << (at % 128);
        }
    }
    seen.count_ones() >= ENOUGH_WORDS && hits * OF_WORDS >= words
}

/// Whether a word begins with three letters that a word of sport begins with.
fn may_be_sport(word: &str) -> bool {
    let [first, second, third, ..] = word.as_bytes() else {
        return false;
    };
    let letter = |byte: &u8| usize::from(byte.to_ascii_lowercase().wrapping_sub(b'a'));
    let thirds = SPORT_LETTERS
        .get(letter(first))
        .and_then(|seconds| seconds.get(letter(second)));
    thirds.is_some_and(|thirds| letter(third) < 26 && thirds & (1 << letter(third)) != 0)
}

/// Whether a line is a row of a table: names and figures, hardly a small word.
pub(crate) fn is_row(line: &[Token], text: &str) -> bool {
    let words = || line.iter().filter(|token| token.is(Shape::WORD));
    let figure = |token: &&Token| token.is(Shape::DIGIT) && token.end - token.start < 8;
    let figures = words().filter(figure).count();
    let small = words()
        .filter(|token| !token.is(Shape::CAPITAL) && !token.is(Shape::DIGIT))
        .filter(|token| token.end - token.start > 2)
        .count();
    let capitals = words().filter(|token| token.is(Shape::CAPITAL)).count();
    let ends = [words().next(), words().next_back()]
        .iter()
        .flatten()
        .any(figure);
    let sentence = line.last().is_some_and(|token| token.text(text) == ".") && small > 0;
    (figures > 1 || (figures == 1 && ends))
        && capitals > 0
        && small <= 6
        && small < figures + capitals
        && !sentence
}

/// Whether "beat", "against" or the like stands before a name.
pub(crate) fn is_against(word: &str) -> bool {
    AGAINST.contains(&word)
}

/// Whether a text is the result of a match: "2-1", "21-14".
fn is_result(word: &str) -> bool {
    let goals =
        |side: &str| (1..=3).contains(&side.len()) && side.bytes().all(|b| b.is_ascii_digit());
    word.split_once(['-', '–'])
        .is_some_and(|(ours, theirs)| goals(ours) && goals(theirs))
}

/// Whether "beat", "drew" or the like follows a name.
pub(crate) fn is_play(word: &str) -> bool {
    PLAYS.contains(&word)
}

impl Scene<'_> {
    /// "Varnen 2-1 Halden": one side, the result, and the other side here.
    pub(crate) fn is_result_before(&self, here: usize) -> bool {
        let digit = |token: &&Token| token.is(Shape::DIGIT) && !token.is(Shape::LINE);
        let Some(last) = self.tokens[..here].last().filter(digit) else {
            return false;
        };
        let from = match &self.tokens[..here] {
            [.., first, dash, _] if dash.text(self.text) == "–" && first.is(Shape::DIGIT) => {
                first
            }
            _ => last,
        };
        let side = self.tokens[..here]
            .iter()
            .rev()
            .find(|token| token.end <= from.start);
        side.is_some_and(|side| side.is(Shape::CAPITAL))
            && is_result(&self.text[from.start..last.end])
    }

    /// Clues of match reports and tables; the clues so far are known.
    pub(crate) fn sport(&self, words: &[Word], name: NameEntry, clues: &mut Vec<Clue>) {
        let Some(first) = words.first() else {
            return;
        };
        let row = first.is(Shape::ROW);
        if row {
            clues.push(Clue::Row);
        }
        if !self.sport {
            return;
        }
        let placed = clues.iter().any(|clue| {
            matches!(
                clue,
                Clue::InBefore
                    | Clue::InTheBefore
                    | Clue::ToBefore
                    | Clue::Dateline
                    | Clue::RegionAfter
                    | Clue::PlaceAcross
                    | Clue::Bracketed
            )
        });
        let town = Name::Capital.bit() | Name::City.bit() | Name::Town.bit() | Name::Region.bit();
        // "St Aldwyn", "Port Sella": a town that no list has.
        let unlisted = words.len() == 2
            && first.term.is(Term::PlaceBefore)
            && !name.is_known()
            && !clues.contains(&Clue::Possessive);
        if name.is(Name::Country) {
            clues.push(Clue::SportCountry);
        } else if placed {
            clues.push(Clue::SportPlaced);
        } else if name.is_any(town) || unlisted {
            clues.push(if row { Clue::RowTown } else { Clue::SportTown });
        } else if !name.is_known() && words.len() == 1 {
            clues.push(if row {
                Clue::RowUnknown
            } else {
                Clue::SportUnknown
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::names::token::tokens;

    #[test]
    fn words_of_sport_are_sorted() {
        assert!(SPORT_WORDS.is_sorted());
        assert!(SPORT_WORDS.len() <= 128);
        assert!(SPORT_WORDS.iter().all(|word| may_be_sport(word)));
        assert!(may_be_sport("GOALS") && !may_be_sport("xylophone") && !may_be_sport("a"));
    }

    #[test]
    fn match_reports_are_told_from_other_news() {
        let sport = |text: &str| is_sport(text, &tokens(text));
        assert!(sport("Varnen scored twice in the first half of the match."));
        assert!(sport("SOCCER - FIRST DIVISION STANDINGS."));
        assert!(!sport(
            "The minister won the race for the chair of the party on Monday."
        ));
        assert!(!sport("The bank raised its rates, and the market fell."));
    }

    #[test]
    fn results_are_told_from_other_figures() {
        assert!(is_result("2-1") && is_result("21–14") && is_result("104-98"));
        assert!(!is_result("2023-24") && !is_result("F-16") && !is_result("2"));
    }

    #[test]
    fn rows_are_told_from_sentences() {
        let row = |text: &str| is_row(&tokens(text), text);
        assert!(row("Varnen 2 (1) Halden 0"));
        assert!(row("1. Marta Lind (Sweden) 4:12.3"));
        assert!(row("NORD STAR 62 47 .569 -"));
        assert!(!row("OSLO 1996-08-22"));
        assert!(!row("The council met 14 times in 1996."));
        assert!(!row("Results of matches played on Monday"));
    }
}
