//! The articles list: the blogs of the library, which one the cursor stands on, and its lines.

mod order;
mod show;

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;

use crate::app::common::Common;
use crate::app::compose::Dress;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::ink::Shared;
use crate::app::panel::articles::show::Look;
use crate::app::panel::articles::show::Room;
use crate::app::state::Saved;
use crate::engine::model::BlogId;
use crate::engine::model::BlogRow;
use crate::engine::model::Doubt;
use crate::engine::model::Shelf;
use crate::engine::model::ShelfChange;
use crate::engine::text::SafeText;

pub use order::Sort;

/// The articles list.
#[derive(Debug, Clone, Default)]
pub struct Articles {
    /// The blogs of the shelf that is shown, in the order that is chosen.
    pub rows: Vec<Common<BlogRow>>,
    /// The saved filters, which stand below the blogs.
    saved: Common<Vec<Saved>>,
    /// Those of the other shelves.
    others: Common<Vec<Common<BlogRow>>>,
    /// The order.
    pub sort: Sort,
    /// The shelf.
    pub shelf: Shelf,
    /// The blogs that were put away, the last one at the end, for taking them back.
    pub put_away: Vec<BlogId>,
    /// Which blogs may be one.
    pub doubts: Common<Vec<Doubt>>,
    /// The blog to go to when the blogs come next.
    pub awaited: Option<BlogId>,
    /// Whether they have come.
    pub ready: bool,
    /// The blog under the cursor.
    pub cursor: usize,
    /// What time it is, about.
    pub now: Option<Timestamp>,
    /// The first blog in view.
    pub top: usize,
    /// How many lines the pane shows.
    pub height: usize,
    /// What the pane shows, line by line.
    pub view: Vec<Shared>,
    /// The blogs in view as they were drawn last.
    drawn: Vec<Drawn>,
    /// Which blog each of these lines belongs to.
    shown: Vec<usize>,
    /// The order that the library gives the blogs in.
    library: Common<Vec<BlogId>>,
}

/// Whether the pane has the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keys {
    /// It has.
    Here,
    /// Another pane has.
    Elsewhere,
}

impl Articles {
    /// The blog under the cursor.
    pub fn row(&self) -> Option<&Common<BlogRow>> {
        self.rows.get(self.cursor)
    }

    /// The saved filter under the cursor.
    pub fn saved_row(&self) -> Option<&Saved> {
        self.saved.get(self.cursor.checked_sub(self.rows.len())?)
    }

