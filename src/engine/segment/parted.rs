//! Lines that hold the time of an entry together with its heading or its text: "18:20 Power is back". The time belongs to the entry,
//! and its words are those without it, as on pages where the time has a line of its own. So such a line becomes two pieces.

use std::collections::BTreeMap;

use crate::engine::model::Cut;
use crate::engine::model::Form;
use crate::engine::model::Link;
use crate::engine::model::Piece;
use crate::engine::model::Role;
use crate::engine::segment::Segmented;
use crate::engine::segment::item::Item;
use crate::engine::segment::stamp::Halves;
use crate::engine::segment::stamp::Shape;
use crate::engine::segment::stamp::play::MINUTES;
use crate::engine::segment::states_time;

/// Which lines hold a time and a text, by line and part.
pub(crate) type Glued = BTreeMap<(u32, u16), Halves>;

/// The lines that hold the time of an entry and a text.
pub(super) fn glued(items: &[Item]) -> Glued {
    let halves = |item: &Item| {
        let byline = item.byline.as_ref()?;
        let halves = byline.halves(&item.text)?;
        // "67' Corner on the left."
        let minute = byline.shape == Shape::Play && item.text[..byline.rest].contains(MINUTES);
        let timed = minute || states_time(&byline.stamp);
        timed.then_some(((item.line, item.part), halves))
    };
    items.iter().filter_map(halves).collect()
}

/// How many parts of a line are kept for what one part is split into.
const ROOM: u16 = 64;

impl Segmented {
    /// The pieces, with the times of entries parted from their headings and texts.
    pub(crate) fn parted(self) -> Vec<Piece> {
        let stated = self.form == Form::Timed || self.form == Form::Native;
        let mut out: Vec<Piece> = Vec::with_capacity(self.pieces.len());
        // Whether the entry has shown text, or its time, above.
        let mut told = true;
        let mut moved = (0, 0);
        for mut piece in self.pieces {
            if piece.cut == Cut::Certain || !stated && piece.role == Role::Heading {
                told = false;
            }
            let parts = piece.role == Role::Heading || stated && piece.role.is_body();
            let halves = self.glued.get(&(piece.line, piece.part));
            let halves = halves.filter(|_| parts && !told);
            told |= piece.role.is_body() || piece.stamp.as_ref().is_some_and(states_time);
            let place = (piece.line, piece.part / ROOM);
            if moved == place {
                piece.part = piece.part.saturating_add(1);
            }
            let Some(halves) = halves else {
                out.push(piece);
                continue;
            };
            moved = place;
            let (time, text) = in_two(piece, halves);
            out.extend([time, text]);
        }
        out
    }
}

/// The time, which what is known of the entry goes with, and the text.
fn in_two(piece: Piece, halves: &Halves) -> (Piece, Piece) {
    let (from, to) = (halves.text.start, halves.text.end);
    let text = Piece {
        links: piece
            .links
            .iter()
            .filter_map(|link| within(link, from, to))
            .collect(),
        pictures: piece.pictures,
        ..Piece::new(
            piece.line,
            piece.part.saturating_add(1),
            piece.role,
            piece.text.slice(from, to),
            &piece.why,
        )
    };
    let time = Piece {
        cut: piece.cut,
        stamp: piece.stamp,
        native: piece.native,
        ..Piece::new(
            piece.line,
            piece.part,
            Role::Byline,
            piece.text.slice(halves.time.start, halves.time.end),
            "time on the line of a text",
        )
    };
    (time, text)
}

/// A link of a line as one of a part of it.
fn within(link: &Link, from: usize, to: usize) -> Option<Link> {
    let (from, to) = (u32::try_from(from).ok()?, u32::try_from(to).ok()?);
    let (start, end) = (link.start.max(from), link.end.min(to));
    (start < end).then(|| Link {
        start: start - from,
        end: end - from,
        url: link.url.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::clean::Scrap;
    use crate::engine::rules::Rules;
    use crate::engine::segment::segment;
    use crate::engine::text::SafeText;

    #[test]
    fn the_minute_ahead_of_a_text_is_parted_from_it() {
        let page = [
            "Rovers against Harbour: live, minute by minute",
            "81' Corner on the left, which the keeper of the visitors holds without any trouble.",
            "66' Ida Brandt comes on for Per Holm, her first match since she was hurt in the spring.",
            "58' Rovers lead through Anders Lyng, who heads in at the far post from four metres.",
            "47' The second half is under way, and Harbour have brought on two forwards at once.",
        ];
        let scrap = |(line, text): (u32, &&str)| Scrap {
            line,
            part: 0,
            text: SafeText::new(text),
            bullet: false,
            furniture: None,
        };
        let scraps = (1..).zip(&page).map(scrap).collect();
        let read = segment(scraps, Rules::builtin());
        let pieces = read.parted();
        let bylines = pieces.iter().filter(|piece| piece.role == Role::Byline);
        let bylines: Vec<&str> = bylines.map(|piece| &*piece.text).collect();
        assert_eq!(bylines, ["81'", "66'", "58'", "47'"]);
        let texts = pieces.iter().filter(|piece| piece.role == Role::Paragraph);
        assert!(
            texts
                .clone()
                .all(|piece| !piece.text.starts_with(|c: char| c.is_numeric()))
        );
        assert_eq!(texts.count(), 4);
    }
}
