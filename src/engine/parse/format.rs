//! The formats that a snapshot may have, in one table: how each is recognised from its content, and how it is read.

use crate::engine::clean;
use crate::engine::model::PageMeta;
use crate::engine::model::RawSnapshot;
use crate::engine::model::Reading;
use crate::engine::parse;
use crate::engine::parse::Encoding;
use crate::engine::parse::feed;
use crate::engine::parse::page;
use crate::engine::parse::page::charset;
use crate::engine::parse::page::document;
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
        name: feed::NAME,
        sniff: feed::sniff,
        read: feed::read,
        refusal: feed::refusal,
    },
    Format {
        name: document::NAME,
        sniff: |bytes| document::sniff(bytes) && !feed::sniff(bytes),
        read: document::read,
        refusal: document::refusal,
    },
    Format {
        name: page::NAME,
        sniff: |bytes| page::sniff(bytes) && !feed::sniff(bytes),
        read: page::read,
        refusal: page::refusal,
    },
    Format {
        name: "text",
        sniff: |bytes| !page::sniff(bytes) && !feed::sniff(bytes) && !document::sniff(bytes),
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
    let media_type = raw.capture.media_type.as_deref();
    let declared = media_type.and_then(charset::in_media_type);
    let (text, _) = parse::decode_as(&raw.bytes, declared);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_one_format_claims_each_file() {
        let fixtures: &[(&str, &[u8])] = &[
            (
                "html",
                include_bytes!("../../../tests/data/pages/nested.html"),
            ),
            ("html", b"\xef\xbb\xbf\n<!-- saved -->\n<HTML lang=en>"),
            (
                "html",
                b"<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"x\"><html>",
            ),
            (
                "text",
                include_bytes!("../../../assets/sample/2031-03-14T1130_headed.txt"),
            ),
            (
                "feed",
                b"\xef\xbb\xbf<?xml version=\"1.0\"?>\n<!-- x -->\n<rss version=\"2.0\"><channel/></rss>",
            ),
            ("feed", b"<feed xmlns=\"http://www.w3.org/2005/Atom\"><title><![CDATA[<html>]]></title></feed>"),
            ("feed", b"<rdf:RDF xmlns:rdf=\"x\"></rdf:RDF>"),
            ("feed", b"{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": []}"),
            ("json", b" [{\"posts\": []}]"),
            ("text", b"{ brackets } in a text"),
            ("text", b"[Live] updates"),
            ("text", b"<3 is how many readers answered"),
            ("text", b""),
        ];
        for (name, bytes) in fixtures {
            let claims: Vec<&str> = FORMATS
                .iter()
                .filter(|format| (format.sniff)(bytes))
                .map(|format| format.name)
                .collect();
            assert_eq!(claims, [*name]);
            assert_eq!(of(bytes).name, *name);
        }
        for format in FORMATS {
            assert!(
                fixtures.iter().any(|(name, _)| *name == format.name),
                "{} has a fixture",
                format.name
            );
        }
    }
}
