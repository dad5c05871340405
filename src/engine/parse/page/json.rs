//! JSON as pages have it: comments, wrappings, raw line breaks, stray commas, quotation marks that are not escaped, a missing end.
//! Strict reading is tried first; the lenient one never fails and never recurses.

use serde_json::Map;
use serde_json::Value;

/// Values deeper than this are left out.
const DEPTH: usize = 100;

/// Reads the content of a script element.
pub(super) fn read(text: &str) -> Value {
    let text = unwrapped(text);
    if let Ok(value) = serde_json::from_str(text) {
        return value;
    }
    if !text.contains('"') && text.contains("&quot;") {
        // Escaped as if it stood in an attribute.
        let plain = text.replace("&quot;", "\"").replace("&amp;", "&");
        return serde_json::from_str(&plain).unwrap_or_else(|_| Lenient::of(&plain).read());
    }
    Lenient::of(text).read()
}

/// Reads the value that a text begins with, whatever follows it.
pub(super) fn first(text: &str) -> Value {
    let mut values = serde_json::Deserializer::from_str(text).into_iter();
    match values.next() {
        Some(Ok(value)) => value,
        _ => Lenient::of(text).first(),
    }
}

/// The text without comment marks and CDATA marks around it.
fn unwrapped(text: &str) -> &str {
    let mut text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    loop {
        let before = text.len();
        for mark in [
            "<!--",
            "//<![CDATA[",
            "// <![CDATA[",
            "/*<![CDATA[*/",
            "<![CDATA[",
            "//<!--",
        ] {
            text = text.strip_prefix(mark).unwrap_or(text).trim_start();
        }
        for mark in ["-->", "//]]>", "// ]]>", "/*]]>*/", "]]>", "//", ";"] {
            text = text.strip_suffix(mark).unwrap_or(text).trim_end();
        }
        if text.len() == before {
            return text;
        }
    }
}

/// A container that is being read.
enum Frame {
    List(Vec<Value>),
    Object(Map<String, Value>, Option<String>),
}

struct Lenient<'a> {
    text: &'a str,
    at: usize,
    stack: Vec<Frame>,
    top: Vec<Value>,
    /// Whether a key without quotation marks was met.
    has_bare_keys: bool,
}

impl<'a> Lenient<'a> {
    fn of(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            stack: Vec::new(),
            top: Vec::new(),
            has_bare_keys: false,
        }
    }

    /// The first value of the text, and nothing of what follows it.
    fn first(mut self) -> Value {
        while self.top.is_empty() && self.step() {}
        self.done()
    }

    fn read(mut self) -> Value {
        while self.step() {}
        self.done()
    }

    /// Takes in one mark, word or string; false at the end.
    fn step(&mut self) -> bool {
        let Some(byte) = self.peek() else {
            return false;
        };
        match byte {
            b'{' => {
                self.at += 1;
                self.stack.push(Frame::Object(Map::new(), None));
            }
            b'[' => {
                self.at += 1;
                self.stack.push(Frame::List(Vec::new()));
            }
            b'}' | b']' => {
                self.at += 1;
                self.close();
            }
            b'"' | b'\'' => {
                self.at += 1;
                let text = self.string(char::from(byte));
                self.word(text);
            }
            b'/' if self.skips_comment() => {}
            b',' | b';' => {
                self.at += 1;
                if let Some(Frame::Object(_, key)) = self.stack.last_mut() {
                    *key = None;
                }
            }
            b':' => self.at += 1,
            _ if byte.is_ascii_whitespace() => self.at += 1,
            _ => self.bare(),
        }
        true
    }

    fn done(mut self) -> Value {
        while !self.stack.is_empty() {
            self.close();
        }
        match self.top.len() {
            1 => self.top.pop().unwrap_or_default(),
            _ => Value::Array(self.top),
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skips_comment(&mut self) -> bool {
        let rest = self.rest();
        let len = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else {
            return false;
        };
        self.at += len;
        true
    }

    fn close(&mut self) {
        let depth = self.stack.len();
        let value = match self.stack.pop() {
            Some(Frame::List(list)) => Value::Array(list),
            Some(Frame::Object(map, _)) => Value::Object(map),
            None => return,
        };
        self.put(if depth > DEPTH { Value::Null } else { value });
    }

    /// A string: the next key of an object, or a value.
    fn word(&mut self, text: String) {
        match self.stack.last_mut() {
            Some(Frame::Object(_, key @ None)) => *key = Some(text),
            _ => self.put(Value::String(text)),
        }
    }

    fn put(&mut self, value: Value) {
        match self.stack.last_mut() {
            Some(Frame::List(list)) => list.push(value),
            Some(Frame::Object(map, key)) => {
                if let Some(key) = key.take() {
                    map.insert(key, value);
                }
            }
            None => self.top.push(value),
        }
    }

    /// A number, a constant, or a word without quotation marks.
    fn bare(&mut self) {
        let rest = self.rest();
        let end = rest
            .find(|c: char| {
                c.is_whitespace() || matches!(c, ',' | ';' | ':' | '{' | '}' | '[' | ']' | '"')
            })
            .unwrap_or(rest.len())
            .max(rest.chars().next().map_or(1, char::len_utf8));
        let word = rest.get(..end).unwrap_or_default().to_owned();
        self.at += end;
        let is_key = matches!(self.stack.last(), Some(Frame::Object(_, None)));
        self.has_bare_keys |= is_key;
        match serde_json::from_str(&word) {
            Ok(value) if !is_key => self.put(value),
            _ => self.word(word),
        }
    }

    /// The rest of a string. A quotation mark ends it only where a string can end.
    fn string(&mut self, quote: char) -> String {
        let is_key = matches!(self.stack.last(), Some(Frame::Object(_, None)));
        let in_list = matches!(self.stack.last(), Some(Frame::List(_)));
        let mut out = String::new();
        let mut chars = self.rest().char_indices();
        let mut used = self.rest().len();
        while let Some((at, c)) = chars.next() {
            match c {
                _ if c == quote
                    && self.ends(
                        self.rest().get(at + 1..).unwrap_or_default(),
                        quote,
                        is_key,
                        in_list,
                    ) =>
                {
                    used = at + 1;
                    break;
                }
                '\\' => match chars.next() {
                    Some((_, 'u')) => {
                        let unit = hex(chars.as_str());
                        if unit.is_some() {
                            chars.nth(3);
                        }
                        let low = unit
                            .filter(|high| (0xd800..0xdc00).contains(high))
                            .and_then(|_| chars.as_str().strip_prefix("\\u"))
                            .and_then(hex);
                        out.push(
                            match (unit, low) {
                                (Some(high), Some(low)) if (0xdc00..0xe000).contains(&low) => {
                                    chars.nth(5);
                                    char::from_u32(
                                        0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00),
                                    )
                                }
                                (unit, _) => unit.and_then(char::from_u32),
                            }
                            .unwrap_or('\u{fffd}'),
                        );
                    }
                    Some((_, escaped)) => out.push(match escaped {
                        'n' => '\n',
                        't' => '\t',
                        'r' => '\r',
                        'b' | 'f' => ' ',
                        other => other,
                    }),
                    None => {}
                },
                _ => out.push(c),
            }
        }
        self.at += used;
        out
    }

    /// Whether what follows a quotation mark says that the string ended there.
    fn ends(&self, after: &str, quote: char, is_key: bool, in_list: bool) -> bool {
        let after = after.trim_start();
        match after.chars().next() {
            None | Some('}' | ']' | '/' | ';') => true,
            Some(':') => is_key,
            Some(',') if in_list => true,
            Some(',') => {
                let next = after[1..].trim_start();
                next.starts_with([quote, '}', ']', '{', '/'])
                    || (self.has_bare_keys && begins_with_key(next))
            }
            // A comma was forgotten, or the string holds a quotation.
            Some(c) if c == quote => after[1..]
                .find(quote)
                .is_some_and(|end| after[1 + end + 1..].trim_start().starts_with(':')),
            Some(_) => false,
        }
    }
}

