//! What is to be drawn, row by row, before it becomes cells, so that a row that stayed the same need not be drawn again.
//! How it looks is not known here; `paint` makes cells of it.

use unicode_width::UnicodeWidthStr;

use crate::app::Area;
use crate::app::ink::Ink;
use crate::app::ink::Line;

/// One step of drawing a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Empty some columns and give them one ink.
    Fill {
        /// The first column.
        x: u16,
        /// The column after the last.
        end: u16,
        /// What the columns are.
        ink: Ink,
    },
    /// Go to a column; what is written ends before another one.
    Go {
        /// The column.
        x: u16,
        /// The column after the last.
        end: u16,
    },
    /// Write so many bytes of the row's text.
    Write {
        /// What they are.
        ink: Ink,
        /// How many bytes.
        bytes: usize,
    },
    /// Lay an ink under what stands in some columns.
    Under {
        /// The first column.
        x: u16,
        /// The column after the last.
        end: u16,
        /// What the columns are.
        ink: Ink,
    },
}

/// How one row is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    steps: Vec<Step>,
    text: String,
}

/// Some columns of a row, drawn by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part<'a> {
    /// The first column.
    pub x: u16,
    /// The column after the last.
    pub end: u16,
    steps: &'a [Step],
    text: &'a str,
}

impl<'a> Part<'a> {
    /// The steps, in order, each with the text that it writes.
    pub fn steps(&self) -> impl Iterator<Item = (Step, &'a str)> {
        steps(self.steps, self.text)
    }
}

fn steps<'a>(steps: &'a [Step], text: &'a str) -> impl Iterator<Item = (Step, &'a str)> {
    let mut rest = text;
    steps.iter().map(move |step| {
        let Step::Write { bytes, .. } = step else {
            return (*step, "");
        };
        let (text, after) = rest.split_at_checked(*bytes).unwrap_or((rest, ""));
        rest = after;
        (*step, text)
    })
}

impl Row {
    /// The steps, in order, each with the text that it writes.
    pub fn steps(&self) -> impl Iterator<Item = (Step, &str)> {
        steps(&self.steps, &self.text)
    }

    /// All text that is written in the row.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The parts of the row, from left to right, if it has any that lie side by side and nothing over or under them.
    pub fn parts(&self) -> Option<Vec<Part<'_>>> {
        let mut parts: Vec<Part<'_>> = Vec::new();
        let (mut from, mut at) = (0, 0);
        for (number, step) in self.steps.iter().enumerate() {
            match *step {
                Step::Fill { .. } => return None,
                Step::Go { x, end } => {
                    if parts.last().is_some_and(|part| part.end > x) {
                        return None;
                    }
                    (from, at) = (number, at + parts.last().map_or(0, |part| part.text.len()));
                    let (steps, text) = (&self.steps[number..=number], "");
                    parts.push(Part {
                        x,
                        end,
                        steps,
                        text,
                    });
                }
                Step::Write { bytes, .. } => {
                    let part = parts.last_mut()?;
                    part.steps = &self.steps[from..=number];
                    part.text = self.text.get(at..at + part.text.len() + bytes)?;
                }
                Step::Under { x, end, .. } => {
                    let part = parts.last_mut()?;
                    if (x, end) != (part.x, part.end) {
                        return None;
                    }
                    part.steps = &self.steps[from..=number];
                }
            }
        }
        Some(parts)
    }

    fn clear(&mut self) {
        self.steps.clear();
        self.text.clear();
    }
}

/// How a whole screen is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Script {
    /// The screen.
    pub area: Area,
    rows: Vec<Row>,
}

impl Script {
    /// Begins anew, for a screen of this size.
    pub fn begin(&mut self, area: Area) {
        self.area = area;
        self.rows.iter_mut().for_each(Row::clear);
        self.rows.resize_with(area.height.into(), Row::default);
    }

    /// The rows, from top to bottom.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Writes a line into a row of an area, cut at its edge.
    pub(crate) fn line(&mut self, area: Area, row: u16, line: &Line) {
        if row >= area.height {
            return;
        }
        let (x, end) = (area.x, area.x + area.width);
        let Some(out) = self.rows.get_mut(usize::from(area.y + row)) else {
            return;
        };
        out.steps.push(Step::Go { x, end });
        for span in &line.spans {
            out.steps.push(Step::Write {
                ink: span.ink,
                bytes: span.text.len(),
            });
            out.text.push_str(&span.text);
        }
        let under = line.fill.map(|ink| Step::Under { x, end, ink });
        out.steps.extend(under);
    }

    /// Writes a line at the right end of the first row of an area.
    pub(crate) fn line_right(&mut self, area: Area, line: &Line) {
        let width = u16::try_from(line.text().width())
            .unwrap_or(u16::MAX)
            .min(area.width);
        let (_, right) = area.split_left(area.width - width);
        self.line(right, 0, line);
    }

    /// Writes lines from the top of an area.
    pub(crate) fn lines<'a>(&mut self, area: Area, lines: impl IntoIterator<Item = &'a Line>) {
        for (row, line) in (0..area.height).zip(lines) {
            self.line(area, row, line);
        }
    }

    /// Gives a whole area one ink and no text.
    pub(crate) fn fill(&mut self, area: Area, ink: Ink) {
        let (x, end) = (area.x, area.x + area.width);
        let rows = self.rows.iter_mut().skip(area.y.into());
        for row in rows.take(area.height.into()) {
            row.steps.push(Step::Fill { x, end, ink });
        }
    }
}
