//! The files of a folder and of the folders in it, sorted by name; links are followed, loops are named.

use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use crate::fetch::FetchError;
use crate::fetch::Item;
use crate::fetch::file;
use crate::fetch::saved;

/// How deep folders may stand in folders.
const DEPTH: usize = 64;

/// A path alone is itself; a folder is everything in it that is not hidden.
pub(super) fn walk(top: &Path) -> Vec<Result<Item, FetchError>> {
    match fs::metadata(top) {
        Ok(about) if about.is_dir() => in_folder(top),
        Ok(about) if about.is_file() => vec![Ok(Item::File(top.to_owned()))],
        Ok(_) => vec![Err(file::special(top))],
        Err(error) => vec![Err(file::refused(top, &error))],
    }
}

fn in_folder(top: &Path) -> Vec<Result<Item, FetchError>> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let mut waiting = vec![(top.to_owned(), 0)];
    while let Some((path, depth)) = waiting.pop() {
        match fs::metadata(&path) {
            Ok(about) if about.is_dir() => match enter(&path, depth, &mut seen) {
                Ok(children) => {
                    waiting.extend(children.into_iter().rev().map(|child| (child, depth + 1)))
                }
                Err(error) => found.push(Err(error)),
            },
            Ok(about) if about.is_file() => found.push(Ok(Item::Found(path))),
            Ok(_) => found.push(Err(file::special(&path))),
            Err(error) => found.push(Err(file::refused(&path, &error))),
        }
    }
    if found.is_empty() {
        let why = "there are no files in this folder";
        found.push(Err(FetchError::new(
            file::shown(top),
            why,
            "name a folder that holds snapshots",
        )));
    }
    found
}

/// The children of a folder in the order of their names, unless it was entered before.
fn enter(
    folder: &Path,
    depth: usize,
    seen: &mut HashSet<PathBuf>,
) -> Result<Vec<PathBuf>, FetchError> {
    let refused = |error| file::refused(folder, &error);
    if !seen.insert(fs::canonicalize(folder).map_err(refused)?) {
        let why = "the link leads to a folder that was read already";
        return Err(FetchError::new(file::shown(folder), why, "remove the link"));
    }
    if depth > DEPTH {
        let why = format!("it lies more than {DEPTH} folders deep");
        return Err(FetchError::new(
            file::shown(folder),
            why,
            "add it by its own name",
        ));
    }
    let mut children = Vec::new();
    for child in fs::read_dir(folder).map_err(refused)? {
        let child = child.map_err(refused)?;
        if !child.file_name().as_encoded_bytes().starts_with(b".") {
            children.push(child.path());
        }
    }
    children.sort();
    let all: HashSet<PathBuf> = children.iter().cloned().collect();
    children.retain(|child| !is_folder_of_page(child, &all));
    Ok(children)
}

/// Whether a folder holds the pictures and scripts of a saved page that stands beside it.
fn is_folder_of_page(child: &Path, all: &HashSet<PathBuf>) -> bool {
    let name = child
        .file_name()
        .map(|name| name.to_string_lossy())
        .unwrap_or_default();
    saved::page_of_folder(&name).is_some_and(|page| {
        let beside = |end: &str| all.contains(&child.with_file_name(format!("{page}{end}")));
        beside(".html") || beside(".htm")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(top: &Path) -> Vec<String> {
        walk(top)
            .into_iter()
            .map(|found| match found {
                Ok(Item::Found(path) | Item::File(path)) => path
                    .strip_prefix(top)
                    .unwrap_or(&path)
                    .to_string_lossy()
                    .into_owned(),
                Ok(Item::Stdin) => "-".to_owned(),
                Err(error) => format!("error: {}", error.why),
            })
            .collect()
    }

    #[test]
    fn folders_are_walked_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let top = folder.path();
        fs::create_dir(top.join("b")).unwrap();
        for name in ["c", "a", "b/d", ".hidden"] {
            fs::write(top.join(name), "x").unwrap();
        }
        assert_eq!(names(top), ["a", "b/d", "c"]);
    }

    #[test]
    fn empty_and_missing_are_named() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(
            names(folder.path()),
            ["error: there are no files in this folder"]
        );
        assert_eq!(
            names(&folder.path().join("no")),
            ["error: there is no such file or folder"]
        );
    }

    #[cfg(unix)]
    #[test]
    fn link_loops_end() {
        let folder = tempfile::tempdir().unwrap();
        let top = folder.path();
        fs::write(top.join("a"), "x").unwrap();
        std::os::unix::fs::symlink(top, top.join("loop")).unwrap();
        std::os::unix::fs::symlink("self", top.join("self")).unwrap();
        let found = names(top);
        assert_eq!(found[0], "a");
        assert_eq!(
            found[1],
            "error: the link leads to a folder that was read already"
        );
        assert_eq!(found.len(), 3);
    }
}
