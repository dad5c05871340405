//! Another library taken in while the reader runs, and what stands in the folders through which one types the way to it.

use std::ops::ControlFlow;
use std::path::Path;
use std::path::PathBuf;
use std::path::is_separator;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

use jiff::Timestamp;

use crate::app::folder::Folder;
use crate::app::message::Effect;
use crate::app::message::Import;
use crate::app::message::Msg;
use crate::engine::rules::Rules;
use crate::engine::text::SafeText;
use crate::store::Other;
use crate::store::Store;
use crate::store::StoreError;
use crate::tui::perform::failed;
use crate::tui::perform::what;

/// How often it is told how far it is.
const PACE: Duration = Duration::from_secs(1);

/// So many paths are offered at most.
const MOST: usize = 200;

/// How the file of a library ends, and how copies of it are likely to.
const ENDING: &str = "db";

/// Takes in another library; `progress` hears how far it is now and then. It stops, and the rest is left, when the reader ends.
pub(crate) fn import(
    place: &str,
    store: &mut Store,
    ending: &AtomicBool,
    progress: &mut dyn FnMut(Msg),
) -> Vec<Msg> {
    let mut told = Instant::now();
    let mut shown = |done: usize, all: usize| {
        if told.elapsed() >= PACE {
            told = Instant::now();
            progress(Msg::Import(Import::At(done, all)));
        }
        if ending.load(Ordering::SeqCst) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    match take(place, store, &mut shown) {
        Ok(told) => vec![Msg::Import(Import::Done(told))],
        Err(why) => vec![failed(what(&Effect::Import(String::new())), &why)],
    }
}

fn take(
    place: &str,
    store: &mut Store,
    progress: &mut dyn FnMut(usize, usize) -> ControlFlow<()>,
) -> Result<String, String> {
    let Some(beside) = store.folder().map(Path::to_owned) else {
        return Err("this library is not kept".to_owned());
    };
    let other = Other::open(&real(place), &beside).map_err(|error| words(&error))?;
    let joined = store.join(&other, Rules::builtin(), Timestamp::now(), progress);
    let joined = joined.map_err(|error| words(&error))?;
    Ok(joined.told(other.place()).join(" "))
}

/// What is wrong with the other library is told of that one.
fn words(error: &StoreError) -> String {
    match error.of_other() {
        Some((place, problem, advice)) => format!("{place}: {problem}; {advice}"),
        None => error.to_string(),
    }
}

/// What stands in a folder that may be another library, or lead to one.
pub(crate) fn folder(path: String) -> Folder {
    let real = if path.is_empty() {
        PathBuf::from(".")
    } else {
        real(&path)
    };
    let entries = std::fs::read_dir(real).into_iter().flatten().flatten();
    let mut inside: Vec<String> = entries
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let is_folder = entry.path().is_dir();
            let is_library = || {
                Path::new(&name)
                    .extension()
                    .is_some_and(|end| end == ENDING)
            };
            let typable = SafeText::new(&name).as_str() == name;
            let offered = typable && (is_folder || is_library());
            let end = if is_folder { "/" } else { "" };
            offered.then(|| format!("{path}{name}{end}"))
        })
        .collect();
    // What is hidden comes last.
    inside.sort_by_cached_key(|one| (one[path.len()..].starts_with('.'), one.to_lowercase()));
    inside.truncate(MOST);
    Folder { path, inside }
}

/// The path that is meant: `~` is the person's own folder.
fn real(typed: &str) -> PathBuf {
    let rest = typed.strip_prefix('~');
    let rest = rest.filter(|rest| rest.is_empty() || rest.starts_with(is_separator));
    match (rest, std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest.trim_start_matches(is_separator)),
        _ => PathBuf::from(typed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::model::Capture;
    use crate::engine::model::RawSnapshot;

    #[test]
    fn folders_and_libraries_are_offered_as_they_are_typed() {
        let place = tempfile::tempdir().unwrap();
        for name in ["b", "a", ".hidden"] {
            std::fs::create_dir(place.path().join(name)).unwrap();
        }
        for name in ["library.db", "notes.txt"] {
            std::fs::write(place.path().join(name), "").unwrap();
        }
        let path = format!("{}/", place.path().display());
        let found = folder(path.clone());
        let names: Vec<&str> = found.inside.iter().map(|one| &one[path.len()..]).collect();
        assert_eq!(names, ["a/", "b/", "library.db", ".hidden/"]);
        assert_eq!(folder(format!("{path}none/")).inside, Vec::<String>::new());
    }

    #[test]
    fn what_is_no_library_is_told_with_what_to_do() {
        let place = tempfile::tempdir().unwrap();
        let mut store = Store::open(&place.path().join("own")).unwrap();
        let path = place.path().join("none");
        let told = import(
            &path.display().to_string(),
            &mut store,
            &AtomicBool::new(false),
            &mut |_| {},
        );
        let [Msg::Failed { why, .. }] = &told[..] else {
            panic!("{told:?}")
        };
        assert!(why.contains("none") && why.contains("data folder"), "{why}");
    }

    #[test]
    fn a_reader_that_ends_leaves_the_rest_for_the_next_time() {
        let place = tempfile::tempdir().unwrap();
        let other = place.path().join("other");
        let raw = RawSnapshot::new(Capture::default(), b"Flood\n\nThe river rose.".to_vec());
        let mut filled = Store::open(&other).unwrap();
        let added = filled.add(vec![raw], Rules::builtin(), Timestamp::now());
        added.unwrap();
        drop(filled);
        let mut store = Store::open(&place.path().join("own")).unwrap();
        let mut bring = |ending| {
            let path = other.display().to_string();
            import(&path, &mut store, &AtomicBool::new(ending), &mut |_| {})
        };
        let told = bring(true);
        let [Msg::Failed { why, .. }] = &told[..] else {
            panic!("{told:?}")
        };
        assert!(why.contains("do it again"), "{why}");
        let told = bring(false);
        assert!(
            matches!(told[..], [Msg::Import(Import::Done(_))]),
            "{told:?}"
        );
        assert_eq!(store.blogs().unwrap().len(), 1);
    }

    #[test]
    fn another_library_comes_in_and_is_told() {
        let place = tempfile::tempdir().unwrap();
        let other = place.path().join("other");
        drop(Store::open(&other).unwrap());
        let mut store = Store::open(&place.path().join("own")).unwrap();
        let told = import(
            &other.display().to_string(),
            &mut store,
            &AtomicBool::new(false),
            &mut |_| {},
        );
        let [Msg::Import(Import::Done(words))] = &told[..] else {
            panic!("{told:?}")
        };
        assert!(words.contains("nothing is in it"), "{words}");
    }
}