fn begins_with_key(text: &str) -> bool {
    let rest =
        text.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '@'));
    rest.len() < text.len() && rest.trim_start().starts_with(':')
}

fn hex(text: &str) -> Option<u32> {
    u32::from_str_radix(text.get(..4)?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_way_of_breaking_json_is_mended() {
        for (text, want) in [
            ("{\"a\": 1}", json!({"a": 1})),
            ("<!--\n{\"a\": 1}\n-->", json!({"a": 1})),
            ("//<![CDATA[\n{\"a\": 1}\n//]]>", json!({"a": 1})),
            (
                "{\"a\": 1, // note\n \"b\": [1, 2,], /* more */ };",
                json!({"a": 1, "b": [1, 2]}),
            ),
            (
                "{\"a\": \"one\ntwo\tthree\"}",
                json!({"a": "one\ntwo\tthree"}),
            ),
            (
                "{\"a\": \"she said \"yes\" and left\", \"b\": 2}",
                json!({"a": "she said \"yes\" and left", "b": 2}),
            ),
            (
                "{\"a\": \"she said \"yes\", then left\", \"b\": 2}",
                json!({"a": "she said \"yes\", then left", "b": 2}),
            ),
            ("{\"a\": \"b\" \"c\": \"d\"}", json!({"a": "b", "c": "d"})),
            (
                "{\"a\": [{\"b\": \"c\"}, {\"b\": \"cut of",
                json!({"a": [{"b": "c"}, {"b": "cut of"}]}),
            ),
            (
                "{\"a\": \"\\u00e9 \\ud83d\\ude00 \\ud800 \\q\"; }",
                json!({"a": "é 😀 \u{fffd} q"}),
            ),
            (
                "{a: true, b: nul, \"c\":, \"d\": 01}",
                json!({"a": true, "b": "nul", "d": "01"}),
            ),
            ("{\"a\": 1}{\"b\": 2}", json!([{"a": 1}, {"b": 2}])),
            (
                "{a: \"one\", b: \"two, he said: three\"}",
                json!({"a": "one", "b": "two, he said: three"}),
            ),
            (
                "{'a': 'it's', 'b': ['c']}",
                json!({"a": "it's", "b": ["c"]}),
            ),
            (
                "{&quot;a&quot;: &quot;b &amp;amp; c&quot;}",
                json!({"a": "b &amp; c"}),
            ),
            ("", json!([])),
            ("]]}}", json!([])),
        ] {
            assert_eq!(read(text), want, "{text}");
        }
    }

    #[test]
    fn depth_and_length_are_no_danger() {
        let deep = format!("{}1", "[".repeat(100_000));
        assert!(read(&deep).is_array());
        let deep = "{\"a\":".repeat(100_000);
        assert!(read(&deep).is_object());
        let quotes = format!("{{\"a\": \"{}\"}}", "\" x".repeat(100_000));
        assert!(read(&quotes)["a"].is_string());
    }

    proptest::proptest! {
        #[test]
        fn anything_is_read(text in "[\\[\\]{}:,\"\\\\ua1 \n/*é-]{0,80}") {
            let _ = read(&text);
        }
    }
}
