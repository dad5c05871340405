//! Theme files: TOML to styles, with a note for every line that cannot be used.
//! One bad line costs that line.

use std::collections::HashMap;
use std::sync::Arc;

use ratatui::style::Color;
use ratatui::style::Modifier;
use ratatui::style::Style;
use toml::Spanned;
use toml::de::DeTable;
use toml::de::DeValue;

use crate::ui::theme::Kind;
use crate::ui::theme::Theme;
use crate::ui::tone::Tone;
use crate::ui::tone::nearest;

const TERMINAL_COLOURS: &[(&str, Color)] = &[
    ("default", Color::Reset),
    ("black", Color::Black),
    ("red", Color::Red),
    ("green", Color::Green),
    ("yellow", Color::Yellow),
    ("blue", Color::Blue),
    ("magenta", Color::Magenta),
    ("cyan", Color::Cyan),
    ("white", Color::Gray),
    ("bright-black", Color::DarkGray),
    ("bright-red", Color::LightRed),
    ("bright-green", Color::LightGreen),
    ("bright-yellow", Color::LightYellow),
    ("bright-blue", Color::LightBlue),
    ("bright-magenta", Color::LightMagenta),
    ("bright-cyan", Color::LightCyan),
    ("bright-white", Color::White),
];

const KINDS: &[(&str, Kind)] = &[
    ("terminal", Kind::Terminal),
    ("dark", Kind::Dark),
    ("light", Kind::Light),
];

const MODIFIERS: &[(&str, Modifier)] = &[
    ("bold", Modifier::BOLD),
    ("italic", Modifier::ITALIC),
    ("underline", Modifier::UNDERLINED),
    ("reverse", Modifier::REVERSED),
    ("dim", Modifier::DIM),
];

const SECTIONS: &[&str] = &["name", "kind", "palette", "tones"];

pub(super) fn parse(text: &str) -> (Theme, Vec<String>) {
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader {
        text,
        palette: HashMap::new(),
        notes: Vec::new(),
    };
    for error in errors {
        let at = error.span().map_or(0, |span| span.start);
        reader.note(at, format!("not valid TOML: {}", error.message()));
    }
    let theme = reader.theme(root.get_ref());
    (theme, reader.notes)
}

struct Reader<'a> {
    text: &'a str,
    palette: HashMap<String, Color>,
    notes: Vec<String>,
}

