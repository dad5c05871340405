//! What the reader shows: screens with their tones, at several sizes.
//! `INSTA_UPDATE=always cargo test --test it screen` writes them again; look at them then.

use liveblog::app::Effect;
use liveblog::app::Settings;
use liveblog::ui::theme::BUILTIN;
use liveblog::ui::theme::Kind;
use liveblog::ui::theme::Theme;

use ratatui::style::Color;
use ratatui::style::Modifier;

use crate::screen_harness::Harness;
use crate::screen_library::Library;
use crate::screen_library::library;

const SIZES: [(u16, u16); 3] = [(160, 48), (80, 24), (40, 12)];

fn check(name: &str, keys: &str) {
    for (width, height) in SIZES {
        let screen = Harness::new(library(), width, height).keys(keys).screen();
        insta::assert_snapshot!(format!("{name}_{width}x{height}"), screen);
    }
}

#[test]
fn screen_timeline_further_down() {
    check("timeline_end", "enter G k k");
}

#[test]
fn screen_folded() {
    check("folded", "enter j z M");
}

#[test]
fn screen_versions() {
    check("versions", "enter ] c d");
}

#[test]
fn screen_help_filtered() {
    check("help_filtered", "enter ? / b o o k enter");
}

#[test]
fn screen_command() {
    check("command", "enter : f o l tab");
}

#[test]
fn screen_search_while_typing() {
    check("search", "enter / f e r r");
}

#[test]
fn screen_search_on() {
    check("search_on", "enter / b r i d g e enter n n");
}

#[test]
fn screen_wide_characters() {
    check("scripts", "j enter");
}

#[test]
fn screen_empty_library() {
    for (width, height) in SIZES {
        let screen = Harness::new(Library::default(), width, height).screen();
        insta::assert_snapshot!(format!("empty_{width}x{height}"), screen);
    }
}

#[test]
fn screen_sample() {
    let mut library = library();
    library.blogs.truncate(1);
    for (width, height) in SIZES {
        let mut harness = Harness::new(library.clone(), width, height);
        harness.state.sample = true;
        harness.press("j");
        insta::assert_snapshot!(format!("sample_{width}x{height}"), harness.screen());
    }
}

#[test]
fn screen_in_ascii() {
    let screen = Harness::with(library(), 80, 24, Harness::plain_settings())
        .keys("enter j j")
        .screen();
    let rows = screen.lines().take(23).collect::<Vec<_>>().join("\n");
    insta::assert_snapshot!("ascii_80x24", rows);
}

#[test]
fn screen_articles_by_tag() {
    check("articles_by_tag", "s s s s s");
}

#[test]
fn screen_asking_for_tags() {
    check("tags", "t r i");
}

#[test]
fn screen_without_blogs_on_the_shelf() {
    check("shelf_empty", "S");
}

#[test]
fn screen_links() {
    check("links", "enter j ;");
}

#[test]
fn screen_bookmarks() {
    check("bookmarks", "enter j m a o d d enter M");
}

#[test]
fn screen_choosing_a_theme() {
    let settings = Settings {
        themes: BUILTIN.iter().map(|row| row.0.to_owned()).collect(),
        theme: "terminal".to_owned(),
        ..Settings::default()
    };
    for (width, height) in SIZES {
        let harness = Harness::with(library(), width, height, settings.clone());
        let mut harness = harness.keys("enter j g c j j j");
        insta::assert_snapshot!(format!("themes_{width}x{height}"), harness.screen());
        assert_eq!(
            harness.asked.last(),
            Some(&Effect::Theme("harbour".to_owned()))
        );
        harness.press("esc");
        assert_eq!(
            harness.asked.last(),
            Some(&Effect::Theme("terminal".to_owned()))
        );
        harness.press("g c j enter");
        let kept = Effect::KeepTheme("terminal-light".to_owned());
        assert_eq!(harness.asked.last(), Some(&kept));
        assert_eq!(harness.state.settings.theme, "terminal-light");
    }
}

/// One screen in each theme, as the colours that each cell has.
#[test]
fn screen_in_every_theme() {
    let harness = Harness::new(library(), 100, 24).keys("enter j / b r i d g e enter n");
    for (name, _) in BUILTIN {
        let theme = Theme::builtin(name).unwrap();
        insta::assert_snapshot!(format!("theme_{name}"), harness.looks(&theme));
        let buffer = harness.buffer(&theme);
        // The second half of a wide character is not written.
        let written = |at: usize| at == 0 || buffer.content[at - 1].symbol().len() < 3;
        let cells = buffer.content.iter().enumerate();
        let bare = cells
            .filter(|(at, cell)| written(*at) && cell.bg == Color::Reset)
            .count();
        assert!(
            theme.kind == Kind::Terminal || bare == 0,
            "{name} leaves {bare} cells without its background"
        );
    }
}

#[test]
fn screen_without_colours_still_tells() {
    for keys in ["", "enter j", "enter / b r i d g e enter", "enter ?"] {
        let marked = Harness::new(library(), 120, 30).keys(keys).plain_marks();
        assert!(marked > 0, "after {keys:?} nothing stands out");
    }
}

#[test]
fn screen_opens_where_it_is_told() {
    let library = library();
    let open = Some(library.blogs[2].id);
    let harness = Harness::with(
        library,
        80,
        24,
        Settings {
            open,
            ..Settings::default()
        },
    );
    assert!(harness.rows()[0].contains("The long count"));
}

/// Where the selection is text turned around, a blank of it would be a block.
#[test]
fn screen_has_no_blocks_beside_what_is_not_chosen() {
    let theme = Theme::builtin("terminal").unwrap();
    for keys in ["", "enter j j i", "enter g c", "enter j m M", "enter g x"] {
        let buffer = Harness::new(library(), 90, 30).keys(keys).buffer(&theme);
        let turned = |cell: &ratatui::buffer::Cell| cell.modifier.contains(Modifier::REVERSED);
        for row in buffer.content.chunks(90).take(28) {
            let block = turned(&row[0]) && row[0].symbol() == " " && !turned(&row[2]);
            assert!(!block, "after {keys:?}");
        }
    }
}
