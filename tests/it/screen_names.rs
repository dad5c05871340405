//! Names in the reader: marked in texts, listed, gone through mention by mention, corrected.

use liveblog::app::Effect;
use liveblog::app::Settings;
use liveblog::app::names::Marked;
use liveblog::engine::model::BlogId;
use liveblog::engine::model::EntryId;
use liveblog::engine::model::MarkedEntry;
use liveblog::engine::model::PageText;
use liveblog::engine::model::Role;
use liveblog::engine::names::Kind;
use liveblog::engine::names::NameChange;
use liveblog::engine::news::Item;
use liveblog::engine::news::Kind as Why;
use liveblog::engine::news::News;
use liveblog::ui::theme::BUILTIN;
use liveblog::ui::theme::Theme;
use ratatui::style::Modifier;

use crate::screen_filter::type_text;
use crate::screen_harness::Harness;
use crate::screen_library::Blog;
use crate::screen_library::Library;
use crate::screen_library::block;
use crate::screen_library::entry;
use crate::screen_library::harbour;
use crate::screen_library::named_library;

const SIZES: [(u16, u16); 3] = [(160, 48), (80, 24), (40, 12)];

const TEXTS: [&str; 6] = [
    "
    H Mayor Marta Lindqvist opens the lock in Oslo
    P Ms Lindqvist said the European Commission had voted for it. Henrik Lindqvist, her brother, voted against.
    Q “Nobody in Oslo believed it,” said Marta Lindqvist.
    ",
    "
    H Ferries stop
    P The European Commission was asked, and Lindqvist did not answer.
    ",
    "
    P Nothing is named here, it is only said that the water falls.
    ",
    "
    H Norway sends pumps
    P The pumps come from Stockholm and go to Oslo by train, the European Maritime Union (EMU) says.
    R Read more:
    T How the European Commission was founded
    ",
    "
    H EMU meets in Stockholm
    P EMU officials met in Stockholm with Henrik Lindqvist.
    ",
    "
    P Marta Lindqvist went to Stockholm in the morning.
    ",
];

/// A blog that names people, places and organisations.
fn strait() -> Blog {
    let entries: Vec<MarkedEntry> = TEXTS
        .iter()
        .zip(101u64..)
        .map(|(text, number)| entry(number, text))
        .collect();
    Blog {
        id: BlogId([9; 8]),
        title: "The lock at Oslo".into(),
        tags: Vec::new(),
        entries,
        ..harbour()
    }
}

fn library() -> Library {
    Library {
        blogs: vec![strait(), harbour()],
        names: true,
        ..Library::default()
    }
}

fn reader(keys: &str) -> Harness {
    Harness::new(library(), 100, 30).keys(keys)
}

fn at(harness: &Harness) -> usize {
    harness.state.timeline.cursor
}

fn check(name: &str, keys: &str) {
    for (width, height) in SIZES {
        let screen = Harness::new(library(), width, height).keys(keys).screen();
        insta::assert_snapshot!(format!("{name}_{width}x{height}"), screen);
    }
}

#[test]
fn screen_names_marked() {
    check("names_marked", "enter");
}

#[test]
fn screen_names_in_full() {
    check("names_in_full", "enter tab");
}

#[test]
fn screen_names_list() {
    check("names_list", "enter e j");
}

#[test]
fn screen_names_list_in_ascii() {
    let harness = Harness::with(library(), 80, 24, Harness::plain_settings()).keys("enter e j");
    insta::assert_snapshot!("names_list_ascii", harness.screen());
}

/// Which tones of names are on the screen; those of the probe are numbers.
fn tones(harness: &Harness) -> [usize; 3] {
    use liveblog::ui::tone::Tone;
    let buffer = harness.buffer(&Theme::probe());
    [
        Tone::EntityPerson,
        Tone::EntityPlace,
        Tone::EntityOrganisation,
    ]
    .map(|tone| {
        let colour = Theme::probe().style(tone).fg;
        let cells = buffer.content.iter();
        cells.filter(|cell| Some(cell.fg) == colour).count()
    })
}

