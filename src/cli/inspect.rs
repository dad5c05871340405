//! `liveblog inspect`: how one snapshot is read, line by line.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::ffi::OsString;

use clap::Args;
use jiff::Timestamp;
use serde::Serialize;

use crate::cli::context::Context;
use crate::cli::context::count;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::cli::out::Look;
use crate::cli::web;
use crate::engine::digest::Evidence;
use crate::engine::digest::Looked;
use crate::engine::digest::look;
use crate::engine::export::telling;
use crate::engine::merge::Habitual;
use crate::engine::merge::Light;
use crate::engine::merge::Member;
use crate::engine::merge::Others;
use crate::engine::merge::resolve;
use crate::engine::model::Cut;
use crate::engine::model::Entry;
use crate::engine::model::EntryId;
use crate::engine::model::Form;
use crate::engine::model::Piece;
use crate::engine::model::Posting;
use crate::engine::model::RawSnapshot;
use crate::engine::model::Role;
use crate::engine::rules::Rules;
use crate::engine::text::SafeText;
use crate::fetch;
use crate::fetch::Address;
use crate::fetch::Answer;
use crate::fetch::Place;
use crate::fetch::Request;
use crate::store::Standing;
use crate::store::Store;

/// Shows how a snapshot is read, line by line
///
/// For each piece: its line, its role, the number of its entry (1 is the newest), whether an entry begins there
/// (| the page says so, ? inferred), and its text. The entries are those of this snapshot alone; in a library other
/// snapshots help to find them. Lines that were set aside are furniture. Nothing is added to the library.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  liveblog inspect page.txt
  liveblog inspect page.txt --why | grep furniture
  liveblog inspect --why https://news.example/live/flood")]
pub(crate) struct InspectArgs {
    /// A file, the address of a page, or - for standard input
    #[arg(value_name = "FILE|URL")]
    pub(crate) file: OsString,
    /// Says which rule decided, which source each field of a page was taken from, and how likely an entry begins there where
    /// that is inferred; of a snapshot in the library also by what share it was linked to others, what these and the
    /// habit of the blog say of its lines, and why its entries were joined
    #[arg(long)]
    pub(crate) why: bool,
    /// Prints JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Whether the rules are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    Told,
    Untold,
}

/// One piece, as it is printed with --json.
#[derive(Debug, Serialize)]
struct Row<'a> {
    line: u32,
    part: u16,
    role: Role,
    entry: Option<usize>,
    cut: Cut,
    text: &'a SafeText,
    why: &'a str,
}

/// One snapshot, as it is printed with --json.
#[derive(Debug, Serialize)]
struct Inspected<'a> {
    name: &'a SafeText,
    format: &'a str,
    form: Form,
    entries: usize,
    /// Why `add` refuses it, if it does.
    refused: Option<SafeText>,
    /// Where the fields of the entries were taken from.
    evidence: Vec<Taken<'a>>,
    pieces: Vec<Row<'a>>,
    /// With `--why`: how it stands in the library, if it is there.
    library: Option<InLibrary>,
}

/// A snapshot among those of the library.
#[derive(Debug, Serialize)]
struct InLibrary {
    #[serde(flatten)]
    standing: Standing,
    joins: Vec<Joined>,
}

/// An entry that the snapshot shows, and why its postings were joined.
#[derive(Debug, Serialize)]
struct Joined {
    entry: EntryId,
    title: String,
    why: Vec<String>,
}

/// Where one field was taken from, as it is printed with --json.
#[derive(Debug, Serialize)]
struct Taken<'a> {
    field: &'a str,
    sources: BTreeMap<&'a str, usize>,
    why: &'a str,
}

/// Runs the command.
pub(crate) fn run(context: &mut Context, args: &InspectArgs) -> Result<Outcome, Failure> {
    let raw = match fetch::locate(&args.file) {
        Place::Address(address) => page_at(context, &address)?,
        place => match file_at(&place, args)? {
            Some(raw) => raw,
            None => return Ok(Outcome::Nothing),
        },
    };
    let looked = look(&raw, Rules::builtin());
    let mut inspected = inspected(&raw, &looked);
    if args.why {
        inspected.library = in_library(context, &raw)?;
    }
    if args.json {
        context.out.json(&inspected)?;
    } else {
        print(context, &inspected, args)?;
    }
    Ok(Outcome::found(!inspected.pieces.is_empty()))
}

/// The page at an address, asked for once and not kept.
fn page_at(context: &Context, given: &str) -> Result<RawSnapshot, Failure> {
    let failed = |error| Failure::fetch("inspect", &error);
    let address = Address::parse(given).map_err(failed)?;
    let request = Request {
        address: address.clone(),
        validators: None,
    };
    let mut web = web::open(context)?;
    match web.get(&request, &Timestamp::now) {
        Ok(Answer::Page(page)) => Ok(page.raw),
        Ok(Answer::Unchanged) => Err(Failure::new(
            "inspect",
            address.as_str(),
            "the server sends no page",
            "try again later",
        )),
        Err(error) => Err(failed(error.error)),
    }
}

