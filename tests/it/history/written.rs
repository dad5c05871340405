//! A live blog that somebody wrote, given a history: entries come in one by one, some are edited.

use std::collections::BTreeSet;

use crate::history::History;
use crate::history::Plan;
use crate::history::dice::Dice;
use crate::history::newsroom::Blog;
use crate::history::newsroom::Part;
use crate::history::newsroom::Publisher;
use crate::history::newsroom::Story;
use crate::history::newsroom::Version;

/// Fewer entries make no history.
const FEWEST: usize = 8;

impl History {
    /// The history of a blog of `tests/data/blogs`, if it is long enough.
    pub(crate) fn written(seed: u64, name: &str, text: &str, plan: &Plan) -> Option<Self> {
        let mut dice = Dice::new(seed);
        let mut history = Self {
            recipe: format!("{name}, seed {seed}, {plan:?}"),
            ..Self::default()
        };
        let publisher = Publisher::new(&mut dice, 0, plan);
        let blog = blog(&mut dice, name, text, &publisher, plan)?;
        history.photograph(&mut dice, &blog, &publisher, plan, 0);
        // Nothing may have come in between two snapshots.
        let mut seen = BTreeSet::new();
        history.shots.retain(|shot| seen.insert(shot.raw.id));
        Some(history)
    }
}

/// The heading and the lines of one entry.
type Entry = (Option<String>, Vec<(Part, String)>);

/// The lines above the entries, and the entries from the newest on.
fn entries(text: &str) -> (Vec<String>, Vec<Entry>) {
    let (mut summary, mut entries) = (Vec::new(), Vec::<Entry>::new());
    let mut inside = false;
    for line in text.lines() {
        let Some((kind, text)) = line.split_once(' ') else {
            inside = false;
            continue;
        };
        let part = match kind {
            "@" => continue,
            "S" => {
                summary.push(text.to_owned());
                continue;
            }
            "L" => Part::LeadIn,
            "C" => Part::CardTitle,
            "M" => Part::Media,
            _ => Part::Body,
        };
        if !inside || kind == "H" {
            entries.push((None, Vec::new()));
            inside = true;
        }
        if let Some((heading, parts)) = entries.last_mut() {
            if kind == "H" {
                *heading = Some(text.to_owned());
            } else {
                parts.push((part, text.to_owned()));
            }
        }
    }
    entries.retain(|(_, parts)| parts.iter().any(|(part, _)| *part == Part::Body));
    (summary, entries)
}

fn blog(
    dice: &mut Dice,
    name: &str,
    text: &str,
    publisher: &Publisher,
    plan: &Plan,
) -> Option<Blog> {
    let (summary, entries) = entries(text);
    if entries.len() < FEWEST {
        return None;
    }
    let (heading, parts) = entries.first()?;
    let title = summary.first().or(heading.as_ref()).unwrap_or(&parts[0].1);
    let title: Vec<&str> = title.split_whitespace().take(13).collect();
    let title = title.join(" ");
    let title = title.trim_end_matches(['.', ',', ';', ':', '!']);
    let standfirst = summary.get(1).unwrap_or(&entries.last()?.1[0].1).clone();
    let mut now = 0;
    let mut stories = Vec::new();
    for (i, (heading, mut parts)) in entries.into_iter().rev().enumerate() {
        now += dice.between(4, 24);
        let again = (plan.reposts > 0.0 && dice.chance(plan.reposts) && parts.len() > 1)
            .then(|| now + dice.between(30, 90));
        let withdrawn = (plan.withdrawals > 0.0 && again.is_none())
            .then(|| {
                dice.chance(plan.withdrawals)
                    .then(|| now + dice.between(20, 90))
            })
            .flatten();
        if plan.reposts > 0.0 {
            related(dice, &mut parts, heading.as_deref());
        }
        let recap = again.map(|at| recap(dice, at, heading.as_ref(), &parts));
        let breaking =
            (plan.reposts > 0.0 && dice.chance(0.08)).then(|| now + dice.between(20, 60));
        stories.push(Story {
            breaking,
            recap,
            id: format!("{name}{i:03}"),
            heading,
            author: dice.pick(&publisher.authors).clone(),
            versions: versions(dice, now, parts, plan),
            posted: [now].into_iter().chain(again).collect(),
            keeps_old: again.is_some(),
            withdrawn,
            retimed: None,
        });
    }
    Some(Blog {
        name: name.to_owned(),
        headlines: vec![format!("{title} – live updates"); 4],
        standfirsts: vec![standfirst; 4],
        stories,
        end: now + 10,
    })
}

/// The text as it is, or first without its end.
fn versions(dice: &mut Dice, now: usize, parts: Vec<(Part, String)>, plan: &Plan) -> Vec<Version> {
    let mut out = Vec::new();
    if dice.chance(plan.edits) {
        let mut first = parts.clone();
        let at = dice.below(first.len());
        let (_, text) = &mut first[at];
        let words: Vec<&str> = text.split(' ').collect();
        if words.len() > 12 {
            *text = format!("{}.", words[..words.len() - 3].join(" "));
        }
        out.push(Version {
            from: now,
            parts: first,
        });
    }
    out.push(Version {
        from: now
            + if out.is_empty() {
                0
            } else {
                dice.between(5, 60)
            },
        parts,
    });
    out
}

/// Now and then an entry ends with a related article, whose text is a beginning of its own.
fn related(dice: &mut Dice, parts: &mut Vec<(Part, String)>, heading: Option<&str>) {
    let text = match (heading, parts.get(1)) {
        (Some(_), Some((Part::Body, text))) if dice.chance(0.25) => text,
        _ => return,
    };
    let words: Vec<&str> = text.split(' ').take(22).collect();
    let text = words
        .join(" ")
        .trim_end_matches(['.', ',', ';', ':'])
        .to_owned();
    let title = heading.unwrap_or_default().to_owned();
    parts.push((Part::LeadIn, "Read more details here:".to_owned()));
    parts.push((Part::CardTitle, title));
    parts.push((Part::CardText, text));
}

/// An entry as it is published again.
fn recap(
    dice: &mut Dice,
    at: usize,
    heading: Option<&String>,
    parts: &[(Part, String)],
) -> (Option<String>, Version) {
    let mut parts = parts.to_vec();
    let more = [
        " More to follow.",
        " You can read our earlier post on this further down the page.",
    ];
    if let Some((_, text)) = parts.iter_mut().rfind(|(part, _)| *part == Part::Body) {
        text.push_str(dice.pick::<&str>(&more));
    }
    let heading = heading.map(|text| match dice.chance(0.5) {
        true => format!("Recap | {text}"),
        false => text.clone(),
    });
    (heading, Version { from: at, parts })
}
