//! `liveblog search`: full text over all blogs.

use clap::Args;
use serde::Serialize;

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::cli::out::Look;
use crate::cli::out::complain;
use crate::store::SearchHit;

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
    let hits = context
        .store()?
        .search(&query, args.limit)
        .map_err(Failure::library)?;
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

fn hit(hit: &SearchHit) -> Hit {
    Hit {
        blog: hit.blog.to_string(),
        blog_title: hit.blog_title.to_string(),
        entry: hit.entry.to_string(),
        heading: hit.heading.as_ref().map(ToString::to_string),
        snippet: hit.snippet.to_string(),
    }
}
