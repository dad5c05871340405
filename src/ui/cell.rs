//! The cells of a screen: what each shows and how it looks, as one number of four bytes, so that a row of them is copied and
//! compared as memory.

use crate::ui::looks::BARE;
use crate::ui::sign;

/// What a cell shows in the upper bits, how it looks in the lower ones.
pub(crate) type Cell = u32;

/// So many bits say how a cell looks; the others are enough for every sign.
const LOOK_BITS: u32 = 11;
/// So many looks have numbers.
pub(crate) const LOOKS: u32 = 1 << LOOK_BITS;

/// A cell that nothing was written into.
pub(crate) const EMPTY: Cell = cell(sign::BLANK, BARE);
/// A cell of which is not known what it shows; no cell that is drawn equals it.
pub(crate) const UNKNOWN: Cell = Cell::MAX;

/// A cell of a sign and a look.
pub(crate) const fn cell(sign: u32, look: u32) -> Cell {
    sign << LOOK_BITS | look
}

/// The sign of a cell.
pub(crate) fn sign_of(cell: Cell) -> u32 {
    cell >> LOOK_BITS
}

/// The number of the look of a cell.
pub(crate) fn look_of(cell: Cell) -> u32 {
    cell & (LOOKS - 1)
}

/// A row of cells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Row {
    pub(crate) cells: Vec<Cell>,
    /// Whether it holds something other than letters of one cell.
    pub(crate) special: bool,
}

impl Row {
    /// A row of so many cells, all the same.
    pub(crate) fn of(cell: Cell, width: usize) -> Self {
        Self {
            cells: vec![cell; width],
            special: false,
        }
    }

    /// Becomes a row of so many cells, all the same.
    pub(crate) fn fill(&mut self, cell: Cell, width: usize) {
        self.cells.clear();
        self.cells.resize(width, cell);
        self.special = false;
    }
}
