//! Lines to scraps: site furniture set apart by rule, lines that glue furniture to content split.
//! What repeats across blogs is found elsewhere; this looks at one snapshot alone.

use crate::engine::parse::Line;
use crate::engine::rules::Rules;
use crate::engine::rules::Tokens;
use crate::engine::text::SafeText;
use crate::engine::text::words;

/// A line, or a part of one, that is either content or furniture as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scrap {
    /// The line it comes from, 1-based.
    pub line: u32,
    /// Which part of the line.
    pub part: u16,
    /// Its text.
    pub text: SafeText,
    /// Whether the line had a list mark.
    pub bullet: bool,
    /// The rule that says it is furniture.
    pub furniture: Option<String>,
}

/// Sets furniture apart. Every line is in at least one scrap.
pub fn clean(lines: &[Line], rules: &Rules) -> Vec<Scrap> {
    let mut out = Vec::with_capacity(lines.len());
    for line in lines {
        let mut part = line.part;
        for (text, furniture) in split(&line.text, rules) {
            out.push(Scrap {
                line: line.number,
                part,
                text,
                bullet: line.bullet,
                furniture,
            });
            part = part.saturating_add(1);
        }
    }
    out
}

/// Furniture glued to the end of a line has at most this many words.
const GLUED_TAIL: usize = 64;

/// The parts of a line, each with the rule that calls it furniture.
fn split(text: &SafeText, rules: &Rules) -> Vec<(SafeText, Option<String>)> {
    let tokens = Tokens::of(text);
    if tokens.is_empty() {
        return vec![(text.clone(), Some("no words".to_owned()))];
    }
    if is_address(text) {
        return vec![(text.clone(), Some("address".to_owned()))];
    }
    if is_player(text) {
        return vec![(text.clone(), Some("the clock of a player".to_owned()))];
    }
    if let Some(at) = behind_field(text) {
        let mut out = vec![(text.slice(0, at), Some("a field of a header".to_owned()))];
        out.extend(split(&text.slice(at, text.len()), rules));
        return out;
    }
    if text.starts_with(['©', 'ⓒ']) {
        return vec![(text.clone(), Some("copyright".to_owned()))];
    }
    if text.ends_with(':') && rules.lead_in.matches(&tokens).is_some() {
        return vec![(text.clone(), None)];
    }
    if let Some(why) = rules
        .furniture
        .matches(&tokens)
        .or_else(|| rules.furniture.matches(&Tokens::whole(text)))
    {
        return vec![(text.clone(), Some(why.to_owned()))];
    }
    let reached = reach(&tokens, rules, 0);
    // "Facebook WhatsApp": a capital within a word begins none.
    let in_whole_words = || {
        let whole = Tokens::whole(text);
        let other = whole.len() != tokens.len();
        other.then(|| reach(&whole, rules, 0).pop()).flatten()?
    };
    if let Some(why) = reached[tokens.len()].clone().or_else(in_whole_words) {
        return vec![(text.clone(), Some(why))];
    }
    if let Some((words, why)) = (1..tokens.len())
        .rev()
        .find_map(|i| Some((i, reached[i].clone()?)).filter(|_| glued(text, &tokens, i)))
    {
        let at = seam(text, &tokens, words);
        let mut out = vec![(text.slice(0, at), Some(why))];
        out.extend(split(&text.slice(at, text.len()), rules));
        return out;
    }
    let tail = tokens.len().saturating_sub(GLUED_TAIL).max(1);
    for words in (tail..tokens.len()).filter(|i| glued(text, &tokens, *i)) {
        if let Some(why) = &reach(&tokens, rules, words)[tokens.len()] {
            let at = seam(text, &tokens, words);
            return vec![
                (text.slice(0, at), None),
                (text.slice(at, text.len()), Some(why.clone())),
            ];
        }
    }
    let picture = behind_avatar(text).map(|at| (at, "picture of an author"));
    let control = || behind_sharing(text, rules).map(|at| (at, "sharing"));
    if let Some((at, why)) = picture.or_else(control) {
        return vec![
            (text.slice(0, at), Some(why.to_owned())),
            (text.slice(at, text.len()), None),
        ];
    }
    if let Some((heading, time)) = glued_time(text, rules) {
        let mut out = split(&text.slice(0, heading), rules);
        let again = told_again(&text[time..]).map(|at| time + at);
        let end = again.unwrap_or(text.len());
        out.push((text.slice(time, end), None));
        out.extend(again.map(|at| (text.slice(at, text.len()), None)));
        return out;
    }
    vec![(text.clone(), None)]
}

/// Where a text begins behind the one field that is left of its header: "date 2031-03-14 The harbour…".
fn behind_field(text: &str) -> Option<usize> {
    let behind = text.strip_prefix("date ")?;
    let (day, rest) = behind.split_once(' ')?;
    let numbers: Vec<&str> = day.split('-').collect();
    let digits = |part: &&str| part.bytes().all(|b| b.is_ascii_digit());
    let lengths: Vec<usize> = numbers.iter().map(|part| part.len()).collect();
    let dated = matches!(lengths[..], [4, 2] | [4, 2, 2]) && numbers.iter().all(digits);
    (dated && !rest.trim().is_empty()).then(|| text.len() - rest.len())
}

