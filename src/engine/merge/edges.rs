//! Furniture above and below the entries that one extractor keeps and another sets aside: what stands around the same entries, and
//! is of no entry where others show it, is of none here.

use std::cell::OnceCell;

use foldhash::HashMap;
use foldhash::HashSet;

use crate::engine::merge::para::Paragraphs;
use crate::engine::merge::sheet::Sheet;
use crate::engine::merge::sheet::aside::Ends;
use crate::engine::merge::sheet::aside::Places;
use crate::engine::model::Role;
use crate::engine::text::words::Fingerprint;

/// Of how many sheets lines are told apart: of one, it may be the one that asks.
const SEVERAL: u32 = 2;

/// How many sheets have a line in each place.
type Counts = [u32; Places::ALL.len()];

/// Where all sheets have their lines, each by itself.
#[derive(Debug, Default)]
pub(super) struct Edges {
    counts: HashMap<Fingerprint, Counts>,
    /// For each line of a last entry with how this begins: the least and the greatest of these.
    leads: HashMap<Fingerprint, (Fingerprint, Fingerprint)>,
}

/// One end of a page.
struct End {
    aside: Places,
    /// The entry that is next to it.
    next: Places,
    /// An entry further away.
    further: Places,
}

const TOP: End = End {
    aside: Places::TOP,
    next: Places::FIRST,
    further: Places::BELOW,
};

const FOOT: End = End {
    aside: Places::FOOT,
    next: Places::LAST,
    further: Places::ABOVE,
};

impl Edges {
    /// Takes in where some sheets have their lines; returns the lines of which others may now be told something else.
    pub(super) fn take_in(
        &mut self,
        sheets: &[Sheet],
        paragraphs: &Paragraphs,
    ) -> Vec<Fingerprint> {
        let mut turned = Vec::new();
        for (print, places) in sheets.iter().flat_map(|sheet| sheet.places(paragraphs)) {
            let counts = self.counts.entry(print).or_default();
            let mut news = false;
            for (count, place) in counts.iter_mut().zip(Places::ALL) {
                if places.has(place) {
                    *count += 1;
                    news |= *count <= SEVERAL;
                }
            }
            turned.extend(news.then_some(print));
        }
        for sheet in sheets {
            let Some((lead, below)) = Sheet::end_of(sheet.at(0)) else {
                continue;
            };
            let print = |row: usize| paragraphs.print(sheet.gists()[row].class());
            let lead = print(lead);
            for print in below.map(print) {
                let known = self.leads.get(&print).copied();
                let now = known.map_or((lead, lead), |(least, most)| {
                    (least.min(lead), most.max(lead))
                });
                if known != Some(now) {
                    self.leads.insert(print, now);
                    turned.push(print);
                }
            }
        }
        turned
    }

    /// The rows of a sheet that are furniture by what the others say.
    pub(super) fn ends(&self, sheet: &Sheet, paragraphs: &Paragraphs) -> Ends {
        let asked = Asked {
            edges: self,
            sheet,
            paragraphs,
            own: OnceCell::new(),
        };
        Ends {
            top: asked.top(),
            foot: asked
                .foot()
                .into_iter()
                .chain(asked.moving())
                .min()
                .unwrap_or(usize::MAX),
        }
    }
}

/// A sheet that asks what others say of its ends.
struct Asked<'a> {
    edges: &'a Edges,
    sheet: &'a Sheet,
    paragraphs: &'a Paragraphs,
    /// Where it has its lines, once that matters.
    own: OnceCell<Vec<(Fingerprint, Places)>>,
}

