//! Whether an entry passes a filter. What is not known of it yet makes the answer open, so that texts are read only for
//! those entries that nothing cheaper decides.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::Timestamp;

use crate::engine::model::BlogRow;
use crate::engine::model::Entry;
use crate::engine::model::EntryId;
use crate::engine::model::EntryRow;
use crate::engine::model::EntryState;
use crate::engine::model::Marks;
use crate::engine::model::ReadState;
use crate::engine::model::Revision;
use crate::engine::model::Role;
use crate::engine::names::BlogNames;
use crate::engine::names::Entity;
use crate::engine::query::Query;
use crate::engine::query::field::Is;
use crate::engine::query::when::Moment;
use crate::engine::query::when::Reference;

/// What a filter is to be applied to: the blog, and what of it takes some work to know.
#[derive(Debug, Clone)]
pub struct Bindings<'a> {
    /// The blog.
    pub blog: &'a BlogRow,
    /// What moments are counted from.
    pub reference: Reference,
    /// The entries that came in, changed or were taken down since the last visit; only asked for where
    /// [`Query::asks_for_news`].
    pub news: HashSet<EntryId>,
    /// The names of the blog; only asked for where there are [`Query::entities`].
    pub names: Option<&'a BlogNames>,
}

/// A filter for the entries of one blog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter(Test);

/// What is known of an entry. Absent is what was not read yet.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// Its row.
    pub row: &'a EntryRow,
    /// The marks of the person.
    pub marks: Option<&'a Marks>,
    /// The heading and the text as shown, each through [`fold`].
    pub text: Option<(&'a str, &'a str)>,
    /// All of it.
    pub entry: Option<&'a Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Test {
    Always(bool),
    All(Vec<Test>),
    Any(Vec<Test>),
    Not(Box<Test>),
    Is(Is),
    Among(HashSet<EntryId>),
    Text(String),
    Heading(String),
    Author(String),
    Card(Option<String>),
    Note(Option<String>),
    Tag(Option<String>),
    From(Timestamp),
    Until(Timestamp),
    /// From this minute of the day on, where the day is not known.
    FromClock(u16),
    /// Before it.
    UntilClock(u16),
}

impl Query {
    /// Makes it a filter for the entries of a blog.
    pub fn bind(&self, to: &Bindings<'_>) -> Filter {
        Filter(bound(self, to))
    }
}

impl Filter {
    /// A filter for the entries whose heading or text holds some letters.
    pub fn text(letters: &str) -> Self {
        Self(Test::Text(fold(letters)))
    }

    /// Whether an entry passes; nothing, if that cannot be told from what is known of it.
    pub fn judge(&self, subject: &Subject<'_>) -> Option<bool> {
        self.0.judge(subject)
    }
}

/// A text as filters compare it: in lower case.
pub fn fold(text: &str) -> String {
    let mut out = String::new();
    fold_into(text, &mut out);
    out
}

/// The same, into a buffer that is used again.
pub fn fold_into(text: &str, into: &mut String) {
    into.clear();
    if text.is_ascii() {
        into.push_str(text);
        into.make_ascii_lowercase();
    } else {
        into.extend(text.chars().flat_map(char::to_lowercase));
    }
}

/// The entries that mention whoever is meant by a name: the one who is called or written so; else all that have it as
/// words in their name or another form of it; else all whose name holds these letters.
pub fn named(names: &BlogNames, wanted: &str) -> HashSet<EntryId> {
    if let Some(entity) = names.find(wanted) {
        return entity.entries.iter().copied().collect();
    }
    let wanted = fold(wanted.trim());
    let called = |entity: &&Entity| {
        let mut forms = entity.forms.iter().chain([&entity.name]);
        forms.any(|form| has_words(&fold(form), &wanted))
    };
    let all = || names.entities.iter().map(Arc::as_ref);
    let mut meant: Vec<&Entity> = all().filter(called).collect();
    if meant.is_empty() {
        let holds = |entity: &&Entity| fold(&entity.name).contains(&wanted);
        meant = all().filter(holds).collect();
    }
    let entries = meant.into_iter().flat_map(|entity| &entity.entries);
    entries.copied().collect()
}

/// Whether a name has these words, complete and in this order.
fn has_words(name: &str, words: &str) -> bool {
    let ends = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    !words.is_empty()
        && name.match_indices(words).any(|(at, found)| {
            ends(name[..at].chars().next_back()) && ends(name[at + found.len()..].chars().next())
        })
}

