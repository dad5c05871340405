//! Times of play: "67'", "90+4'", "67. Minute", "Min. 67", overs of cricket ("19.4"), laps, and phases ("Half-time"). They order entries as clock times do,
//! but say nothing of when these were written.

use crate::engine::rules::Rules;
use crate::engine::segment::stamp::Byline;
use crate::engine::segment::stamp::Shape;
use crate::engine::text::words;

/// Signs of minutes.
pub(crate) const MINUTES: [char; 4] = ['\'', '’', '′', '´'];

/// No play is longer, in minutes or overs.
const LONGEST: usize = 3;

/// Reads the time of play that a line is, or begins with.
pub(super) fn parse(text: &str, rules: &Rules) -> Option<Byline> {
    let rest = over(text)
        .or_else(|| distance(text))
        .or_else(|| bracketed(text))
        .or_else(|| signed(text))
        .or_else(|| minute(text, rules))
        .or_else(|| named(text, rules))
        .or_else(|| counted(text, rules))
        .or_else(|| phase(text, rules))?;
    let rest = rest.trim_start();
    let at = if rest.is_empty() {
        0
    } else {
        text.len() - rest.len()
    };
    Some(Byline::at(None, Shape::Play, at))
}

/// "19.4", and nothing else.
fn over(text: &str) -> Option<&str> {
    let (over, ball) = text.split_once('.')?;
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let whole =
        (1..=LONGEST).contains(&over.len()) && ball.len() == 1 && digits(over) && digits(ball);
    (whole && ball != "0").then_some("")
}

/// "(86'): …", "(90'+) …".
fn bracketed(text: &str) -> Option<&str> {
    let (time, rest) = text.strip_prefix('(')?.split_once(')')?;
    let rest = rest.trim_start();
    let minutes = number(time)?.trim_matches(MINUTES);
    let added = minutes.strip_prefix('+').unwrap_or(minutes);
    let rest = rest.strip_prefix(':').unwrap_or(rest);
    let minutes = time.contains(MINUTES) && added.trim_matches(MINUTES).is_empty();
    (minutes && !rest.is_empty()).then_some(rest)
}

/// "64,5km", "17 km to go": how far riders or runners have to go, and nothing else.
fn distance(text: &str) -> Option<&str> {
    let rest = number(text)?;
    let rest = rest
        .strip_prefix([',', '.'])
        .and_then(number)
        .unwrap_or(rest);
    let rest = rest.trim_start().strip_prefix("km")?;
    matches!(
        rest.trim(),
        "" | "to go" | "left" | "à l'arrivée" | "a meta"
    )
    .then_some("")
}

/// The text behind a number and what is added to it: "90+4".
fn number(text: &str) -> Option<&str> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let count = digits(text);
    let rest = text
        .get(count..)
        .filter(|_| (1..=LONGEST).contains(&count))?;
    let more = rest.trim_start().strip_prefix('+').map(str::trim_start);
    let added = more
        .map(|more| (more, digits(more)))
        .filter(|(_, count)| (1..=2).contains(count));
    Some(
        added
            .and_then(|(more, count)| more.get(count..))
            .unwrap_or(rest),
    )
}

/// "67'", "90+4' Goal", "45'+2".
fn signed(text: &str) -> Option<&str> {
    // Before the game minutes are counted down: "-1'".
    let text = text.strip_prefix(['-', '−']).unwrap_or(text);
    let rest = number(text)?.strip_prefix(MINUTES)?;
    let more = rest.trim_start().strip_prefix('+').map(str::trim_start);
    let rest = more.and_then(number).unwrap_or(rest);
    let rest = rest.strip_prefix(MINUTES).unwrap_or(rest);
    if is_half(rest.trim()) {
        return Some("");
    }
    ends(rest, false)
}

/// "2T", "1H", "2ºT": the half that a minute belongs to.
fn is_half(text: &str) -> bool {
    let behind = text.strip_prefix(|c: char| c.is_ascii_digit());
    let letter = behind.map(|text| text.trim_start_matches(['º', 'ª', '°', '.', ' ']));
    letter.is_some_and(|text| text.chars().count() == 1 && text.starts_with(char::is_alphabetic))
}

