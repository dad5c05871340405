//! One file for each pane and overlay; the files of the same names in `app/panel` hold their state.

pub(crate) mod articles;
pub(crate) mod help;
pub(crate) mod hints;
pub(crate) mod list;
pub(crate) mod names;
pub(crate) mod picture;
pub(crate) mod reader;
pub(crate) mod sheet;
pub(crate) mod timeline;
