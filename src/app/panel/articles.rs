//! The articles list: the blogs of the library, which one the cursor stands on, and its lines.

use crate::app::compose::Dress;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::stamp;
use crate::app::wrap;
use crate::engine::model::BlogId;
use crate::engine::model::BlogRow;

/// The articles list.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Articles {
    /// The blogs.
    pub rows: Vec<BlogRow>,
    /// Whether they have come.
    pub ready: bool,
    /// The blog under the cursor.
    pub cursor: usize,
    /// The first blog in view.
    pub top: usize,
    /// How many lines the pane shows.
    pub height: usize,
    /// What the pane shows, line by line.
    pub view: Vec<Line>,
    /// Which blog each of these lines belongs to.
    shown: Vec<usize>,
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
    pub fn row(&self) -> Option<&BlogRow> {
        self.rows.get(self.cursor)
    }

    /// Takes the blogs; the cursor stays on its blog.
    pub fn take(&mut self, rows: Vec<BlogRow>) {
        let id = self.row().map(|row| row.id);
        let top = self.rows.get(self.top).map(|row| row.id);
        self.rows = rows;
        self.ready = true;
        self.cursor = self
            .position(id)
            .unwrap_or(self.cursor)
            .min(self.rows.len().saturating_sub(1));
        self.top = self.position(top).unwrap_or(self.top).min(self.cursor);
    }

    fn position(&self, id: Option<BlogId>) -> Option<usize> {
        id.and_then(|id| self.rows.iter().position(|row| row.id == id))
    }

    /// Moves the cursor by some blogs; answers whether it moved.
    pub fn step(&mut self, by: isize) -> bool {
        let last = self.rows.len().saturating_sub(1);
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
        if self.rows.is_empty() {
            return;
        }
        self.top = self.top.min(self.cursor);
        let mut used = 0;
        for index in (self.top..=self.cursor).rev() {
            used += lines(&self.rows[index], dress, width).len();
            if used > height && index < self.cursor {
                self.top = index + 1;
                break;
            }
        }
        for index in self.top..self.rows.len() {
            if self.view.len() >= height {
                break;
            }
            let under = (index == self.cursor).then_some(keys);
            self.view.extend(
                lines(&self.rows[index], dress, width)
                    .into_iter()
                    .map(|line| dressed(line, dress, under)),
            );
            self.shown.resize(self.view.len(), index);
        }
        self.view.truncate(height);
    }
}

fn dressed(line: Line, dress: &Dress, under: Option<Keys>) -> Line {
    let empty = line.spans.is_empty();
    let bar = if under.is_some() && !empty {
        dress.glyphs.bar
    } else {
        " "
    };
    let mut out = Line::of(bar, Ink::Selection).and(" ", Ink::Text);
    out.fill = (under == Some(Keys::Here) && !empty).then_some(Ink::Selection);
    out.spans.extend(line.spans);
    out
}

fn lines(row: &BlogRow, dress: &Dress, width: usize) -> Vec<Line> {
    let width = width.saturating_sub(3).max(1);
    let glyphs = dress.glyphs;
    let ink = if row.unread > 0 {
        Ink::Heading
    } else {
        Ink::Text
    };
    let mut out: Vec<Line> = wrap::head(&row.title, width, 2, glyphs.ellipsis)
        .into_iter()
        .map(|text| Line::of(text, ink))
        .collect();
    if out.is_empty() {
        out.push(Line::of("(no title)", Ink::Muted));
    }
    out.push(counts(row, dress, width));
    let mut from = Vec::new();
    from.extend(row.publisher.as_ref().map(ToString::to_string));
    from.extend(
        row.last_seen
            .map(|at| format!("seen {}", stamp::day_short(at, dress.zone))),
    );
    if !from.is_empty() {
        let text = from.join(&format!(" {} ", glyphs.dot));
        out.push(Line::of(
            wrap::cut(&text, width, glyphs.ellipsis),
            Ink::Muted,
        ));
    }
    out.push(Line::blank());
    out
}

/// The counts of a blog; what does not fit is left out from the end.
fn counts(row: &BlogRow, dress: &Dress, width: usize) -> Line {
    let glyphs = dress.glyphs;
    let mut facts = Vec::new();
    if row.unread > 0 {
        facts.push((
            format!("{} {} unread", glyphs.unread, row.unread),
            Ink::Unread,
        ));
    }
    if row.changed > 0 {
        facts.push((
            format!("{} {} changed", glyphs.changed, row.changed),
            Ink::Changed,
        ));
    }
    let noun = if row.entries == 1 { "entry" } else { "entries" };
    facts.push((format!("{} {noun}", row.entries), Ink::Muted));
    let mut line = Line::blank();
    let mut used = 0;
    for (text, ink) in facts {
        let gap = if used > 0 {
            format!(" {} ", glyphs.dot)
        } else {
            String::new()
        };
        let wide = wrap::width(&gap) + wrap::width(&text);
        if used > 0 && used + wide > width {
            break;
        }
        used += wide;
        line = line
            .and(gap, Ink::Muted)
            .and(wrap::cut(&text, width, glyphs.ellipsis), ink);
    }
    line.spans.retain(|span| !span.text.is_empty());
    line
}
