//! The law of what is left standing: a terminal that is told only what differs from frame to frame shows what one shows that
//! is told the whole last frame. For random keys, news and sizes, on the whole reader.

use liveblog::app;
use liveblog::app::Area;
use liveblog::app::Key;
use liveblog::app::Msg;
use liveblog::app::State;
use liveblog::tui::still::Frames;
use liveblog::ui::theme::Theme;
use proptest::sample::select;

use crate::screen_harness::Harness;
use crate::screen_library::Library;
use crate::screen_library::pictures;
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
    "v",
    "G v",
    "v j",
];

/// Keys that mostly lead on.
const LEADING: &[&str] = &[
    "j",
    "j j",
    "j j j",
    "k",
    "k k",
    "space",
    "space space",
    "b b",
    "ctrl-d",
    "ctrl-d ctrl-d",
    "n",
    "n n",
    "N",
    "G",
    "g g",
    "m",
    "z a",
    "z M",
    "u",
    "l",
    "h",
    "enter",
    "q",
    "/ t i d e enter",
    "esc",
    "d d",
    "?",
    "tab",
    "j q j",
    "}",
    "j space j space",
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

/// A terminal that shows a frame and nothing of an earlier one.
fn anew(state: &State, theme: &Theme) -> vt100::Parser {
    let mut anew = terminal((state.screen.width, state.screen.height));
    anew.process(&Frames::default().next(state, theme));
    anew
}

fn library() -> Library {
    let mut blog = blog();
    for marked in blog.entries.iter_mut().step_by(2) {
        marked.entry.revisions[0].blocks[0].pictures = pictures();
    }
    Library {
        blogs: vec![blog, scripts()],
        ..Library::default()
    }
}

/// Entries come in above all others.
fn come_in(harness: &mut Harness) {
    let entries = &mut harness.library.blogs[0].entries;
    entries.splice(0..0, (0..5).map(|n| mixed(1045 - n)));
    harness.tell(Msg::LibraryChanged);
}

/// The terminal gets the other of two sizes; answers it if it is another.
fn resize(harness: &mut Harness, sizes: ((u16, u16), (u16, u16))) -> Option<(u16, u16)> {
    let size = match harness.state.screen.width == sizes.0.0 {
        true => sizes.1,
        false => sizes.0,
    };
    harness.tell(Msg::Resized(Area::screen(size.0, size.1)));
    (sizes.0 != sizes.1).then_some(size)
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
        let mut harness = Harness::new(library(), sizes.0.0, sizes.0.1);
        let (mut frames, mut there) = (Frames::default(), terminal(sizes.0));
        for (number, (keys, other)) in keys.iter().zip(others).enumerate() {
            harness.press(keys);
            // Now and then several things happen before a frame.
            if other == 0 {
                continue;
            }
            if number == news {
                come_in(&mut harness);
            }
            if let Some(size) = (other == 1).then(|| resize(&mut harness, sizes)).flatten() {
                there = terminal(size);
            }
            let theme = if other == 2 { Theme::plain() } else { Theme::probe() };
            there.process(&frames.next(&harness.state, &theme));
            let anew = anew(&harness.state, &theme);
            for (row, (there, anew)) in shown(&there).iter().zip(shown(&anew)).enumerate() {
                proptest::prop_assert_eq!(there, &anew, "row {} after {}", row, keys);
            }
        }
    }
    /// A terminal of a reader that makes frames ready shows after every step what one without them shows; and what was made ready
    /// for a key is what the reader foresaw.
    #[test]
    fn what_was_made_ready_changes_nothing_but_when_it_comes(
        sizes in (select(SIZES), select(SIZES)),
        keys in proptest::collection::vec(select(LEADING), 1..60),
        others in proptest::collection::vec(0..12u8, 60),
        news in 0..60usize,
    ) {
        let mut harness = Harness::new(library(), sizes.0.0, sizes.0.1);
        let (mut ready, mut plain) = (Frames::default(), Frames::default());
        let (mut one, mut other) = (terminal(sizes.0), terminal(sizes.0));
        for (number, (keys, what)) in keys.iter().zip(others).enumerate() {
            let theme = if what == 2 { Theme::plain() } else { Theme::probe() };
            for key in keys.split_whitespace() {
                let key: Key = key.parse().unwrap();
                let foreseen = app::ahead(&harness.state, &harness.keymap, key);
                if let Some(bytes) = ready.answer(key, &harness.keymap) {
                    one.process(&bytes);
                    let foreseen = anew(&foreseen.unwrap(), &Theme::probe());
                    proptest::prop_assert_eq!(shown(&one), shown(&foreseen), "before {}", key);
                }
                harness.press(&key.to_string());
                if number == news {
                    ready.interrupt();
                    come_in(&mut harness);
                }
                one.process(&ready.next(&harness.state, &theme));
                other.process(&plain.next(&harness.state, &theme));
                proptest::prop_assert_eq!(shown(&one), shown(&other), "after {}", key);
                // There is not always time.
                if what != 0 {
                    app::prepare(&mut harness.state);
                    ready.prepare(&harness.state, &harness.keymap, &Theme::probe());
                }
                // What is drawn after it makes it worthless, whoever asked for that.
                if what == 3 {
                    harness.state.say(format!("Said after {number} keys"));
                    one.process(&ready.next(&harness.state, &Theme::probe()));
                    other.process(&plain.next(&harness.state, &Theme::probe()));
                }
            }
            if what == 1 {
                ready.interrupt();
                if let Some(size) = resize(&mut harness, sizes) {
                    (one, other) = (terminal(size), terminal(size));
                }
            }
        }
    }
}

