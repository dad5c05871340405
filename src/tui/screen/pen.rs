//! Writes cells of a frame in as few bytes as is simple: goes to where something differs, says looks only when they change.

use std::ops::Range;

use ratatui::style::Color;
use ratatui::style::Modifier;

use crate::tui::screen::ansi;
use crate::ui::brush::Brush;
use crate::ui::cell::Cell;
use crate::ui::cell::look_of;
use crate::ui::cell::sign_of;
use crate::ui::looks::BARE;
use crate::ui::shift::Shift;
use crate::ui::sign;
use crate::ui::sign::simple;

/// Up to so many cells are written once more rather than jumped over.
const STEP: usize = 4;
/// From so many empty cells at the end of a row on, they are emptied at once.
const TAIL: usize = 6;
/// So many cells are compared at once.
const BAND: usize = 16;

/// What writes.
#[derive(Debug, Default)]
pub(super) struct Pen {
    /// The sequences of looks, by number; empty where one was not needed yet.
    looks: Vec<Vec<u8>>,
    /// The bytes of a frame.
    out: Vec<u8>,
    /// Where the terminal's cursor stands, if that is certain.
    at: Option<(usize, usize)>,
    /// In which looks it writes.
    look: u32,
    text: String,
}

impl Pen {
    /// Begins a frame, on a terminal that writes in its own looks.
    pub(super) fn begin(&mut self) {
        self.out.clear();
        self.at = None;
        self.look = BARE;
    }

    /// The bytes so far.
    pub(super) fn out(&self) -> &[u8] {
        &self.out
    }

    /// Where bytes are added that are none of cells; the terminal must write in its own looks before and after them.
    pub(super) fn beside(&mut self) -> &mut Vec<u8> {
        self.at = None;
        &mut self.out
    }

    /// Forgets what looks are called, because their numbers have another meaning.
    pub(super) fn forget_looks(&mut self) {
        self.looks.clear();
    }

    /// Empties the screen.
    pub(super) fn clear_screen(&mut self) {
        self.out.extend_from_slice(ansi::CLEAR);
    }

    /// Moves rows.
    pub(super) fn shift(&mut self, shift: &Shift) {
        ansi::shift(shift.region.clone(), shift.by, shift.up, &mut self.out);
    }

    /// Writes those of some cells of a row that differ from those shown, and those that are to be written anyway. In all other
    /// columns the row is as it is shown.
    pub(super) fn row(
        &mut self,
        y: usize,
        columns: Range<usize>,
        (row, shown): (&[Cell], &[Cell]),
        forced: &[usize],
        brush: &Brush,
    ) {
        let mut tail = None;
        let Range { start: mut x, end } = columns.clone();
        while let Some(skipped) = differing(&row[x..end], &shown[x..end], x, forced) {
            x += skipped;
            if sign_of(row[x]) == sign::BLANK
                && x >= *tail.get_or_insert_with(|| self::tail(row, shown, columns.clone(), brush))
            {
                self.go(x, y, row, brush);
                self.use_look(look_of(row[x]), brush);
                self.out.extend_from_slice(ansi::CLEAR_ROW);
                return;
            }
            // What is covered is written with the sign that covers it.
            let covered = |x: &usize| sign_of(row[*x]) != sign::COVERED;
            let from = (columns.start..=x).rev().find(covered).unwrap_or(x);
            self.go(from, y, row, brush);
            x = (from + self.put(from, y, row, brush)).max(x + 1).min(end);
        }
    }

    /// Leaves the terminal in its own looks.
    pub(super) fn finish(&mut self) {
        if self.look != BARE {
            self.out.extend_from_slice(ansi::PLAIN);
        }
    }

