//! `liveblog screenshot`: the reader's screen as an SVG picture, for the documentation.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use jiff::Timestamp;

use crate::app::Key;
use crate::app::Keymap;
use crate::app::names::Marked;
use crate::app::order::Order;
use crate::app::panel::articles::Sort;
use crate::app::panel::picture::Pictures;
use crate::app::state::ReadWhen;
use crate::cli::context;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::cli::sample;
use crate::config::Config;
use crate::config::Network;
use crate::config::Notify;
use crate::config::write;
use crate::engine::model::Deed;
use crate::engine::model::MarkChange;
use crate::engine::model::RawSnapshot;
use crate::engine::rules::Rules;
use crate::store::Store;
use crate::store::StoreError;
use crate::tui::Online;
use crate::tui::Options;
use crate::tui::still::Still;
use crate::ui::svg::svg;
use crate::ui::theme::BUILTIN;
use crate::ui::theme::DEFAULT;
use crate::ui::theme::Theme;

/// Draws the reader's screen as an SVG picture
///
/// Keys, colours and the zone are the built-in ones (UTC), so that a picture is the same on every computer.
/// Keys act as in the reader: with BLOG they change marks in the library.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  liveblog screenshot --width 140 --height 40 -o docs/reader.svg
  liveblog screenshot --width 80 --height 24 --keys \"l j j enter\" -o entry.svg")]
pub(crate) struct ScreenshotArgs {
    /// A blog of the library [default: the bundled sample]
    #[arg(value_name = "BLOG")]
    pub(crate) blog: Option<String>,
    /// Columns
    #[arg(long, value_name = "W", default_value_t = 140, value_parser = clap::value_parser!(u16).range(1..=500))]
    pub(crate) width: u16,
    /// Rows
    #[arg(long, value_name = "H", default_value_t = 40, value_parser = clap::value_parser!(u16).range(1..=300))]
    pub(crate) height: u16,
    /// Keys that are pressed first, with spaces between them
    #[arg(long, value_name = "KEYS", value_delimiter = ' ', value_parser = key)]
    pub(crate) keys: Vec<Key>,
    /// The first so many snapshots of the sample were read at the last visit; the others came in since
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) seen: usize,
    /// A theme that comes with the program
    #[arg(long, value_name = "NAME", default_value = DEFAULT, value_parser = builtin)]
    pub(crate) theme: &'static str,
    /// Writes into this file, whole or not at all
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// Runs the command.
pub(crate) fn run(context: &mut Context, args: &ScreenshotArgs) -> Result<Outcome, Failure> {
    let (store, blog) = match &args.blog {
        None => (
            sample_read_before(args.seen).map_err(Failure::library)?,
            None,
        ),
        Some(wanted) => {
            let store = context.store()?;
            let blog = context::blog_id(&store, wanted)?;
            (store, Some(blog))
        }
    };
    let options = Options {
        config: plain(args.theme),
        paths: None,
        problems: Vec::new(),
        blog,
        online: Online::default(),
        sample: blog.is_none(),
        colour: true,
    };
    let mut still = Still::open(store, options, args.width, args.height);
    args.keys.iter().for_each(|key| still.press(*key));
    let svg = svg(still.draw());
    match &args.output {
        None => context.out.document(&svg)?,
        Some(path) => write::whole(path, svg.as_bytes()).map_err(|error| {
            Failure::new(
                "screenshot",
                &path.to_string_lossy(),
                error,
                "nothing was changed there",
            )
        })?,
    }
    Ok(Outcome::Done)
}

/// The sample as somebody sees it who read it when it had so many snapshots. Every time is one of the sample's own.
fn sample_read_before(seen: usize) -> Result<Store, StoreError> {
    let mut store = Store::in_memory()?;
    let mut before = sample::snapshots();
    let since = before.split_off(seen.min(before.len()));
    let newest = |raws: &[RawSnapshot]| {
        let times = raws.iter().filter_map(|raw| raw.capture.captured_at);
        times.max().unwrap_or(Timestamp::UNIX_EPOCH)
    };
    if !before.is_empty() {
        let at = newest(&before);
        store.add(before, Rules::builtin(), at)?;
        for blog in store.blogs()? {
            let rows = store.rows(blog.id)?;
            let reads: Vec<MarkChange> = rows.iter().map(|row| MarkChange::Read(row.id)).collect();
            store.mark_as(Deed::Reading, &reads, at)?;
            store.keep_visit(blog.id, at)?;
        }
    }
    let at = newest(&since);
    store.add(since, Rules::builtin(), at)?;
    Ok(store)
}

/// The settings of a person who has none, on any computer.
fn plain(theme: &str) -> Config {
    Config {
        theme: Theme::builtin(theme).unwrap_or_else(Theme::plain),
        light: None,
        width: None,
        ascii: false,
        mouse: false,
        names: Marked::default(),
        pictures: Pictures::default(),
        read: ReadWhen::default(),
        order: Order::default(),
        dwell: Duration::ZERO,
        sort: Sort::default(),
        filters: Vec::new(),
        keymap: Keymap::builtin(),
        network: Network::default(),
        notify: Notify::default(),
    }
}

fn builtin(name: &str) -> Result<&'static str, String> {
    let names = BUILTIN.iter().map(|row| row.0);
    names
        .clone()
        .find(|known| *known == name)
        .ok_or_else(|| format!("there are {}", names.collect::<Vec<_>>().join(", ")))
}

fn key(text: &str) -> Result<Key, String> {
    text.parse::<Key>().map_err(|why| why.to_string())
}