/// The file at a place; nothing if there is none.
fn file_at(place: &Place, args: &InspectArgs) -> Result<Option<RawSnapshot>, Failure> {
    let failed = |error| Failure::fetch("inspect", &error);
    let item = match &fetch::find(place)[..] {
        [Ok(fetch::Item::Found(_)), ..] => {
            return Err(Failure::new(
                "inspect",
                &args.file.to_string_lossy(),
                "it is a folder",
                "name one file in it",
            ));
        }
        [Ok(item), ..] => item.clone(),
        [Err(error), ..] => return Err(failed(error.clone())),
        [] => return Ok(None),
    };
    let mut taken = Vec::new();
    fetch::each(&item, None, &mut |one| {
        if taken.len() < 2 {
            taken.push(one);
        }
    });
    if taken.len() > 1 {
        return Err(Failure::new(
            "inspect",
            &args.file.to_string_lossy(),
            "it is an archive of several files",
            "unpack the one to look at",
        ));
    }
    let Some(taken) = taken.pop() else {
        return Ok(None);
    };
    Ok(Some(taken.map_err(failed)?.raw))
}

fn inspected<'a>(raw: &'a RawSnapshot, looked: &'a Looked) -> Inspected<'a> {
    let reading = &looked.reading;
    let timeline = resolve(&[Member {
        reading,
        capture: &raw.capture,
    }]);
    let refused = looked.refusal.as_deref().map(SafeText::new);
    let entries: &[Entry] = if refused.is_some() {
        &[]
    } else {
        &timeline.entries
    };
    let mut entry_of = HashMap::new();
    for (number, entry) in entries.iter().enumerate() {
        for revision in &entry.revisions {
            for block in revision.heading.iter().chain(&revision.blocks) {
                entry_of.extend(
                    block
                        .source
                        .iter()
                        .map(|source| ((source.line, source.part), number + 1)),
                );
            }
        }
    }
    let row = |piece: &'a Piece| Row {
        line: piece.line,
        part: piece.part,
        role: piece.role,
        entry: entry_of
            .get(&(piece.line, piece.part))
            .copied()
            .filter(|_| piece.role != Role::Furniture),
        cut: piece.cut,
        text: &piece.text,
        why: &piece.why,
    };
    Inspected {
        name: &raw.capture.name,
        format: &reading.format,
        form: reading.form,
        entries: entries.len(),
        refused,
        evidence: looked.evidence.iter().map(taken).collect(),
        pieces: reading.pieces.iter().map(row).collect(),
        library: None,
    }
}

fn taken(evidence: &Evidence) -> Taken<'_> {
    Taken {
        field: evidence.field,
        sources: evidence.sources.iter().copied().collect(),
        why: &evidence.why,
    }
}

/// How the snapshot stands in the library. Where there is no library none is made.
fn in_library(context: &Context, raw: &RawSnapshot) -> Result<Option<InLibrary>, Failure> {
    if !Store::is_in(&context.paths()?.data) {
        return Ok(None);
    }
    let store = context.store()?;
    let Some(standing) = store.standing(raw.id).map_err(Failure::library)? else {
        return Ok(None);
    };
    let timeline = store.timeline(standing.blog).map_err(Failure::library)?;
    let entries = timeline.timeline.entries.iter();
    let shown = entries.filter(|entry| {
        let here = |posting: &Posting| posting.snapshot == raw.id;
        entry.postings.iter().any(here) && !entry.why.is_empty()
    });
    let joined = |entry: &Entry| Joined {
        entry: entry.id,
        title: telling::title(entry).to_string(),
        why: entry.why.clone(),
    };
    Ok(Some(InLibrary {
        joins: shown.map(joined).collect(),
        standing,
    }))
}

impl InLibrary {
    /// All of it in lines.
    fn told(&self) -> Vec<String> {
        let standing = &self.standing;
        let mut out = vec![
            String::new(),
            format!(
                "In the library it is one of {} of “{}” ({})",
                count(standing.snapshots, "snapshot", "snapshots"),
                standing.title,
                standing.blog
            ),
        ];
        for link in &standing.links {
            let verdict = if link.same {
                "one blog with"
            } else {
                "perhaps one blog with"
            };
            out.push(format!("  {verdict} {}: {}", link.name, link.why));
        }
        let explained = &standing.explained;
        out.extend(explained.habit.map(told_by_habit));
        let lines: Vec<String> = explained.lines.iter().filter_map(told_by_others).collect();
        if !lines.is_empty() {
            out.push("What the other snapshots say of its lines".to_owned());
            out.extend(lines);
        }
        for joined in &self.joins {
            out.push(format!(
                "Why “{}” ({}) is one entry",
                joined.title, joined.entry
            ));
            out.extend(joined.why.iter().map(|why| format!("  {why}")));
        }
        out
    }
}

/// What the habit of the blog says for borders that a snapshot does not state.
fn told_by_habit(habit: Habitual) -> String {
    format!(
        "The length of the blog's entries speaks for a border by {:+.1} after the first text of one, by {:+.1} after a later one",
        habit.after_first, habit.after_more
    )
}

