//! The texts above the entries: every version once, the newest snapshot's first.

use std::array;
use std::cmp::Reverse;

use foldhash::HashMap;

use crate::engine::merge::assemble::Facts;
use crate::engine::merge::para::Paragraphs;
use crate::engine::merge::posting::PageLine;
use crate::engine::merge::sheet::Sheet;
use crate::engine::model::Block;
use crate::engine::model::PageText;
use crate::engine::model::Role;
use crate::engine::model::Source;
use crate::engine::text::words;
use crate::engine::text::words::Fingerprint;
use crate::engine::text::words::Word;

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
        let sheets = at_once(facts);
        if let Some(title) = all.lead_with_title(&sheets, facts.paragraphs) {
            all.lead_with_standfirst(&sheets, title);
        }
        let [title, standfirst, summary, aside] = all.lists;
        PageText {
            title,
            standfirst,
            summary,
            aside,
        }
    }
}

/// Titles, standfirsts, summaries and what is set aside.
#[derive(Debug, Default)]
struct Texts {
    lists: [Vec<Block>; 4],
    /// The same by what they say.
    prints: [Vec<Fingerprint>; 4],
    /// Where in its list each stands.
    known: [HashMap<Fingerprint, usize>; 4],
}

impl Texts {
    /// Those of some sheets, newest first.
    fn of<'s>(sheets: impl Iterator<Item = &'s Sheet>) -> Self {
        let mut texts = Self::default();
        for sheet in sheets {
            for line in &sheet.page {
                let list = match line.role {
                    Role::Headline => 0,
                    Role::Standfirst => 1,
                    Role::Furniture => 3,
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

    /// Puts the title first for which most of some sheets speak, and what they tell: of one moment some extractors keep what stands above
    /// a page, as a notice, and drop its headline.
    fn lead_with_title(
        &mut self,
        sheets: &[&Sheet],
        paragraphs: &Paragraphs,
    ) -> Option<Fingerprint> {
        if sheets.len() < 2 || self.lists[0].len() < 2 {
            return None;
        }
        let told = sheets.first().map(|sheet| how_often(sheet, paragraphs));
        let told = told.unwrap_or_default();
        let titles = self.lists[0].iter().zip(&self.prints[0]).enumerate();
        let scores = titles.map(|(at, (title, print))| {
            let said = sheets
                .iter()
                .map(|sheet| says_of_title(sheet, *print, paragraphs));
            (said.sum::<i32>() + is_told(&title.text, &told), Reverse(at))
        });
        let (_, Reverse(best)) = scores.max()?;
        self.lists[0][..=best].rotate_right(1);
        Some(self.prints[0][best])
    }

    /// Puts the standfirst first of a page that has this title. Where none has one, what they set aside is none: a notice.
    fn lead_with_standfirst(&mut self, sheets: &[&Sheet], title: Fingerprint) {
        let says = |sheet: &Sheet, role: Role, print: Fingerprint| {
            let mut lines = sheet.page.iter();
            lines.any(|line| line.role == role && line.print == print)
        };
        let titled = || {
            sheets
                .iter()
                .filter(|sheet| says(sheet, Role::Headline, title))
        };
        let below =
            |print: &Fingerprint| titled().any(|sheet| says(sheet, Role::Standfirst, *print));
        if let Some(standfirst) = self.prints[1].iter().position(below) {
            self.lists[1][..=standfirst].rotate_right(1);
            return;
        }
        let aside = |print: &Fingerprint| titled().any(|sheet| sheet.sets_aside(*print));
        let standfirsts = std::mem::take(&mut self.lists[1]).into_iter();
        for (mut block, print) in standfirsts.zip(&self.prints[1]) {
            if aside(print) {
                block.role = Role::Summary;
                self.lists[2].push(block);
            } else {
                self.lists[1].push(block);
            }
        }
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

/// The sheets that are as new as the newest one, as far as anybody knows: they show an entry near the top that it shows there, and
/// state no other time.
fn at_once<'f>(facts: &Facts<'f>) -> Vec<&'f Sheet> {
    let newest_first = facts.lists.newest_first();
    let top = |sheet: u32| facts.lists.all[sheet as usize].entries.iter().take(TOP);
    let time = |sheet: u32| facts.sheets[sheet as usize].time();
    let Some(newest) = newest_first.first().copied() else {
        return Vec::new();
    };
    let same = |sheet: &u32| {
        let apart = time(*sheet)
            .zip(time(newest))
            .is_some_and(|(one, other)| one != other);
        let shares = top(*sheet).any(|entry| top(newest).any(|other| other == entry));
        shares && !apart
    };
    let sheets = newest_first.iter().copied().take(MOST).filter(same);
    sheets.map(|sheet| facts.sheets[sheet as usize]).collect()
}

/// Among so many first entries one is shared: furniture may stand above it as an entry.
const TOP: usize = 3;

/// No more extractors give one page.
const MOST: usize = 16;

/// How far a sheet speaks for a text being the title of the page: by its headline, by showing it above the entries, or against it as
/// furniture or in an entry.
fn says_of_title(sheet: &Sheet, print: Fingerprint, paragraphs: &Paragraphs) -> i32 {
    let lines = sheet.page.iter().filter(|line| line.print == print);
    let said = lines.map(|line| match (line.role, line.sure) {
        (Role::Headline, true) => VOTE,
        (Role::Headline, false) => VOTE / 2,
        (Role::Standfirst, _) => -VOTE / 2,
        _ => 0,
    });
    said.max().unwrap_or_else(|| {
        let mut shown = paragraphs.classes(print);
        let against = sheet.sets_aside(print) || shown.any(|class| sheet.shows(class));
        if against { -VOTE } else { 0 }
    })
}

/// What a sheet says for a title, or against it, at most.
const VOTE: i32 = 8;

/// How many texts of the entries of a sheet have each word, and how many texts these are.
fn how_often(sheet: &Sheet, paragraphs: &Paragraphs) -> (HashMap<Word, u32>, u32) {
    let (mut counts, mut texts) = (HashMap::default(), 0);
    for (row, taken) in sheet.lines(0..sheet.rows().len()) {
        if taken.posting.is_none() || !taken.is_text() {
            continue;
        }
        texts += 1;
        for word in words::set(paragraphs.words(row.class()).to_vec()) {
            *counts.entry(word).or_default() += 1;
        }
    }
    (counts, texts)
}

/// How far the entries tell of what a title names: by the share of its longer words that some of their texts have, but few.
fn is_told(title: &str, (counts, texts): &(HashMap<Word, u32>, u32)) -> i32 {
    let long = |word: &&str| word.chars().count() >= LONG || !word.is_ascii();
    let (mut told, mut all) = (0, 0);
    for word in title.split_whitespace().filter(long).flat_map(words::words) {
        let count = counts.get(&word).copied().unwrap_or(0);
        told += i32::from((1..=texts / 3).contains(&count));
        all += 1;
    }
    2 * VOTE * told / all.max(1)
}

/// Shorter words, in characters, name nothing.
const LONG: usize = 4;

/// A line as a text of the page.
fn block(line: &PageLine) -> Block {
    let role = match line.role {
        role @ (Role::Headline | Role::Standfirst | Role::Byline | Role::Furniture) => role,
        _ => Role::Summary,
    };
    Block {
        role,
        text: line.text.clone(),
        source: Vec::new(),
        links: Vec::new(),
        pictures: Vec::new(),
    }
}
