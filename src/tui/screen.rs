//! Frames: one drawing, one write.
//! Only rows that are drawn otherwise than before become cells, and of these only the cells that changed are written;
//! rows that moved are moved by the terminal. Nothing is written while the terminal is not ours.

mod shift;

use std::io;
use std::io::Write;
use std::ops::Range;

use ratatui::backend::Backend;
use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::buffer::CellDiffOption;
use ratatui::crossterm;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthChar;
use unicode_width::UnicodeWidthStr;

use crate::app::Area;
use crate::app::State;
use crate::tui::faults;
use crate::tui::terminal;
use crate::ui;
use crate::ui::paint;
use crate::ui::script::Part;
use crate::ui::script::Script;
use crate::ui::theme::Theme;

/// Empties the screen in the terminal's own colours.
const CLEAR: &[u8] = b"\x1b[0m\x1b[2J";

/// The screen that frames are drawn on.
pub(crate) struct Screen<W: Write = Output> {
    backend: CrosstermBackend<W>,
    /// How the next frame is drawn.
    next: Script,
    /// How the terminal's rows were drawn.
    drawn: Script,
    theme: Theme,
    /// The rows of the next frame. Each is a buffer of its own, so that rows are compared and moved one by one.
    rows: Vec<Buffer>,
    /// The rows that the terminal shows.
    shown: Vec<Buffer>,
    /// The cells of each row that it may have spilt into.
    spilt: Vec<Vec<usize>>,
    /// Whether what the terminal shows is not known.
    lost: bool,
}

impl Screen {
    /// The screen of the terminal.
    pub(crate) fn new() -> Self {
        Self::on(Output {
            pending: Vec::new(),
        })
    }
}

/// The terminal's size now.
pub(crate) fn area() -> io::Result<Area> {
    let (width, height) = crossterm::terminal::size()?;
    Ok(Area::screen(width, height))
}

impl<W: Write> Screen<W> {
    fn on(output: W) -> Self {
        Self {
            backend: CrosstermBackend::new(output),
            next: Script::default(),
            drawn: Script::default(),
            theme: Theme::plain(),
            rows: Vec::new(),
            shown: Vec::new(),
            spilt: Vec::new(),
            lost: true,
        }
    }

    /// Draws a frame; only what changed is written.
    pub(crate) fn draw(&mut self, state: &State, theme: &Theme) -> io::Result<()> {
        ui::write(state, state.screen, &mut self.next);
        faults::trip(faults::Place::Draw);
        self.show(theme)
    }

    /// Makes the next frame write every cell.
    pub(crate) fn forget(&mut self) {
        self.lost = true;
    }

    /// Brings what was written down onto the terminal.
    fn show(&mut self, theme: &Theme) -> io::Result<()> {
        let anew = std::mem::take(&mut self.lost) || self.next.area != self.drawn.area;
        if anew {
            self.begin_anew()?;
        }
        let all = anew || self.theme != *theme;
        if all {
            self.theme = theme.clone();
        }
        let spills = |spilt: &[Vec<usize>]| spilt.iter().any(|cells| !cells.is_empty());
        let spilt_before = spills(&self.spilt);
        let mut changed = Vec::new();
        for y in 0..self.rows.len() {
            let same = self.next.rows().get(y) == self.drawn.rows().get(y);
            if all || !same || !self.spilt[y].is_empty() {
                let parts = if all { None } else { self.paint_parts(y) };
                changed.push(match parts {
                    Some(parts) => Change { y, parts },
                    None => self.paint(y),
                });
            }
        }
        if !all && !spilt_before && !spills(&self.spilt) {
            changed = self.shift(changed)?;
        }
        self.write(&changed)?;
        std::mem::swap(&mut self.next, &mut self.drawn);
        Backend::flush(&mut self.backend)
    }

    /// Clears the terminal, for a screen of the size of the next frame.
    fn begin_anew(&mut self) -> io::Result<()> {
        let area = self.next.area;
        self.drawn.begin(area);
        let row = |y| Buffer::empty(Rect::new(0, y, area.width, 1));
        self.rows = (0..area.height).map(row).collect();
        self.shown = self.rows.clone();
        self.spilt = vec![Vec::new(); area.height.into()];
        self.backend.write_all(CLEAR)
    }

    /// Makes cells of a row.
    fn paint(&mut self, y: usize) -> Change {
        if let (Some(row), Some(script)) = (self.rows.get_mut(y), self.next.rows().get(y)) {
            row.reset();
            paint::row(row, row.area.y, script, &self.theme);
            make_harmless(row);
            write_over(row, &mut self.spilt[y]);
        }
        Change::whole(y)
    }