/// "67. Minute", "23 min: …".
fn minute<'t>(text: &'t str, rules: &Rules) -> Option<&'t str> {
    let rest = number(text)?;
    let rest = rest
        .strip_prefix(['.', 'º', 'ª', 'e'])
        .unwrap_or(rest)
        .trim_start();
    let end = rest
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(rest.len());
    let (word, rest) = rest.split_at(end);
    let unit = rules.units.get(&word.to_lowercase()).copied();
    let rest = rest.strip_prefix('.').unwrap_or(rest);
    // "79 min 50 sec: …"
    let seconds = number(rest.trim_start()).map(str::trim_start);
    let seconds = seconds.and_then(|rest| rest.split_once(':'));
    let seconds = seconds.filter(|(unit, _)| rules.units.get(*unit) == Some(&1));
    let rest = seconds.map_or(rest, |(_, text)| &rest[rest.len() - text.len() - 1..]);
    // "8. minute (GOAL): …"
    let label = rest
        .trim_start()
        .strip_prefix('(')
        .and_then(|rest| rest.split_once(')'));
    let label = label.filter(|(label, text)| words::count(label) <= 2 && text.starts_with(':'));
    let rest = label.map_or(rest, |(_, text)| text);
    (word.len() > 1 && unit == Some(60))
        .then(|| ends(rest, true))
        .flatten()
}

/// "Min. 67", "Minuto 90+3: …".
fn named<'t>(text: &'t str, rules: &Rules) -> Option<&'t str> {
    let end = text.find(|c: char| !c.is_alphabetic())?;
    let (word, rest) = text.split_at(end);
    let unit = rules.units.get(&word.to_lowercase()).copied();
    let rest = rest.strip_prefix('.').unwrap_or(rest).trim_start();
    let rest = number(rest).filter(|_| word.len() > 2 && unit == Some(60))?;
    ends(rest.strip_prefix(MINUTES).unwrap_or(rest), true)
}

/// Reads a time of play that says in words what it counts.
fn in_words<'t>(text: &'t str, rules: &Rules) -> Option<&'t str> {
    counted(text, rules)
        .or_else(|| minute(text, rules).filter(|rest| !rest.is_empty()))
        .or_else(|| phase(text, rules).filter(|rest| !rest.is_empty()))
}

/// Reads the number of a lap, an over, or the time of a quarter.
fn counted<'t>(text: &'t str, rules: &Rules) -> Option<&'t str> {
    lap(text, rules)
        .or_else(|| lap_alone(text, rules))
        .or_else(|| over_in_words(text, rules))
        .or_else(|| ball(text, rules))
        .or_else(|| period(text, rules))
}

/// Whether a line begins with the number of a lap, an over, or the time of a quarter.
pub(crate) fn is_counted(text: &str, rules: &Rules) -> bool {
    counted(text, rules).is_some()
}

/// Whether a line begins with such a time: few of them are enough to tell how a page states times.
pub(crate) fn is_in_words(text: &str, rules: &Rules) -> bool {
    in_words(text, rules).is_some()
}

/// "LAP 6/58", alone or before a text, "Lap 6: …".
fn lap<'t>(text: &'t str, rules: &Rules) -> Option<&'t str> {
    let (word, rest) = text.split_once(' ')?;
    let rest = number(rest.trim()).filter(|_| rules.laps.contains(&words::fold(word)))?;
    let of = rest.trim_start().strip_prefix('/').map(str::trim_start);
    let of = of.and_then(number);
    ends(of.unwrap_or(rest), of.is_none())
}

/// "58. R.", and nothing else.
fn lap_alone<'t>(text: &'t str, rules: &Rules) -> Option<&'t str> {
    let (word, rest) = ordinal(text)?;
    (rules.laps.contains(&word) && rest == ".").then_some("")
}

/// The word behind "4." or "2nd" and the text behind that word.
fn ordinal(text: &str) -> Option<(String, &str)> {
    let rest = number(text)?;
    let marks = [".", "st ", "nd ", "rd ", "th ", "º", "ª", "° ", "e ", "er "];
    let rest = marks.iter().find_map(|mark| rest.strip_prefix(mark))?;
    let rest = rest.trim_start();
    let end = rest.find(|c: char| !c.is_alphabetic())?;
    Some((rest[..end].to_lowercase(), &rest[end..]))
}

/// "31.6 overs (0 Run) …".
fn ball<'t>(text: &'t str, rules: &Rules) -> Option<&'t str> {
    let (count, rest) = text.split_once(' ')?;
    let (word, rest) = rest.split_once([' ', ':'])?;
    let word = words::fold(word);
    let laps = || rules.laps.contains(word.strip_suffix('s').unwrap_or(&word));
    (over(count).is_some() && laps()).then_some(rest)
}

