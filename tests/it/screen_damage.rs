//! The law of what is left standing: a terminal that is told only what differs from frame to frame shows what one shows that
//! is told the whole last frame. For random keys, news and sizes, on the whole reader.

use liveblog::app::Area;
use liveblog::app::Msg;
use liveblog::tui::still::Frames;
use liveblog::ui::theme::Theme;
use proptest::sample::select;

use crate::screen_harness::Harness;
use crate::screen_library::Library;
use crate::screen_library::scripts;
use crate::screen_still::blog;
use crate::screen_still::mixed;

const KEYS: &[&str] = &[
    "j",
    "j",
    "j",
    "k",
    "space",
    "b",
    "ctrl-d",
    "ctrl-u",
    "n",
    "G",
    "g g",
    "z a",
    "z M",
    "z R",
    "u",
    "m",
    "d",
    "D",
    "w",
    "E",
    "tab",
    "h",
    "l",
    "g o",
    "q",
    "enter",
    "?",
    "esc",
    "g",
    "g c",
    "/ t i d e enter",
    "/ t",
    "2",
    "1",
    "<",
    ">",
    ": t h e",
    "N",
    "{",
    "ctrl-l",
];

const SIZES: &[(u16, u16)] = &[(40, 12), (80, 24), (110, 30), (160, 48)];

/// What a terminal shows: of each cell its text and its looks.
fn shown(terminal: &vt100::Parser) -> Vec<String> {
    let screen = terminal.screen();
    let (rows, columns) = screen.size();
    let cell = |y, x| {
        let cell = screen.cell(y, x)?;
        let text = cell.contents().trim();
        // Of what is empty only the ground is seen.
        let looks = match text {
            "" => format!("{:?}{}", cell.bgcolor(), cell.inverse()),
            _ => format!(
                "{:?}{:?}{}{}{}{}{}",
                cell.fgcolor(),
                cell.bgcolor(),
                cell.bold(),
                cell.dim(),
                cell.italic(),
                cell.underline(),
                cell.inverse()
            ),
        };
        Some(format!("{text} {looks}"))
    };
    let row = |y| (0..columns.get()).filter_map(|x| cell(y, x)).collect();
    (0..rows.get()).map(row).collect()
}

fn terminal((width, height): (u16, u16)) -> vt100::Parser {
    let (rows, columns) = (height.try_into().unwrap(), width.try_into().unwrap());
    vt100::Parser::new(rows, columns, 0)
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..proptest::test_runner::Config::with_cases(40) })]
    #[test]
    fn what_is_left_standing_is_as_if_it_was_drawn(
        sizes in (select(SIZES), select(SIZES)),
        keys in proptest::collection::vec(select(KEYS), 1..40),
        others in proptest::collection::vec(0..8u8, 40),
        news in 0..40usize,
    ) {
        let library = Library { blogs: vec![blog(), scripts()], ..Library::default() };
        let mut harness = Harness::new(library, sizes.0.0, sizes.0.1);
        let (mut frames, mut there) = (Frames::default(), terminal(sizes.0));
        for (number, (keys, other)) in keys.iter().zip(others).enumerate() {
            harness.press(keys);
            // Now and then several things happen before a frame.
            if other == 0 {
                continue;
            }
            if number == news {
                let entries = &mut harness.library.blogs[0].entries;
                entries.splice(0..0, (0..5).map(|n| mixed(1045 - n)));
                harness.tell(Msg::LibraryChanged);
            }
            if other == 1 {
                let size = if harness.state.screen.width == sizes.0.0 { sizes.1 } else { sizes.0 };
                harness.tell(Msg::Resized(Area::screen(size.0, size.1)));
                if sizes.0 != sizes.1 {
                    there = terminal(size);
                }
            }
            let theme = if other == 2 { Theme::plain() } else { Theme::probe() };
            there.process(&frames.next(&harness.state, &theme));
            let mut anew = terminal((harness.state.screen.width, harness.state.screen.height));
            anew.process(&Frames::default().next(&harness.state, &theme));
            for (row, (there, anew)) in shown(&there).iter().zip(shown(&anew)).enumerate() {
                proptest::prop_assert_eq!(there, &anew, "row {} after {}", row, keys);
            }
        }
    }
}
