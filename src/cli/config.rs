//! `liveblog config`: writes a commented settings file, checks what there is, says where it is.

use std::path::Path;
use std::path::PathBuf;

use clap::Args;
use clap::Subcommand;

use crate::cli::context::Context;
use crate::cli::context::count;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::config;
use crate::config::write;

/// Writes, checks and finds the settings
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  liveblog config init
  liveblog config check")]
pub(crate) struct ConfigArgs {
    #[command(subcommand)]
    pub(crate) what: What,
}

/// What is done with the settings.
#[derive(Debug, Subcommand)]
pub(crate) enum What {
    /// Writes a settings file in which every option is explained
    ///
    /// A file that is there already is left alone.
    #[command(after_help = "Example:\n  liveblog config init")]
    Init,
    /// Names every line of your files that cannot be used
    #[command(after_help = "Example:\n  liveblog config check")]
    Check,
    /// Writes a settings file of an older version anew, as this version reads it
    ///
    /// The file as it was stays beside it. The reader reads older files without this, too.
    #[command(after_help = "Example:\n  liveblog config migrate")]
    Migrate,
    /// Prints where the settings file is, or would be
    #[command(after_help = "Example:\n  $EDITOR \"$(liveblog config path)\"")]
    Path,
}

/// Runs the command.
pub(crate) fn run(context: &mut Context, args: &ConfigArgs) -> Result<Outcome, Failure> {
    let paths = context.paths()?;
    let file = paths.config_file();
    let place = file.display().to_string();
    match args.what {
        What::Path => context.out.line(&place)?,
        What::Init if file.exists() => {
            let next = "edit it; `liveblog config check` names what it gets wrong";
            return Err(Failure::new("config", &place, "it is there already", next));
        }
        What::Init => {
            write::whole_in_new_folder(&file, config::TEMPLATE.as_bytes()).map_err(|error| {
                Failure::new("config", &place, error, "nothing was changed there")
            })?;
            context.out.line(&format!(
                "{place}: written; every option in it is explained"
            ))?;
        }
        What::Migrate => migrate(context, &file)?,
        What::Check => {
            let (_, problems) = config::load(&paths);
            problems
                .iter()
                .try_for_each(|problem| context.out.line(problem))?;
            if !problems.is_empty() {
                let why = format!("{} found", count(problems.len(), "problem", "problems"));
                let next = "mend those lines; the rest is used";
                let place = paths.config.display().to_string();
                return Err(Failure::new("config", &place, why, next));
            }
            context.out.line("No problems found")?;
        }
    }
    Ok(Outcome::Done)
}

/// Writes a settings file of an older version anew; the old one stays beside it.
fn migrate(context: &mut Context, file: &Path) -> Result<(), Failure> {
    let place = file.display().to_string();
    let failed =
        |error: std::io::Error| Failure::new("config", &place, error, "nothing was changed there");
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return context
                .out
                .line(&format!("{place}: there is none, so nothing is older"));
        }
        Err(error) => return Err(failed(error)),
    };
    let now = config::migrate(&text);
    if now.told.is_empty() {
        return context
            .out
            .line(&format!("{place}: nothing in it is of an older version"));
    }
    let beside = replace(file, &text, &now.text).map_err(failed)?;
    now.told
        .iter()
        .try_for_each(|told| context.out.line(told))?;
    context.out.line(&format!(
        "{place}: written; the old one is {}",
        beside.display()
    ))
}

/// Writes a file anew, and what it was beside it first, so that at no moment there is neither; answers where that is.
fn replace(file: &Path, before: &str, now: &str) -> std::io::Result<PathBuf> {
    let beside = file.with_extension("toml.old");
    write::whole(&beside, before.as_bytes())?;
    write::whole(file, now.as_bytes())?;
    Ok(beside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_old_settings_stay_beside_the_new_ones() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config.toml");
        std::fs::write(&file, "old = 1\n").unwrap();
        let beside = replace(&file, "old = 1\n", "version = 2\nnew = 1\n").unwrap();
        let read = |path: &Path| std::fs::read_to_string(path).unwrap();
        assert_eq!(read(&file), "version = 2\nnew = 1\n");
        assert_eq!(
            (beside.file_name().unwrap(), read(&beside)),
            ("config.toml.old".as_ref(), "old = 1\n".to_owned())
        );
        let nowhere = folder.path().join("no").join("config.toml");
        assert!(replace(&nowhere, "a", "b").is_err());
    }
}
