//! Where the entries of a page keep their identity: in an attribute that the rules name, else in one that all of them have and none shares.
//! It may stand on an element around the entry that holds nothing else.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::collections::HashSet;

use ego_tree::NodeId;
use scraper::ElementRef;

use crate::engine::parse::page::ident;
use crate::engine::parse::page::post;

/// How far around an entry its identity may stand.
const AROUND: usize = 3;

/// How the entries of one page are identified.
#[derive(Debug, Default)]
pub(super) struct Identity {
    /// The attribute that all of them have, where the rules name none.
    attribute: Option<String>,
    /// How many entries each element around them holds.
    held: HashMap<NodeId, usize>,
}

impl Identity {
    /// What the entries of a page have in common.
    pub(super) fn among(elements: &[ElementRef<'_>]) -> Self {
        let mut held: HashMap<NodeId, usize> = HashMap::new();
        for element in elements {
            for outer in element.ancestors().take(AROUND) {
                *held.entry(outer.id()).or_default() += 1;
            }
        }
        let mut identity = Self {
            attribute: None,
            held,
        };
        let known = elements
            .iter()
            .filter(|element| identity.of(element).is_some())
            .count();
        if known * 2 < elements.len() {
            identity.attribute = identity.common(elements);
        }
        identity
    }

    /// The identity of an entry, as written.
    pub(super) fn of(&self, element: &ElementRef<'_>) -> Option<String> {
        self.carriers(element).find_map(|carrier| {
            post::id_of(&carrier).or_else(|| {
                let value = carrier.attr(self.attribute.as_deref()?)?;
                Some(value.trim().to_owned())
            })
        })
    }

    /// The entry itself and what stands around it alone.
    fn carriers<'e>(&'e self, element: &ElementRef<'e>) -> impl Iterator<Item = ElementRef<'e>> {
        let around = element
            .ancestors()
            .take(AROUND)
            .take_while(|outer| self.held.get(&outer.id()) == Some(&1))
            .filter_map(ElementRef::wrap);
        std::iter::once(*element).chain(around)
    }

    /// The attribute of most entries whose values look like identities and are all different.
    fn common(&self, elements: &[ElementRef<'_>]) -> Option<String> {
        let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for element in elements {
            let mut seen = HashSet::new();
            for carrier in self.carriers(element) {
                for (name, value) in carrier.value().attrs() {
                    if names_identity(name) && seen.insert(name) {
                        let list = values.entry(name.to_owned()).or_default();
                        list.push(value.trim().to_owned());
                    }
                }
            }
        }
        let identifies = |list: &Vec<String>| {
            let distinct: HashSet<&String> = list.iter().collect();
            list.len() * 10 >= elements.len() * 9
                && distinct.len() == list.len()
                && list.iter().all(|value| {
                    value.len() <= 80
                        && ident::is_plausible(value)
                        && value.bytes().any(|b| b.is_ascii_digit())
                })
        };
        values
            .into_iter()
            .find(|(_, list)| identifies(list))
            .map(|(name, _)| name)
    }
}

/// Whether the name of an attribute says that it holds an identity: "data-nid", "data-guid", "post-id", "data-key".
fn names_identity(name: &str) -> bool {
    name != "id"
        && ["id", "key", "uuid", "guid", "hash"]
            .iter()
            .any(|end| name.ends_with(end))
        && !name.ends_with("-grid")
        && !name.starts_with("aria-")
}
