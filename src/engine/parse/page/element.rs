//! Questions to elements: their attributes, how much text they hold, whether they border blocks; and text on one line.

use scraper::ElementRef;

use crate::engine::text::SafeText;

/// A cell with more text than this belongs to a layout, not to a table.
const CELL: usize = 400;

/// The first of the attributes that an element has.
pub(super) fn attribute<'a>(element: &ElementRef<'a>, names: &[String]) -> Option<&'a str> {
    names
        .iter()
        .find_map(|name| element.attr(name))
        .filter(|value| !value.trim().is_empty())
}

/// A text on one line, made safe, without spaces at its ends and doubled spaces.
pub(super) fn collapse(text: &str) -> SafeText {
    let safe = SafeText::new(text);
    let mut out = String::with_capacity(safe.len());
    for word in safe.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    SafeText::from(out)
}

pub(super) fn cells(text: &str) -> String {
    let cells = text
        .split('\u{1}')
        .map(str::trim)
        .filter(|cell| !cell.is_empty());
    cells.collect::<Vec<_>>().join(" | ")
}

pub(super) fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// How many bytes of text an element has, counted up to a bound.
pub(super) fn length(element: &ElementRef<'_>, bound: usize) -> usize {
    let mut sum = 0;
    for text in element.text() {
        sum += text.trim().len();
        if sum >= bound {
            break;
        }
    }
    sum
}

/// Whether a row belongs to a table of short cells.
pub(super) fn is_data_row(row: &ElementRef<'_>) -> bool {
    row.child_elements().count() > 1
        && row
            .child_elements()
            .all(|cell| length(&cell, CELL + 1) <= CELL)
}

/// Whether an element holds a page's headline or much text: then its class name says nothing.
pub(super) fn holds_most(element: &ElementRef<'_>) -> bool {
    element
        .descendent_elements()
        .any(|inner| inner.value().name() == "h1")
        || length(element, 20_001) > 20_000
}

pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
            | "video"
            | "button"
            | "label"
    )
}