    /// Makes cells of those parts of a row that are drawn otherwise than before, if it can be drawn by parts: where every
    /// letter, now and before, has one cell for itself.
    fn paint_parts(&mut self, y: usize) -> Option<Vec<Range<u16>>> {
        let (next, drawn) = (self.next.rows().get(y)?, self.drawn.rows().get(y)?);
        if !self.spilt[y].is_empty() || !is_narrow(next.text()) || !is_narrow(drawn.text()) {
            return None;
        }
        let (next, drawn) = (next.parts()?, drawn.parts()?);
        let places = |parts: &[Part<'_>]| -> Vec<_> {
            parts.iter().map(|part| (part.x, part.end)).collect()
        };
        if next.is_empty() || places(&next) != places(&drawn) {
            return None;
        }
        let row = self.rows.get_mut(y)?;
        let mut parts = Vec::new();
        for (now, _) in next
            .iter()
            .zip(&drawn)
            .filter(|(now, before)| now != before)
        {
            paint::part(row, row.area.y, *now, &self.theme);
            parts.push(now.x..now.end);
        }
        Some(parts)
    }

    /// Writes the cells of some rows that are not shown so.
    fn write(&mut self, changed: &[Change]) -> io::Result<()> {
        let mut cells = Vec::new();
        for change in changed {
            let (Some(shown), Some(row)) = (self.shown.get(change.y), self.rows.get(change.y))
            else {
                continue;
            };
            if change.parts.is_empty() {
                cells.extend(shown.diff_iter(row));
            }
            for x in change.parts.iter().cloned().flatten() {
                let at = usize::from(x);
                if let (Some(before), Some(now)) = (shown.content.get(at), row.content.get(at))
                    && before != now
                {
                    cells.push((x, row.area.y, now));
                }
            }
        }
        if !cells.is_empty() {
            self.backend.draw(cells.into_iter())?;
        }
        for change in changed {
            let (Some(shown), Some(row)) = (self.shown.get_mut(change.y), self.rows.get(change.y))
            else {
                continue;
            };
            if change.parts.is_empty() {
                shown.content.clone_from(&row.content);
            }
            for part in &change.parts {
                let part = usize::from(part.start)..usize::from(part.end).min(row.content.len());
                if let (Some(shown), Some(row)) =
                    (shown.content.get_mut(part.clone()), row.content.get(part))
                {
                    shown.clone_from_slice(row);
                }
            }
        }
        Ok(())
    }
}

/// A row that is drawn otherwise than before.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Change {
    y: usize,
    /// The columns that are; nothing stands for all of them.
    parts: Vec<Range<u16>>,
}

impl Change {
    /// A row that is to be compared from end to end.
    fn whole(y: usize) -> Self {
        let parts = Vec::new();
        Self { y, parts }
    }
}

/// Whether every letter of a text has one cell for itself and does nothing to a terminal.
fn is_narrow(text: &str) -> bool {
    let plain = |byte: u8| (b' '..0x7f).contains(&byte);
    text.bytes().all(plain)
        || text.chars().all(|c| match u8::try_from(c) {
            Ok(byte) if byte.is_ascii() => plain(byte),
            _ => c.width() == Some(1) && !joins(c) && !acts(c),
        })
}

/// The last guard before the terminal: no cell may act on it. All text was made safe long before.
pub(crate) fn make_harmless(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        let symbol = cell.symbol();
        let harmless = match symbol.as_bytes() {
            [byte] => (b' '..0x7f).contains(byte),
            _ => !symbol.chars().any(acts),
        };
        if !harmless {
            cell.set_symbol("\u{fffd}");
        }
    }
}

/// Signs of several parts, like families and skin tones, are one sign in some terminals and several in others. Has the cells
/// of a row that the parts may spill into written again, now and in the frame after, so that nothing of them stays.
fn write_over(row: &mut Buffer, spilt: &mut Vec<usize>) {
    let width = row.content.len();
    let mut covered = Vec::new();
    let (mut now, mut later) = (Vec::new(), Vec::new());
    let mut column = 0;
    while let Some(cell) = row.content.get(column) {
        let symbol = cell.symbol();
        let next = column + UnicodeWidthStr::width(symbol).max(1);
        covered.extend(column + 1..next.min(width));
        if symbol.chars().any(joins) {
            let end = (column + 2 * symbol.chars().count()).min(width).max(next);
            now.extend(next..end);
            // The cells under the sign may hold a part of it too, once it is gone.
            later.extend(column + 1..end);
        }
        column = next;
    }
    for at in now.iter().chain(spilt.iter()) {
        if let Some(cell) = row.content.get_mut(*at)
            && covered.binary_search(at).is_err()
        {
            cell.set_diff_option(CellDiffOption::AlwaysUpdate);
        }
    }
    *spilt = later;
}

