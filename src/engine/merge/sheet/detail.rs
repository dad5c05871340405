//! The parts of a sheet that may be folded, by who asks for them: whoever writes down an entry, or labels lines, or counts votes.

use std::num::NonZeroU32;
use std::ops::Range;
use std::sync::Arc;

use serde::Deserialize;
use serde::Serialize;

use crate::engine::merge::hint::Packed;
use crate::engine::merge::keep;
use crate::engine::merge::posting::Brief;
use crate::engine::merge::posting::Postings;
use crate::engine::merge::posting::Spot;
use crate::engine::merge::posting::Spread;
use crate::engine::merge::sheet::Gist;
use crate::engine::merge::sheet::ROUNDS;
use crate::engine::merge::sheet::Row;
use crate::engine::merge::sheet::Sheet;
use crate::engine::merge::sheet::Stand;
use crate::engine::merge::sheet::Taken;
use crate::engine::merge::sheet::aside::Ends;
use crate::engine::merge::sheet::folding::Fold;
use crate::engine::model::Role;
use crate::engine::segment::feature::Shape;
use crate::engine::segment::looks::Looks;

/// Its lines, as entries are written from them.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub(super) rows: Vec<Row>,
    /// What the rows are taken for in the end.
    pub(super) settled: Stage,
    /// Its postings, as the last stage has them.
    pub(super) postings: Postings,
}

/// What rows are taken for.
pub(super) type Stage = Arc<[Taken]>;

/// What its rows say and hear.
#[derive(Debug, Default)]
pub(super) struct Course {
    /// Its rows in brief.
    pub(super) gists: Box<[Gist]>,
    /// What the rows are taken for by the snapshot itself, and after each round.
    pub(super) stages: [Stage; ROUNDS.len() + 1],
    /// Those that others take for furniture in the end.
    pub(super) ends: Ends,
    /// The hints that each round gave its rows, if it takes part.
    pub(super) hints: [Vec<Packed>; ROUNDS.len()],
}

impl Fold for Lines {
    fn to_bytes(&self) -> Option<Vec<u8>> {
        let rows = self.rows.iter();
        let numbers = [
            steps(rows.clone().map(|row| row.piece)),
            steps(rows.clone().map(|row| row.class)),
            steps(rows.clone().map(|row| row.wording)),
            steps(rows.clone().map(|row| row.line)),
        ];
        let (lens, looks): (Vec<u32>, Vec<u8>) =
            rows.clone().map(|row| row.shape.to_numbers()).unzip();
        let parts: Vec<u16> = rows.clone().map(|row| row.part).collect();
        let flags: Vec<(bool, bool)> = rows.map(|row| (row.stamped, row.head)).collect();
        let rest = (lens, looks, parts, flags);
        postcard::to_allocvec(&(numbers, rest, Columns::of(&self.settled), &self.postings)).ok()
    }

    fn of_bytes(bytes: &[u8]) -> Option<Self> {
        let (numbers, rest, settled, postings) = keep::read(bytes)?;
        let (numbers, settled): ([Vec<i32>; 4], Columns) = (numbers, settled);
        let [mut pieces, mut classes, mut wordings, mut lines] =
            numbers.map(|steps| sums(steps.into_iter()));
        type Rest = (Vec<u32>, Vec<u8>, Vec<u16>, Vec<(bool, bool)>);
        let (lens, looks, parts, flags): Rest = rest;
        let rest = lens.into_iter().zip(looks).zip(parts).zip(flags);
        let row = |(((len, looks), part), (stamped, head))| {
            Some(Row {
                piece: pieces.next()?,
                class: classes.next()?,
                wording: wordings.next()?,
                shape: Shape::of_numbers(len, looks),
                line: lines.next()?,
                part,
                stamped,
                head,
            })
        };
        Some(Self {
            rows: rest.map(row).collect::<Option<_>>()?,
            settled: settled.all()?.into(),
            postings,
        })
    }
}

impl Fold for Looks {
    fn to_bytes(&self) -> Option<Vec<u8>> {
        postcard::to_allocvec(self).ok()
    }

