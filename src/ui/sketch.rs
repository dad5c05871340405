//! What a frame shows before any cell of it is set: strokes, each with its place, in the order in which they are drawn.
//! A row of the screen is a function of the strokes that touch it. So two sketches tell which rows differ, and where.

use std::ops::Range;
use std::sync::Arc;

use crate::app::Area;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::ink::Shared;
use crate::app::panel::timeline::gutter::Marks;
use crate::app::panel::timeline::gutter::Sign;

/// The strokes of a frame.
#[derive(Debug, Default)]
pub(crate) struct Sketch {
    screen: Area,
    strokes: Vec<Stroke>,
}

/// Something to be drawn in an area.
#[derive(Debug)]
pub(crate) struct Stroke {
    /// Where, cut at the edges of the screen; never empty.
    area: Area,
    what: What,
}

/// What stands before lines: the bar of the cursor, and marks.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Gutter {
    /// How many lines there are.
    pub(crate) lines: usize,
    /// In which rows the bar stands.
    pub(crate) under_cursor: Range<usize>,
    /// The bar.
    pub(crate) bar: &'static str,
    /// The marks, by row.
    pub(crate) marks: Vec<Marks>,
}

impl Gutter {
    /// The signs in a row from its first column on, and how they are inked; nothing where there is no line.
    pub(crate) fn row(&self, row: usize) -> Option<[Option<Sign>; 4]> {
        if row >= self.lines {
            return None;
        }
        let here = self.under_cursor.contains(&row);
        let bar = here.then_some((self.bar, Ink::Selection));
        let marks = self.marks.iter().find(|marks| marks.row == row);
        let [first, second, third] = marks.map_or([None; 3], |marks| marks.columns);
        Some([bar, first, second, third])
    }
}

