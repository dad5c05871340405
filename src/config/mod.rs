//! The person's files: where they are and what they say.
//! What a file gets wrong costs that line and is reported; nothing here fails the program.

mod migrate;
mod network;
pub mod notify;
mod paths;
mod settings;
mod table;
pub mod write;

use std::io::ErrorKind;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use std::time::SystemTime;

use crate::app::keymap::Keymap;
use crate::app::names::Marked;
use crate::app::order::Order;
use crate::app::panel::articles::Sort;
use crate::app::panel::picture::Pictures;
use crate::app::state::ReadWhen;
use crate::app::state::Saved;
use crate::config::settings::Wanted;
use crate::ui::theme::BUILTIN;
use crate::ui::theme::DEFAULT;
use crate::ui::theme::Theme;
use crate::ui::tone::nearest;

pub use migrate::Migrated;
pub use migrate::migrate;
pub use network::Network;
pub use notify::Notify;
pub use paths::PathError;
pub use paths::Paths;

/// Files of settings are small; a larger one is something else.
const LARGEST_FILE: u64 = 1 << 20;

/// How long one rests on an entry to have read it, in seconds.
const DWELL: u16 = 2;
/// The settings file that `liveblog config init` writes.
pub const TEMPLATE: &str = include_str!("../../assets/config.toml");

/// What the person chose.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// The colours.
    pub theme: Theme,
    /// The colours for a terminal with a light background, if they are to differ.
    pub light: Option<Theme>,
    /// How many columns text takes at most; absent: the reader's own measure.
    pub width: Option<u16>,
    /// Whether only ASCII is used for lines and signs.
    pub ascii: bool,
    /// Whether the mouse is used from the start.
    pub mouse: bool,
    /// Which names are marked from the start.
    pub names: Marked,
    /// How pictures are shown once they are asked for.
    pub pictures: Pictures,
    /// When entries become read by themselves.
    pub read: ReadWhen,
    /// Which entry stands at the top of a timeline.
    pub order: Order,
    /// How long one rests on an entry to have read it, where that counts.
    pub dwell: Duration,
    /// The order of the articles list.
    pub sort: Sort,
    /// The saved filters.
    pub filters: Vec<Saved>,
    /// The keys.
    pub keymap: Keymap,
    /// How the web is asked.
    pub network: Network,
    /// What the person wants to be told of.
    pub notify: Notify,
}

/// Reads the person's files, with what could not be used in words.
pub fn load(paths: &Paths) -> (Config, Vec<String>) {
    let mut notes = Vec::new();
    let text = read(&paths.config_file(), "config.toml", &mut notes).unwrap_or_default();
    let older = migrate(&text);
    if !older.told.is_empty() {
        notes.push(format!(
            "config.toml is of an older version: {}; it is read so, and `liveblog config migrate` writes it so",
            older.told.join(", ")
        ));
    }
    let (settings, problems) = settings::parse(&older.text);
    notes.extend(
        problems
            .into_iter()
            .map(|problem| format!("config.toml {problem}")),
    );
    let (theme, light) = match &settings.theme {
        None => (theme(paths, DEFAULT, &mut notes), None),
        Some(Wanted::One(name)) => (theme(paths, name, &mut notes), None),
        Some(Wanted::ByGround { dark, light }) => (
            theme(paths, dark, &mut notes),
            Some(theme(paths, light, &mut notes)),
        ),
    };
    let profile = Keymap::profile(settings.keys.as_deref().unwrap_or_default());
    let keymap = match read(&paths.keymap_file(), "keymap.toml", &mut notes) {
        Some(text) => {
            let (keymap, problems) = profile.with(&text);
            notes.extend(
                problems
                    .into_iter()
                    .map(|problem| format!("keymap.toml: {problem}")),
            );
            keymap
        }
        None => profile,
    };
    let network = Network {
        // A file is named from where the settings stand.
        ca_file: settings.network.ca_file.map(|file| paths.config.join(file)),
        ..settings.network
    };
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(stated);
    let ascii = settings
        .ascii
        .unwrap_or_else(|| locale.is_some_and(|name| !is_utf8(&name)));
    (
        Config {
            theme,
            light,
            width: settings.width,
            ascii,
            mouse: settings.mouse.unwrap_or(false),
            names: settings.names.unwrap_or_default(),
            pictures: settings.pictures.unwrap_or_default(),
            read: settings.read.unwrap_or_default(),
            order: settings.order.unwrap_or_default(),
            dwell: Duration::from_secs(settings.dwell.unwrap_or(DWELL).into()),
            sort: settings.sort.unwrap_or_default(),
            filters: settings.filters,
            keymap,
            network,
            notify: settings.notify,
        },
        notes,
    )
}

/// When the person's files were last written, as far as that can be known: to notice that they changed.
pub fn written(paths: &Paths) -> Vec<Option<SystemTime>> {
    let folder = paths.config.join("themes");
    let themes = std::fs::read_dir(&folder).into_iter().flatten();
    let mut themes: Vec<PathBuf> = themes.filter_map(|file| Some(file.ok()?.path())).collect();
    themes.sort();
    [paths.config_file(), paths.keymap_file(), folder]
        .iter()
        .chain(&themes)
        .map(|path| {
            std::fs::metadata(path)
                .and_then(|about| about.modified())
                .ok()
        })
        .collect()
}