/// "12th over: …".
fn over_in_words<'t>(text: &'t str, rules: &Rules) -> Option<&'t str> {
    let (word, rest) = ordinal(text)?;
    rest.strip_prefix(':')
        .filter(|_| rules.laps.contains(&word))
}

/// "4. Viertel, 0.08: …", "2nd quarter, 11:32 - …".
fn period<'t>(text: &'t str, rules: &Rules) -> Option<&'t str> {
    let (word, rest) = ordinal(text)?;
    let rest = rest.trim_start_matches([',', ' ', '-', '–']);
    let rest = number(rest).filter(|_| rules.periods.contains(&word))?;
    let seconds = rest.strip_prefix([':', '.'])?;
    let both = seconds.get(..2)?.bytes().all(|b| b.is_ascii_digit());
    both.then(|| ends(seconds.get(2..)?, true)).flatten()
}

/// "Half-time", "FULL TIME: …".
fn phase<'t>(text: &'t str, rules: &Rules) -> Option<&'t str> {
    if rules.phases.contains(&words::fold(text)) {
        return Some("");
    }
    let (phase, rest) = text.split_once(':')?;
    let shouted = !phase.chars().any(char::is_lowercase);
    (shouted && rules.phases.contains(&words::fold(phase))).then_some(rest)
}

/// What stands behind the time: nothing, or a text behind a sign, or one that begins with a capital if no sign is `needed`.
fn ends(rest: &str, needed: bool) -> Option<&str> {
    let signs = [':', '-', '–', '—', '|'];
    let rest = rest.trim_start();
    let text = rest.strip_prefix(signs);
    match text {
        _ if rest.is_empty() => Some(rest),
        Some(text) => Some(text),
        None => (!needed && rest.starts_with(char::is_uppercase)).then_some(rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_play_are_read() {
        for (text, rest) in [
            ("67'", ""),
            ("90+4’", ""),
            ("45'+2", ""),
            ("27' 2T", ""),
            ("90+4' 2ºT", ""),
            ("27' Two changes", "Two changes"),
            ("90' + 3'", ""),
            ("67. Minute", ""),
            ("Min. 67", ""),
            ("Minuto 90+3", ""),
            ("19.4", ""),
            ("64,5km", ""),
            ("(86'): el Norte empuja", "el Norte empuja"),
            ("(90'+): al poste", "al poste"),
            ("17 km to go", ""),
            ("LAP 6/58", ""),
            ("Lap 6/58 Both come in", "Both come in"),
            ("Lap 6: both come in", "both come in"),
            ("12th over: Skarn 32-0", "Skarn 32-0"),
            ("31.6 overs (0 Run) Yorker on leg", "(0 Run) Yorker on leg"),
            ("4. Viertel, 0.08: Das Spiel ist aus", "Das Spiel ist aus"),
            ("2nd quarter, 11:32 - Touchdown", "Touchdown"),
            ("FULL TIME: Skarn 2-1 Ostmole", "Skarn 2-1 Ostmole"),
            ("Vuelta 12", ""),
            ("Half-time", ""),
            (
                "67' Goal for the harbour side!",
                "Goal for the harbour side!",
            ),
            ("23 min: A corner from the left.", "A corner from the left."),
            ("8. dakika (GOL): Skarn 1-0", "Skarn 1-0"),
            ("Min. 12 - Falta de Ibarra.", "Falta de Ibarra."),
        ] {
            let byline = parse(text, Rules::builtin());
            let got = byline.map(|byline| {
                if byline.rest == 0 {
                    ""
                } else {
                    &text[byline.rest..]
                }
            });
            assert_eq!(got, Some(rest), "{text}");
        }
    }

    #[test]
    fn numbers_in_prose_are_no_times_of_play() {
        for text in [
            "90 minutes of chaos",
            "5.87 metres",
            "20.0",
            "12' of snow fell",
            "(12) of them left",
            "1912",
            "Mint 67",
            "3.5 per cent",
            "Lap 6 was the best of all",
            "4th quarter results are out",
            "Final: the cup goes north",
            "7 m",
        ] {
            assert_eq!(parse(text, Rules::builtin()), None, "{text}");
        }
    }
}