impl Asked<'_> {
    fn print(&self, row: usize) -> Fingerprint {
        self.paragraphs.print(self.sheet.rows()[row].class())
    }

    /// How many sheets have a row in a place, this one perhaps among them.
    fn count(&self, row: usize, place: Places) -> u32 {
        let counts = self.edges.counts.get(&self.print(row));
        let count = counts.and_then(|counts| counts.get(place.number()));
        count.copied().unwrap_or(0)
    }

    /// Where the sheet itself has a line.
    fn own(&self, print: Fingerprint) -> Places {
        let own = self.own.get_or_init(|| self.sheet.places(self.paragraphs));
        let at = own.binary_search_by_key(&print, |one| one.0).ok();
        let places = at.and_then(|at| own.get(at)).map(|one| one.1);
        places.unwrap_or_default()
    }

    /// Whether another sheet has a row in a place.
    fn says(&self, row: usize, place: Places) -> bool {
        match self.count(row, place) {
            0 => false,
            SEVERAL.. => true,
            _ => !self.own(self.print(row)).has(place),
        }
    }

    /// Whether a row stands for what is no entry's, as another sheet says.
    fn is_aside(&self, row: usize, end: &End) -> bool {
        let taken = &self.sheet.last_round()[row];
        let beside = matches!(taken.role, Role::Byline | Role::Media);
        !beside
            && self.says(row, end.aside)
            && self.count(row, end.next) <= self.count(row, end.aside)
            && !self.says(row, end.further)
            && !self.says(row, Places::AMONG)
            && !self.says(row, Places::HEAD)
    }

    /// Whether a row is of an entry, as another sheet says.
    fn is_inside(&self, row: usize, end: &End) -> bool {
        self.says(row, end.further) || self.says(row, end.next) && !self.says(row, end.aside)
    }

    /// The rows at an end, going away from it, that may be no entry's: up to the first that surely is. Where the page states its
    /// borders, they are of one entry.
    fn reach(&self, rows: impl Iterator<Item = usize>, end: &End) -> Vec<usize> {
        let last = self.sheet.last_round();
        let mut posting = None;
        let mut reach: Vec<usize> = Vec::new();
        for row in rows {
            let here = last[row].posting;
            let other = posting.is_some() && here != posting;
            if other && self.sheet.is_certain() || self.count(row, end.further) >= SEVERAL {
                break;
            }
            posting = posting.or(here);
            reach.push(row);
        }
        // Most pages have no such row: the rest need not be asked.
        match reach.iter().any(|row| self.count(*row, end.aside) > 0) {
            true => reach,
            false => Vec::new(),
        }
    }

    /// The furniture above the entries.
    fn top(&self) -> Vec<(u32, bool)> {
        let last = self.sheet.last_round();
        let reach = self.reach(0..last.len(), &TOP);
        let inside = reach.iter().copied();
        let inside =
            inside.take_while(|row| last[*row].posting.is_none() || !self.is_inside(*row, &TOP));
        let inside: Vec<usize> = inside.collect();
        let mut asides = inside
            .iter()
            .copied()
            .filter(|row| last[*row].posting.is_some() && self.is_aside(*row, &TOP));
        let below = |row: usize| (row + 1..last.len()).find(|row| last[*row].is_text());
        let ends = |row: &usize| below(*row).is_some_and(|next| self.says(next, TOP.next));
        let end = asides.rfind(ends);
        let alone = |row: usize| {
            let head = self.sheet.rows()[row].head;
            last[row].posting.is_none() && !head && self.is_aside(row, &TOP)
        };
        let within = |row: usize| last[row].posting.is_some() && end.is_some_and(|end| row <= end);
        let rows = inside.iter().filter(|row| within(**row) || alone(**row));
        let told = |row: &usize| Some((u32::try_from(*row).ok()?, self.is_aside(*row, &TOP)));
        rows.filter_map(told).collect()
    }

    /// Where the furniture below the entries begins.
    fn foot(&self) -> Option<usize> {
        let last = self.sheet.last_round();
        let reach = self.reach((0..last.len()).rev(), &FOOT);
        let outside = reach.iter().copied();
        let outside = outside.take_while(|row| !self.is_inside(*row, &FOOT));
        let above = |row: usize| (0..row).rev().find(|row| last[*row].is_text());
        let begins = |row: &usize| {
            self.is_aside(*row, &FOOT)
                && above(*row).is_some_and(|above| self.says(above, FOOT.next))
        };
        outside.filter(begins).last()
    }

    /// Where what ends the page begins below the last entry: that stands elsewhere with others below it and without these lines, which
    /// stand at the end of pages that end with other entries.
    fn moving(&self) -> Option<usize> {
        let last = self.sheet.last_round();
        let (lead, below) = Sheet::end_of(last)?;
        let mine = self.print(lead);
        // Where it stands below another beginning, a page parts them nowhere.
        if !self.says(lead, Places::ABOVE) || self.edges.leads.contains_key(&mine) {
            return None;
        }
        let mut told = HashSet::from_iter([mine]);
        for row in below {
            // A date in it may be another one each time.
            let near = self.paragraphs.near(self.sheet.gists()[row].class());
            let near = near.map(|(near, _)| self.paragraphs.print(near));
            let leads = near.filter_map(|print| self.edges.leads.get(&print));
            let mut leads = leads.flat_map(|(least, most)| [*least, *most]);
            let beside = matches!(last[row].role, Role::Byline | Role::Media);
            if !beside && leads.any(|lead| !told.contains(&lead)) && self.is_never_above(row) {
                return Some(row);
            }
            told.insert(self.print(row));
        }
        None
    }

    /// Whether no page shows a line, or one that is near it, in an entry with another one below.
    fn is_never_above(&self, row: usize) -> bool {
        let near = self.paragraphs.near(self.sheet.gists()[row].class());
        let mut counts =
            near.filter_map(|(near, _)| self.edges.counts.get(&self.paragraphs.print(near)));
        counts.all(|counts| counts[Places::ABOVE.number()] == 0)
    }
}
