//! `liveblog search`: full text over all blogs.

use std::collections::HashMap;
use std::collections::HashSet;
use std::collections::hash_map::Entry;

use clap::Args;
use serde::Serialize;

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::cli::out::Look;
use crate::cli::out::complain;
use crate::cli::show;
use crate::engine::model::BlogId;
use crate::engine::model::EntryId;
use crate::engine::query::Query;
use crate::store::SearchHit;
use crate::store::Store;

/// Finds entries by their text, in all blogs
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  liveblog search barrier
  liveblog search \"power station\" --json")]
pub(crate) struct SearchArgs {
    /// Words that must all occur
    #[arg(value_name = "QUERY", required = true, num_args = 1..)]
    pub(crate) query: Vec<String>,
    /// Only entries that pass a filter, as in the reader; see docs/filters.md
    #[arg(long, value_name = "FILTER", allow_hyphen_values = true, value_parser = show::query)]
    pub(crate) filter: Option<Query>,
    /// The most entries that are printed
    #[arg(long, value_name = "NUMBER", default_value_t = 50)]
    pub(crate) limit: usize,
    /// Prints JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// One hit, as it is printed with --json.
#[derive(Debug, Serialize)]
struct Hit {
    blog: String,
    blog_title: String,
    entry: String,
    heading: Option<String>,
    snippet: String,
}

/// Runs the command.
pub(crate) fn run(context: &mut Context, args: &SearchArgs) -> Result<Outcome, Failure> {
    let query = args.query.join(" ");
    let store = context.store()?;
    let hits = match &args.filter {
        None => store.search(&query, args.limit).map_err(Failure::library)?,
        Some(filter) => {
            let all = store.search(&query, usize::MAX).map_err(Failure::library)?;
            passing(&store, all, filter, args.limit)?
        }
    };
    if args.json {
        context
            .out
            .json(&hits.iter().map(hit).collect::<Vec<_>>())?;
        return Ok(Outcome::found(!hits.is_empty()));
    }
    if hits.is_empty() {
        complain(&format!(
            "liveblog: search: {query}: no entry says so; try fewer or shorter words"
        ));
    }
    for hit in &hits {
        let heading = hit.heading.as_deref().unwrap_or_default();
        context
            .out
            .looking(Look::Strong, format!("{}  {heading}", hit.entry).trim_end())?;
        context.out.line(&format!("    {}", hit.snippet))?;
        context.out.looking(
            Look::Muted,
            &format!("    in {} ({})", hit.blog_title, hit.blog),
        )?;
    }
    Ok(Outcome::found(!hits.is_empty()))
}

/// The first so many hits that pass a filter.
fn passing(
    store: &Store,
    hits: Vec<SearchHit>,
    filter: &Query,
    limit: usize,
) -> Result<Vec<SearchHit>, Failure> {
    let mut passing: HashMap<BlogId, HashSet<EntryId>> = HashMap::new();
    let mut out = Vec::new();
    for hit in hits {
        if out.len() == limit {
            break;
        }
        let known = match passing.entry(hit.blog) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let row = store.blog(hit.blog).map_err(Failure::library)?;
                place.insert(show::selected(store, &row, filter, None)?)
            }
        };
        if known.contains(&hit.entry) {
            out.push(hit);
        }
    }
    Ok(out)
}

fn hit(hit: &SearchHit) -> Hit {
    Hit {
        blog: hit.blog.to_string(),
        blog_title: hit.blog_title.to_string(),
        entry: hit.entry.to_string(),
        heading: hit.heading.as_ref().map(ToString::to_string),
        snippet: hit.snippet.to_string(),
    }
}
