//! People: full names of one person come together, surnames and first names go to those who bear them.

use std::collections::BTreeSet;
use std::sync::Arc;

use foldhash::HashMap;

use crate::engine::names::Kind;
use crate::engine::names::Lexicon;
use crate::engine::names::class::Name;
use crate::engine::names::form::Parts;
use crate::engine::names::resolve::Counts;
use crate::engine::names::resolve::Outcome;
use crate::engine::names::resolve::Resolved;

/// Forms that share a word.
type Sharing = HashMap<String, BTreeSet<String>>;

/// The people of a blog.
#[derive(Debug, Default)]
pub(crate) struct People {
    parts: HashMap<String, Arc<Parts>>,
    /// Names in full by their last word, with spellings levelled, and by their first.
    full_by_last: Sharing,
    full_by_first: Sharing,
    /// Single words, likewise.
    bare_by_last: Sharing,
    bare_by_first: Sharing,
    /// Under which name each full name is shown.
    names: HashMap<String, Arc<str>>,
}

impl People {
    /// Takes forms whose counts changed; answers what those forms, and all that they bear on, stand for.
    pub(crate) fn update(
        &mut self,
        changed: &BTreeSet<String>,
        counts: &Counts,
        lexicon: &Lexicon,
    ) -> Outcome {
        let mut out = Outcome::new();
        let mut lasts = BTreeSet::new();
        let mut firsts = BTreeSet::new();
        let mut bare = BTreeSet::new();
        for text in changed {
            let parts = Arc::clone(
                self.parts
                    .entry(text.clone())
                    .or_insert_with(|| Arc::new(Parts::of(text))),
            );
            let here = counts.contains_key(text);
            if !here {
                out.push((text.clone(), None));
                self.names.remove(text);
                self.parts.remove(text);
            }
            let full = text.contains(' ');
            let (by_last, by_first) = if full {
                (&mut self.full_by_last, &mut self.full_by_first)
            } else {
                (&mut self.bare_by_last, &mut self.bare_by_first)
            };
            if let Some(last) = parts.last_sound() {
                share(by_last, last, text, here);
                if full {
                    lasts.insert(last.to_owned());
                }
            }
            if let Some(first) = parts.first() {
                share(by_first, first, text, here);
                if full {
                    firsts.insert(first.to_owned());
                }
            }
            if here && !full {
                bare.insert(text.clone());
            }
        }
        for last in &lasts {
            for (text, name) in self.name_all(last, counts, lexicon) {
                if self.names.get(&text) != Some(&name) {
                    firsts.extend(
                        self.parts
                            .get(&text)
                            .and_then(|parts| parts.first())
                            .map(str::to_owned),
                    );
                }
                self.names.insert(text.clone(), Arc::clone(&name));
                out.push((text, Some(Resolved::certain(&name))));
            }
            bare.extend(self.bare_by_last.get(last).into_iter().flatten().cloned());
        }
        for first in &firsts {
            bare.extend(self.bare_by_first.get(first).into_iter().flatten().cloned());
        }
        for text in bare {
            let resolved = self.bearer(&text, lexicon);
            out.push((text, Some(resolved)));
        }
        out
    }

    /// Under which name each of the full names with this last word is shown.
    fn name_all(&self, last: &str, counts: &Counts, lexicon: &Lexicon) -> Vec<(String, Arc<str>)> {
        let mut full: Vec<(&String, &Arc<Parts>, u32)> = self
            .full_by_last
            .get(last)
            .into_iter()
            .flatten()
            .filter_map(|text| Some((text, self.parts.get(text)?, counts.get(text).copied()?)))
            .collect();
        // The most frequent names a person; among equals the longest.
        full.sort_by(|a, b| {
            b.2.cmp(&a.2)
                .then(b.0.len().cmp(&a.0.len()))
                .then(a.0.cmp(b.0))
        });
        let mut out: Vec<(String, Arc<str>)> = Vec::new();
        for (at, (text, parts, _)) in full.iter().enumerate() {
            let known: Option<Arc<str>> = lexicon.name(text).canonical(Kind::Person).map(Arc::from);
            let name = known.unwrap_or_else(|| {
                let before = full[..at].iter().zip(&out);
                let mut same = before.filter(|((_, other, _), _)| other.is_same_person(parts));
                same.next().map_or_else(
                    || Arc::from(text.as_str()),
                    |(_, (_, name))| Arc::clone(name),
                )
            });
            out.push(((*text).clone(), name));
        }
        out
    }

    /// Whom a surname or a first name stands for.
    fn bearer(&self, text: &str, lexicon: &Lexicon) -> Resolved {
        let itself = || Arc::from(text);
        let Some(parts) = self.parts.get(text) else {
            return Resolved::certain(&itself());
        };
        let known = lexicon.name(text);
        let by_surname = self.bearers(parts, Parts::is_surname_of);
        let by_first = self.bearers(parts, Parts::is_first_name_of);
        let usual: Option<Arc<str>> = known
            .canonical(Kind::Person)
            .filter(|_| known.is(Name::Bare) || known.is(Name::Person))
            .map(Arc::from);
        match (by_surname.as_slice(), usual, by_first.as_slice()) {
            ([one], _, _) => Resolved::certain(one),
            ([], Some(name), _) => Resolved::certain(&name),
            (several, Some(name), _) if several.contains(&name) => Resolved {
                name,
                candidates: by_surname,
            },
            ([], None, [one]) => Resolved::certain(one),
            ([], None, []) => Resolved::certain(&itself()),
            (several, _, _) => Resolved {
                name: itself(),
                candidates: if several.is_empty() {
                    by_first
                } else {
                    by_surname
                },
            },
        }
    }

    /// The people whose name has this part, each once.
    fn bearers(&self, parts: &Parts, fits: fn(&Parts, &Parts) -> bool) -> Vec<Arc<str>> {
        let last = parts
            .last_sound()
            .and_then(|last| self.full_by_last.get(last));
        let first = parts
            .first()
            .and_then(|first| self.full_by_first.get(first));
        let mut out: Vec<Arc<str>> = last
            .into_iter()
            .chain(first)
            .flatten()
            .filter(|full| self.parts.get(*full).is_some_and(|full| fits(parts, full)))
            .filter_map(|full| self.names.get(full).map(Arc::clone))
            .collect();
        out.sort();
        out.dedup();
        out
    }
}

/// Notes whether a form is there among those that share a word.
pub(crate) fn share(sharing: &mut Sharing, word: &str, text: &str, here: bool) {
    if here {
        let texts = match sharing.get_mut(word) {
            Some(texts) => texts,
            None => sharing.entry(word.to_owned()).or_default(),
        };
        texts.insert(text.to_owned());
    } else if let Some(texts) = sharing.get_mut(word) {
        texts.remove(text);
        if texts.is_empty() {
            sharing.remove(word);
        }
    }
}
