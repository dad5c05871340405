//! The engine: bytes in, timelines out.
//! Pure: no terminal, no database, no network, no file, no thread, no clock.

pub mod clean;
pub mod digest;
pub mod export;
pub mod history;
pub mod matching;
pub mod merge;
pub mod model;
pub mod names;
pub mod news;
pub mod parse;
pub mod picture;
pub mod query;
pub mod rules;
pub mod segment;
pub mod text;
