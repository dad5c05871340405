//! Names in the texts of `tests/data/names`: those that no weight was trained on.

use std::fs;
use std::path::Path;

use liveblog::engine::names::Kind;
use liveblog::engine::names::Level;
use liveblog::engine::names::Lexicon;
use liveblog::engine::names::Recogniser;
use liveblog::engine::names::Weights;
use liveblog::engine::names::train::Example;

/// All texts, and those held back.
fn texts() -> (Vec<Example>, Vec<Example>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/names");
    let files = fs::read_dir(folder).unwrap();
    let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "txt"));
    files.sort();
    let (mut all, mut held) = (Vec::new(), Vec::new());
    for file in files {
        let (own, of_file) = Example::parted(&fs::read_to_string(&file).unwrap());
        all.extend(own.into_iter().chain(of_file.iter().cloned()));
        held.extend(of_file);
    }
    (all, held)
}

/// The exact F1 in percent of one kind, or of all.
fn f1(texts: &[Example], kind: Option<Kind>, unknown: bool) -> f64 {
    let builtin = Lexicon::builtin();
    let (mut right, mut all) = (0_u32, 0_usize);
    let wanted = |one: Kind| kind.is_none_or(|kind| kind == one);
    for example in texts {
        let without = unknown.then(|| example.unknown(1));
        let lexicon = without.as_ref().unwrap_or(builtin);
        let mut found = Recogniser::new(lexicon, Weights::builtin()).mentions(&example.text);
        found.retain(|one| wanted(one.kind));
        all += found.len() + example.names.iter().filter(|one| wanted(one.2)).count();
        let is_right =
            |start: usize, end: usize, kind: Kind| example.names.contains(&(start, end, kind));
        for one in &found {
            right += u32::from(is_right(one.start, one.end, one.kind));
        }
    }
    200.0 * f64::from(right) / all as f64
}

#[test]
fn the_texts_are_marked_as_they_say() {
    let (all, held) = texts();
    assert!(all.len() >= 300 && held.len() >= 100, "{}", all.len());
    for example in &all {
        assert!(!example.text.contains(['[', ']']), "{}", example.text);
        for (start, end, _) in &example.names {
            let name = &example.text[*start..*end];
            assert!(!name.is_empty() && name.trim() == name, "{name:?}");
        }
    }
}

#[test]
fn names_are_found_in_texts_that_were_not_trained_on() {
    let (_, held) = texts();
    for (kind, least) in [
        (None, 86.0),
        (Some(Kind::Person), 90.0),
        (Some(Kind::Place), 88.0),
        (Some(Kind::Organisation), 79.0),
    ] {
        let reached = f1(&held, kind, false);
        assert!(reached >= least, "{kind:?}: {reached:.1}");
    }
    let unknown = f1(&held, None, true);
    assert!(unknown >= 77.0, "names that no list has: {unknown:.1}");
}

/// The names of a text with the first letters of their kinds.
fn read(text: &str) -> Vec<String> {
    let found = Recogniser::default().mentions(text);
    let shown = found.iter().filter(|one| one.level() > Level::Guess);
    shown
        .map(|one| format!("{} {}", &one.kind.name()[..3], &text[one.start..one.end]))
        .collect()
}

#[test]
fn storms_and_operations_are_no_people() {
    for text in [
        "Storm Corwen left thousands without power, and the army was called in.",
        "Typhoon Lisette made landfall at noon, and Operation Redwing began.",
    ] {
        assert_eq!(read(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn firms_are_known_by_their_shares_and_by_the_beginning_of_their_names() {
    assert_eq!(
        read("Shares in Quillory rose 3 percent after the results."),
        ["org Quillory"]
    );
    assert_eq!(
        read("Shares in Harwick Brothers fell after a warning. Later Harwick declined to comment."),
        ["org Harwick Brothers", "org Harwick"]
    );
    // A place or a person is not called so for a firm.
    assert_eq!(
        read("The Oslo Shipping Company was fined. The court in Oslo sat for an hour."),
        ["org Oslo Shipping Company", "pla Oslo"]
    );
}

#[test]
fn both_sides_of_a_result_are_teams() {
    assert_eq!(
        read("Full-time: Drovers 2-1 St Corwen. The home side go top of the league."),
        ["org Drovers", "org St Corwen"]
    );
    assert_eq!(
        read("The saint's day of St Corwen is in June."),
        ["pla St Corwen"]
    );
}
