//! One entry in full, with where it comes from: revisions, snapshots, why it was joined, times.

use std::sync::Arc;

use crate::app::changes;
use crate::app::changes::Edit;
use crate::app::common::Common;
use crate::app::compose;
use crate::app::compose::Dress;
use crate::app::compose::Show;
use crate::app::direction;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::ink::Span;
use crate::app::mark;
use crate::app::names::Names;
use crate::app::stamp;
use crate::engine::model::Change;
use crate::engine::model::Entry;
use crate::engine::model::EntryId;
use crate::engine::model::EntryState;
use crate::engine::model::MarkedEntry;
use crate::engine::model::Role;
use crate::engine::model::SnapshotId;
use crate::engine::model::SnapshotSummary;

/// How many entries are kept ready.
const READY: usize = 3;

/// The reader pane.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reader {
    /// The entry shown.
    pub entry: Option<EntryId>,
    /// The entry that was opened in full last, while it is.
    pub opened: Option<EntryId>,
    /// How far it is scrolled.
    pub top: usize,
    /// How many lines the pane shows.
    pub height: usize,
    /// All lines of the entry.
    pub lines: Arc<Vec<Line>>,
    built: Option<Conditions>,
    /// The lines of entries that may be shown next, and of the one that was shown before.
    ready: Vec<Made>,
}

/// The lines of an entry, and what they depend on.
type Made = (Conditions, Arc<Vec<Line>>);

/// What the lines of an entry depend on.
#[derive(Debug, Clone, PartialEq)]
struct Conditions {
    width: usize,
    marked: Common<MarkedEntry>,
    snapshots: usize,
    show: Show,
}

impl Conditions {
    fn are(
        &self,
        marked: &Common<MarkedEntry>,
        show: Show,
        snapshots: usize,
        width: usize,
    ) -> bool {
        (self.width, self.snapshots, self.show) == (width, snapshots, show)
            && self.marked == *marked
    }
}

impl Reader {
    /// Shows an entry in some columns and rows; another one than before from its beginning.
    pub fn show(
        &mut self,
        marked: Option<&Common<MarkedEntry>>,
        show: Show,
        snapshots: &[SnapshotSummary],
        dress: &Dress,
        (width, height): (usize, usize),
        names: &Names,
    ) {
        self.height = height.max(1);
        let Some(marked) = marked else {
            *self = Self {
                height: self.height,
                ..Self::default()
            };
            return;
        };
        if self.entry != Some(marked.entry.id) {
            self.entry = Some(marked.entry.id);
            self.top = 0;
        }
        let same = |one: &Conditions| one.are(marked, show, snapshots.len(), width);
        if !self.built.as_ref().is_some_and(same) {
            let ready = self.ready.iter().position(|(one, _)| same(one));
            let (conditions, now) = match ready {
                Some(at) => self.ready.swap_remove(at),
                None => lines(marked, show, snapshots, dress, width, names),
            };
            let before = std::mem::replace(&mut self.lines, now);
            self.ready
                .extend(self.built.replace(conditions).map(|one| (one, before)));
            self.ready.truncate(READY);
        }
        self.top = self.top.min(self.bottom());
    }

    /// Makes the lines of entries that may be shown next.
    pub fn prepare<'a>(
        &mut self,
        entries: impl Iterator<Item = &'a Common<MarkedEntry>>,
        snapshots: &[SnapshotSummary],
        dress: &Dress,
        width: usize,
        names: &Names,
    ) {
        let show = Show::Open;
        let mut before = std::mem::take(&mut self.ready);
        for marked in entries {
            let same = |(one, _): &Made| one.are(marked, show, snapshots.len(), width);
            self.ready.push(match before.iter().position(same) {
                Some(at) => before.swap_remove(at),
                None => lines(marked, show, snapshots, dress, width, names),
            });
        }
    }

    /// Forgets the lines, so that they are made anew.
    pub fn forget(&mut self) {
        self.built = None;
        self.ready.clear();
    }

    /// The furthest that it can be scrolled.
    pub fn bottom(&self) -> usize {
        self.lines.len().saturating_sub(self.height)
    }

    /// Scrolls by some lines; answers whether it moved.
    pub fn scroll(&mut self, by: isize) -> bool {
        let to = self.top.saturating_add_signed(by).min(self.bottom());
        std::mem::replace(&mut self.top, to) != to
    }
}

/// Makes the lines of an entry.
fn lines(
    marked: &Common<MarkedEntry>,
    show: Show,
    snapshots: &[SnapshotSummary],
    dress: &Dress,
    width: usize,
    names: &Names,
) -> Made {
    let conditions = Conditions {
        width,
        marked: marked.clone(),
        snapshots: snapshots.len(),
        show,
    };
    let entry = &marked.entry;
    let width = width.saturating_sub(2).max(1);
    let mut out = compose::entry(entry, dress, width, show);
    direction::align(&mut out, entry, width);
    if let Some(note) = &marked.marks.note {
        section("Note", &mut out);
        out.extend(compose::words(note, Ink::Text, width));
        out.push(Line::blank());
    }
    if !marked.marks.tags.is_empty() {
        section("Tags", &mut out);
        let tags: Vec<String> = marked
            .marks
            .tags
            .iter()
            .map(|tag| format!("#{tag}"))
            .collect();
        out.extend(compose::words(&tags.join(" "), Ink::Text, width));
        out.push(Line::blank());
    }
    times(entry, dress, width, &mut out);
    revisions(entry, dress, width, &mut out);
    places(entry, snapshots, dress, width, &mut out);
    if !entry.why.is_empty() {
        section("Why these are one entry", &mut out);
        for why in &entry.why {
            item(why, Ink::Text, dress, width, &mut out);
        }
        out.push(Line::blank());
    }
    while out.last().is_some_and(|line| line.spans.is_empty()) {
        out.pop();
    }
    let shown = entry.revisions.first();
    let named = shown.map_or_else(Vec::new, |shown| names.in_texts(shown));
    for line in &mut out {
        if let Some(piece) = line.piece.take() {
            mark::names(&mut line.spans, piece.span, piece, &named);
        }
        line.spans.insert(
            0,
            Span {
                text: " ".to_owned(),
                ink: Ink::Text,
            },
        );
    }
    (conditions, Arc::new(out))
}

