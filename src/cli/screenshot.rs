//! `liveblog screenshot`: the reader's screen as an SVG picture, for the documentation.

use std::path::PathBuf;

use clap::Args;

use crate::cli::context;
use crate::cli::context::Context;
use crate::cli::export;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::cli::reader;
use crate::config;
use crate::engine::model::BlogId;
use crate::store::Store;
use crate::tui;

/// Draws the reader's screen as an SVG picture
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  liveblog screenshot --size 120x36 -o docs/reader.svg")]
pub(crate) struct ScreenshotArgs {
    /// A blog of the library [default: the bundled sample]
    #[arg(value_name = "BLOG")]
    pub(crate) blog: Option<String>,
    /// Columns and rows
    #[arg(long, value_name = "WxH", value_parser = size, default_value = "120x36")]
    pub(crate) size: (u16, u16),
    /// Writes into this file, whole or not at all
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// Runs the command.
pub(crate) fn run(context: &mut Context, args: &ScreenshotArgs) -> Result<Outcome, Failure> {
    let (store, blog) = match &args.blog {
        None => (reader::with_sample()?, None),
        Some(wanted) => {
            let store = context.store()?;
            let blog = context::blog_id(&store, wanted)?;
            (store, Some(blog))
        }
    };
    let svg = picture(context, store, blog, args.size)?;
    match &args.output {
        None => context.out.document(&svg)?,
        Some(path) => export::whole(path, svg.as_bytes()).map_err(|error| {
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

/// The screen at a blog, or at the newest blog, as SVG.
fn picture(
    context: &Context,
    store: Store,
    blog: Option<BlogId>,
    (columns, rows): (u16, u16),
) -> Result<String, Failure> {
    let (config, problems) = config::load(&context.paths()?);
    let options = tui::Options {
        config,
        problems,
        blog,
        sample: blog.is_none(),
        colour: true,
    };
    Ok(tui::still::picture(store, options, columns, rows))
}

fn size(text: &str) -> Result<(u16, u16), String> {
    let sizes = text
        .split_once('x')
        .and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)));
    match sizes {
        Some((width, height)) if (1..=500).contains(&width) && (1..=300).contains(&height) => {
            Ok((width, height))
        }
        _ => Err("write it like 120x36, at most 500x300".to_owned()),
    }
}