/// Where the author begins behind what a picture of the author is called: "Ann Archer's avatarAnn Archer2 hours ago".
fn behind_avatar(text: &str) -> Option<usize> {
    let avatar = ["'s avatar", "’s avatar"].into_iter();
    let ends = avatar.filter_map(|words| text.find(words).map(|at| at + words.len()));
    ends.min()
        .filter(|at| *at <= LONGEST_AVATAR && *at < text.len())
}

/// What a picture is called is shorter, in bytes.
const LONGEST_AVATAR: usize = 60;

/// Where the name begins that stands behind the control that shares the entry above: "Share - Ann Archer".
fn behind_sharing(text: &str, rules: &Rules) -> Option<usize> {
    let (control, name) = text.split_once(" - ")?;
    let known = || rules.furniture.matches(&Tokens::of(control)) == Some("sharing");
    (words::may_be_name(name) && known()).then(|| text.len() - name.len())
}

/// Where a heading ends and the time of its entry begins that stands directly behind it, or behind a comma and nothing else: "Polls
/// closepublished at 22:00", "Polls close, published at 22:00 GMT".
fn glued_time(text: &str, rules: &Rules) -> Option<(usize, usize)> {
    let found = rules.glued_times.iter().filter_map(|words| {
        let at = text.rfind(words.as_str())?;
        let glued = text[..at].ends_with(|c: char| !c.is_whitespace());
        let heading = text[..at].trim_end().strip_suffix(',').map(str::trim_end);
        let time = text[at + words.len()..].trim_start();
        let stated = time.starts_with(|c: char| c.is_ascii_digit()) && time.len() <= LONGEST_TIME;
        // A sentence goes on behind the time, or ends with a stop.
        let named =
            |word: &str| !word.starts_with(char::is_lowercase) && !word.ends_with([',', '.']);
        let alone = time.split_whitespace().count() <= MOST_TIME_WORDS
            && time.split_whitespace().all(named);
        let end = match heading {
            Some(heading) if alone && !heading.is_empty() => heading.len(),
            None if glued => at,
            _ => return None,
        };
        stated.then_some((end, at))
    });
    found.max()
}

/// Where a time is told again behind itself, as for those who hear the page: "published at 22:00 GMT22:00 Greenwich Mean Time".
fn told_again(time: &str) -> Option<usize> {
    let from = time.find(|c: char| c.is_ascii_digit())?;
    let clock = |c: char| c.is_ascii_digit() || c == ':';
    let digits = time[from..].split(|c| !clock(c)).next()?;
    let behind = from + digits.len();
    let again = time[behind..].find(digits).map(|at| behind + at);
    again.filter(|_| digits.contains(':'))
}

/// A time has no more words, with its zone.
const MOST_TIME_WORDS: usize = 6;

/// Longer texts are no time, in bytes.
const LONGEST_TIME: usize = 64;

/// Whether a line is an address and nothing else: of the web, or of mail behind a name.
fn is_address(text: &str) -> bool {
    let web = ["http://", "https://", "www."];
    let web = web.iter().any(|start| text.starts_with(start));
    let mail = |word: &str| {
        let parts = word.split_once('@');
        parts.is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && !host.ends_with('.')
        })
    };
    let mut words = text.split_whitespace();
    let count = words.clone().take(NAMED_ADDRESS + 1).count();
    web && count == 1 || count <= NAMED_ADDRESS && words.next_back().is_some_and(mail)
}

/// Whether a line is the clock of a player: "0:00 / 1:26".
fn is_player(text: &str) -> bool {
    let clocks = text
        .bytes()
        .all(|b| b.is_ascii_digit() || b" :/".contains(&b));
    clocks && text.starts_with("0:00")
}

/// So many words name an address of mail and whose it is.
const NAMED_ADDRESS: usize = 4;

/// For each word index, the rule of the last phrase if phrases in a row lead there from `start`.
fn reach(tokens: &Tokens, rules: &Rules, start: usize) -> Vec<Option<String>> {
    let mut reached: Vec<Option<String>> = vec![None; tokens.len() + 1];
    let mut open = vec![start];
    while let Some(at) = open.pop() {
        for (end, why) in rules.furniture.ends_from(tokens, at) {
            if end > at && reached[end].is_none() {
                reached[end] = Some(why.to_owned());
                open.push(end);
            }
        }
    }
    reached
}