/// The names of all themes: those of the program, then the person's own in alphabetical order.
pub fn theme_names(paths: &Paths) -> Vec<String> {
    let mut names: Vec<String> = BUILTIN.iter().map(|row| row.0.to_owned()).collect();
    let files = std::fs::read_dir(paths.config.join("themes"));
    let mut own: Vec<String> = files
        .into_iter()
        .flatten()
        .filter_map(|file| {
            let path = file.ok()?.path();
            let is_theme = path.extension().is_some_and(|end| end == "toml");
            let name = path.file_stem()?.to_str()?.to_owned();
            (is_theme && is_theme_name(&name) && !names.contains(&name)).then_some(name)
        })
        .collect();
    own.sort();
    names.append(&mut own);
    names
}

/// Whether a name can be that of a theme, and of its file.
pub fn is_theme_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '))
}

/// A theme by name: the person's own before those of the program.
pub fn theme(paths: &Paths, name: &str, notes: &mut Vec<String>) -> Theme {
    let file = format!("themes/{name}.toml");
    if let Some(text) = is_theme_name(name)
        .then(|| read(&paths.theme_file(name), &file, notes))
        .flatten()
    {
        let (theme, problems) = Theme::parse(&text);
        notes.extend(
            problems
                .into_iter()
                .map(|problem| format!("{file} {problem}")),
        );
        return theme;
    }
    Theme::builtin(name).unwrap_or_else(|| {
        let near = nearest(name, BUILTIN.iter().map(|row| row.0));
        let hint = near
            .map(|near| format!("; did you mean {near:?}?"))
            .unwrap_or_else(|| {
                let names: Vec<&str> = BUILTIN.iter().map(|row| row.0).collect();
                format!("; there are {} and the files in themes/", names.join(", "))
            });
        notes.push(format!("config.toml: no theme is called {name:?}{hint}"));
        Theme::builtin(DEFAULT).unwrap_or_else(Theme::plain)
    })
}

/// The text of a file. One that does not exist is no problem; one that cannot be read is.
fn read(path: &Path, name: &str, notes: &mut Vec<String>) -> Option<String> {
    let large = std::fs::metadata(path).is_ok_and(|about| about.len() > LARGEST_FILE);
    if large {
        notes.push(format!("{name} is larger than 1 MiB and was not read"));
        return None;
    }
    match std::fs::read_to_string(path) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => {
            notes.push(format!("{name} cannot be read, so it is not used: {error}"));
            None
        }
    }
}

fn stated(variable: &str) -> Option<String> {
    std::env::var(variable)
        .ok()
        .filter(|value| !value.is_empty())
}

fn is_utf8(locale: &str) -> bool {
    let name = locale.to_ascii_lowercase();
    name.contains("utf-8") || name.contains("utf8")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> (tempfile::TempDir, Paths) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("themes")).unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let paths = Paths {
            data: folder.path().into(),
            config: folder.path().into(),
        };
        (folder, paths)
    }

    #[test]
    fn no_files_are_no_problem() {
        let (_folder, paths) = folder(&[]);
        let (config, notes) = load(&paths);
        assert_eq!(notes, Vec::<String>::new());
        assert_eq!(config.theme.name, DEFAULT);
    }

    #[test]
    fn a_persons_theme_comes_first_and_its_notes_name_the_file() {
        let own = "name = \"linen\"\n[tones]\ntext = \"nowhere\"\ntitle = \"red\"\n";
        let (_folder, paths) = folder(&[
            ("config.toml", "theme = \"linen\"\n"),
            ("themes/linen.toml", own),
        ]);
        let (config, notes) = load(&paths);
        assert_eq!(
            notes,
            ["themes/linen.toml line 3: unknown colour \"nowhere\""]
        );
        assert_ne!(Some(config.theme), Theme::builtin("linen"));
    }

    #[test]
    fn an_unknown_theme_is_reported() {
        let (_folder, paths) = folder(&[("config.toml", "theme = \"lenin\"\n")]);
        let (config, notes) = load(&paths);
        assert_eq!(
            notes,
            ["config.toml: no theme is called \"lenin\"; did you mean \"linen\"?"]
        );
        assert_eq!(config.theme.name, DEFAULT);
    }

    #[test]
    fn a_theme_name_leads_to_no_other_folder() {
        let (_folder, paths) = folder(&[("config.toml", "theme = \"../../secret\"\n")]);
        assert_eq!(load(&paths).1.len(), 1);
    }

    #[test]
    fn files_that_are_no_text_are_reported() {
        let (folder, paths) = folder(&[]);
        std::fs::write(folder.path().join("keymap.toml"), [0xff, 0xfe]).unwrap();
        let (_, notes) = load(&paths);
        assert!(
            notes[0].starts_with("keymap.toml cannot be read"),
            "{notes:?}"
        );
    }

    #[test]
    fn only_a_stated_locale_can_forbid_signs() {
        assert!(is_utf8("en_GB.UTF-8") && is_utf8("C.utf8"));
        assert!(!is_utf8("C") && !is_utf8("de_DE.ISO-8859-1"));
    }
}
