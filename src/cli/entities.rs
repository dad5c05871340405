//! `liveblog entities`: names in any text, as JSON lines.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::config::write;
use crate::engine::names::Entities;
use crate::engine::names::Form;
use crate::engine::names::Memory;
use crate::engine::names::Mention;
use crate::engine::names::Recogniser;

/// Finds the names of people, places and organisations
///
/// With --jsonl IN OUT: each line of IN is {"id": …, "text": …} or plain text; each line of OUT has also
/// "spans": [[start, end, type, confidence, name], …], counted in Unicode code points. Every line is a text of its own.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  liveblog entities --jsonl texts.jsonl names.jsonl")]
pub(crate) struct EntitiesArgs {
    /// Reads texts from IN and writes them with their names to OUT
    #[arg(long, num_args = 2, value_names = ["IN", "OUT"], required = true)]
    pub(crate) jsonl: Vec<PathBuf>,
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
pub(crate) fn run(_context: &mut Context, args: &EntitiesArgs) -> Result<Outcome, Failure> {
    let [from, to] = args.jsonl.as_slice() else {
        return Err(Failure::new(
            "entities",
            "--jsonl",
            "two files are needed",
            "name IN and OUT",
        ));
    };
    let failed = |path: &PathBuf, why: &dyn std::fmt::Display, next| {
        Failure::new("entities", &path.to_string_lossy(), why, next)
    };
    let text = fs::read_to_string(from)
        .map_err(|error| failed(from, &error, "give a file of UTF-8 text"))?;
    let recogniser = Recogniser::default();
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
                .name;
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
