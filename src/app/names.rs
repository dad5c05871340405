//! Names in the timeline: which kinds are marked, what is known of them, and the name that was chosen last.

use std::sync::Arc;

use crate::engine::model::Block;
use crate::engine::model::Revision;
use crate::engine::names::BlogNames;
use crate::engine::names::Entity;
use crate::engine::names::Kind;
use crate::engine::names::Level;
use crate::engine::names::Named;

/// Which names are marked in texts, and listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Marked {
    /// None.
    Off,
    /// People.
    People,
    /// Places.
    Places,
    /// Organisations.
    Organisations,
    /// All of them.
    #[default]
    All,
}

impl Marked {
    /// Every choice and its name in the settings, in the order in which they follow each other.
    pub const NAMES: &[(Self, &str)] = &[
        (Self::Off, "off"),
        (Self::People, "people"),
        (Self::Places, "places"),
        (Self::Organisations, "organisations"),
        (Self::All, "all"),
    ];

    /// The next choice, around the end.
    pub fn next(self) -> Self {
        let at = Self::NAMES.iter().position(|(one, _)| *one == self);
        let next = at.map_or(0, |at| (at + 1) % Self::NAMES.len());
        Self::NAMES[next].0
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        let row = Self::NAMES.iter().find(|(one, _)| *one == self);
        row.map_or("", |(_, name)| name)
    }

    /// Whether names of a kind are among them.
    pub fn has(self, kind: Kind) -> bool {
        match self {
            Self::Off => false,
            Self::All => true,
            Self::People => kind == Kind::Person,
            Self::Places => kind == Kind::Place,
            Self::Organisations => kind == Kind::Organisation,
        }
    }
}

/// A name that was chosen to go from mention to mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// What it names.
    pub kind: Kind,
    /// The name.
    pub name: String,
}

/// What is known of the names of the open blog.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// Which are marked.
    pub marked: Marked,
    /// The names, once they have come.
    pub known: Option<Arc<BlogNames>>,
    /// For which reading of the rows they were asked for.
    pub asked: u64,
    /// The name that was chosen last.
    pub chosen: Option<Chosen>,
}

impl Names {
    /// Forgets what belongs to a blog.
    pub fn leave(&mut self) {
        self.known = None;
        self.chosen = None;
        self.asked = 0;
    }

    /// The names to be marked in the texts of an entry, its heading first.
    pub fn in_texts(&self, shown: &Revision) -> Vec<Vec<Named>> {
        let Some(known) = self.known.as_ref().filter(|_| self.marked != Marked::Off) else {
            return Vec::new();
        };
        let mut texts = known.in_revision(shown);
        self.keep_marked(&mut texts);
        texts
    }

    /// The names to be marked in texts that stand above the entries, numbered like those of an entry: none is the first.
    pub fn above(&self, blocks: &[Block]) -> Vec<Vec<Named>> {
        let Some(known) = self.known.as_ref().filter(|_| self.marked != Marked::Off) else {
            return Vec::new();
        };
        let texts = blocks.iter().map(|block| known.in_text(&block.text));
        let mut texts: Vec<_> = std::iter::once(Vec::new()).chain(texts).collect();
        self.keep_marked(&mut texts);
        texts
    }

    fn keep_marked(&self, texts: &mut [Vec<Named>]) {
        for named in texts {
            named.retain(|one| self.marked.has(one.kind) && one.level > Level::Guess);
        }
    }

    /// The name that was chosen last, if the blog mentions it.
    pub fn chosen(&self) -> Option<&Arc<Entity>> {
        let chosen = self.chosen.as_ref()?;
        let mut all = self.known.as_ref()?.entities.iter();
        all.find(|entity| entity.kind == chosen.kind && entity.name == chosen.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_choices_follow_each_other_and_come_around() {
        let mut marked = Marked::All;
        let mut seen = Vec::new();
        for _ in Marked::NAMES {
            marked = marked.next();
            seen.push(marked);
        }
        let all: Vec<Marked> = Marked::NAMES.iter().map(|(one, _)| *one).collect();
        assert_eq!(seen, all);
        let kinds = |marked: Marked| Kind::ALL.iter().filter(|kind| marked.has(**kind)).count();
        assert_eq!(
            all.into_iter().map(kinds).collect::<Vec<_>>(),
            [0, 1, 1, 1, 3]
        );
    }
}
