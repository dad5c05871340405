//! Entries as the database keeps them: every snapshot is named once and then by its number, since an entry that many
//! snapshots show names each of them for every line. Bodies that an older program wrote are text (JSON) and are still read.

use std::collections::HashMap;

use jiff::Timestamp;
use serde::Deserialize;
use serde::Serialize;

use crate::engine::model::Block;
use crate::engine::model::Change;
use crate::engine::model::Entry;
use crate::engine::model::EntryId;
use crate::engine::model::EntryState;
use crate::engine::model::Link;
use crate::engine::model::Posting;
use crate::engine::model::Revision;
use crate::engine::model::Role;
use crate::engine::model::SnapshotId;
use crate::engine::model::Source;
use crate::engine::text::SafeText;
use crate::store::error::Problem;
use crate::store::pack;

/// The first byte of a body in this form; one of text begins with a brace.
const FORM: u8 = 1;

/// A snapshot by its number in the body, a line and a part of it.
type Place = (u32, u32, u16);

#[derive(Serialize, Deserialize)]
struct Body {
    snapshots: Vec<[u8; 16]>,
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

#[derive(Serialize, Deserialize)]
struct Paragraph {
    role: Role,
    text: SafeText,
    source: Vec<Place>,
    links: Vec<Link>,
}

/// An entry as bytes, not yet compressed.
pub(super) fn serialise(entry: &Entry) -> Result<Vec<u8>, Problem> {
    let mut numbers = Numbers::default();
    let mut places = |sources: &[Source]| -> Vec<Place> {
        let place = |one: &Source| (numbers.of(one.snapshot), one.line, one.part);
        sources.iter().map(place).collect()
    };
    let anchors = places(&entry.anchors);
    let mut paragraph = |block: &Block| Paragraph {
        role: block.role,
        text: block.text.clone(),
        source: places(&block.source),
        links: block.links.clone(),
    };
    let mut written: Vec<(Option<Paragraph>, Vec<Paragraph>)> = Vec::new();
    for revision in &entry.revisions {
        let heading = revision.heading.as_ref().map(&mut paragraph);
        written.push((
            heading,
            revision.blocks.iter().map(&mut paragraph).collect(),
        ));
    }
    let mut revisions = Vec::with_capacity(written.len());
    for (revision, (heading, blocks)) in entry.revisions.iter().zip(written) {
        let snapshots = revision.snapshots.iter();
        revisions.push(Version {
            snapshots: snapshots.map(|id| numbers.of(*id)).collect(),
            heading,
            blocks,
            change: revision.change,
        });
    }
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
        anchors,
        why: entry.why.clone(),
        snapshots: numbers.all,
    };
    postcard::to_extend(&body, vec![FORM])
        .map_err(|error| Problem::Damaged(format!("an entry cannot be written ({error})")))
}

/// The numbers of the snapshots that a body names.
#[derive(Default)]
struct Numbers {
    all: Vec<[u8; 16]>,
    of: HashMap<SnapshotId, u32>,
}

impl Numbers {
    fn of(&mut self, id: SnapshotId) -> u32 {
        let next = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        let all = &mut self.all;
        *self.of.entry(id).or_insert_with(|| {
            all.push(id.0);
            next
        })
    }
}

/// The entry that a compressed body is of.
pub(super) fn unpack(packed: &[u8]) -> Result<Entry, Problem> {
    let bytes = pack::unsqueeze(packed, "an entry")?;
    let Some((&FORM, rest)) = bytes.split_first() else {
        return pack::parse(&bytes, "an entry");
    };
    let body: Body = postcard::from_bytes(rest)
        .map_err(|error| Problem::Damaged(format!("an entry cannot be read ({error})")))?;
    body.entry().ok_or_else(|| {
        Problem::Damaged("an entry names a snapshot that it does not list".to_owned())
    })
}

impl Body {
    fn entry(self) -> Option<Entry> {
        let id = |number: u32| Some(SnapshotId(*self.snapshots.get(number as usize)?));
        let source = |(number, line, part): Place| {
            Some(Source {
                snapshot: id(number)?,
                line,
                part,
            })
        };
        let block = |one: Paragraph| {
            Some(Block {
                role: one.role,
                text: one.text,
                source: one.source.into_iter().map(source).collect::<Option<_>>()?,
                links: one.links,
            })
        };
        let revision = |one: Version| {
            Some(Revision {
                snapshots: one.snapshots.into_iter().map(id).collect::<Option<_>>()?,
                heading: match one.heading {
                    Some(heading) => Some(block(heading)?),
                    None => None,
                },
                blocks: one.blocks.into_iter().map(block).collect::<Option<_>>()?,
                change: one.change,
            })
        };
        let posting = |(number, position): (u32, u32)| {
            Some(Posting {
                snapshot: id(number)?,
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
            anchors: self
                .anchors
                .into_iter()
                .map(source)
                .collect::<Option<_>>()?,
            why: self.why,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
