//! Which entries were withdrawn: a newer page shows what stood around one, and nothing of what it told.

use std::collections::BTreeMap;

use foldhash::HashSet;

use crate::engine::merge::assemble::Facts;
use crate::engine::merge::lists::Listed;
use crate::engine::merge::para::Class;
use crate::engine::merge::sheet::Sheet;
use crate::engine::merge::standing::At;
use crate::engine::model::Form;
use crate::engine::model::Role;

/// So many words of its own an entry needs: fewer may have been read as something else.
const FEWEST_WORDS: usize = 8;

/// Whether a sheet newer than the last that shows an entry shows both its neighbours and not the entry, though its form could
/// have carried it. If any of its text stands there, a page was read badly, or the text moved.
pub(super) fn is_withdrawn(facts: &Facts<'_>, entry: u32, last: Listed) -> bool {
    let lists = facts.lists;
    let list = &lists.all[last.sheet as usize].entries;
    let at = last.place as usize;
    let (Some(above), Some(below)) = (at.checked_sub(1).map(|i| list[i]), list.get(at + 1)) else {
        return false;
    };
    let above = lists.of(above);
    let newer = above.take_while(|above| lists.is_newer(above.sheet, last.sheet));
    let between = newer.filter_map(|above| {
        let below = lists.at(*below, above.sheet);
        let above_at = above.place as usize;
        let together = below.is_some_and(|below| above_at < below && below - above_at <= 2);
        let sheet = facts.sheets[above.sheet as usize];
        (together && sheet.form != Form::Plain).then_some(sheet)
    });
    let mut between = between.peekable();
    if between.peek().is_none() {
        return false;
    }
    let members = facts.members(entry);
    let own = Own::of(facts, &members, last.sheet);
    let places = members.iter().map(|at| facts.place(*at));
    let headings = places.filter_map(|place| place.kind.heading);
    let headed = |sheet: &Sheet| headings.clone().any(|heading| sheet.shows(heading));
    own.words >= FEWEST_WORDS && between.any(|sheet| !headed(sheet) && !own.is_in(facts, sheet))
}

/// The texts of an entry that the sheet which shows it last shows nowhere else.
struct Own {
    classes: Vec<Class>,
    /// How many words they have.
    words: usize,
}

impl Own {
    fn of(facts: &Facts<'_>, members: &[At], sheet: u32) -> Self {
        let shown = facts.sheets[sheet as usize];
        let places = members.iter().filter(|at| at.sheet == sheet);
        // For each text how often the entry shows it, and whether it is more than a line of times and authors.
        let mut mine: BTreeMap<Class, (usize, bool)> = BTreeMap::new();
        for (row, taken) in places.flat_map(|at| facts.place(*at).lines(shown)) {
            let (count, told) = mine.entry(row.class()).or_default();
            *count += 1;
            *told |= taken.role != Role::Byline;
        }
        let own = |(class, (count, told)): (Class, (usize, bool))| {
            (told && shown.times_shown(class) == count).then_some(class)
        };
        let classes: Vec<Class> = mine.into_iter().filter_map(own).collect();
        let words = classes.iter().map(|class| facts.paragraphs.len(*class));
        Self {
            words: words.sum(),
            classes,
        }
    }

    /// Whether a sheet shows any of them or nearly the same, or set it aside.
    fn is_in(&self, facts: &Facts<'_>, sheet: &Sheet) -> bool {
        let near = |class: &Class| facts.paragraphs.near(*class);
        let all: HashSet<Class> = self.classes.iter().flat_map(near).map(|n| n.0).collect();
        let aside = |class: &Class| sheet.sets_aside(facts.paragraphs.print(*class));
        all.iter().any(|class| sheet.shows(*class) || aside(class))
    }
}