#[test]
fn the_kinds_that_are_marked_go_round() {
    let mut harness = reader("enter");
    let seen = |harness: &Harness| tones(harness).map(|count| count > 0);
    assert_eq!(seen(&harness), [true; 3]);
    for wanted in [
        [false; 3],
        [true, false, false],
        [false, true, false],
        [false, false, true],
        [true; 3],
    ] {
        harness.press("E");
        assert_eq!(seen(&harness), wanted, "{}", harness.notice());
        assert!(!harness.notice().is_empty());
    }
}

#[test]
fn names_in_the_summary_are_marked_too() {
    let page = PageText {
        title: vec![block(Role::Headline, "The lock")],
        summary: vec![block(
            Role::Summary,
            "Marta Lindqvist spoke in Oslo for the European Commission.",
        )],
        ..PageText::default()
    };
    let blog = Blog {
        page,
        entries: vec![entry(101, "\n    P Nothing is named here.\n    ")],
        ..strait()
    };
    let library = Library {
        blogs: vec![blog],
        names: true,
        ..Library::default()
    };
    let harness = Harness::new(library, 100, 30).keys("enter");
    let letters = ["Marta Lindqvist", "Oslo", "European Commission"].map(str::len);
    assert_eq!(tones(&harness), letters, "{}", harness.screen());
}

#[test]
fn the_settings_say_which_names_are_marked_at_first() {
    let settings = Settings {
        names: Marked::Places,
        ..Harness::plain_settings()
    };
    let harness = Harness::with(library(), 100, 30, settings).keys("enter");
    let seen = tones(&harness).map(|count| count > 0);
    assert_eq!(seen, [false, true, false]);
}

#[test]
fn every_theme_marks_every_kind_in_every_text_also_without_its_colours() {
    let themes = BUILTIN
        .iter()
        .map(|(name, _)| Theme::builtin(name).unwrap());
    for theme in themes.chain([Theme::plain()]) {
        let name = &theme.name;
        let harness = Harness::new(library(), 100, 40).keys("enter G");
        let plain = {
            let mut off = Harness::new(library(), 100, 40).keys("enter G");
            off.press("E");
            off.buffer(&theme)
        };
        let marked = harness.buffer(&theme);
        let probe = harness.buffer(&Theme::probe());
        let colours = [
            liveblog::ui::tone::Tone::EntityPerson,
            liveblog::ui::tone::Tone::EntityPlace,
            liveblog::ui::tone::Tone::EntityOrganisation,
        ]
        .map(|tone| Theme::probe().style(tone).fg);
        let marks = [Modifier::BOLD, Modifier::ITALIC, Modifier::UNDERLINED];
        let mut seen = [0; 3];
        for ((marked, plain), probe) in marked
            .content
            .iter()
            .zip(&plain.content)
            .zip(&probe.content)
        {
            let Some(kind) = colours.iter().position(|one| *one == Some(probe.fg)) else {
                continue;
            };
            seen[kind] += 1;
            let turned = marked.modifier.symmetric_difference(plain.modifier);
            assert_eq!(turned, marks[kind], "{name}: {:?}", marked.symbol());
        }
        assert!(seen.iter().all(|count| *count > 4), "{name}: {seen:?}");
    }
}

#[test]
fn the_list_filters_as_it_is_typed_and_sorts() {
    let mut harness = reader("enter e");
    assert!(harness.state.names.row().is_some());
    let all = harness.state.names.counts().1;
    harness.press("/");
    type_text(&mut harness, "lindq");
    assert_eq!(harness.state.names.counts(), (3, all));
    harness.press("esc");
    assert_eq!(harness.state.names.counts(), (all, all));
    let first = |harness: &Harness| harness.state.names.row().map(|row| row.name.clone());
    let most = first(&harness);
    harness.press("s");
    assert!(
        harness.notice().contains("mentioned last"),
        "{}",
        harness.notice()
    );
    harness.press("s s s s");
    assert_eq!(first(&harness), most, "the orders come around");
    harness.press("E");
    assert!(
        harness.state.names.counts().0 < all,
        "only one kind is listed"
    );
}

