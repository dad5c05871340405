//! The command line: one file for each command; here is what they share, the table of commands and the exit codes.
//! Commands print through `out` only, and reach the reader through `reader` only.

mod add;
mod backfill;
mod bookmarks;
mod completions;
mod config;
mod context;
mod doctor;
mod entities;
mod export;
mod failure;
mod import;
mod inspect;
mod interrupt;
mod link;
mod list;
mod mark;
mod out;
mod pages;
mod paper;
mod reader;
mod refresh;
mod sample;
mod screenshot;
mod search;
mod show;
mod tail;
mod theme;
mod tidy;
mod web;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::CommandFactory;
use clap::Parser;
use clap::Subcommand;

use crate::app::follow::Beginning;
use crate::cli::context::Context;
use crate::cli::context::Global;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::cli::link::Decision;
use crate::cli::out::Colour;
use crate::cli::out::Out;
use crate::cli::out::complain;

/// Reads live blogs in the terminal
///
/// All snapshots of a live blog become one timeline without repetitions, newest first.
/// Without a command the reader opens: on the library, or on a bundled sample while the library is empty.
/// With SOURCE the sources are added first. A source named like a command is written with its folder: ./list
#[derive(Debug, Parser)]
#[command(name = "liveblog", version, color = clap::ColorChoice::Never, after_help = "\
Examples:
  liveblog                         opens the reader
  liveblog page.txt snapshots/     adds snapshots and opens the reader there
  liveblog https://news.example/a  fetches a page and opens the reader there
  liveblog show flood | less       prints a timeline

Exit codes: 0 done, 1 nothing found, 2 failed or used wrongly.")]
struct Cli {
    /// Files, folders, addresses of pages, or - for standard input
    #[arg(value_name = "SOURCE")]
    sources: Vec<OsString>,
    /// Follows the page of the last source: what comes in appears
    #[arg(long, requires = "sources")]
    follow: bool,
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Option<Command>,
}

/// Every command.
#[derive(Debug, Subcommand)]
enum Command {
    Add(add::AddArgs),
    List(list::ListArgs),
    Show(show::ShowArgs),
    Inspect(inspect::InspectArgs),
    Search(search::SearchArgs),
    Bookmarks(bookmarks::BookmarksArgs),
    Export(export::ExportArgs),
    Entities(entities::EntitiesArgs),
    /// Says that two snapshots or blogs belong together
    ///
    /// The decision is kept, also for snapshots that are added later.
    Link(link::LinkArgs),
    /// Says that two snapshots or blogs do not belong together
    ///
    /// The decision is kept, also for snapshots that are added later.
    Unlink(link::LinkArgs),
    Import(import::ImportArgs),
    Refresh(refresh::RefreshArgs),
    Tail(tail::TailArgs),
    Backfill(backfill::BackfillArgs),
    Tidy(tidy::TidyArgs),
    Theme(theme::ThemeArgs),
    Config(config::ConfigArgs),
    Doctor(doctor::DoctorArgs),
    Completions(completions::CompletionsArgs),
    Man(completions::ManArgs),
    #[command(hide = true)]
    Mark(mark::MarkArgs),
    #[command(hide = true)]
    Screenshot(screenshot::ScreenshotArgs),
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    match Cli::try_parse() {
        Ok(cli) => ExitCode::from(run(cli)),
        Err(error) => ExitCode::from(usage(&error)),
    }
}

fn run(cli: Cli) -> u8 {
    let mut context = Context::new(cli.global);
    let wish = if cli.follow {
        Beginning::Following
    } else {
        Beginning::Stored
    };
    let ended = command(&mut context, cli.command, &cli.sources, wish);
    let written = context.out.finish();
    match ended.and_then(|outcome| written.map(|()| outcome)) {
        Ok(outcome) => outcome.code(),
        Err(failure) => {
            if let Some(line) = failure.line() {
                complain(&line);
            }
            failure
                .more()
                .iter()
                .for_each(|line| complain(&format!("  {line}")));
            failure.code()
        }
    }
}

fn command(
    context: &mut Context,
    command: Option<Command>,
    sources: &[OsString],
    wish: Beginning,
) -> Result<Outcome, Failure> {
    match command {
        None if sources.is_empty() => reader::library(context),
        None => reader::sources(context, sources, wish),
        Some(Command::Add(args)) => add::run(context, &args),
        Some(Command::List(args)) => list::run(context, &args),
        Some(Command::Show(args)) => show::run(context, &args),
        Some(Command::Inspect(args)) => inspect::run(context, &args),
        Some(Command::Search(args)) => search::run(context, &args),
        Some(Command::Bookmarks(args)) => bookmarks::run(context, &args),
        Some(Command::Export(args)) => export::run(context, &args),
        Some(Command::Entities(args)) => entities::run(context, &args),
        Some(Command::Link(args)) => link::run(context, &args, Decision::Together),
        Some(Command::Unlink(args)) => link::run(context, &args, Decision::Apart),
        Some(Command::Import(args)) => import::run(context, &args),
        Some(Command::Refresh(args)) => refresh::run(context, &args),
        Some(Command::Tail(args)) => tail::run(context, &args),
        Some(Command::Backfill(args)) => backfill::run(context, &args),
        Some(Command::Tidy(args)) => tidy::run(context, &args),
        Some(Command::Config(args)) => config::run(context, &args),
        Some(Command::Theme(args)) => theme::run(context, &args),
        Some(Command::Doctor(args)) => doctor::run(context, &args),
        Some(Command::Completions(args)) => {
            completions::completions(context, &args, Cli::command())
        }
        Some(Command::Man(_)) => completions::man(context, Cli::command()),
        Some(Command::Mark(args)) => mark::run(context, &args),
        Some(Command::Screenshot(args)) => screenshot::run(context, &args),
    }
}

/// Prints help where help was asked for, and what is wrong where the use was wrong.
fn usage(error: &clap::Error) -> u8 {
    let text = error.render().to_string();
    if error.use_stderr() {
        let text = text
            .strip_prefix("error: ")
            .map_or(text.clone(), |rest| format!("liveblog: {rest}"));
        text.trim_end().lines().for_each(complain);
        return 2;
    }
    let mut out = Out::new(Colour::Never);
    match out.document(&text).and_then(|()| out.finish()) {
        Ok(()) => 0,
        Err(failure) => {
            failure.line().iter().for_each(|line| complain(line));
            failure.code()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_has_help_with_an_example() {
        for command in Cli::command().get_subcommands() {
            let name = command.get_name();
            assert!(
                command.get_about().is_some(),
                "{name} says nothing of itself"
            );
            let after = command
                .get_after_help()
                .map(ToString::to_string)
                .unwrap_or_default();
            assert!(
                after.contains(&format!("liveblog {name}")),
                "{name} has no example"
            );
        }
    }

    #[test]
    fn command_names_win_and_sources_are_the_rest() {
        let parse = |words: &[&str]| {
            Cli::try_parse_from(std::iter::once(&"liveblog").chain(words)).unwrap()
        };
        assert!(matches!(parse(&["list"]).command, Some(Command::List(_))));
        assert!(matches!(
            parse(&["--data-dir", "x", "add", "y"]).command,
            Some(Command::Add(_))
        ));
        let cli = parse(&["./list", "b.txt", "-"]);
        assert!(cli.command.is_none());
        assert_eq!(cli.sources, ["./list", "b.txt", "-"]);
        assert_eq!(parse(&["a", "list"]).sources.len(), 2);
    }
}
