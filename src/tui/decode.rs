//! The bytes of a terminal as keys, gestures and pasted text.
//! What cannot be understood is passed over whole, so that the rest of a sequence types nothing.
//!
//! Crossterm, which understands consoles for us, cannot be asked here, also where there are bytes: it reads on until a key is
//! whole, and would sleep on half a sequence while other threads have something to tell; and it is woken by new bytes only,
//! not by those that it left unread. It would need a thread of its own, and every key would be handed from that to the loop.

use crate::app::Key;
use crate::app::key::Code;
use crate::app::pointer::Gesture;
use crate::app::pointer::Pointer;

/// What begins and what ends a pasted text.
const PASTE: &[u8] = b"\x1b[200~";
const PASTED: &[u8] = b"\x1b[201~";
/// No sequence of a terminal is longer; what does not end is none.
const LONGEST: usize = 128;

/// Something that the terminal reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Report {
    /// A key was pressed.
    Key(Key),
    /// The mouse was used.
    Pointer(Pointer),
    /// A text was pasted.
    Paste(String),
    /// The person came back to this terminal.
    FocusGained,
    /// The terminal says whether it knows the graphics protocol of kitty.
    Graphics(bool),
}

/// What the bytes at hand begin with.
enum Begins {
    /// So many bytes that report this, or nothing of interest.
    With(usize, Option<Report>),
    /// Something whose end has not come.
    Unfinished,
}

/// Understands bytes as they come.
#[derive(Debug, Default)]
pub(crate) struct Decoder {
    bytes: Vec<u8>,
    /// Up to where the end of a pasted text was looked for.
    searched: usize,
}

impl Decoder {
    /// Takes bytes that were read at once; answers what they report.
    pub(crate) fn take(&mut self, bytes: &[u8]) -> Vec<Report> {
        self.bytes.extend_from_slice(bytes);
        let mut reports = Vec::new();
        let mut at = 0;
        while at < self.bytes.len() {
            match self.begins(at) {
                Begins::With(length, report) => {
                    at += length.max(1);
                    self.searched = 0;
                    reports.extend(report);
                }
                Begins::Unfinished => break,
            }
        }
        self.bytes.drain(..at.min(self.bytes.len()));
        reports
    }

    fn begins(&mut self, at: usize) -> Begins {
        let bytes = &self.bytes[at..];
        if bytes.starts_with(PASTE) {
            let from = self.searched.max(PASTE.len()).min(bytes.len());
            let ends = bytes[from..]
                .windows(PASTED.len())
                .position(|end| end == PASTED);
            let Some(end) = ends.map(|end| from + end) else {
                self.searched = bytes.len().saturating_sub(PASTED.len());
                return Begins::Unfinished;
            };
            let text = String::from_utf8_lossy(&bytes[PASTE.len()..end]).into_owned();
            return Begins::With(end + PASTED.len(), Some(Report::Paste(text)));
        }
        match bytes {
            // An escape sequence comes at once; where nothing follows, it is the key.
            [0x1b] => key(1, Code::Esc),
            [0x1b, 0x1b, ..] => key(1, Code::Esc),
            [0x1b, b'['] | [0x1b, b'O'] => Begins::Unfinished,
            [0x1b, b'O', last, ..] => Begins::With(3, function(*last).map(Report::Key)),
            [0x1b, b'[', rest @ ..] => control(rest),
            [0x1b, b'_', b'G', rest @ ..] => graphics(rest),
            [0x1b, rest @ ..] => match plain(rest) {
                Begins::With(length, Some(Report::Key(key))) => {
                    Begins::With(length + 1, Some(Report::Key(Key { alt: true, ..key })))
                }
                Begins::With(length, report) => Begins::With(length + 1, report),
                Begins::Unfinished => Begins::Unfinished,
            },
            _ => plain(bytes),
        }
    }
}

fn key(length: usize, code: Code) -> Begins {
    Begins::With(length, Some(Report::Key(Key::plain(code))))
}

