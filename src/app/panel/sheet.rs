//! A page over the panes: paragraphs, and among them entries that one can go to.
//! What stands on it is made in [`pages`](crate::app::pages).

use crate::app::changes;
use crate::app::compose;
use crate::app::compose::Dress;
use crate::app::ink::Ink;
use crate::app::ink::Line;

use crate::engine::model::EntryId;

/// A piece of a page, from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A heading of its own.
    Heading(String),
    /// Running text.
    Text(String, Ink),
    /// One point of a list.
    Point(String),
    /// From here on the page speaks of this entry, up to the next one or the next heading.
    Entry(EntryId),
    /// Two versions of a text, paragraph by paragraph; what they share is left out.
    Edits {
        /// The older version.
        old: Vec<String>,
        /// The newer version.
        new: Vec<String>,
    },
    /// An empty line.
    Blank,
}

/// The page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    /// What it is.
    pub title: String,
    /// What stands on it.
    pub parts: Vec<Part>,
    /// Which of the entries the cursor stands on.
    pub cursor: usize,
    /// How far it is scrolled.
    pub top: usize,
    /// How many lines it shows.
    pub height: usize,
    /// All its lines.
    pub lines: Vec<Line>,
    /// The entries, and which lines speak of them.
    targets: Vec<(EntryId, std::ops::Range<usize>)>,
}

impl Sheet {
    /// A page.
    pub fn new(title: impl Into<String>, parts: Vec<Part>) -> Self {
        Self {
            title: title.into(),
            parts,
            ..Self::default()
        }
    }

    /// The entry that the cursor stands on.
    pub fn target(&self) -> Option<EntryId> {
        self.targets.get(self.cursor).map(|(id, _)| *id)
    }

    /// Builds the lines for a size.
    pub fn show(&mut self, dress: &Dress, width: usize, height: usize) {
        self.height = height.max(1);
        self.lines.clear();
        self.targets.clear();
        let width = width.saturating_sub(3).max(1);
        for part in &self.parts {
            let start = self.lines.len();
            match part {
                Part::Heading(text) => {
                    if start > 0 {
                        self.lines.push(Line::blank());
                    }
                    self.lines.extend(compose::words(text, Ink::Heading, width));
                }
                Part::Text(text, ink) => self.lines.extend(compose::words(text, *ink, width)),
                Part::Point(text) => {
                    changes::signed(dress.glyphs.bullet, text, Ink::Text, width, &mut self.lines);
                }
                Part::Entry(id) => {
                    self.targets.push((*id, start..start));
                    continue;
                }
                Part::Edits { old, new } => edits(old, new, dress, width, &mut self.lines),
                Part::Blank => self.lines.push(Line::blank()),
            }
            let end = self.lines.len();
            let speaks = !matches!(part, Part::Heading(_) | Part::Blank);
            if let Some((_, range)) = self.targets.last_mut().filter(|_| speaks)
                && range.end + 1 >= start
            {
                range.end = end;
            }
        }
        self.top = self.top.min(self.bottom());
    }

    /// The visible lines, with the cursor beside those of its entry.
    pub fn visible(&self, dress: &Dress) -> Vec<Line> {
        let here = self
            .targets
            .get(self.cursor)
            .map(|(_, range)| range.clone());
        let lines = self
            .lines
            .iter()
            .enumerate()
            .skip(self.top)
            .take(self.height);
        lines
            .map(|(at, line)| {
                let under = here.as_ref().is_some_and(|range| range.contains(&at));
                let mut out = Line::led_by(under.then_some(dress.glyphs.bar));
                out.spans.extend(line.spans.iter().cloned());
                out
            })
            .collect()
    }

    /// One entry on, or one line where its end is not in view or there is none; answers whether anything moved.
    pub fn step(&mut self, forward: bool) -> bool {
        let view = self.top..self.top + self.height;
        let Some((_, range)) = self.targets.get(self.cursor) else {
            return self.scroll(if forward { 1 } else { -1 });
        };
        if forward && range.end > view.end {
            return self.scroll(1);
        }
        if !forward && range.start < view.start {
            return self.scroll(-1);
        }
        let to = if forward {
            (self.cursor + 1 < self.targets.len()).then_some(self.cursor + 1)
        } else {
            self.cursor.checked_sub(1)
        };
        let Some(to) = to else {
            return self.scroll(if forward { 1 } else { -1 });
        };
        self.cursor = to;
        let range = self.targets[to].1.clone();
        if range.end > view.end {
            self.top = range.start.min(range.end.saturating_sub(self.height));
        }
        if range.start < self.top {
            self.top = range.start;
        }
        self.top = self.top.min(self.bottom());
        true
    }

    /// Scrolls by some lines; the cursor goes along. Answers whether anything moved.
    pub fn scroll(&mut self, by: isize) -> bool {
        let to = self.top.saturating_add_signed(by).min(self.bottom());
        let moved = std::mem::replace(&mut self.top, to) != to;
        let view = self.top..self.top + self.height;
        let seen = |at: usize| {
            let range = self.targets.get(at).map(|(_, range)| range);
            range.is_some_and(|range| range.start < view.end && range.end > view.start)
        };
        if !seen(self.cursor)
            && let Some(at) = (0..self.targets.len()).find(|at| seen(*at))
        {
            self.cursor = at;
        }
        moved
    }

    fn bottom(&self) -> usize {
        self.lines.len().saturating_sub(self.height)
    }
}

fn edits(old: &[String], new: &[String], dress: &Dress, width: usize, out: &mut Vec<Line>) {
    let old: Vec<&str> = old.iter().map(String::as_str).collect();
    let new: Vec<&str> = new.iter().map(String::as_str).collect();
    for edit in changes::edits(&old, &new) {
        if !edit.is_cosmetic() {
            changes::edit_lines(edit, dress, width, out);
        }
    }
}

#[cfg(test)]
mod tests {

    use super::*;
    use crate::app::glyphs;
    use crate::app::stamp::Zone;

    const DRESS: Dress = Dress {
        glyphs: &glyphs::UNICODE,
        zone: Zone::UTC,
    };

    fn sheet(entries: u8) -> Sheet {
        let mut parts = vec![Part::Heading("New".to_owned())];
        for number in 0..entries {
            parts.push(Part::Entry(EntryId([number; 8])));
            parts.push(Part::Text(format!("entry {number}"), Ink::Heading));
            parts.push(Part::Text("two words".to_owned(), Ink::Text));
            parts.push(Part::Blank);
        }
        let mut sheet = Sheet::new("News", parts);
        sheet.show(&DRESS, 40, 5);
        sheet
    }

    #[test]
    fn the_cursor_goes_from_entry_to_entry_and_stays_in_view() {
        let mut sheet = sheet(6);
        for number in 0..6 {
            assert_eq!(sheet.target(), Some(EntryId([number; 8])));
            let shown = sheet.visible(&DRESS);
            let marked = shown.iter().filter(|line| line.text().starts_with('▌'));
            assert_eq!(marked.count(), 2, "entry {number}");
            sheet.step(true);
        }
        while sheet.step(false) {}
        assert_eq!((sheet.target(), sheet.top), (Some(EntryId([0; 8])), 0));
    }

    #[test]
    fn a_page_without_entries_scrolls() {
        let parts = (0..9).map(|n| Part::Point(format!("point {n}"))).collect();
        let mut sheet = Sheet::new("Lines", parts);
        sheet.show(&DRESS, 40, 5);
        assert_eq!(sheet.target(), None);
        for _ in 0..4 {
            assert!(sheet.step(true));
        }
        assert!(!sheet.step(true));
    }
}
