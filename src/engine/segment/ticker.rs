//! Tickers on one line: "+++ 18:20 Power is back +++ 17:45 Ferries stay in port +++". Each of their items is a line of its own.

use crate::engine::clean::Scrap;
use crate::engine::rules::Rules;
use crate::engine::segment::stamp;
use crate::engine::text::head;

/// What parts the items.
const MARK: &str = "+++";

/// Fewer items are one with marks around it and its time.
const OFTEN: usize = 2;

/// So much of an item is looked at for its time, in bytes.
const LOOKED_AT: usize = 64;

/// The scraps, with lines of several items in as many parts.
pub(super) fn split(scraps: Vec<Scrap>, rules: &Rules) -> Vec<Scrap> {
    if !scraps.iter().any(is_ticker) {
        return scraps;
    }
    let mut out: Vec<Scrap> = Vec::with_capacity(scraps.len());
    for scrap in scraps {
        let before = out.last().filter(|last| last.line == scrap.line);
        let first = before.map_or(scrap.part, |last| {
            scrap.part.max(last.part.saturating_add(1))
        });
        let items = if is_ticker(&scrap) {
            items(&scrap.text, rules)
        } else {
            Vec::new()
        };
        if items.len() < OFTEN {
            out.push(Scrap {
                part: first,
                ..scrap
            });
            continue;
        }
        let ends = items.iter().skip(1).copied().chain([scrap.text.len()]);
        for (part, (start, end)) in (first..u16::MAX).zip(items.iter().zip(ends)) {
            out.push(Scrap {
                part,
                text: scrap.text.slice(*start, end),
                ..scrap.clone()
            });
        }
    }
    out
}

fn is_ticker(scrap: &Scrap) -> bool {
    scrap.furniture.is_none() && scrap.text.matches(MARK).nth(OFTEN).is_some()
}

/// Where the items begin that state their times; the first begins with the line.
fn items(text: &str, rules: &Rules) -> Vec<usize> {
    let timed = |at: usize| {
        let item = text[at..].trim_start_matches(['+', ' ']);
        stamp::begins_with_time(head(item, LOOKED_AT), rules).is_some()
    };
    let marks = text.match_indices(MARK).map(|(at, _)| at);
    let mut starts: Vec<usize> = marks.filter(|at| timed(*at)).collect();
    match starts.first_mut() {
        Some(first) if text.starts_with(MARK) || timed(0) && *first > 0 => {
            if text.starts_with(MARK) {
                *first = 0;
            } else {
                starts.insert(0, 0);
            }
            starts
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::text::SafeText;

    fn parts(text: &str) -> Vec<(u16, String)> {
        let scrap = Scrap {
            line: 3,
            part: 0,
            text: SafeText::new(text),
            bullet: false,
            furniture: None,
        };
        let parts = split(vec![scrap], Rules::builtin());
        let part = |scrap: &Scrap| (scrap.part, scrap.text.to_string());
        parts.iter().map(part).collect()
    }

    #[test]
    fn a_ticker_on_one_line_is_split_at_its_times() {
        let line = "+++ 18:20 Power is back +++ 17:45 Ferries stay in port +++";
        let items = [
            "+++ 18:20 Power is back",
            "+++ 17:45 Ferries stay in port +++",
        ];
        let found = parts(line);
        assert_eq!(found.len(), 2);
        for (k, (part, text)) in found.iter().enumerate() {
            assert_eq!((usize::from(*part), text.trim()), (k, items[k]));
        }
    }

    #[test]
    fn other_lines_stay_whole() {
        for line in [
            "+++ 18:20 Power is back +++",
            "+++ 18:20 +++ Power is back +++",
            "+++ Power is back +++ Ferries stay in port +++",
        ] {
            assert_eq!(parts(line), [(0, line.to_owned())]);
        }
    }
}