    fn of_bytes(bytes: &[u8]) -> Option<Self> {
        keep::read(bytes)
    }
}

impl Fold for Course {
    fn to_bytes(&self) -> Option<Vec<u8>> {
        let gists = steps(self.gists.iter().map(|gist| gist.0));
        let first = Columns::of(&self.stages[0]);
        let changed = self.changed().map(|stage| stage.map(Columns::of));
        postcard::to_allocvec(&(gists, first, changed, &self.ends, &self.hints)).ok()
    }

    fn of_bytes(bytes: &[u8]) -> Option<Self> {
        let (gists, first, changed, ends, hints) = keep::read(bytes)?;
        let (gists, first): (Vec<i32>, Columns) = (gists, first);
        let changed: [Option<Columns>; ROUNDS.len()] = changed;
        let mut course = Self {
            gists: sums(gists.into_iter()).map(Gist).collect(),
            stages: Self::stages(first.all()?.into()),
            ends,
            hints,
        };
        course.bring(changed.map(|stage| stage.and_then(Columns::all)));
        Some(course)
    }
}

impl Course {
    /// The same at every stage.
    pub(super) fn stages(first: Stage) -> [Stage; ROUNDS.len() + 1] {
        std::array::from_fn(|_| Arc::clone(&first))
    }

    /// What the rows are taken for after each round, where that is something else than before it.
    pub(super) fn changed(&self) -> [Option<&[Taken]>; ROUNDS.len()] {
        std::array::from_fn(|round| {
            let after = &self.stages[round + 1];
            (!Arc::ptr_eq(after, &self.stages[round])).then_some(&**after)
        })
    }

    /// Undoes [`Self::changed`].
    pub(super) fn bring(&mut self, changed: [Option<Vec<Taken>>; ROUNDS.len()]) {
        for (round, stage) in changed.into_iter().enumerate() {
            self.stages[round + 1] =
                stage.map_or_else(|| Arc::clone(&self.stages[round]), Arc::from);
        }
    }
}

/// What rows are taken for, column by column: that compresses best.
#[derive(Serialize, Deserialize)]
struct Columns {
    what: Vec<(Role, bool, Stand)>,
    /// The postings, as steps from row to row; 0 is none.
    postings: Vec<i32>,
}

impl Columns {
    fn of(taken: &[Taken]) -> Self {
        let what = taken.iter().map(|row| (row.role, row.begins, row.stand));
        let posting = |row: &Taken| row.posting.map_or(0, NonZeroU32::get);
        Self {
            what: what.collect(),
            postings: steps(taken.iter().map(posting)),
        }
    }

    fn all(self) -> Option<Vec<Taken>> {
        let mut postings = sums(self.postings.into_iter());
        let taken = |(role, begins, stand)| {
            Some(Taken {
                role,
                begins,
                posting: NonZeroU32::new(postings.next()?),
                stand,
            })
        };
        self.what.into_iter().map(taken).collect()
    }
}

/// The steps from each number to the next: of numbers that mostly go up by one these compress best.
fn steps(numbers: impl Iterator<Item = u32>) -> Vec<i32> {
    let mut last = 0;
    let step = |number: u32| number.wrapping_sub(std::mem::replace(&mut last, number));
    numbers.map(step).map(u32::cast_signed).collect()
}

/// Undoes [`steps`].
fn sums(steps: impl Iterator<Item = i32>) -> impl Iterator<Item = u32> {
    steps.scan(0_u32, |sum, step| {
        *sum = sum.wrapping_add_signed(step);
        Some(*sum)
    })
}

impl Sheet {
    /// Takes in how it falls into postings and page texts now.
    pub(crate) fn take_apart(&mut self, spread: Spread) {
        self.page = spread.page;
        self.card_classes = spread.card_classes;
        self.direction = spread.direction;
        let postings = spread.postings;
        self.lines.change(|lines| lines.postings = postings);
    }

    /// Its content lines, from top to bottom.
    pub(crate) fn rows(&self) -> &[Row] {
        &self.lines.rows
    }

    /// What its lines look like, where they may be labelled again.
    pub(super) fn looks(&self) -> Option<&Looks> {
        self.looks.as_deref()
    }

