//! Entries as the database keeps them.

use jiff::Timestamp;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::model::Change;
use crate::engine::model::Entry;
use crate::engine::model::EntryId;
use crate::engine::model::EntryState;
use crate::engine::model::Posting;
use crate::engine::model::Revision;
use crate::engine::text::SafeText;
use crate::store::brief;
use crate::store::brief::Names;
use crate::store::brief::Numbers;
use crate::store::brief::Paragraph;
use crate::store::brief::Place;
use crate::store::error::Problem;

/// An entry in few bytes.
#[derive(Serialize, Deserialize)]
struct Body {
    names: Names,
    id: [u8; 8],
    author: Option<SafeText>,
    published_at: Option<Timestamp>,
    updated_at: Option<Timestamp>,
    stated_time: Option<SafeText>,
    url: Option<String>,
    state: EntryState,
    gap_before: bool,
    order_certain: bool,
    postings: Vec<(u32, u32)>,
    revisions: Vec<Version>,
    anchors: Vec<Place>,
    why: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct Version {
    snapshots: Vec<u32>,
    heading: Option<Paragraph>,
    blocks: Vec<Paragraph>,
    change: Option<Change>,
}

/// An entry as bytes, not yet compressed.
pub(super) fn serialise(entry: &Entry) -> Result<Vec<u8>, Problem> {
    let mut numbers = Numbers::default();
    let mut version = |revision: &Revision| Version {
        snapshots: numbers.all_of(&revision.snapshots),
        heading: revision.heading.as_ref().map(|one| numbers.paragraph(one)),
        blocks: numbers.paragraphs(&revision.blocks),
        change: revision.change,
    };
    let revisions = entry.revisions.iter().map(&mut version).collect();
    let postings = entry.postings.iter();
    let postings = postings.map(|one| (numbers.of(one.snapshot), one.position));
    let body = Body {
        id: entry.id.0,
        author: entry.author.clone(),
        published_at: entry.published_at,
        updated_at: entry.updated_at,
        stated_time: entry.stated_time.clone(),
        url: entry.url.clone(),
        state: entry.state,
        gap_before: entry.gap_before,
        order_certain: entry.order_certain,
        postings: postings.collect(),
        revisions,
        anchors: numbers.places(&entry.anchors),
        why: entry.why.clone(),
        names: numbers.names(),
    };
    brief::serialise(&body, "an entry")
}

/// The entry that a compressed body is of.
pub(super) fn unpack(packed: &[u8]) -> Result<Entry, Problem> {
    brief::unpack(packed, "an entry", Body::entry)
}

impl Body {
    fn entry(self) -> Option<Entry> {
        let names = self.names;
        let revision = |one: Version| {
            Some(Revision {
                snapshots: names.all_of(one.snapshots)?,
                heading: match one.heading {
                    Some(heading) => Some(names.block(heading)?),
                    None => None,
                },
                blocks: names.blocks(one.blocks)?,
                change: one.change,
            })
        };
        let posting = |(number, position): (u32, u32)| {
            Some(Posting {
                snapshot: names.of(number)?,
                position,
            })
        };
        Some(Entry {
            id: EntryId(self.id),
            author: self.author,
            published_at: self.published_at,
            updated_at: self.updated_at,
            stated_time: self.stated_time,
            url: self.url,
            state: self.state,
            gap_before: self.gap_before,
            order_certain: self.order_certain,
            postings: self
                .postings
                .into_iter()
                .map(posting)
                .collect::<Option<_>>()?,
            revisions: self
                .revisions
                .into_iter()
                .map(revision)
                .collect::<Option<_>>()?,
            anchors: names.places(self.anchors)?,
            why: self.why,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::model::Block;
    use crate::engine::model::Link;
    use crate::engine::model::Picture;
    use crate::engine::model::Role;
    use crate::engine::model::SnapshotId;
    use crate::engine::model::Source;
    use crate::store::pack;

    fn full() -> Entry {
        let (a, b) = (SnapshotId([1; 16]), SnapshotId([2; 16]));
        let place = |snapshot, line| Source {
            snapshot,
            line,
            part: 1,
        };
        let block = |role, text: &str| Block {
            role,
            text: SafeText::new(text),
            source: vec![place(b, 300), place(a, 4)],
            links: vec![Link {
                start: 0,
                end: 3,
                url: SafeText::new("https://example.org/"),
            }],
            pictures: vec![
                Picture {
                    url: SafeText::new("https://example.org/quay.jpg"),
                    words: SafeText::new("The quay"),
                    captioned: true,
                },
                Picture {
                    url: SafeText::new("https://example.org/bridge.jpg"),
                    words: SafeText::default(),
                    captioned: false,
                },
            ],
        };
        let revision = |snapshot, heading: Option<&str>, change| Revision {
            snapshots: vec![snapshot],
            heading: heading.map(|text| block(Role::Heading, text)),
            blocks: vec![block(Role::Paragraph, "“Quoted” — 12 °C")],
            change,
        };
        Entry {
            author: Some(SafeText::new("Ines Quarrier")),
            published_at: Some(Timestamp::UNIX_EPOCH),
            updated_at: Timestamp::from_microsecond(1_700_000_000_123_456).ok(),
            stated_time: Some(SafeText::new("14:05")),
            url: Some("https://example.org/1".to_owned()),
            state: EntryState::Withdrawn,
            gap_before: true,
            order_certain: false,
            postings: vec![
                Posting {
                    snapshot: b,
                    position: 0,
                },
                Posting {
                    snapshot: a,
                    position: 7,
                },
            ],
            revisions: vec![
                revision(b, Some("Ferry late"), Some(Change::Facts)),
                revision(a, None, None),
            ],
            anchors: vec![place(a, 4), place(b, 300)],
            why: vec!["a and b: same heading".to_owned()],
            ..Entry::new(EntryId([9; 8]))
        }
    }

    #[test]
    fn an_entry_comes_back_as_it_was() {
        let body = serialise(&full()).unwrap();
        assert_eq!(unpack(&pack::squeeze(&body).unwrap()).unwrap(), full());
        assert!(body.len() * 3 < serde_json::to_vec(&full()).unwrap().len());
    }

    #[test]
    fn a_body_of_an_older_program_is_read_and_a_damaged_one_is_said() {
        assert_eq!(unpack(&pack::pack(&full()).unwrap()).unwrap(), full());
        let mut body = serialise(&full()).unwrap();
        body.truncate(body.len() / 2);
        assert!(unpack(&pack::squeeze(&body).unwrap()).is_err());
        assert!(unpack(&pack::squeeze(b"").unwrap()).is_err());
    }
}
