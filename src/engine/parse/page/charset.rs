//! What a page or its header declares of its encoding.

use std::borrow::Cow;

use encoding_rs::Encoding;

use crate::engine::parse;

/// How many bytes at the beginning may declare the encoding.
const DECLARED_WITHIN: usize = 4096;

/// Decodes a page. Total: what cannot be decoded becomes U+FFFD. The header's word comes before the page's own.
pub(super) fn decode<'b>(bytes: &'b [u8], media_type: Option<&str>) -> Cow<'b, str> {
    let head = &bytes[..bytes.len().min(DECLARED_WITHIN)];
    let encoding = media_type
        .and_then(in_media_type)
        .or_else(|| declared(head));
    parse::decode_as(bytes, encoding).0
}

/// The encoding that a header names: `text/html; charset=koi8-r`.
pub(crate) fn in_media_type(media_type: &str) -> Option<&'static Encoding> {
    declared(media_type.as_bytes())
}

/// The encoding that a `<meta>` or an XML declaration names.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    ["charset", "encoding"]
        .into_iter()
        .flat_map(|word| head.match_indices(word))
        .find_map(|(at, word)| {
            let value = head[at + word.len()..].trim_start().strip_prefix('=')?;
            let value = value.trim_start().trim_start_matches(['"', '\'']);
            let end = value
                .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | ':' | '.'))
                .unwrap_or(value.len());
            Encoding::for_label_no_replacement(&value.as_bytes()[..end])
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_declared_encoding_is_used_where_the_bytes_are_not_utf8() {
        let polish = b"<meta charset=\"iso-8859-2\"><p>Za\xbf\xf3\xb3\xe6";
        assert!(decode(polish, None).ends_with("Zażółć"));
        let lie = "<meta charset=windows-1252><p>Zażółć".as_bytes();
        assert!(decode(lie, None).ends_with("Zażółć"));
        assert!(decode(b"<html><p>caf\xe9", None).ends_with("café"));
        assert!(decode(b"\xef\xbb\xbf<p>caf\xc3\xa9", None).starts_with("<p>"));
        let cyrillic =
            b"<meta http-equiv=Content-Type content='text/html; charset=windows-1251'>\xcf\xf0\xe8";
        assert!(decode(cyrillic, None).ends_with("При"));
        let header = decode(
            b"<meta charset=iso-8859-1><p>\xd0\xd2\xc9",
            Some("text/html; charset=KOI8-R"),
        );
        assert!(header.ends_with("при"));
    }
}
