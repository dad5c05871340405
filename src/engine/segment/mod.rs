//! Scraps to readings: which line is what, and where entries begin.

pub(crate) mod stamp;
