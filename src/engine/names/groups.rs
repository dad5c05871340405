//! Places and organisations: forms with something in common are one entity, and short forms go to the long ones they fit.

use std::collections::BTreeSet;
use std::sync::Arc;

use foldhash::HashMap;

use crate::engine::names::form;
use crate::engine::names::people::share;
use crate::engine::names::resolve::Counts;
use crate::engine::names::resolve::Outcome;
use crate::engine::names::resolve::Resolved;

/// What forms have in common, and the name that is known for them.
type Key = (String, Option<String>);

/// Forms by what they have in common.
#[derive(Debug, Default)]
pub(crate) struct Groups {
    keys: HashMap<String, Key>,
    members: HashMap<String, BTreeSet<String>>,
}

impl Groups {
    /// Takes forms whose counts or keys changed; answers what those forms, and all that they bear on, stand for.
    pub(crate) fn update(
        &mut self,
        changed: &BTreeSet<String>,
        counts: &Counts,
        key: impl Fn(&str) -> Key,
    ) -> Outcome {
        let mut out = Outcome::new();
        let mut dirty = BTreeSet::new();
        for text in changed {
            if let Some((old, _)) = self.keys.remove(text) {
                share(&mut self.members, &old, text, false);
                dirty.insert(old);
            }
            if !counts.contains_key(text) {
                out.push((text.clone(), None));
                continue;
            }
            let key = key(text);
            share(&mut self.members, &key.0, text, true);
            dirty.insert(key.0.clone());
            self.keys.insert(text.clone(), key);
        }
        for key in dirty {
            let members = self.members.get(&key).into_iter().flatten();
            let name = self.name(members.clone(), counts);
            out.extend(members.map(|text| (text.clone(), Some(Resolved::certain(&name)))));
        }
        out
    }

    /// The name of a group: the one that is known, else the most frequent form.
    fn name<'m>(
        &self,
        members: impl Iterator<Item = &'m String> + Clone,
        counts: &Counts,
    ) -> Arc<str> {
        let known = members
            .clone()
            .find_map(|text| self.keys.get(text)?.1.as_deref());
        let count = |text: &String| counts.get(text).copied().unwrap_or(0);
        let usual = members.max_by(|a, b| count(a).cmp(&count(b)).then(b.cmp(a)));
        Arc::from(known.or(usual.map(String::as_str)).unwrap_or_default())
    }
}

/// Short forms, and the long ones that they may be short for.
#[derive(Debug, Default)]
pub(crate) struct Shorts {
    long: HashMap<String, BTreeSet<String>>,
    short: HashMap<String, BTreeSet<String>>,
}

impl Shorts {
    /// Takes forms whose counts changed; answers the short forms that may be short for something else now.
    pub(crate) fn update(
        &mut self,
        changed: &BTreeSet<String>,
        counts: &Counts,
    ) -> BTreeSet<String> {
        let mut dirty = BTreeSet::new();
        for text in changed {
            let here = counts.contains_key(text);
            if text.contains(' ') {
                for short in form::short_forms(text) {
                    share(&mut self.long, &short, text, here);
                    dirty.extend(self.short.get(&short).into_iter().flatten().cloned());
                }
            } else {
                for short in form::shorts(text) {
                    share(&mut self.short, &short, text, here);
                }
            }
        }
        dirty
    }

    /// The long forms that a short one may stand for.
    pub(crate) fn fitting(&self, text: &str) -> Vec<&str> {
        if text.contains(' ') {
            return Vec::new();
        }
        let shorts = form::shorts(text);
        let long = shorts.iter().filter_map(|short| self.long.get(short));
        long.flatten().map(String::as_str).collect()
    }
}
