//! What the terminal reports, as keys and events of ours.
//! What a key means is not known here.

#[cfg(not(unix))]
mod console;
#[cfg(unix)]
mod terminal;

#[cfg(not(unix))]
pub(crate) use console::Bell;
#[cfg(not(unix))]
pub(crate) use console::Ears;
#[cfg(unix)]
pub(crate) use terminal::Bell;
#[cfg(unix)]
pub(crate) use terminal::Ears;

use crate::app::key::Code;
use crate::app::key::Key;

/// The keys that a pasted text types: its characters, with line breaks as spaces.
pub(crate) fn typed(text: &str) -> impl Iterator<Item = Key> {
    text.chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !c.is_control())
        .map(|c| Key::plain(Code::Char(c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pasted_text_types_no_controls() {
        let keys: Vec<String> = typed("a\n\u{1b}b").map(|key| key.to_string()).collect();
        assert_eq!(keys, ["a", "space", "b"]);
    }
}
