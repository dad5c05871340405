//! Look-up in the embedded name lists: finite-state maps that are ready at once and need no heap.
//! What the classes mean for a decision is not said here.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::OnceLock;

use fst::Map;
use fst::raw::Node;
use fst::raw::Output;

use crate::engine::names::Kind;
use crate::engine::names::class::Name;
use crate::engine::names::class::Term;
use crate::engine::names::class::fold;
use crate::engine::names::like::COMPANY_BITS;
use crate::engine::names::like::Like;
use crate::engine::names::table;

static NAMES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/names.fst"));
static TERMS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/terms.fst"));
static LIKENESSES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/likeness.bin"));
static COMPANY: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/company.bin"));
static CANONICAL: &[&str] = include!(concat!(env!("OUT_DIR"), "/canonical.rs"));

/// What the lists say of one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct NameEntry(u64);

impl NameEntry {
    pub(crate) fn is(self, class: Name) -> bool {
        self.0 & class.bit() != 0
    }

    pub(crate) fn is_any(self, classes: u64) -> bool {
        self.0 & classes != 0
    }

    pub(crate) fn is_known(self) -> bool {
        self.0 != 0
    }

    /// The name under which the lists show this kind of thing.
    pub(crate) fn canonical(self, kind: Kind) -> Option<&'static str> {
        let shift = match kind {
            Kind::Person => 16,
            Kind::Place => 32,
            Kind::Organisation => 48,
        };
        let id = (self.0 >> shift) as usize & 0xffff;
        CANONICAL.get(id.checked_sub(1)?).copied()
    }
}

/// What the lists say of one word in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct TermEntry(u64);

impl TermEntry {
    pub(crate) fn is_known(self) -> bool {
        self.0 != 0
    }

    pub(crate) fn is(self, class: Term) -> bool {
        self.0 & class.bit() != 0
    }

    pub(crate) fn is_any(self, classes: u64) -> bool {
        self.0 & classes != 0
    }
}

/// The name lists.
#[derive(Debug, Default)]
pub struct Lexicon {
    names: Option<Map<&'static [u8]>>,
    terms: Option<Map<&'static [u8]>>,
    /// Names that count as unknown, folded and in lower case.
    without: HashSet<String>,
}

impl Lexicon {
    /// The lists that come with the program.
    pub fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Lexicon> = OnceLock::new();
        BUILTIN.get_or_init(|| Self::without(std::iter::empty()))
    }

    /// The lists without some names, to see how well names are recognised that no list has.
    pub fn without<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            names: Map::new(NAMES).ok(),
            terms: Map::new(TERMS).ok(),
            without: names
                .into_iter()
                .map(|name| fold(name).to_lowercase())
                .collect(),
        }
    }

    /// Looks a name up, as it is written.
    pub(crate) fn name(&self, name: &str) -> NameEntry {
        if self.is_without(name) {
            return NameEntry::default();
        }
        let key = folded(name);
        NameEntry(
            self.names
                .as_ref()
                .and_then(|map| map.get(key.as_bytes()))
                .unwrap_or(0),
        )
    }

    /// Begins at the first letter of a name.
    pub(crate) fn walk(&self) -> Walk<'_> {
        let at = self
            .names
            .as_ref()
            .map(|map| (map.as_fst().root(), Output::zero()));
        Walk { lexicon: self, at }
    }

    fn is_without(&self, name: &str) -> bool {
        !self.without.is_empty() && self.without.contains(&folded(name).to_lowercase())
    }

    /// What a word is used like, whose letters are in lower case.
    pub(crate) fn like(&self, word: &str) -> Like {
        if self.is_without(word) {
            return Like::Nothing;
        }
        Like::from_number(table::find::<{ Like::BITS }>(LIKENESSES, &folded(word)))
    }

    /// Which company a word in lower case keeps in news and encyclopaedia text: 0 is none.
    pub(crate) fn company(&self, word: &str) -> u8 {
        table::find::<COMPANY_BITS>(COMPANY, word)
    }

    /// Looks a word up whose letters are in lower case.
    pub(crate) fn term(&self, word: &str) -> TermEntry {
        TermEntry(
            self.terms
                .as_ref()
                .and_then(|map| map.get(folded(word).as_bytes()))
                .unwrap_or(0),
        )
    }
}

/// A way through the names, letter by letter.
#[derive(Debug, Clone)]
pub(crate) struct Walk<'a> {
    lexicon: &'a Lexicon,
    at: Option<(Node<'a>, Output)>,
}

impl<'a> Walk<'a> {
    /// Goes on by these letters; false if no name begins so.
    pub(crate) fn go(&mut self, letters: &str) -> bool {
        let Some(map) = &self.lexicon.names else {
            return false;
        };
        for byte in folded(letters).bytes() {
            self.at = self.at.take().and_then(|(node, out)| {
                let step = node.transition(node.find_input(byte)?);
                Some((map.as_fst().node(step.addr), out.cat(step.out)))
            });
        }
        self.at.is_some()
    }

    /// What the lists say of the name up to here, which is written like this.
    pub(crate) fn name(&self, written: &str) -> NameEntry {
        let found = self.at.as_ref().filter(|(node, _)| node.is_final());
        let entry = found.map(|(node, out)| NameEntry(out.cat(node.final_output()).value()));
        entry
            .filter(|_| !self.lexicon.is_without(written))
            .unwrap_or_default()
    }
}

fn folded(name: &str) -> Cow<'_, str> {
    if name.is_ascii() {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(fold(name))
    }
}
