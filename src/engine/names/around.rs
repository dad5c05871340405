//! Looks at what stands around a stretch of words: prepositions, titles, verbs, brackets.
//! Each edge of a run is looked at once, however many stretches begin or end there.

use std::borrow::Cow;

use crate::engine::names::Clue;
use crate::engine::names::class::Name;
use crate::engine::names::class::Term;
use crate::engine::names::genre::is_against;
use crate::engine::names::genre::is_play;
use crate::engine::names::lexicon::TermEntry;
use crate::engine::names::look::Scene;
use crate::engine::names::neighbours::HOLDINGS;
use crate::engine::names::neighbours::IN;
use crate::engine::names::neighbours::PEOPLE_WORDS;
use crate::engine::names::neighbours::STATE_WORDS;
use crate::engine::names::neighbours::TO;
use crate::engine::names::run::Run;
use crate::engine::names::run::Word;
use crate::engine::names::token::Shape;
use crate::engine::names::token::Token;

/// The clues on both sides of every place in a run.
#[derive(Debug, Default)]
pub(crate) struct Edges {
    clues: Vec<Clue>,
    /// By place: where the clues before it begin, where those after it do, and where they end.
    parts: Vec<[usize; 3]>,
}

impl Edges {
    /// Looks around every word of a run.
    pub(crate) fn of(run: &Run, scene: &Scene) -> Self {
        let mut clues = Vec::with_capacity(8 * run.words.len());
        let mut part = |at| {
            let begins = clues.len();
            scene.before(run, at, &mut clues);
            let middle = clues.len();
            scene.after(run, at, &mut clues);
            [begins, middle, clues.len()]
        };
        let parts = (0..=run.words.len()).map(&mut part).collect();
        Self { clues, parts }
    }

    fn before(&self, at: usize) -> &[Clue] {
        let [begins, ends, _] = self.parts[at];
        &self.clues[begins..ends]
    }

    fn after(&self, at: usize) -> &[Clue] {
        let [_, begins, ends] = self.parts[at];
        &self.clues[begins..ends]
    }

    /// Gives the clues around words `start..end`.
    pub(crate) fn put(&self, start: usize, end: usize, clues: &mut Vec<Clue>) {
        let (before, after) = (self.before(start), self.after(end));
        clues.extend_from_slice(before);
        clues.extend_from_slice(after);
        if before.contains(&Clue::TheBefore) && end == start + 1 {
            clues.push(Clue::TheBeforeOne);
        }
        // "Bracketed" is said of both edges, and counts only if both say it.
        let both = before.contains(&Clue::Bracketed) && after.contains(&Clue::Bracketed);
        clues.retain(|clue| *clue != Clue::Bracketed);
        if both {
            clues.push(Clue::Bracketed);
        }
        // So does "Dateline", and a colon says something only of what begins a line.
        let begins = start == 0 && before.contains(&Clue::Dateline);
        clues.retain(|clue| match clue {
            Clue::Dateline => false,
            Clue::ColonAfter => begins,
            _ => true,
        });
        if begins && after.contains(&Clue::Dateline) {
            clues.push(Clue::Dateline);
        }
    }
}