/// Whether a character makes one sign of those around it.
fn joins(c: char) -> bool {
    matches!(c, '\u{200d}' | '\u{fe0f}' | '\u{1f1e6}'..='\u{1f1ff}' | '\u{1f3fb}'..='\u{1f3ff}')
}

fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Collects a frame and writes it at once.
pub(crate) struct Output {
    pending: Vec<u8>,
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.pending.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let frame = std::mem::take(&mut self.pending);
        if frame.is_empty() || !terminal::is_taken() {
            return Ok(());
        }
        terminal::write_now(&frame)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::ink::Ink;
    use crate::app::ink::Line;
    use proptest::prelude::*;

    const WIDTH: u16 = 40;
    const HEIGHT: u16 = 12;
    const INKS: [Ink; 4] = [Ink::Text, Ink::Heading, Ink::Selection, Ink::Unread];

    /// Keeps what is written, for both sides.
    #[derive(Clone, Default)]
    struct Tap(std::rc::Rc<std::cell::RefCell<Vec<u8>>>);

    impl Tap {
        fn bytes(&self) -> Vec<u8> {
            std::mem::take(&mut self.0.borrow_mut())
        }
    }

    impl Write for Tap {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// A line of the screens below: which text, in which ink, and what stands at its right edge.
    type Written = (usize, usize, char);

    const TEXTS: [&str; 8] = [
        "",
        "the ferry to the harbour is late",
        "caf\u{e9} by the quay, open until ten",
        "\u{6e2f}\u{6e7e}\u{5927}\u{6a4b}\u{306f}\u{9589}\u{9396}\u{4e2d}",
        "market",
        "the council meets again this evening",
        "14:05  a storm is on its way to the coast",
        "the bridge",
    ];

    fn written() -> impl Strategy<Value = Written> {
        (
            0..TEXTS.len(),
            0..INKS.len(),
            prop::sample::select(&['|', ' ', '*'][..]),
        )
    }

    fn script(script: &mut Script, lines: &[Written]) {
        let area = Area::screen(WIDTH, HEIGHT);
        script.begin(area);
        for (y, (number, (text, ink, bar))) in (0..HEIGHT).zip(lines.iter().enumerate()) {
            // Some rows lie under their bar, and are drawn as a whole.
            let under = *text == 3 || *ink == 2;
            let text = format!("{} {}", TEXTS[*text], number % 3);
            let mut line = Line::of(text, INKS[*ink]);
            line.fill = (*ink == 2).then_some(Ink::Selection);
            let (left, right) = area.split_left(WIDTH - 1);
            if under {
                script.line(area, y, &line);
                script.line(right, y, &Line::of(*bar, Ink::Rule));
            } else {
                script.line(right, y, &Line::of(*bar, Ink::Rule));
                script.line(left, y, &line);
            }
        }
    }

    /// The text and colour of every cell that the terminal shows, and of every cell drawn as a whole.
    fn both(screen: &Screen<Tap>, terminal: &vt100::Parser) -> [Vec<(String, u8)>; 2] {
        let probe = Theme::probe();
        let mut there = Vec::new();
        let mut drawn = Vec::new();
        for y in 0..HEIGHT {
            let mut row = Buffer::empty(Rect::new(0, 0, WIDTH, 1));
            paint::row(&mut row, 0, &screen.drawn.rows()[usize::from(y)], &probe);
            for x in 0..WIDTH {
                let cell = terminal.screen().cell(y, x).unwrap();
                let colour = |shown: bool, of: u8| if shown { of } else { 0 };
                let text = cell.contents().trim().to_owned();
                let fg = match cell.fgcolor() {
                    vt100::Color::Idx(number) => number,
                    _ => 0,
                };
                there.push((text.clone(), colour(!text.is_empty(), fg)));
                let text = row[(x, 0)].symbol().trim().to_owned();
                let fg = match row[(x, 0)].fg {
                    ratatui::style::Color::Indexed(number) => number,
                    _ => 0,
                };
                drawn.push((text.clone(), colour(!text.is_empty(), fg)));
            }
        }
        [there, drawn]
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]
        /// Whatever changed, and however rows moved: the terminal shows what is drawn.
        #[test]
        fn the_terminal_shows_every_frame(
            first in prop::collection::vec(written(), usize::from(HEIGHT)),
            steps in prop::collection::vec((0..9usize, prop::collection::vec(written(), 1..5), 0..12usize), 1..8),
        ) {
            let probe = Theme::probe();
            let tap = Tap::default();
            let mut screen = Screen::on(tap.clone());
            let mut terminal = vt100::Parser::new(HEIGHT.try_into().unwrap(), WIDTH.try_into().unwrap(), 0);
            let mut lines = first;
            let mut frames = vec![lines.clone()];
            for (how, new, at) in steps {
                match how {
                    // Scrolled up or down by some lines, or a few lines are others.
                    0..=2 => {
                        lines.rotate_left(new.len());
                        let from = lines.len() - new.len();
                        lines[from..].copy_from_slice(&new);
                    }
                    3..=5 => {
                        lines.rotate_right(new.len());
                        lines[..new.len()].copy_from_slice(&new);
                    }
                    6..=7 => lines[at] = new[0],
                    _ => screen.forget(),
                }
                frames.push(lines.clone());
            }
            for lines in frames {
                script(&mut screen.next, &lines);
                screen.show(&probe).unwrap();
                terminal.process(&tap.bytes());
                let [there, drawn] = both(&screen, &terminal);
                prop_assert_eq!(there, drawn);
            }
        }
    }

