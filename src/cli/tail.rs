//! `liveblog tail`: follows a page and prints what comes in, each entry once and each edit once.

use std::collections::HashMap;
use std::thread;

use clap::Args;
use jiff::Timestamp;
use serde::Serialize;

use crate::cli::context::Context;
use crate::cli::context::blog_id;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::cli::out::complain;
use crate::cli::paper::Page;
use crate::cli::show;
use crate::cli::web;
use crate::engine::export;
use crate::engine::model::BlogId;
use crate::engine::model::EntryId;
use crate::engine::model::EntryState;
use crate::engine::model::MarkedEntry;
use crate::engine::names::BlogNames;
use crate::engine::names::Recogniser;
use crate::engine::query::Query;
use crate::engine::text::words;
use crate::fetch;
use crate::fetch::Address;
use crate::fetch::FetchError;
use crate::fetch::Place;
use crate::follow;
use crate::follow::interval::Next;
use crate::store::Handed;
use crate::store::Store;
use crate::store::TextPrint;
use crate::store::Told;
use crate::store::Watched;

/// Follows a live blog and prints what comes in
///
/// Prints each new entry once, oldest first, and each edit as an edit. Of a blog that is in the library already, only
/// what comes in from now on. What was printed is remembered: started again, it goes on where it ended. It asks every
/// 15 seconds while much happens, less and less often when little does, and ends a day after the last change, or two
/// hours after the end that the page states.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  liveblog tail https://news.example/live/flood
  liveblog tail flood --keyword bridge --keyword ferry
  liveblog tail flood --entity \"Anna Berg\"
  liveblog tail flood --json | jq -r .entry.heading")]
pub(crate) struct TailArgs {
    /// The address of a page, or a blog by number, id or words of its title
    #[arg(value_name = "BLOG|URL")]
    pub(crate) target: String,
    /// Asks once, prints what is new, and ends
    #[arg(long)]
    pub(crate) once: bool,
    /// Prints only entries that hold this word or these words; can be given several times
    #[arg(long, value_name = "WORDS")]
    pub(crate) keyword: Vec<String>,
    /// Prints only entries that mention this person, place or organisation
    #[arg(long, value_name = "NAME")]
    pub(crate) entity: Option<String>,
    /// Prints only entries that pass a filter, as in the reader; see docs/filters.md
    #[arg(long, value_name = "FILTER", allow_hyphen_values = true, value_parser = show::query)]
    pub(crate) filter: Option<Query>,
    /// Prints one JSON object a line: event (new, changed, withdrawn), blog, and the entry as in the export
    #[arg(long)]
    pub(crate) json: bool,
}

/// What happened to an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Event {
    New,
    Changed,
    Withdrawn,
}

/// One line with --json.
#[derive(Debug, Serialize)]
struct Line {
    event: Event,
    /// Whether the same was perhaps told before, by a run that was ended at that moment.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    again: bool,
    blog: BlogId,
    entry: serde_json::Value,
}

/// Runs the command.
pub(crate) fn run(context: &mut Context, args: &TailArgs) -> Result<Outcome, Failure> {
    let mut store = context.store()?;
    let address = begin(&mut store, &args.target)?;
    let mut web = web::open(context)?;
    let mut told = 0;
    loop {
        let outcome = web::ask(&mut store, &mut web, &address)?;
        told += tell(context, &mut store, &address, args)?;
        let failed = match outcome {
            follow::Outcome::Failed(error) => Some(error),
            _ => None,
        };
        if args.once {
            return Ok(match failed {
                Some(error) => {
                    report(&error, "");
                    Outcome::Partly
                }
                None => Outcome::found(told > 0),
            });
        }
        let next = follow::next(&store, &address, Timestamp::now()).map_err(Failure::library)?;
        let Next::After(wait) = next else {
            complain(&format!(
                "liveblog: tail: {address}: nothing new comes any more; the coverage has ended"
            ));
            return Ok(Outcome::Done);
        };
        if let Some(error) = failed {
            report(
                &error,
                &format!(" (it is tried again in {})", follow::spoken(wait)),
            );
        }
        thread::sleep(web::pace(wait));
    }
}

fn report(error: &FetchError, more: &str) {
    if let Some(line) = Failure::fetch("tail", error).line() {
        complain(&format!("{line}{more}"));
    }
}

/// The address that is meant, and the blog that is known of it.
pub(crate) fn target(
    store: &Store,
    command: &str,
    target: &str,
) -> Result<(Address, Option<BlogId>), Failure> {
    match fetch::locate(target.as_ref()) {
        Place::Address(given) => {
            let address =
                Address::parse(&given).map_err(|error| Failure::fetch(command, &error))?;
            let blog = store.blog_at(address.as_str()).map_err(Failure::library)?;
            Ok((address, blog))
        }
        _ => {
            let blog = blog_id(store, target)?;
            let its = follow::addresses(store, blog).map_err(Failure::library)?;
            let address = its.into_iter().next().ok_or_else(|| {
                Failure::new(
                    command,
                    target,
                    "no address is known for this blog",
                    "give the address of its page",
                )
            })?;
            Ok((address, Some(blog)))
        }
    }
}

