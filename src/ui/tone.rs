//! Tones: what a piece of the screen means, by name, so that themes and views agree.
//! No colours here; those are in `themes/`.

macro_rules! tones {
    ($($(#[$doc:meta])* $variant:ident = $name:literal;)*) => {
        /// The meaning of a piece of the screen, which a theme gives its looks.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Tone {
            $($(#[$doc])* $variant,)*
        }

        impl Tone {
            /// Every tone; a tone's place in it is its number in the probe theme.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The dotted name used in theme files.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

tones! {
    /// Running text, and what every other tone falls back to.
    Text = "text";
    /// What may be overlooked: hints, counts, times.
    Muted = "muted";
    /// The title of a blog.
    Title = "title";
    /// The heading of an entry.
    Heading = "heading";
    /// Who wrote an entry and when.
    Byline = "byline";
    /// A quotation that stands alone.
    Quote = "quote";
    /// The text of a related article.
    Card = "card";
    /// The title of a related article.
    CardTitle = "card.title";
    /// The caption of a picture or video.
    Media = "media";
    /// A line that points to the card after it.
    LeadIn = "lead-in";
    /// Lines between panels.
    Border = "border";
    /// The lines around the panel that has the keys.
    BorderFocus = "border.focus";
    /// The chosen row.
    Selection = "selection";
    /// The bottom line.
    Status = "status";
    /// A message that needs no action.
    Notice = "notice";
    /// A message that something went wrong.
    Error = "error";
    /// The name of a key.
    Key = "key";
    /// A stretch that no snapshot covers.
    Gap = "gap";
    /// The line between two days.
    Day = "day";
    /// An entry never read.
    EntryUnread = "entry.unread";
    /// An entry read as it stands.
    EntryRead = "entry.read";
    /// An entry that changed since it was read.
    EntryChanged = "entry.changed";
    /// An entry with a bookmark.
    EntryBookmarked = "entry.bookmarked";
    /// An entry that was taken down.
    EntryWithdrawn = "entry.withdrawn";
    /// Text that the search found.
    SearchHit = "search.hit";
    /// The find that the reader stands on.
    SearchCurrent = "search.current";
    /// Text that a revision brought.
    Added = "added";
    /// Text that a revision took away.
    Removed = "removed";
    /// A number or a name that a revision brought.
    AddedFact = "added.fact";
    /// A number or a name that a revision took away.
    RemovedFact = "removed.fact";
    /// The name of a person.
    EntityPerson = "entity.person";
    /// The name of a place.
    EntityPlace = "entity.place";
    /// The name of an organisation.
    EntityOrganisation = "entity.organisation";
    /// The banner that says the bundled sample is shown.
    Sample = "sample";
}

impl Tone {
    /// The tone of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|tone| tone.name() == name)
    }

    /// The names under which a theme may style this tone, nearest first: `entry.unread`, `entry`, `text`.
    pub fn chain(self) -> impl Iterator<Item = &'static str> {
        std::iter::successors(Some(self.name()), |name| Some(name.rsplit_once('.')?.0))
            .chain(std::iter::once(Self::Text.name()))
    }

    /// Every name that a theme may style: the tones, and the parts of their names before a dot.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Self::ALL.iter().flat_map(|tone| tone.chain())
    }
}

/// The name that was probably meant, if one is near enough to say so.
pub fn nearest<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    names
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(wanted, name), name))
        .min()
        .filter(|(distance, name)| *distance <= 1 + name.len() / 4)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_found_again() {
        for (number, tone) in Tone::ALL.iter().enumerate() {
            assert_eq!(Tone::from_name(tone.name()), Some(*tone));
            assert_eq!(*tone as usize, number);
        }
    }

    #[test]
    fn names_fall_back_along_their_dots() {
        let chain: Vec<_> = Tone::EntryUnread.chain().collect();
        assert_eq!(chain, ["entry.unread", "entry", "text"]);
    }

    #[test]
    fn only_near_names_are_suggested() {
        assert_eq!(nearest("entry.unraed", Tone::names()), Some("entry.unread"));
        assert_eq!(nearest("crocodile", Tone::names()), None);
    }
}