/// What the others say of a line, with their odds and scores; nothing if they say nothing.
fn told_by_others(light: &Light) -> Option<String> {
    let mut said = Vec::new();
    if light.role == Role::Furniture {
        said.push("set aside around the same entries".to_owned());
    }
    said.extend(light.others.as_ref().map(told_of).unwrap_or_default());
    let border = if light.begins { "| " } else { "" };
    let line = if light.part == 0 {
        light.line.to_string()
    } else {
        format!("{}.{}", light.line, light.part)
    };
    (!said.is_empty()).then(|| {
        let role = light.role.name();
        format!("{line:>6}  {role:<10}  {border}{}", said.join(", "))
    })
}

/// What hints say, each with its odds or score.
fn told_of(others: &Others) -> Vec<String> {
    let mut said = Vec::new();
    if others.begins != 0.0 {
        let way = if others.begins > 0.0 {
            "for"
        } else {
            "against"
        };
        said.push(format!("{way} a border ({:+.1})", others.begins));
    }
    if others.summary != 0.0 {
        said.push(format!("summary {:+.1}", others.summary));
    }
    if let Some((role, score)) = others.role {
        said.push(format!("{} elsewhere ({score:+.1})", role.name()));
    }
    said
}

fn print(
    context: &mut Context,
    inspected: &Inspected<'_>,
    args: &InspectArgs,
) -> Result<(), Failure> {
    let form = format!("{:?}", inspected.form).to_lowercase();
    let entries = count(inspected.entries, "entry", "entries");
    let set_aside = inspected.pieces.iter();
    let set_aside = set_aside.filter(|row| row.role == Role::Furniture).count();
    let title = format!(
        "{}: {}, {form}, {entries}, {} set aside",
        inspected.name,
        inspected.format,
        count(set_aside, "piece", "pieces")
    );
    context.out.looking(Look::Strong, &title)?;
    let why = if args.why { Why::Told } else { Why::Untold };
    if let Some(why) = &inspected.refused {
        let line = format!("`add` refuses it: {why}");
        context.out.looking(Look::Strong, &line)?;
    }
    for taken in inspected.evidence.iter().filter(|_| args.why) {
        context.out.looking(Look::Muted, &taken.told())?;
    }
    for row in &inspected.pieces {
        let look = if row.role == Role::Furniture {
            Look::Muted
        } else {
            Look::Plain
        };
        context.out.looking(look, &row.told(why))?;
    }
    for line in inspected.library.iter().flat_map(InLibrary::told) {
        context.out.looking(Look::Plain, &line)?;
    }
    Ok(())
}

impl Taken<'_> {
    /// The field, how many entries have it of which source, and the rule, in one line.
    fn told(&self) -> String {
        let sources = self.sources.iter();
        let counts: Vec<String> = sources
            .map(|(name, count)| format!("{name} {count}"))
            .collect();
        let counts = match &counts[..] {
            [] => "none".to_owned(),
            some => some.join(", "),
        };
        format!("{:>8}: {counts}  [{}]", self.field, self.why)
    }
}

impl Row<'_> {
    /// The piece in one line of columns.
    fn told(&self, why: Why) -> String {
        let line = if self.part == 0 {
            self.line.to_string()
        } else {
            format!("{}.{}", self.line, self.part)
        };
        let entry = self.entry.map(|number| number.to_string());
        let entry = entry.unwrap_or_default();
        let sign = match self.cut {
            Cut::Certain => '|',
            Cut::Odds(odds) if odds > 0.0 => '?',
            Cut::Odds(_) | Cut::Never => ' ',
        };
        let begins = match (why, self.cut) {
            (Why::Told, Cut::Odds(odds)) => format!("{:>3.0} %", percent(odds)),
            (Why::Told, Cut::Certain | Cut::Never) => " ".repeat(5),
            (Why::Untold, _) => String::new(),
        };
        let rule = match why {
            Why::Told => format!("  [{}]", self.why),
            Why::Untold => String::new(),
        };
        let role = self.role.name();
        format!(
            "{line:>6}  {role:<10}  {entry:>3} {sign}{begins} {}{rule}",
            self.text
        )
    }
}

/// How likely something is whose odds have this logarithm.
fn percent(log_odds: f32) -> f32 {
    100.0 / (1.0 + (-log_odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_tells_role_entry_border_and_rule() {
        let text = SafeText::new("The quay is closed.");
        let row = Row {
            line: 12,
            part: 1,
            role: Role::Paragraph,
            entry: Some(3),
            cut: Cut::Odds(1.1),
            text: &text,
            why: "text without headings",
        };
        assert_eq!(
            row.told(Why::Told),
            "  12.1  paragraph     3 ? 75 % The quay is closed.  [text without headings]"
        );
        assert_eq!(
            row.told(Why::Untold),
            "  12.1  paragraph     3 ? The quay is closed."
        );
    }
}
