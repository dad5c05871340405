//! `liveblog entities`: the names of blogs, corrections of them, and names in any text as JSON lines.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use jiff::Timestamp;
use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;

use crate::cli::context;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::config::write;
use crate::engine::model::BlogId;
use crate::engine::names::BlogNames;
use crate::engine::names::Correction;
use crate::engine::names::Entities;
use crate::engine::names::Entity;
use crate::engine::names::Form;
use crate::engine::names::Kind;
use crate::engine::names::Lexicon;
use crate::engine::names::Memory;
use crate::engine::names::Mention;
use crate::engine::names::NameChange;
use crate::engine::names::Recogniser;
use crate::engine::names::Weights;
use crate::engine::text::SafeText;

/// Lists the people, places and organisations of a blog
///
/// Without BLOG those of all blogs. Names can be corrected; corrections are kept and hold for all snapshots, old and new.
/// With --jsonl IN OUT: each line of IN is {"id": …, "text": …} or plain text; each line of OUT has also
/// "spans": [[start, end, type, confidence, name], …], counted in Unicode code points. Every line is a text of its own.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  liveblog entities flood
  liveblog entities --rename \"A Berg\" \"Anna Berg\"
  liveblog entities --jsonl texts.jsonl names.jsonl")]
pub(crate) struct EntitiesArgs {
    /// A blog: its id, the beginning of it, or words of its title
    #[arg(value_name = "BLOG")]
    pub(crate) blog: Option<String>,
    /// Prints JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// With --jsonl: names, one a line, that count as unknown; to see how well names are found that no list has
    #[arg(long, value_name = "FILE", requires = "jsonl", hide = true)]
    pub(crate) without: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) act: Act,
}

/// What else the command does; one thing at a time.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub(crate) struct Act {
    /// Reads texts from IN and writes them with their names to OUT
    #[arg(long, num_args = 2, value_names = ["IN", "OUT"])]
    pub(crate) jsonl: Vec<PathBuf>,
    /// NAME is no name
    #[arg(long, value_name = "NAME")]
    pub(crate) ignore: Option<String>,
    /// NAME is called TO; if another entity is called so, the two are one
    #[arg(long, alias = "merge", num_args = 2, value_names = ["NAME", "TO"])]
    pub(crate) rename: Vec<String>,
    /// What is written as FORM is an entity of its own
    #[arg(long, value_name = "FORM")]
    pub(crate) split: Option<String>,
    /// NAME is of this kind: person, place or organisation
    #[arg(long, num_args = 2, value_names = ["NAME", "KIND"])]
    pub(crate) kind: Vec<String>,
    /// NAME is a name of this kind wherever it is written so
    #[arg(long, num_args = 2, value_names = ["NAME", "KIND"])]
    pub(crate) add: Vec<String>,
    /// Lists the corrections
    #[arg(long)]
    pub(crate) corrections: bool,
    /// Takes correction N back
    #[arg(long, value_name = "N")]
    pub(crate) undo: Option<i64>,
}

#[derive(Debug, Deserialize)]
struct TextIn {
    id: Option<Value>,
    text: String,
}

