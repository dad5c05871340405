//! What the texts of a page and the headings of entries were over time: every version with when it was seen and what changed.

use jiff::Timestamp;

use crate::engine::model::Block;
use crate::engine::model::Change;
use crate::engine::model::Entry;
use crate::engine::model::PageText;
use crate::engine::model::SnapshotId;
use crate::engine::model::SnapshotSummary;
use crate::engine::text::diff;
use crate::engine::text::diff::Fate;
use crate::engine::text::diff::Stretch;
use crate::engine::text::words;
use crate::engine::text::words::Fingerprint;

/// One version of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The text; the paragraphs of a summary in lines.
    pub text: String,
    /// The snapshots that show it, newest first.
    pub snapshots: Vec<SnapshotId>,
    /// When the first of them was captured, where that is known.
    pub first_seen: Option<Timestamp>,
    /// When the last of them was captured, where that is known.
    pub last_seen: Option<Timestamp>,
    /// What changed against the next older version; nothing for the oldest. Never cosmetic: versions that differ in
    /// quotes, spaces, case or punctuation alone are one.
    pub change: Option<Change>,
    /// The words against the next older version; nothing for the oldest.
    pub words: Vec<Stretch>,
}

/// The versions of a page's title, newest first.
pub fn of_title(page: &PageText, snapshots: &[SnapshotSummary]) -> Vec<Version> {
    of_blocks(&page.title, snapshots)
}

/// The versions of a page's standfirst, newest first.
pub fn of_standfirst(page: &PageText, snapshots: &[SnapshotSummary]) -> Vec<Version> {
    of_blocks(&page.standfirst, snapshots)
}

/// The versions of a page's summary, newest first: all paragraphs of it that a snapshot shows, from top to bottom.
pub fn of_summary(page: &PageText, snapshots: &[SnapshotSummary]) -> Vec<Version> {
    of_blocks(&page.summary, snapshots)
}

/// The versions of an entry's heading, newest first. `snapshots` are those of the blog, newest first.
pub fn of_heading(entry: &Entry, snapshots: &[SnapshotSummary]) -> Vec<Version> {
    let headings: Vec<Block> = entry
        .revisions
        .iter()
        .filter_map(|revision| revision.heading.clone())
        .collect();
    of_blocks(&headings, snapshots)
}

/// What is between two texts.
pub fn change(older: &str, newer: &str) -> Change {
    if words::fold(older) == words::fold(newer) {
        // The words are the same, but a number may count something else: "$5m", "€5m".
        let same = words::say_the_same(older, newer);
        return if same {
            Change::Cosmetic
        } else {
            Change::Facts
        };
    }
    let words = diff::words(older, newer);
    let gone = |stretch: &&Stretch| stretch.fate == Fate::Gone && !stretch.cosmetic;
    if words.iter().filter(gone).count() == 0 {
        return Change::Added;
    }
    let (gone, came) = diff::changed_facts(older, newer);
    // A word that both have in other cases or quotes is no other name.
    let lacks = |text: &str, fact: &String| !words::holds_any(text, std::slice::from_ref(fact));
    if gone.iter().any(|fact| lacks(newer, fact)) || came.iter().any(|fact| lacks(older, fact)) {
        Change::Facts
    } else {
        Change::Reworded
    }
}

/// The versions that blocks make up, snapshot by snapshot: what each shows of them, where it shows any.
fn of_blocks(blocks: &[Block], snapshots: &[SnapshotSummary]) -> Vec<Version> {
    let mut out: Vec<(Fingerprint, Version)> = Vec::new();
    for snapshot in snapshots {
        let text = shown(blocks, snapshot.id);
        if words::count(&text) == 0 {
            continue;
        }
        let print = Fingerprint::of(&text);
        let seen = snapshot.captured_at;
        match out.iter_mut().find(|(known, _)| *known == print) {
            Some((_, version)) => {
                version.snapshots.push(snapshot.id);
                let seen = || {
                    [version.first_seen, version.last_seen, seen]
                        .into_iter()
                        .flatten()
                };
                (version.first_seen, version.last_seen) = (seen().min(), seen().max());
            }
            None => out.push((
                print,
                Version {
                    text,
                    snapshots: vec![snapshot.id],
                    first_seen: seen,
                    last_seen: seen,
                    change: None,
                    words: Vec::new(),
                },
            )),
        }
    }
    let mut versions: Vec<Version> = out.into_iter().map(|(_, version)| version).collect();
    for i in 1..versions.len() {
        let older = versions[i].text.clone();
        let newer = &mut versions[i - 1];
        newer.change = Some(change(&older, &newer.text));
        newer.words = diff::words(&older, &newer.text);
    }
    versions
}

