//! The names of the open blog as a list: how often, when, and where on the timeline each is mentioned.
//! What is done with a name is in `update::names`.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::app::common::Common;
use crate::app::compose::Dress;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::input::LineInput;
use crate::app::names::Marked;
use crate::app::stamp;
use crate::app::wrap;
use crate::engine::model::EntryId;
use crate::engine::model::EntryRow;
use crate::engine::model::ReadState;
use crate::engine::names::Entity;
use crate::engine::names::Kind;

/// In what order the names are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// Those mentioned most first.
    #[default]
    Most,
    /// Those mentioned last first.
    Latest,
    /// Those with most unread mentions first.
    Unread,
    /// Those that came up last first.
    Newcomers,
    /// By name.
    Name,
}

impl Order {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Most, "most mentioned first"),
        (Self::Latest, "mentioned last first"),
        (Self::Unread, "most unread first"),
        (Self::Newcomers, "newcomers first"),
        (Self::Name, "by name"),
    ];

    /// The next order, around the end.
    pub fn next(self) -> Self {
        let at = Self::ALL.iter().position(|(one, _)| *one == self);
        Self::ALL[at.map_or(0, |at| (at + 1) % Self::ALL.len())].0
    }

    /// What it is, in words.
    pub fn told(self) -> &'static str {
        let row = Self::ALL.iter().find(|(one, _)| *one == self);
        row.map_or("", |(_, told)| told)
    }
}

/// How many bars show where on the timeline a name is mentioned.
const BARS: usize = 16;

/// The list.
#[derive(Debug, Clone, Default)]
pub struct NamesPanel {
    /// What names must contain.
    pub filter: LineInput,
    /// Whether that is being typed.
    pub typing: bool,
    /// Which kinds are listed.
    pub kinds: Marked,
    /// In what order.
    pub order: Order,
    /// The place of the cursor among the names listed.
    pub cursor: usize,
    /// What is shown, line by line.
    pub view: Vec<Line>,
    entities: Common<Vec<Arc<Entity>>>,
    listed: Common<Vec<usize>>,
    timeline: Common<Timeline>,
    top: usize,
    height: usize,
}

/// What of the timeline is needed to tell when a name is mentioned.
#[derive(Debug, Clone, Default)]
struct Timeline {
    rows: Vec<EntryRow>,
    places: HashMap<EntryId, usize>,
}

impl NamesPanel {
    /// Takes the names and the rows of the timeline; the cursor stays on its name.
    pub fn take(&mut self, entities: &[Arc<Entity>], rows: &[EntryRow]) {
        let before = self.row().cloned();
        self.entities = entities.to_vec().into();
        self.timeline = Timeline {
            rows: rows.to_vec(),
            places: rows
                .iter()
                .enumerate()
                .map(|(at, row)| (row.id, at))
                .collect(),
        }
        .into();
        self.list();
        let same = |at: &usize| {
            let entity = &self.entities[*at];
            before
                .as_ref()
                .is_some_and(|before| (before.kind, &before.name) == (entity.kind, &entity.name))
        };
        if let Some(at) = self.listed.iter().position(same) {
            self.cursor = at;
        }
    }

    /// Works out again which names are listed, and in what order.
    pub fn list(&mut self) {
        let wanted = self.filter.text.trim().to_lowercase();
        let fits = |entity: &Entity| {
            self.kinds.has(entity.kind)
                && (entity.name.to_lowercase().contains(&wanted)
                    || entity
                        .forms
                        .iter()
                        .any(|form| form.to_lowercase().contains(&wanted)))
        };
        let all = 0..self.entities.len();
        let mut listed: Vec<usize> = all.filter(|at| fits(&self.entities[*at])).collect();
        let (entities, timeline) = (&self.entities, &self.timeline);
        match self.order {
            Order::Most => {}
            Order::Latest => listed.sort_by_key(|at| timeline.last(&entities[*at])),
            Order::Unread => {
                listed.sort_by_cached_key(|at| std::cmp::Reverse(timeline.unread(&entities[*at])));
            }
            Order::Newcomers => listed.sort_by_key(|at| timeline.first(&entities[*at])),
            Order::Name => listed.sort_by_cached_key(|at| entities[*at].name.to_lowercase()),
        }
        self.listed = listed.into();
        self.cursor = self.cursor.min(self.listed.len().saturating_sub(1));
    }

    /// The name under the cursor.
    pub fn row(&self) -> Option<&Arc<Entity>> {
        self.entities.get(*self.listed.get(self.cursor)?)
    }

    /// How many names are listed, and how many there are.
    pub fn counts(&self) -> (usize, usize) {
        (self.listed.len(), self.entities.len())
    }

    /// All names, those mentioned most first.
    pub fn names(&self) -> impl Iterator<Item = &Entity> {
        self.entities.iter().map(Arc::as_ref)
    }

    /// Moves the cursor by some rows; answers whether it moved.
    pub fn step(&mut self, by: isize) -> bool {
        let last = self.listed.len().saturating_sub(1);
        let to = self.cursor.saturating_add_signed(by).min(last);
        std::mem::replace(&mut self.cursor, to) != to
    }