    /// What the shelf that is shown is called.
    pub fn shelf_name(&self) -> &'static str {
        match self.shelf {
            Shelf::Library => "Live blogs",
            Shelf::Archive => "Archive",
            Shelf::Deleted => "Deleted blogs",
        }
    }

    /// Whether the blog under the cursor may be one with another.
    pub fn is_doubtful(&self) -> bool {
        let row = self.row();
        row.is_some_and(|row| self.doubts.iter().any(|one| one.blogs.contains(&row.id)))
    }

    /// Takes the saved filters.
    pub fn keep_saved(&mut self, saved: &[Saved]) {
        if *self.saved != saved {
            self.saved = saved.to_vec().into();
            self.cursor = self.cursor.min(self.last());
        }
    }

    fn last(&self) -> usize {
        (self.rows.len() + self.saved.len()).saturating_sub(1)
    }

    /// Takes the blogs; the cursor stays on its blog.
    pub fn take(&mut self, rows: Vec<BlogRow>) {
        self.ready = true;
        self.library = rows.iter().map(|row| row.id).collect::<Vec<_>>().into();
        self.arrange(rows.into_iter().map(Common::from).collect());
        if let Some(blog) = self.awaited.take() {
            self.go_to(blog);
        }
    }

    /// Takes another order; the cursor stays on its blog.
    pub fn set_sort(&mut self, sort: Sort) {
        self.sort = sort;
        self.arrange_again();
    }

    /// Shows another shelf.
    pub fn set_shelf(&mut self, shelf: Shelf) {
        self.shelf = shelf;
        self.arrange_again();
    }

    /// Puts the cursor on a blog, if the shelf has it.
    pub fn go_to(&mut self, blog: BlogId) {
        self.cursor = self.position(Some(blog)).unwrap_or(self.cursor);
    }

    /// Makes a change of how a blog is kept.
    pub fn change(&mut self, blog: BlogId, change: &ShelfChange) {
        let Some(row) = self.find_mut(blog) else {
            return;
        };
        match change {
            ShelfChange::Name(name) => row.name.clone_from(name),
            ShelfChange::Put(shelf) => row.shelf = *shelf,
            ShelfChange::Tag(tag) if row.tags.contains(tag) => {}
            ShelfChange::Tag(tag) => {
                row.tags.push(tag.clone());
                row.tags.sort();
            }
            ShelfChange::Untag(tag) => row.tags.retain(|known| known != tag),
        }
        self.arrange_again();
    }

    /// Every tag of any blog, once.
    pub fn tags(&self) -> Vec<String> {
        let all = self.rows.iter().chain(self.others.iter());
        let tags: BTreeSet<&SafeText> = all.flat_map(|row| &row.tags).collect();
        tags.into_iter().map(ToString::to_string).collect()
    }

    /// Every publisher of any blog, once.
    pub fn publishers(&self) -> Vec<String> {
        let all = self.rows.iter().chain(self.others.iter());
        let names: BTreeSet<&SafeText> = all.filter_map(|row| row.publisher.as_ref()).collect();
        names.into_iter().map(ToString::to_string).collect()
    }

    /// The title that the page of a blog has.
    pub fn title_of(&self, blog: BlogId) -> Option<&SafeText> {
        Some(&self.find(blog)?.title)
    }

    /// A blog on any shelf.
    pub fn find(&self, blog: BlogId) -> Option<&BlogRow> {
        let mut all = self.rows.iter().chain(self.others.iter());
        all.find(|row| row.id == blog).map(|row| &**row)
    }

    /// A blog on any shelf, to be changed.
    pub fn find_mut(&mut self, blog: BlogId) -> Option<&mut BlogRow> {
        let rows = &mut self.rows;
        let found = rows.iter_mut().find(|row| row.id == blog);
        let others = &mut self.others;
        let found = found.or_else(|| others.iter_mut().find(|row| row.id == blog));
        Some(&mut **found?)
    }

    /// Whether there is no blog on any shelf.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.others.is_empty()
    }

    fn arrange_again(&mut self) {
        let mut rows = self.rows.clone();
        rows.append(&mut self.others);
        let place = |row: &Common<BlogRow>| self.library.iter().position(|id| *id == row.id);
        rows.sort_by_cached_key(place);
        self.arrange(rows);
    }

    fn arrange(&mut self, rows: Vec<Common<BlogRow>>) {
        let id = self.row().map(|row| row.id);
        let top = self.rows.get(self.top).map(|row| row.id);
        let on_saved = self.cursor.checked_sub(self.rows.len());
        let on_saved = on_saved.filter(|at| *at < self.saved.len() && !self.is_empty());
        let (mut rows, others): (Vec<_>, Vec<_>) =
            rows.into_iter().partition(|row| row.shelf == self.shelf);
        rows.sort_by(|a, b| self.sort.compare(a, b));
        (self.rows, self.others) = (rows, others.into());
        self.cursor = match on_saved {
            Some(at) => self.rows.len() + at,
            None => self
                .position(id)
                .unwrap_or(self.cursor)
                .min(self.rows.len().saturating_sub(1)),
        };
        self.top = self.position(top).unwrap_or(self.top).min(self.cursor);
    }

    fn position(&self, id: Option<BlogId>) -> Option<usize> {
        id.and_then(|id| self.rows.iter().position(|row| row.id == id))
    }

    /// The name of a group, above its first blog.
    fn heading(&self, index: usize, dress: &Dress) -> Option<Line> {
        let day = dress.glyphs.day;
        if index == self.rows.len() {
            return Some(Line::of(format!("  {day} saved filters {day}"), Ink::Day));
        }
        if self.sort != Sort::Tag {
            return None;
        }
        let here = order::group(self.rows.get(index)?);
        let above = index.checked_sub(1).and_then(|above| self.rows.get(above));
        if above.is_some_and(|above| order::group(above) == here) {
            return None;
        }
        let name = here.map_or("no tag", SafeText::as_str);
        Some(Line::of(format!("  {day} {name} {day}"), Ink::Day))
    }

    /// The lines of a blog or of a saved filter, with the bar of the cursor where it stands: as they were drawn, as far as nothing
    /// of them changed.
    fn lines_at(&mut self, index: usize, on: Paper<'_>, before: &mut Vec<Drawn>) -> Vec<Shared> {
        let under = (index == self.cursor).then_some(on.keys);
        let Some(row) = self.rows.get(index) else {
            let saved = self.saved.get(index - self.rows.len()).into_iter();
            let lines = saved.flat_map(|saved| show::filter(saved, on.dress, on.width, on.room));
            return shared(&on.dressed(lines, under)).collect();
        };
        let look = Look {
            room: on.room,
            life: row.life(self.now),
            doubtful: self.doubts.iter().any(|one| one.blogs.contains(&row.id)),
        };
        let same = |one: &Drawn| {
            (one.dress, one.width, one.look, one.under) == (*on.dress, on.width, look, under)
                && show::same_but_marked(&one.row, row)
        };
        let known = before.iter().position(same);
        let known = known.map(|at| before.swap_remove(at));
        let counted = |row| {
            let line = show::counted(row, on.dress, on.width, look);
            on.dressed(std::iter::once(line), under)
        };
        let drawn = match known {
            Some(known) if show::marked(&known.row) == show::marked(row) => known,
            Some(mut known) => {
                known.counted = counted(row);
                (known.row.unread, known.row.changed, known.row.bookmarked) = show::marked(row);
                known
            }
            None => {
                // The cursor comes and goes, but the title is wrapped once.
                let known = before.iter().find(|one| {
                    (one.dress, one.width, one.look.room) == (*on.dress, on.width, on.room)
                        && show::same_title(&one.row, row)
                });
                let words = match known {
                    Some(known) => Arc::clone(&known.words),
                    None => Arc::new(show::title(row, on.dress, on.width, on.room)),
                };
                let rest = show::rest(row, on.dress, on.width, look);
                Drawn {
                    title: on.dressed(words.iter().cloned(), under),
                    words,
                    counted: counted(row),
                    rest: on.dressed(rest.into_iter(), under),
                    dress: *on.dress,
                    width: on.width,
                    look,
                    under,
                    row: row.clone(),
                }
            }
        };
        let parts = [&drawn.title, &drawn.counted, &drawn.rest];
        let lines = parts.into_iter().flat_map(shared).collect();
        self.drawn.push(drawn);
        lines
    }

    /// Moves the cursor by some blogs and no further; answers whether it moved.
    pub fn step_blog(&mut self, by: isize) -> bool {
        let before = self.cursor;
        let moved = self.step(by);
        if self.saved_row().is_some() {
            self.cursor = before.min(self.rows.len().saturating_sub(1));
            return false;
        }
        moved
    }

    /// Moves the cursor by some blogs or saved filters; answers whether it moved.
    pub fn step(&mut self, by: isize) -> bool {
        let last = self.last();
        let to = self.cursor.saturating_add_signed(by).min(last);
        std::mem::replace(&mut self.cursor, to) != to
    }

    /// The blog that a line of the pane belongs to.
    pub fn at(&self, line: usize) -> Option<usize> {
        self.shown.get(line).copied()
    }

    /// How many blogs a page shows, about.
    pub fn page(&self) -> isize {
        isize::try_from(self.height / 4).unwrap_or(1).max(1)
    }

    /// Builds the visible lines.
    pub fn show(&mut self, dress: &Dress, width: usize, height: usize, keys: Keys) {
        self.height = height;
        self.view.clear();
        self.shown.clear();
        let mut before = std::mem::take(&mut self.drawn);
        if self.rows.is_empty() && self.saved.is_empty() {
            return;
        }
        let on = Paper {
            dress,
            width,
            room: Room::of(height),
            keys,
        };
        self.top = self.top.min(self.cursor);
        let mut used = 0;
        // From the cursor up, as far as there is room; what was drawn on the way is drawn only once.
        let mut above = Vec::new();
        for index in (self.top..=self.cursor).rev() {
            let lines = self.lines_at(index, on, &mut before);
            used += self.heading(index, dress).is_some() as usize + lines.len();
            if used > height && index < self.cursor {
                self.top = index + 1;
                break;
            }
            above.push(lines);
        }
        for index in self.top..=self.last() {
            if self.view.len() >= height {
                break;
            }
            if let Some(heading) = self.heading(index, dress) {
                let heading = Arc::new(vec![heading]);
                self.view.extend(Shared::of(&heading, 0));
            }
            let lines = match above.pop() {
                Some(lines) => lines,
                None => self.lines_at(index, on, &mut before),
            };
            self.view.extend(lines);
            self.shown.resize(self.view.len(), index);
        }
        let top = self.top;
        self.fill(on, &mut before);
        if self.top < top {
            return self.show(dress, width, height, keys);
        }
        self.view.truncate(height);
    }

    /// Begins further up, as long as there is room below for what stands there: nothing is hidden above an empty place.
    fn fill(&mut self, on: Paper<'_>, before: &mut Vec<Drawn>) {
        let mut room = self.height.saturating_sub(self.view.len());
        while let Some(above) = self.top.checked_sub(1) {
            let heading = usize::from(self.heading(above, on.dress).is_some());
            let lines = heading + self.lines_at(above, on, before).len();
            if lines > room {
                break;
            }
            room -= lines;
            self.top = above;
        }
    }
}

