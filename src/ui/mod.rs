//! Drawing: turns the reader's state into cells, without changing it.
//! No keys, no files, no clock.

pub mod svg;
pub mod theme;
pub mod tone;
