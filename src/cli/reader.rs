//! The way into the reader: the only place of the commands that names the running program.

use std::ffi::OsString;
use std::io;
use std::io::IsTerminal;

use jiff::Timestamp;

use crate::app::follow::Beginning;
use crate::cli::add;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::cli::list;
use crate::cli::out::complain;
use crate::cli::sample;
use crate::cli::web;
use crate::config;
use crate::engine::model::BlogId;
use crate::engine::rules::Rules;
use crate::fetch;
use crate::fetch::Address;
use crate::fetch::Place;
use crate::store::Store;
use crate::tui;
use crate::tui::Online;

/// `liveblog`: the reader on the library; on the sample where the library is empty.
pub(crate) fn library(context: &mut Context) -> Result<Outcome, Failure> {
    let store = context.store()?;
    if !is_terminal() {
        complain("liveblog: the reader needs a terminal; this is `liveblog list`");
        return list::run(context, &list::ListArgs::plain());
    }
    if store.is_empty().map_err(Failure::library)? {
        return open(
            context,
            with_sample()?,
            None,
            Shelf::Sample,
            Beginning::Stored,
        );
    }
    open(context, store, None, Shelf::Library, Beginning::Stored)
}

/// `liveblog SOURCE…`: adds the sources, then opens the reader at the blog of the last one.
/// What the library has of an address is shown at once, and its page is asked behind that.
pub(crate) fn sources(
    context: &mut Context,
    sources: &[OsString],
    wish: Beginning,
) -> Result<Outcome, Failure> {
    let mut store = context.store()?;
    let stored = if is_terminal() {
        stored(&store, sources)?
    } else {
        None
    };
    let mut report = add::Report::default();
    let (last, beginning) = match stored {
        Some(blog) => (Some(blog), wish.max(Beginning::Asking)),
        None => {
            add::gather(
                context,
                &mut store,
                sources,
                &add::How::default(),
                &mut report,
            )?;
            (report.added.last().map(|added| added.blog), wish)
        }
    };
    let Some(last) = last else {
        if sources
            .iter()
            .any(|source| !source.to_string_lossy().contains(['.', '/', '\\']))
        {
            complain("liveblog: `liveblog --help` lists the commands");
        }
        return Ok(add::outcome(&report));
    };
    if !is_terminal() {
        add::print(context, &report)?;
        complain(&format!(
            "liveblog: the reader needs a terminal; `liveblog show {last}` prints the timeline"
        ));
        return Ok(add::outcome(&report));
    }
    open(context, store, Some(last), Shelf::Library, beginning)
}

/// The blog of the only source, if that is an address that was fetched before.
fn stored(store: &Store, sources: &[OsString]) -> Result<Option<BlogId>, Failure> {
    let [source] = sources else { return Ok(None) };
    let Place::Address(given) = fetch::locate(source) else {
        return Ok(None);
    };
    match Address::parse(&given) {
        Ok(address) => store.blog_at(address.as_str()).map_err(Failure::library),
        Err(_) => Ok(None),
    }
}

/// A library in memory that holds the bundled sample.
fn with_sample() -> Result<Store, Failure> {
    let mut store = Store::in_memory().map_err(Failure::library)?;
    store
        .add(sample::snapshots(), Rules::builtin(), Timestamp::now())
        .map_err(Failure::library)?;
    Ok(store)
}

/// What the reader is opened on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shelf {
    Library,
    Sample,
}

fn open(
    context: &mut Context,
    store: Store,
    blog: Option<BlogId>,
    shelf: Shelf,
    beginning: Beginning,
) -> Result<Outcome, Failure> {
    let paths = context.paths()?;
    let (config, problems) = config::load(&paths);
    let online = Online {
        beginning,
        web: web::options(&config.network),
        pace: web::pace,
    };
    let options = tui::Options {
        config,
        paths: Some(paths),
        problems,
        blog,
        online,
        sample: shelf == Shelf::Sample,
        colour: context.global.color.wanted(),
    };
    match tui::run(store, options) {
        Ok(code) => Ok(Outcome::Code(code)),
        Err(error) => Err(Failure::new(
            "reader",
            "",
            format!("{error:#}"),
            "run `liveblog doctor`",
        )),
    }
}

fn is_terminal() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}