/// A character, or a control character as a key.
fn plain(bytes: &[u8]) -> Begins {
    let ctrl = |c: char| {
        let key = Key {
            ctrl: true,
            ..Key::plain(Code::Char(c))
        };
        Begins::With(1, Some(Report::Key(key)))
    };
    let Some(&first) = bytes.first() else {
        return Begins::Unfinished;
    };
    match first {
        b'\r' => key(1, Code::Enter),
        b'\t' => key(1, Code::Tab),
        0x7f => key(1, Code::Backspace),
        0 => ctrl(' '),
        0x01..=0x1a => ctrl(char::from(first - 1 + b'a')),
        0x1b => key(1, Code::Esc),
        0x1c..=0x1f => ctrl(char::from(first - 0x1c + b'4')),
        b' '..0x7f => key(1, Code::Char(char::from(first))),
        _ => character(bytes, first),
    }
}

/// A character of several bytes.
fn character(bytes: &[u8], first: u8) -> Begins {
    let length = match first {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return Begins::With(1, None),
    };
    let at_hand = &bytes[..length.min(bytes.len())];
    match std::str::from_utf8(at_hand) {
        Ok(text) => text
            .chars()
            .next()
            .map_or(Begins::With(1, None), |c| key(length, Code::Char(c))),
        // The end of the bytes, and so far nothing wrong.
        Err(error) if error.error_len().is_none() => Begins::Unfinished,
        Err(_) => Begins::With(1, None),
    }
}

/// A key by the letter that ends its sequence.
fn function(last: u8) -> Option<Key> {
    let code = match last {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'H' => Code::Home,
        b'F' => Code::End,
        b'M' => Code::Enter,
        b'P'..=b'S' => Code::Function(last - b'P' + 1),
        _ => return None,
    };
    Some(Key::plain(code))
}

/// The answer to a question about graphics; what does not end is none.
fn graphics(rest: &[u8]) -> Begins {
    const INTRODUCER: usize = 3;
    let ends = rest.windows(2).position(|end| end == b"\x1b\\");
    match ends {
        Some(end) => {
            let knows = rest[..end].ends_with(b";OK");
            Begins::With(INTRODUCER + end + 2, Some(Report::Graphics(knows)))
        }
        None if rest.len() < LONGEST => Begins::Unfinished,
        None => Begins::With(INTRODUCER, None),
    }
}

/// What follows `ESC [`.
fn control(rest: &[u8]) -> Begins {
    const INTRODUCER: usize = 2;
    match rest {
        // Function keys of the console.
        [b'[', last @ b'A'..=b'E', ..] => {
            return key(INTRODUCER + 2, Code::Function(last - b'A' + 1));
        }
        [b'['] => return Begins::Unfinished,
        // The mouse of a terminal that knows no other form.
        [b'M', button, x, y, ..] => {
            let at = |byte: &u8| u16::from(byte.saturating_sub(33));
            let report = gesture(u16::from(button.saturating_sub(32)), at(x), at(y));
            return Begins::With(INTRODUCER + 4, report);
        }
        [b'M', ..] => return Begins::Unfinished,
        _ => {}
    }
    let Some(end) = rest.iter().position(|byte| !(0x20..0x40).contains(byte)) else {
        if rest.len() < LONGEST {
            return Begins::Unfinished;
        }
        return Begins::With(INTRODUCER + rest.len(), None);
    };
    let (parameters, last) = (&rest[..end], rest[end]);
    if !(0x40..0x7f).contains(&last) {
        // No sequence; what comes here begins something else.
        return Begins::With(INTRODUCER + end, None);
    }
    Begins::With(INTRODUCER + end + 1, sequence(parameters, last))
}

/// What a whole sequence reports.
fn sequence(parameters: &[u8], last: u8) -> Option<Report> {
    if let Some(mouse) = parameters.strip_prefix(b"<") {
        let [button, x, y] = numbers(mouse);
        return match last {
            b'M' => gesture(button, x.saturating_sub(1), y.saturating_sub(1)),
            _ => None,
        };
    }
    if !parameters
        .iter()
        .all(|byte| matches!(byte, b'0'..=b'9' | b';' | b':'))
    {
        return None;
    }
    let [first, modifiers, _] = numbers(parameters);
    let code = match last {
        b'I' if parameters.is_empty() => return Some(Report::FocusGained),
        b'Z' => Code::BackTab,
        b'~' => numbered(first)?,
        b'u' => typed(first)?,
        b'M' => return None,
        // Longer ones are answers: where the cursor is, for one.
        _ if first <= 1 && modifiers <= 16 => function(last)?.code,
        _ => return None,
    };
    Some(Report::Key(with(code, modifiers)))
}