fn section(title: &str, out: &mut Vec<Line>) {
    out.push(Line::of(title, Ink::Heading));
}

fn item(text: &str, ink: Ink, dress: &Dress, width: usize, out: &mut Vec<Line>) {
    changes::signed(dress.glyphs.bullet, text, ink, width, out);
}

fn indented(lines: Vec<Line>, out: &mut Vec<Line>) {
    for line in lines {
        let mut whole = Line::of("  ", Ink::Muted);
        whole.spans.extend(line.spans);
        out.push(whole);
    }
}

fn times(entry: &Entry, dress: &Dress, width: usize, out: &mut Vec<Line>) {
    let mut facts = Vec::new();
    facts.extend(
        entry
            .published_at
            .map(|at| format!("Published {}", stamp::moment(at, dress.zone))),
    );
    facts.extend(
        entry
            .updated_at
            .map(|at| format!("Updated {}", stamp::moment(at, dress.zone))),
    );
    match &entry.stated_time {
        Some(stated) => facts.push(format!("The page says “{stated}”")),
        None if entry.published_at.is_none() => facts.push("The page states no time".to_owned()),
        None => {}
    }
    facts.extend(match entry.state {
        EntryState::Withdrawn => Some(
            "Taken down: a newer snapshot shows what stood around it, but not this entry"
                .to_owned(),
        ),
        EntryState::RolledOff => Some("Older than what the newest snapshot still shows".to_owned()),
        EntryState::Current | EntryState::Revised => None,
    });
    if !entry.order_certain {
        facts.push("No snapshot says for certain where it stands among its neighbours".to_owned());
    }
    section("Times", out);
    let bylines = entry.revisions.iter().flat_map(|revision| &revision.blocks);
    // Lines that name nobody but the author say nothing of times, and seconds in a row nothing to a person.
    let bylines = bylines.filter(|block| {
        let text = block.text.as_str();
        let counts = text.len() > 6 && text.chars().all(char::is_numeric);
        block.role == Role::Byline && text.contains(char::is_numeric) && !counts
    });
    facts.extend(bylines.map(|block| format!("On the page: {}", block.text)));
    facts.dedup();
    for fact in facts {
        item(&fact, Ink::Text, dress, width, out);
    }
    out.push(Line::blank());
}

fn revisions(entry: &Entry, dress: &Dress, width: usize, out: &mut Vec<Line>) {
    if entry.revisions.len() < 2 {
        return;
    }
    section(&format!("Revisions ({})", entry.revisions.len()), out);
    for pair in entry.revisions.windows(2) {
        let what = match pair[0].change {
            Some(Change::Added) => "text was added",
            Some(Change::Reworded) => "reworded",
            Some(Change::Facts) => "a number or a name changed",
            Some(Change::Cosmetic) => "only marks and spaces changed",
            Some(Change::Redrawn) => "no words changed: one of the pages is only read otherwise",
            None => "changed",
        };
        item(what, Ink::Text, dress, width, out);
        let (new, old) = (changes::texts(&pair[0]), changes::texts(&pair[1]));
        for edit in changes::edits(&old, &new) {
            match edit {
                Edit::Kept(_) => {}
                Edit::Edited(old, new) => {
                    indented(changes::lines(old, new, width.saturating_sub(2)), out);
                }
                whole => changes::edit_lines(whole, dress, width, out),
            }
        }
    }
    out.push(Line::blank());
}

fn places(
    entry: &Entry,
    snapshots: &[SnapshotSummary],
    dress: &Dress,
    width: usize,
    out: &mut Vec<Line>,
) {
    let mut shown: Vec<SnapshotId> = Vec::new();
    for posting in &entry.postings {
        if !shown.contains(&posting.snapshot) {
            shown.push(posting.snapshot);
        }
    }
    section(
        &format!(
            "In {} of {} snapshots",
            shown.len(),
            snapshots.len().max(shown.len())
        ),
        out,
    );
    for id in shown {
        let times = entry
            .postings
            .iter()
            .filter(|posting| posting.snapshot == id)
            .count();
        let known = snapshots.iter().find(|snapshot| snapshot.id == id);
        let mut text = known.map_or_else(|| id.to_string(), |snapshot| snapshot.name.to_string());
        if let Some(at) = known.and_then(|snapshot| snapshot.captured_at) {
            text.push_str(&format!(", captured {}", stamp::moment(at, dress.zone)));
        }
        if times > 1 {
            text.push_str(&format!(", {times} times"));
        }
        item(&text, Ink::Text, dress, width, out);
    }
    out.push(Line::blank());
}
