//! A small engine for tests of the store. A snapshot is text: the first line is the title, `key: words` is a paragraph
//! whose identity is the key, `# words` a heading, `! words` furniture. An empty line ends an entry as far as this
//! snapshot knows; `--` says for certain that two entries meet here, and wins over all other snapshots.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::engine::matching::Verdict;
use crate::engine::merge::Member;
use crate::engine::merge::Memory;
use crate::engine::merge::Update;
use crate::engine::model::Block;
use crate::engine::model::BlogId;
use crate::engine::model::Capture;
use crate::engine::model::Cut;
use crate::engine::model::DroppedLine;
use crate::engine::model::Entry;
use crate::engine::model::EntryId;
use crate::engine::model::EntryState;
use crate::engine::model::Form;
use crate::engine::model::PageMeta;
use crate::engine::model::PageText;
use crate::engine::model::Piece;
use crate::engine::model::Posting;
use crate::engine::model::RawSnapshot;
use crate::engine::model::Reading;
use crate::engine::model::Revision;
use crate::engine::model::Role;
use crate::engine::model::SnapshotId;
use crate::engine::model::SnapshotSummary;
use crate::engine::model::Source;
use crate::engine::model::Timeline;
use crate::engine::rules::Rules;
use crate::engine::text::SafeText;
use crate::store::engine::Engine;
use crate::store::engine::KeptSketch;
use crate::store::engine::Load;
use crate::store::error::Problem;

thread_local! {
    /// How many pairs were judged on this thread.
    pub(super) static JUDGED: Cell<u32> = const { Cell::new(0) };
}

pub(super) const FAKE: Engine = Engine {
    version: 1,
    digest,
    sketch,
    judge,
    merge,
};

/// The same engine, one version later.
pub(super) const NEWER: Engine = Engine { version: 2, ..FAKE };

/// One version later still, with every paragraph in another part of its line.
pub(super) const SHIFTED: Engine = Engine {
    version: 3,
    digest: digest_shifted,
    ..FAKE
};

fn digest(raw: &RawSnapshot, _: &Rules) -> Reading {
    let text = String::from_utf8_lossy(&raw.bytes).into_owned();
    let mut pieces = Vec::new();
    let mut cut = Cut::Certain;
    for (line, text) in (1..).zip(text.lines()) {
        let role = match text.trim() {
            "" => {
                cut = if cut == Cut::Certain {
                    cut
                } else {
                    Cut::Odds(0.0)
                };
                continue;
            }
            "--" => {
                cut = Cut::Certain;
                continue;
            }
            _ if line == 1 => Role::Headline,
            heading if heading.starts_with('#') => Role::Heading,
            furniture if furniture.starts_with('!') => Role::Furniture,
            _ => Role::Paragraph,
        };
        pieces.push(piece(line, role, text, cut));
        if !matches!(role, Role::Headline | Role::Furniture) {
            cut = Cut::Never;
        }
    }
    let meta = PageMeta {
        url: raw.capture.url.clone(),
        ..PageMeta::default()
    };
    Reading {
        snapshot: raw.id,
        format: "fake".to_owned(),
        form: Form::Plain,
        meta,
        pieces,
    }
}

fn digest_shifted(raw: &RawSnapshot, rules: &Rules) -> Reading {
    let mut reading = digest(raw, rules);
    reading.pieces.iter_mut().for_each(|piece| piece.part += 3);
    reading
}

fn piece(line: u32, role: Role, text: &str, cut: Cut) -> Piece {
    let text = SafeText::new(text);
    Piece {
        line,
        part: 0,
        role,
        text,
        cut,
        why: "fake".to_owned(),
        stamp: None,
        native: None,
        links: Vec::new(),
        pictures: Vec::new(),
    }
}

fn key(piece: &Piece) -> String {
    piece.text.split(':').next().unwrap_or_default().to_owned()
}

