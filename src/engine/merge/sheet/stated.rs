//! What other snapshots may still say of a page that states its borders: which line is a heading, and where an entry begins that
//! states nothing.

use crate::engine::merge::sheet::Sheet;
use crate::engine::merge::sheet::Taken;
use crate::engine::merge::sheet::number_postings;
use crate::engine::merge::sheet::rounds::MOST_AUTHORS;
use crate::engine::model::Form;
use crate::engine::model::Role;
use crate::engine::segment::label::Hint;
use crate::engine::segment::label::MARKED;

/// Longer lines are no headings.
const LONGEST_HEADING: usize = 24;

/// The score of a role that a page with times states, or two of headings alone.
const SURE: f32 = 4.0;

/// The score of one that a page of headings alone states.
const LIKELY: f32 = 2.0;

/// What others must say for a border that a page does not state which need not state all, and for one that a page with times lost:
/// some extractors drop the head of an entry, and its text then goes on from the entry above.
const CUT: f32 = 3.0;
const LOST: f32 = 6.0;

/// What they must say against one that seems to be stated without any time.
const JOINED: f32 = 6.0;

impl Sheet {
    /// Corrects what the rows of a page with certain borders are taken for.
    pub(super) fn correct(&self, taken: &mut [Taken], hints: &[Hint]) {
        if self.looks.is_none() {
            self.take_up_first(taken, hints);
        }
        self.raise_headings(taken, hints);
        self.turn_headings(taken, hints);
        self.turn_authors(taken, hints);
        self.move_authors(taken, hints);
        self.join(taken, hints);
        self.cut(taken, hints);
    }

    /// Whether others may correct anything here: else they need not be asked.
    pub(super) fn is_open_to_others(&self, taken: &[Taken]) -> bool {
        self.may_be_cut()
            || (1..taken.len()).any(|i| self.may_head(taken, i))
            || (0..taken.len()).any(|i| self.may_turn(taken, i))
    }

    /// Whether a row may be a heading and none.
    fn may_turn(&self, taken: &[Taken], i: usize) -> bool {
        let row = &taken[i];
        let short = self.rows()[i].shape.len() <= LONGEST_HEADING;
        let first = row.stand.first_text() && !row.stand.under_heading();
        let head = row.role == Role::Heading || row.role == Role::Paragraph && short && first;
        row.posting.is_some() && head
    }

    /// Takes the first line of an entry for a heading, or a heading for a text, where a page says so that marks them; what is the
    /// end of the entry above a time heads none.
    fn turn_headings(&self, taken: &mut [Taken], hints: &[Hint]) {
        let mut turned = false;
        for (i, hint) in hints.iter().enumerate().take(taken.len()) {
            let Some((told, score)) = hint.role.filter(|(told, _)| *told != taken[i].role) else {
                continue;
            };
            let over_time = i + 1 < taken.len() && self.states_time(taken, i + 1);
            match (taken[i].role, told) {
                _ if !self.may_turn(taken, i) => continue,
                (Role::Paragraph, Role::Heading) if score >= MARKED => taken[i].role = told,
                (Role::Heading, _) if over_time && taken[i].begins => {
                    let inside = hint.begins < 0.0 && told != Role::Summary && i > 0;
                    if !inside || score < SURE || taken[i - 1].posting.is_none() {
                        continue;
                    }
                    taken[i].role = told;
                    taken[i].begins = false;
                    taken[i + 1].begins = true;
                }
                (Role::Heading, Role::Paragraph) if score >= MARKED => taken[i].role = told,
                _ => continue,
            }
            turned = true;
        }
        if turned {
            number_postings(taken);
        }
    }

    /// Takes what is short for the name of an author where others say that it is one.
    fn turn_authors(&self, taken: &mut [Taken], hints: &[Hint]) {
        let mut turned = false;
        for (i, hint) in hints.iter().enumerate().take(taken.len()) {
            let text = taken[i].is_text() && taken[i].posting.is_some();
            if text && self.is_told_author(i, *hint) {
                taken[i].role = Role::Byline;
                turned = true;
            }
        }
        if turned {
            number_postings(taken);
        }
    }

