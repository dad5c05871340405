//! The stream of a timeline as lines: which item stands where, built only where it is looked at.
//! Knows nothing of the cursor; walks between places and keeps the wrapped lines of what was walked over.

use std::collections::HashMap;
use std::collections::HashSet;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::app::common::Common;
use crate::app::compose;
use crate::app::compose::Dress;
use crate::app::compose::Fold;
use crate::app::compose::Show;
use crate::app::compose::Summary;
use crate::app::direction;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::ink::Piece;
use crate::app::order::Order;
use crate::app::rows::Rows;
use crate::app::stamp;
use crate::engine::model::EntryId;
use crate::engine::model::EntryRow;
use crate::engine::model::MarkedEntry;
use crate::engine::model::PageText;

/// How many entries are asked for at once.
pub const WINDOW: usize = 64;
/// How near the edge of what is loaded more is asked for.
const MARGIN: usize = 16;
/// How many entries are kept before those far away are let go.
const KEPT: usize = 512;

/// What is looked up by entry, many times for each key.
pub type ByEntry<T> = HashMap<EntryId, T, foldhash::fast::RandomState>;

/// One item of the stream, from top to bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// What stands above the entries.
    Head,
    /// The entry at a position.
    Entry(usize),
}

/// A line of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The item.
    pub item: Item,
    /// The line within it.
    pub line: usize,
}

/// The lines of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Built {
    /// The lines.
    pub lines: Arc<Vec<Line>>,
    /// How many of them stand above the item's own first line: a gap, a day.
    pub prelude: usize,
    /// How many of them are empty ones at the end.
    pub trailing: usize,
}

impl Built {
    /// How many lines there are to be read.
    pub fn content(&self) -> usize {
        self.lines.len() - self.trailing
    }
}

/// What stands above an entry, besides the line of the last visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Above {
    day: Option<Date>,
    gap: bool,
}

/// What the lines of an item depend on, apart from its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Conditions {
    width: usize,
    show: Show,
    above: Above,
    loaded: bool,
}

/// Which entries are folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folding {
    /// How entries are by default.
    pub all: Fold,
    /// Those that are the other way.
    pub others: HashSet<EntryId>,
}

/// The stream of one blog.
#[derive(Debug, Clone)]
pub struct Flow {
    /// Which entry stands at the top.
    pub order: Order,
    /// The rows of all entries, from top to bottom.
    pub rows: Rows,
    /// How many at the top are kept back until the reader asks, so that nothing moves under the eyes.
    pub held: usize,
    /// What stands above the entries.
    pub page: Option<Common<PageText>>,
    /// What the blog is made of, in words.
    pub made_of: String,
    /// How much of the summary is shown.
    pub summary: Summary,
    /// Which entries are folded.
    pub folding: Folding,
    /// Which entries are shown against an older version, and which one.
    pub against: HashMap<EntryId, usize>,
    /// The entry below the line between what came in since the last visit and what was there, and when that visit was.
    pub boundary: Option<(EntryId, Timestamp)>,
    /// The entries in view whose lines above stay as they were, whatever neighbours come in.
    pub kept: Vec<(EntryId, Above)>,
    /// Columns for text.
    pub width: usize,
    /// The looks.
    pub dress: Dress,
    /// The entries that are loaded.
    pub loaded: Common<ByEntry<Common<MarkedEntry>>>,
    /// Which windows of positions were asked for.
    pub asked: HashSet<usize>,
    /// How many entries were wrapped so far.
    pub wrapped: u64,
    built: Common<ByEntry<(Conditions, Built)>>,
    head: Option<Built>,
}

impl Flow {
    /// An empty stream.
    pub fn new(dress: Dress) -> Self {
        Self {
            order: Order::default(),
            rows: Rows::default(),
            held: 0,
            page: None,
            made_of: String::new(),
            summary: Summary::Whole,
            folding: Folding {
                all: Fold::Open,
                others: HashSet::new(),
            },
            against: HashMap::new(),
            boundary: None,
            kept: Vec::new(),
            width: 1,
            dress,
            loaded: Common::default(),
            asked: HashSet::new(),
            wrapped: 0,
            built: Common::default(),
            head: None,
        }
    }

    /// Which text of an entry a line shows, if the lines of the entry are at hand and the line shows one.
    pub fn piece(&self, index: usize, line: usize) -> Option<Piece> {
        let (_, built) = self.built.get(&self.rows.get(index)?.id)?;
        built.lines.get(line)?.piece
    }

    /// Forgets the lines of the page head.
    pub fn head_changed(&mut self) {
        self.head = None;
    }

    /// Forgets the lines of all entries.
    pub fn forget_lines(&mut self) {
        self.built.clear();
    }

