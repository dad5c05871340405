//! Times of four digits at the beginning of lines: "0640The leader…", "1405 Ferries stop". One alone may be a year or a count;
//! several that only rise or only fall are times.

use crate::engine::segment::item::Item;
use crate::engine::segment::stamp::Byline;
use crate::engine::segment::stamp::Shape;

/// Fewer such lines are something else.
const OFTEN: usize = 4;

/// Numbers that are years more likely than times.
const YEARS: std::ops::Range<u16> = 1900..2060;

/// Reads lines that begin with four digits as stating their time, where there are several in order.
pub(crate) fn tell(items: &mut [Item]) {
    let (lines, found): (Vec<usize>, Vec<Begin>) = items
        .iter()
        .enumerate()
        .filter(|(_, item)| item.is_content() && item.byline.is_none())
        .filter_map(|(i, item)| Some((i, begin(&item.text)?)))
        .unzip();
    let falls = |a: u16, b: u16| b <= a;
    let ordered = |falls: &dyn Fn(u16, u16) -> bool| {
        let breaks = found
            .windows(2)
            .filter(|two| !falls(two[0].time, two[1].time));
        // The day may change once.
        breaks.count() <= 1
    };
    let some_time = found.iter().any(|begin| !YEARS.contains(&begin.time));
    let moves = found.first().map(|begin| begin.time) != found.last().map(|begin| begin.time);
    let run = ordered(&falls) || ordered(&|a, b| falls(b, a));
    if found.len() >= OFTEN && some_time && moves && run {
        for (i, Begin { time, end }) in lines.into_iter().zip(found) {
            let minutes = time / 100 * 60 + time % 100;
            let alone = items[i].text.len() == DIGITS;
            let (shape, rest) = if alone {
                (Shape::Clock, 0)
            } else {
                (Shape::Inline, end)
            };
            items[i].byline = Some(Byline::at(Some(minutes), shape, rest));
        }
    }
}

/// How many digits a time has.
const DIGITS: usize = 4;

/// What a text begins with.
#[derive(Debug, PartialEq)]
struct Begin {
    /// The time, as its four digits say it.
    time: u16,
    /// Where it ends, with what parts it from the text.
    end: usize,
}

/// The time that a text begins with: a word that begins with a capital, or with a quotation, follows.
fn begin(text: &str) -> Option<Begin> {
    let (digits, rest) = text.split_at_checked(DIGITS)?;
    let time: u16 = digits
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| digits.parse().ok())??;
    let alone = rest.is_empty();
    let rest = rest.trim_start_matches([':', ' ', '-', '–']);
    let end = match text.len() - rest.len() {
        // A dash alone may be the sign of a quotation that begins.
        end if text[DIGITS..end].contains(':') => end,
        _ => DIGITS,
    };
    let begins = rest
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .starts_with(char::is_uppercase);
    (time / 100 < 24 && time % 100 < 60 && (begins || alone)).then_some(Begin { time, end })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_digits_before_a_sentence_may_be_a_time() {
        let read = |text: &str| begin(text).map(|begin| (begin.time, begin.end));
        assert_eq!(read("0640On the quay the crowd grows."), Some((640, 4)));
        assert_eq!(read("2210 “Never,” says the mayor."), Some((2210, 4)));
        assert_eq!(read("2138: The tug has a line."), Some((2138, 6)));
        assert_eq!(read("2138 – The tug has a line."), Some((2138, 4)));
        assert_eq!(read("0671On the quay"), None);
        assert_eq!(read("1405 ferries stopped"), None);
        assert_eq!(read("14050 Ferries"), None);
    }
}
