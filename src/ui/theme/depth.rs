//! How many colours a terminal can show, and what becomes of the others.
//! The environment's values are passed in; nothing is read here.

use ratatui::style::Color;

/// How many colours a terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColourDepth {
    /// None, or none are wanted.
    None,
    /// The sixteen of the terminal's own palette.
    Sixteen,
    /// The 256 of the usual cube and ramp.
    Indexed,
    /// All.
    True,
}

/// Terminals that show all colours whether or not they say so in `COLORTERM`.
const TRUE_COLOUR_TERMS: &[&str] = &[
    "alacritty",
    "contour",
    "foot",
    "ghostty",
    "kitty",
    "konsole",
    "rio",
    "wezterm",
];

impl ColourDepth {
    /// The depth that the values of `COLORTERM` and `TERM` speak for.
    pub fn from_environment(colorterm: Option<&str>, term: Option<&str>) -> Self {
        let term = term.unwrap_or_default();
        if matches!(term, "dumb" | "vt100") {
            return Self::None;
        }
        let stated = colorterm.is_some_and(|v| v == "truecolor" || v == "24bit");
        let known = TRUE_COLOUR_TERMS.iter().any(|name| term.contains(name));
        if stated || known || term.contains("direct") {
            Self::True
        } else if term.contains("256") {
            Self::Indexed
        } else {
            Self::Sixteen
        }
    }

    /// The nearest colour of this depth.
    pub fn reduce(self, colour: Color) -> Color {
        match (self, colour) {
            (Self::True, _) => colour,
            (Self::None, _) => Color::Reset,
            (Self::Indexed, Color::Rgb(r, g, b)) => indexed([r, g, b]),
            (Self::Sixteen, Color::Rgb(r, g, b)) => sixteen([r, g, b]),
            _ => colour,
        }
    }
}

/// The steps of the colour cube that 256-colour terminals share.
const CUBE: [u8; 6] = [0, 95, 135, 175, 215, 255];

fn indexed(rgb: [u8; 3]) -> Color {
    let nearest_step = |channel: u8| {
        (0..6u8)
            .min_by_key(|step| channel.abs_diff(CUBE[usize::from(*step)]))
            .unwrap_or(0)
    };
    let steps = rgb.map(nearest_step);
    let cube = steps.map(|step| CUBE[usize::from(step)]);
    let mean = rgb.iter().map(|channel| u32::from(*channel)).sum::<u32>() / 3;
    let ramp = (mean.saturating_sub(3) / 10).min(23) as u8;
    if distance(rgb, [8 + 10 * ramp; 3]) < distance(rgb, cube) {
        Color::Indexed(232 + ramp)
    } else {
        Color::Indexed(16 + 36 * steps[0] + 6 * steps[1] + steps[2])
    }
}

fn distance(a: [u8; 3], b: [u8; 3]) -> u32 {
    a.iter()
        .zip(b)
        .map(|(a, b)| u32::from(a.abs_diff(b)).pow(2))
        .sum()
}

/// Keeps the hue rather than the nearest value, so that what differs goes on to differ.
fn sixteen(rgb: [u8; 3]) -> Color {
    let (least, most) = rgb
        .iter()
        .fold((255, 0), |(l, m), c| (l.min(*c), m.max(*c)));
    let light = (u32::from(least) + u32::from(most)) / 2;
    let spread = most - least;
    if spread < 32 {
        return match light {
            0..64 => Color::Black,
            64..150 => Color::DarkGray,
            150..235 => Color::Gray,
            _ => Color::White,
        };
    }
    let strong = rgb.map(|channel| u32::from(channel - least) * 2 > u32::from(spread));
    match (strong, light >= 128) {
        ([true, false, false], false) => Color::Red,
        ([true, false, false], true) => Color::LightRed,
        ([false, true, false], false) => Color::Green,
        ([false, true, false], true) => Color::LightGreen,
        ([true, true, false], false) => Color::Yellow,
        ([true, true, false], true) => Color::LightYellow,
        ([false, false, true], false) => Color::Blue,
        ([false, false, true], true) => Color::LightBlue,
        ([true, false, true], false) => Color::Magenta,
        ([true, false, true], true) => Color::LightMagenta,
        ([false, true, true], false) => Color::Cyan,
        ([false, true, true], true) => Color::LightCyan,
        ([true, true, true] | [false, false, false], _) => Color::Gray,
    }
}