    /// Takes other looks.
    pub fn set_dress(&mut self, dress: Dress) {
        if self.dress != dress {
            self.dress = dress;
            self.head = None;
            self.built.clear();
        }
    }

    /// Takes another width.
    pub fn set_width(&mut self, width: usize) {
        if self.width != width {
            self.width = width;
            self.head = None;
        }
    }

    /// Takes entries that were loaded.
    pub fn take(&mut self, entries: Vec<MarkedEntry>) {
        for marked in entries {
            let id = marked.entry.id;
            if self
                .loaded
                .get(&id)
                .is_none_or(|known| known.entry != marked.entry)
            {
                self.built.remove(&id);
            }
            self.loaded.insert(id, marked.into());
        }
    }

    /// Whether an entry is folded.
    pub fn fold(&self, id: EntryId) -> Fold {
        match (self.folding.others.contains(&id), self.folding.all) {
            (false, all) => all,
            (true, Fold::Open) => Fold::Folded,
            (true, Fold::Folded) => Fold::Open,
        }
    }

    /// How an entry is shown.
    pub fn show(&self, id: EntryId) -> Show {
        match (self.fold(id), self.against.get(&id)) {
            (Fold::Folded, _) => Show::Folded,
            (Fold::Open, Some(older)) => Show::Against(*older),
            (Fold::Open, None) => Show::Open,
        }
    }

    /// The lines of an item.
    pub fn item(&mut self, item: Item) -> Built {
        match item {
            Item::Head => self.head_lines(),
            Item::Entry(index) => self.entry_lines(index),
        }
    }

    /// The item below.
    pub fn below(&self, item: Item) -> Option<Item> {
        let index = match item {
            Item::Head => self.held,
            Item::Entry(index) => index + 1,
        };
        (index < self.rows.len()).then_some(Item::Entry(index))
    }

    /// The item above.
    pub fn above(&self, item: Item) -> Option<Item> {
        match item {
            Item::Head => None,
            Item::Entry(index) if index <= self.held => Some(Item::Head),
            Item::Entry(index) => Some(Item::Entry(index - 1)),
        }
    }

    /// The place `lines` further down, or the last there is.
    pub fn down(&mut self, from: Place, lines: usize) -> Place {
        let mut place = from;
        let mut left = lines;
        loop {
            let height = self.item(place.item).lines.len();
            if place.line + left < height {
                return Place {
                    line: place.line + left,
                    ..place
                };
            }
            let Some(below) = self.below(place.item) else {
                return Place {
                    line: height.saturating_sub(1),
                    ..place
                };
            };
            left -= height.saturating_sub(place.line).min(left);
            place = Place {
                item: below,
                line: 0,
            };
        }
    }

    /// The place `lines` further up, or the first there is.
    pub fn up(&mut self, from: Place, lines: usize) -> Place {
        let mut place = from;
        let mut left = lines;
        while left > place.line {
            left -= place.line;
            let Some(above) = self.above(place.item) else {
                return Place { line: 0, ..place };
            };
            place = Place {
                item: above,
                line: self.item(above).lines.len(),
            };
        }
        Place {
            line: place.line - left,
            ..place
        }
    }

    /// How many lines lie between two places, if the second is not above the first and fewer than `limit` away.
    pub fn distance(&mut self, from: Place, to: Place, limit: usize) -> Option<usize> {
        if to < from {
            return None;
        }
        let mut item = from.item;
        let mut rows = 0;
        let mut skipped = from.line;
        while item != to.item {
            rows += self.item(item).lines.len().saturating_sub(skipped);
            skipped = 0;
            if rows >= limit {
                return None;
            }
            item = self.below(item)?;
        }
        let rows = (rows + to.line).checked_sub(skipped)?;
        (rows < limit).then_some(rows)
    }

    /// The last line that there is to be read.
    pub fn end(&mut self) -> Place {
        let item = if self.rows.len() > self.held {
            Item::Entry(self.rows.len() - 1)
        } else {
            Item::Head
        };
        Place {
            item,
            line: self.item(item).content().saturating_sub(1),
        }
    }

    /// Which entries around some visible positions are to be loaded; they count as asked for from now on.
    pub fn wanted(&mut self, first: usize, last: usize) -> Vec<EntryId> {
        let last = (last + MARGIN).min(self.rows.len().saturating_sub(1));
        let windows = first.saturating_sub(MARGIN) / WINDOW..=last / WINDOW;
        let rows = self.rows.len();
        windows
            .filter(|window| window * WINDOW < rows && self.asked.insert(*window))
            .flat_map(|window| self.rows.range(window * WINDOW..(window + 1) * WINDOW))
            .map(|row| row.id)
            .collect()
    }

