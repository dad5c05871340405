//! What a merge remembers, as parts that can be kept: a further snapshot changes few of them.
//!
//! Of each sheet one part says what it is by itself and one what it became among the others; the kinds of postings come in
//! parts of their own. What can be found quickly from these is not kept.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;

use crate::engine::merge::hint::Spot;
use crate::engine::merge::memory::Memory;
use crate::engine::merge::posting::Kind;
use crate::engine::merge::sheet::Sheet;

/// The version of the form in which memories are kept; others are not read.
pub const FORM: u32 = 28;

/// What of a memory is kept already.
#[derive(Debug, Default)]
pub(super) struct Kept {
    begun: bool,
    sheets: usize,
    kinds: usize,
    /// Sheets that became something else since.
    pub(super) moved: BTreeSet<usize>,
}

/// The parts of a memory that are new or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keep {
    /// What was kept before is worth nothing.
    pub anew: bool,
    /// The parts by their numbers.
    pub parts: Vec<(i64, Vec<u8>)>,
}

/// What a part says, by the remainder of its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    /// What a sheet is by itself.
    Is,
    /// What it became.
    Became,
    /// The kinds from one on.
    Kinds,
}

const SAYS: [Says; 3] = [Says::Is, Says::Became, Says::Kinds];

fn number(at: usize, says: Says) -> i64 {
    i64::try_from(at * SAYS.len() + says as usize).unwrap_or(i64::MAX)
}

fn what(number: i64) -> Option<(usize, Says)> {
    let number = usize::try_from(number).ok()?;
    Some((number / SAYS.len(), *SAYS.get(number % SAYS.len())?))
}

/// A value that was kept; nothing if the bytes are no such value, or more than one.
pub(super) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let (value, rest) = postcard::take_from_bytes(bytes).ok()?;
    rest.is_empty().then_some(value)
}

/// A text that one page shows so often is background or furniture: the summary may tell an entry's text again, and the entry
/// may be published again, but then these are three.
const BACKGROUND: usize = 4;

impl Memory {
    /// What is to be kept since the last time.
    ///
    /// # Errors
    /// None that is known.
    pub fn to_keep(&mut self) -> Result<Keep, postcard::Error> {
        let anew = !self.kept.begun;
        let mut parts = Vec::new();
        for s in self.kept.sheets..self.sheets.len() {
            let is = self.sheets[s].to_keep(&self.paragraphs)?;
            parts.push((number(s, Says::Is), is));
            self.kept.moved.insert(s);
        }
        for s in &self.kept.moved {
            let became = self.sheets[*s].became(&self.paragraphs)?;
            parts.push((number(*s, Says::Became), became));
        }
        let kinds = &self.kinds.all;
        if kinds.len() > self.kept.kinds {
            let more = postcard::to_allocvec(kinds.get(self.kept.kinds..).unwrap_or_default())?;
            parts.push((number(self.kept.kinds, Says::Kinds), more));
        }
        self.kept = self.all_kept();
        Ok(Keep { anew, parts })
    }

    /// The memory that these parts are of, in any order; nothing if they are of none.
    pub fn of_kept(mut parts: Vec<(i64, Vec<u8>)>) -> Option<Self> {
        parts.sort_unstable_by_key(|(number, _)| *number);
        let of = |wanted: Says| {
            let parts = parts.iter();
            parts.filter_map(move |(number, bytes)| {
                let (at, says) = what(*number)?;
                (says == wanted).then_some((at, bytes))
            })
        };
        let mut memory = Self::default();
        for (at, bytes) in of(Says::Is) {
            let sheet = Sheet::of_kept(bytes, &mut memory.paragraphs)?;
            (at == memory.sheets.len()).then_some(())?;
            memory.sheets.push(sheet);
        }
        for (at, bytes) in of(Says::Kinds) {
            let kinds: Vec<Kind> = read(bytes)?;
            let classes = memory.paragraphs.count();
            let known = kinds
                .iter()
                .all(|kind| kind.classes().all(|class| class < classes));
            let whole = at == memory.kinds.all.len() && known && memory.kinds.bring(kinds);
            whole.then_some(())?;
        }
        let mut became = of(Says::Became);
        for s in 0..memory.sheets.len() {
            let (at, bytes) = became.next()?;
            let whole = memory.sheets[s].become_kept(bytes, &mut memory.paragraphs);
            let sheet = &memory.sheets[s];
            let mut kinds = sheet.spots().iter().map(|spot| spot.kind as usize);
            let mut classes = sheet.page.iter().filter_map(|line| line.class);
            let known = kinds.all(|kind| kind < memory.kinds.all.len())
                && classes.all(|class| class < memory.paragraphs.count());
            (at == s && whole && known).then_some(())?;
        }
        memory.paragraphs.index();
        memory.find_places(0);
        memory.follow_habit();
        for s in 0..memory.sheets.len() {
            for class in &memory.sheets[s].card_classes {
                *memory.cards.get_mut(*class)? += 1;
            }
        }
        memory.edges.take_in(&memory.sheets, &memory.paragraphs);
        memory.recall();
        memory.kept = memory.all_kept();
        Some(memory)
    }

    /// Everything that there is now.
    fn all_kept(&self) -> Kept {
        Kept {
            begun: true,
            sheets: self.sheets.len(),
            kinds: self.kinds.all.len(),
            moved: BTreeSet::new(),
        }
    }

    /// Finds where each class stands in the sheets from `fresh` on.
    pub(super) fn find_places(&mut self, fresh: usize) {
        self.own.resize(self.paragraphs.count(), Vec::new());
        self.cards.resize(self.paragraphs.count(), 0);
        self.background.resize(self.paragraphs.count(), false);
        for (s, sheet) in self.sheets.iter().enumerate().skip(fresh) {
            for (r, gist) in sheet.gists().iter().enumerate() {
                let (class, sheet) = (gist.class(), u32::try_from(s).unwrap_or(u32::MAX));
                let own = &mut self.own[class];
                own.push(Spot {
                    sheet,
                    row: u32::try_from(r).unwrap_or(u32::MAX),
                });
                let often = own
                    .len()
                    .checked_sub(BACKGROUND)
                    .map(|first| own[first].sheet);
                if often == Some(sheet) && !std::mem::replace(&mut self.background[class], true) {
                    self.relinked.insert(class);
                }
            }
        }
    }
}
