//! Themes: how each tone looks.
//! Colours stand in `themes/*.toml`, never in code; no file is opened here.

pub mod base16;
pub mod contrast;
mod depth;
mod parse;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use ratatui::style::Color;
use ratatui::style::Modifier;
use ratatui::style::Style;

use crate::ui::tone::Tone;

pub use depth::ColourDepth;

/// The name of the theme that is used when none is asked for.
pub const DEFAULT: &str = "terminal";

/// The theme files that come with the program, by name.
pub const BUILTIN: &[(&str, &str)] = &[
    ("terminal", include_str!("../../../themes/terminal.toml")),
    (
        "terminal-light",
        include_str!("../../../themes/terminal-light.toml"),
    ),
    ("mono", include_str!("../../../themes/mono.toml")),
    ("harbour", include_str!("../../../themes/harbour.toml")),
    ("midnight", include_str!("../../../themes/midnight.toml")),
    ("moss", include_str!("../../../themes/moss.toml")),
    ("ember", include_str!("../../../themes/ember.toml")),
    (
        "contrast-dark",
        include_str!("../../../themes/contrast-dark.toml"),
    ),
    ("linen", include_str!("../../../themes/linen.toml")),
    ("frost", include_str!("../../../themes/frost.toml")),
    ("newsprint", include_str!("../../../themes/newsprint.toml")),
    (
        "contrast-light",
        include_str!("../../../themes/contrast-light.toml"),
    ),
];

/// What a theme's colours are made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Only the terminal's own colours, on its own background.
    Terminal,
    /// True colours on a dark background.
    Dark,
    /// True colours on a light background.
    Light,
}

/// The looks of all tones.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    /// Its name.
    pub name: String,
    /// What its colours are made for.
    pub kind: Kind,
    /// The styles, by the number of the tone.
    styles: Arc<Vec<Style>>,
}

impl Theme {
    /// How a tone looks.
    pub fn style(&self, tone: Tone) -> Style {
        self.styles.get(tone as usize).copied().unwrap_or_default()
    }

    /// Reads a theme file. What cannot be used is left out and named in the notes, with its line.
    pub fn parse(text: &str) -> (Self, Vec<String>) {
        parse::parse(text)
    }

    /// A theme that comes with the program.
    pub fn builtin(name: &str) -> Option<Self> {
        let (_, text) = BUILTIN.iter().find(|(known, _)| *known == name)?;
        Some(Self::parse(text).0)
    }

    /// No colours at all, for `NO_COLOR`: bold, underline and reverse only.
    pub fn plain() -> Self {
        Self::of("plain", |tone| match tone {
            Tone::Title | Tone::Heading | Tone::Key | Tone::BorderFocus | Tone::EntryUnread => {
                Style::new().add_modifier(Modifier::BOLD)
            }
            Tone::CardTitle | Tone::EntryChanged | Tone::SearchHit | Tone::Added => {
                Style::new().add_modifier(Modifier::UNDERLINED)
            }
            Tone::EntityPerson => Style::new().add_modifier(Modifier::BOLD),
            Tone::EntityPlace => Style::new().add_modifier(Modifier::ITALIC),
            Tone::EntityOrganisation => Style::new().add_modifier(Modifier::UNDERLINED),
            Tone::Selection | Tone::SearchCurrent => Style::new().add_modifier(Modifier::REVERSED),
            Tone::Error | Tone::Sample => {
                Style::new().add_modifier(Modifier::BOLD | Modifier::REVERSED)
            }
            _ => Style::new(),
        })
    }

    /// A theme for tests: tone number n is indexed colour n, so that a screen tells its tones.
    pub fn probe() -> Self {
        Self::of("probe", |tone| Style::new().fg(Color::Indexed(tone as u8)))
    }

    /// The same theme with colours that a terminal of this depth can show.
    pub fn reduced(self, depth: ColourDepth) -> Self {
        if depth == ColourDepth::None {
            return Self {
                name: self.name,
                ..Self::plain()
            };
        }
        let mut styles = Vec::clone(&self.styles);
        for style in &mut styles {
            style.fg = style.fg.map(|colour| depth.reduce(colour));
            style.bg = style.bg.map(|colour| depth.reduce(colour));
        }
        Self {
            styles: Arc::new(styles),
            ..self
        }
    }

    fn of(name: &str, style: fn(Tone) -> Style) -> Self {
        Self {
            name: name.to_owned(),
            kind: Kind::Terminal,
            styles: Arc::new(Tone::ALL.iter().map(|tone| style(*tone)).collect()),
        }
    }
}
