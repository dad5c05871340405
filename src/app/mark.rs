//! Names and finds marked in prepared lines: the spans that show a text are divided where they begin and end.

use std::ops::Range;

use crate::app::ink::Ground;
use crate::app::ink::Ink;
use crate::app::ink::Piece;
use crate::app::ink::Span;
use crate::engine::names::Named;

/// Marks the names in the span of a line that shows a piece of a text. `named` has the names of each text of the entry.
pub fn names(spans: &mut Vec<Span>, at: usize, piece: Piece, named: &[Vec<Named>]) {
    let Some(ground) = spans.get(at).and_then(|span| Ground::of(span.ink)) else {
        return;
    };
    let named = named.get(piece.text).map_or(&[][..], Vec::as_slice);
    let ranges = named
        .iter()
        .map(|one| (one.start..one.end, Ink::Named(one.kind, ground)));
    divide(spans, at, piece.start, ranges);
}

/// Marks what was searched for in the spans that show a text from byte `start` on.
pub fn hits(
    spans: &mut Vec<Span>,
    range: Range<usize>,
    mut start: usize,
    hits: &[Range<usize>],
    ink: Ink,
) {
    let (mut at, mut left) = (range.start, range.len());
    while left > 0 && at < spans.len() {
        let length = spans[at].text.len();
        at += divide(spans, at, start, hits.iter().map(|hit| (hit.clone(), ink)));
        start += length;
        left -= 1;
    }
}

/// Divides a span that shows a text from byte `start` on; answers into how many.
fn divide(
    spans: &mut Vec<Span>,
    at: usize,
    start: usize,
    marks: impl Iterator<Item = (Range<usize>, Ink)>,
) -> usize {
    let Some(shown) = spans.get(at).cloned() else {
        return 0;
    };
    let mut pieces = Vec::new();
    let mut done = 0;
    for (mark, ink) in marks {
        let from = mark.start.max(start).saturating_sub(start).max(done);
        let to = mark.end.saturating_sub(start).min(shown.text.len());
        if from >= to {
            continue;
        }
        if let (Some(before), Some(found)) = (shown.text.get(done..from), shown.text.get(from..to))
        {
            let piece = |text: &str, ink| Span {
                text: text.to_owned(),
                ink,
            };
            pieces.push(piece(before, shown.ink));
            pieces.push(piece(found, ink));
            done = to;
        }
    }
    if pieces.is_empty() {
        return 1;
    }
    pieces.push(Span {
        text: shown.text[done..].to_owned(),
        ink: shown.ink,
    });
    pieces.retain(|piece| !piece.text.is_empty());
    let count = pieces.len();
    spans.splice(at..=at, pieces);
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::names::Kind;
    use crate::engine::names::Level;

    fn shown(spans: &[Span]) -> Vec<(&str, Ink)> {
        spans
            .iter()
            .map(|span| (span.text.as_str(), span.ink))
            .collect()
    }

    #[test]
    fn names_over_two_lines_are_marked_in_both_and_finds_lie_over_them() {
        let named = |start, end, kind| Named {
            start,
            end,
            kind,
            level: Level::Sure,
            name: "".into(),
            could_be: Vec::new(),
        };
        // "Anna Berg met | Tordal United" with the line broken inside "Berg met".
        let texts = vec![
            Vec::new(),
            vec![named(0, 9, Kind::Person), named(14, 27, Kind::Organisation)],
        ];
        let piece = |start| Piece {
            text: 1,
            start,
            span: 0,
        };
        let text = |text: &str| Span {
            text: text.to_owned(),
            ink: Ink::Text,
        };
        let mut first = vec![text("Anna ")];
        names(&mut first, 0, piece(0), &texts);
        let person = Ink::Named(Kind::Person, Ground::Text);
        assert_eq!(shown(&first), [("Anna ", person)]);
        let mut second = vec![text("Berg met Tordal United")];
        names(&mut second, 0, piece(5), &texts);
        let body = Ink::Named(Kind::Organisation, Ground::Text);
        assert_eq!(
            shown(&second),
            [
                ("Berg", person),
                (" met ", Ink::Text),
                ("Tordal United", body)
            ]
        );
        let found = std::iter::once(7..16).collect::<Vec<_>>();
        hits(&mut second, 0..3, 5, &found, Ink::Hit);
        assert_eq!(
            shown(&second),
            [
                ("Be", person),
                ("rg", Ink::Hit),
                (" met ", Ink::Hit),
                ("To", Ink::Hit),
                ("rdal United", body)
            ]
        );
    }

    #[test]
    fn what_is_no_text_of_the_entry_is_left_alone() {
        let mut spans = vec![Span {
            text: "12:30".to_owned(),
            ink: Ink::Day,
        }];
        let piece = Piece {
            text: 0,
            start: 0,
            span: 0,
        };
        names(&mut spans, 0, piece, &[Vec::new()]);
        assert_eq!(shown(&spans), [("12:30", Ink::Day)]);
    }
}
