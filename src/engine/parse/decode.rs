//! Bytes to text: byte order mark, then UTF-8, then windows-1252.

use std::borrow::Cow;

/// How bytes were turned into text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16 with a byte order mark.
    Utf16,
    /// The encoding of old pages in western languages.
    Windows1252,
    /// Not text at all.
    Binary,
}

/// How many bytes are looked at to tell text from other files.
const SNIFFED: usize = 8192;

/// Turns bytes into text. Total: what cannot be decoded becomes U+FFFD.
pub fn decode(bytes: &[u8]) -> (Cow<'_, str>, Encoding) {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        let kind = if encoding == encoding_rs::UTF_8 {
            Encoding::Utf8
        } else {
            Encoding::Utf16
        };
        let (text, _) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return (text, kind);
    }
    let head = &bytes[..bytes.len().min(SNIFFED)];
    if let Ok(text) = std::str::from_utf8(bytes) {
        let kind = if head.iter().filter(|b| **b == 0).count() * 100 > head.len() {
            Encoding::Binary
        } else {
            Encoding::Utf8
        };
        return (Cow::Borrowed(text), kind);
    }
    let odd = head
        .iter()
        .filter(|b| **b < 9 || (14..27).contains(*b) || (28..32).contains(*b))
        .count();
    if odd * 50 > head.len() {
        return (String::from_utf8_lossy(bytes), Encoding::Binary);
    }
    let invalid = String::from_utf8_lossy(head)
        .chars()
        .filter(|c| *c == '\u{fffd}')
        .count();
    let high = head.iter().filter(|b| **b >= 0x80).count();
    if invalid * 4 < high {
        return (String::from_utf8_lossy(bytes), Encoding::Utf8);
    }
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
    (text, Encoding::Windows1252)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_encoding_is_recognised() {
        assert_eq!(
            decode("Zürich".as_bytes()),
            ("Zürich".into(), Encoding::Utf8)
        );
        assert_eq!(
            decode(b"Z\xfcrich"),
            ("Zürich".into(), Encoding::Windows1252)
        );
        assert_eq!(decode(b"\xff\xfeZ\0\xfc\0"), ("Zü".into(), Encoding::Utf16));
        assert_eq!(decode(b"\x7fELF\0\0\0\0\x01\x02\x90").1, Encoding::Binary);
        assert_eq!(decode(b"").1, Encoding::Utf8);
    }
}
