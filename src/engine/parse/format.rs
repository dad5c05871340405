//! The formats that a snapshot may have, in one table: how each is recognised from its content, and how it is read.

use crate::engine::clean;
use crate::engine::digest::Looked;
use crate::engine::model::PageMeta;
use crate::engine::model::RawSnapshot;
use crate::engine::model::Reading;
use crate::engine::parse;
use crate::engine::parse::Encoding;
use crate::engine::parse::feed;
use crate::engine::parse::markdown;
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
    /// Reads a snapshot of this format and says whether it is a live blog. Total.
    pub look: fn(&RawSnapshot, &Rules) -> Looked,
}

/// Every format; the last one takes what no other claims.
pub const FORMATS: &[Format] = &[
    Format {
        name: feed::NAME,
        sniff: feed::sniff,
        look: feed::look,
    },
    Format {
        name: document::NAME,
        sniff: |bytes| document::sniff(bytes) && !feed::sniff(bytes),
        look: document::look,
    },
    Format {
        name: page::NAME,
        sniff: |bytes| page::sniff(bytes) && !feed::sniff(bytes),
        look: page::look,
    },
    Format {
        name: markdown::NAME,
        sniff: |bytes| is_text(bytes) && markdown::sniff(bytes),
        look: markdown::look,
    },
    Format {
        name: "text",
        sniff: |bytes| is_text(bytes) && !markdown::sniff(bytes),
        look: look_at_text,
    },
];

fn is_text(bytes: &[u8]) -> bool {
    !page::sniff(bytes) && !feed::sniff(bytes) && !document::sniff(bytes)
}

/// The format of some bytes.
pub fn of(bytes: &[u8]) -> &'static Format {
    FORMATS
        .iter()
        .find(|format| (format.sniff)(bytes))
        .unwrap_or(&FORMATS[FORMATS.len() - 1])
}

/// Reads the text of a page that stood in other data: a page, Markdown or lines. Data in it is not read again.
pub(super) fn look_at_extract(raw: &RawSnapshot, rules: &Rules) -> Looked {
    if page::sniff(&raw.bytes) {
        page::look(raw, rules)
    } else if markdown::sniff(&raw.bytes) {
        markdown::look(raw, rules)
    } else {
        look_at_text(raw, rules)
    }
}

fn look_at_text(raw: &RawSnapshot, rules: &Rules) -> Looked {
    let media_type = raw.capture.media_type.as_deref();
    let declared = media_type.and_then(charset::in_media_type);
    let (text, encoding) = parse::decode_as(&raw.bytes, declared);
    let segmented = segment::segment(clean::clean(&parse::lines(&text), rules), rules);
    let meta = PageMeta {
        url: raw.capture.url.clone(),
        stated_at: segmented.stated_at,
        ..PageMeta::default()
    };
    let refusal = if encoding == Encoding::Binary {
        Some("it is no text but binary data".to_owned())
    } else {
        text.trim()
            .is_empty()
            .then(|| "it holds no text".to_owned())
    };
    Looked {
        evidence: Vec::new(),
        reading: Reading {
            snapshot: raw.id,
            format: "text".to_owned(),
            form: segmented.form,
            meta,
            pieces: segmented.parted(),
        },
        refusal,
    }
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
            ("text", b"{ \"vars\": { \"id\": 7 } }\n\nHarbour live: boats wait"),
            ("text", b"{ brackets } in a text"),
            ("text", b"[Live] updates"),
            ("text", b"#LIVE - the vote (1/2)\n* * *\nWe *will* update this 2 ** 3 ** 4"),
            ("markdown", b"# Live\n\n## 14:05 The vote\n\nIt begins."),
            ("markdown", b"Live: the vote\n==============\n\nSee [the rules](/rules)."),
            ("markdown", b"Title: Live\n\nURL Source: https://a.example/live\n\nMarkdown Content:\n**14:05** It begins.\n\n**14:01** A\n\n**13:50** B"),
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
