//! `liveblog add`: snapshots into the library, one report line each.

use std::ffi::OsString;

use clap::Args;
use jiff::Timestamp;
use serde::Serialize;

use crate::cli::context::Context;
use crate::cli::context::count;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::cli::out::Progress;
use crate::cli::out::complain;
use crate::cli::pages;
use crate::cli::sample;
use crate::cli::web;
use crate::engine::digest;
use crate::engine::model::RawSnapshot;
use crate::engine::model::Reading;
use crate::engine::rules::Rules;
use crate::engine::text::SafeText;
use crate::fetch;
use crate::fetch::Address;
use crate::fetch::FetchError;
use crate::fetch::Item;
use crate::fetch::Place;
use crate::fetch::Taken;
use crate::follow;
use crate::store::Added;
use crate::store::Store;

/// How many bytes of snapshots and their readings are held before they are handed to the library: more in one go saves time,
/// less saves memory, however many there are.
const BATCH: usize = 8 * 1024 * 1024;

/// About how many bytes a piece of a reading takes, its text included.
const PIECE: usize = 512;

/// How many pages of one address are fetched, if nothing else is said.
const MOST_PAGES: usize = 50;

/// Adds snapshots to the library
///
/// Each snapshot is read, joined with the live blog it belongs to, and reported in one line: which blog it joined,
/// and how many of its entries are new, revised or unchanged. What is in the library already changes nothing.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  liveblog add monday.txt tuesday.txt
  liveblog add ~/snapshots captures.warc.gz
  liveblog add https://news.example/live/flood
  pbpaste | liveblog add - --captured-at 2031-03-14T09:10Z
  liveblog add --sample")]
pub(crate) struct AddArgs {
    /// Files, folders, archives, addresses of pages, or - for standard input
    #[arg(value_name = "SOURCE", required_unless_present = "sample")]
    pub(crate) sources: Vec<OsString>,
    /// When the files were captured; without a zone it is UTC [default: the time in the file's name]
    #[arg(long, value_name = "TIME", value_parser = captured_at)]
    pub(crate) captured_at: Option<Timestamp>,
    /// Follows the links of an address to its older pages, and adds those too
    #[arg(long)]
    pub(crate) all_pages: bool,
    /// How many pages are fetched of one address at most
    #[arg(long, value_name = "NUMBER", default_value_t = MOST_PAGES, requires = "all_pages")]
    pub(crate) most_pages: usize,
    /// Adds the bundled sample, a fictional live blog
    #[arg(long)]
    pub(crate) sample: bool,
    /// Prints JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// How sources are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct How {
    /// When files were captured, if the person says so.
    pub(crate) captured_at: Option<Timestamp>,
    /// How many pages of one address are fetched at most.
    pub(crate) pages: usize,
}

impl Default for How {
    fn default() -> Self {
        Self {
            captured_at: None,
            pages: 1,
        }
    }
}

/// What adding did, as it is printed with --json.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Report {
    /// One for each snapshot.
    pub(crate) added: Vec<Added>,
    /// Addresses whose pages say what they said before.
    pub(crate) unchanged: Vec<String>,
    /// What could not be read.
    pub(crate) failed: Vec<Problem>,
    /// Files in folders that are no texts.
    pub(crate) passed_over: Vec<Problem>,
}

/// A place that gave no snapshot.
#[derive(Debug, Serialize)]
pub(crate) struct Problem {
    place: String,
    why: String,
}

/// Runs the command.
pub(crate) fn run(context: &mut Context, args: &AddArgs) -> Result<Outcome, Failure> {
    let mut store = context.store()?;
    let mut report = Report::default();
    if args.sample {
        report.added = store
            .add(sample::snapshots(), Rules::builtin(), Timestamp::now())
            .map_err(Failure::library)?;
    }
    gather(
        context,
        &mut store,
        &args.sources,
        &How {
            captured_at: args.captured_at,
            pages: if args.all_pages { args.most_pages } else { 1 },
        },
        &mut report,
    )?;
    if args.json {
        context.out.json(&report)?;
    } else {
        print(context, &report)?;
    }
    Ok(outcome(&report))
}

/// Adds everything at the sources; problems are told at once and kept in the report.
pub(crate) fn gather(
    context: &Context,
    store: &mut Store,
    sources: &[OsString],
    how: &How,
    report: &mut Report,
) -> Result<(), Failure> {
    let mut found: Vec<Result<Item, FetchError>> = Vec::new();
    let mut addresses: Vec<SafeText> = Vec::new();
    for source in sources {
        match fetch::locate(source) {
            Place::Address(address) => addresses.push(address),
            place => found.extend(fetch::find(&place)),
        }
    }
    let progress = Progress::new(found.len());
    let mut batch: Vec<(RawSnapshot, Option<Reading>)> = Vec::new();
    let mut held = 0;
    for (done, item) in found.into_iter().enumerate() {
        let mut kept = Ok(());
        let mut take = |taken: Result<Taken, FetchError>| match taken.and_then(readable) {
            Ok((raw, reading)) => {
                held += raw.bytes.len() + reading.pieces.len() * PIECE;
                batch.push((raw, Some(reading)));
                if held > BATCH && kept.is_ok() {
                    kept = report.keep(store, std::mem::take(&mut batch));
                    held = 0;
                }
            }
            Err(error) => report.note("add", &error),
        };
        match item {
            Ok(item) => fetch::each(&item, how.captured_at, &mut take),
            Err(error) => take(Err(error)),
        }
        kept?;
        progress.at(done + 1);
    }
    report.keep(store, batch)?;
    drop(progress);
    visit(context, store, &addresses, how, report)
}