#[derive(Debug, Serialize)]
struct TextOut {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Value>,
    text: String,
    spans: Vec<(usize, usize, &'static str, f32, String)>,
}

/// Runs the command.
pub(crate) fn run(context: &mut Context, args: &EntitiesArgs) -> Result<Outcome, Failure> {
    if let [from, to] = args.act.jsonl.as_slice() {
        return lines(from, to, args.without.as_ref());
    }
    if args.act.corrections {
        return corrections(context);
    }
    if let Some(n) = args.act.undo {
        let undone = context
            .store()?
            .uncorrect_name(n, Timestamp::now())
            .map_err(Failure::library)?;
        let said = if undone {
            format!("correction {n} is taken back")
        } else {
            format!("there is no correction {n}; “liveblog entities --corrections” lists them")
        };
        context.out.line(&said)?;
        return Ok(Outcome::found(undone));
    }
    if let Some(correction) = correction(&args.act)? {
        return correct(context, &correction);
    }
    list(context, args)
}

/// Keeps a correction and says so.
fn correct(context: &mut Context, correction: &Correction) -> Result<Outcome, Failure> {
    let mut store = context.store()?;
    store
        .correct_name(correction, Timestamp::now())
        .map_err(Failure::library)?;
    let all = store.name_corrections().map_err(Failure::library)?;
    let n = all.last().map_or(0, |(n, _)| *n);
    let what = match &correction.change {
        NameChange::Ignore => "is no name".to_owned(),
        NameChange::Split => "is a name of its own".to_owned(),
        NameChange::Rename { to } => format!("is called “{to}”"),
        NameChange::Kind { kind } | NameChange::Add { kind } => match kind {
            Kind::Organisation => format!("is an {}", kind.name()),
            Kind::Person | Kind::Place => format!("is a {}", kind.name()),
        },
    };
    let line = format!(
        "“{}” {what}; this is kept as correction {n}",
        correction.name
    );
    context.out.line(&SafeText::new(&line))?;
    Ok(Outcome::Done)
}

/// The correction that was asked for.
fn correction(act: &Act) -> Result<Option<Correction>, Failure> {
    let kind_of = |name: &str| {
        Kind::from_name(name).ok_or_else(|| {
            Failure::new(
                "entities",
                name,
                "this is no kind",
                "say person, place or organisation",
            )
        })
    };
    let (name, change) = if let Some(name) = &act.ignore {
        (name, NameChange::Ignore)
    } else if let Some(name) = &act.split {
        (name, NameChange::Split)
    } else if let [name, to] = act.rename.as_slice() {
        (name, NameChange::Rename { to: to.clone() })
    } else if let [name, kind] = act.kind.as_slice() {
        (
            name,
            NameChange::Kind {
                kind: kind_of(kind)?,
            },
        )
    } else if let [name, kind] = act.add.as_slice() {
        (
            name,
            NameChange::Add {
                kind: kind_of(kind)?,
            },
        )
    } else {
        return Ok(None);
    };
    let name = name.clone();
    Ok(Some(Correction { name, change }))
}

/// Corrections as JSON, one object each, so that they can be kept elsewhere.
fn corrections(context: &mut Context) -> Result<Outcome, Failure> {
    #[derive(Serialize)]
    struct Numbered {
        n: i64,
        #[serde(flatten)]
        correction: Correction,
    }
    let all = context
        .store()?
        .name_corrections()
        .map_err(Failure::library)?;
    let all: Vec<Numbered> = all
        .into_iter()
        .map(|(n, correction)| Numbered { n, correction })
        .collect();
    context.out.json(&all)?;
    Ok(Outcome::found(!all.is_empty()))
}

/// One entity in one blog.
#[derive(Serialize)]
struct EntityOut {
    blog: BlogId,
    #[serde(flatten)]
    entity: Entity,
}

fn list(context: &mut Context, args: &EntitiesArgs) -> Result<Outcome, Failure> {
    let store = context.store()?;
    let blogs = match &args.blog {
        Some(wanted) => vec![context::blog_id(&store, wanted)?],
        None => store
            .blogs()
            .map_err(Failure::library)?
            .iter()
            .map(|row| row.id)
            .collect(),
    };
    let recogniser = Recogniser::default();
    let mut found = Vec::new();
    for blog in blogs {
        let marked = store.timeline(blog).map_err(Failure::library)?;
        let names = BlogNames::of(&marked.timeline, &marked.corrections, &recogniser);
        found.extend(names.entities.into_iter().map(|entity| EntityOut {
            blog,
            entity: Arc::unwrap_or_clone(entity),
        }));
    }
    found.sort_by(|a, b| {
        b.entity
            .mentions
            .cmp(&a.entity.mentions)
            .then_with(|| a.entity.name.cmp(&b.entity.name))
    });
    if args.json || found.is_empty() {
        if args.json {
            context.out.json(&found)?;
        }
        return Ok(Outcome::found(!found.is_empty()));
    }
    for entity in together(found) {
        let unsure = if entity.could_be.is_empty() {
            String::new()
        } else {
            let could_be: Vec<&str> = entity.could_be.iter().map(String::as_str).collect();
            format!(" (undecided: {})", could_be.join(" or "))
        };
        let entries = context::count(entity.entries.len(), "entry", "entries");
        let line = format!(
            "{:>5}  {:12}  {}{unsure}, in {entries}",
            entity.mentions,
            entity.kind.name(),
            entity.name
        );
        context.out.line(&SafeText::new(&line))?;
    }
    Ok(Outcome::Done)
}

/// The same entity of several blogs as one, those mentioned most first.
fn together(found: Vec<EntityOut>) -> Vec<Entity> {
    let mut all: BTreeMap<(Kind, String), Entity> = BTreeMap::new();
    for EntityOut { entity, .. } in found {
        match all.entry((entity.kind, entity.name.clone())) {
            Entry::Vacant(place) => {
                place.insert(entity);
            }
            Entry::Occupied(mut place) => {
                let sum = place.get_mut();
                sum.mentions += entity.mentions;
                sum.entries.extend(entity.entries);
                sum.could_be.extend(entity.could_be);
            }
        }
    }
    let mut all: Vec<Entity> = all.into_values().collect();
    all.sort_by(|a, b| {
        b.mentions
            .cmp(&a.mentions)
            .then_with(|| a.name.cmp(&b.name))
    });
    all
}

/// Texts in, texts with names out.
fn lines(from: &PathBuf, to: &PathBuf, without: Option<&PathBuf>) -> Result<Outcome, Failure> {
    let failed = |path: &PathBuf, why: &dyn std::fmt::Display, next| {
        Failure::new("entities", &path.to_string_lossy(), why, next)
    };
    let read_text = |path: &PathBuf| {
        fs::read_to_string(path).map_err(|error| failed(path, &error, "give a file of UTF-8 text"))
    };
    let text = read_text(from)?;
    let unknown = without.map(read_text).transpose()?.unwrap_or_default();
    let lexicon = Lexicon::without(unknown.lines());
    let recogniser = Recogniser::new(&lexicon, Weights::builtin());
    let mut out = String::new();
    let mut lines = 0;
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let named = names_of(read(line), &recogniser);
        let line = serde_json::to_string(&named).map_err(|error| failed(to, &error, ""))?;
        out.push_str(&line);
        out.push('\n');
        lines += 1;
    }
    write::whole(to, out.as_bytes())
        .map_err(|error| failed(to, &error, "nothing was changed there"))?;
    Ok(Outcome::found(lines > 0))
}