/// Up to three numbers between semicolons; of a number with parts, the first.
fn numbers(text: &[u8]) -> [u16; 3] {
    let mut out = [0; 3];
    for (number, text) in out.iter_mut().zip(text.split(|byte| *byte == b';')) {
        let digits = text.iter().take_while(|byte| byte.is_ascii_digit());
        *number = digits.fold(0_u16, |sum, digit| {
            sum.saturating_mul(10)
                .saturating_add(u16::from(digit - b'0'))
        });
    }
    out
}

/// A key by the number of its sequence.
fn numbered(number: u16) -> Option<Code> {
    let number = u8::try_from(number).ok()?;
    Some(match number {
        1 | 7 => Code::Home,
        2 => Code::Insert,
        3 => Code::Delete,
        4 | 8 => Code::End,
        5 => Code::PageUp,
        6 => Code::PageDown,
        11..=15 => Code::Function(number - 10),
        17..=21 => Code::Function(number - 11),
        23..=26 => Code::Function(number - 12),
        28 | 29 => Code::Function(number - 13),
        31..=34 => Code::Function(number - 14),
        _ => return None,
    })
}

/// A key by its character, as terminals report it that tell all keys apart.
fn typed(number: u16) -> Option<Code> {
    Some(match number {
        9 => Code::Tab,
        13 => Code::Enter,
        27 => Code::Esc,
        127 => Code::Backspace,
        _ => Code::Char(char::from_u32(number.into()).filter(|c| !c.is_control())?),
    })
}

/// A key with the modifiers of its sequence: 1 and the sum of shift 1, alt 2, control 4.
fn with(code: Code, modifiers: u16) -> Key {
    let held = modifiers.saturating_sub(1);
    let (shift, alt, ctrl) = (held & 1 != 0, held & 2 != 0, held & 4 != 0);
    let code = match code {
        Code::Char(c) if ctrl => Code::Char(c.to_ascii_lowercase()),
        Code::Char(c) if shift => Code::Char(c.to_ascii_uppercase()),
        Code::Tab if shift => Code::BackTab,
        code => code,
    };
    Key { code, ctrl, alt }
}

