//! Text without meaning of its own: made safe, reduced to words, compared.

pub mod diff;
pub mod fact;
pub mod likeness;
mod safe;
pub mod words;

pub use safe::SafeText;
