//! A picture over cells that were left empty: written after the frame, in sequences of our own that hold nothing but numbers
//! and base64. While it is there, no row is moved, and where it goes its cells count as unknown.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ratatui::crossterm;
use ratatui::style::Color;

use crate::app::Area;
use crate::app::State;
use crate::app::panel::picture::Drawn;
use crate::app::state::Overlay;
use crate::engine::picture;
use crate::engine::picture::Fitted;
use crate::engine::picture::Raster;
use crate::tui::screen::ansi;
use crate::ui::theme::ColourDepth;
use crate::ui::theme::Theme;
use crate::ui::tone::Tone;

/// What asks a terminal whether it knows the graphics protocol: a picture of one point that is not to be shown.
pub(crate) const QUESTION: &[u8] = b"\x1b_Gi=4242,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\";

/// Takes our picture away, and what the terminal holds of it.
const GONE: &[u8] = b"\x1b_Ga=d,d=I,i=4243,q=2\x1b\\";

/// So many letters of base64 are in one sequence.
const CHUNK: usize = 4096;

/// What is handed to a terminal is at most so large, in points.
const MOST: (u32, u32) = (1024, 768);

/// The size of a cell in points, where the terminal does not say it.
const CELL: (u32, u32) = (8, 16);

/// What pictures are painted with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Easel {
    /// How many colours there are.
    pub(crate) depth: ColourDepth,
    /// What shows through where a picture is not, if the theme does not say it.
    pub(crate) ground: [u8; 3],
}

/// A picture and where it is to be.
#[derive(Debug, Clone)]
pub(super) struct Painting {
    raster: Arc<Raster>,
    place: Area,
    drawn: Drawn,
    ascii: bool,
}

impl PartialEq for Painting {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.raster, &other.raster)
            && (self.place, self.drawn, self.ascii) == (other.place, other.drawn, other.ascii)
    }
}

impl Painting {
    /// The picture that is to be on a screen.
    pub(super) fn of(state: &State) -> Option<Self> {
        let Some(Overlay::Picture(gallery)) = &state.overlay else {
            return None;
        };
        // What may follow a key, and a long notice, stand over the panes.
        if !state.keys.pressed.is_empty() || crate::app::status::long_notice(state).is_some() {
            return None;
        }
        let (raster, place) = gallery.drawn()?;
        Some(Self {
            raster: Arc::clone(raster),
            place,
            drawn: state.settings.drawn,
            ascii: state.settings.glyphs.ellipsis.is_ascii(),
        })
    }

    /// The cells that it may cover.
    pub(super) fn place(&self) -> Area {
        self.place
    }

    /// What brings it onto the terminal.
    pub(super) fn write(&self, easel: Easel, theme: &Theme, out: &mut Vec<u8>) {
        let ground = match theme.style(Tone::Text).bg {
            Some(Color::Rgb(red, green, blue)) => [red, green, blue],
            _ => easel.ground,
        };
        match self.drawn {
            Drawn::Blocks => self.blocks(easel.depth, ground, out),
            Drawn::Kitty => self.kitty(ground, out),
            Drawn::Not(_) => {}
        }
    }

    /// What takes it away, where writing over its cells does not.
    pub(super) fn erase(&self, out: &mut Vec<u8>) {
        if self.drawn == Drawn::Kitty {
            out.extend_from_slice(GONE);
        }
    }

    /// Upper halves of cells in one colour, lower ones in another. Where there are no such signs, cells of one colour.
    fn blocks(&self, depth: ColourDepth, ground: [u8; 3], out: &mut Vec<u8>) {
        let place = self.place;
        let Some(fitted) = Fitted::into(&self.raster, place.width, place.height, ground) else {
            return;
        };
        let left = place.x + (place.width - fitted.width.min(place.width)) / 2;
        let top = place.y + (place.height - fitted.height.min(place.height)) / 2;
        let rows = fitted.cells.chunks(usize::from(fitted.width).max(1));
        for (y, row) in rows.enumerate() {
            ansi::go(left.into(), usize::from(top) + y, out);
            let mut before = None;
            for (x, cell) in row.iter().enumerate() {
                let [upper, lower] = if self.ascii { [mean(cell); 2] } else { *cell };
                let colours = [
                    colour(upper, (x, 2 * y), depth),
                    colour(lower, (x, 2 * y + 1), depth),
                ];
                let colours = if self.ascii { [colours[0]; 2] } else { colours };
                if before != Some(colours) {
                    before = Some(colours);
                    ansi::colours(colours[0], colours[1], out);
                }
                let sign = if self.ascii { " " } else { "▀" };
                out.extend_from_slice(sign.as_bytes());
            }
        }
        out.extend_from_slice(ansi::PLAIN);
    }

