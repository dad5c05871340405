//! The law of frames: whatever changed, the terminal shows what was drawn.

use std::sync::Arc;

use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::Area;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::ink::Shared;
use crate::tui::screen::Screen;
use crate::tui::screen::spill;
use crate::ui::brush::Brush;
use crate::ui::cell::Row;
use crate::ui::damage::ALL;
use crate::ui::sign::Signs;
use crate::ui::sketch::Sketch;
use crate::ui::theme::Theme;

const WIDTH: u16 = 60;
const HEIGHT: u16 = 12;
const INKS: [Ink; 4] = [Ink::Text, Ink::Heading, Ink::Selection, Ink::Unread];

/// A line of the screens below: which text, in which ink, and what stands at its right edge.
type Written = (usize, usize, char);

const TEXTS: [&str; 8] = [
    "",
    "the ferry to the harbour is late",
    "caf\u{e9} by the quay, open until ten",
    "\u{6e2f}\u{6e7e}\u{5927}\u{6a4b}\u{306f}\u{9589}\u{9396}\u{4e2d}",
    "market e\u{301}t \u{1f6a2} lights",
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

/// Draws lines, a list beside them that stays, and a box over both.
fn draw(screen: &mut Screen, lines: &[Written], theme: &Theme, over: bool) {
    draw_with(screen, None, lines, theme, over);
}

/// Lines that were made before.
type Kept = Vec<((usize, usize, usize), Shared)>;

/// The same with lines that were made before and are kept, if any are.
fn draw_with(
    screen: &mut Screen,
    kept: Option<&mut Kept>,
    lines: &[Written],
    theme: &Theme,
    over: bool,
) {
    let anew = kept.is_none();
    let mut none = Vec::new();
    let kept = kept.unwrap_or(&mut none);
    let area = Area::screen(WIDTH, HEIGHT);
    let sketch = &mut screen.next;
    sketch.begin(area);
    let (list, text) = area.split_left(16);
    let (mut blogs, mut shown, mut bars) = (Vec::new(), Vec::new(), Vec::new());
    for (y, (number, (text_of, ink, bar))) in (0..HEIGHT).zip(lines.iter().enumerate()) {
        blogs.push(Line::of(format!("blog {}", y / 3), Ink::Muted));
        let key = (*text_of, *ink, number % 3);
        let made = kept.iter().find(|(known, _)| *known == key);
        let line = made.map(|(_, line)| line.clone()).unwrap_or_else(|| {
            let mut line = Line::of(format!("{} {}", TEXTS[*text_of], number % 3), INKS[*ink]);
            line.fill = (*ink == 2).then_some(Ink::Selection);
            let line = Shared::of(&Arc::new(vec![line]), 0).unwrap();
            kept.push((key, line.clone()));
            line
        });
        shown.push(line);
        bars.push(Line::of(*bar, Ink::Rule));
    }
    let (text, _) = text.split_left(WIDTH - 17);
    sketch.lines(list, blogs);
    if anew {
        sketch.lines(text, shown.iter().map(|line| Line::clone(line)).collect());
    } else {
        sketch.shared(text, &shown);
    }
    let (_, right) = area.split_left(WIDTH - 1);
    sketch.lines(right, bars);
    if over {
        let (_, part) = area.split_left(21);
        let (part, _) = part.split_left(17);
        let (part, _) = part.split_top(5);
        sketch.fill(part, Ink::Status);
        sketch.line(part, 1, Line::of("what lies over it", Ink::Key));
    }
    screen.show(theme, None);
    screen.turn_page();
}

/// The text and colour of every cell that the terminal shows, and of every cell that was drawn.
fn both(screen: &Screen, terminal: &vt100::Parser) -> [Vec<(String, u8)>; 2] {
    let mut buffer = Buffer::empty(Rect::new(0, 0, WIDTH, HEIGHT));
    for (y, row) in (0..HEIGHT).zip(&screen.rows) {
        screen.brush.copy(row, y, &mut buffer);
    }
    let mut there = Vec::new();
    let mut drawn = Vec::new();
    for y in 0..HEIGHT {
        for x in 0..WIDTH {
            let cell = terminal.screen().cell(y, x).unwrap();
            let colour = |shown: bool, of: u8| if shown { of } else { 0 };
            let text = cell.contents().trim().to_owned();
            let fg = match cell.fgcolor() {
                vt100::Color::Idx(number) => number,
                _ => 0,
            };
            there.push((text.clone(), colour(!text.is_empty(), fg)));
            let text = buffer[(x, y)].symbol().trim().to_owned();
            let fg = match buffer[(x, y)].fg {
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
        keeps: bool,
        steps in prop::collection::vec((0..11usize, prop::collection::vec(written(), 1..5), 0..12usize), 1..8),
    ) {
        let mut theme = Theme::probe();
        let mut screen = Screen::new();
        let mut kept = Vec::new();
        let mut terminal = vt100::Parser::new(HEIGHT.try_into().unwrap(), WIDTH.try_into().unwrap(), 0);
        let mut lines = first;
        let mut frames = vec![(lines.clone(), false)];
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
                8 => screen.forget(),
                9 => theme = if theme == Theme::probe() { Theme::plain() } else { Theme::probe() },
                _ => frames.push((lines.clone(), true)),
            }
            frames.push((lines.clone(), false));
        }
        for (lines, over) in frames {
            draw_with(&mut screen, Some(&mut kept).filter(|_| keeps), &lines, &theme, over);
            terminal.process(screen.pen.out());
            let [there, drawn] = both(&screen, &terminal);
            prop_assert_eq!(&there, &drawn);
            // What was left as it stood is as if it was drawn.
            let mut other = Screen::new();
            draw(&mut other, &lines, &theme, over);
            prop_assert_eq!(&both(&other, &terminal)[1], &drawn);
        }
    }
}

#[test]
fn rows_that_moved_are_moved_by_the_terminal() {
    move_rows(&mut None);
    move_rows(&mut Some(Kept::new()));
}

fn move_rows(kept: &mut Option<Kept>) {
    let theme = Theme::probe();
    let mut screen = Screen::new();
    let mut scrolled = |screen: &mut Screen, by: usize| {
        let line = |y: usize| ((y + by) % 7 + 1, (y + by) % 2, ' ');
        let lines: Vec<Written> = (0..usize::from(HEIGHT)).map(line).collect();
        draw_with(screen, kept.as_mut(), &lines, &theme, false);
        screen.pen.out().to_vec()
    };
    let whole = scrolled(&mut screen, 0).len();
    let moved = scrolled(&mut screen, 3);
    assert!(moved.len() * 2 < whole, "{} of {whole} bytes", moved.len());
    assert!(moved.windows(3).any(|bytes| bytes == b"[3M"));
    let back = scrolled(&mut screen, 0);
    assert!(back.windows(3).any(|bytes| bytes == b"[3L"));
    assert!(scrolled(&mut screen, 0).is_empty(), "nothing changed");
}

#[test]
fn one_changed_letter_costs_a_few_bytes() {
    let theme = Theme::probe();
    let mut screen = Screen::new();
    let mut lines = vec![(1, 0, ' '); usize::from(HEIGHT)];
    draw(&mut screen, &lines, &theme, false);
    lines[4].2 = '*';
    draw(&mut screen, &lines, &theme, false);
    let said = String::from_utf8_lossy(screen.pen.out());
    assert!(screen.pen.out().len() < 30, "{said:?}");
}

#[test]
fn what_a_sign_of_several_parts_spills_is_written_over_now_and_once_more() {
    let theme = Theme::probe();
    let (mut sketch, mut brush, mut row) = (Sketch::default(), Brush::new(&theme), Row::default());
    let mut spilt = Vec::new();
    let mut forced_in = |text: &str| {
        let area = Area::screen(8, 1);
        sketch.begin(area);
        sketch.line(area, 0, Line::of(text, Ink::Text));
        brush.draw(&sketch, 0, ALL, &Row::default(), &mut row);
        let mut forced = Vec::new();
        spill::over(&row.cells, brush.signs(), &mut spilt, &mut forced);
        forced.sort_unstable();
        (forced, spilt.is_empty())
    };
    assert_eq!(forced_in("a\u{1f44d}\u{1f3fd}     "), (vec![3, 4], false));
    // The second half of a wide character is never written by itself; what stood under the sign is.
    assert_eq!(forced_in("ab\u{6f22}xyz "), (vec![2, 4], true));
    assert_eq!(forced_in("plain   "), (vec![], true));
    let plain = Signs::default();
    assert_eq!(plain.joined(u32::from('x')), None);
}