fn content(reading: &Reading) -> impl Iterator<Item = &Piece> {
    reading
        .pieces
        .iter()
        .filter(|piece| matches!(piece.role, Role::Paragraph | Role::Heading))
}

fn sketch(reading: &Reading) -> KeptSketch {
    let names: BTreeSet<String> = content(reading).map(key).collect();
    let number = |name: &String| {
        u64::from_le_bytes(
            blake3::hash(name.as_bytes()).as_bytes()[..8]
                .try_into()
                .unwrap(),
        )
    };
    KeptSketch {
        bytes: serde_json::to_vec(&names).unwrap(),
        keys: names.iter().map(number).collect(),
    }
}

/// Two common paragraphs: the same blog. One: doubtful.
fn judge(a: &[u8], b: &[u8]) -> Option<Verdict> {
    JUDGED.set(JUDGED.get() + 1);
    let a: BTreeSet<String> = serde_json::from_slice(a).ok()?;
    let b: BTreeSet<String> = serde_json::from_slice(b).ok()?;
    let common = a.intersection(&b).count();
    let why = format!("{common} common");
    Some(Verdict {
        same: common >= 2,
        doubtful: common == 1,
        score: common as f32 / 100.0,
        why,
    })
}

/// Merges everything from nothing and says that all of it changed.
fn merge(
    _: &mut Memory,
    members: &[(SnapshotId, Capture)],
    load: &mut Load<'_>,
) -> Result<Update, Problem> {
    let mut parts = Vec::new();
    for (id, capture) in members {
        parts.push((load(*id)?, capture));
    }
    let members: Vec<Member<'_>> = parts
        .iter()
        .map(|(reading, capture)| Member { reading, capture })
        .collect();
    let timeline = resolve(&members);
    let ids = timeline.entries.iter().map(|entry| entry.id);
    Ok(Update {
        blog: timeline.blog,
        title: timeline.title,
        url: timeline.url,
        publisher: timeline.publisher,
        ends_at: timeline.ends_at,
        page: timeline.page,
        snapshots: timeline.snapshots.iter().map(|one| one.id).collect(),
        order: ids.zip((0..).map(Some)).collect(),
        changed: timeline.entries,
    })
}

