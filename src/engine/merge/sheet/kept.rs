//! Sheets as they are kept from one process to the next: one part with what a sheet is by itself, one with what it became among
//! others.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::engine::merge::clock::PageDay;
use crate::engine::merge::habit::Habit;
use crate::engine::merge::habit::Heads;
use crate::engine::merge::habit::Length;
use crate::engine::merge::keep;
use crate::engine::merge::para::Brought;
use crate::engine::merge::para::Line;
use crate::engine::merge::para::Paragraphs;
use crate::engine::merge::posting::Direction;
use crate::engine::merge::posting::Postings;
use crate::engine::merge::sheet::Row;
use crate::engine::merge::sheet::Sheet;
use crate::engine::merge::sheet::Taken;
use crate::engine::merge::sheet::aside::Places;
use crate::engine::merge::sheet::detail::Course;
use crate::engine::merge::sheet::detail::Lines;
use crate::engine::merge::sheet::folding::Folding;
use crate::engine::merge::sheet::gists;
use crate::engine::merge::sheet::head_of;
use crate::engine::merge::sheet::states_times;
use crate::engine::model::Capture;
use crate::engine::model::Form;
use crate::engine::model::PageMeta;
use crate::engine::model::SnapshotId;
use crate::engine::segment::label::Habits;
use crate::engine::segment::looks::Looks;
use crate::engine::text::words::Fingerprint;

/// What a sheet is by itself, as it is kept.
#[derive(Deserialize)]
struct Is {
    snapshot: SnapshotId,
    form: Form,
    meta: PageMeta,
    capture: Capture,
    rows: Vec<Row>,
    aside: Vec<(Fingerprint, Places)>,
    first: Vec<Taken>,
    looks: Option<Looks>,
    bare: f32,
    footed: bool,
    heads: Heads,
    day: Option<PageDay>,
    days: Vec<(usize, u8)>,
    brought: Brought,
}

impl Sheet {
    /// What it is by itself, to be kept: the fields of [`Is`].
    ///
    /// # Errors
    /// None that is known.
    pub(crate) fn to_keep(&self, paragraphs: &Paragraphs) -> Result<Vec<u8>, postcard::Error> {
        let brought = paragraphs.brought(&self.brings);
        postcard::to_allocvec(&(
            self.snapshot,
            self.form,
            &self.meta,
            &self.capture,
            self.rows(),
            &self.aside,
            self.at(0),
            self.looks(),
            self.bare,
            self.footed,
            self.heads,
            self.day,
            &self.days,
            brought,
        ))
    }

    /// What it became among other sheets, to be kept.
    ///
    /// # Errors
    /// None that is known.
    pub(crate) fn became(&self, paragraphs: &Paragraphs) -> Result<Vec<u8>, postcard::Error> {
        let (course, postings) = (&*self.course, &self.lines.postings);
        // The fields of a spread.
        let spread = (postings, &self.page, &self.card_classes, self.direction);
        let links = paragraphs.links(self.brings.start.classes..self.brings.end.classes);
        postcard::to_allocvec(&(course.changed(), &course.ends, &course.hints, spread, links))
    }

    /// A sheet that was kept, as it is by itself; the classes that it brings are taken in.
    pub(crate) fn of_kept(bytes: &[u8], paragraphs: &mut Paragraphs) -> Option<Self> {
        let is: Is = keep::read(bytes)?;
        let first = paragraphs.counts();
        paragraphs.bring(is.brought);
        let now = paragraphs.counts();
        let known = |row: &Row| row.class() < now.classes && (row.wording as usize) < now.wordings;
        let whole = is.rows.len() == is.first.len() && is.rows.iter().all(known);
        let stage: Arc<[Taken]> = is.first.into();
        if whole {
            let days: BTreeSet<usize> = is.days.iter().map(|(row, _)| *row).collect();
            for (at, row) in is.rows.iter().enumerate() {
                let line = Line {
                    class: row.class,
                    shape: row.shape,
                    days: days.contains(&at),
                };
                paragraphs.know(row.wording, line);
            }
        }
        let mut sheet = Self {
            snapshot: is.snapshot,
            open: false,
            length: Length::default(),
            heads: is.heads,
            habit: Habit::default(),
            wont: Habits::default(),
            sparse: is.form == Form::Timed && !states_times(&is.rows, &stage),
            form: is.form,
            meta: is.meta,
            capture: is.capture,
            course: Folding::of(Course {
                gists: gists(&is.rows),
                stages: Course::stages(Arc::clone(&stage)),
                ..Course::default()
            }),
            head: head_of(&is.rows),
            headings: is.looks.as_ref().map(|looks| looks.headings.trust()),
            aside: is.aside,
            shown: OnceLock::new(),
            scored: OnceLock::new(),
            paths: std::array::from_fn(|_| None),
            bare: is.bare,
            footed: is.footed,
            day: is.day,
            days: is.days,
            brings: first..now,
            page: Vec::new(),
            card_classes: Vec::new(),
            direction: Direction::default(),
            lines: Folding::of(Lines {
                rows: is.rows,
                settled: Arc::clone(&stage),
                postings: Postings::default(),
            }),
            looks: is.looks.map(Folding::of),
        };
        sheet.length = sheet.stated_length(&stage);
        sheet.open = sheet.looks.is_some() || sheet.is_open_to_others(&stage);
        whole.then_some(sheet)
    }

    /// Takes in what it became among other sheets; false if that cannot be.
    pub(crate) fn become_kept(&mut self, bytes: &[u8], paragraphs: &mut Paragraphs) -> bool {
        let Some((stages, ends, hints, spread, links)) = keep::read(bytes) else {
            return false;
        };
        self.course.change(|course| {
            course.bring(stages);
            course.hints = hints;
        });
        self.set_aside(ends);
        self.take_apart(spread);
        let count = self.gists().len();
        let whole = self.course.stages.iter().all(|one| one.len() == count);
        let rows = self.spots().iter().map(|spot| spot.rows().end).max();
        whole
            && rows.is_none_or(|end| end <= count)
            && paragraphs.bring_links(self.brings.start.classes, links)
    }
}