    /// How many names it shows at once.
    pub fn page(&self) -> usize {
        self.height
    }

    /// The place in the list of the name that a line shows.
    pub fn at(&self, line: usize) -> Option<usize> {
        Some(self.top + line).filter(|at| *at < self.listed.len())
    }

    /// Builds the visible lines.
    pub fn show(&mut self, dress: &Dress, width: usize, height: usize) {
        self.height = height.max(1);
        self.top = self.top.clamp(
            (self.cursor + 1).saturating_sub(self.height),
            self.cursor.max(1) - usize::from(self.cursor == 0),
        );
        self.view.clear();
        let shown = self
            .listed
            .iter()
            .enumerate()
            .skip(self.top)
            .take(self.height);
        for (at, entity) in shown {
            let line = self.line(&self.entities[*entity], at == self.cursor, dress, width);
            self.view.push(line);
        }
        if self.view.is_empty() {
            let none = if self.entities.is_empty() {
                "No names were found in this blog.".to_owned()
            } else if self.filter.text.is_empty() {
                "No names of this kind.".to_owned()
            } else {
                format!("No name contains “{}”.", self.filter.text)
            };
            self.view.push(Line::of(format!("  {none}"), Ink::Muted));
        }
    }

    fn line(&self, entity: &Entity, under: bool, dress: &Dress, width: usize) -> Line {
        let mut line = Line::led_by(under.then_some(dress.glyphs.bar));
        line.fill = under.then_some(Ink::Selection);
        let room = width.saturating_sub(3);
        let (kind, kind_width) = if room >= 100 {
            (entity.kind.name(), 14)
        } else {
            (&entity.kind.name()[..3], 5)
        };
        let mut facts = vec![(format!("{:>5} ", entity.mentions), Ink::Text)];
        if room >= 56 {
            let bars = format!(" {} ", self.timeline.bars(entity, dress));
            facts.push((bars, Ink::Muted));
        }
        if room >= 90 {
            facts.push((self.timeline.span(entity, dress), Ink::Muted));
        }
        let used: usize = facts.iter().map(|(text, _)| wrap::width(text)).sum();
        let for_name = room.saturating_sub(used + kind_width);
        line = line.and(format!("{kind:kind_width$}"), Ink::Muted);
        let mut name = wrap::cut(&entity.name, for_name, dress.glyphs.ellipsis);
        let named = wrap::width(&name);
        let ink = Ink::Named(entity.kind, crate::app::ink::Ground::Text);
        let mut rest = String::new();
        if !entity.could_be.is_empty() {
            let could_be: Vec<&str> = entity.could_be.iter().map(String::as_str).collect();
            let told = format!(" is {}?", could_be.join(" or "));
            rest = wrap::cut(&told, for_name - named, dress.glyphs.ellipsis);
        }
        let blanks = for_name.saturating_sub(named + wrap::width(&rest));
        rest.push_str(&" ".repeat(blanks));
        line = line
            .and(std::mem::take(&mut name), ink)
            .and(rest, Ink::Muted);
        for (text, ink) in facts {
            line = line.and(text, ink);
        }
        line
    }
}

impl Timeline {
    /// The place of the newest entry that mentions a name.
    fn last(&self, entity: &Entity) -> usize {
        let mut places = entity.entries.iter().filter_map(|id| self.places.get(id));
        places.next().copied().unwrap_or(usize::MAX)
    }

    /// The place of the oldest entry that mentions a name.
    fn first(&self, entity: &Entity) -> usize {
        let mut places = entity
            .entries
            .iter()
            .rev()
            .filter_map(|id| self.places.get(id));
        places.next().copied().unwrap_or(usize::MAX)
    }

    /// How many unread entries mention a name.
    fn unread(&self, entity: &Entity) -> usize {
        let places = entity.entries.iter().filter_map(|id| self.places.get(id));
        let read = |at: &&usize| self.rows[**at].read != ReadState::Read;
        places.filter(read).count()
    }

    /// Where between the oldest and the newest entry a name is mentioned, as a row of bars.
    fn bars(&self, entity: &Entity, dress: &Dress) -> String {
        let mut counts = [0usize; BARS];
        let all = self.rows.len().max(1);
        for at in entity.entries.iter().filter_map(|id| self.places.get(id)) {
            counts[(all - 1 - at) * BARS / all] += 1;
        }
        let levels = &dress.glyphs.levels;
        let most = counts.iter().copied().max().unwrap_or(0).max(1);
        let level = |count: usize| (count * (levels.len() - 1)).div_ceil(most);
        counts.iter().map(|count| levels[level(*count)]).collect()
    }