/// Fetches pages and adds them.
fn visit(
    context: &Context,
    store: &mut Store,
    addresses: &[SafeText],
    how: &How,
    report: &mut Report,
) -> Result<(), Failure> {
    if addresses.is_empty() {
        return Ok(());
    }
    let mut web = web::open(context)?;
    for given in addresses {
        match Address::parse(given) {
            Ok(address) => {
                let outcome = web::ask(store, &mut web, &address)?;
                let came = !matches!(outcome, follow::Outcome::Failed(_));
                report.take("add", &address, outcome);
                if came && how.pages > 1 {
                    pages::add(store, &mut web, &address, how.pages, report)?;
                }
            }
            Err(error) => report.note("add", &error),
        }
    }
    Ok(())
}

/// The snapshot, if it may be a live blog; what nobody named is passed over else.
fn readable(taken: Taken) -> Result<(RawSnapshot, Reading), FetchError> {
    let Taken { raw, is_named } = taken;
    let looked = digest::look(&raw, Rules::builtin());
    match looked.refusal {
        Some(why) => Err(FetchError {
            place: raw.capture.origin,
            why: SafeText::from(why),
            next: "`liveblog inspect` shows what can be read of it",
            passed_over: !is_named,
        }),
        None => Ok((raw, looked.reading)),
    }
}

impl Report {
    pub(crate) fn keep(
        &mut self,
        store: &mut Store,
        batch: Vec<(RawSnapshot, Option<Reading>)>,
    ) -> Result<(), Failure> {
        if !batch.is_empty() {
            let added = store
                .add_read(batch, Rules::builtin(), Timestamp::now())
                .map_err(Failure::library)?;
            self.added.extend(added);
        }
        Ok(())
    }

    /// Takes what came of asking an address.
    pub(crate) fn take(&mut self, command: &str, address: &Address, outcome: follow::Outcome) {
        match outcome {
            follow::Outcome::Added(added) => self.added.push(*added),
            follow::Outcome::Same => self.unchanged.push(address.to_string()),
            follow::Outcome::Failed(error) => self.note(command, &error),
        }
    }

    /// Takes a problem, and tells it.
    pub(crate) fn note(&mut self, command: &str, error: &FetchError) {
        let problem = Problem {
            place: error.place.to_string(),
            why: error.why.to_string(),
        };
        if error.passed_over {
            complain(&format!(
                "liveblog: {command}: {}: passed over, {}",
                error.place, error.why
            ));
            self.passed_over.push(problem);
        } else {
            if let Some(line) = Failure::fetch(command, error).line() {
                complain(&line);
            }
            self.failed.push(problem);
        }
    }
}

/// How adding ended.
pub(crate) fn outcome(report: &Report) -> Outcome {
    if report.failed.is_empty() {
        Outcome::found(!report.added.is_empty() || !report.unchanged.is_empty())
    } else {
        Outcome::Partly
    }
}

/// What one snapshot did, in words.
fn line(added: &Added) -> String {
    if added.known {
        return format!(
            "{}: in the library already, in “{}” ({})",
            added.name, added.blog_title, added.blog
        );
    }
    let verb = if added.new_blog { "begins" } else { "joins" };
    format!(
        "{}: {verb} “{}” ({}): {} new, {} revised, {} unchanged, {} set aside",
        added.name,
        added.blog_title,
        added.blog,
        added.new,
        added.revised,
        added.unchanged,
        count(added.dropped as usize, "line", "lines")
    )
}

/// Another blog that a snapshot may belong to, and the command that says so.
fn doubt(added: &Added) -> Option<String> {
    /// So many digits of an id are enough in any library.
    const DIGITS: usize = 12;
    let (other, why) = added.looks_like.as_ref()?;
    let mut id = added.snapshot.to_string();
    id.truncate(DIGITS);
    Some(format!(
        "    looks like {other} too ({why}); if it belongs there: liveblog link {id} {other}"
    ))
}

/// Prints what was added, and what brought nothing new.
pub(crate) fn print(context: &mut Context, report: &Report) -> Result<(), Failure> {
    for address in &report.unchanged {
        context.out.line(&format!("{address}: nothing new"))?;
    }
    for one in &report.added {
        context.out.line(&line(one))?;
        if let Some(doubt) = doubt(one) {
            context.out.line(&doubt)?;
        }
    }
    Ok(())
}

fn captured_at(text: &str) -> Result<Timestamp, String> {
    fetch::parse_time(text).ok_or_else(|| "write it like 2031-03-14T09:10Z".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::model::BlogId;
    use crate::engine::model::SnapshotId;

    #[test]
    fn a_doubt_names_the_command_that_ends_it() {
        let added = Added {
            snapshot: SnapshotId([0xab; 16]),
            name: "noon.txt".into(),
            blog: BlogId([1; 8]),
            blog_title: "River rising".into(),
            known: false,
            new_blog: true,
            new: 3,
            revised: 0,
            unchanged: 0,
            dropped: 1,
            looks_like: Some((
                BlogId([2; 8]),
                "9 % of the smaller text stands in both".to_owned(),
            )),
        };
        assert_eq!(
            line(&added),
            "noon.txt: begins “River rising” (0101010101010101): 3 new, 0 revised, 0 unchanged, 1 line set aside"
        );
        let doubt = doubt(&added).unwrap();
        assert!(
            doubt.starts_with("    looks like 0202020202020202 too (9 %"),
            "{doubt}"
        );
        assert!(
            doubt.ends_with("liveblog link abababababab 0202020202020202"),
            "{doubt}"
        );
    }
}
