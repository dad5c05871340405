//! `liveblog completions` and `liveblog man`: what shells and `man` read, made from the commands themselves.

use clap::Args;
use clap::Command;
use clap_complete::Shell;

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;

/// Prints the completions for a shell
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  liveblog completions bash > ~/.local/share/bash-completion/completions/liveblog")]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    pub(crate) shell: Shell,
}

/// Prints the manual page
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  liveblog man > ~/.local/share/man/man1/liveblog.1")]
pub(crate) struct ManArgs {}

/// Prints the completions.
pub(crate) fn completions(
    context: &mut Context,
    args: &CompletionsArgs,
    mut all: Command,
) -> Result<Outcome, Failure> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut all, "liveblog", &mut text);
    context.out.document(&String::from_utf8_lossy(&text))?;
    Ok(Outcome::Done)
}

/// Prints the manual page of the program and, after it, of every command.
pub(crate) fn man(context: &mut Context, mut all: Command) -> Result<Outcome, Failure> {
    all.build();
    let mut text = Vec::new();
    let commands = all
        .get_subcommands()
        .filter(|command| !command.is_hide_set() && command.get_name() != "help");
    for command in std::iter::once(&all).chain(commands) {
        clap_mangen::Man::new(command.clone())
            .render(&mut text)
            .map_err(|error| Failure::new("man", "", error, "try again"))?;
    }
    context.out.document(&String::from_utf8_lossy(&text))?;
    Ok(Outcome::Done)
}
