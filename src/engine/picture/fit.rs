//! A picture in a place of the screen: how large it is there, and its points as the cells show them.

use crate::engine::picture::Raster;
use crate::engine::picture::points;

/// The size of a picture that fits into a place as large as it can be without being drawn larger than twice its own size; all
/// in points. Nothing where there is no place.
pub fn within((width, height): (u32, u32), place: (u32, u32)) -> Option<(u32, u32)> {
    if width == 0 || height == 0 || place.0 == 0 || place.1 == 0 {
        return None;
    }
    let most = (
        place.0.min(width.saturating_mul(2)),
        place.1.min(height.saturating_mul(2)),
    );
    let (wide, high) = (u64::from(width), u64::from(height));
    let by_width = u64::from(most.0) * high / wide;
    let (columns, rows) = if by_width <= u64::from(most.1) {
        (u64::from(most.0), by_width)
    } else {
        (u64::from(most.1) * wide / high, u64::from(most.1))
    };
    let points = |n: u64| u32::try_from(n.max(1)).ok();
    Some((points(columns)?, points(rows)?))
}

/// A picture in cells that show two points each, one above the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fitted {
    /// Columns of cells.
    pub width: u16,
    /// Rows of cells.
    pub height: u16,
    /// For each cell, row by row, its upper and its lower point.
    pub cells: Vec<[[u8; 3]; 2]>,
}

impl Fitted {
    /// A picture as large as it can be in so many columns and rows, on a ground of one colour.
    pub fn into(raster: &Raster, columns: u16, rows: u16, ground: [u8; 3]) -> Option<Self> {
        let place = (u32::from(columns), u32::from(rows) * 2);
        let (wide, high) = within(raster.size(), place)?;
        let points = points(raster, (wide, high), ground);
        let (width, height) = (usize::try_from(wide).ok()?, usize::try_from(high).ok()?);
        let rows = height.div_ceil(2);
        let point = |x: usize, y: usize| {
            let found = points.get(y * width + x).filter(|_| y < height);
            found.copied().unwrap_or(ground)
        };
        let places = (0..rows).flat_map(|row| (0..width).map(move |x| (x, row)));
        let cells = places.map(|(x, row)| [point(x, row * 2), point(x, row * 2 + 1)]);
        Some(Self {
            width: u16::try_from(width).ok()?,
            height: u16::try_from(rows).ok()?,
            cells: cells.collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_keeps_its_shape() {
        assert_eq!(within((1000, 500), (100, 80)), Some((100, 50)));
        assert_eq!(within((500, 1000), (100, 80)), Some((40, 80)));
        assert_eq!(within((10, 10), (100, 80)), Some((20, 20)));
        assert_eq!(within((4000, 3), (100, 80)), Some((100, 1)));
        assert_eq!(within((10, 10), (0, 80)), None);
    }

    #[test]
    fn a_cell_shows_two_points_and_what_is_not_there_shows_the_ground() {
        let raster = Raster {
            width: 2,
            height: 3,
            points: [[255, 0, 0, 255]; 4]
                .into_iter()
                .chain([[0, 255, 0, 255], [0, 0, 255, 0]])
                .flatten()
                .collect(),
            full: (2, 3),
        };
        let fitted = Fitted::into(&raster, 2, 4, [7; 3]).unwrap();
        assert_eq!((fitted.width, fitted.height), (2, 2));
        let (red, ground) = ([255, 0, 0], [7; 3]);
        assert_eq!(fitted.cells[..2], [[red, red]; 2]);
        assert_eq!(fitted.cells[2..], [[[0, 255, 0], ground], [ground, ground]]);
    }
}