#[test]
fn help_tells_the_keys_of_the_list_and_leaves_it_there() {
    for close in ["esc", "q", "?"] {
        let mut harness = reader("enter e ?");
        let rows = harness.rows().join("\n");
        assert!(rows.contains("Keys of the list of names"), "{rows}");
        harness.press(close);
        let rows = harness.rows().join("\n");
        assert!(
            rows.contains("Names  most mentioned first"),
            "{close}: {rows}"
        );
    }
}

#[test]
fn a_chosen_name_filters_the_timeline_and_escape_ends_it() {
    let mut harness = reader("enter e /");
    type_text(&mut harness, "stockholm");
    harness.press("enter enter");
    let shown: Vec<EntryId> = harness
        .state
        .timeline
        .rows()
        .iter()
        .map(|row| row.id)
        .collect();
    let wanted: Vec<EntryId> = [104u64, 105, 106]
        .map(|id| EntryId(id.to_be_bytes()))
        .to_vec();
    assert_eq!(shown, wanted);
    harness.press("esc");
    assert_eq!(harness.state.timeline.rows().len(), 6);
}

#[test]
fn stars_go_from_mention_to_mention_and_around() {
    let mut harness = reader("enter e /");
    type_text(&mut harness, "henrik");
    harness.press("enter *");
    assert_eq!(at(&harness), 4, "{}", harness.notice());
    assert!(
        harness.notice().contains("entry 2 of 2"),
        "{}",
        harness.notice()
    );
    harness.press("*");
    assert_eq!(at(&harness), 0);
    assert!(
        harness.notice().contains("around the end"),
        "{}",
        harness.notice()
    );
    harness.press("#");
    assert_eq!(at(&harness), 4);
    harness.press("esc");
    assert!(
        harness.notice().contains("No name is chosen"),
        "{}",
        harness.notice()
    );
}

#[test]
fn without_a_chosen_name_those_of_the_entry_are_offered() {
    let mut harness = reader("enter j *");
    let rows = harness.rows().join("\n");
    assert!(rows.contains("Names in this entry"), "{rows}");
    harness.press("enter");
    assert_ne!(at(&harness), 1);
    let nothing = reader("enter j j *");
    assert!(
        nothing.notice().contains("mentions no name"),
        "{}",
        nothing.notice()
    );
}

#[test]
fn two_people_with_one_surname_stay_two_and_what_is_open_says_so() {
    let harness = reader("enter e");
    let of = |name: &str| {
        let mut all = harness.state.names.names();
        all.find(|one| one.name == name).map(|one| one.mentions)
    };
    assert_eq!(of("Marta Lindqvist"), Some(4));
    assert_eq!(of("Henrik Lindqvist"), Some(2));
    assert_eq!(of("Lindqvist"), Some(1));
    let rows = harness.rows().join("\n");
    assert!(rows.contains("is Henrik Lindqvist or"), "{rows}");
}

#[test]
fn corrections_apply_at_once_and_are_taken_back() {
    let mut harness = reader("enter e /");
    type_text(&mut harness, "emu");
    harness.press("enter");
    let row = |harness: &Harness| {
        harness
            .state
            .names
            .row()
            .map(|row| (row.name.clone(), row.kind))
    };
    let before = row(&harness);
    assert_eq!(
        before,
        Some(("European Maritime Union".to_owned(), Kind::Organisation))
    );
    harness.press("C");
    assert_eq!(
        row(&harness).map(|row| row.1),
        Some(Kind::Person),
        "{}",
        harness.notice()
    );
    harness.press("U");
    assert_eq!(row(&harness), before);
    harness.press("x");
    assert_eq!(row(&harness), None);
    let asked = harness.asked.iter().any(|effect| {
        matches!(effect, Effect::CorrectName { correction, .. } if correction.change == NameChange::Ignore)
    });
    assert!(asked);
    harness.press("U");
    assert_eq!(row(&harness), before);
    harness.press("ctrl-r");
    assert_eq!(row(&harness), None);
}