    /// Its postings.
    pub(crate) fn spots(&self) -> &[Spot] {
        &self.lines.postings.spots
    }

    /// Its postings, in brief.
    pub(crate) fn briefs(&self) -> &[Brief] {
        &self.lines.postings.briefs
    }

    /// What is asked of its rows when sheets vote.
    pub(crate) fn gists(&self) -> &[Gist] {
        &self.course.gists
    }

    /// What the rows are taken for at a stage; 0 is by the snapshot itself.
    pub(crate) fn at(&self, stage: usize) -> &[Taken] {
        self.course.stages.get(stage).map_or(&[], |stage| stage)
    }

    /// Whether a row is taken for text at every stage that was gone through.
    pub(crate) fn is_ever_text(&self, row: usize) -> bool {
        let stages = self.course.stages.iter();
        let mut taken = stages.filter_map(|stage| stage.get(row));
        taken.all(Taken::is_text)
    }

    /// What the rows are taken for in the end.
    pub(crate) fn taken(&self) -> &[Taken] {
        &self.lines.settled
    }

    /// The rows with what they are taken for in the end.
    pub(crate) fn lines(
        &self,
        rows: Range<usize>,
    ) -> impl DoubleEndedIterator<Item = (&Row, &Taken)> + Clone {
        let taken = self.taken().get(rows.clone()).unwrap_or_default();
        self.rows().get(rows).unwrap_or_default().iter().zip(taken)
    }

    /// Takes notice that there are so many sheets, and were so many before the last ones came: what nobody asked for lately is folded.
    pub(crate) fn rest(&mut self, before: u32, now: u32) {
        self.shown.take();
        self.lines.rest(before, now);
        self.course.rest(before, now);
        if let Some(looks) = &mut self.looks {
            looks.rest(before, now);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use crate::engine::digest;
    use crate::engine::merge::Memory;
    use crate::engine::model::Capture;
    use crate::engine::model::RawSnapshot;
    use crate::engine::rules::Rules;

    /// A page of some entries, each with a time if wanted.
    fn page(first: usize, timed: bool) -> String {
        let mut text = "Harbour news as it comes in\n\n".to_owned();
        for i in (first..first + 5).rev() {
            if timed {
                text.push_str(&format!("{:02}:{:02} Ann Archer\n\n", i / 60, i % 60));
            }
            text.push_str(&format!("Ferry {i} is late again\n\n"));
            text.push_str(&format!("The boat of number {i} left quay {} at noon with crew and boxes for the islands, its owner said.\n\n", i * 7 % 90));
            text.push_str(&format!(
                "A second one waits for {} passengers.\n\n",
                i * 31
            ));
        }
        text
    }

    #[test]
    fn a_sheet_is_unfolded_as_it_was() {
        for timed in [false, true] {
            let raw = |first| {
                let text = page(first, timed).into_bytes();
                let raw = RawSnapshot::new(Capture::default(), text);
                (raw.id, digest::digest(&raw, Rules::builtin()).into())
            };
            let readings: BTreeMap<_, _> = (1..4).map(raw).collect();
            let members: Vec<_> = readings
                .keys()
                .map(|id| (*id, Capture::default()))
                .collect();
            let mut memory = Memory::default();
            let mut load = |id| Ok::<_, ()>(Arc::clone(&readings[&id]));
            memory.update(&members, &mut load).unwrap();
            for sheet in &mut memory.sheets {
                let before = format!("{:?} {:?} {:?}", *sheet.lines, *sheet.course, sheet.looks());
                assert!(sheet.spots().len() > 3 && sheet.rows().len() > 9);
                assert_eq!(sheet.looks.is_some(), !timed);
                sheet.rest(0, 100);
                assert!(sheet.lines.is_folded() && sheet.course.is_folded());
                assert!(sheet.looks.as_ref().is_none_or(|looks| looks.is_folded()));
                let after = format!("{:?} {:?} {:?}", *sheet.lines, *sheet.course, sheet.looks());
                assert_eq!(before, after);
            }
        }
    }
}