    /// Goes to a cell.
    fn go(&mut self, x: usize, y: usize, row: &[Cell], brush: &Brush) {
        match self.at {
            Some(at) if at == (x, y) => {}
            Some((from, same)) if same == y && from < x => {
                let between = &row[from..x];
                let letter = |cell: &Cell| {
                    let sign = char::from_u32(sign_of(*cell)).and_then(simple);
                    sign == Some(1) && look_of(*cell) == self.look
                };
                if between.len() <= STEP && between.iter().all(letter) {
                    for cell in between {
                        self.sign(sign_of(*cell), brush);
                    }
                } else {
                    ansi::right(x - from, &mut self.out);
                }
            }
            _ => ansi::go(x, y, &mut self.out),
        }
        self.at = Some((x, y));
    }

    /// Writes a cell where the cursor stands; answers how many columns it took.
    fn put(&mut self, x: usize, y: usize, row: &[Cell], brush: &Brush) -> usize {
        self.use_look(look_of(row[x]), brush);
        let sign = sign_of(row[x]);
        if let Ok(byte @ b' '..0x7f) = u8::try_from(sign) {
            self.out.push(byte);
            self.at = (x + 1 < row.len()).then_some((x + 1, y));
            return 1;
        }
        self.sign(sign, brush);
        let letter = char::from_u32(sign).and_then(simple);
        let width = letter.unwrap_or_else(|| brush.signs().width(sign));
        let next = x + width;
        // After signs that terminals draw of different widths, and at the edge, the cursor may be anywhere.
        let certain = letter.is_some() && next < row.len();
        self.at = certain.then_some((next, y));
        width
    }

    fn sign(&mut self, sign: u32, brush: &Brush) {
        match u8::try_from(sign) {
            Ok(byte) if byte.is_ascii() => self.out.push(byte),
            _ => {
                self.text.clear();
                brush.signs().write(sign, &mut self.text);
                self.out.extend_from_slice(self.text.as_bytes());
            }
        }
    }

    fn use_look(&mut self, look: u32, brush: &Brush) {
        if self.look == look {
            return;
        }
        self.look = look;
        let at = look as usize;
        if self.looks.len() <= at {
            self.looks.resize(at + 1, Vec::new());
        }
        let sequence = &mut self.looks[at];
        if sequence.is_empty() {
            *sequence = ansi::look(brush.look(look));
        }
        self.out.extend_from_slice(sequence);
    }
}

/// From which column on a row is empty to its end, in looks of which nothing shows. Beyond the columns it is as it is shown.
fn tail(row: &[Cell], shown: &[Cell], columns: Range<usize>, brush: &Brush) -> usize {
    let (none, width) = (shown.len(), shown.len());
    let (drawn, beyond) = (&row[columns.clone()], &shown[columns.end..]);
    let Some(last) = beyond.last().or(drawn.last()) else {
        return none;
    };
    let look = brush.look(look_of(*last));
    let marks = Modifier::REVERSED | Modifier::UNDERLINED | Modifier::CROSSED_OUT;
    let shows = look.bg != Color::Reset || look.modifier.intersects(marks);
    if sign_of(*last) != sign::BLANK || shows || beyond.iter().any(|cell| cell != last) {
        return none;
    }
    let before = drawn.iter().rposition(|cell| cell != last);
    let from = columns.start + before.map_or(0, |at| at + 1);
    if width - from < TAIL { none } else { from }
}

/// How many cells are shown as they are before one is not, or is to be written anyway; the first of them is in this column.
fn differing(row: &[Cell], shown: &[Cell], first: usize, forced: &[usize]) -> Option<usize> {
    if row.first()? != shown.first()? {
        return Some(0);
    }
    let pairs = row.iter().zip(shown).enumerate();
    if !forced.is_empty() {
        let mut pairs = pairs;
        return pairs
            .find(|(at, (now, shown))| now != shown || forced.contains(&(first + at)))
            .map(|(at, _)| at);
    }
    // Most cells are as they were, so that many are compared at once.
    let bands = row.chunks(BAND).zip(shown.chunks(BAND));
    let same = bands.take_while(|(now, shown)| now == shown).count();
    let mut pairs = pairs.skip(same * BAND);
    pairs
        .find(|(_, (now, shown))| now != shown)
        .map(|(at, _)| at)
}
