//! The architecture as a test: which module may name which, how long files may be, what no file may contain.
//! The rules are tables; the checker is tried on planted faults, so that it is known to fail.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

/// What a folder of `src/` may name and must not mention.
struct Layer {
    name: &'static str,
    may_name: &'static [&'static str],
    must_not_mention: &'static [&'static str],
}

const ENGINE: &str = "engine";

const LAYERS: &[Layer] = &[
    Layer {
        name: ENGINE,
        may_name: &[ENGINE],
        must_not_mention: &[
            "ratatui",
            "crossterm",
            "rusqlite",
            "std::fs",
            "std::net",
            "std::env",
            "std::thread",
            "::now(",
        ],
    },
    Layer {
        name: "store",
        may_name: &[ENGINE, "store"],
        must_not_mention: &["ratatui", "crossterm", "ureq"],
    },
    Layer {
        name: "app",
        may_name: &[ENGINE, "app"],
        must_not_mention: &[
            "ratatui",
            "crossterm",
            "rusqlite",
            "std::fs",
            "std::thread",
            "::now(",
        ],
    },
    Layer {
        name: "ui",
        may_name: &[ENGINE, "app", "ui"],
        must_not_mention: &["crossterm", "rusqlite", "std::fs", "std::thread", "::now("],
    },
    Layer {
        name: "config",
        may_name: &["app", "ui", "config"],
        must_not_mention: &["rusqlite", "ureq"],
    },
    Layer {
        name: "tui",
        may_name: &[
            ENGINE, "store", "fetch", "follow", "app", "ui", "config", "tui",
        ],
        must_not_mention: &["ureq"],
    },
    Layer {
        name: "cli",
        may_name: &[
            ENGINE, "store", "fetch", "follow", "app", "ui", "config", "tui", "cli",
        ],
        must_not_mention: &["ratatui", "crossterm"],
    },
    Layer {
        name: "follow",
        may_name: &[ENGINE, "store", "fetch", "follow"],
        must_not_mention: &[
            "ratatui",
            "crossterm",
            "rusqlite",
            "ureq",
            "std::thread",
            "::now(",
        ],
    },
    Layer {
        name: "fetch",
        may_name: &[ENGINE, "fetch"],
        must_not_mention: &["ratatui", "crossterm", "rusqlite"],
    },
];

const LONGEST_FILE: usize = 600;
const LONGEST_FUNCTION: usize = 100;

/// Finds all faults of one source file. `path` is relative to the repository.
fn faults(path: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    if !text.starts_with("//! ") {
        found.push(format!(
            "{path}:1: does not begin with `//! ` and what lives here"
        ));
    }
    let is_test = is_test_file(path);
    let production = production_lines(text);
    let lines = if is_test {
        text.lines().count()
    } else {
        production.len()
    };
    if !is_test && lines > LONGEST_FILE {
        found.push(format!(
            "{path}:{LONGEST_FILE}: {lines} lines, more than {LONGEST_FILE}"
        ));
    }
    let Some(inner) = path.strip_prefix("src/") else {
        return found;
    };
    if let Some(layer) = LAYERS
        .iter()
        .find(|l| inner.starts_with(&format!("{}/", l.name)))
    {
        for (number, line) in text.lines().enumerate() {
            let code = code_of(line);
            let in_tests = is_test || number >= production.len();
            let words = if in_tests {
                &[]
            } else {
                layer.must_not_mention
            };
            layer_faults(layer, words, code)
                .into_iter()
                .for_each(|fault| {
                    found.push(format!("{path}:{}: {fault}", number + 1));
                });
        }
    }
    for (number, line) in text.lines().enumerate() {
        let in_tests = is_test || number >= production.len();
        if let Some(fault) = super_fault(code_of(line), in_tests) {
            found.push(format!("{path}:{}: {fault}", number + 1));
        }
    }
    if !is_test {
        found.extend(long_functions(&production).into_iter().map(|(line, name, length)| {
            format!("{path}:{line}: function {name} has {length} lines, more than {LONGEST_FUNCTION}")
        }));
    }
    found
}

fn is_test_file(path: &str) -> bool {
    path.starts_with("tests/") || path.ends_with("/tests.rs") || path.contains("/tests/")
}

