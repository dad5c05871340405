//! Laws of the keeper: in however many steps a timeline came about, its names are the same; and who is who in an entry.

use proptest::prelude::*;

use super::*;
use crate::engine::model::Revision;
use crate::engine::model::Role;
use crate::engine::names::Kind;
use crate::engine::names::Level;
use crate::engine::names::NameChange;
use crate::engine::text::SafeText;

fn block(text: &str) -> Block {
    Block {
        role: Role::Paragraph,
        text: SafeText::new(text),
        source: Vec::new(),
        links: Vec::new(),
        pictures: Vec::new(),
    }
}

fn entry(id: u8, texts: &[&str]) -> Entry {
    Entry {
        revisions: vec![Revision {
            snapshots: Vec::new(),
            heading: None,
            blocks: texts.iter().map(|text| block(text)).collect(),
            change: None,
        }],
        ..Entry::new(EntryId([id; 8]))
    }
}

fn kept(keeper: &mut NameKeeper, changed: &[&Entry], all: &[Entry], corrections: &[Correction]) {
    let order: Vec<EntryId> = all.iter().map(|entry| entry.id).collect();
    keeper.update(
        changed,
        &order,
        &PageText::default(),
        corrections,
        &Recogniser::default(),
    );
}

fn names_of(all: &[Entry], corrections: &[Correction]) -> BlogNames {
    let mut keeper = NameKeeper::default();
    let every: Vec<&Entry> = all.iter().collect();
    kept(&mut keeper, &every, all, corrections);
    keeper.names()
}

/// Texts whose reading depends on what others say: surnames, acronyms, words that are names elsewhere.
const TEXTS: &[&str] = &[
    "Marta Lindqvist met reporters in Oslo.",
    "Ms Lindqvist left before noon, the Harbour Council said.",
    "Henrik Lindqvist arrived at the port of Varnholm.",
    "The European Broadcasting Union (EBU) was asked.",
    "EBU officials said nothing.",
    "In Varnholm the ferry waited; Varnholm is small.",
    "Quay was flooded, and Quay residents left.",
    "the quay and the harbour council were closed, marta said",
    "President Anna Solveig Berg thanked Tordal United.",
    "Berg said Tordal would play again.",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn the_names_do_not_depend_on_the_steps(
        steps in proptest::collection::vec((0u8..6, proptest::collection::vec(0usize..TEXTS.len(), 0..3), any::<bool>()), 1..12),
        ignored in any::<bool>(),
    ) {
        let mut keeper = NameKeeper::default();
        let mut all: Vec<Entry> = Vec::new();
        let ignore = [Correction { name: "Varnholm".to_owned(), change: NameChange::Ignore }];
        let corrections: &[Correction] = if ignored { &ignore } else { &[] };
        for (at, (id, texts, below)) in steps.iter().enumerate() {
            let texts: Vec<&str> = texts.iter().map(|text| TEXTS[*text]).collect();
            all.retain(|entry| entry.id != EntryId([*id; 8]));
            let mut changed = Vec::new();
            if !texts.is_empty() {
                let new = entry(*id, &texts);
                changed.push(new.clone());
                all.insert(if *below { all.len() } else { 0 }, new);
            }
            let changed: Vec<&Entry> = changed.iter().collect();
            let corrections = if at + 1 == steps.len() { corrections } else { &[] };
            kept(&mut keeper, &changed, &all, corrections);
        }
        prop_assert_eq!(keeper.names(), names_of(&all, corrections));
    }
}

/// The people of an entry: how they are written, their names, whom they could stand for.
fn people(all: &[Entry], at: usize) -> Vec<(String, String, Vec<String>)> {
    let names = names_of(all, &[]);
    let revision = &all[at].revisions[0];
    let texts = revision.blocks.iter().map(|block| &block.text);
    let of_text = |(text, named): (&SafeText, Vec<crate::engine::names::Named>)| -> Vec<_> {
        let people = named.into_iter().filter(|one| one.kind == Kind::Person);
        people
            .map(|one| {
                let could_be = one.could_be.iter().map(ToString::to_string).collect();
                (
                    text[one.start..one.end].to_owned(),
                    one.name.to_string(),
                    could_be,
                )
            })
            .collect()
    };
    texts
        .zip(names.in_revision(revision).into_iter().skip(1))
        .flat_map(of_text)
        .collect()
}

fn one(form: &str, name: &str) -> (String, String, Vec<String>) {
    (form.to_owned(), name.to_owned(), Vec::new())
}

#[test]
fn of_two_people_with_one_surname_the_one_named_last_is_meant() {
    let all = [entry(
        1,
        &[
            "Marta Lindqvist met Henrik Lindqvist in Oslo.",
            "Mr Lindqvist left. Marta Lindqvist stayed, and Ms Lindqvist spoke.",
        ],
    )];
    assert_eq!(
        people(&all, 0),
        [
            one("Marta Lindqvist", "Marta Lindqvist"),
            one("Henrik Lindqvist", "Henrik Lindqvist"),
            one("Lindqvist", "Henrik Lindqvist"),
            one("Marta Lindqvist", "Marta Lindqvist"),
            one("Lindqvist", "Marta Lindqvist"),
        ]
    );
    let names = names_of(&all, &[]);
    let counts: Vec<_> = names
        .entities
        .iter()
        .filter(|entity| entity.kind == Kind::Person)
        .map(|entity| (entity.name.as_str(), entity.mentions))
        .collect();
    assert_eq!(counts, [("Marta Lindqvist", 3), ("Henrik Lindqvist", 2)]);
}

#[test]
fn a_surname_of_two_people_who_are_not_named_before_stays_undecided() {
    let all = [
        entry(1, &["Ms Lindqvist spoke to reporters."]),
        entry(2, &["Marta Lindqvist left Oslo."]),
        entry(3, &["Henrik Lindqvist left Oslo."]),
    ];
    let both = vec!["Henrik Lindqvist".to_owned(), "Marta Lindqvist".to_owned()];
    let undecided = ("Lindqvist".to_owned(), "Lindqvist".to_owned(), both);
    assert_eq!(people(&all, 0), [undecided]);
    assert_eq!(people(&all[1..], 0).len(), 1);
    let alone = &all[..2];
    assert_eq!(people(alone, 0), [one("Lindqvist", "Marta Lindqvist")]);
}

#[test]
fn a_name_that_the_person_gave_an_undecided_form_decides_it() {
    let all = [
        entry(1, &["Ms Lindqvist spoke to reporters."]),
        entry(2, &["Marta Lindqvist left Oslo."]),
        entry(3, &["Henrik Lindqvist left Oslo."]),
    ];
    let rename = Correction {
        name: "Lindqvist".to_owned(),
        change: NameChange::Rename {
            to: "Marta Lindqvist".to_owned(),
        },
    };
    let names = names_of(&all, &[rename]);
    let marta = names
        .find("Marta Lindqvist")
        .map(|one| (one.mentions, one.could_be.len()));
    assert_eq!(marta, Some((2, 0)));
}

#[test]
fn a_guess_is_marked_and_not_counted() {
    let all = [entry(1, &["Marta Lindqvist met reporters in Oslo."])];
    let names = names_of(&all, &[]);
    let named = names.in_text("Marta Lindqvist met reporters in Oslo.");
    assert!(named.iter().all(|one| one.level > Level::Guess));
    assert_eq!(names.entities.len(), named.len());
    assert_eq!(names.in_text("never seen"), []);
}