    /// The points themselves, which the terminal fits into a number of cells.
    fn kitty(&self, ground: [u8; 3], out: &mut Vec<u8>) {
        let cell = cell();
        let place = (
            u32::from(self.place.width) * cell.0,
            u32::from(self.place.height) * cell.1,
        );
        let Some((wide, high)) = picture::within(self.raster.size(), place) else {
            return;
        };
        let columns = wide.div_ceil(cell.0).max(1);
        let rows = high.div_ceil(cell.1).max(1);
        let given = (wide.min(MOST.0), high.min(MOST.1));
        let Some(given) = picture::within((wide, high), given) else {
            return;
        };
        let points = picture::points(&self.raster, given, ground).concat();
        let left = u32::from(self.place.x)
            + (u32::from(self.place.width) - columns.min(self.place.width.into())) / 2;
        let top = u32::from(self.place.y)
            + (u32::from(self.place.height) - rows.min(self.place.height.into())) / 2;
        ansi::go(left as usize, top as usize, out);
        let text = STANDARD.encode(&points);
        let mut chunks = text.as_bytes().chunks(CHUNK).peekable();
        let (width, height) = given;
        let mut head =
            format!("a=T,f=24,s={width},v={height},c={columns},r={rows},i=4243,q=2,C=1,");
        while let Some(chunk) = chunks.next() {
            let more = u8::from(chunks.peek().is_some());
            out.extend_from_slice(format!("\x1b_G{head}m={more};").as_bytes());
            out.extend_from_slice(chunk);
            out.extend_from_slice(b"\x1b\\");
            head.clear();
        }
    }
}

/// One colour for two points.
fn mean([upper, lower]: &[[u8; 3]; 2]) -> [u8; 3] {
    let [red, green, blue] = *upper;
    [
        red.midpoint(lower[0]),
        green.midpoint(lower[1]),
        blue.midpoint(lower[2]),
    ]
}

/// A colour that the terminal has. Where it has few, neighbouring points take turns in what is lost, so that a sky is no row
/// of bands.
fn colour(point: [u8; 3], (x, y): (usize, usize), depth: ColourDepth) -> Color {
    const TURNS: [[i16; 4]; 4] = [
        [-7, 1, -5, 3],
        [5, -3, 7, -1],
        [-4, 4, -6, 2],
        [8, 0, 6, -2],
    ];
    let turn = match depth {
        ColourDepth::True => 0,
        _ => TURNS[y % 4][x % 4],
    };
    let [red, green, blue] = point.map(|value| {
        let value = (i16::from(value) + turn).clamp(0, 255);
        u8::try_from(value).unwrap_or_default()
    });
    depth.reduce(Color::Rgb(red, green, blue))
}

/// The size of a cell in points.
fn cell() -> (u32, u32) {
    let Ok(size) = crossterm::terminal::window_size() else {
        return CELL;
    };
    let of = |all: u16, cells: u16| {
        u32::from(all)
            .checked_div(cells.into())
            .filter(|one| *one > 0)
    };
    of(size.width, size.columns)
        .zip(of(size.height, size.rows))
        .unwrap_or(CELL)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::picture::inline;

    /// A picture of three points by two.
    fn painting(drawn: Drawn, ascii: bool) -> Painting {
        let png = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEElEQVR4nGP4z8DAAMFwFgA72AX73hA3ZQAAAABJRU5ErkJggg==";
        let raster = picture::read(&inline(png).unwrap()).unwrap();
        Painting {
            raster: Arc::new(raster),
            place: Area {
                x: 2,
                y: 3,
                width: 5,
                height: 2,
            },
            drawn,
            ascii,
        }
    }

    fn written(painting: &Painting, depth: ColourDepth) -> String {
        let easel = Easel {
            depth,
            ground: [0; 3],
        };
        let mut out = Vec::new();
        painting.write(easel, &Theme::plain(), &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn blocks_stay_in_their_place_and_leave_plain_looks() {
        let out = written(&painting(Drawn::Blocks, false), ColourDepth::True);
        assert!(out.starts_with("\u{1b}[4;3H\u{1b}[0;38;2;"), "{out:?}");
        assert!(out.ends_with("▀\u{1b}[0m"), "{out:?}");
        assert!(out.matches('▀').count() <= 10, "{out:?}");
        let few = written(&painting(Drawn::Blocks, false), ColourDepth::Indexed);
        assert!(few.contains("38;5;") && !few.contains(";2;"), "{few:?}");
        let ascii = written(&painting(Drawn::Blocks, true), ColourDepth::True);
        assert!(ascii.is_ascii() && ascii.contains("48;2;"), "{ascii:?}");
    }

    #[test]
    fn points_are_numbers_and_base64_in_sequences_that_end() {
        let out = written(&painting(Drawn::Kitty, false), ColourDepth::True);
        let (place, rest) = out.split_once("\u{1b}_G").unwrap();
        assert!(
            place.starts_with("\u{1b}[") && place.ends_with('H'),
            "{place:?}"
        );
        let body = rest.strip_suffix("\u{1b}\\").unwrap();
        let (head, points) = body.split_once(';').unwrap();
        assert!(
            head.starts_with("a=T,f=24,s=") && head.ends_with("m=0"),
            "{head}"
        );
        let letter = |c: char| c.is_ascii_alphanumeric() || "+/=".contains(c);
        assert!(
            !points.is_empty() && points.chars().all(letter),
            "{points:?}"
        );
        let number = |name: &str| -> usize {
            let found = head.split(',').find_map(|one| one.strip_prefix(name));
            found.unwrap().parse().unwrap()
        };
        assert_eq!(
            points.len(),
            (number("s=") * number("v=") * 3).div_ceil(3) * 4
        );
        assert!(number("c=") <= 5 && number("r=") <= 2, "{head}");
    }
}