fn gesture(button: u16, x: u16, y: u16) -> Option<Report> {
    // Shift, alt and control are held or not; 32 is a movement.
    let gesture = match button & !0b1_1100 {
        0 => Gesture::Press,
        64 => Gesture::WheelUp,
        65 => Gesture::WheelDown,
        _ => return None,
    };
    Some(Report::Pointer(Pointer { x, y, gesture }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told(reports: Vec<Report>) -> Vec<String> {
        let told = |report| match report {
            Report::Key(key) => key.to_string(),
            Report::Paste(text) => format!("paste {text:?}"),
            Report::FocusGained => "focus".to_owned(),
            Report::Graphics(knows) => format!("graphics {knows}"),
            Report::Pointer(at) => format!("{:?} {},{}", at.gesture, at.x, at.y),
        };
        reports.into_iter().map(told).collect()
    }

    fn keys(bytes: &[u8]) -> Vec<String> {
        told(Decoder::default().take(bytes))
    }

    #[test]
    fn keys_have_one_name_whatever_the_terminal_reports() {
        let rows: &[(&[u8], &str)] = &[
            (b"jJ \r\t\x7f", "j J space enter tab backspace"),
            (
                b"\x04\x00\x1d\x08\n",
                "ctrl-d ctrl-space ctrl-5 ctrl-h ctrl-j",
            ),
            (b"\x1b", "esc"),
            (b"\x1b\x1b[A", "esc up"),
            (b"\x1bOA\x1b[B\x1bOH\x1b[F\x1bOM", "up down home end enter"),
            (
                b"\x1bOP\x1b[[B\x1b[13~\x1b[15~\x1b[17~\x1b[24~",
                "f1 f2 f3 f5 f6 f12",
            ),
            (
                b"\x1b[1~\x1b[2~\x1b[3~\x1b[4~\x1b[5~\x1b[6~",
                "home insert delete end pageup pagedown",
            ),
            (
                b"\x1b[Z\x1b[1;5A\x1b[5;3~\x1b[1;2P",
                "shift-tab ctrl-up alt-pageup f1",
            ),
            (b"\x1bx\x1b\x04\x1b]", "alt-x ctrl-alt-d alt-]"),
            ("é港👍".as_bytes(), "é 港 👍"),
            (
                b"\x1b[97;5u\x1b[97;2u\x1b[27u\x1b[9;2u",
                "ctrl-a A esc shift-tab",
            ),
            (b"\x1b[Ij\x1b[Ok", "focus j k"),
            (
                b"\x1b_Gi=1;OK\x1b\\j\x1b_Gi=1;EINVAL:no\x1b\\k\x1b_l",
                "graphics true j graphics false k alt-_ l",
            ),
            (b"\x1b[?62;4cj\x1b[12;40Rk\x1b[99~l\x1b[?1;2$yq", "j k l q"),
            (b"\xffj\xc3(", "j ("),
        ];
        for (bytes, wanted) in rows {
            let shown = String::from_utf8_lossy(bytes).escape_debug().to_string();
            assert_eq!(keys(bytes).join(" "), *wanted, "{shown}");
        }
    }

    #[test]
    fn the_mouse_is_understood_in_both_forms() {
        assert_eq!(keys(b"\x1b[<0;3;5M\x1b[<0;3;5m"), ["Press 2,4"]);
        assert_eq!(
            keys(b"\x1b[<64;1;1M\x1b[<65;200;90M"),
            ["WheelUp 0,0", "WheelDown 199,89"]
        );
        assert_eq!(keys(b"\x1b[M #%j"), ["Press 2,4", "j"]);
        assert_eq!(keys(b"\x1b[<35;3;5Mj"), ["j"]);
    }

    #[test]
    fn a_paste_is_one_report_and_no_keys() {
        assert_eq!(
            keys(b"a\x1b[200~q\x1b[A\nx\x1b[201~b"),
            ["a", "paste \"q\\u{1b}[A\\nx\"", "b"]
        );
    }

    fn input() -> impl Strategy<Value = Vec<u8>> {
        const PARTS: &[&[u8]] = &[
            b"j",
            b"\x1b[A",
            b"\x1b[1;5C",
            b"\x1b[200~one two\x1b[201~",
            "é".as_bytes(),
            "👍".as_bytes(),
            b"\x1b[<64;10;20M",
            b"\x1bOP",
            b"\r",
            b"\x1b[?1;2c",
        ];
        prop::collection::vec(prop::sample::select(PARTS), 0..20).prop_map(|parts| parts.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        /// Where a read ends does not matter, unless it ends right after an escape, which is then taken for the key.
        #[test]
        fn it_does_not_matter_where_reads_end(bytes in input(), ends in prop::collection::vec(0..400usize, 0..6)) {
            let mut ends: Vec<usize> = ends.into_iter().map(|end| end.min(bytes.len())).collect();
            ends.retain(|end| *end == 0 || bytes[end - 1] != 0x1b);
            ends.extend([0, bytes.len()]);
            ends.sort_unstable();
            let mut decoder = Decoder::default();
            let parts = ends.windows(2).flat_map(|ends| decoder.take(&bytes[ends[0]..ends[1]]));
            prop_assert_eq!(told(parts.collect()), keys(&bytes));
        }

        #[test]
        fn any_bytes_are_borne(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let mut decoder = Decoder::default();
            decoder.take(&bytes);
            // Whatever came, a key after the end of a pasted text, or after enough bytes for any sequence, is a key again.
            decoder.take(PASTED);
            decoder.take(&[b'0'; LONGEST + 4]);
            let last = decoder.take(b"~q").pop();
            prop_assert_eq!(last, Some(Report::Key(Key::plain(Code::Char('q')))));
        }
    }
}
