//! The clipboard, through the terminal: the sequence OSC 52, which also works over ssh.

use crate::tui::terminal;

/// Terminals cut longer sequences off, some in the middle.
const LONGEST: usize = 74_000;

/// Asks the terminal to put a text into the clipboard. It gives no answer.
pub(crate) fn copy(text: &str) -> Result<(), String> {
    if text.len() > LONGEST {
        return Err(format!(
            "{} bytes are more than terminals take ({LONGEST})",
            text.len()
        ));
    }
    terminal::write_now(sequence(text).as_bytes()).map_err(|error| error.to_string())
}

fn sequence(text: &str) -> String {
    format!("\u{1b}]52;c;{}\u{7}", base64(text.as_bytes()))
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |i: usize| u32::from(chunk.get(i).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            if place <= chunk.len() {
                let digit = bits >> (18 - 6 * place) & 63;
                out.push(char::from(DIGITS[digit as usize]));
            } else {
                out.push('=');
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encoding_is_the_usual_one() {
        for (text, encoded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob\u{ff}", "Zm9vYsO/"),
        ] {
            assert_eq!(base64(text.as_bytes()), encoded);
        }
    }

    #[test]
    fn the_text_cannot_end_the_sequence() {
        let sequence = sequence("\u{7}\u{1b}]0;x");
        assert_eq!(sequence.matches(['\u{7}', '\u{1b}']).count(), 2);
    }
}
