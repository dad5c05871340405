//! Writing the person's files: whole or not at all, and no line of theirs lost.

use std::fs;
use std::io;
use std::io::Write;
use std::path::Path;
use std::process;

use toml_edit::DocumentMut;

use crate::config::Paths;

/// Writes a file beside its place and puts it there when it is complete and on the disk.
pub fn whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidFilename)?;
    let mut beside = name.to_os_string();
    beside.push(format!(".part-{}", process::id()));
    let beside = path.with_file_name(beside);
    let write = || {
        let mut file = fs::File::create_new(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    write().inspect_err(|_| {
        let _ = fs::remove_file(&beside);
    })
}

/// Writes a file of a folder that may not exist yet.
pub fn whole_in_new_folder(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    whole(path, bytes)
}

/// Keeps the choice of a theme in `config.toml`; everything else in it stays as it is, comments too.
/// Says why not, where the file cannot be read as TOML or cannot be written.
pub fn keep_theme(paths: &Paths, name: &str) -> Result<(), String> {
    let mut document = settings(paths)?;
    match document
        .get_mut("theme")
        .and_then(|item| item.as_value_mut())
    {
        Some(value) => {
            let decor = value.decor().clone();
            *value = name.into();
            *value.decor_mut() = decor;
        }
        None => {
            document.insert("theme", toml_edit::value(name));
        }
    }
    put(paths, &document)
}

/// Keeps a filter under a name in `config.toml`, or takes it away; everything else in it stays as it is.
/// Says why not, where the file cannot be read as TOML or cannot be written.
pub fn keep_filter(paths: &Paths, name: &str, text: Option<&str>) -> Result<(), String> {
    let mut document = settings(paths)?;
    let filters = document.entry("filters").or_insert_with(toml_edit::table);
    let table = filters
        .as_table_like_mut()
        .ok_or_else(|| "filters in config.toml is no table; mend it first".to_owned())?;
    match text {
        Some(text) => table.insert(name, toml_edit::value(text)),
        None => table.remove(name),
    };
    put(paths, &document)
}

/// What `config.toml` says; nothing, where there is none.
fn settings(paths: &Paths) -> Result<DocumentMut, String> {
    let path = paths.config_file();
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(format!("{}: {error}", path.display())),
    };
    text.parse()
        .map_err(|_| format!("{} is not valid TOML; mend it first", path.display()))
}

fn put(paths: &Paths, document: &DocumentMut) -> Result<(), String> {
    let path = paths.config_file();
    whole_in_new_folder(&path, document.to_string().as_bytes())
        .map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_whole_or_untouched() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.json");
        whole(&path, b"one").unwrap();
        whole(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert!(whole(&folder.path().join("no/out.json"), b"x").is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_kept_filter_costs_no_other_line() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths {
            data: folder.path().into(),
            config: folder.path().into(),
        };
        let before = "# mine\nwidth = 66\n\n[network]\ntimeout = 9 # slow\n";
        fs::write(paths.config_file(), before).unwrap();
        keep_filter(&paths, "No cards", Some("-card \"the grid\"")).unwrap();
        keep_filter(&paths, "Now", Some("is:new")).unwrap();
        let (settings, notes) =
            crate::config::settings::parse(&fs::read_to_string(paths.config_file()).unwrap());
        assert!(notes.is_empty(), "{notes:?}");
        assert_eq!(settings.filters.len(), 2);
        keep_filter(&paths, "Now", None).unwrap();
        keep_filter(&paths, "No cards", None).unwrap();
        let after = fs::read_to_string(paths.config_file()).unwrap();
        assert!(after.starts_with(before), "{after}");
    }

    #[test]
    fn a_kept_theme_costs_no_other_line() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths {
            data: folder.path().into(),
            config: folder.path().join("new"),
        };
        keep_theme(&paths, "moss").unwrap();
        assert_eq!(
            fs::read_to_string(paths.config_file()).unwrap(),
            "theme = \"moss\"\n"
        );
        let before = "# mine\nwidth = 66\ntheme = \"moss\" # for now\n\n# end\n";
        fs::write(paths.config_file(), before).unwrap();
        keep_theme(&paths, "linen").unwrap();
        let after = fs::read_to_string(paths.config_file()).unwrap();
        assert_eq!(after, before.replace("moss", "linen"));
        fs::write(paths.config_file(), "theme = \n").unwrap();
        assert!(
            keep_theme(&paths, "linen")
                .unwrap_err()
                .contains("mend it first")
        );
        assert_eq!(
            fs::read_to_string(paths.config_file()).unwrap(),
            "theme = \n"
        );
    }
}