    /// Lets go of entries far from those visible.
    pub fn forget_far(&mut self, first: usize, last: usize) {
        if self.loaded.len() <= KEPT && self.built.len() <= KEPT {
            return;
        }
        let from = first.saturating_sub(2 * WINDOW) / WINDOW;
        let to = (last + 2 * WINDOW) / WINDOW;
        let near: HashSet<EntryId> = self
            .rows
            .range(from * WINDOW..(to + 1) * WINDOW)
            .map(|row| row.id)
            .collect();
        self.loaded.retain(|id, _| near.contains(id));
        self.built.retain(|id, _| near.contains(id));
        self.asked.retain(|window| (from..=to).contains(window));
    }

    fn head_lines(&mut self) -> Built {
        if let Some(head) = &self.head {
            return head.clone();
        }
        let mut lines = match &self.page {
            Some(page) => {
                compose::page(page, &self.made_of, &self.dress, self.width, &self.summary)
            }
            None => Vec::new(),
        };
        direction::align_plain(&mut lines, self.width);
        let built = Built {
            trailing: usize::from(!lines.is_empty()),
            lines: Arc::new(lines),
            prelude: 0,
        };
        self.head = Some(built.clone());
        built
    }

    fn entry_lines(&mut self, index: usize) -> Built {
        let Some(row) = self.rows.get(index).copied() else {
            return Built {
                lines: Arc::default(),
                prelude: 0,
                trailing: 0,
            };
        };
        let key = Conditions {
            width: self.width,
            show: self.show(row.id),
            above: self.above_entry(index, &row),
            loaded: self.loaded.contains_key(&row.id),
        };
        if let Some((known, built)) = self.built.get(&row.id)
            && *known == key
        {
            return built.clone();
        }
        let mut lines = Vec::new();
        if let Some((_, at)) = self.boundary.filter(|(id, _)| *id == row.id) {
            lines.push(compose::boundary(at, self.order, &self.dress, key.width));
        }
        if key.above.gap {
            lines.push(compose::gap(self.order, &self.dress, key.width));
        }
        lines.extend(
            key.above
                .day
                .map(|day| compose::day(day, &self.dress, key.width)),
        );
        let open = key.show != Show::Folded;
        if !lines.is_empty() && open {
            lines.push(Line::blank());
        }
        let prelude = lines.len();
        match self.loaded.get(&row.id) {
            Some(marked) => {
                self.wrapped += 1;
                let mut own = compose::entry(&marked.entry, &self.dress, key.width, key.show);
                match key.show {
                    Show::Folded => direction::align_plain(&mut own, key.width),
                    _ => direction::align(&mut own, &marked.entry, key.width),
                }
                lines.extend(own);
            }
            None => {
                lines.push(Line::of(self.dress.glyphs.ellipsis, Ink::Muted));
                lines.extend(open.then(Line::blank));
            }
        }
        let trailing = usize::from(open);
        let built = Built {
            lines: Arc::new(lines),
            prelude,
            trailing,
        };
        self.built.insert(row.id, (key, built.clone()));
        built
    }

    /// Keeps what stands above the entries at these positions as it is, until [`Self::let_go`].
    pub fn keep_above(&mut self, first: usize, last: usize) {
        let rows = (first..).zip(self.rows.range(first..=last));
        self.kept = rows
            .map(|(index, row)| (row.id, self.above_entry(index, row)))
            .collect();
    }

    /// Lets what was kept above entries follow what came in, but for those at these positions.
    pub fn let_go(&mut self, first: usize, last: usize) {
        let rows = self.rows.range(first..=last);
        self.kept
            .retain(|(id, _)| rows.clone().any(|row| row.id == *id));
    }

    fn above_entry(&self, index: usize, row: &EntryRow) -> Above {
        let kept = self.kept.iter().find(|(id, _)| *id == row.id);
        match kept {
            Some((_, above)) => *above,
            None => Above {
                day: self.day_above(index),
                // Between what is kept back and what is shown nothing is told yet.
                gap: row.gap_before && (self.held == 0 || index != self.held),
            },
        }
    }

    /// The day to be named above an entry: its own, where the entry above is of another one.
    fn day_above(&self, index: usize) -> Option<Date> {
        let zone = self.dress.zone;
        let day = stamp::day(self.rows.get(index)?.published_at?, zone);
        let above = self.rows.range(self.held.min(index)..index).rev().take(8);
        let known = above.filter_map(|row| row.published_at).next();
        (known.map(|at| stamp::day(at, zone)) != Some(day)).then_some(day)
    }
}
