//! Text without meaning of its own: made safe, reduced to words, compared.

pub mod diff;
pub mod fact;
pub mod likeness;
mod safe;
pub mod words;

pub use safe::SafeText;

/// The beginning of a text, of so many bytes at most.
pub(crate) fn head(text: &str, bytes: usize) -> &str {
    let ends = (0..=text.len().min(bytes)).rev();
    let end = ends.into_iter().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or(0)]
}
