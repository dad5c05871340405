//! Bytes of a page to text: byte order mark, then what the page declares, then UTF-8, then windows-1252.

use std::borrow::Cow;

use encoding_rs::Encoding;

use crate::engine::parse;

/// How many bytes at the beginning may declare the encoding.
const DECLARED_WITHIN: usize = 4096;

/// Decodes a page. Total: what cannot be decoded becomes U+FFFD.
pub(super) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if Encoding::for_bom(bytes).is_some() || std::str::from_utf8(bytes).is_ok() {
        return parse::decode(bytes).0;
    }
    match declared(&bytes[..bytes.len().min(DECLARED_WITHIN)]) {
        Some(encoding) if encoding != encoding_rs::UTF_8 => {
            encoding.decode_without_bom_handling(bytes).0
        }
        _ => parse::decode(bytes).0,
    }
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
            let end = value.find(|c: char| {
                !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | ':' | '.')
            })?;
            Encoding::for_label(&value.as_bytes()[..end])
        })
        .filter(|encoding| encoding.is_ascii_compatible())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_declared_encoding_is_used_where_the_bytes_are_not_utf8() {
        let polish = b"<meta charset=\"iso-8859-2\"><p>Za\xbf\xf3\xb3\xe6";
        assert!(decode(polish).ends_with("Zażółć"));
        let lie = "<meta charset=windows-1252><p>Zażółć".as_bytes();
        assert!(decode(lie).ends_with("Zażółć"));
        assert!(decode(b"<html><p>caf\xe9").ends_with("café"));
        assert!(decode(b"\xef\xbb\xbf<p>caf\xc3\xa9").starts_with("<p>"));
        let cyrillic =
            b"<meta http-equiv=Content-Type content='text/html; charset=windows-1251'>\xcf\xf0\xe8";
        assert!(decode(cyrillic).ends_with("При"));
    }
}
