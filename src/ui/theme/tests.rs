//! Tests of themes: the files that come with the program, notes for bad lines, contrast, fewer colours.

use super::*;

fn contrast_of(a: Color, b: Color) -> f64 {
    let rgb = |colour| match colour {
        Color::Rgb(r, g, b) => [r, g, b],
        other => panic!("{other} is no true colour"),
    };
    contrast::ratio(rgb(a), rgb(b))
}

/// A tone's colours as the screen has them: over those of running text.
fn seen(theme: &Theme, tone: Tone) -> (Color, Color) {
    let style = theme.style(Tone::Text).patch(theme.style(tone));
    let (fg, bg) = (
        style.fg.unwrap_or(Color::Reset),
        style.bg.unwrap_or(Color::Reset),
    );
    if style.add_modifier.contains(Modifier::REVERSED) {
        (bg, fg)
    } else {
        (fg, bg)
    }
}

#[test]
fn every_builtin_theme_has_no_notes_and_says_its_name() {
    for (name, text) in BUILTIN {
        let (theme, notes) = Theme::parse(text);
        assert_eq!(notes, Vec::<String>::new(), "{name}");
        assert_eq!(theme.name, *name);
    }
    assert!(Theme::builtin(DEFAULT).is_some());
}

#[test]
fn the_default_theme_uses_the_terminals_own_colours_and_paints_no_background() {
    let theme = Theme::builtin(DEFAULT).unwrap();
    for tone in Tone::ALL {
        let style = theme.style(*tone);
        assert!(
            !matches!(style.fg, Some(Color::Rgb(..) | Color::Indexed(_))),
            "{tone:?}"
        );
        if !matches!(tone, Tone::SearchHit | Tone::SearchCurrent | Tone::Sample) {
            assert_eq!(style.bg, None, "{tone:?}");
        }
    }
}

/// Every tone of a true-colour theme reaches the contrast that it needs on its background.
pub(super) fn can_be_read(theme: &Theme) {
    for tone in Tone::ALL {
        let floor = match (tone, theme.name.starts_with("contrast")) {
            (_, true) => 7.0,
            (Tone::Muted | Tone::Border | Tone::EntryRead | Tone::EntryWithdrawn, _) => 3.0,
            _ => 4.5,
        };
        let (fg, bg) = seen(theme, *tone);
        let found = contrast_of(fg, bg);
        assert!(
            found >= floor,
            "{}: {} has contrast {found:.2}, not {floor}",
            theme.name,
            tone.name()
        );
    }
}

#[test]
fn true_colour_themes_can_be_read() {
    let mut read = 0;
    for (name, _) in BUILTIN {
        let theme = Theme::builtin(name).unwrap();
        if theme.kind != Kind::Terminal {
            can_be_read(&theme);
            read += 1;
        }
    }
    assert!(read >= 8, "{read}");
}

#[test]
fn every_theme_file_is_built_in() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| {
            file.unwrap()
                .path()
                .file_stem()
                .unwrap()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    let mut names: Vec<&str> = BUILTIN.iter().map(|row| row.0).collect();
    files.sort();
    names.sort();
    assert_eq!(files, names);
}

#[test]
fn a_theme_without_colours_says_everything_by_looks() {
    let theme = Theme::builtin("mono").unwrap();
    for tone in Tone::ALL {
        let style = theme.style(*tone);
        assert!(
            matches!(style.fg, None | Some(Color::Reset)) && style.bg.is_none(),
            "{tone:?}"
        );
    }
    let looks = [
        Tone::Text,
        Tone::EntryUnread,
        Tone::EntryRead,
        Tone::EntryChanged,
        Tone::Selection,
    ];
    for (i, a) in looks.iter().enumerate() {
        for b in &looks[..i] {
            assert_ne!(
                theme.style(*a).add_modifier,
                theme.style(*b).add_modifier,
                "{a:?} {b:?}"
            );
        }
    }
}

#[test]
fn on_the_selection_every_tone_can_be_read() {
    for (name, _) in BUILTIN {
        let theme = Theme::builtin(name).unwrap();
        let Some(bg @ Color::Rgb(..)) = theme.style(Tone::Selection).bg else {
            continue;
        };
        for tone in [
            Tone::Text,
            Tone::EntryUnread,
            Tone::EntryChanged,
            Tone::EntryRead,
        ] {
            let (fg, _) = seen(&theme, tone);
            let found = contrast_of(fg, bg);
            assert!(
                found >= 3.0,
                "{name}: {} on the selection: {found:.2}",
                tone.name()
            );
        }
    }
}

