//! Who is who: the forms of names in a text or blog become entities with one name each.
//! A function of the set of forms and their counts; what cannot be decided stays undecided and says so.

use std::collections::BTreeMap;
use std::collections::HashMap;

use crate::engine::names::Kind;
use crate::engine::names::Lexicon;
use crate::engine::names::class::Name;
use crate::engine::names::form;

/// A form of a name: how it is written, what it names, and how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Form<'t> {
    /// What it names.
    pub kind: Kind,
    /// As it is written.
    pub text: &'t str,
    /// How often.
    pub count: u32,
}

/// What a form stands for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Resolved {
    /// The name of the entity.
    pub name: String,
    /// Whom it could stand for, where it could be several; the name is then the form itself.
    pub candidates: Vec<String>,
}

/// The entities of a text or blog.
#[derive(Debug, Clone, Default)]
pub struct Entities {
    forms: HashMap<(Kind, String), Resolved>,
}

impl Entities {
    /// Resolves forms. `acronyms` are pairs of a short and a long form that a text puts side by side.
    pub fn resolve<'t>(
        forms: impl IntoIterator<Item = Form<'t>>,
        acronyms: &[(String, String)],
        lexicon: &Lexicon,
    ) -> Self {
        let mut counts: BTreeMap<(Kind, String), u32> = BTreeMap::new();
        for form in forms {
            *counts
                .entry((form.kind, form::clean(form.text).to_owned()))
                .or_default() += form.count;
        }
        let of = |kind: Kind| -> Vec<(&str, u32)> {
            let these = counts.iter().filter(|((k, _), _)| *k == kind);
            these
                .map(|((_, text), count)| (text.as_str(), *count))
                .collect()
        };
        let mut out = Self::default();
        out.people(&of(Kind::Person), lexicon);
        out.places(&of(Kind::Place), lexicon);
        out.organisations(&of(Kind::Organisation), acronyms, lexicon);
        out
    }

    /// What a form stands for.
    pub fn of(&self, kind: Kind, text: &str) -> Resolved {
        let text = form::clean(text);
        let found = self.forms.get(&(kind, text.to_owned())).cloned();
        found.unwrap_or_else(|| Resolved {
            name: text.to_owned(),
            candidates: Vec::new(),
        })
    }

    fn put(&mut self, kind: Kind, text: &str, name: &str) {
        let resolved = Resolved {
            name: name.to_owned(),
            candidates: Vec::new(),
        };
        self.forms.insert((kind, text.to_owned()), resolved);
    }

    fn people(&mut self, forms: &[(&str, u32)], lexicon: &Lexicon) {
        let full = full_names(forms, lexicon);
        for (text, _) in forms {
            if let Some(name) = full.get(text) {
                self.put(Kind::Person, text, name);
                continue;
            }
            let known = lexicon.name(text);
            let by_surname = bearers(text, &full, form::is_surname_of);
            let by_first = bearers(text, &full, form::is_first_name_of);
            let bare = known
                .canonical(Kind::Person)
                .filter(|_| known.is(Name::Bare) || known.is(Name::Person));
            match (by_surname.as_slice(), bare, by_first.as_slice()) {
                ([one], _, _) => self.put(Kind::Person, text, one),
                (several, Some(name), _)
                    if several.is_empty() || several.iter().any(|one| one == name) =>
                {
                    self.put(Kind::Person, text, name);
                }
                ([], None, [one]) => self.put(Kind::Person, text, one),
                ([], None, []) => self.put(Kind::Person, text, text),
                (several, _, first) => {
                    let candidates = if several.is_empty() { first } else { several };
                    let resolved = Resolved {
                        name: (*text).to_owned(),
                        candidates: candidates.to_vec(),
                    };
                    self.forms
                        .insert((Kind::Person, (*text).to_owned()), resolved);
                }
            }
        }
    }

    fn places(&mut self, forms: &[(&str, u32)], lexicon: &Lexicon) {
        let names = group(forms, |text| {
            match lexicon.name(text).canonical(Kind::Place) {
                Some(name) => (name.to_lowercase(), Some(name.to_owned())),
                None => (form::key(text), None),
            }
        });
        for (text, name) in names {
            self.put(Kind::Place, text, &name);
        }
    }

    fn organisations(
        &mut self,
        forms: &[(&str, u32)],
        acronyms: &[(String, String)],
        lexicon: &Lexicon,
    ) {
        let known = |text: &str| {
            lexicon
                .name(text)
                .canonical(Kind::Organisation)
                .map(str::to_owned)
        };
        let long: Vec<&str> = forms
            .iter()
            .map(|(text, _)| *text)
            .filter(|text| text.contains(' '))
            .collect();
        let told = |short: &str| {
            acronyms
                .iter()
                .find(|(acronym, _)| acronym == short)
                .map(|(_, long)| long.clone())
        };
        let whole = |text: &str| -> Option<String> {
            if text.contains(' ') {
                return None;
            }
            let mut fits = long
                .iter()
                .filter(|long| form::is_short_for(text, long))
                .map(|long| known(long).unwrap_or_else(|| (*long).to_owned()));
            let first = fits.next()?;
            fits.all(|other| form::key(&other) == form::key(&first))
                .then_some(first)
        };
        let names = group(forms, |text| {
            let name = known(text)
                .or_else(|| told(text).map(|long| known(&long).unwrap_or(long)))
                .or_else(|| whole(text));
            match name {
                Some(name) => (form::key(&name), Some(name)),
                None => (form::key(text), None),
            }
        });
        for (text, name) in names {
            self.put(Kind::Organisation, text, &name);
        }
    }
}