/// Whether the words before and after an index stand together without a space, at the end of a sentence or before a capital.
fn glued(text: &str, tokens: &Tokens, index: usize) -> bool {
    let gap = &text[tokens.spans[index - 1].end..tokens.spans[index].start];
    let capital = text[tokens.spans[index].start..]
        .chars()
        .next()
        .is_some_and(|c| c.is_uppercase() || c.is_numeric());
    !gap.contains(char::is_whitespace)
        && capital
        && (gap.is_empty() || gap.starts_with(['.', '!', '?', ':']))
}

/// The byte at which the text before a word index ends: its punctuation stays with it, an opening quote does not.
fn seam(text: &str, tokens: &Tokens, index: usize) -> usize {
    let (from, to) = (tokens.spans[index - 1].end, tokens.spans[index].start);
    text[from..to]
        .rfind(['.', '!', '?', ':'])
        .map_or(to, |stop| from + stop + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> Rules {
        let mut rules = Rules::default();
        rules.furniture.add("appeal", "your gift keeps us going");
        rules.furniture.add("comments", "comments");
        rules.furniture.add("login", "please log in again");
        rules
    }

    fn parts(text: &str) -> Vec<(String, Option<String>)> {
        split(&SafeText::new(text), &rules())
            .into_iter()
            .map(|(text, why)| (text.to_string(), why))
            .collect()
    }

    fn furniture(text: &str, why: &str) -> (String, Option<String>) {
        (text.to_owned(), Some(why.to_owned()))
    }

    /// A phrase that ends in anything must not begin as sentences do.
    #[test]
    fn sentences_that_begin_like_menus_are_kept() {
        for text in [
            "Popular on both sides of the border, the song is banned here.",
            "Źródło pożaru nie jest znane.",
            "댓글 수백 개가 달렸다.",
        ] {
            let whole = vec![(SafeText::new(text), None)];
            assert_eq!(split(&SafeText::new(text), Rules::builtin()), whole);
        }
    }

    #[test]
    fn names_of_controls_in_a_row_are_furniture() {
        let told = |text: &str| split(&SafeText::new(text), Rules::builtin())[0].1.clone();
        assert_eq!(
            told("Facebook WhatsApp Pinterest").as_deref(),
            Some("sharing")
        );
        assert_eq!(told("FacebookWhatsApp").as_deref(), Some("sharing"));
        assert_eq!(told("Facebook WhatsApp Ostmole"), None);
    }

    #[test]
    fn a_field_ahead_of_the_text_is_parted_from_it() {
        assert_eq!(
            behind_field("date 2031-03-14 The harbour is shut."),
            Some(16)
        );
        assert_eq!(behind_field("date 2031-03 08:14"), Some(13));
        assert_eq!(behind_field("date 2031-03"), None);
        assert_eq!(behind_field("date palms by the harbour"), None);
    }

    #[test]
    fn glued_lines_are_split() {
        let prefix = parts("Your gift keeps us going.“The river rose,” she said.");
        assert_eq!(
            prefix,
            [
                furniture("Your gift keeps us going.", "appeal"),
                ("“The river rose,” she said.".to_owned(), None)
            ]
        );
        let suffix = parts("The river fell again.Comments");
        assert_eq!(
            suffix,
            [
                ("The river fell again.".to_owned(), None),
                furniture("Comments", "comments")
            ]
        );
    }

    #[test]
    fn times_behind_a_heading_are_split_off() {
        let whole = split(
            &SafeText::new(
                "2. Polls close in the northpublished at 22:00 British Summer Time 4 May",
            ),
            Rules::builtin(),
        );
        let texts: Vec<&str> = whole.iter().map(|(text, _)| text.as_ref()).collect();
        let time = "published at 22:00 British Summer Time 4 May";
        assert_eq!(texts, ["2. Polls close in the north", time]);
        let said = SafeText::new("The list was published at 22:00, an hour late");
        assert_eq!(split(&said, Rules::builtin()).len(), 1);
        // Behind a comma, and again for those who hear the page.
        for time in [
            "published at 22:00 GMT",
            "published at 22:00 GMT 22:00 Greenwich Mean Time",
        ] {
            let line = SafeText::from(format!("Polls close in the north , {time}"));
            let parts = split(&line, Rules::builtin());
            let texts: Vec<&str> = parts.iter().map(|(text, _)| text.trim()).collect();
            assert_eq!(
                texts[..2],
                ["Polls close in the north", "published at 22:00 GMT"]
            );
            assert_eq!(
                texts.get(2).copied(),
                time.get(23..).map(|_| "22:00 Greenwich Mean Time")
            );
        }
        let said = SafeText::new("The list of names, published at 22:00 GMT, is an hour late");
        assert_eq!(split(&said, Rules::builtin()).len(), 1);
    }

    #[test]
    fn phrases_in_a_row_are_one_piece_of_furniture() {
        assert_eq!(parts("Please log in againPlease log in again").len(), 1);
    }

    #[test]
    fn content_that_only_mentions_furniture_stays() {
        assert_eq!(parts("He had no comments to make")[0].1, None);
        assert_eq!(parts("Your gift keeps us going and going")[0].1, None);
    }
}
