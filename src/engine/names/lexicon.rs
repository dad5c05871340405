//! Look-up in the embedded name lists: tables that are ready at once and need no heap.
//! What the classes mean for a decision is not said here.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::OnceLock;

use crate::engine::names::Kind;
use crate::engine::names::class::GOES_ON;
use crate::engine::names::class::NAME_BITS;
use crate::engine::names::class::Name;
use crate::engine::names::class::TERM_BITS;
use crate::engine::names::class::Term;
use crate::engine::names::class::fold;
use crate::engine::names::like::COMPANY_BITS;
use crate::engine::names::like::Like;
use crate::engine::names::perfect::Spelled;
use crate::engine::names::perfect::Words;
use crate::engine::names::table;

static NAMES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/names.bin"));
static NAME_MEANINGS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/names.meanings"));
static TERMS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/terms.bin"));
static TERM_MEANINGS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/terms.meanings"));
static LIKENESSES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/likeness.bin"));
static COMPANY: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/company.bin"));
static CANONICAL: &str = include_str!(concat!(env!("OUT_DIR"), "/canonical.txt"));

/// What the lists say of one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct NameEntry(u64);

impl Name {
    /// Countries, their capitals and regions.
    pub(crate) const LANDS: u64 = Self::Country.bit() | Self::Capital.bit() | Self::Region.bit();

    /// Places that are known everywhere: these, and cities.
    pub(crate) const PLACES: u64 = Self::LANDS | Self::City.bit();
}

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
        let begins = (self.0 >> shift) as usize & 0xffff;
        let from = CANONICAL.get(begins..).filter(|_| begins > 0)?;
        from.lines().next()
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
    names: Words<'static, NAME_BITS>,
    terms: Words<'static, TERM_BITS>,
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
            names: Words::of(NAMES),
            terms: Words::of(TERMS),
            without: names
                .into_iter()
                .map(|name| fold(name).to_lowercase())
                .collect(),
        }
    }

    /// Looks a name up, as it is written.
    pub(crate) fn name(&self, name: &str) -> NameEntry {
        let mut walk = self.walk();
        walk.go(name);
        walk.name(name)
    }

    /// Begins at the first letter of a name.
    pub(crate) fn walk(&self) -> Walk<'_> {
        Walk {
            lexicon: self,
            spelled: Spelled::NOTHING,
            meaning: 0,
        }
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
        let found = self.terms.find(Spelled::NOTHING.and(&folded(word)));
        TermEntry(meaning(TERM_MEANINGS, found))
    }
}

/// What a number of a table means.
fn meaning(meanings: &[u8], number: u32) -> u64 {
    let at = (number as usize).checked_sub(1);
    let found = at.and_then(|at| meanings.as_chunks::<8>().0.get(at));
    found.map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// A way through the names, word by word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Walk<'a> {
    lexicon: &'a Lexicon,
    spelled: Spelled,
    meaning: u64,
}

impl Walk<'_> {
    /// Goes on by these letters, which end a word; false if no name is or begins so.
    pub(crate) fn go(&mut self, letters: &str) -> bool {
        self.spelled = self.spelled.and(&folded(letters));
        self.meaning = meaning(NAME_MEANINGS, self.lexicon.names.find(self.spelled));
        self.meaning != 0
    }

    /// What the lists say of the name up to here, which is written like this.
    pub(crate) fn name(&self, written: &str) -> NameEntry {
        let classes = self.meaning & !GOES_ON;
        if classes == 0 || self.lexicon.is_without(written) {
            NameEntry::default()
        } else {
            NameEntry(classes)
        }
    }
}

fn folded(name: &str) -> Cow<'_, str> {
    if name.is_ascii() {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(fold(name))
    }
}
