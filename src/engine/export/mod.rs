//! Timelines as documents for people and programs, one file for each format.

mod atom;
pub mod bookmarks;
mod html;
mod json;
pub(crate) mod md;
pub(crate) mod telling;

use crate::engine::model::MarkedEntry;
use crate::engine::model::Marks;
use crate::engine::model::Timeline;
use crate::engine::names::Correction;

/// A timeline with the marks of its entries, in the same order.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkedTimeline {
    /// The timeline.
    pub timeline: Timeline,
    /// The marks, one for each entry.
    pub marks: Vec<Marks>,
    /// What the person corrected of names.
    pub corrections: Vec<Correction>,
}

/// A format that timelines are written in.
#[derive(Debug, Clone, Copy)]
pub struct ExportFormat {
    /// The name on the command line.
    pub name: &'static str,
    /// What it is for.
    pub help: &'static str,
    /// Writes timelines as one document.
    pub write: fn(&[MarkedTimeline]) -> String,
}

/// An entry as the JSON export has it.
pub(crate) fn entry_value(marked: &MarkedEntry) -> serde_json::Value {
    json::value(marked)
}

/// Every export format.
pub const EXPORTS: &[ExportFormat] = &[
    ExportFormat {
        name: "json",
        help: "everything, for programs: the documented, stable export",
        write: json::write,
    },
    ExportFormat {
        name: "md",
        help: "Markdown with marks, notes and sources",
        write: md::write,
    },
    ExportFormat {
        name: "html",
        help: "one page for a browser, with earlier versions",
        write: html::write,
    },
    ExportFormat {
        name: "atom",
        help: "a feed",
        write: atom::write,
    },
];
