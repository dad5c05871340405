//! Signs of several parts, like families and skin tones, are one sign in some terminals and several in others. The cells of a
//! row that the parts may spill into are written again, now and in the frame after, so that nothing of them stays.

use crate::ui::cell::Cell;
use crate::ui::cell::sign_of;
use crate::ui::sign;
use crate::ui::sign::Signs;

/// Finds the cells of a row to be written whatever they show; `spilt` are those of the frame before, and then of this one.
pub(super) fn over(row: &[Cell], signs: &Signs, spilt: &mut Vec<usize>, forced: &mut Vec<usize>) {
    let width = row.len();
    forced.append(spilt);
    for (column, cell) in row.iter().enumerate() {
        let sign = sign_of(*cell);
        if let Some(parts) = signs.joined(sign) {
            let next = (column + signs.width(sign)).min(width);
            let end = (column + 2 * parts).min(width).max(next);
            forced.extend(next..end);
            // The cells under the sign may hold a part of it too, once it is gone.
            spilt.extend(column + 1..end);
        }
    }
    // What is covered is never written by itself.
    forced.retain(|at| {
        row.get(*at)
            .is_some_and(|cell| sign_of(*cell) != sign::COVERED)
    });
}
