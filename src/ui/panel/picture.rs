//! Draws what stands around a picture; the picture itself is laid over the rows that are left empty.

use crate::app::Area;
use crate::app::ink::Ink;
use crate::app::panel::picture::Gallery;
use crate::ui::sketch::Sketch;

/// Draws the line above the picture, its caption, and what is said in its place.
pub(crate) fn draw(gallery: &Gallery, area: Area, sketch: &mut Sketch) {
    sketch.fill(area, Ink::Text);
    let (head, _) = area.split_top(1);
    sketch.line(head, 0, gallery.head.0.clone());
    sketch.line_right(head, gallery.head.1.clone());
    let (_, inside) = gallery.place.split_left(1);
    sketch.lines(inside, gallery.said.clone());
    let rows = u16::try_from(gallery.below.len()).unwrap_or(u16::MAX);
    let (_, below) = area.split_bottom(rows);
    sketch.lines(below.split_left(1).1, gallery.below.clone());
}
