//! Bytes to text: byte order mark, then UTF-8, then what is declared, then what the bytes look like.

use std::borrow::Cow;

use chardetng::EncodingDetector;
use chardetng::Iso2022JpDetection;
use chardetng::Utf8Detection;

/// How bytes were turned into text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16, with or without a byte order mark.
    Utf16,
    /// An encoding from before Unicode, with its name.
    Legacy(&'static str),
    /// Not text at all.
    Binary,
}

/// How many bytes are looked at to tell text from other files.
const SNIFFED: usize = 8192;

/// How many bytes are looked at to tell old encodings apart.
const DETECTED_WITHIN: usize = 1 << 20;

/// Turns bytes into text. Total: what cannot be decoded becomes U+FFFD.
pub fn decode(bytes: &[u8]) -> (Cow<'_, str>, Encoding) {
    decode_as(bytes, None)
}

/// Turns bytes into text of which an encoding is declared. That is believed only where the bytes are no UTF-8: declarations lie.
pub(crate) fn decode_as<'b>(
    bytes: &'b [u8],
    declared: Option<&'static encoding_rs::Encoding>,
) -> (Cow<'b, str>, Encoding) {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        return with(encoding, &bytes[mark..]);
    }
    let head = &bytes[..bytes.len().min(SNIFFED)];
    if let Some(encoding) = unmarked_utf16(head) {
        return with(encoding, bytes);
    }
    if declared == Some(encoding_rs::ISO_2022_JP) && head.contains(&0x1b) {
        return with(encoding_rs::ISO_2022_JP, bytes);
    }
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
    let usable = |encoding: &&'static encoding_rs::Encoding| {
        encoding.is_ascii_compatible() && *encoding != encoding_rs::UTF_8
    };
    with(
        declared.filter(usable).unwrap_or_else(|| detected(bytes)),
        bytes,
    )
}

fn with<'b>(encoding: &'static encoding_rs::Encoding, bytes: &'b [u8]) -> (Cow<'b, str>, Encoding) {
    let kind = if encoding == encoding_rs::UTF_8 {
        Encoding::Utf8
    } else if encoding == encoding_rs::UTF_16LE || encoding == encoding_rs::UTF_16BE {
        Encoding::Utf16
    } else {
        Encoding::Legacy(encoding.name())
    };
    (encoding.decode_without_bom_handling(bytes).0, kind)
}

/// UTF-16 without its mark: in western text every other byte is zero.
fn unmarked_utf16(head: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let zeros = |first: usize| {
        head.iter()
            .skip(first)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let (even, odd, pairs) = (zeros(0), zeros(1), head.len() / 2);
    let is =
        |zero: usize, other: usize| pairs >= 8 && zero * 10 >= pairs * 7 && other * 20 <= pairs;
    if is(odd, even) {
        Some(encoding_rs::UTF_16LE)
    } else if is(even, odd) {
        Some(encoding_rs::UTF_16BE)
    } else {
        None
    }
}

/// What old encoding the bytes look like.
fn detected(bytes: &[u8]) -> &'static encoding_rs::Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(DETECTED_WITHIN)], true);
    detector.guess(None, Utf8Detection::Deny)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_encoding_is_recognised() {
        let utf16 = |text: &str| {
            text.encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect::<Vec<u8>>()
        };
        assert_eq!(
            decode("Zürich".as_bytes()),
            ("Zürich".into(), Encoding::Utf8)
        );
        assert_eq!(decode(b"Z\xfcrich").1, Encoding::Legacy("windows-1252"));
        assert_eq!(decode(b"Z\xfcrich").0, "Zürich");
        assert_eq!(decode(b"\xff\xfeZ\0\xfc\0"), ("Zü".into(), Encoding::Utf16));
        assert_eq!(
            decode(&utf16("The gate holds.")),
            ("The gate holds.".into(), Encoding::Utf16)
        );
        assert_eq!(decode(b"\x7fELF\0\0\0\0\x01\x02\x90").1, Encoding::Binary);
        assert_eq!(decode(b"").1, Encoding::Utf8);
    }

    #[test]
    fn old_encodings_are_told_by_their_bytes() {
        let texts = [
            (
                encoding_rs::WINDOWS_1251,
                "Река поднялась за ночь на два метра, и мост у мельницы закрыт.",
            ),
            (
                encoding_rs::WINDOWS_1253,
                "Το ποτάμι ανέβηκε δύο μέτρα μέσα στη νύχτα και η γέφυρα έκλεισε.",
            ),
            (
                encoding_rs::SHIFT_JIS,
                "川の水は夜のうちに二メートル上がり、水車小屋のそばの橋は閉じられています。",
            ),
            (
                encoding_rs::GBK,
                "河水一夜之间上涨了两米，磨坊旁边的桥已经关闭，请居民绕行。",
            ),
            (
                encoding_rs::EUC_KR,
                "강물이 밤사이에 이 미터 올라 방앗간 옆 다리가 닫혔습니다.",
            ),
            (
                encoding_rs::WINDOWS_1250,
                "Rzeka podniosła się w nocy o dwa metry, a most przy młynie jest zamknięty, źle się dzieje.",
            ),
            (
                encoding_rs::WINDOWS_1252,
                "Der Fluß stieg über Nacht um zwei Meter, die Brücke an der Mühle ist gesperrt.",
            ),
        ];
        for (encoding, text) in texts {
            let bytes = encoding.encode(text).0;
            assert_eq!(decode(&bytes).0, text, "{}", encoding.name());
            assert_eq!(
                decode_as(&bytes, Some(encoding)).0,
                text,
                "{}",
                encoding.name()
            );
        }
    }

    #[test]
    fn declarations_that_lie_are_not_believed() {
        let text = "Zażółć";
        for declared in [
            encoding_rs::WINDOWS_1252,
            encoding_rs::UTF_16LE,
            encoding_rs::SHIFT_JIS,
        ] {
            assert_eq!(decode_as(text.as_bytes(), Some(declared)).0, text);
        }
        let japanese = b"\x1b$B2P;v\x1b(B!";
        assert_eq!(
            decode_as(japanese, Some(encoding_rs::ISO_2022_JP)).0,
            "火事!"
        );
    }
}