/// What a snapshot shows of some blocks, from top to bottom, in lines.
fn shown(blocks: &[Block], snapshot: SnapshotId) -> String {
    let mut lines: Vec<(u32, u16, &str)> = blocks
        .iter()
        .flat_map(|block| {
            let here = block.source.iter().filter(|one| one.snapshot == snapshot);
            here.map(|one| (one.line, one.part, block.text.as_str()))
        })
        .collect();
    lines.sort_unstable();
    lines.dedup_by_key(|(_, _, text)| *text);
    let texts: Vec<&str> = lines.into_iter().map(|(_, _, text)| text).collect();
    texts.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::model::Form;
    use crate::engine::model::Role;
    use crate::engine::model::Source;

    #[test]
    fn every_kind_of_change_has_its_name() {
        for (older, newer, want) in [
            (
                "“It’s over”, he said",
                "\"It's over\" he said",
                Change::Cosmetic,
            ),
            ("Bridge closed", "BRIDGE  CLOSED.", Change::Cosmetic),
            ("It costs $5m", "It costs €5m", Change::Facts),
            ("Bridge closed", "Bridge closed after storm", Change::Added),
            (
                "Bridge closed at nine",
                "Bridge closed at ten",
                Change::Facts,
            ),
            ("Mayor meets Archer", "Mayor meets Fletcher", Change::Facts),
            ("Bridge is closed", "Bridge remains shut", Change::Reworded),
            (
                "LIVE: “Hilda” is stuck",
                "Live: Hilda is towed off",
                Change::Reworded,
            ),
        ] {
            assert_eq!(change(older, newer), want, "{older} -> {newer}");
        }
    }

    #[test]
    fn a_summary_has_a_version_for_each_set_of_paragraphs() {
        let id = |n: u8| SnapshotId([n; 16]);
        let block = |text: &str, lines: &[(u8, u32)]| Block {
            links: Vec::new(),
            pictures: Vec::new(),
            role: Role::Summary,
            text: text.into(),
            source: lines
                .iter()
                .map(|(n, line)| Source {
                    snapshot: id(*n),
                    line: *line,
                    part: 0,
                })
                .collect(),
        };
        let summary = |n: u8, at: &str| SnapshotSummary {
            id: id(n),
            name: "a.txt".into(),
            origin: "a.txt".into(),
            captured_at: at.parse().ok(),
            format: "text".to_owned(),
            form: Form::Headed,
            dropped: Vec::new(),
        };
        let page = PageText {
            summary: vec![
                block("Two tugs are on their way.", &[(3, 2)]),
                block("The ferry is stuck.", &[(3, 3), (2, 2), (1, 2)]),
            ],
            ..PageText::default()
        };
        let snapshots = [
            summary(3, "2031-03-14T12:00:00Z"),
            summary(2, "2031-03-14T11:00:00Z"),
            summary(1, "unknown"),
        ];
        let found = of_summary(&page, &snapshots);
        assert_eq!(found.len(), 2);
        assert_eq!(
            found[0].text,
            "Two tugs are on their way.\nThe ferry is stuck."
        );
        assert_eq!(found[0].change, Some(Change::Added));
        assert_eq!((&found[1].change, found[1].snapshots.len()), (&None, 2));
        assert_eq!(found[1].first_seen, snapshots[1].captured_at);
        assert!(of_title(&page, &snapshots).is_empty());
    }
}
