//! No line of a snapshot is lost, doubled or invented, and no text makes the engine fail.

use std::collections::BTreeMap;

use proptest::prelude::*;

use liveblog::engine::digest;
use liveblog::engine::merge;
use liveblog::engine::merge::Member;
use liveblog::engine::model::Block;
use liveblog::engine::model::Cut;
use liveblog::engine::model::RawSnapshot;
use liveblog::engine::model::Reading;
use liveblog::engine::model::Role;
use liveblog::engine::model::SnapshotId;
use liveblog::engine::model::Timeline;
use liveblog::engine::parse;
use liveblog::engine::rules::Rules;
use liveblog::engine::text::words;

use crate::history::History;
use crate::history::Plan;
use crate::history::page::Form;
use crate::laws;
use crate::library;

fn timeline(raws: &[RawSnapshot]) -> (Vec<Reading>, Timeline) {
    let readings: Vec<Reading> = raws
        .iter()
        .map(|raw| digest::digest(raw, Rules::builtin()))
        .collect();
    let members: Vec<Member<'_>> = readings
        .iter()
        .zip(raws)
        .map(|(reading, raw)| Member {
            reading,
            capture: &raw.capture,
        })
        .collect();
    let timeline = merge::resolve(&members);
    (readings, timeline)
}

/// Everything that a timeline says of each line: the texts that stand for it.
fn said(timeline: &Timeline) -> BTreeMap<(SnapshotId, u32), Vec<String>> {
    let mut out: BTreeMap<(SnapshotId, u32), Vec<String>> = BTreeMap::new();
    let page = timeline
        .page
        .title
        .iter()
        .chain(&timeline.page.standfirst)
        .chain(&timeline.page.summary);
    let revisions = timeline.entries.iter().flat_map(|entry| &entry.revisions);
    let blocks = revisions.flat_map(|revision| revision.heading.iter().chain(&revision.blocks));
    for block in page.chain(blocks) {
        for source in &block.source {
            out.entry((source.snapshot, source.line))
                .or_default()
                .push(block.text.to_string());
        }
    }
    for snapshot in &timeline.snapshots {
        for dropped in &snapshot.dropped {
            out.entry((snapshot.id, dropped.line))
                .or_default()
                .push(dropped.text.to_string());
        }
    }
    out
}

/// A text without all that differs between two extractors: spaces, case, punctuation.
fn letters(text: &str) -> String {
    words::fold(text).replace(' ', "")
}

/// Every line is in exactly one place, a line that was split in as many as it has parts; together they are the line.
fn account(raws: &[RawSnapshot], timeline: &Timeline) -> Result<(), TestCaseError> {
    let mut said = said(timeline);
    for raw in raws {
        let (text, _) = parse::decode(&raw.bytes);
        let mut lines: BTreeMap<u32, String> = BTreeMap::new();
        for line in parse::lines(&text) {
            lines.entry(line.number).or_default().push_str(&line.text);
        }
        for (number, line) in lines {
            let parts = said.remove(&(raw.id, number)).unwrap_or_default();
            prop_assert!(
                !parts.is_empty(),
                "line {number} of {} is lost: {line:?}",
                raw.capture.name
            );
            let whole = letters(&line);
            for part in &parts {
                prop_assert!(
                    whole.contains(&letters(part)),
                    "line {number}: {part:?} is not in {line:?}"
                );
            }
            let told: usize = parts.iter().map(|part| letters(part).chars().count()).sum();
            prop_assert_eq!(
                told,
                whole.chars().count(),
                "line {} of {}: {:?} stands in {:?}",
                number,
                &raw.capture.name,
                line,
                parts
            );
        }
    }
    prop_assert!(said.is_empty(), "invented: {said:?}");
    Ok(())
}

/// Words, names of times, furniture and oddities, as lines of any kind.
fn line() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "Share",
        "Comments",
        "9 minutes ago",
        "10:41 , Ann Archer",
        "Updated at 12.08 GMT",
        "By Ann Archer",
        "• ",
        "“Quiet,”",
        "she said.",
        "The river rose",
        "Read more:",
        "Flood latest: live updates",
        "12.31 Uhr: Zug",
        "1931234400",
        "\u{202e}abc",
        "é\u{301}",
        "ﬁne",
        "…",
        "123",
        "İstanbul",
        "ß",
        "a",
        "\t",
        "\u{0}",
        "Photograph: A Name",
        "Watch | The gate closes",
        "x.Comments",
        "repliesComments",
        "Your support makes all the difference.The gate",
        "— ",
        "1h ago",
        "Key points",
        "18:20 Power is back",
        "Power is back – 3:23 p.m.",
        "Power is back (15.23 Uhr)",
        "14 June, 17:45 – The gate closes",
        "+++ 18:20 Zug +++ 17:45 Zug +++",
        "The gate closes. 16:55",
        "The gate closes. 16:51",
        "Hits the post. 88'",
        "Ann: The gate",
        "90",
        "87",
    ]);
    prop_oneof![4 => prop::collection::vec(word, 0..6).prop_map(|words| words.join(" ")), 1 => any::<String>(), 1 => ".{0,40}"]
}