/// What the list is drawn on.
#[derive(Debug, Clone, Copy)]
struct Paper<'a> {
    dress: &'a Dress,
    width: usize,
    room: Room,
    keys: Keys,
}

impl Paper<'_> {
    /// Lines with the bar of the cursor, if it stands there.
    fn dressed(&self, lines: impl Iterator<Item = Line>, under: Option<Keys>) -> Arc<Vec<Line>> {
        Arc::new(lines.map(|line| dressed(line, self.dress, under)).collect())
    }
}

/// A blog as it was drawn, and what that depended on.
#[derive(Debug, Clone)]
struct Drawn {
    dress: Dress,
    width: usize,
    look: Look,
    under: Option<Keys>,
    row: Common<BlogRow>,
    /// The lines of the title without the bar of the cursor.
    words: Arc<Vec<Line>>,
    title: Arc<Vec<Line>>,
    counted: Arc<Vec<Line>>,
    rest: Arc<Vec<Line>>,
}

/// Lines that are kept together, one by one.
fn shared(lines: &Arc<Vec<Line>>) -> impl Iterator<Item = Shared> {
    (0..lines.len()).filter_map(|at| Shared::of(lines, at))
}

fn dressed(line: Line, dress: &Dress, under: Option<Keys>) -> Line {
    let empty = line.spans.is_empty();
    let bar = Some(dress.glyphs.bar).filter(|_| under.is_some() && !empty);
    let mut out = Line::led_by(bar);
    out.fill = (under == Some(Keys::Here) && !empty).then_some(Ink::Selection);
    out.spans.extend(line.spans);
    out
}
