//! Whether bytes can be a text at all, from the bytes alone; what they are decoded as is the engine's business.

/// What to do with bytes that hold no text. Also what marks them as passed over in folders.
pub(super) const NO_TEXT_NEXT: &str = "give a text extract or a saved HTML page";

/// How many bytes are looked at.
const LOOK: usize = 8192;

/// How files that are no text begin, with what they are.
const MAGIC: &[(&[u8], &str)] = &[
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"\x7fELF", "a program (ELF)"),
    (b"MZ\x90", "a program"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"PK\x05\x06", "a ZIP archive"),
    (b"\x1f\x8b", "compressed (gzip)"),
    (b"\x28\xb5\x2f\xfd", "compressed (Zstandard)"),
    (b"BZh", "compressed (bzip2)"),
    (b"\xfd7zXZ", "compressed (xz)"),
    (b"SQLite format 3\0", "a database (SQLite)"),
];

/// Says why bytes are no text, or nothing if they may be one.
pub(super) fn not_text(bytes: &[u8]) -> Option<&'static str> {
    if bytes
        .iter()
        .all(|b| b.is_ascii_whitespace() || matches!(b, 0 | 0xef | 0xbb | 0xbf | 0xfe | 0xff))
    {
        return Some("it holds no text");
    }
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(what);
    }
    let head = &bytes[..bytes.len().min(LOOK)];
    let is_utf16 = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    let is_utf8 = match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    if is_utf16 || is_utf8 {
        return None;
    }
    let odd = head
        .iter()
        .filter(|b| matches!(b, 1..=7 | 14..=26 | 28..=31))
        .count();
    (odd * 20 > head.len()).then_some("binary data")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_pass() {
        assert_eq!(not_text(b"A headline\n\x1b[2J\0more"), None);
        assert_eq!(not_text("caf\u{e9}".as_bytes()), None);
        assert_eq!(not_text(b"caf\xe9 in an old encoding"), None);
        assert_eq!(not_text(b"\xff\xfea\0b\0"), None);
        assert_eq!(not_text(b"\x01\x02\x03\x04 valid, if odd"), None);
    }

    #[test]
    fn other_files_do_not() {
        assert_eq!(not_text(b""), Some("it holds no text"));
        assert_eq!(not_text(b" \n\t\0"), Some("it holds no text"));
        assert_eq!(not_text(b"\x89PNG\r\n"), Some("a picture (PNG)"));
        let noise: Vec<u8> = (0..4096u32)
            .map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8)
            .collect();
        assert_eq!(not_text(&noise), Some("binary data"));
    }
}
