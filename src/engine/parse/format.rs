//! The formats that a snapshot may have, in one table: how each is recognised from its content, and how it is read.

use crate::engine::clean;
use crate::engine::model::PageMeta;
use crate::engine::model::RawSnapshot;
use crate::engine::model::Reading;
use crate::engine::parse;
use crate::engine::parse::Encoding;
use crate::engine::parse::page;
use crate::engine::rules::Rules;
use crate::engine::segment;

/// One format.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// Its name, as in the export.
    pub name: &'static str,
    /// Whether bytes are of this format; exactly one format claims any bytes.
    pub sniff: fn(&[u8]) -> bool,
    /// Reads a snapshot of this format. Total.
    pub read: fn(&RawSnapshot, &Rules) -> Reading,
    /// Says why a snapshot of this format is no live blog; nothing if it may be one.
    pub refusal: fn(&RawSnapshot, &Rules) -> Option<String>,
}

/// Every format; the last one takes what no other claims.
pub const FORMATS: &[Format] = &[
    Format {
        name: page::NAME,
        sniff: page::sniff,
        read: page::read,
        refusal: page::refusal,
    },
    Format {
        name: "text",
        sniff: |bytes| !page::sniff(bytes),
        read: read_text,
        refusal: refuse_text,
    },
];

/// The format of some bytes.
pub fn of(bytes: &[u8]) -> &'static Format {
    FORMATS
        .iter()
        .find(|format| (format.sniff)(bytes))
        .unwrap_or(&FORMATS[FORMATS.len() - 1])
}

fn read_text(raw: &RawSnapshot, rules: &Rules) -> Reading {
    let (text, _) = parse::decode(&raw.bytes);
    let segmented = segment::segment(clean::clean(&parse::lines(&text), rules), rules);
    let meta = PageMeta {
        url: raw.capture.url.clone(),
        stated_at: segmented.stated_at,
        ..PageMeta::default()
    };
    Reading {
        snapshot: raw.id,
        format: "text".to_owned(),
        form: segmented.form,
        meta,
        pieces: segmented.pieces,
    }
}

fn refuse_text(raw: &RawSnapshot, _: &Rules) -> Option<String> {
    let (text, encoding) = parse::decode(&raw.bytes);
    if encoding == Encoding::Binary {
        return Some("it is no text but binary data".to_owned());
    }
    text.trim()
        .is_empty()
        .then(|| "it holds no text".to_owned())
}
