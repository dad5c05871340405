//! One file for each pane and overlay: its state and what actions do to it.
//! The files of the same names in `ui/panel` draw them.

pub mod articles;
pub mod command;
pub mod filter;
pub mod help;
pub mod hints;
pub mod list;
pub mod names;
pub mod picture;
pub mod prompt;
pub mod reader;
pub mod scrub;
pub mod search;
pub mod sheet;
pub mod timeline;
