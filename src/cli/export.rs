//! `liveblog export`: timelines as documents, to standard output or into a file.

use std::path::PathBuf;

use clap::Args;

use crate::cli::context;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::config::write;
use crate::engine::export::EXPORTS;
use crate::engine::export::ExportFormat;
use crate::engine::model::BlogId;

/// The format where none is named.
const USUAL: &str = "json";

/// Writes timelines as documents
///
/// Without BLOG all blogs are written.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  liveblog export --format json > library.json
  liveblog export flood --format md -o flood.md")]
pub(crate) struct ExportArgs {
    /// Blogs: ids, beginnings of ids, or words of titles
    #[arg(value_name = "BLOG")]
    pub(crate) blogs: Vec<String>,
    #[arg(long, value_name = "FORMAT", value_parser = format, help = formats())]
    pub(crate) format: Option<ExportFormat>,
    /// Writes into this file, whole or not at all
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// Runs the command.
pub(crate) fn run(context: &mut Context, args: &ExportArgs) -> Result<Outcome, Failure> {
    let format = match args.format {
        Some(format) => format,
        None => format(USUAL).map_err(|why| Failure::new("export", "", why, ""))?,
    };
    let store = context.store()?;
    let ids = if args.blogs.is_empty() {
        let rows = store.blogs().map_err(Failure::library)?;
        let mut ids: Vec<BlogId> = rows.into_iter().map(|row| row.id).collect();
        ids.sort_unstable();
        ids
    } else {
        args.blogs
            .iter()
            .map(|blog| context::blog_id(&store, blog))
            .collect::<Result<Vec<_>, _>>()?
    };
    let timelines = ids
        .iter()
        .map(|id| store.timeline(*id))
        .collect::<Result<Vec<_>, _>>()
        .map_err(Failure::library)?;
    let document = (format.write)(&timelines);
    match &args.output {
        None => context.out.document(&document)?,
        Some(path) => write::whole(path, document.as_bytes()).map_err(|error| {
            Failure::new(
                "export",
                &path.to_string_lossy(),
                error,
                "nothing was changed there",
            )
        })?,
    }
    Ok(Outcome::found(!timelines.is_empty()))
}

/// The export format of a name.
pub(crate) fn format(name: &str) -> Result<ExportFormat, String> {
    let names = || {
        EXPORTS
            .iter()
            .map(|format| format.name)
            .collect::<Vec<_>>()
            .join(", ")
    };
    EXPORTS
        .iter()
        .find(|format| format.name == name)
        .copied()
        .ok_or_else(|| format!("there are {}", names()))
}

/// What the formats are for.
fn formats() -> String {
    let each: Vec<String> = EXPORTS
        .iter()
        .map(|format| format!("{}: {}", format.name, format.help))
        .collect();
    format!("The format [default: {USUAL}]; {}", each.join("; "))
}