fn bound(query: &Query, to: &Bindings<'_>) -> Test {
    let holds = |text: &str, letters: &str| fold(text).contains(&fold(letters));
    match query {
        Query::All(parts) => Test::All(parts.iter().map(|part| bound(part, to)).collect()),
        Query::Any(parts) => Test::Any(parts.iter().map(|part| bound(part, to)).collect()),
        Query::Not(part) => Test::Not(Box::new(bound(part, to))),
        Query::Is(Is::New) => Test::Among(to.news.clone()),
        Query::Is(state) => Test::Is(*state),
        Query::Text(letters) => Test::Text(fold(letters)),
        Query::Heading(letters) => Test::Heading(fold(letters)),
        Query::Author(letters) => Test::Author(fold(letters)),
        Query::Entity(name) => {
            Test::Among(to.names.map(|names| named(names, name)).unwrap_or_default())
        }
        Query::Card(letters) => Test::Card(letters.as_deref().map(fold)),
        Query::Note(letters) => Test::Note(letters.as_deref().map(fold)),
        Query::Tag(tag) => {
            let tag = tag.as_deref().map(fold);
            let of_blog = to.blog.tags.iter();
            let of_blog = of_blog
                .map(|known| fold(known))
                .any(|known| Some(&known) == tag.as_ref());
            Test::Any(vec![Test::Always(of_blog), Test::Tag(tag)])
        }
        Query::Publisher(letters) => {
            let publisher = to.blog.publisher.as_deref();
            Test::Always(publisher.is_some_and(|name| holds(name, letters)))
        }
        Query::Blog(letters) => {
            Test::Always(holds(&to.blog.title, letters) || holds(to.blog.shown(), letters))
        }
        Query::After(moment) => timed(moment, to, Test::From, Test::FromClock),
        Query::Before(moment) => timed(moment, to, Test::Until, Test::UntilClock),
        Query::On(moment) => match moment.day(&to.reference) {
            Some((begin, end)) => Test::All(vec![Test::From(begin), Test::Until(end)]),
            None => Test::Always(false),
        },
    }
}

/// A test by a moment: an entry whose page states a time of day alone is judged by that, where the filter does, too.
fn timed(
    moment: &Moment,
    to: &Bindings<'_>,
    by_instant: fn(Timestamp) -> Test,
    by_clock: fn(u16) -> Test,
) -> Test {
    let at = moment.instant(&to.reference).map(by_instant);
    let clock = moment.clock().map(by_clock);
    Test::Any(at.into_iter().chain(clock).collect())
}

impl Test {
    fn judge(&self, subject: &Subject<'_>) -> Option<bool> {
        let row = subject.row;
        match self {
            Self::Always(answer) => Some(*answer),
            Self::All(parts) => settled(parts, subject, false),
            Self::Any(parts) => settled(parts, subject, true),
            Self::Not(part) => part.judge(subject).map(|passes| !passes),
            Self::Is(Is::Unread) => Some(row.read == ReadState::Unread),
            Self::Is(Is::Read) => Some(row.read == ReadState::Read),
            Self::Is(Is::Changed) => Some(row.read == ReadState::Changed),
            Self::Is(Is::New) => Some(false),
            Self::Is(Is::Bookmarked) => Some(row.bookmarked),
            Self::Is(Is::Withdrawn) => Some(row.state == EntryState::Withdrawn),
            Self::Is(Is::Revised) => match row.state {
                EntryState::Revised => Some(true),
                EntryState::Current => Some(false),
                // Whether they changed before they went, their rows do not say.
                EntryState::Withdrawn | EntryState::RolledOff => Some(is_revised(subject.entry?)),
            },
            Self::Is(Is::Doubtful) => Some(!subject.entry?.order_certain),
            Self::Among(ids) => Some(ids.contains(&row.id)),
            Self::From(at) => Some(row.published_at.is_some_and(|published| published >= *at)),
            Self::Until(at) => Some(row.published_at.is_some_and(|published| published < *at)),
            Self::FromClock(minute) => Some(row.clock.is_some_and(|clock| clock >= *minute)),
            Self::UntilClock(minute) => Some(row.clock.is_some_and(|clock| clock < *minute)),
            Self::Text(letters) => {
                let (heading, text) = subject.text?;
                Some(heading.contains(letters.as_str()) || text.contains(letters.as_str()))
            }
            Self::Heading(letters) => Some(subject.text?.0.contains(letters.as_str())),
            Self::Author(letters) => {
                let author = subject.entry?.author.as_ref();
                Some(author.is_some_and(|name| fold(name).contains(letters.as_str())))
            }
            Self::Card(letters) => Some(has_card(subject.entry?, letters.as_deref())),
            Self::Note(letters) => {
                let note = subject.marks?.note.as_ref();
                let wanted = letters.as_deref().unwrap_or_default();
                Some(note.is_some_and(|note| fold(note).contains(wanted)))
            }
            Self::Tag(tag) => {
                let tags = &subject.marks?.tags;
                Some(match tag {
                    Some(tag) => tags.iter().any(|known| fold(known) == *tag),
                    None => !tags.is_empty(),
                })
            }
        }
    }
}

/// All or any of some tests: settled by the first that says `by`, open where one is open and none says so.
fn settled(parts: &[Test], subject: &Subject<'_>, by: bool) -> Option<bool> {
    let mut open = false;
    for part in parts {
        match part.judge(subject) {
            Some(answer) if answer == by => return Some(by),
            Some(_) => {}
            None => open = true,
        }
    }
    (!open).then_some(!by)
}

fn is_revised(entry: &Entry) -> bool {
    entry.revisions.iter().any(Revision::is_edit)
}

fn has_card(entry: &Entry, letters: Option<&str>) -> bool {
    let shown = entry.revisions.first().into_iter();
    let mut cards = shown
        .flat_map(|revision| &revision.blocks)
        .filter(|block| matches!(block.role, Role::CardTitle | Role::CardText));
    match letters {
        None => cards.next().is_some(),
        Some(letters) => cards.any(|block| fold(&block.text).contains(letters)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_complete_words() {
        for (name, words) in [
            ("anna berg", "berg"),
            ("o'neil & berg-holm", "berg"),
            ("bank of berg", "bank of"),
        ] {
            assert!(has_words(name, words), "{words} in {name}");
        }
        for (name, words) in [("anna bergman", "berg"), ("lindberg", "berg"), ("berg", "")] {
            assert!(!has_words(name, words), "{words} in {name}");
        }
    }
}