#[test]
fn bad_lines_are_named_and_cost_only_themselves() {
    let text = "name = \"mine\"\n[palette]\nsea = \"#12\"\nsky = \"#112233\"\n[tones]\n\
                text = \"sky\"\n\"entry.unraed\" = \"red\"\nmuted = \"bule\"\n\
                title = { bold = true, blink = true }\n";
    let (theme, notes) = Theme::parse(text);
    assert_eq!(
        notes,
        [
            "line 3: \"#12\" is no colour; write six digits as in \"#5f87af\"",
            "line 7: unknown tone \"entry.unraed\"; did you mean \"entry.unread\"?",
            "line 8: unknown colour \"bule\"; did you mean \"blue\"?",
            "line 9: unknown look \"blink\"",
        ]
    );
    assert_eq!(
        theme.style(Tone::Text).fg,
        Some(Color::Rgb(0x11, 0x22, 0x33))
    );
    assert!(
        theme
            .style(Tone::Title)
            .add_modifier
            .contains(Modifier::BOLD)
    );
}

#[test]
fn broken_toml_is_reported_and_the_rest_is_kept() {
    let (theme, notes) = Theme::parse("[tones]\ntext = \ntitle = \"red\"\n");
    assert!(
        notes
            .iter()
            .any(|note| note.starts_with("line 2: not valid TOML")),
        "{notes:?}"
    );
    assert_eq!(theme.style(Tone::Title).fg, Some(Color::Red));
}

#[test]
fn names_with_dots_may_be_written_with_and_without_quotes() {
    let (quoted, _) = Theme::parse("[tones]\n\"entry.read\" = \"red\"\n");
    let (bare, notes) = Theme::parse("[tones]\nentry.read = \"red\"\n");
    assert_eq!((quoted, Vec::<String>::new()), (bare, notes));
    let (family, notes) = Theme::parse("[tones]\nentity = { fg = \"cyan\" }\n");
    assert_eq!(notes, Vec::<String>::new());
    assert_eq!(family.style(Tone::EntityPlace).fg, Some(Color::Cyan));
}

#[test]
fn fewer_colours_keep_text_apart_from_its_background() {
    for depth in [ColourDepth::Indexed, ColourDepth::Sixteen] {
        for (name, _) in BUILTIN {
            let theme = Theme::builtin(name).unwrap().reduced(depth);
            for tone in Tone::ALL {
                let style = theme.style(Tone::Text).patch(theme.style(*tone));
                assert!(
                    style.fg.is_none() || style.fg != style.bg,
                    "{name} at {depth:?}: {}",
                    tone.name()
                );
                for colour in [style.fg, style.bg].into_iter().flatten() {
                    assert!(!matches!(colour, Color::Rgb(..)));
                }
            }
        }
    }
    let plain = Theme::builtin("harbour")
        .unwrap()
        .reduced(ColourDepth::None);
    assert!(Tone::ALL.iter().all(|tone| plain.style(*tone).fg.is_none()));
}

#[test]
fn the_environment_tells_the_depth() {
    let depth = ColourDepth::from_environment;
    assert_eq!(
        depth(Some("truecolor"), Some("xterm-256color")),
        ColourDepth::True
    );
    assert_eq!(depth(None, Some("xterm-kitty")), ColourDepth::True);
    assert_eq!(depth(None, Some("tmux-256color")), ColourDepth::Indexed);
    assert_eq!(depth(None, Some("linux")), ColourDepth::Sixteen);
    assert_eq!(depth(None, None), ColourDepth::Sixteen);
    assert_eq!(depth(None, Some("dumb")), ColourDepth::None);
}

#[test]
fn pure_colours_are_found_in_the_cube_and_the_ramp() {
    assert_eq!(
        ColourDepth::Indexed.reduce(Color::Rgb(255, 0, 0)),
        Color::Indexed(196)
    );
    assert_eq!(
        ColourDepth::Indexed.reduce(Color::Rgb(18, 18, 18)),
        Color::Indexed(233)
    );
    assert_eq!(
        ColourDepth::Sixteen.reduce(Color::Rgb(250, 250, 250)),
        Color::White
    );
    assert_eq!(
        ColourDepth::Sixteen.reduce(Color::Rgb(60, 140, 90)),
        Color::Green
    );
}

#[test]
fn the_probe_tells_tones_apart() {
    let theme = Theme::probe();
    assert_eq!(theme.style(Tone::Muted).fg, Some(Color::Indexed(1)));
}