impl Scene<'_> {
    fn word(&self, token: &Token) -> Cow<'_, str> {
        let word = token.text(self.text);
        if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            Cow::Borrowed(word)
        } else {
            Cow::Owned(word.to_lowercase())
        }
    }

    fn term(&self, token: &Token) -> TermEntry {
        self.lexicon.term(&self.word(token))
    }

    /// Clues before word `at` of a run.
    fn before(&self, run: &Run, at: usize, clues: &mut Vec<Clue>) {
        let here = run.first + at;
        let Some(token) = self.tokens.get(here) else {
            return;
        };
        if token.is(Shape::LINE) {
            clues.push(Clue::Dateline);
            return;
        }
        let Some(before) = here.checked_sub(1).map(|i| self.tokens[i]) else {
            return;
        };
        let two_before = here.checked_sub(2).map(|i| self.tokens[i]);
        if at > 0 && self.leaves_out(&run.words[at - 1]) && !run.words[at - 1].is(Shape::POSSESSIVE)
        {
            clues.push(Clue::Cut);
        }
        if matches!(before.text(self.text), "and" | "," | "or") {
            self.list_before(here, clues);
            clues.extend(two_before.and_then(|token| self.beside(&token)));
        }
        if self.is_result_before(here) {
            clues.push(Clue::AgainstBefore);
        } else if before.is(Shape::WORD) {
            self.word_before(&before, two_before.as_ref(), clues);
        } else {
            match before.text(self.text) {
                "(" => self.open_before(token, here, two_before.as_ref(), clues),
                "," if two_before.is_some_and(|token| self.is_place(&token)) => {
                    clues.push(Clue::PlaceAcross)
                }
                _ => {}
            }
        }
    }

    /// "antimicrobial resistance (AMR)": short for something that is no name.
    fn open_before(
        &self,
        token: &Token,
        here: usize,
        two_before: Option<&Token>,
        clues: &mut Vec<Clue>,
    ) {
        clues.push(Clue::Bracketed);
        let small = two_before.is_some_and(|token| {
            token.is(Shape::WORD) && !token.is(Shape::CAPITAL) && !token.is(Shape::DIGIT)
        });
        let closed = self
            .tokens
            .get(here + 1)
            .is_some_and(|token| token.text(self.text) == ")");
        if small && closed && token.is(Shape::UPPER) {
            clues.push(Clue::BracketedShort);
        }
    }

    /// The words before a list: in "near the villages of A, B and C" those before A count for B and C too.
    fn list_before(&self, here: usize, clues: &mut Vec<Clue>) {
        let mut at = here;
        for _ in 0..4 {
            let joined = at.checked_sub(1).map(|i| &self.tokens[i]);
            if !joined.is_some_and(|token| {
                matches!(token.text(self.text), "and" | "," | "or") && !token.is(Shape::LINE)
            }) {
                break;
            }
            at -= 1;
            let item = self.tokens[..at]
                .iter()
                .rev()
                .take(4)
                .take_while(|token| token.is(Shape::CAPITAL))
                .count();
            if item == 0 {
                return;
            }
            at -= item;
        }
        let (Some(before), false) = (at.checked_sub(1).map(|i| self.tokens[i]), at == here) else {
            return;
        };
        let mut found = Vec::new();
        if before.is(Shape::WORD) && !self.tokens[at].is(Shape::LINE) {
            self.word_before(
                &before,
                at.checked_sub(2).map(|i| &self.tokens[i]),
                &mut found,
            );
        }
        let listed = [
            Clue::InBefore,
            Clue::OfBefore,
            Clue::ToBefore,
            Clue::PlaceWordBefore,
            Clue::ByBefore,
        ];
        clues.extend(found.into_iter().filter(|clue| listed.contains(clue)));
    }

    fn word_before(&self, before: &Token, two_before: Option<&Token>, clues: &mut Vec<Clue>) {
        let word = self.word(before);
        let term = self.lexicon.term(&word);
        let small = !before.is(Shape::CAPITAL);
        if term.is(Term::Honorific) && (!small || word == "sheikh") && !before.is(Shape::UPPER) {
            clues.push(Clue::HonorificBefore);
        } else if term.is(Term::Rank) {
            clues.push(Clue::RankBefore);
        } else if term.is(Term::Role) && !before.is(Shape::POSSESSIVE) {
            clues.push(Clue::RoleBefore);
        }
        if !small {
            if self.lexicon.name(before.text(self.text)).is(Name::Demonym) {
                clues.push(Clue::DemonymBefore);
            }
            if word == "by" && before.is(Shape::LINE) {
                clues.push(Clue::Byline);
            }
            if !before.is(Shape::START) {
                return;
            }
        }
        if is_against(&word) {
            clues.push(Clue::AgainstBefore);
        }
        match word.as_ref() {
            "the" => {
                clues.push(Clue::TheBefore);
                let further = two_before.map(|token| self.word(token));
                match further.as_deref() {
                    Some(word) if IN.contains(&word) => clues.push(Clue::InTheBefore),
                    Some(word) if TO.contains(&word) => clues.push(Clue::ToTheBefore),
                    _ => {}
                }
            }
            "by" => clues.push(Clue::ByBefore),
            // "Lind c Berg b Holm 12".
            "c" | "b" | "lbw" if before.is(Shape::ROW) => clues.push(Clue::ByBefore),
            "a" | "an" | "another" | "every" => clues.push(Clue::ArticleBefore),
            "for" | "at" | "with" | "from" if self.is_role(two_before) => {
                clues.push(Clue::RoleForBefore)
            }
            "with" | "alongside" | "like" | "without" => clues.push(Clue::WithBefore),
            "for" => clues.push(Clue::ForBefore),
            "of" => {
                let head = two_before.map(|token| self.term(token)).unwrap_or_default();
                clues.push(if head.is(Term::PlaceHead) {
                    Clue::PlaceWordBefore
                } else if head.is(Term::Role) {
                    Clue::RoleOfBefore
                } else {
                    Clue::OfBefore
                });
            }
            // "Shares in Norvik rose."
            "in" if two_before.is_some_and(|token| self.is_holding(token)) => {
                clues.push(Clue::OrganisationWordBefore)
            }
            word if IN.contains(&word) => clues.push(Clue::InBefore),
            word if TO.contains(&word) => clues.push(Clue::ToBefore),
            _ if term.is(Term::Say) => clues.push(Clue::SayBefore),
            _ if term.is(Term::OrganisationHead) => clues.push(Clue::OrganisationWordBefore),
            _ if term.is(Term::PlaceHead) => clues.push(Clue::PlaceWordBefore),
            _ => {}
        }
    }

    fn is_holding(&self, token: &Token) -> bool {
        HOLDINGS.contains(&self.word(token).as_ref())
    }

    fn is_role(&self, token: Option<&Token>) -> bool {
        token.is_some_and(|token| self.term(token).is_any(Term::Role.bit() | Term::Rank.bit()))
    }

    /// Clues after the first `at` words of a run.
    fn after(&self, run: &Run, at: usize, clues: &mut Vec<Clue>) {
        let Some(last) = at.checked_sub(1).map(|i| &run.words[i]) else {
            return;
        };
        let rest = &self.tokens[run.first + at..];
        if last.is(Shape::POSSESSIVE) {
            clues.push(Clue::Possessive);
        } else if run.words.get(at).is_some_and(|next| self.leaves_out(next)) {
            clues.push(Clue::CutAfter);
        }
        let title = run.words.get(at).filter(|_| !last.is(Shape::POSSESSIVE));
        if title.is_some_and(|next| {
            next.is(Shape::CAPITAL) && next.term.is_any(Term::Role.bit() | Term::Rank.bit())
        }) {
            clues.push(Clue::TitleAfter);
        }
        if let [joint, next, ..] = rest
            && matches!(joint.text(self.text), "and" | "," | "or")
            && !joint.is(Shape::LINE)
        {
            clues.extend(self.beside(next));
        }
        match rest.first().filter(|token| !token.is(Shape::LINE)) {
            Some(next) if next.is(Shape::WORD) => {
                self.word_after(next, rest, last.is(Shape::POSSESSIVE), clues)
            }
            Some(next) => self.mark_after(next.text(self.text), &rest[1..], clues),
            None => {}
        }
    }

    fn word_after(&self, next: &Token, rest: &[Token], possessive: bool, clues: &mut Vec<Clue>) {
        if next.is(Shape::DIGIT) {
            let text = next.text(self.text);
            let follows = rest.get(1).is_none_or(|token| {
                token.is(Shape::LINE)
                    || token.is(Shape::CAPITAL)
                    || token.is(Shape::DIGIT)
                    || matches!(token.text(self.text), "(" | "-")
            });
            if text.len() >= 8 {
                clues.push(Clue::Dateline);
            } else if text.len() <= 3 && follows {
                clues.push(Clue::ScoreAfter);
            }
            return;
        }
        if next.is(Shape::CAPITAL) {
            return;
        }
        let word = next.text(self.text);
        let term = self.lexicon.term(word);
        if is_play(word) {
            clues.push(Clue::PlayAfter);
        }
        match word {
            "who" | "whose" | "himself" | "herself" => clues.push(Clue::WhoAfter),
            "is" | "was" | "has" | "had" | "will" | "would" | "were" | "are" => {
                clues.push(Clue::IsAfter)
            }
            "of" if rest.get(1).is_some_and(|token| self.is_place(token)) => {
                clues.push(Clue::OfPlaceAfter)
            }
            _ if word.len() > 4 && word.ends_with("ed") => clues.push(Clue::PastAfter),
            _ => {}
        }
        if term.is(Term::Say) && !possessive {
            clues.push(Clue::SayAfter);
        } else if STATE_WORDS.contains(&word) {
            clues.push(Clue::StateWordAfter);
        } else if PEOPLE_WORDS.contains(&word) {
            clues.push(Clue::PeopleWordAfter);
        } else if possessive {
            // "Putin's party" says nothing of what Putin is.
        } else if term.is(Term::OrganisationHead) {
            clues.push(Clue::OrganisationWordAfter);
        } else if term.is(Term::PlaceHead) {
            clues.push(Clue::PlaceWordAfter);
        }
    }

    fn mark_after(&self, mark: &str, rest: &[Token], clues: &mut Vec<Clue>) {
        if mark == "." {
            clues.push(Clue::EndAfter);
        }
        let Some(next) = rest.first().filter(|token| !token.is(Shape::LINE)) else {
            return;
        };
        match mark {
            "," => self.comma_after(next, rest, clues),
            "(" => self.bracket_after(next, rest, clues),
            ")" => clues.push(Clue::Bracketed),
            // "HORSE RACING - FAVOURITE BEATEN" is a heading.
            "—" | "–" | "-" if !next.is(Shape::SHOUTED) => clues.push(Clue::Dateline),
            ":" => clues.push(Clue::ColonAfter),
            _ => {}
        }
    }

    fn comma_after(&self, next: &Token, rest: &[Token], clues: &mut Vec<Clue>) {
        // "LONDON, July 3 (Agency) -".
        if next.is(Shape::CAPITAL)
            && self.term(next).is(Term::Month)
            && rest.get(1).is_some_and(|token| token.is(Shape::DIGIT))
        {
            clues.push(Clue::Dateline);
            return;
        }
        if self.is_place(next)
            || (next.is(Shape::CAPITAL) && rest.get(1).is_some_and(|_| self.is_place_of_two(rest)))
        {
            clues.push(Clue::RegionAfter);
            return;
        }
        if next.is(Shape::DIGIT)
            && next.end - next.start == 2
            && rest
                .get(1)
                .is_some_and(|token| matches!(token.text(self.text), "," | "." | "and"))
        {
            clues.push(Clue::AgeAfter);
            return;
        }
        if matches!(next.text(self.text), "who" | "whose" | "whom") {
            clues.push(Clue::WhoAfter);
            return;
        }
        for token in rest.iter().take(5) {
            if !token.is(Shape::WORD) || token.is(Shape::LINE) {
                break;
            }
            let term = self.term(token);
            if term.is(Term::Role) && !token.is(Shape::POSSESSIVE) {
                clues.push(Clue::RoleAfter);
                break;
            }
            if term.is_any(Term::Say.bit() | Term::PlacePreposition.bit()) {
                break;
            }
        }
    }

    fn bracket_after(&self, next: &Token, rest: &[Token], clues: &mut Vec<Clue>) {
        let word = next.text(self.text);
        let closed = rest
            .get(1)
            .is_some_and(|token| token.text(self.text) == ")");
        if self.is_place(next) && closed {
            clues.push(Clue::CountryAfter);
        } else if next.is(Shape::UPPER) && closed {
            clues.push(Clue::BracketAfter);
        } else if matches!(word, "born" | "b" | "c") || (next.is(Shape::DIGIT) && word.len() == 4) {
            clues.push(Clue::LifeAfter);
        } else if next.is(Shape::DIGIT) && word.len() == 2 && closed {
            clues.push(Clue::AgeAfter);
        } else if next.is(Shape::CAPITAL)
            && rest
                .get(2)
                .is_some_and(|token| matches!(token.text(self.text), "-" | "–" | "—"))
        {
            clues.push(Clue::Dateline);
        }
    }

    /// What a name of the lists says of one that "and" or a comma joins with it.
    fn beside(&self, token: &Token) -> Option<Clue> {
        if !token.is(Shape::CAPITAL) || token.is(Shape::LINE) {
            return None;
        }
        let name = self.lexicon.name(token.text(self.text));
        if name.is_any(Name::LANDS) {
            Some(Clue::BesidePlace)
        } else if name.is(Name::Organisation) && token.is(Shape::UPPER) {
            Some(Clue::BesideOrganisation)
        } else {
            None
        }
    }

    fn is_place(&self, token: &Token) -> bool {
        let name = self.lexicon.name(token.text(self.text));
        token.is(Shape::CAPITAL) && name.is_any(Name::Country.bit() | Name::Region.bit())
    }

    /// "New York", "South Africa", "United States".
    fn is_place_of_two(&self, rest: &[Token]) -> bool {
        let [first, second, ..] = rest else {
            return false;
        };
        second.is(Shape::CAPITAL)
            && self
                .lexicon
                .name(&self.text[first.start..second.end])
                .is_any(Name::LANDS)
    }

    /// Whether a name that stops beside this word leaves something out.
    fn leaves_out(&self, word: &Word) -> bool {
        let passes = Term::Role.bit()
            | Term::Rank.bit()
            | Term::Honorific.bit()
            | Term::NoName.bit()
            | Term::NameLead.bit()
            | Term::Day.bit()
            | Term::Month.bit();
        let lead = word.is_common() && word.is(Shape::START) && !word.term.is(Term::EventBefore);
        !word.link
            && !word.term.is_any(passes)
            && !word.name.is(Name::Demonym)
            && !lead
            && !word.is(Shape::SHOUTED)
    }
}
