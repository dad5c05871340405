//! Who is who: the forms of names in a text or blog become entities with one name each.
//! A function of the set of forms and their counts; what cannot be decided stays undecided and says so.
//! The forms of a blog are resolved as they come; only those that a change bears on are looked at.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use foldhash::HashMap;

use crate::engine::names::Kind;
use crate::engine::names::Lexicon;
use crate::engine::names::form;
use crate::engine::names::groups::Groups;
use crate::engine::names::groups::Shorts;
use crate::engine::names::people::People;
use crate::engine::names::shared::SharedMap;

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// The name of the entity; the form itself where it could stand for several.
    pub name: Arc<str>,
    /// Whom it could stand for, where it could be several. Where `name` is one of them, it is that one unless
    /// another is named just before.
    pub candidates: Vec<Arc<str>>,
}

impl Resolved {
    /// A form with this name.
    pub(crate) fn certain(name: &Arc<str>) -> Self {
        Self {
            name: Arc::clone(name),
            candidates: Vec::new(),
        }
    }
}

/// What every form of a text or blog stands for. Copies share what they hold.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Entities {
    people: SharedMap<String, Resolved>,
    places: SharedMap<String, Resolved>,
    organisations: SharedMap<String, Resolved>,
}

impl Entities {
    /// Resolves forms. `acronyms` are pairs of a short and a long form that a text puts side by side.
    pub fn resolve<'t>(
        forms: impl IntoIterator<Item = Form<'t>>,
        acronyms: &[(String, String)],
        lexicon: &Lexicon,
    ) -> Self {
        let mut resolver = Resolver::default();
        for form in forms {
            resolver.add(form.kind, form.text, form.count);
        }
        for pair in acronyms {
            resolver.add_acronym(pair);
        }
        resolver.settle(lexicon);
        resolver.entities().clone()
    }

    /// What a form stands for.
    pub fn of(&self, kind: Kind, text: &str) -> Resolved {
        let text = form::clean(text);
        let found = self.known(kind, text).cloned();
        found.unwrap_or_else(|| Resolved::certain(&Arc::from(text)))
    }

    /// What a form stands for, if it was resolved.
    pub(crate) fn known(&self, kind: Kind, text: &str) -> Option<&Resolved> {
        match kind {
            Kind::Person => &self.people,
            Kind::Place => &self.places,
            Kind::Organisation => &self.organisations,
        }
        .get(text)
    }

    /// Takes what forms stand for now; answers those that stand for something else than before.
    fn take(&mut self, kind: Kind, found: Outcome) -> Vec<(Kind, String)> {
        let map = match kind {
            Kind::Person => &mut self.people,
            Kind::Place => &mut self.places,
            Kind::Organisation => &mut self.organisations,
        };
        let mut changed = Vec::new();
        for (text, now) in found {
            let same = map.get(text.as_str()) == now.as_ref();
            if same {
                continue;
            }
            match now {
                Some(now) => map.insert(text.clone(), now),
                None => map.remove(text.as_str()),
            };
            changed.push((kind, text));
        }
        changed
    }
}

/// What forms stand for now; nothing for those that stand nowhere any more.
pub(crate) type Outcome = Vec<(String, Option<Resolved>)>;

/// How often each form stands.
pub(crate) type Counts = HashMap<String, u32>;

/// Resolves forms as they come and go.
#[derive(Debug, Default)]
pub(crate) struct Resolver {
    counts: [Counts; 3],
    changed: [BTreeSet<String>; 3],
    /// Pairs of a short and a long form, with how often they stand side by side.
    acronyms: BTreeMap<(String, String), u32>,
    /// Short forms of which a pair came or went.
    told: BTreeSet<String>,
    people: People,
    places: Groups,
    organisations: Groups,
    shorts: Shorts,
    entities: Entities,
}

impl Resolver {
    /// What every form stands for, as of the last time it was settled.
    pub(crate) fn entities(&self) -> &Entities {
        &self.entities
    }

