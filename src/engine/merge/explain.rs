//! Why the lines of a snapshot are taken for what they are: what the other snapshots said of each in the last round, and what the
//! habit of the blog said for borders.

use serde::Serialize;

use crate::engine::merge::hint::Packed;
use crate::engine::merge::memory::Load;
use crate::engine::merge::memory::Memory;
use crate::engine::merge::sheet::ROUNDS;
use crate::engine::merge::sheet::Row;
use crate::engine::merge::sheet::Taken;
use crate::engine::model::Capture;
use crate::engine::model::Role;
use crate::engine::model::SnapshotId;
use crate::engine::segment::label::Habits;

/// The lines of a snapshot, with what they hang on.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Explained {
    /// What the habit of the blog says, if it says anything of this snapshot.
    pub habit: Option<Habitual>,
    /// Its lines.
    pub lines: Vec<Light>,
}

/// What is said for a border by how long the entries of the blog are where pages state it, as log-odds, added to those of a line.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Habitual {
    /// After the first text of an entry.
    pub after_first: f32,
    /// After a later one.
    pub after_more: f32,
}

impl Habitual {
    fn of(habits: Habits) -> Option<Self> {
        let [after_first, after_more] = habits.map(|wont| wont.begins - wont.stays);
        (habits != Habits::default()).then_some(Self {
            after_first,
            after_more,
        })
    }
}

/// One line of a snapshot in the light of the other snapshots of its blog.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Light {
    /// The line.
    pub line: u32,
    /// Which piece of that line.
    pub part: u16,
    /// What it is taken for in the end.
    pub role: Role,
    /// Whether an entry begins here in the end.
    pub begins: bool,
    /// What the others said, where they were asked.
    pub others: Option<Others>,
}

/// What the other snapshots say of a line.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Others {
    /// Log-odds, added to the line's own, that an entry begins here.
    pub begins: f32,
    /// The score for the line being part of the summary.
    pub summary: f32,
    /// The role that it has elsewhere, with its score.
    pub role: Option<(Role, f32)>,
}

impl Memory {
    /// The lines of a snapshot among these, in the light of the others.
    ///
    /// # Errors
    /// Those of `load`.
    pub fn explain<E>(
        &mut self,
        members: &[(SnapshotId, Capture)],
        snapshot: SnapshotId,
        load: &mut Load<'_, E>,
    ) -> Result<Explained, E> {
        self.update(members, load)?;
        let Some(s) = self.sheets.iter().position(|one| one.snapshot == snapshot) else {
            return Ok(Explained::default());
        };
        let sheet = &self.sheets[s];
        let last = (0..ROUNDS.len())
            .rev()
            .find(|round| sheet.takes_part(*round));
        let heard = |row: usize| self.sheets[s].heard(last?, row).map(Packed::hint);
        let light = |(i, (row, taken)): (usize, (&Row, &Taken))| {
            let (hint, place) = (heard(i), sheet.source(row));
            Light {
                line: place.line,
                part: place.part,
                role: taken.role,
                begins: taken.begins,
                others: hint.map(|hint| Others {
                    begins: hint.begins,
                    summary: hint.summary,
                    role: hint.role,
                }),
            }
        };
        let lines = sheet.lines(0..sheet.rows().len()).enumerate();
        Ok(Explained {
            habit: Habitual::of(sheet.wont()),
            lines: lines.map(light).collect(),
        })
    }
}
