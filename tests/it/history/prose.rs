//! Sentences, paragraphs and headings out of the vocabulary, and the ways in which editors change them.

use crate::history::dice::Dice;
use crate::history::words;

/// A person of a blog.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) first: &'static str,
    pub(crate) last: &'static str,
    pub(crate) office: &'static str,
    pub(crate) body: &'static str,
    pub(crate) title: &'static str,
}

/// What one entry is about.
#[derive(Debug, Clone)]
pub(crate) struct Scene {
    pub(crate) nouns: &'static [&'static str],
    pub(crate) who: Person,
    pub(crate) place: &'static str,
    pub(crate) body: &'static str,
}

impl Scene {
    /// A scene with one of the people of a blog.
    pub(crate) fn new(
        dice: &mut Dice,
        people: &[Person],
        subjects: &[&'static [&'static str]],
    ) -> Self {
        Self {
            nouns: *dice.pick(subjects),
            who: dice.pick(people).clone(),
            place: *dice.pick(words::PLACES),
            body: *dice.pick(words::BODIES),
        }
    }
}

/// A person out of nothing.
pub(crate) fn person(dice: &mut Dice) -> Person {
    Person {
        first: *dice.pick(words::FIRST),
        last: *dice.pick(words::LAST),
        office: *dice.pick(words::OFFICES),
        body: *dice.pick(words::BODIES),
        title: *dice.pick(&["Mr", "Ms", "Dr"]),
    }
}

fn number(dice: &mut Dice) -> usize {
    match dice.below(3) {
        0 => dice.between(3, 99),
        1 => dice.between(10, 99) * 10,
        _ => dice.between(11, 97) * 100,
    }
}