    #[test]
    fn rows_that_moved_are_moved_by_the_terminal() {
        let probe = Theme::probe();
        let tap = Tap::default();
        let mut screen = Screen::on(tap.clone());
        let lines: Vec<Written> = (0..HEIGHT)
            .map(|y| (usize::from(y) % 7 + 1, 0, ' '))
            .collect();
        script(&mut screen.next, &lines);
        screen.show(&probe).unwrap();
        let whole = tap.bytes().len();
        let area = Area::screen(WIDTH, HEIGHT);
        let scrolled = |screen: &mut Screen<Tap>, by: usize| {
            screen.next.begin(area);
            for y in 0..HEIGHT - 2 {
                let text = format!(
                    "{} {}",
                    TEXTS[(usize::from(y) + by) % 7 + 1],
                    usize::from(y) + by
                );
                screen.next.line(area, y, &Line::of(text, Ink::Text));
            }
            screen.show(&probe).unwrap();
            tap.bytes()
        };
        scrolled(&mut screen, 0);
        let moved = scrolled(&mut screen, 1);
        assert!(moved.len() * 4 < whole, "{} of {whole} bytes", moved.len());
        assert!(moved.windows(3).any(|bytes| bytes == b"[1M"));
        let back = scrolled(&mut screen, 0);
        assert!(back.windows(3).any(|bytes| bytes == b"[1L"));
        assert!(scrolled(&mut screen, 0).is_empty(), "nothing changed");
    }

    #[test]
    fn what_a_sign_of_several_parts_spills_is_written_over_now_and_once_more() {
        let thumb = "\u{1f44d}\u{1f3fd}";
        let marked = |buffer: &Buffer| -> Vec<usize> {
            let cells = buffer.content.iter().enumerate();
            cells
                .filter(|(_, cell)| cell.diff_option == CellDiffOption::AlwaysUpdate)
                .map(|(at, _)| at)
                .collect()
        };
        let mut spilt = Vec::new();
        let mut first = Buffer::with_lines([format!("a{thumb}     ")]);
        write_over(&mut first, &mut spilt);
        assert_eq!(marked(&first), [3, 4]);
        // The second half of a wide character is never written by itself; what stood under the sign is.
        let mut second = Buffer::with_lines(["ab\u{6f22}xyz "]);
        write_over(&mut second, &mut spilt);
        assert_eq!(marked(&second), [2, 4]);
        let mut third = Buffer::with_lines(["plain   "]);
        write_over(&mut third, &mut spilt);
        assert!(marked(&third).is_empty() && spilt.is_empty());
    }

    #[test]
    fn cells_that_act_on_a_terminal_are_replaced() {
        let mut buffer = Buffer::with_lines(["abcd漢"]);
        buffer.content[0].set_symbol("\u{1b}[2J");
        buffer.content[1].set_symbol("\u{9b}");
        buffer.content[2].set_symbol("\u{202e}x");
        make_harmless(&mut buffer);
        let symbols: Vec<&str> = buffer.content.iter().map(|cell| cell.symbol()).collect();
        assert_eq!(
            symbols[..5],
            ["\u{fffd}", "\u{fffd}", "\u{fffd}", "d", "漢"]
        );
    }
}
