//! Base16 schemes: sixteen numbered colours in YAML, as theme files of ours.
//! Both spellings are read: the older with the colours at the top, the newer with a `palette`.

use std::fmt::Write;

use saphyr_parser::Event;
use saphyr_parser::Parser;

use crate::ui::theme::contrast;
use crate::ui::theme::contrast::Rgb;

/// The contrast that every text must reach on the background.
const TEXT_FLOOR: f64 = 4.5;
/// How deep a scheme's maps are looked into: the scheme and its palette.
const DEPTH: usize = 2;

/// A scheme as its file states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheme {
    /// Its name.
    pub name: String,
    /// Who made it, if stated.
    pub author: Option<String>,
    /// The colours `base00` to `base0F`.
    pub colours: [Rgb; 16],
}

/// What each tone of a theme takes from a scheme: its name, the look, and the number of the colour.
const TONES: &[(&str, usize, &str)] = &[
    ("muted", 3, ""),
    ("title", 6, "bold"),
    ("heading", 6, "bold"),
    ("byline", 3, ""),
    ("quote", 10, "italic"),
    ("card", 4, ""),
    ("card.title", 13, "underline"),
    ("media", 14, ""),
    ("lead-in", 3, ""),
    ("border", 3, ""),
    ("border.focus", 13, ""),
    ("notice", 13, ""),
    ("error", 8, "bold"),
    ("key", 9, "bold"),
    ("gap", 10, ""),
    ("day", 4, "bold"),
    ("entry.unread", 6, "bold"),
    ("entry.read", 4, ""),
    ("entry.changed", 10, ""),
    ("entry.bookmarked", 11, ""),
    ("entry.withdrawn", 3, "italic"),
    ("added", 11, ""),
    ("removed", 8, ""),
    ("entity.person", 12, "bold"),
    ("entity.place", 11, "italic"),
    ("entity.organisation", 14, "underline"),
];

/// Reads a scheme. Fails with what is missing or wrong.
pub fn parse(text: &str) -> Result<Scheme, String> {
    let facts = facts(text)?;
    let stated = |key: &str| {
        facts
            .iter()
            .find(|(known, _)| known == key)
            .map(|(_, value)| value.as_str())
    };
    let mut colours = [[0; 3]; 16];
    for (number, colour) in colours.iter_mut().enumerate() {
        let key = format!("base0{number:x}");
        let value =
            stated(&key).ok_or_else(|| format!("it is no base16 scheme: {key} is not in it"))?;
        *colour = hex(value).ok_or_else(|| format!("{key} is {value:?}, not six digits"))?;
    }
    let name = stated("name").or(stated("scheme")).unwrap_or("base16");
    Ok(Scheme {
        name: name.to_owned(),
        author: stated("author").map(str::to_owned),
        colours,
    })
}

/// Keys and values of the scheme and its palette; keys in lower case. Aliases are passed over, so that nothing can swell.
fn facts(text: &str) -> Result<Vec<(String, String)>, String> {
    let mut out = Vec::new();
    let mut open: Vec<Option<String>> = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, _) = event.map_err(|error| format!("it is no YAML: {error}"))?;
        match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => open.push(None),
            Event::MappingEnd | Event::SequenceEnd => {
                open.pop();
                if let Some(key) = open.last_mut() {
                    *key = None;
                }
            }
            Event::Scalar(value, ..) => {
                let depth = open.len();
                let Some(key) = open.last_mut() else { continue };
                match key.take() {
                    Some(key) if depth <= DEPTH => out.push((key, value.into_owned())),
                    Some(_) => {}
                    None => *key = Some(value.to_lowercase()),
                }
            }
            Event::Alias(..) => {
                if let Some(key) = open.last_mut() {
                    *key = None;
                }
            }
            _ => {}
        }
    }
    Ok(out)
}