/// The lines before the tests that stand at the end of a file.
fn production_lines(text: &str) -> Vec<&str> {
    let lines: Vec<&str> = text.lines().collect();
    let tests = lines
        .windows(2)
        .position(|pair| pair[0] == "#[cfg(test)]" && pair[1].ends_with('{'))
        .unwrap_or(lines.len());
    lines.into_iter().take(tests).collect()
}

/// A line without its comment.
fn code_of(line: &str) -> &str {
    match line.find("//") {
        Some(at) if !line[..at].ends_with(':') => &line[..at],
        _ => line,
    }
}

/// Names are checked everywhere; words only outside tests, which may need a clock or a thread.
fn layer_faults(layer: &Layer, words: &[&str], code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let name: String = code[at + "crate::".len()..]
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        if code[at + "crate::".len()..].starts_with(['{', '*']) {
            found.push("several names after `crate::`; write one `use` line for each".to_owned());
        } else if !layer.may_name.contains(&name.as_str()) {
            found.push(format!("{} may not name `crate::{name}`", layer.name));
        }
    }
    for word in words {
        if code.contains(word) {
            found.push(format!("{} may not mention `{word}`", layer.name));
        }
    }
    found
}

fn super_fault(code: &str, in_tests: bool) -> Option<String> {
    let at = code.find("super::")?;
    let before = &code[..at];
    if before.ends_with("pub(in ") || before.ends_with(|c: char| c.is_alphanumeric() || c == '_') {
        return None;
    }
    let allowed = in_tests && code.trim() == "use super::*;";
    (!allowed)
        .then(|| "`super::` outside `use super::*;` of tests; name it from `crate::`".to_owned())
}

/// Functions that are too long: line, name, length. Bodies are found by indentation, as rustfmt leaves it.
fn long_functions(lines: &[&str]) -> Vec<(usize, String, usize)> {
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let Some(name) = function_name(line) else {
            continue;
        };
        let indent = line.len() - line.trim_start().len();
        let closes = |l: &&str| l.starts_with(&format!("{}}}", " ".repeat(indent)));
        let Some(length) = lines[start..].iter().position(closes) else {
            continue;
        };
        if length + 1 > LONGEST_FUNCTION {
            found.push((start + 1, name, length + 1));
        }
    }
    found
}

fn function_name(line: &str) -> Option<String> {
    let code = line.trim_start();
    let rest = code
        .strip_prefix("pub ")
        .or_else(|| code.strip_prefix("pub("))
        .unwrap_or(code);
    let after = rest.split_once("fn ").filter(|(before, _)| {
        before.is_empty() || before.ends_with([' ', ')']) && !before.contains(['"', '=', '/'])
    })?;
    if line.trim_end().ends_with('}') || line.trim_end().ends_with(';') {
        return None;
    }
    Some(
        after
            .1
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect(),
    )
}

/// Text that belongs to one machine: absolute places and the hosts of package registries.
fn machine_faults(path: &str, text: &str) -> Vec<String> {
    let hosts = [
        ["crates", ".io/api"].concat(),
        ["static.", "crates.io"].concat(),
    ];
    let halves = [
        ["/ho", "me/"],
        ["/wo", "rk/"],
        ["/ro", "ot/"],
        ["/Us", "ers/"],
        ["C:", "\\Users"],
    ];
    let places = halves.map(|halves| halves.concat());
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for place in &places {
            let inside_longer_path = |at: usize| {
                line[..at].ends_with(|c: char| c.is_alphanumeric() || "._-}*".contains(c))
            };
            if line
                .match_indices(place.as_str())
                .any(|(at, _)| !inside_longer_path(at))
            {
                found.push(format!(
                    "{path}:{}: names the machine's place {place}",
                    number + 1
                ));
            }
        }
        for host in &hosts {
            if line.contains(host.as_str()) {
                found.push(format!(
                    "{path}:{}: names the registry host {host}",
                    number + 1
                ));
            }
        }
        if path.ends_with("config.toml") && line.contains("[source.") {
            found.push(format!("{path}:{}: names a package source", number + 1));
        }
    }
    found
}

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a folder of the repository, with `/` in their names, in order.
fn files(folder: &Path) -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries {
            let path = entry.unwrap().path();
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if path.is_dir() && !matches!(name.as_str(), "target" | ".git") {
                folders.push(path);
            } else if path.is_file() && name != ".git" {
                let relative = path.strip_prefix(repository()).unwrap().to_string_lossy();
                found.push((relative.replace('\\', "/"), path));
            }
        }
    }
    found.sort();
    found
}