/// A form, how often it stands, and the name the lists have for it.
type Member<'t> = (&'t str, u32, Option<String>);

/// Forms with the same key get one name: the one that is known, else the most frequent.
fn group<'t>(
    forms: &[(&'t str, u32)],
    key: impl Fn(&str) -> (String, Option<String>),
) -> Vec<(&'t str, String)> {
    let mut groups: BTreeMap<String, Vec<Member>> = BTreeMap::new();
    for (text, count) in forms {
        let (key, known) = key(text);
        groups.entry(key).or_default().push((text, *count, known));
    }
    let mut out = Vec::new();
    for members in groups.into_values() {
        let known = members.iter().find_map(|(_, _, known)| known.clone());
        let usual = members
            .iter()
            .max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0)))
            .map(|(text, ..)| (*text).to_owned());
        let name = known.or(usual).unwrap_or_default();
        out.extend(members.iter().map(|(text, ..)| (*text, name.clone())));
    }
    out
}

/// Full names, and under which name each is shown: spellings and middle names of one person come together.
fn full_names<'t>(forms: &[(&'t str, u32)], lexicon: &Lexicon) -> BTreeMap<&'t str, String> {
    let mut full: Vec<(&str, u32)> = forms
        .iter()
        .copied()
        .filter(|(text, _)| text.contains(' '))
        .collect();
    // The most frequent names a person; among equals the longest.
    full.sort_by(|a, b| {
        b.1.cmp(&a.1)
            .then(b.0.len().cmp(&a.0.len()))
            .then(a.0.cmp(b.0))
    });
    let mut names: Vec<(String, String)> = Vec::new();
    let mut out = BTreeMap::new();
    for (text, _) in full {
        let known = lexicon
            .name(text)
            .canonical(Kind::Person)
            .map(str::to_owned);
        let same = names.iter().find(|(first, name)| match &known {
            Some(known) => known == name,
            None => form::is_same_person(first, text),
        });
        let name = match (same, known) {
            (Some((_, name)), _) => name.clone(),
            (None, Some(known)) => known,
            (None, None) => text.to_owned(),
        };
        names.push((text.to_owned(), name.clone()));
        out.insert(text, name);
    }
    out
}

/// The people whose name has this part, each once.
fn bearers(text: &str, full: &BTreeMap<&str, String>, fits: fn(&str, &str) -> bool) -> Vec<String> {
    let mut out: Vec<String> = full
        .iter()
        .filter(|(name, _)| fits(text, name))
        .map(|(_, name)| name.clone())
        .collect();
    out.sort();
    out.dedup();
    out
}
