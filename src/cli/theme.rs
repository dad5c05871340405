//! `liveblog theme`: the themes there are, one of them as a file, a base16 scheme made into one.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use clap::Args;
use clap::Subcommand;

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::config;
use crate::config::write;
use crate::ui::theme::BUILTIN;
use crate::ui::theme::base16;

/// Scheme files are small; a larger one is something else.
const LARGEST: u64 = 1 << 20;

/// Lists the themes, prints one, imports base16 schemes
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  liveblog theme list
  liveblog theme show harbour > mine.toml
  liveblog theme import scheme.yaml")]
pub(crate) struct ThemeArgs {
    #[command(subcommand)]
    pub(crate) what: What,
}

/// What is done with themes.
#[derive(Debug, Subcommand)]
pub(crate) enum What {
    /// Prints the names of all themes
    #[command(after_help = "Example:\n  liveblog theme list")]
    List,
    /// Prints a theme as a file, to begin a theme of your own with
    #[command(after_help = "Example:\n  liveblog theme show harbour > mine.toml")]
    Show {
        /// A theme that comes with the program, or one of yours
        #[arg(value_name = "NAME")]
        name: String,
    },
    /// Makes a theme of yours from a base16 scheme (YAML)
    ///
    /// Colours that could not be read on the scheme's background are made lighter or darker.
    #[command(after_help = "Example:\n  liveblog theme import tide.yaml --name tide")]
    Import {
        /// The scheme's file
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// The name of the theme [default: the file's]
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
    },
}

/// Runs the command.
pub(crate) fn run(context: &mut Context, args: &ThemeArgs) -> Result<Outcome, Failure> {
    let paths = context.paths()?;
    match &args.what {
        What::List => config::theme_names(&paths)
            .iter()
            .try_for_each(|name| context.out.line(name))?,
        What::Show { name } => {
            let own = config::is_theme_name(name)
                .then(|| fs::read_to_string(paths.theme_file(name)).ok())
                .flatten();
            let builtin = BUILTIN.iter().find(|row| row.0 == name);
            let text = own.or(builtin.map(|row| row.1.to_owned())).ok_or_else(|| {
                let next = "`liveblog theme list` names them";
                Failure::nothing("theme", name, "there is none of this name", next)
            })?;
            context.out.document(&text)?;
        }
        What::Import { file, name } => {
            let failed = |why: String| {
                let place = file.to_string_lossy();
                Failure::new("theme", &place, why, "give a base16 scheme in YAML")
            };
            let scheme = base16::parse(&read(file).map_err(failed)?).map_err(failed)?;
            let name = match name {
                Some(name) => name.clone(),
                None => file
                    .file_stem()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned(),
            };
            if !config::is_theme_name(&name) {
                return Err(Failure::new(
                    "theme",
                    &name,
                    "a theme's name has letters, digits, - and _ only",
                    "give one with --name",
                ));
            }
            let path = paths.theme_file(&name);
            let text = base16::theme_file(&scheme, &name);
            write::whole_in_new_folder(&path, text.as_bytes()).map_err(|error| {
                Failure::new(
                    "theme",
                    &path.to_string_lossy(),
                    error,
                    "nothing was changed there",
                )
            })?;
            context.out.line(&format!(
                "{}: choose it in the reader, or write theme = {name:?} into config.toml",
                path.display()
            ))?;
        }
    }
    Ok(Outcome::Done)
}

fn read(file: &Path) -> Result<String, String> {
    let about = fs::metadata(file).map_err(|error| error.to_string())?;
    if !about.is_file() {
        return Err("it is no file".to_owned());
    }
    if about.len() > LARGEST {
        return Err("it is larger than 1 MiB".to_owned());
    }
    fs::read_to_string(file).map_err(|error| error.to_string())
}
