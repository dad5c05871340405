//! Each page beside itself as it was before its newest entries came: nothing was edited, nothing was taken down, and it is one blog.
//! Whatever is told otherwise comes of a page that is read otherwise because it is shorter.
//! `cargo test earlier -- --nocapture` prints the figures of `docs/merge.md`.

use std::fs;
use std::path::Path;

use liveblog::engine::model::Capture;
use liveblog::engine::model::EntryState;
use liveblog::engine::model::RawSnapshot;
use liveblog::engine::model::Revision;

use crate::library;
use crate::publishers;

/// So many entries are taken off.
const NEWER: usize = 2;

/// Every so many-th page is looked at.
const STEP: usize = 2;

/// What is told of a page and its earlier state.
#[derive(Debug, Default)]
struct Told {
    pages: usize,
    /// How many pages make more than one blog.
    parted: usize,
    entries: usize,
    edited: usize,
    withdrawn: usize,
}

fn snapshot<'t>(hour: u32, lines: impl Iterator<Item = &'t str>) -> RawSnapshot {
    let capture = Capture {
        name: format!("{hour}.txt").into(),
        captured_at: Some(format!("2031-03-14T{hour}:00:00Z").parse().unwrap()),
        ..Capture::default()
    };
    let text: Vec<&str> = lines.collect();
    RawSnapshot::new(capture, text.join("\n\n").into_bytes())
}

impl Told {
    fn add(&mut self, rows: &[(String, String, String)]) {
        let mut entries: Vec<&str> = Vec::new();
        for (_, entry, _) in rows {
            if entry != "-" && !entries.contains(&entry.as_str()) {
                entries.push(entry);
            }
        }
        if entries.len() <= 2 * NEWER {
            return;
        }
        let newer = &entries[..NEWER];
        let all = rows.iter().map(|(_, _, text)| text.as_str());
        let older = rows.iter().filter(|row| !newer.contains(&row.1.as_str()));
        let older = older.map(|(_, _, text)| text.as_str());
        let timelines = library::timelines(&library::of(&[snapshot(10, older), snapshot(12, all)]));
        self.pages += 1;
        self.parted += usize::from(timelines.len() > 1);
        for entry in timelines.iter().flat_map(|one| &one.timeline.entries) {
            self.entries += 1;
            self.edited += usize::from(entry.revisions.iter().any(Revision::is_edit));
            self.withdrawn += usize::from(entry.state == EntryState::Withdrawn);
        }
    }
}

#[test]
fn what_came_in_above_is_no_edit_of_what_stands_below() {
    let lots = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/newsrooms");
    let mut lots: Vec<String> = fs::read_dir(lots)
        .unwrap()
        .map(|lot| lot.unwrap().file_name().into_string().unwrap())
        .collect();
    lots.sort();
    let mut told = Told::default();
    let pages = lots
        .iter()
        .flat_map(|lot| publishers::rows(&format!("newsrooms/{lot}")));
    for (_, rows) in pages.step_by(STEP) {
        told.add(&rows);
    }
    println!("{told:?}");
    assert!(told.pages > 50, "{told:?}");
    assert_eq!(told.withdrawn, 0, "{told:?}");
    assert!(told.parted * 200 <= told.pages, "{told:?}");
    assert!(told.edited * 100 <= told.entries, "{told:?}");
}