    /// Adds a form.
    pub(crate) fn add(&mut self, kind: Kind, text: &str, count: u32) {
        let text = form::clean(text);
        match self.counts[kind as usize].get_mut(text) {
            Some(known) => *known += count,
            None => {
                self.counts[kind as usize].insert(text.to_owned(), count);
            }
        }
        self.changed[kind as usize].insert(text.to_owned());
    }

    /// Takes away a form that was added before.
    pub(crate) fn remove(&mut self, kind: Kind, text: &str) {
        let text = form::clean(text);
        let counts = &mut self.counts[kind as usize];
        if let Some(count) = counts.get_mut(text) {
            *count -= 1;
            if *count == 0 {
                counts.remove(text);
            }
        }
        self.changed[kind as usize].insert(text.to_owned());
    }

    /// Adds a pair of a short and a long form.
    pub(crate) fn add_acronym(&mut self, pair: &(String, String)) {
        *self.acronyms.entry(pair.clone()).or_default() += 1;
        self.told.insert(pair.0.clone());
    }

    /// Takes away a pair that was added before.
    pub(crate) fn remove_acronym(&mut self, pair: &(String, String)) {
        if let Some(count) = self.acronyms.get_mut(pair) {
            *count -= 1;
            if *count == 0 {
                self.acronyms.remove(pair);
            }
        }
        self.told.insert(pair.0.clone());
    }

    /// Works out what the forms stand for now; answers those that stand for something else than before.
    pub(crate) fn settle(&mut self, lexicon: &Lexicon) -> Vec<(Kind, String)> {
        let [people, places, organisations] = std::mem::take(&mut self.changed);
        let [person_counts, place_counts, organisation_counts] = &self.counts;
        let found = self.people.update(&people, person_counts, lexicon);
        let mut changed = self.entities.take(Kind::Person, found);

        let place = |text: &str| match lexicon.name(text).canonical(Kind::Place) {
            Some(name) => (name.to_lowercase(), Some(name.to_owned())),
            None => (form::key(text), None),
        };
        let found = self.places.update(&places, place_counts, place);
        changed.extend(self.entities.take(Kind::Place, found));

        let told = std::mem::take(&mut self.told);
        let mut dirty = self.shorts.update(&organisations, organisation_counts);
        dirty.extend(told);
        dirty.extend(organisations);
        let organisation = |text: &str| self.organisation(text, lexicon);
        let named: Vec<_> = dirty.iter().map(|text| organisation(text)).collect();
        let named: HashMap<&str, (String, Option<String>)> =
            dirty.iter().map(String::as_str).zip(named).collect();
        let key = |text: &str| named.get(text).cloned().unwrap_or_default();
        let found = self.organisations.update(&dirty, organisation_counts, key);
        changed.extend(self.entities.take(Kind::Organisation, found));
        changed
    }

    /// What the forms of an organisation have in common, and its name if it is known: by the lists, by a text that puts
    /// it beside its short form, or because one long form fits the short one.
    fn organisation(&self, text: &str, lexicon: &Lexicon) -> (String, Option<String>) {
        let known = |text: &str| {
            let name = lexicon.name(text).canonical(Kind::Organisation);
            name.map(str::to_owned)
        };
        let whole = |long: &str| known(long).unwrap_or_else(|| long.to_owned());
        let told = || {
            let from = (text.to_owned(), String::new());
            let pair = self.acronyms.range(from..).next();
            pair.filter(|((short, _), _)| short == text)
                .map(|((_, long), _)| whole(long))
        };
        let fitting = || {
            let fits: Vec<String> = self.shorts.fitting(text).into_iter().map(whole).collect();
            let first = fits.first()?;
            fits.iter()
                .all(|other| form::key(other) == form::key(first))
                .then(|| first.clone())
        };
        let name = known(text).or_else(told).or_else(fitting);
        (form::key(name.as_deref().unwrap_or(text)), name)
    }
}
