//! A list to choose from, over the panes: themes, bookmarks and the like.
//! What choosing a row does is in `update::list`.

use crate::app::compose::Dress;
use crate::app::geometry;
use crate::app::geometry::Area;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::names::Chosen;
use crate::app::wrap;
use crate::engine::model::BlogId;
use crate::engine::model::Doubt;
use crate::engine::model::EntryId;

/// What a list is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// Choosing the colours; the theme that was in use before.
    Theme {
        /// Its name.
        before: String,
    },
    /// Going to a bookmark of any blog.
    Bookmarks,
    /// Going to an entry that was found in all blogs.
    Found,
    /// Going to an entry of any blog that mentions a name.
    Mentions,
    /// Choosing a name of an entry.
    Names,
    /// Saying whether two blogs are one.
    Doubts,
}

/// What choosing a row means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// The theme of this name.
    Theme(String),
    /// This entry of this blog.
    Entry(BlogId, EntryId),
    /// This entry of this blog, with what was found in it to be marked.
    Hit(BlogId, EntryId, String),
    /// This name.
    Name(Chosen),
    /// Looking at the first of two blogs that may be one.
    Doubt(Doubt),
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its lines; the cursor covers all of them.
    pub lines: Vec<Line>,
    /// What choosing it means.
    pub choice: Choice,
}

/// The list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// What it is for.
    pub purpose: Purpose,
    /// Its head.
    pub title: String,
    /// Its rows.
    pub rows: Vec<Row>,
    /// The row under the cursor.
    pub cursor: usize,
    /// The first row in view.
    top: usize,
    height: usize,
    /// What is shown of it, line by line.
    pub view: Vec<Line>,
}

impl List {
    /// A list with its cursor on a row.
    pub fn new(purpose: Purpose, title: impl Into<String>, rows: Vec<Row>, cursor: usize) -> Self {
        Self {
            purpose,
            title: title.into(),
            cursor: cursor.min(rows.len().saturating_sub(1)),
            rows,
            top: 0,
            height: 1,
            view: Vec::new(),
        }
    }

    /// Whether choosing leads to an entry.
    pub fn leads_to_entries(&self) -> bool {
        let entry = |row: &Row| matches!(row.choice, Choice::Entry(..) | Choice::Hit(..));
        self.row().is_some_and(entry)
    }

    /// The row under the cursor.
    pub fn row(&self) -> Option<&Row> {
        self.rows.get(self.cursor)
    }

    /// Moves the cursor by some rows; answers whether it moved.
    pub fn step(&mut self, by: isize) -> bool {
        let last = self.rows.len().saturating_sub(1);
        let to = self.cursor.saturating_add_signed(by).min(last);
        std::mem::replace(&mut self.cursor, to) != to
    }

    /// The row that a line of the view belongs to.
    pub fn at(&self, line: usize) -> Option<usize> {
        let mut end = 0;
        let rows = self.rows.iter().enumerate().skip(self.top);
        rows.map(|(index, row)| {
            end += row.lines.len();
            (index, end)
        })
        .find(|(_, end)| line < *end)
        .map(|(index, _)| index)
    }

    /// How many lines it shows.
    pub fn page(&self) -> usize {
        self.height
    }

    /// Where it stands among the panes: a column on the right for a preview, else all of them.
    pub fn area(&self, panes: Area) -> Area {
        match self.purpose {
            Purpose::Theme { .. } | Purpose::Names => geometry::beside(panes),
            Purpose::Bookmarks | Purpose::Found | Purpose::Mentions | Purpose::Doubts => panes,
        }
    }

    /// Builds the visible lines for an area, which includes the head.
    pub fn show(&mut self, dress: &Dress, area: Area) {
        self.height = usize::from(area.height).saturating_sub(1).max(1);
        let width = usize::from(area.width).saturating_sub(3).max(1);
        self.top = self.top.min(self.cursor);
        let mut used = 0;
        for index in (self.top..=self.cursor).rev() {
            used += self.rows.get(index).map_or(0, |row| row.lines.len());
            if used > self.height && index < self.cursor {
                self.top = index + 1;
                break;
            }
        }
        self.view.clear();
        for (index, row) in self.rows.iter().enumerate().skip(self.top) {
            if self.view.len() >= self.height {
                break;
            }
            let under = index == self.cursor;
            self.view.extend(
                row.lines
                    .iter()
                    .map(|line| dressed(line, dress, under, width)),
            );
        }
        self.view.truncate(self.height);
    }
}

fn dressed(line: &Line, dress: &Dress, under: bool, width: usize) -> Line {
    let mut out = Line::led_by(under.then_some(dress.glyphs.bar));
    out.fill = under.then_some(Ink::Selection);
    let mut left = width;
    for span in &line.spans {
        let text = wrap::cut(&span.text, left, dress.glyphs.ellipsis);
        left = left.saturating_sub(wrap::width(&text));
        out = out.and(text, span.ink);
        if left == 0 {
            break;
        }
    }
    out
}