/// The address to follow. When it is followed for the first time, what the library has of its blog counts as told.
fn begin(store: &mut Store, wanted: &str) -> Result<Address, Failure> {
    let (address, blog) = target(store, "tail", wanted)?;
    let known = store.watched(address.as_str()).map_err(Failure::library)?;
    let mut watched = known.unwrap_or_else(|| Watched {
        url: address.to_string(),
        ..Watched::default()
    });
    if watched.tail_began.is_none() {
        let now = Timestamp::now();
        if let Some(blog) = blog {
            let texts = store.texts(blog).map_err(Failure::library)?;
            store
                .tell(&texts, Handed::Over, now)
                .map_err(Failure::library)?;
        }
        watched.tail_began = Some(now);
        store.watch(&watched).map_err(Failure::library)?;
    }
    Ok(address)
}

/// Prints what was not told yet. Each entry is remembered before it is handed over, as perhaps told, and after that as told,
/// so that a program that is ended in between knows that it must say so again; if it cannot be handed over, that is taken back.
fn tell(
    context: &mut Context,
    store: &mut Store,
    address: &Address,
    args: &TailArgs,
) -> Result<usize, Failure> {
    let blog = store.blog_at(address.as_str()).map_err(Failure::library)?;
    let Some(blog) = blog else { return Ok(0) };
    let mut told: HashMap<EntryId, Vec<Told>> = HashMap::new();
    for one in store.told(blog).map_err(Failure::library)? {
        told.entry(one.entry).or_default().push(one);
    }
    let is_told = |id: &EntryId, text: TextPrint| {
        let before = told.get(id).into_iter().flatten();
        let mut same = before.filter(|one| one.text == text);
        same.any(|one| one.handed == Handed::Over)
    };
    let mut texts = store.texts(blog).map_err(Failure::library)?;
    texts.retain(|(id, text)| !is_told(id, *text));
    if texts.is_empty() {
        return Ok(0);
    }
    let names = names(store, blog)?;
    let passing = match &args.filter {
        Some(query) => {
            let row = store.blog(blog).map_err(Failure::library)?;
            Some(show::selected(store, &row, query, Some(&names))?)
        }
        None => None,
    };
    let mut count = 0;
    for (id, text) in texts {
        let before = told.get(&id).and_then(|before| before.last());
        let Some(marked) = entry(store, blog, id)? else {
            continue;
        };
        let remember = |store: &mut Store, handed: Handed| {
            let told = store.tell(&[(id, text)], handed, Timestamp::now());
            told.map_err(Failure::library)
        };
        let again = before.is_some_and(|before| before.handed != Handed::Over);
        let is_first = before.is_none_or(|before| before.handed == Handed::PerhapsFirst);
        let event = match (is_first, marked.entry.state) {
            (true, _) => Event::New,
            (false, EntryState::Withdrawn) => Event::Withdrawn,
            (false, _) => Event::Changed,
        };
        if !words::holds_any(&marked.entry.shown_text(), &args.keyword)
            || args
                .entity
                .as_ref()
                .is_some_and(|name| !names.mentions(id, name))
            || passing
                .as_ref()
                .is_some_and(|passing| !passing.contains(&id))
        {
            remember(store, Handed::Over)?;
            continue;
        }
        if args.json {
            let entry = export::entry_value(&marked, &names);
            context.out.json_line(&Line {
                event,
                again,
                blog,
                entry,
            })?;
        } else {
            if again {
                context.out.line("(perhaps told before)")?;
            }
            print(context, event, &marked)?;
        }
        let perhaps = if is_first {
            Handed::PerhapsFirst
        } else {
            Handed::PerhapsEdit
        };
        remember(store, perhaps)?;
        if let Err(failure) = context.out.finish() {
            let before = before.map(|before| before.text);
            store.untell(id, before).map_err(Failure::library)?;
            return Err(failure);
        }
        remember(store, Handed::Over)?;
        count += 1;
    }
    Ok(count)
}

fn entry(store: &Store, blog: BlogId, id: EntryId) -> Result<Option<MarkedEntry>, Failure> {
    let Some(at) = store.position(id).map_err(Failure::library)? else {
        return Ok(None);
    };
    let found = store.entries(blog, at, at + 1).map_err(Failure::library)?;
    Ok(found.into_iter().next())
}

/// The names of the whole blog, as it stands.
fn names(store: &Store, blog: BlogId) -> Result<BlogNames, Failure> {
    let marked = store.timeline(blog).map_err(Failure::library)?;
    Ok(BlogNames::of(
        &marked.timeline,
        &marked.corrections,
        &Recogniser::default(),
    ))
}

fn print(context: &mut Context, event: Event, marked: &MarkedEntry) -> Result<(), Failure> {
    let mut page = Page::new(&mut context.out);
    match event {
        Event::New | Event::Withdrawn => page.entry(&marked.entry, &marked.marks),
        Event::Changed => page.edit(&marked.entry, &marked.marks),
    }
}
