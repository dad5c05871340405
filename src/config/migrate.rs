//! Settings files of older versions, made what this program reads: step by step, every other line and comment as it was.

use toml_edit::DocumentMut;
use toml_edit::Item;

/// What changes from one version to the next: works on the file and says what it did, nothing if the file has none of it.
/// A file without a version is of the first, so a step must leave a file alone that is written the new way already.
type Step = fn(&mut DocumentMut) -> Vec<String>;

/// The steps, the first from version 1 to 2. Only ever added to.
const STEPS: &[Step] = &[];

/// The version that this program knows.
pub(super) const VERSION: u16 = STEPS.len() as u16 + 1;

/// A file as this program reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migrated {
    /// The text.
    pub text: String,
    /// What was written differently; nothing for a file of this version, or of a newer one.
    pub told: Vec<String>,
}

/// Makes a settings file what this program reads. What is no TOML stays as it is; reading it says what is wrong.
pub fn migrate(text: &str) -> Migrated {
    by_steps(text, STEPS)
}

fn by_steps(text: &str, steps: &[Step]) -> Migrated {
    let unchanged = Migrated {
        text: text.to_owned(),
        told: Vec::new(),
    };
    let Ok(mut document) = text.parse::<DocumentMut>() else {
        return unchanged;
    };
    let stated = document.get("version").map_or(Some(1), Item::as_integer);
    let before = stated.and_then(|version| version.checked_sub(1));
    let Some(done) = before.and_then(|steps| usize::try_from(steps).ok()) else {
        return unchanged;
    };
    let due = steps.get(done..).unwrap_or_default();
    let told: Vec<String> = due.iter().flat_map(|step| step(&mut document)).collect();
    if told.is_empty() {
        return unchanged;
    }
    let newest = i64::try_from(steps.len()).unwrap_or(i64::MAX - 1) + 1;
    match document.get_mut("version").and_then(Item::as_value_mut) {
        Some(value) => {
            let decor = value.decor().clone();
            *value = newest.into();
            *value.decor_mut() = decor;
        }
        None => {
            document.insert("version", toml_edit::value(newest));
        }
    }
    Migrated {
        text: document.to_string(),
        told,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rename(document: &mut DocumentMut, old: &str, new: &str) -> Vec<String> {
        let Some((key, value)) = document.remove_entry(old) else {
            return Vec::new();
        };
        if !document.contains_key(new) {
            document.insert_formatted(&key.with_name(new), value);
        }
        vec![format!("{old} is called {new}")]
    }

    trait WithName {
        fn with_name(&self, name: &str) -> toml_edit::Key;
    }

    impl WithName for toml_edit::Key {
        fn with_name(&self, name: &str) -> toml_edit::Key {
            toml_edit::Key::new(name).with_leaf_decor(self.leaf_decor().clone())
        }
    }

    /// Two invented steps: an option gets another name, then a value of it another meaning.
    const INVENTED: &[Step] = &[
        |document| rename(document, "columns", "width"),
        |document| match document.get("width").and_then(Item::as_str) {
            Some("full") => {
                document["width"] = toml_edit::value(200);
                vec!["width = \"full\" is 200".to_owned()]
            }
            _ => Vec::new(),
        },
    ];

    #[test]
    fn older_files_go_through_every_step_that_they_lack() {
        let before = "# mine\ncolumns = \"full\" # wide\n\n[network]\ntimeout = 9\n";
        let now = by_steps(before, INVENTED);
        assert_eq!(now.told.len(), 2, "{now:?}");
        assert!(
            now.text.contains("width = 200") && now.text.contains("version = 3"),
            "{}",
            now.text
        );
        assert!(now.text.starts_with("# mine\n") && now.text.contains("[network]\ntimeout = 9\n"));
        let second = by_steps("version = 2 # old\nwidth = \"full\"\n", INVENTED);
        assert_eq!(second.text, "version = 3 # old\nwidth = 200\n");
        assert_eq!(
            by_steps(&now.text, INVENTED).told,
            Vec::<String>::new(),
            "once is enough"
        );
    }

    #[test]
    fn what_is_written_the_new_way_stays_as_it_is() {
        for text in [
            "width = 66\n",
            "version = 3\ncolumns = 3\n",
            "version = 9\ncolumns = 3\n",
            "version = \"x\"\ncolumns = 3\n",
            "version = -5\ncolumns = 3\n",
            "version = -9223372036854775808\ncolumns = 3\n",
            "columns = \n",
            "",
        ] {
            let now = by_steps(text, INVENTED);
            assert_eq!((now.text.as_str(), now.told.len()), (text, 0), "{text:?}");
        }
    }

    #[test]
    fn the_file_that_is_written_today_needs_no_step() {
        let now = migrate(crate::config::TEMPLATE);
        assert_eq!(now.told, Vec::<String>::new());
        assert!(crate::config::TEMPLATE.contains(&format!("version = {VERSION}\n")));
    }
}
