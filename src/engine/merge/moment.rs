//! When a posting says that it was told, where that is a minute rather than a time of some day: what tells a few words from the
//! same ones told of something else, and how far the event was.

use std::ops::Range;

use serde::Deserialize;
use serde::Serialize;

use crate::engine::merge::para::Class;
use crate::engine::merge::rewritten::Told;
use crate::engine::merge::sheet::Row;
use crate::engine::merge::sheet::Sheet;
use crate::engine::merge::sheet::Taken;
use crate::engine::model::NativeEntry;
use crate::engine::model::Piece;
use crate::engine::model::Reading;
use crate::engine::model::Role;
use crate::engine::model::Stamp;
use crate::engine::rules::Rules;
use crate::engine::segment::stamp;
use crate::engine::segment::stamp::Shape;
use crate::engine::text::SafeText;

/// What a posting states of when it was told, as far as another page of the blog states the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Moment {
    /// The minute of the hour, whatever the zone of the page.
    Minute(u8),
    /// The line that states something else, as minutes of play.
    Line(Class),
}

impl Moment {
    /// The one that a posting with these lines states.
    pub(super) fn of<'s>(
        native: Option<&NativeEntry>,
        stamps: &[&Stamp],
        lines: impl Iterator<Item = (&'s Row, &'s Taken)>,
    ) -> Option<Self> {
        let minute = Told::of(native, stamps).and_then(Told::minute);
        minute.map(Self::Minute).or_else(|| line(lines, stamps))
    }

    /// Whether these two are not the same; what cannot be compared may be.
    pub(super) fn differs(self, other: Self) -> bool {
        let comparable = matches!(self, Self::Minute(_)) == matches!(other, Self::Minute(_));
        comparable && self != other
    }

    pub(super) fn number(self) -> usize {
        match self {
            Self::Minute(minute) => usize::from(minute) * 2,
            Self::Line(class) => class * 2 + 1,
        }
    }
}

/// The line that says when an entry was told, where none states a time.
fn line<'s>(
    mut lines: impl Iterator<Item = (&'s Row, &'s Taken)>,
    stamps: &[&Stamp],
) -> Option<Moment> {
    if stamps.iter().any(|stamp| stamp.ago.is_some()) {
        return None;
    }
    let line = lines.find(|(_, taken)| taken.role == Role::Byline);
    line.map(|(row, _)| Moment::Line(row.class()))
}

/// How far the event is, as the line says that states a posting and no time of day: the minute of play, the over, the lap.
pub(super) fn count(sheet: &Sheet, reading: &Reading, rows: &Range<usize>) -> Option<SafeText> {
    if !sheet.is_certain() {
        return None;
    }
    let states = |stamp: &Stamp| *stamp != Stamp::default();
    let counts = |piece: &Piece| {
        let text = &piece.text;
        let counts = text.contains(char::is_numeric) && text.len() <= LONGEST_COUNT;
        let is_time = || {
            let line = stamp::parse_line(text, Rules::builtin());
            text.contains(':') || line.is_some_and(|line| line.shape != Shape::Play)
        };
        counts && !piece.stamp.as_ref().is_some_and(states) && !is_time()
    };
    let bylines = sheet.lines(rows.clone());
    let bylines = bylines.filter(|(_, taken)| taken.role == Role::Byline);
    let mut pieces = bylines.filter_map(|(row, _)| reading.pieces.get(row.piece()));
    let count = pieces.find(|piece| counts(piece));
    count.map(|piece| piece.text.clone())
}

/// What counts minutes, overs or laps is no longer, in bytes.
const LONGEST_COUNT: usize = 32;
