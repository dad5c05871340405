//! Breaking text into lines by what a terminal shows: grapheme clusters and their widths.

use std::ops::Range;

use textwrap::WordSeparator;
use textwrap::core::Fragment;
use textwrap::wrap_algorithms::Penalties;
use textwrap::wrap_algorithms::wrap_first_fit;
use textwrap::wrap_algorithms::wrap_optimal_fit;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Texts longer than this are wrapped line by line: the best fit of a whole book is worth no wait.
const BEST_FIT_WORDS: usize = 4000;

/// A word of the text and the blanks after it.
#[derive(Debug, Clone)]
struct Word {
    range: Range<usize>,
    width: usize,
    blanks: usize,
}

impl Fragment for Word {
    fn width(&self) -> f64 {
        self.width as f64
    }

    fn whitespace_width(&self) -> f64 {
        self.blanks as f64
    }

    fn penalty_width(&self) -> f64 {
        0.0
    }
}

/// How many columns a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The lines of a text as byte ranges, none wider than `width` unless one grapheme cluster is.
pub fn wrap(text: &str, width: usize) -> Vec<Range<usize>> {
    let width = width.max(1);
    let words = words(text, width);
    let widths = [width as f64];
    let lines = if words.len() <= BEST_FIT_WORDS {
        wrap_optimal_fit(&words, &widths, &Penalties::new())
            .unwrap_or_else(|_| wrap_first_fit(&words, &widths))
    } else {
        wrap_first_fit(&words, &widths)
    };
    let range = |line: &[Word]| Some(line.first()?.range.start..line.last()?.range.end);
    lines.into_iter().filter_map(range).collect()
}

/// A text cut to `width` columns, with a sign where something was left out.
pub fn cut(text: &str, width: usize, sign: &str) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let room = width.saturating_sub(sign.width());
    let mut out = text[..fitting(text, room)].trim_end().to_owned();
    if sign.width() <= width {
        out.push_str(sign);
    }
    out
}

/// The end of a text, as much as fits into `width` columns, with a sign where its beginning was left out.
pub fn cut_start(text: &str, width: usize, sign: &str) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let room = width.saturating_sub(sign.width());
    let mut used = 0;
    let mut from = text.len();
    for (at, cluster) in text.grapheme_indices(true).rev() {
        used += cluster.width();
        if used > room {
            break;
        }
        from = at;
    }
    let sign = if sign.width() <= width { sign } else { "" };
    format!("{sign}{}", &text[from..])
}

/// The first line or lines of a text, cut in the last of them.
pub fn head(text: &str, width: usize, lines: usize, sign: &str) -> Vec<String> {
    let ranges = wrap(text, width);
    let mut out: Vec<String> = ranges
        .iter()
        .take(lines)
        .map(|range| text[range.clone()].to_owned())
        .collect();
    if ranges.len() > lines && lines > 0 {
        let rest = &text[ranges[lines - 1].start..];
        out[lines - 1] = cut(rest, width, sign);
    }
    out
}

/// Where the text that fits into `width` columns ends, in bytes.
fn fitting(text: &str, width: usize) -> usize {
    let mut used = 0;
    for (at, cluster) in text.grapheme_indices(true) {
        used += cluster.width();
        if used > width {
            return at;
        }
    }
    text.len()
}

fn words(text: &str, width: usize) -> Vec<Word> {
    let mut out = Vec::new();
    let mut at = 0;
    for word in WordSeparator::UnicodeBreakProperties.find_words(text) {
        let end = at + word.word.len();
        let blanks = word.whitespace.width();
        push_word(text, at..end, width, &mut out);
        if let Some(last) = out.last_mut() {
            last.blanks = blanks;
        }
        at = end + word.whitespace.len();
    }
    out
}

/// Adds a word, broken between grapheme clusters where it is too wide for a line.
fn push_word(text: &str, range: Range<usize>, width: usize, out: &mut Vec<Word>) {
    let mut start = range.start;
    while start < range.end {
        let rest = &text[start..range.end];
        let mut taken = fitting(rest, width);
        if taken == 0 {
            taken = rest.graphemes(true).next().map_or(rest.len(), str::len);
        }
        let piece = &rest[..taken];
        out.push(Word {
            range: start..start + taken,
            width: piece.width(),
            blanks: 0,
        });
        start += taken;
    }
}

/// Every place where a text holds another, ignoring case, as byte ranges.
pub fn hits(text: &str, wanted: &str) -> Vec<Range<usize>> {
    let wanted: Vec<char> = wanted.chars().flat_map(char::to_lowercase).collect();
    let folded: Vec<(usize, usize, char)> = text
        .char_indices()
        .flat_map(|(at, c)| {
            c.to_lowercase()
                .map(move |low| (at, at + c.len_utf8(), low))
        })
        .collect();
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while !wanted.is_empty() && at + wanted.len() <= folded.len() {
        let window = &folded[at..at + wanted.len()];
        if window.iter().map(|(_, _, c)| c).eq(wanted.iter()) {
            out.push(window[0].0..window[window.len() - 1].1);
            at += wanted.len();
        } else {
            at += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, width: usize) -> Vec<&str> {
        wrap(text, width)
            .into_iter()
            .map(|range| &text[range])
            .collect()
    }

    #[test]
    fn the_end_of_what_is_typed_stays_in_view() {
        assert_eq!(cut_start("bridge", 6, "…"), "bridge");
        assert_eq!(cut_start("the harbour bridge", 7, "…"), "…bridge");
        assert_eq!(cut_start("港湾大橋", 5, "…"), "…大橋");
        assert_eq!(cut_start("港湾大橋", 4, "…"), "…橋");
        assert_eq!(cut_start("bridge", 0, "…"), "");
    }

    #[test]
    fn lines_are_even_rather_than_greedy() {
        assert_eq!(lines("aaa bb cc ddddd", 6), ["aaa", "bb cc", "ddddd"]);
        assert_eq!(lines("", 6), Vec::<&str>::new());
    }

    #[test]
    fn clusters_stay_whole() {
        assert_eq!(lines("👩‍🚀👩‍🚀👩‍🚀", 4), ["👩‍🚀👩‍🚀", "👩‍🚀"]);
        assert_eq!(lines("港湾大橋は閉鎖", 4), ["港湾", "大橋", "は閉", "鎖"]);
        assert_eq!(cut("港湾大橋", 5, "…"), "港湾…");
        assert_eq!(cut("abc", 1, "..."), "a".repeat(0));
    }

    #[test]
    fn hits_ignore_case() {
        assert_eq!(hits("Ferry, ferry FERRY", "ferry"), [0..5, 7..12, 13..18]);
        assert_eq!(hits("İstanbul", "stan"), vec![2..6]);
        assert_eq!(hits("x", ""), Vec::<Range<usize>>::new());
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_too_wide(text in "(\\PC| |👩‍🚀|é|港){0,80}", width in 2usize..40) {
            let ranges = wrap(&text, width);
            let mut at = 0;
            for range in ranges {
                proptest::prop_assert!(text[at..range.start].trim().is_empty());
                let line = text[range.clone()].trim_end();
                proptest::prop_assert!(unicode_width::UnicodeWidthStr::width(line) <= width || line.graphemes(true).count() == 1 || !line.is_ascii());
                at = range.end;
            }
            proptest::prop_assert!(text[at..].trim().is_empty());
        }
    }
}