#[test]
fn names_are_merged_renamed_split_and_added_by_typing() {
    let mut harness = reader("enter e /");
    type_text(&mut harness, "henrik");
    harness.press("enter =");
    type_text(&mut harness, "marta l");
    harness.press("tab enter");
    let of = |harness: &Harness, name: &str| {
        let mut all = harness.state.names.names();
        all.find(|one| one.name == name).map(|one| one.mentions)
    };
    assert_eq!(of(&harness, "Henrik Lindqvist"), None);
    assert_eq!(of(&harness, "Marta Lindqvist"), Some(6));
    harness.press("U c ctrl-u");
    type_text(&mut harness, "Henrik L");
    harness.press("enter");
    assert_eq!(of(&harness, "Henrik L"), Some(2), "{}", harness.notice());
    harness.press("esc +");
    type_text(&mut harness, "pumps place");
    harness.press("enter");
    assert_eq!(of(&harness, "pumps"), Some(2), "{}", harness.notice());
    harness.press("+");
    type_text(&mut harness, "pumps");
    harness.press("enter");
    assert!(
        harness.notice().contains("then what it is"),
        "{}",
        harness.notice()
    );
    harness.press("/");
    type_text(&mut harness, "emu");
    harness.press("enter %");
    type_text(&mut harness, "EM");
    harness.press("tab enter");
    assert_eq!(of(&harness, "EMU"), Some(3), "{}", harness.notice());
}

#[test]
fn every_entry_of_all_blogs_is_listed_and_opens_in_its_blog() {
    let mut library = library();
    library.blogs[1]
        .entries
        .push(entry(300, "P Marta Lindqvist visited the bridge."));
    let mut harness = Harness::new(library, 100, 30).keys("enter e /");
    type_text(&mut harness, "marta");
    harness.press("enter W");
    let rows = harness.rows().join("\n");
    assert!(
        rows.contains("Every entry on Marta Lindqvist, in 2 blogs"),
        "{rows}"
    );
    assert!(!rows.contains("Looking for"), "the search is over: {rows}");
    harness.press("G enter");
    assert_eq!(harness.state.timeline.blog, Some(harbour().id));
    let row = harness.state.timeline.row().map(|row| row.id);
    assert_eq!(row, Some(EntryId(300u64.to_be_bytes())));
}

#[test]
fn what_came_in_is_told_by_who_is_named() {
    let mut library = library();
    let items = library.blogs[0].entries[3..5].iter();
    library.news = News {
        since: None,
        items: items
            .map(|marked| Item {
                kind: Why::New,
                entry: marked.entry.clone(),
            })
            .collect(),
    };
    let harness = Harness::new(library, 100, 30).keys("enter w");
    let rows = harness.rows().join("\n");
    assert!(rows.contains("People: Henrik Lindqvist"), "{rows}");
    assert!(rows.contains("Stockholm (2)"), "{rows}");
    assert!(rows.contains("Norway (first named)"), "{rows}");
    let small = Harness::new(harness.library, 40, 12).keys("enter w").rows();
    assert!(small[1].contains("New (2)"), "{small:?}");
}

#[test]
fn names_are_asked_for_when_what_is_in_view_has_come_and_not_again() {
    let harness = reader("enter j j k E E");
    let asked = |effect: &&Effect| matches!(effect, Effect::LoadNames { .. });
    assert_eq!(harness.asked.iter().filter(asked).count(), 1);
    let mut without = Library {
        names: false,
        ..library()
    };
    without.names = false;
    let silent = Harness::with(without, 100, 30, Settings::default()).keys("enter e");
    assert!(
        silent.notice().contains("still being read"),
        "{}",
        silent.notice()
    );
}

#[test]
fn a_filter_is_completed_with_the_names_of_the_blog() {
    let mut harness = Harness::new(named_library(), 100, 30).keys("enter j f");
    crate::screen_filter::type_text(&mut harness, "entity:brandt");
    harness.press("tab");
    let bottom = harness.rows().pop().unwrap();
    assert!(bottom.contains("entity:\"Oda Brandt\""), "{bottom}");
    harness.press("enter");
    assert!(!harness.state.timeline.rows().is_empty());
    assert!(harness.state.timeline.rows().len() < harness.state.timeline.all_rows().len());
}