fn resolve(members: &[Member<'_>]) -> Timeline {
    let mut members = members.to_vec();
    members.sort_by_key(|one| {
        (
            one.capture.captured_at.is_none(),
            one.capture.captured_at,
            one.reading.snapshot,
        )
    });
    let groups = groups(&members);
    let mut entries: Vec<((usize, u32), Entry)> =
        groups.iter().map(|group| entry(&members, group)).collect();
    entries.sort_by_key(|((member, line), entry)| (usize::MAX - member, *line, entry.id));
    let last = members.last().unwrap();
    Timeline {
        blog: BlogId::of(members[0].reading.snapshot),
        title: last
            .reading
            .pieces
            .first()
            .map(|piece| piece.text.clone())
            .unwrap_or_default(),
        url: last.reading.meta.url.clone(),
        publisher: None,
        ends_at: last.reading.meta.ends_at,
        page: PageText::default(),
        entries: entries.into_iter().map(|(_, entry)| entry).collect(),
        snapshots: members.iter().rev().map(summary).collect(),
    }
}

/// The sets of paragraphs that are one entry.
fn groups(members: &[Member<'_>]) -> Vec<BTreeSet<String>> {
    let mut joined = BTreeSet::new();
    let mut apart = BTreeSet::new();
    let mut all: BTreeMap<String, usize> = BTreeMap::new();
    for member in members {
        let pieces: Vec<&Piece> = content(member.reading).collect();
        for piece in &pieces {
            let next = all.len();
            all.entry(key(piece)).or_insert(next);
        }
        for pair in pieces.windows(2) {
            let (a, b) = (key(pair[0]), key(pair[1]));
            let votes = match pair[1].cut {
                Cut::Never => &mut joined,
                Cut::Certain => &mut apart,
                Cut::Odds(_) => continue,
            };
            votes.insert((a.clone().min(b.clone()), a.max(b)));
        }
    }
    for (a, b) in joined.difference(&apart) {
        let (keep, gone) = (all[a], all[b]);
        all.values_mut()
            .filter(|group| **group == gone)
            .for_each(|group| *group = keep);
    }
    let mut groups: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    for (key, group) in all {
        groups.entry(group).or_default().insert(key);
    }
    groups.into_values().collect()
}

/// An entry, and the newest place where it stands.
fn entry(members: &[Member<'_>], group: &BTreeSet<String>) -> ((usize, u32), Entry) {
    let mut anchors = Vec::new();
    let mut postings = Vec::new();
    let mut newest = (0, 0);
    let mut revisions: Vec<Revision> = Vec::new();
    for (i, member) in members.iter().enumerate() {
        let pieces: Vec<&Piece> = content(member.reading)
            .filter(|piece| group.contains(&key(piece)))
            .collect();
        let Some(first) = pieces.first() else {
            continue;
        };
        let snapshot = member.reading.snapshot;
        anchors.push(Source {
            snapshot,
            line: first.line,
            part: first.part,
        });
        postings.push(Posting {
            snapshot,
            position: first.line,
        });
        newest = (i, first.line);
        let mut blocks: Vec<Block> = pieces.iter().map(|piece| block(snapshot, piece)).collect();
        let mut heading = (blocks[0].role == Role::Heading).then(|| blocks.remove(0));
        let old = revisions
            .iter()
            .position(|old| texts(old) == texts_of(heading.as_ref(), &blocks));
        let mut revision = old.map_or(
            Revision {
                snapshots: Vec::new(),
                heading: None,
                blocks: Vec::new(),
                change: None,
            },
            |at| revisions.remove(at),
        );
        for (new, old) in heading
            .iter_mut()
            .chain(&mut blocks)
            .zip(revision.heading.iter().chain(&revision.blocks))
        {
            new.source.extend(&old.source);
            new.source.sort_unstable();
        }
        revision.snapshots.push(snapshot);
        revision.snapshots.sort_unstable();
        revisions.insert(
            0,
            Revision {
                heading,
                blocks,
                ..revision
            },
        );
    }
    let state = if newest.0 + 1 == members.len() {
        EntryState::Current
    } else {
        EntryState::RolledOff
    };
    let id = EntryId::of(anchors[0].snapshot, anchors[0].line, anchors[0].part);
    let entry = Entry {
        state,
        postings,
        revisions,
        anchors,
        ..Entry::new(id)
    };
    (newest, entry)
}

fn block(snapshot: SnapshotId, piece: &Piece) -> Block {
    let source = vec![Source {
        snapshot,
        line: piece.line,
        part: piece.part,
    }];
    Block {
        role: piece.role,
        text: piece.text.clone(),
        source,
        links: Vec::new(),
        pictures: Vec::new(),
    }
}

fn texts(revision: &Revision) -> Vec<SafeText> {
    texts_of(revision.heading.as_ref(), &revision.blocks)
}

fn texts_of(heading: Option<&Block>, blocks: &[Block]) -> Vec<SafeText> {
    heading
        .into_iter()
        .chain(blocks)
        .map(|block| block.text.clone())
        .collect()
}

fn summary(member: &Member<'_>) -> SnapshotSummary {
    let furniture = member
        .reading
        .pieces
        .iter()
        .filter(|piece| piece.role == Role::Furniture);
    SnapshotSummary {
        id: member.reading.snapshot,
        name: member.capture.name.clone(),
        origin: member.capture.origin.clone(),
        captured_at: member.capture.captured_at,
        format: "fake".to_owned(),
        form: Form::Plain,
        dropped: furniture
            .map(|piece| DroppedLine {
                line: piece.line,
                text: piece.text.clone(),
                why: "fake".to_owned(),
            })
            .collect(),
    }
}