/// A line as an object with a text, as a JSON string, or as plain text.
fn read(line: &str) -> TextIn {
    let plain = |text: &str| TextIn {
        id: None,
        text: text.to_owned(),
    };
    match serde_json::from_str(line) {
        Ok(object) => object,
        Err(_) => {
            serde_json::from_str::<String>(line).map_or_else(|_| plain(line), |text| plain(&text))
        }
    }
}

fn names_of(input: TextIn, recogniser: &Recogniser) -> TextOut {
    let prepared = recogniser.prepare(&input.text);
    let mut memory = Memory::default();
    recogniser.learn(&prepared, &mut memory);
    let mentions = recogniser.read(&prepared, &memory);
    let form = |mention: &Mention| Form {
        kind: mention.kind,
        text: &input.text[mention.start..mention.end],
        count: 1,
    };
    let entities = Entities::resolve(
        mentions.iter().map(form),
        &prepared.acronyms(&mentions),
        recogniser.lexicon(),
    );
    let spans = code_points(&input.text, &mentions)
        .zip(&mentions)
        .map(|((start, end), mention)| {
            let name = entities
                .of(mention.kind, &input.text[mention.start..mention.end])
                .name
                .to_string();
            (start, end, mention.kind.name(), mention.confidence(), name)
        })
        .collect();
    TextOut {
        id: input.id,
        text: input.text,
        spans,
    }
}

/// The places of mentions, which are in order, counted in code points.
fn code_points<'t>(
    text: &'t str,
    mentions: &'t [Mention],
) -> impl Iterator<Item = (usize, usize)> + 't {
    let mut at = (0, 0);
    mentions.iter().map(move |mention| {
        let start = at.1 + text[at.0..mention.start].chars().count();
        let end = start + text[mention.start..mention.end].chars().count();
        at = (mention.end, end);
        (start, end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_code_points_and_surnames_are_the_whole_name() {
        let line = r#"{"id": 7, "text": "Café talk – Marta Lindqvist met reporters in Oslo. Ms Lindqvist left."}"#;
        let named = names_of(read(line), &Recogniser::default());
        let spans: Vec<_> = named
            .spans
            .iter()
            .map(|s| (s.0, s.1, s.2, s.4.as_str()))
            .collect();
        assert_eq!(
            spans,
            [
                (12, 27, "person", "Marta Lindqvist"),
                (45, 49, "place", "Oslo"),
                (54, 63, "person", "Marta Lindqvist")
            ]
        );
        assert_eq!(named.id, Some(Value::from(7)));
        assert_eq!(read("plain Oslo").text, "plain Oslo");
    }
}
