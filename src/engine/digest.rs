//! One snapshot read by itself: its format is recognised from the content, and that format's reader does the rest.

use crate::engine::model::Piece;
use crate::engine::model::RawSnapshot;
use crate::engine::model::Reading;
use crate::engine::model::Role;
use crate::engine::parse::format;
use crate::engine::rules::Rules;

/// The version of everything that turns bytes into readings and timelines; a store that holds an older one reads its snapshots again.
pub const VERSION: u32 = 48;

/// How one snapshot is read, and whether it is a live blog at all.
#[derive(Debug, Clone, PartialEq)]
pub struct Looked {
    /// Everything in it.
    pub reading: Reading,
    /// Why it is no live blog, in plain words: an ordinary article, a front page, a login wall, no text. Nothing if it may be one.
    pub refusal: Option<String>,
    /// Where the fields of the entries were taken from, if the format states its entries in several places.
    pub evidence: Vec<Evidence>,
}

/// Where one field of the entries was taken from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The field.
    pub field: &'static str,
    /// The sources that it was taken from, with the number of entries each.
    pub sources: Vec<(&'static str, usize)>,
    /// The rule that decided.
    pub why: String,
}

/// A fingerprint of what a snapshot says: its texts, times and authors, without furniture and without times that pass by
/// themselves ("9 minutes ago"). Two captures with the same fingerprint tell the reader the same.
pub fn content(reading: &Reading) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new();
    let mut add = |text: &str| {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    };
    let passes = |piece: &Piece| piece.stamp.as_ref().is_some_and(|at| at.ago.is_some());
    let told = reading.pieces.iter();
    for piece in told.filter(|piece| piece.role != Role::Furniture && !passes(piece)) {
        add(&format!("{:?}", piece.role));
        add(&piece.text);
        if let Some(native) = &piece.native {
            add(native.id.as_deref().unwrap_or_default());
            add(&format!("{:?}{:?}", native.published_at, native.updated_at));
            add(native.author.as_ref().map_or("", |author| author));
        }
    }
    let mut print = [0; 16];
    print.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    print
}

/// Reads one snapshot and says what it is. Total: whatever the bytes are, nothing fails and nothing is lost.
pub fn look(raw: &RawSnapshot, rules: &Rules) -> Looked {
    (format::of(&raw.bytes).look)(raw, rules)
}

/// Reads one snapshot, as [`look`] does.
pub fn digest(raw: &RawSnapshot, rules: &Rules) -> Reading {
    look(raw, rules).reading
}

/// Says why a snapshot is no live blog, as [`look`] does.
pub fn refusal(raw: &RawSnapshot, rules: &Rules) -> Option<String> {
    look(raw, rules).refusal
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::model::Capture;

    fn print(text: &str) -> [u8; 16] {
        let raw = RawSnapshot::new(Capture::default(), text.as_bytes().to_vec());
        content(&digest(&raw, Rules::builtin()))
    }

    #[test]
    fn content_is_what_is_told() {
        let page = |ago: &str, text: &str| {
            format!(
                "<html><head><title>Flood live</title></head><body><h1>Flood live</h1>
                 <article id=\"e-2\"><time datetime=\"2031-03-14T09:10:00Z\">{ago}</time><h2>Bridge closed</h2><p>{text}</p></article>
                 <article id=\"e-1\"><time datetime=\"2031-03-14T09:00:00Z\">{ago}</time><h2>River rises</h2><p>The river rose over night.</p></article></body></html>"
            )
        };
        let first = print(&page("9 minutes ago", "The bridge was closed at nine."));
        assert_eq!(
            first,
            print(&page("10 minutes ago", "The bridge was closed at nine."))
        );
        assert_ne!(
            first,
            print(&page("9 minutes ago", "The bridge was closed at ten."))
        );
    }
}
