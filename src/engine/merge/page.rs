//! The texts above the entries: every version once, the newest snapshot's first.

use std::array;

use foldhash::HashMap;

use crate::engine::merge::assemble::Facts;
use crate::engine::merge::posting::PageLine;
use crate::engine::merge::sheet::Sheet;
use crate::engine::model::Block;
use crate::engine::model::PageText;
use crate::engine::model::Role;
use crate::engine::model::Source;
use crate::engine::text::words::Fingerprint;

/// So many sheets that follow each other in age have their texts put together once, as long as these are as they were.
const TOGETHER: usize = 32;

/// Sheets of so many newest parts are likely to be taken apart again.
const NEWEST: usize = 2;

/// The texts of all sheets.
#[derive(Debug, Default)]
pub(crate) struct Pages {
    /// Those of some sheets each, the oldest first.
    parts: Vec<Option<Texts>>,
    /// Those of all parts but the newest ones, and how many these are: as long as no sheet of them is taken apart again.
    rest: Option<(usize, Texts)>,
    sheets: usize,
}

impl Pages {
    /// The texts of the sheets. Of these some were taken apart again; with `anew` known ones are of another age.
    pub(crate) fn update(&mut self, facts: &Facts<'_>, spread: &[u32], anew: bool) -> PageText {
        let newest_first = facts.lists.newest_first();
        let count = newest_first.len();
        let known = |sheet: &u32| (*sheet as usize) < self.sheets;
        let between = newest_first[..count - self.sheets].iter().any(known);
        if anew || between {
            self.parts.clear();
            self.rest = None;
        }
        self.sheets = count;
        self.parts.resize_with(count.div_ceil(TOGETHER), || None);
        for sheet in spread {
            let part = (count - 1 - facts.lists.age(*sheet)) / TOGETHER;
            self.parts[part] = None;
            self.rest = self.rest.take().filter(|(parts, _)| part >= *parts);
        }
        let oldest_first = newest_first.rchunks(TOGETHER);
        for (sheets, part) in oldest_first.zip(&mut self.parts) {
            let sheets = sheets.iter().map(|sheet| facts.sheets[*sheet as usize]);
            part.get_or_insert_with(|| Texts::of(sheets));
        }
        let old = self.parts.len().saturating_sub(NEWEST);
        let parts = |parts: &[Option<Texts>]| {
            let mut all = Texts::default();
            let newest_first = parts.iter().rev().flatten();
            newest_first.for_each(|part| all.append(part));
            all
        };
        let known = self.rest.take().filter(|(parts, _)| *parts == old);
        let (_, rest) = self.rest.insert(known.unwrap_or_else(|| {
            let mut rest = parts(&self.parts[..old]);
            rest.forget_places();
            (old, rest)
        }));
        let mut all = parts(&self.parts[old..]);
        all.append(rest);
        let [title, standfirst, summary] = all.lists;
        PageText {
            title,
            standfirst,
            summary,
        }
    }
}

/// Titles, standfirsts and summaries.
#[derive(Debug, Default)]
struct Texts {
    lists: [Vec<Block>; 3],
    /// The same by what they say.
    prints: [Vec<Fingerprint>; 3],
    /// Where in its list each stands.
    known: [HashMap<Fingerprint, usize>; 3],
}

impl Texts {
    /// Those of some sheets, newest first.
    fn of<'s>(sheets: impl Iterator<Item = &'s Sheet>) -> Self {
        let mut texts = Self::default();
        for sheet in sheets {
            for line in &sheet.spread.page {
                let list = match line.role {
                    Role::Headline => 0,
                    Role::Standfirst => 1,
                    _ => 2,
                };
                let source = Source {
                    snapshot: sheet.snapshot,
                    line: line.line,
                    part: line.part,
                };
                texts.add(list, line.print, &[source], || block(line));
            }
        }
        texts.forget_places();
        texts
    }

    /// Nothing is added any more.
    fn forget_places(&mut self) {
        self.known = array::from_fn(|_| HashMap::default());
    }

    /// Adds those of older sheets.
    fn append(&mut self, older: &Self) {
        for (list, (blocks, prints)) in older.lists.iter().zip(&older.prints).enumerate() {
            for (block, print) in blocks.iter().zip(prints) {
                self.add(list, *print, &block.source, || Block {
                    role: block.role,
                    text: block.text.clone(),
                    source: Vec::with_capacity(block.source.len()),
                    links: block.links.clone(),
                    pictures: block.pictures.clone(),
                });
            }
        }
    }

    /// Adds where a text stands, and the text where it is new.
    fn add(
        &mut self,
        list: usize,
        print: Fingerprint,
        sources: &[Source],
        block: impl Fn() -> Block,
    ) {
        let blocks = &mut self.lists[list];
        let at = *self.known[list].entry(print).or_insert(blocks.len());
        if at == blocks.len() {
            blocks.push(block());
            self.prints[list].push(print);
        }
        if let Some(block) = blocks.get_mut(at) {
            block.source.extend(sources);
        }
    }
}

/// A line as a text of the page.
fn block(line: &PageLine) -> Block {
    let role = if matches!(line.role, Role::Headline | Role::Standfirst | Role::Byline) {
        line.role
    } else {
        Role::Summary
    };
    Block {
        role,
        text: line.text.clone(),
        source: Vec::new(),
        links: Vec::new(),
        pictures: Vec::new(),
    }
}