    /// When a name is mentioned first and last; its entries by number where no time is known.
    fn span(&self, entity: &Entity, dress: &Dress) -> String {
        let told = |at: usize| -> Option<(Option<Timestamp>, String)> {
            let row = self.rows.get(at)?;
            let number = || format!("entry {}", self.rows.len() - at);
            let time = row
                .published_at
                .map(|at| stamp::moment_short(at, dress.zone));
            Some((row.published_at, time.unwrap_or_else(number)))
        };
        let ends = (told(self.first(entity)), told(self.last(entity)));
        let text = match ends {
            (Some((_, first)), Some((_, last))) if first == last => first,
            (Some((Some(from), first)), Some((Some(to), last)))
                if stamp::day(from, dress.zone) == stamp::day(to, dress.zone) =>
            {
                let _ = last;
                format!("{first}–{}", stamp::clock(to, dress.zone))
            }
            (Some((_, first)), Some((_, last))) => format!("{first} – {last}"),
            _ => String::new(),
        };
        format!(" {text:<27}")
    }
}

/// The kinds in the order in which a correction goes through them.
pub fn next_kind(kind: Kind) -> Kind {
    let at = Kind::ALL.iter().position(|one| *one == kind);
    Kind::ALL[at.map_or(0, |at| (at + 1) % Kind::ALL.len())]
}

#[cfg(test)]
mod tests {

    use super::*;
    use crate::app::glyphs;
    use crate::app::stamp::Zone;
    use crate::engine::model::EntryState;

    const DRESS: Dress = Dress {
        glyphs: &glyphs::UNICODE,
        zone: Zone::UTC,
    };

    fn row(number: u8, read: ReadState) -> EntryRow {
        EntryRow {
            id: EntryId([number; 8]),
            read,
            bookmarked: false,
            state: EntryState::Current,
            gap_before: false,
            published_at: None,
            clock: None,
        }
    }

    fn entity(name: &str, kind: Kind, entries: &[u8]) -> Arc<Entity> {
        Arc::new(Entity {
            name: name.to_owned(),
            kind,
            mentions: u32::try_from(entries.len()).unwrap(),
            entries: entries.iter().map(|number| EntryId([*number; 8])).collect(),
            forms: [name.to_owned()].into(),
            could_be: Default::default(),
        })
    }

    fn panel() -> NamesPanel {
        let rows: Vec<EntryRow> = (0..8)
            .map(|number| {
                row(
                    number,
                    if number < 2 {
                        ReadState::Unread
                    } else {
                        ReadState::Read
                    },
                )
            })
            .collect();
        let entities = [
            entity("Varnholm", Kind::Place, &[3, 4, 5]),
            entity("Anna Berg", Kind::Person, &[0, 7]),
            entity("Tordal United", Kind::Organisation, &[2]),
        ];
        let mut panel = NamesPanel::default();
        panel.take(&entities, &rows);
        panel
    }

    fn listed(panel: &mut NamesPanel) -> Vec<String> {
        panel.list();
        let at = panel.listed.iter();
        at.map(|at| panel.entities[*at].name.clone()).collect()
    }

    #[test]
    fn every_order_and_filter_lists_what_it_says() {
        let mut panel = panel();
        assert_eq!(
            listed(&mut panel),
            ["Varnholm", "Anna Berg", "Tordal United"]
        );
        for (order, first) in [
            (Order::Latest, "Anna Berg"),
            (Order::Unread, "Anna Berg"),
            (Order::Newcomers, "Tordal United"),
            (Order::Name, "Anna Berg"),
        ] {
            panel.order = order;
            assert_eq!(listed(&mut panel)[0], first, "{}", order.told());
        }
        panel.filter.text = "HOLM".to_owned();
        assert_eq!(listed(&mut panel), ["Varnholm"]);
        panel.kinds = Marked::People;
        assert_eq!(listed(&mut panel), Vec::<String>::new());
    }

    #[test]
    fn bars_stand_where_the_mentions_are_and_the_oldest_is_on_the_left() {
        let panel = panel();
        let bars = panel.timeline.bars(&panel.entities[1], &DRESS);
        assert_eq!(bars.chars().count(), BARS);
        assert_eq!(
            (bars.chars().next(), bars.chars().nth(14)),
            (Some('█'), Some('█'))
        );
    }

    #[test]
    fn lines_are_as_wide_as_the_panel_and_no_wider() {
        for width in [20, 40, 80, 160] {
            let mut panel = panel();
            panel.show(&DRESS, width, 3);
            assert_eq!(panel.view.len(), 3);
            for line in &panel.view {
                assert!(
                    wrap::width(&line.text()) <= width,
                    "{width}: {}",
                    line.text()
                );
            }
        }
    }

    #[test]
    fn the_cursor_stays_on_its_name_when_others_come() {
        let mut panel = panel();
        panel.cursor = 1;
        let rows: Vec<EntryRow> = (0..8).map(|number| row(number, ReadState::Read)).collect();
        let mut more: Vec<Arc<Entity>> = panel.entities.to_vec();
        more.insert(0, entity("Oslo", Kind::Place, &[1, 2, 3, 4]));
        panel.take(&more, &rows);
        assert_eq!(
            panel.row().map(|entity| entity.name.as_str()),
            Some("Anna Berg")
        );
    }
}