impl Reader<'_> {
    fn theme(&mut self, root: &DeTable<'_>) -> Theme {
        let mut theme = Theme {
            name: "unnamed".to_owned(),
            kind: Kind::Terminal,
            styles: Arc::default(),
        };
        for (key, value) in root {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("name", DeValue::String(name)) => theme.name = name.to_string(),
                ("kind", DeValue::String(kind)) => match lookup(KINDS, kind) {
                    Some(kind) => theme.kind = kind,
                    None => self.unknown(value, "kind", kind, KINDS.iter().map(|row| row.0)),
                },
                ("palette", DeValue::Table(palette)) => self.read_palette(palette),
                ("tones", DeValue::Table(_)) => {}
                (name, _) if SECTIONS.contains(&name) => {
                    self.note(
                        key.span().start,
                        format!("{name:?} has a value of the wrong type"),
                    );
                }
                (name, _) => self.unknown(key, "key", name, SECTIONS.iter().copied()),
            }
        }
        let tones = match root.get("tones").map(Spanned::get_ref) {
            Some(DeValue::Table(tones)) => self.read_tones(tones, ""),
            _ => HashMap::new(),
        };
        let styles = Tone::ALL
            .iter()
            .map(|tone| {
                tone.chain()
                    .find_map(|name| tones.get(name))
                    .copied()
                    .unwrap_or_default()
            })
            .collect();
        theme.styles = Arc::new(styles);
        theme
    }

    fn read_palette(&mut self, palette: &DeTable<'_>) {
        for (key, value) in palette {
            let name = key.get_ref();
            let Some(text) = value.get_ref().as_str() else {
                self.note(value.span().start, format!("colour {name:?} is not a text"));
                continue;
            };
            match hex(text).or_else(|| lookup(TERMINAL_COLOURS, text)) {
                Some(colour) => {
                    self.palette.insert(name.to_string(), colour);
                }
                None => self.bad_colour(value, text),
            }
        }
    }

    /// Reads `[tones]`. `entry.unread = …` without quotes is a table within a table in TOML; it means the same.
    fn read_tones(&mut self, table: &DeTable<'_>, prefix: &str) -> HashMap<&'static str, Style> {
        let mut styles = HashMap::new();
        for (key, value) in table {
            let name = format!("{prefix}{}", key.get_ref());
            let inner = value.get_ref().as_table();
            if let Some(inner) = inner.filter(|inner| self.holds_tones(inner, &name)) {
                styles.extend(self.read_tones(inner, &format!("{name}.")));
                continue;
            }
            match Tone::names().find(|known| *known == name) {
                Some(known) => {
                    let style = self.read_style(value);
                    styles.insert(known, style);
                }
                None => self.unknown(key, "tone", &name, Tone::names()),
            }
        }
        styles
    }

    fn holds_tones(&self, table: &DeTable<'_>, name: &str) -> bool {
        let prefix = format!("{name}.");
        let is_style = |key: &str| matches!(key, "fg" | "bg") || lookup(MODIFIERS, key).is_some();
        Tone::names().any(|tone| tone.starts_with(&prefix))
            && table.keys().any(|key| !is_style(key.get_ref()))
    }

    fn read_style(&mut self, value: &Spanned<DeValue<'_>>) -> Style {
        match value.get_ref() {
            DeValue::String(_) => Style {
                fg: self.colour(value),
                ..Style::new()
            },
            DeValue::Table(table) => self.read_style_table(table),
            _ => {
                self.note(
                    value.span().start,
                    "expected a colour or a table of looks".to_owned(),
                );
                Style::new()
            }
        }
    }

    fn read_style_table(&mut self, table: &DeTable<'_>) -> Style {
        let mut style = Style::new();
        for (key, value) in table {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("fg", _) => style.fg = self.colour(value),
                ("bg", _) => style.bg = self.colour(value),
                (name, DeValue::Boolean(on)) if lookup(MODIFIERS, name).is_some() => {
                    if let (true, Some(modifier)) = (*on, lookup(MODIFIERS, name)) {
                        style = style.add_modifier(modifier);
                    }
                }
                (name, _) if lookup(MODIFIERS, name).is_some() => {
                    self.note(
                        value.span().start,
                        format!("{name:?} must be true or false"),
                    );
                }
                (name, _) => {
                    let names = MODIFIERS.iter().map(|row| row.0).chain(["fg", "bg"]);
                    self.unknown(key, "look", name, names);
                }
            }
        }
        style
    }

    fn colour(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Color> {
        let Some(name) = value.get_ref().as_str() else {
            self.note(value.span().start, "a colour must be a text".to_owned());
            return None;
        };
        let found = self.palette.get(name).copied();
        let found = found
            .or_else(|| hex(name))
            .or_else(|| lookup(TERMINAL_COLOURS, name));
        if found.is_none() {
            self.bad_colour(value, name);
        }
        found
    }

    fn bad_colour<T>(&mut self, at: &Spanned<T>, name: &str) {
        if name.starts_with('#') {
            let message = format!("{name:?} is no colour; write six digits as in \"#5f87af\"");
            self.note(at.span().start, message);
        } else {
            let own: Vec<String> = self.palette.keys().cloned().collect();
            let names = own.iter().map(String::as_str);
            self.unknown(
                at,
                "colour",
                name,
                names.chain(TERMINAL_COLOURS.iter().map(|row| row.0)),
            );
        }
    }

    fn unknown<'n, T>(
        &mut self,
        at: &Spanned<T>,
        kind: &str,
        name: &str,
        names: impl IntoIterator<Item = &'n str>,
    ) {
        let hint = nearest(name, names).map(|near| format!("; did you mean {near:?}?"));
        self.note(
            at.span().start,
            format!("unknown {kind} {name:?}{}", hint.unwrap_or_default()),
        );
    }

    fn note(&mut self, at: usize, message: String) {
        let before = self.text.get(..at).unwrap_or(self.text);
        let line = 1 + before.matches('\n').count();
        self.notes.push(format!("line {line}: {message}"));
    }
}

fn lookup<T: Copy>(rows: &[(&str, T)], name: &str) -> Option<T> {
    rows.iter().find(|row| row.0 == name).map(|row| row.1)
}

fn hex(text: &str) -> Option<Color> {
    let digits = text.strip_prefix('#')?;
    if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let value = u32::from_str_radix(digits, 16).ok()?;
    let [_, r, g, b] = value.to_be_bytes();
    Some(Color::Rgb(r, g, b))
}