    /// Gives an author between a text and a time, or on a page without times between two texts, to the entry that others show the author
    /// in: a page that says no more may mean either.
    fn move_authors(&self, taken: &mut [Taken], hints: &[Hint]) {
        let mut moved = false;
        for i in 1..hints.len().min(taken.len()).saturating_sub(1) {
            let author = self.names_author(taken, i);
            let signs = author && taken[i].begins && hints[i].begins <= -JOINED;
            if self.sparse && signs {
                // Below the name may stand what the author does.
                let mut reach = (i + 1..taken.len()).take(MOST_AUTHORS);
                let text = reach.find(|below| !self.names_author(taken, *below));
                let told = |text: &usize| hints.get(*text).is_some_and(|hint| hint.begins > 0.0);
                if let Some(text) = text.filter(told) {
                    (taken[i].begins, taken[text].begins) = (false, true);
                    moved = true;
                    continue;
                }
            }
            let placed = author && self.states_time(taken, i + 1);
            if !placed || !taken[i - 1].is_text() || taken[i - 1].posting.is_none() {
                continue;
            }
            let told = match hints[i].begins {
                told if told <= -JOINED => false,
                told if told >= LOST => true,
                _ => continue,
            };
            let one = taken[i].begins != taken[i + 1].begins;
            if one && taken[i].begins != told {
                (taken[i].begins, taken[i + 1].begins) = (told, !told);
                moved = true;
            }
        }
        if moved {
            number_postings(taken);
        }
    }

    /// Whether what stands above a row that states a time, and ends an entry here, may be the heading of the one below.
    fn may_head(&self, taken: &[Taken], i: usize) -> bool {
        let above = &taken[i - 1];
        let lone = above.posting.is_some() && above.stand.first_text();
        let short = self.rows()[i - 1].shape.len() <= LONGEST_HEADING;
        taken[i].begins && self.states_time(taken, i) && above.is_text() && short && !lone
    }

    /// Gives what stands right above a time to the entry below it, where it is the end of an entry here and others say that it is a
    /// heading: where few entries have one, a text with times does not tell by itself.
    fn raise_headings(&self, taken: &mut [Taken], hints: &[Hint]) {
        let heads = |i: usize, sure: f32| {
            let role = hints.get(i).and_then(|hint| hint.role);
            role.is_some_and(|(role, score)| role == Role::Heading && score >= sure)
        };
        let mut raised = false;
        for i in 1..taken.len() {
            // Above the entries stand no cards, whose titles look like headings.
            let sure = if taken[i - 1].posting.is_some() {
                SURE
            } else {
                LIKELY
            };
            if self.may_head(taken, i) && heads(i - 1, sure) {
                taken[i - 1].role = Role::Heading;
                taken[i - 1].begins = true;
                taken[i].begins = false;
                raised = true;
            }
        }
        if raised {
            number_postings(taken);
        }
    }

    /// Lets none begin at a text that only looks like one, where pages with times show it in the entry above: items of a list within
    /// an entry look like entries where all of these are items of one.
    fn join(&self, taken: &mut [Taken], hints: &[Hint]) {
        if !self.sparse {
            return;
        }
        let mut joined = false;
        for i in 1..taken.len().min(hints.len()) {
            let inside = taken[i - 1].posting.is_some() && taken[i].begins;
            if inside && taken[i].role.is_body() && hints[i].begins <= -JOINED {
                taken[i].begins = false;
                joined = true;
            }
        }
        if joined {
            number_postings(taken);
        }
    }

    /// Lets entries begin where others say so and nothing here need say it: not between what states an entry and its first text.
    fn cut(&self, taken: &mut [Taken], hints: &[Hint]) {
        if !self.may_be_cut() {
            return;
        }
        let sure = if self.sparse { CUT } else { LOST };
        let mut timed = false;
        // Whether a text stands above in the entry at hand, as it is cut now.
        let mut told_above = false;
        for i in 0..taken.len().min(hints.len()) {
            timed = self.states_time(taken, i) || timed && !taken[i].begins;
            told_above &= !taken[i].begins;
            // The text of a card belongs to what points to it, though it may stand alone elsewhere; above the times a summary
            // tells what stands further down.
            let above = i.checked_sub(1).map(|above| taken[above].role);
            let of_card = taken[i].role == Role::CardText || above == Some(Role::LeadIn);
            let heads = self.is_told_heading(i, hints[i]);
            let told = taken[i].is_text() || heads || self.is_told_author(i, hints[i]);
            let may_begin = told_above && told && (self.sparse || !timed || !of_card);
            let row = &mut taken[i];
            if !row.begins && row.posting.is_some() && may_begin && hints[i].begins >= sure {
                if heads {
                    row.role = Role::Heading;
                }
                row.begins = true;
                told_above = false;
            }
            let above_text = matches!(
                taken[i].role,
                Role::Heading | Role::Byline | Role::CardTitle
            );
            told_above |= !above_text && taken[i].posting.is_some();
        }
        number_postings(taken);
    }

    /// Whether others say for sure that a short row is a heading.
    fn is_told_heading(&self, row: usize, said: Hint) -> bool {
        let heading = |(role, score): (Role, f32)| role == Role::Heading && score >= SURE;
        let short = self.rows()[row].shape.len() <= LONGEST_HEADING;
        short && said.role.is_some_and(heading)
    }

    /// Whether entries may begin here that do not say so.
    fn may_be_cut(&self) -> bool {
        self.sparse || self.form == Form::Timed
    }
}
