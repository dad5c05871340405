//! Ids that a page gives its entries anew each time it is made say nothing of which postings are one entry: no two snapshots show one
//! of them, though they show the same texts.

use foldhash::HashMap;

use crate::engine::merge::cluster::AGAIN;
use crate::engine::merge::para::Class;
use crate::engine::merge::posting::Kind;
use crate::engine::merge::standing::Standing;

/// Of fewer texts under other ids it is not known whether these were published again.
const SHORTEST: usize = 3;

/// So many texts must stand under other ids for each id that several snapshots show.
const MORE: usize = 4;

/// Whether two ids say that what has them is two: they are not the same, and written alike. The data of a page may count its entries
/// otherwise than its markup does.
pub(super) fn are_two(one: &str, other: &str) -> bool {
    let digits = |core: &str| core.bytes().all(|b| b.is_ascii_digit());
    let hex = |core: &str| core.bytes().all(|b| b.is_ascii_hexdigit());
    let [a, b] = [one, other].map(|id| id.rsplit_once('#').map_or(id, |(_, core)| core));
    let alike = match (digits(a), digits(b)) {
        (false, false) => !hex(a) || !hex(b) || a.len() == b.len(),
        (a, b) => a == b,
    };
    one != other && alike
}

/// What was seen of the ids that the source gives.
#[derive(Debug, Default)]
pub(super) struct Fleeting {
    /// For each id whether several snapshots show it, and how many ids are.
    twice: Vec<bool>,
    lasting: usize,
    /// For each text of many words the ids under which it stands, each with how many kinds do; and how many texts have several.
    of_text: HashMap<Vec<Class>, Vec<(u32, usize)>>,
    changing: usize,
    /// For each kind whether it was counted.
    counted: Vec<bool>,
}

impl Fleeting {
    /// Whether ids say nothing.
    pub(super) fn holds(&self) -> bool {
        self.changing >= SHORTEST && self.changing > MORE * self.lasting
    }

    /// Takes in where kinds stand now of which postings came or went; `id_of` gives the id of each kind, `of_id` the kinds that stand
    /// with each. Returns whether ids say something else of entries than before.
    pub(super) fn update(
        &mut self,
        moved: &[u32],
        (kinds, standing): (&[Kind], &Standing),
        (id_of, of_id): (&[Option<u32>], &[Vec<u32>]),
    ) -> bool {
        let before = self.holds();
        self.counted.resize(kinds.len(), false);
        self.twice.resize(of_id.len(), false);
        for k in moved {
            let Some(id) = id_of[*k as usize] else {
                continue;
            };
            let stands = !standing.of(*k).is_empty();
            let kind = &kinds[*k as usize];
            if std::mem::replace(&mut self.counted[*k as usize], stands) != stands
                && kind.weight >= AGAIN
            {
                self.count(kind, id, stands);
            }
            let mut places = of_id[id as usize].iter().flat_map(|k| standing.of(*k));
            let first = places.next().map(|at| at.sheet);
            let twice = places.any(|at| Some(at.sheet) != first);
            if std::mem::replace(&mut self.twice[id as usize], twice) != twice {
                self.lasting = match twice {
                    true => self.lasting + 1,
                    false => self.lasting - 1,
                };
            }
        }
        before != self.holds()
    }

    /// Counts the text of a kind, or no longer.
    fn count(&mut self, kind: &Kind, id: u32, stands: bool) {
        let text = kind.text.iter().map(|(class, _)| *class).collect();
        let ids = self.of_text.entry(text).or_default();
        let several = ids.len() > 1;
        let at = ids.iter().position(|(known, _)| *known == id);
        match (at, stands) {
            (Some(at), true) => ids[at].1 += 1,
            (None, true) => ids.push((id, 1)),
            (Some(at), false) => {
                ids[at].1 -= 1;
                ids.retain(|(_, kinds)| *kinds > 0);
            }
            (None, false) => {}
        }
        match (several, ids.len() > 1) {
            (false, true) => self.changing += 1,
            (true, false) => self.changing -= 1,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ids_that_are_written_alike_say_that_there_are_two() {
        for (one, other, two) in [
            ("post.example#71", "post.example#72", true),
            ("post.example#71", "post.example#71", false),
            (
                "post.example#2300743",
                "post.example#0ea63048e85b8de7",
                false,
            ),
            (
                "post.example#0ea63048e85b8de7",
                "post.example#1fb74159f96c9ef8",
                true,
            ),
            ("post.example#0ea63048e85b8de7", "post.example#1fb7", false),
            ("post.example#gate-holds", "post.example#quay-shut", true),
        ] {
            assert_eq!(are_two(one, other), two, "{one} {other}");
            assert_eq!(are_two(other, one), two, "{other} {one}");
        }
    }
}