/// The scheme as a theme file of this name. Colours that could not be read on its background are made lighter or darker.
pub fn theme_file(scheme: &Scheme, name: &str) -> String {
    let ground = scheme.colours[0];
    let kind = if contrast::ratio(ground, [255; 3]) > contrast::ratio(ground, [0; 3]) {
        "dark"
    } else {
        "light"
    };
    let mut out = String::new();
    let from = scheme
        .author
        .as_ref()
        .map_or(String::new(), |author| format!(" by {}", one_line(author)));
    let _ = writeln!(out, "# The base16 scheme {}{from}.", one_line(&scheme.name));
    let _ = write!(
        out,
        "name = {}\nkind = \"{kind}\"\n\n[palette]\n",
        toml::Value::String(name.to_owned())
    );
    for (number, colour) in scheme.colours.iter().enumerate() {
        let colour = match number {
            0..3 => *colour,
            _ => contrast::readable(*colour, ground, TEXT_FLOOR),
        };
        let [r, g, b] = colour;
        let _ = writeln!(out, "base{number:02X} = \"#{r:02x}{g:02x}{b:02x}\"");
    }
    let on_bar = contrast::readable(scheme.colours[5], scheme.colours[2], TEXT_FLOOR);
    let [r, g, b] = on_bar;
    let _ = write!(
        out,
        "bar = \"#{r:02x}{g:02x}{b:02x}\"\n\n[tones]\n\
         text = {{ fg = \"base05\", bg = \"base00\" }}\n\
         selection = {{ fg = \"bar\", bg = \"base02\" }}\n\
         status = {{ fg = \"bar\", bg = \"base02\" }}\n\
         \"search.hit\" = {{ fg = \"base00\", bg = \"base0A\" }}\n\
         \"search.current\" = {{ fg = \"base00\", bg = \"base0D\", bold = true }}\n\
         sample = {{ fg = \"base00\", bg = \"base0D\" }}\n",
    );
    for (tone, number, look) in TONES {
        let look = if look.is_empty() {
            String::new()
        } else {
            format!(", {look} = true")
        };
        let _ = writeln!(out, "{tone:?} = {{ fg = \"base{number:02X}\"{look} }}");
    }
    out
}

fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_control() || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn hex(text: &str) -> Option<Rgb> {
    let digits = text.trim().trim_start_matches('#');
    if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let [_, r, g, b] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
    Some([r, g, b])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::theme::Theme;

    const OLD: &str = "scheme: \"Low Tide\"\nauthor: 'A. Painter'\nbase00: \"101820\"\nbase01: \"18222c\"\n\
        base02: \"26323e\"\nbase03: \"303c48\"\nbase04: \"8090a0\"\nbase05: \"c8d0d8\"\nbase06: \"e0e8f0\"\n\
        base07: \"f8fcff\"\nbase08: \"d06060\"\nbase09: \"d09050\"\nbase0A: \"d0c060\"\nbase0B: \"80b070\"\n\
        base0C: \"60b0b0\"\nbase0D: \"303080\"\nbase0E: \"a080c0\"\nbase0F: \"906040\"\n";

    fn newer() -> String {
        let colours: String = (0..16)
            .map(|n| {
                format!(
                    "  base{n:02X}: \"#{:02x}{:02x}e0\"\n",
                    255 - n * 15,
                    250 - n * 16
                )
            })
            .collect();
        format!(
            "system: base16\nname: Noon\nvariant: light\npalette:\n{colours}extra: [1, {{ a: b }}]\n"
        )
    }

    #[test]
    fn both_spellings_are_read() {
        let old = parse(OLD).unwrap();
        assert_eq!(
            (old.name.as_str(), old.author.as_deref()),
            ("Low Tide", Some("A. Painter"))
        );
        assert_eq!(old.colours[15], [0x90, 0x60, 0x40]);
        let new = parse(&newer()).unwrap();
        assert_eq!(
            (new.name.as_str(), new.colours[0]),
            ("Noon", [255, 250, 0xe0])
        );
    }

    #[test]
    fn an_imported_theme_parses_without_notes_and_can_be_read() {
        for text in [OLD.to_owned(), newer()] {
            let scheme = parse(&text).unwrap();
            let (theme, notes) = Theme::parse(&theme_file(&scheme, "mine"));
            assert_eq!((theme.name.as_str(), notes), ("mine", Vec::<String>::new()));
            crate::ui::theme::tests::can_be_read(&theme);
        }
    }

    #[test]
    fn what_is_no_scheme_is_refused_with_a_reason() {
        assert!(
            parse("just: text\n")
                .unwrap_err()
                .contains("base00 is not in it")
        );
        assert!(
            parse(&OLD.replace("101820", "10182"))
                .unwrap_err()
                .contains("not six digits")
        );
        assert!(parse("a: [\n").unwrap_err().starts_with("it is no YAML"));
        let swelling = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: *c\n";
        assert!(parse(swelling).is_err());
    }
}
