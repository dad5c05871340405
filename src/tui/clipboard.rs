//! The clipboard: through the terminal with the sequence OSC 52, which also works over ssh, and then through the
//! system's own program, for terminals that do not know it. No shell is used.

use std::io::Write;
use std::process::Command;
use std::process::Stdio;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::tui::terminal;

/// Terminals cut longer sequences off, some in the middle.
const LONGEST: usize = 74_000;

/// A program that fills the clipboard from its standard input, and the variable that says that it can.
struct Program {
    needs: Option<&'static str>,
    name: &'static str,
    arguments: &'static [&'static str],
}

const PROGRAMS: &[Program] = &[
    Program {
        needs: Some("WAYLAND_DISPLAY"),
        name: "wl-copy",
        arguments: &[],
    },
    Program {
        needs: Some("DISPLAY"),
        name: "xclip",
        arguments: &["-selection", "clipboard"],
    },
    Program {
        needs: Some("DISPLAY"),
        name: "xsel",
        arguments: &["--clipboard", "--input"],
    },
    #[cfg(target_os = "macos")]
    Program {
        needs: None,
        name: "pbcopy",
        arguments: &[],
    },
    #[cfg(windows)]
    Program {
        needs: None,
        name: "clip.exe",
        arguments: &[],
    },
];

/// Puts a text into the clipboard. The terminal gives no answer, so that this fails only where neither way was open.
pub(crate) fn copy(text: &str) -> Result<(), String> {
    let told = tell_terminal(text);
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let mut usable = PROGRAMS.iter().filter(|one| one.needs.is_none_or(set));
    if usable.any(|program| start(program, text)) {
        return Ok(());
    }
    told
}

fn tell_terminal(text: &str) -> Result<(), String> {
    if text.len() > LONGEST {
        return Err(format!(
            "{} bytes are more than terminals take ({LONGEST})",
            text.len()
        ));
    }
    terminal::write_now(sequence(text).as_bytes()).map_err(|error| error.to_string())
}

/// Hands a text to a program; answers whether it could be started. It is waited for beside the reader.
fn start(program: &Program, text: &str) -> bool {
    let started = Command::new(program.name)
        .args(program.arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut child) = started else {
        return false;
    };
    let text = text.to_owned();
    let hand_over = move || {
        if let Some(mut stdin) = child.stdin.take() {
            let _ = stdin.write_all(text.as_bytes());
        }
        let _ = child.wait();
    };
    std::thread::Builder::new()
        .name("clipboard".to_owned())
        .spawn(hand_over)
        .is_ok()
}

fn sequence(text: &str) -> String {
    format!("\u{1b}]52;c;{}\u{7}", STANDARD.encode(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_cannot_end_the_sequence() {
        let sequence = sequence("\u{7}\u{1b}]0;x");
        assert_eq!(sequence.matches(['\u{7}', '\u{1b}']).count(), 2);
    }
}
