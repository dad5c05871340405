//! What the person corrected: names ignored, renamed, merged, split, of another kind, added.
//! Corrections are data; they are applied to what the recogniser found, in old texts and new ones alike.

use std::sync::Arc;

use serde::Deserialize;
use serde::Serialize;

use crate::engine::names::Kind;

/// One correction, of the entity with this name or of this form of a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The entity's name, or a form of one as it is written.
    pub name: String,
    /// What is to be done.
    #[serde(flatten)]
    pub change: NameChange,
}

/// What is to be done with a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "change")]
pub enum NameChange {
    /// It is no name.
    Ignore,
    /// It is called this; where another entity is called so, the two are one.
    Rename {
        /// The name.
        to: String,
    },
    /// It is of this kind.
    Kind {
        /// The kind.
        kind: Kind,
    },
    /// It is a name wherever it is written so.
    Add {
        /// The kind.
        kind: Kind,
    },
    /// This form is an entity of its own.
    Split,
}

/// What a form is after all corrections: its kind and name, or no name at all.
pub(crate) fn corrected(
    corrections: &[Correction],
    form: &str,
    kind: Kind,
    name: Arc<str>,
) -> Option<(Kind, Arc<str>)> {
    let (mut kind, mut name) = (kind, name);
    for correction in corrections {
        let of_entity = correction.name == *name;
        match &correction.change {
            NameChange::Ignore if of_entity || correction.name == form => return None,
            NameChange::Rename { to } if of_entity => name = Arc::from(to.as_str()),
            NameChange::Kind { kind: other } if of_entity || correction.name == form => {
                kind = *other
            }
            NameChange::Split if correction.name == form => name = Arc::from(form),
            _ => {}
        }
    }
    Some((kind, name))
}

/// Where a text has a name that was added, as bytes: whole words only.
pub(crate) fn added<'c>(
    corrections: &'c [Correction],
    text: &str,
) -> Vec<(usize, usize, Kind, &'c str)> {
    let mut out = Vec::new();
    for correction in corrections
        .iter()
        .filter(|correction| !correction.name.is_empty())
    {
        let NameChange::Add { kind } = correction.change else {
            continue;
        };
        for (start, found) in text.match_indices(correction.name.as_str()) {
            let end = start + found.len();
            let before = text[..start].chars().next_back();
            let after = text[end..].chars().next();
            if ![before, after]
                .into_iter()
                .flatten()
                .any(char::is_alphanumeric)
            {
                out.push((start, end, kind, correction.name.as_str()));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn correction(name: &str, change: NameChange) -> Correction {
        Correction {
            name: name.to_owned(),
            change,
        }
    }

    #[test]
    fn corrections_apply_in_their_order() {
        let rename = correction(
            "Trew",
            NameChange::Rename {
                to: "Ada Trew".to_owned(),
            },
        );
        let kind = correction("Ada Trew", NameChange::Kind { kind: Kind::Person });
        let all = [rename, kind];
        let found = corrected(&all, "Trew", Kind::Organisation, Arc::from("Trew"));
        assert_eq!(found, Some((Kind::Person, Arc::from("Ada Trew"))));
        let ignore = [correction("Oscar", NameChange::Ignore)];
        assert_eq!(
            corrected(&ignore, "Oscar", Kind::Person, Arc::from("Oscar")),
            None
        );
        let split = [correction("Berg", NameChange::Split)];
        let found = corrected(&split, "Berg", Kind::Person, Arc::from("Anna Berg"));
        assert_eq!(found, Some((Kind::Person, Arc::from("Berg"))));
    }

    #[test]
    fn added_names_are_whole_words() {
        let add = [correction("Oak", NameChange::Add { kind: Kind::Place })];
        assert_eq!(
            added(&add, "Oak and Oakland, oak"),
            [(0, 3, Kind::Place, "Oak")]
        );
    }
}