fn assert_none(faults: &[String]) {
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

#[test]
fn the_source_keeps_its_layers() {
    let mut found = Vec::new();
    for folder in ["src", "tests", "benches"] {
        for (name, path) in files(&repository().join(folder)) {
            if name.ends_with(".rs") {
                found.extend(faults(&name, &fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert_none(&found);
}

#[test]
fn every_module_belongs_to_a_layer() {
    let known = |name: &str| LAYERS.iter().any(|layer| layer.name == name);
    let unknown: Vec<String> = files(&repository().join("src"))
        .into_iter()
        .filter_map(|(name, _)| Some(name.strip_prefix("src/")?.split_once('/')?.0.to_owned()))
        .filter(|folder| !known(folder))
        .map(|folder| format!("src/{folder}: no layer; add it to the table in tests/it/layers.rs"))
        .collect();
    assert_none(&unknown);
}

#[test]
fn no_text_names_one_machine() {
    let mut found = Vec::new();
    for (name, path) in files(&repository()) {
        if name == "Cargo.lock" {
            continue;
        }
        if let Ok(text) = fs::read_to_string(&path) {
            found.extend(machine_faults(&name, &text));
        }
    }
    assert_none(&found);
}

#[test]
fn planted_faults_are_found() {
    let planted = [
        (
            "src/engine/a.rs",
            "use crate::store::Store;",
            "engine may not name `crate::store`",
        ),
        (
            "src/engine/a.rs",
            "fn a() { Timestamp::now() }",
            "engine may not mention `::now(`",
        ),
        (
            "src/app/a.rs",
            "use crate::{engine, ui};",
            "several names after `crate::`",
        ),
        (
            "src/app/a.rs",
            "use crate::tui::run;",
            "app may not name `crate::tui`",
        ),
        (
            "src/ui/a.rs",
            "use ratatui::crossterm::event;",
            "ui may not mention `crossterm`",
        ),
        (
            "src/ui/a/b.rs",
            "use super::state::State;",
            "`super::` outside",
        ),
        (
            "src/store/a.rs",
            "use ratatui::Frame;",
            "store may not mention `ratatui`",
        ),
        (
            "src/config/a.rs",
            "let c: rusqlite::Connection;",
            "config may not mention `rusqlite`",
        ),
        (
            "src/cli/a.rs",
            "ratatui::init();",
            "cli may not mention `ratatui`",
        ),
        ("src/cli/a.rs", "use super::*;", "`super::` outside"),
    ];
    for (path, line, fault) in planted {
        let text = format!("//! Planted.\n\n{line}\n");
        let found = faults(path, &text);
        assert!(
            found.len() == 1 && found[0].starts_with(&format!("{path}:3: {fault}")),
            "{line}: {found:?}"
        );
    }
    assert!(faults("src/ui/a.rs", "use std::fmt;\n")[0].contains("does not begin"));
}

#[test]
fn planted_lengths_are_found() {
    let body = "    step();\n".repeat(LONGEST_FUNCTION);
    let long = format!("//! Planted.\n\npub(crate) fn endless() {{\n{body}}}\n");
    let found = faults("src/ui/a.rs", &long);
    assert_eq!(
        found,
        ["src/ui/a.rs:3: function endless has 102 lines, more than 100"]
    );
    let file = format!(
        "//! Planted.\n{}",
        "const A: u8 = 0;\n".repeat(LONGEST_FILE)
    );
    assert_eq!(faults("src/ui/a.rs", &file).len(), 1);
    let tests = format!("//! Planted.\n#[cfg(test)]\nmod tests {{\n    use super::*;\n{file}}}\n");
    assert_none(&faults("src/ui/a.rs", &tests));
}

#[test]
fn what_is_allowed_is_not_a_fault() {
    let text = "//! Fine.\n\nuse crate::engine::text::SafeText;\n// as crate::store does\n\
                pub(super) fn a() {}\n#[cfg(test)]\nmod tests {\n    use super::*;\n    use std::thread;\n}\n";
    assert_none(&faults("src/ui/a.rs", text));
}

#[test]
fn planted_places_are_found() {
    let place = ["see /ho", "me/ann/notes and https://static.", "crates.io/x"].concat();
    assert_eq!(machine_faults("docs/a.md", &place).len(), 2);
    assert_none(&machine_faults(
        "docs/a.md",
        "https://example.org/home/page and target/work/x",
    ));
}