fn thing(dice: &mut Dice, scene: &Scene) -> String {
    format!(
        "the {} {}",
        dice.pick(words::QUALITIES),
        dice.pick(scene.nouns)
    )
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

/// The first paragraph of an entry: it says who and where.
pub(crate) fn lead(dice: &mut Dice, scene: &Scene) -> String {
    let (a, b, when) = (
        thing(dice, scene),
        thing(dice, scene),
        dice.pick(words::WHEN),
    );
    let who = &scene.who;
    let sentence = match dice.below(4) {
        0 => format!(
            "{} in {} {} {} {when}, {} {}.",
            capital(&a),
            scene.place,
            dice.pick(words::DID),
            b,
            scene.body,
            dice.pick(&["said", "reported", "confirmed"])
        ),
        1 => format!(
            "{} {}, {} of {}, {} {a} in {} {} {when}.",
            who.first,
            who.last,
            who.office,
            who.body,
            dice.pick(words::SAID),
            scene.place,
            dice.pick(words::WILL)
        ),
        2 => format!(
            "Some {} {} {} in {} {when}, and {a} {} {b}.",
            number(dice),
            dice.pick(words::THINGS),
            dice.pick(words::DONE),
            scene.place,
            dice.pick(words::DID)
        ),
        _ => format!(
            "{} {} {a} at {} {when}; {} {} of {} called {b} a test.",
            capital(scene.body),
            dice.pick(words::DID),
            scene.place,
            who.first,
            who.last,
            who.body
        ),
    };
    if dice.chance(0.4) {
        format!("{sentence} {}", follow_sentence(dice, scene))
    } else {
        sentence
    }
}

/// A later paragraph of an entry: it goes on with what was said.
pub(crate) fn follow(dice: &mut Dice, scene: &Scene) -> String {
    let first = follow_sentence(dice, scene);
    if dice.chance(0.55) {
        format!("{first} {}", follow_sentence(dice, scene))
    } else {
        first
    }
}

fn follow_sentence(dice: &mut Dice, scene: &Scene) -> String {
    let (a, b, when) = (
        thing(dice, scene),
        thing(dice, scene),
        dice.pick(words::WHEN),
    );
    let who = &scene.who;
    match dice.below(7) {
        0 => format!(
            "{} {} said {a} {} {when}.",
            who.title,
            who.last,
            dice.pick(words::WILL)
        ),
        1 => format!(
            "“{} the {} {} in {},” {} {} said of {a}, which {} {b} {when}.",
            dice.pick(words::FEELINGS),
            dice.pick(words::QUALITIES),
            dice.pick(scene.nouns),
            scene.place,
            who.title,
            who.last,
            dice.pick(words::DID)
        ),
        2 => format!(
            "About {} {} {} {when}, {} from {}.",
            number(dice),
            dice.pick(words::THINGS),
            dice.pick(words::DONE),
            number(dice),
            scene.place
        ),
        3 => format!(
            "{}, {a} {} {b} {when}.",
            dice.pick(words::OPENERS),
            dice.pick(words::DID)
        ),
        4 => format!(
            "It {} {a} in {} {when}, although {} had asked for {} more days.",
            dice.pick(words::DID),
            scene.place,
            scene.body,
            number(dice)
        ),
        5 => format!(
            "But {a} {} {when}, and {b} {} according to {}.",
            dice.pick(words::WILL),
            dice.pick(words::WILL),
            scene.body
        ),
        _ => format!(
            "The {} near {} cost {} crowns, {} than {b}.",
            dice.pick(scene.nouns),
            scene.place,
            number(dice) * 1000,
            dice.pick(&["less", "far more", "a little more"])
        ),
    }
}

/// The heading of an entry: no final stop.
pub(crate) fn heading(dice: &mut Dice, scene: &Scene) -> String {
    let (quality, noun, other) = (
        dice.pick(words::QUALITIES),
        dice.pick(scene.nouns),
        dice.pick(scene.nouns),
    );
    match dice.below(4) {
        0 => format!(
            "{} {noun} in {} {} {other} {}",
            capital(quality),
            scene.place,
            dice.pick(words::DID),
            dice.pick(words::HEADING_TAILS)
        ),
        1 => format!(
            "{} {} {quality} {noun} {}",
            capital(scene.body.trim_start_matches("the ")),
            dice.pick(words::DID),
            dice.pick(words::HEADING_TAILS)
        ),
        2 => format!(
            "{}: {quality} {noun} {} {}",
            scene.who.last,
            dice.pick(words::WILL),
            dice.pick(words::HEADING_TAILS)
        ),
        _ => format!(
            "{} {} {} after {quality} {noun} {}",
            number(dice),
            dice.pick(words::THINGS),
            dice.pick(words::DONE),
            dice.pick(words::HEADING_TAILS)
        ),
    }
}

/// The description of a related article: no final stop either.
pub(crate) fn card_text(dice: &mut Dice, scene: &Scene) -> String {
    let text = lead(dice, scene);
    text.split(". ")
        .next()
        .unwrap_or(&text)
        .trim_end_matches('.')
        .to_owned()
}

/// A line that points to the card after it.
pub(crate) fn lead_in(dice: &mut Dice, author: &str) -> String {
    match dice.below(3) {
        0 => "Read more here:".to_owned(),
        1 => format!("{author} reports:"),
        _ => "Read the full story here:".to_owned(),
    }
}

/// Another wording of a paragraph: some words are exchanged, one may go.
pub(crate) fn reword(dice: &mut Dice, text: &str) -> String {
    let mut parts: Vec<String> = text.split(' ').map(str::to_owned).collect();
    let changes = (parts.len() / 12).max(1);
    for _ in 0..changes {
        let at = 1 + dice.below(parts.len().max(3) - 2);
        if let Some(part) = parts
            .get_mut(at)
            .filter(|part| part.chars().all(char::is_lowercase))
        {
            *part = (*dice.pick(words::QUALITIES)).to_owned();
        }
    }
    let added = format!(
        "{} ",
        dice.pick(&["reportedly", "largely", "once more", "officially"])
    );
    let at = 2 + dice.below(parts.len().max(4) - 3);
    if let Some(part) = parts.get_mut(at) {
        part.insert_str(0, &added);
    }
    parts.join(" ")
}

/// The same paragraph with another number; a paragraph without one is reworded.
pub(crate) fn renumber(dice: &mut Dice, text: &str) -> String {
    let parts: Vec<&str> = text.split(' ').collect();
    let Some(at) = parts
        .iter()
        .position(|part| part.chars().all(|c| c.is_ascii_digit()))
    else {
        return reword(dice, text);
    };
    let new = number(dice).to_string();
    parts
        .iter()
        .enumerate()
        .map(|(i, part)| if i == at { new.as_str() } else { part })
        .collect::<Vec<_>>()
        .join(" ")
}

/// The same words in other typography.
pub(crate) fn cosmetic(text: &str) -> String {
    if text.contains(['“', '’']) {
        straight(text)
    } else {
        text.replacen(", ", " – ", 1)
    }
}

/// Straight quotation marks, as some extractors write them.
pub(crate) fn straight(text: &str) -> String {
    text.replace(['“', '”'], "\"").replace(['‘', '’'], "'")
}