/// What is drawn, row by row.
#[derive(Debug)]
pub(crate) enum What {
    /// Lines that are kept by the app: the same one is the same in the next frame.
    Shared(Vec<Shared>),
    /// Lines from one of those that are kept together.
    Part(Arc<Vec<Line>>, usize),
    /// Lines that were made for this frame.
    Lines(Vec<Line>),
    /// A line at the right end of the first row.
    Right(Line),
    /// One sign for each row.
    Signs(Arc<Vec<(&'static str, Ink)>>),
    /// What stands before lines.
    Gutter(Gutter),
    /// A sign and a name.
    Head(&'static str, &'static str, Ink),
    /// The same sign in each row.
    Column(&'static str, Ink),
    /// An ink and no text.
    Fill(Ink),
}

impl Sketch {
    /// Takes everything away, for a screen of this size.
    pub(crate) fn begin(&mut self, screen: Area) {
        self.screen = screen;
        self.strokes.clear();
    }

    /// The screen.
    pub(crate) fn screen(&self) -> Area {
        self.screen
    }

    /// The strokes, from the lowest to the one above all others.
    pub(crate) fn strokes(&self) -> &[Stroke] {
        &self.strokes
    }

    /// A line in a row of an area, cut at its edge.
    pub(crate) fn line(&mut self, area: Area, row: u16, line: Line) {
        let (_, below) = area.split_top(row);
        let (row, _) = below.split_top(1);
        self.push(row, What::Lines(vec![line]));
    }

    /// A line at the right end of the first row of an area.
    pub(crate) fn line_right(&mut self, area: Area, line: Line) {
        let (row, _) = area.split_top(1);
        self.push(row, What::Right(line));
    }

    /// Lines from the top of an area.
    pub(crate) fn lines(&mut self, area: Area, lines: Vec<Line>) {
        self.push(area, What::Lines(lines));
    }

    /// Lines from the top of an area, from one of those that are kept together.
    pub(crate) fn part(&mut self, area: Area, lines: &Arc<Vec<Line>>, top: usize) {
        self.push(area, What::Part(Arc::clone(lines), top));
    }

    /// Kept lines from the top of an area.
    pub(crate) fn shared(&mut self, area: Area, lines: &[Shared]) {
        self.push(area, What::Shared(lines.to_vec()));
    }

    /// One sign in each row from the top of an area.
    pub(crate) fn signs(&mut self, area: Area, signs: &Arc<Vec<(&'static str, Ink)>>) {
        self.push(area, What::Signs(Arc::clone(signs)));
    }

    /// What stands before lines from the top of an area.
    pub(crate) fn gutter(&mut self, area: Area, gutter: Gutter) {
        self.push(area, What::Gutter(gutter));
    }

    /// A sign and a name in the first row of an area.
    pub(crate) fn head(&mut self, area: Area, sign: &'static str, name: &'static str, ink: Ink) {
        let (row, _) = area.split_top(1);
        self.push(row, What::Head(sign, name, ink));
    }

    /// The same sign in each row of an area.
    pub(crate) fn column(&mut self, area: Area, sign: &'static str, ink: Ink) {
        self.push(area, What::Column(sign, ink));
    }

    /// Gives a whole area one ink and no text.
    pub(crate) fn fill(&mut self, area: Area, ink: Ink) {
        self.push(area, What::Fill(ink));
    }

    fn push(&mut self, area: Area, what: What) {
        let (width, height) = (self.screen.width, self.screen.height);
        let area = Area {
            width: area.width.min(width.saturating_sub(area.x)),
            height: area.height.min(height.saturating_sub(area.y)),
            ..area
        };
        if area.width > 0 && area.height > 0 {
            self.strokes.push(Stroke { area, what });
        }
    }
}

impl Stroke {
    /// Where it is drawn.
    pub(crate) fn area(&self) -> Area {
        self.area
    }

    /// What is drawn.
    pub(crate) fn what(&self) -> &What {
        &self.what
    }

    /// The rows of the screen that it touches.
    pub(crate) fn rows(&self) -> Range<usize> {
        let top = usize::from(self.area.y);
        top..top + usize::from(self.area.height)
    }

    /// The columns that it touches.
    pub(crate) fn columns(&self) -> Range<usize> {
        let left = usize::from(self.area.x);
        left..left + usize::from(self.area.width)
    }

    /// Whether a cell may be of both.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        let apart = |one: Range<usize>, other: Range<usize>| {
            one.end <= other.start || other.end <= one.start
        };
        !apart(self.rows(), other.rows()) && !apart(self.columns(), other.columns())
    }

    /// Whether a row of the screen is as another one was in a stroke of the same columns.
    pub(crate) fn is_as(&self, y: usize, old: &Self, was: usize) -> bool {
        let (Some(row), Some(before)) = (self.number(y), old.number(was)) else {
            return false;
        };
        self.what.same(row, &old.what, before)
    }

    /// Whether all rows are as they were.
    pub(crate) fn is_all_as(&self, old: &Self) -> bool {
        self.area == old.area && self.what.all_same(&old.what)
    }

    /// Where a line that a row shows stood before in a stroke of the same area; what is empty stood nowhere. `near` is looked
    /// at first.
    pub(crate) fn find(&self, y: usize, old: &Self, near: Option<usize>) -> Option<usize> {
        let row = self.number(y)?;
        let rows = old.rows().len();
        let near = near.and_then(|was| old.number(was));
        let at = self.what.find(row, &old.what, rows, near)?;
        Some(old.rows().start + at)
    }

    /// A row of the screen, counted from the first one of the stroke.
    fn number(&self, y: usize) -> Option<usize> {
        let number = y.checked_sub(self.area.y.into())?;
        (number < usize::from(self.area.height)).then_some(number)
    }
}

impl What {
    /// The line in a row, counted from the first one.
    pub(crate) fn line(&self, row: usize) -> Option<&Line> {
        match self {
            Self::Shared(lines) => lines.get(row).map(|line| &**line),
            Self::Part(lines, top) => lines.get(top + row),
            Self::Lines(lines) => lines.get(row),
            Self::Right(line) => Some(line),
            Self::Signs(_)
            | Self::Gutter(_)
            | Self::Head(..)
            | Self::Column(..)
            | Self::Fill(_) => None,
        }
    }
    /// Whether it shows the same as another one. May say no where it does.
    fn all_same(&self, old: &Self) -> bool {
        match (self, old) {
            (Self::Shared(lines), Self::Shared(before)) => {
                let mut pairs = lines.iter().zip(before);
                lines.len() == before.len() && pairs.all(|(line, before)| line.is(before))
            }
            (Self::Part(lines, top), Self::Part(before, above)) => {
                top == above && Arc::ptr_eq(lines, before)
            }
            (Self::Signs(signs), Self::Signs(before)) => Arc::ptr_eq(signs, before),
            (Self::Gutter(gutter), Self::Gutter(before)) => gutter == before,
            (Self::Lines(_), _) => false,
            _ => self.same(0, old, 0),
        }
    }

    /// Whether a row shows what a row of another one shows. Kept lines are the same if they are the same one.
    fn same(&self, row: usize, old: &Self, was: usize) -> bool {
        match (self, old) {
            (Self::Shared(lines), Self::Shared(before)) => {
                match (lines.get(row), before.get(was)) {
                    (Some(line), Some(before)) => line.is(before),
                    (line, before) => line.is_none() && before.is_none(),
                }
            }
            (Self::Part(lines, top), Self::Part(before, above)) => {
                let (row, was) = (top + row, above + was);
                let nothing = row >= lines.len() && was >= before.len();
                nothing || (row == was && Arc::ptr_eq(lines, before))
            }
            (Self::Lines(lines), Self::Lines(before)) => lines.get(row) == before.get(was),
            (Self::Signs(signs), Self::Signs(before)) => {
                (row == was && Arc::ptr_eq(signs, before)) || signs.get(row) == before.get(was)
            }
            (Self::Gutter(gutter), Self::Gutter(before)) => gutter.row(row) == before.row(was),
            (Self::Right(line), Self::Right(before)) => line == before,
            (Self::Column(sign, ink), Self::Column(before, other)) => {
                (sign, ink) == (before, other)
            }
            (Self::Head(sign, name, ink), Self::Head(before, old, other)) => {
                (sign, name, ink) == (before, old, other)
            }
            (Self::Fill(ink), Self::Fill(before)) => ink == before,
            _ => false,
        }
    }

    /// Which of so many rows showed the line of a row.
    fn find(&self, row: usize, old: &Self, rows: usize, near: Option<usize>) -> Option<usize> {
        match (self, old) {
            (Self::Shared(lines), Self::Shared(before)) => {
                let line = lines.get(row)?;
                let same = |at: &usize| before.get(*at).is_some_and(|before| before.is(line));
                let near = near.filter(same);
                near.or_else(|| before.iter().position(|before| before.is(line)))
            }
            (Self::Part(lines, top), Self::Part(before, above)) => {
                let kept = Arc::ptr_eq(lines, before) && top + row < lines.len();
                let at = (top + row).checked_sub(*above)?;
                (kept && at < rows).then_some(at)
            }
            (Self::Lines(lines), Self::Lines(before)) => {
                let line = lines.get(row).filter(|line| !line.spans.is_empty())?;
                let same = |at: &usize| before.get(*at) == Some(line);
                let near = near.filter(same);
                near.or_else(|| before.iter().position(|before| before == line))
            }
            _ => None,
        }
    }
}