fn page() -> impl Strategy<Value = String> {
    (
        prop::collection::vec(line(), 0..30),
        prop::sample::select(vec!["\n", "\r\n", "\n\n", "\r"]),
    )
        .prop_map(|(lines, end)| lines.join(end))
}

proptest! {
    #![proptest_config(laws::settings(16))]

    #[test]
    fn every_line_of_a_history_is_in_exactly_one_place(history in laws::small()) {
        let raws = history.raws();
        account(&raws, &timeline(&raws).1)?;
    }
}

proptest! {
    #![proptest_config(laws::settings(192))]

    #[test]
    fn every_line_of_any_page_is_in_exactly_one_place(a in page(), b in page()) {
        let raws = [library::snapshot("a.txt", a.into_bytes()), library::snapshot("b.txt", b.into_bytes())];
        let distinct = if raws[0].id == raws[1].id { &raws[..1] } else { &raws[..] };
        let (readings, timeline) = timeline(distinct);
        // By chance a line begins data, whose lines are no lines of text.
        prop_assume!(readings.iter().all(|reading| reading.format == "text"));
        account(distinct, &timeline)?;
    }

    #[test]
    fn no_bytes_make_the_engine_fail(bytes in prop::collection::vec(any::<u8>(), 0..600), other in prop::collection::vec(any::<u8>(), 0..60)) {
        timeline(&[library::snapshot("a.txt", bytes), library::snapshot("b.txt", other)]);
    }
}

/// Entries with a heading and a paragraph or more, without cards, media or times.
fn headed(seed: u64, snapshots: usize) -> History {
    let plan = Plan {
        snapshots,
        cards: 0.0,
        media: 0.0,
        background: 0.0,
        reposts: 0.0,
        withdrawals: 0.0,
        ..Plan::small(&[Form::Headed])
    };
    History::new(seed, &plan)
}

/// The lines at which a block with this role stands.
fn lines_of<'a>(blocks: impl Iterator<Item = &'a Block>, snapshot: SnapshotId) -> Vec<u32> {
    blocks
        .flat_map(|block| &block.source)
        .filter(|source| source.snapshot == snapshot)
        .map(|source| source.line)
        .collect()
}

proptest! {
    #![proptest_config(laws::settings(16))]

    #[test]
    fn headings_that_a_text_states_are_headings_in_the_timeline(seed in any::<u64>(), snapshots in 1_usize..4) {
        let history = headed(seed, snapshots);
        let (readings, timeline) = timeline(&history.raws());
        for reading in &readings {
            let headings = timeline.entries.iter().flat_map(|entry| entry.revisions.iter().filter_map(|revision| revision.heading.as_ref()));
            let found = lines_of(headings, reading.snapshot);
            for piece in reading.pieces.iter().filter(|piece| piece.role == Role::Heading && piece.cut == Cut::Certain) {
                prop_assert!(found.contains(&piece.line), "line {}: {}", piece.line, piece.text);
            }
        }
    }

    #[test]
    fn borders_that_times_state_are_borders_in_the_timeline(seed in any::<u64>(), form in prop::sample::select(vec![Form::Timed, Form::Paged, Form::Shared])) {
        let history = History::new(seed, &Plan { snapshots: 3, ..Plan::small(&[form, Form::Plain]) });
        let (readings, timeline) = timeline(&history.raws());
        for reading in readings.iter().filter(|reading| reading.form == liveblog::engine::model::Form::Timed) {
            let cuts = reading.pieces.iter().filter(|piece| piece.cut == Cut::Certain).count();
            let postings = timeline.entries.iter().flat_map(|entry| &entry.postings).filter(|posting| posting.snapshot == reading.snapshot).count();
            prop_assert_eq!(postings, cuts);
        }
    }
}
