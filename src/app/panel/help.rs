//! The help: the keys of the view it was opened from, made from the action table and the key map.

use crate::app::action::Action;
use crate::app::action::Group;
use crate::app::action::View;
use crate::app::compose;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::input::LineInput;
use crate::app::wrap;

/// One action in the help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The action.
    pub action: Action,
    /// Its keys.
    pub keys: Vec<String>,
    /// Why it cannot be done now, if so.
    pub reason: Option<&'static str>,
}

/// The help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Help {
    /// The view it was opened from.
    pub view: View,
    /// Its rows.
    pub rows: Vec<Row>,
    /// What the rows must contain.
    pub filter: LineInput,
    /// Whether the filter is being typed.
    pub typing: bool,
    /// How far it is scrolled.
    pub top: usize,
    /// How many lines it shows.
    pub height: usize,
    /// All its lines.
    pub lines: Vec<Line>,
}

impl Help {
    /// The help of a view.
    pub fn new(view: View, rows: Vec<Row>) -> Self {
        Self {
            view,
            rows,
            filter: LineInput::default(),
            typing: false,
            top: 0,
            height: 1,
            lines: Vec::new(),
        }
    }

    /// Builds the lines for a size.
    pub fn show(&mut self, width: usize, height: usize) {
        self.height = height.max(1);
        self.lines = self.build(width);
        self.top = self.top.min(self.bottom());
    }

    /// The visible lines.
    pub fn visible(&self) -> &[Line] {
        let top = self.top.min(self.lines.len());
        &self.lines[top..(top + self.height).min(self.lines.len())]
    }

    /// Scrolls by some lines.
    pub fn scroll(&mut self, by: isize) {
        self.top = self.top.saturating_add_signed(by).min(self.bottom());
    }

    fn bottom(&self) -> usize {
        self.lines.len().saturating_sub(self.height)
    }

    fn build(&self, width: usize) -> Vec<Line> {
        let wanted = self.filter.text.trim().to_lowercase();
        let shown = |row: &&Row| {
            let text = format!(
                "{} {} {}",
                row.keys.join(" "),
                row.action.name(),
                row.action.help()
            );
            text.to_lowercase().contains(&wanted)
        };
        let column = self
            .rows
            .iter()
            .map(|row| wrap::width(&row.keys.join("  ")))
            .max()
            .unwrap_or(0);
        let column = column.min(width / 3).max(4);
        let mut out = Vec::new();
        for group in Group::ALL {
            let rows: Vec<&Row> = self
                .rows
                .iter()
                .filter(|row| row.action.group() == group)
                .filter(shown)
                .collect();
            if rows.is_empty() {
                continue;
            }
            if !out.is_empty() {
                out.push(Line::blank());
            }
            out.push(Line::of(group.name(), Ink::Heading));
            for row in rows {
                row_lines(row, column, width, &mut out);
            }
        }
        if out.is_empty() {
            out.push(Line::of(
                format!("No key or command contains “{wanted}”"),
                Ink::Muted,
            ));
        }
        out
    }
}

fn row_lines(row: &Row, column: usize, width: usize, out: &mut Vec<Line>) {
    let (text, ink) = match row.reason {
        Some(reason) => (format!("{} ({reason})", row.action.help()), Ink::Muted),
        None => (row.action.help().to_owned(), Ink::Text),
    };
    let keys = compose::words(&row.keys.join("  "), Ink::Key, column);
    let help = compose::words(&text, ink, width.saturating_sub(column + 4).max(1));
    for i in 0..keys.len().max(help.len()) {
        let key = keys.get(i).map_or_else(String::new, Line::text);
        let pad = column.saturating_sub(wrap::width(key.trim_end())) + 2;
        let mut line = Line::of("  ", Ink::Text)
            .and(key.trim_end(), Ink::Key)
            .and(" ".repeat(pad), Ink::Text);
        line.spans
            .extend(help.get(i).into_iter().flat_map(|line| line.spans.clone()));
        out.push(line);
    }
}
