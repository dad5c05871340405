//! `liveblog doctor`: checks what the program rests on and says how to mend it. Changes nothing.

use std::env;
use std::fs;
use std::io;
use std::io::IsTerminal;
use std::path::Path;

use clap::Args;
use serde::Serialize;

use crate::cli::context::Context;
use crate::cli::context::count;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::cli::out::Look;
use crate::config;
use crate::fetch;
use crate::store::Store;
use crate::store::StoreError;

/// Checks the library, the settings and the terminal
///
/// Says what is wrong and how to mend it. Nothing is changed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  liveblog doctor
  liveblog doctor --json")]
pub(crate) struct DoctorArgs {
    /// Prints JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Grade {
    Good,
    Odd,
    Bad,
}

/// One check.
#[derive(Debug, Serialize)]
struct Check {
    what: &'static str,
    grade: Grade,
    says: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    mend: String,
}

impl Check {
    fn good(what: &'static str, says: impl Into<String>) -> Self {
        Self {
            what,
            grade: Grade::Good,
            says: says.into(),
            mend: String::new(),
        }
    }

    fn odd(what: &'static str, says: impl Into<String>, mend: impl Into<String>) -> Self {
        Self {
            what,
            grade: Grade::Odd,
            says: says.into(),
            mend: mend.into(),
        }
    }

    fn bad(what: &'static str, says: impl Into<String>, mend: impl Into<String>) -> Self {
        Self {
            what,
            grade: Grade::Bad,
            says: says.into(),
            mend: mend.into(),
        }
    }
}

/// Runs the command.
pub(crate) fn run(context: &mut Context, args: &DoctorArgs) -> Result<Outcome, Failure> {
    let checks = checks(context);
    if args.json {
        context.out.json(&checks)?;
    } else {
        for check in &checks {
            let mark = match check.grade {
                Grade::Good => "good",
                Grade::Odd => "odd ",
                Grade::Bad => "BAD ",
            };
            let look = if check.grade == Grade::Good {
                Look::Plain
            } else {
                Look::Strong
            };
            context
                .out
                .looking(look, &format!("{mark}  {}: {}", check.what, check.says))?;
            if !check.mend.is_empty() {
                context
                    .out
                    .line(&format!("      to mend it: {}", check.mend))?;
            }
        }
    }
    let all_good = checks.iter().all(|check| check.grade != Grade::Bad);
    Ok(if all_good {
        Outcome::Done
    } else {
        Outcome::Partly
    })
}

fn checks(context: &Context) -> Vec<Check> {
    let mut checks = vec![Check::good("version", env!("CARGO_PKG_VERSION"))];
    match context.paths() {
        Ok(paths) => {
            checks.push(folder("data folder", &paths.data));
            checks.extend(library(&paths.data));
            checks.push(folder("settings folder", &paths.config));
            checks.extend(settings(&paths));
        }
        Err(failure) => {
            let says = failure
                .line()
                .map(|line| line.to_string())
                .unwrap_or_default();
            checks.push(Check::bad(
                "folders",
                says,
                "set --data-dir and --config-dir",
            ));
        }
    }
    checks.extend(terminal());
    checks.push(Check::good(
        "limits",
        format!("snapshots of up to {} MiB", fetch::LIMIT / 1024 / 1024),
    ));
    checks
}

fn folder(what: &'static str, path: &Path) -> Check {
    let shown = path.display();
    match fs::metadata(path) {
        Ok(about) if !about.is_dir() => {
            Check::bad(what, format!("{shown} is no folder"), "move it away")
        }
        Ok(about) if about.permissions().readonly() => Check::bad(
            what,
            format!("{shown} is read-only"),
            "change its permissions",
        ),
        Ok(_) => Check::good(what, shown.to_string()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Check::good(what, format!("{shown} (made when it is needed)"))
        }
        Err(error) => Check::bad(what, format!("{shown}: {error}"), "change its permissions"),
    }
}

/// Whether the library opens, is undamaged, and gives every timeline back.
fn library(folder: &Path) -> Vec<Check> {
    const DAMAGED: &str = "put back a copy of the folder, or move it away and add the snapshots again; marks are in the folder only";
    if !folder.exists() {
        return vec![Check::good("library", "empty")];
    }
    let store = match Store::open(folder) {
        Ok(store) => store,
        Err(error) => return vec![unusable(&error)],
    };
    let (blogs, findings) = match (store.blogs(), store.check()) {
        (Ok(blogs), Ok(findings)) => (blogs, findings),
        (Err(error), _) | (_, Err(error)) => return vec![unusable(&error)],
    };
    let entries = blogs.iter().map(|row| row.entries as usize).sum();
    let snapshots = blogs.iter().map(|row| row.snapshots as usize).sum();
    let figures = format!(
        "{}, {}, {}",
        count(blogs.len(), "blog", "blogs"),
        count(entries, "entry", "entries"),
        count(snapshots, "snapshot", "snapshots")
    );
    let mut checks = vec![Check::good("library", figures)];
    let damage = findings.into_iter();
    checks.extend(damage.map(|finding| Check::bad("library", finding, DAMAGED)));
    for row in &blogs {
        if let Err(error) = store.timeline(row.id) {
            let says = format!("{} ({}): {}", row.title, row.id, error.problem);
            checks.push(Check::bad("timeline", says, error.problem.advice()));
        }
    }
    checks
}

fn unusable(error: &StoreError) -> Check {
    let says = format!("{}: {}", error.place, error.problem);
    Check::bad("library", says, error.problem.advice())
}

fn settings(paths: &config::Paths) -> Vec<Check> {
    let (_, problems) = config::load(paths);
    if problems.is_empty() {
        return vec![Check::good("settings", "no problems")];
    }
    let mend = "correct that line; docs/configuration.md has the names";
    problems
        .into_iter()
        .map(|problem| Check::odd("settings", problem.to_string(), mend))
        .collect()
}

fn terminal() -> Vec<Check> {
    let value = |name: &str| env::var(name).unwrap_or_default();
    let term = value("TERM");
    let mut checks = Vec::new();
    checks.push(
        if !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
            Check::odd(
                "terminal",
                "none: input or output is redirected",
                "the reader needs one; `liveblog show` does not",
            )
        } else if term.is_empty() || term == "dumb" {
            Check::odd(
                "terminal",
                format!("TERM is {term:?}"),
                "set TERM to what your terminal is, like xterm-256color",
            )
        } else {
            Check::good("terminal", term)
        },
    );
    let language = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .map(|name| value(name))
        .find(|value| !value.is_empty());
    let language = language.unwrap_or_default();
    let lower = language.to_lowercase();
    checks.push(
        if lower.contains("utf-8") || lower.contains("utf8") || cfg!(windows) {
            Check::good("characters", language)
        } else {
            Check::odd(
                "characters",
                format!("the locale {language:?} is not UTF-8"),
                "set LANG to C.UTF-8 or another",
            )
        },
    );
    let no_colour = !value("NO_COLOR").is_empty();
    checks.push(Check::good(
        "colours",
        if no_colour {
            "off, because NO_COLOR is set"
        } else {
            "on"
        },
    ));
    checks
}