/// What is made ready for a key is used when it comes again, and nothing is left to be drawn then.
#[test]
fn a_key_that_comes_again_is_answered_by_what_was_made_ready() {
    let theme = Theme::probe();
    for key in ["j", "space", "k", "b", "n"] {
        let mut harness = Harness::new(library(), 160, 48);
        harness.press("enter space space G k k");
        let mut frames = Frames::default();
        let key: Key = key.parse().unwrap();
        if matches!(key.to_string().as_str(), "j" | "space" | "n") {
            harness.press("g g");
        }
        frames.next(&harness.state, &theme);
        let mut used = 0;
        for number in 0..8 {
            let answer = frames.answer(key, &harness.keymap);
            harness.press(&key.to_string());
            let rest = frames.next(&harness.state, &theme);
            if let Some(answer) = answer {
                assert!(!answer.is_empty(), "{key}");
                assert_eq!(String::from_utf8_lossy(&rest), "", "{key}");
                used += 1;
            } else {
                assert_eq!(number, 0, "{key}");
            }
            app::prepare(&mut harness.state);
            frames.prepare(&harness.state, &harness.keymap, &theme);
        }
        assert_eq!(used, 7, "{key}");
    }
}

/// Other keys between, news, and marks that are kept: the last two keys that lead on are foreseen, and nothing after news.
#[test]
fn what_else_comes_makes_what_was_ready_worthless() {
    let theme = Theme::probe();
    let mut harness = Harness::new(library(), 160, 48);
    harness.press("enter");
    let mut frames = Frames::default();
    let mut press = |key: &str, harness: &mut Harness, interrupted: bool| {
        let key: Key = key.parse().unwrap();
        if interrupted {
            frames.interrupt();
        }
        let answer = frames.answer(key, &harness.keymap);
        harness.press(&key.to_string());
        frames.next(&harness.state, &theme);
        frames.prepare(&harness.state, &harness.keymap, &theme);
        answer.is_some()
    };
    let keys = ["j", "j", "space", "j", "space", "m", "j", "k", "space", "j"];
    let answered = keys.map(|key| press(key, &mut harness, false));
    assert_eq!(
        answered,
        [
            false, true, false, true, true, false, true, false, false, false
        ]
    );
    assert!(!press("j", &mut harness, true));
    assert!(press("j", &mut harness, false));
}
