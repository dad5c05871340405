//! What another library brought, in words.

use crate::store::join::Joined;
use crate::store::join::Part;

impl Joined {
    /// What came in from this place, in lines of words.
    pub fn told(&self, place: &str) -> Vec<String> {
        lines(self, place)
    }
}

fn lines(joined: &Joined, place: &str) -> Vec<String> {
    if joined.is_empty() {
        return vec![format!("{place}: nothing is in it")];
    }
    let parts = [
        (joined.blogs, "blog", "blogs"),
        (joined.snapshots, "snapshot", "snapshots"),
        (joined.read, "mark of reading", "marks of reading"),
        (joined.bookmarks, "bookmark", "bookmarks"),
        (joined.notes, "note", "notes"),
        (joined.tags, "tag", "tags"),
        (
            joined.kept,
            "name, tag or shelf of a blog",
            "names, tags and shelves of blogs",
        ),
        (
            joined.decisions,
            "decision on what belongs together",
            "decisions on what belongs together",
        ),
        (
            joined.corrections,
            "correction of a name",
            "corrections of names",
        ),
    ];
    let told: Vec<String> = parts
        .iter()
        .filter(|(part, _, _)| part.there > 0)
        .map(|(part, one, many)| told(*part, one, many))
        .collect();
    let mut lines = vec![format!("{place}: {}", told.join(", "))];
    match joined.differed {
        0 => {}
        1 => lines.push("The two differed once; what was done later holds.".to_owned()),
        times => lines.push(format!(
            "The two differed {times} times; what was done later holds."
        )),
    }
    if joined.deleted > 0 {
        lines.push(format!(
            "{} deleted; `liveblog list --deleted` shows what is.",
            match joined.deleted {
                1 => "1 of these blogs is".to_owned(),
                many => format!("{many} of these blogs are"),
            }
        ));
    }
    lines
}

/// `41 snapshots (38 new)`.
fn told(part: Part, one: &str, many: &str) -> String {
    let noun = if part.there == 1 { one } else { many };
    let there = format!("{} {noun}", part.there);
    match part.new {
        0 => format!("{there} (none new)"),
        new if new == part.there => format!("{there} (new)"),
        new => format!("{there} ({new} new)"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(there: u64, new: u64) -> Part {
        Part { there, new }
    }

    #[test]
    fn what_came_in_is_told_in_one_line_and_what_differed_below() {
        let joined = Joined {
            blogs: part(3, 1),
            snapshots: part(41, 38),
            read: part(120, 120),
            notes: part(1, 0),
            differed: 2,
            deleted: 1,
            ..Joined::default()
        };
        assert_eq!(
            lines(&joined, "other/library.db"),
            [
                "other/library.db: 3 blogs (1 new), 41 snapshots (38 new), 120 marks of reading (new), 1 note (none new)",
                "The two differed 2 times; what was done later holds.",
                "1 of these blogs is deleted; `liveblog list --deleted` shows what is.",
            ]
        );
        assert_eq!(
            lines(&Joined::default(), "x"),
            ["x: nothing is in it"],
            "an empty library"
        );
    }
}
