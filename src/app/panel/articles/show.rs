//! What the articles list says of one blog, in as many lines as there is room for.

use crate::app::compose::Dress;
use crate::app::direction;
use crate::app::glyphs::Glyphs;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::stamp;
use crate::app::state::Saved;
use crate::app::wrap;
use crate::engine::model::BlogRow;
use crate::engine::model::Life;

/// How much is said of each blog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Room {
    /// Two lines, none empty: for small screens.
    Compact,
    /// The title in full, counts, where it is from.
    Usual,
    /// Its activity too.
    Wide,
}

impl Room {
    /// What fits a pane of this height.
    pub(super) fn of(height: usize) -> Self {
        match height {
            0..16 => Self::Compact,
            16..28 => Self::Usual,
            _ => Self::Wide,
        }
    }
}

/// What the lines of a blog depend on besides it: the room, whether it is live now, and whether it may be another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) room: Room,
    pub(super) life: Option<Life>,
    pub(super) doubtful: bool,
}

/// The lines of the title of a blog.
pub(super) fn title(row: &BlogRow, dress: &Dress, width: usize, room: Room) -> Vec<Line> {
    let width = width.saturating_sub(3).max(1);
    let ink = if row.unread > 0 {
        Ink::Heading
    } else {
        Ink::Text
    };
    let most = if room == Room::Compact { 1 } else { 2 };
    let mut out: Vec<Line> = wrap::head(row.shown(), width, most, dress.glyphs.ellipsis)
        .into_iter()
        .map(|text| Line::of(text, ink))
        .collect();
    // Which way the title runs is said by its first letter, also for a second line that begins with a number.
    if direction::is_right_to_left(row.shown()) {
        direction::to_the_right(&mut out, width);
    }
    if out.is_empty() {
        out.push(Line::of("(no title)", Ink::Muted));
    }
    out
}

/// Whether two blogs have the same lines of their titles.
pub(super) fn same_title(one: &BlogRow, other: &BlogRow) -> bool {
    one.shown() == other.shown() && (one.unread > 0) == (other.unread > 0)
}

/// How many entries of a blog are marked which way.
type Counts = (u32, u32, u32);

/// These counts of a blog.
pub(super) fn marked(row: &BlogRow) -> Counts {
    (row.unread, row.changed, row.bookmarked)
}

/// Whether two blogs have the same lines but for those counts.
pub(super) fn same_but_marked(one: &BlogRow, other: &BlogRow) -> bool {
    // All fields are named, so that none is forgotten.
    let BlogRow {
        id,
        title,
        name,
        tags,
        shelf,
        publisher,
        url,
        entries,
        unread,
        changed: _,
        bookmarked: _,
        snapshots,
        last_seen,
        added_at,
        newest,
        activity,
        ends_at,
    } = one;
    // A title with nothing unread looks another way.
    (*unread > 0) == (other.unread > 0)
        && (*id, *shelf, *entries, *snapshots)
            == (other.id, other.shelf, other.entries, other.snapshots)
        && (last_seen, added_at, newest, ends_at)
            == (
                &other.last_seen,
                &other.added_at,
                &other.newest,
                &other.ends_at,
            )
        && (title, name, tags, publisher)
            == (&other.title, &other.name, &other.tags, &other.publisher)
        && (url, activity) == (&other.url, &other.activity)
}

/// The line of a blog below its title: how much of it is unread. Marks change it with almost every key.
pub(super) fn counted(row: &BlogRow, dress: &Dress, width: usize, look: Look) -> Line {
    let Look {
        room,
        life,
        doubtful,
    } = look;
    let width = width.saturating_sub(3).max(1);
    let glyphs = dress.glyphs;
    let mut facts = counts(row, glyphs);
    if room == Room::Compact {
        facts.truncate(2);
        if doubtful {
            facts.insert(0, ("another?".to_owned(), Ink::Notice));
        }
        facts.extend(
            from(row, dress, life)
                .into_iter()
                .skip(usize::from(row.publisher.is_some())),
        );
    }
    joined(facts, glyphs, width)
}

/// The lines of a blog below that one.
pub(super) fn rest(row: &BlogRow, dress: &Dress, width: usize, look: Look) -> Vec<Line> {
    let Look {
        room,
        life,
        doubtful,
    } = look;
    let mut out = Vec::new();
    if room == Room::Compact {
        return out;
    }
    let width = width.saturating_sub(3).max(1);
    let glyphs = dress.glyphs;
    let from = from(row, dress, life);
    if !from.is_empty() {
        out.push(joined(from, glyphs, width));
    }
    if room == Room::Wide {
        out.extend(activity(row, glyphs, width));
    }
    if doubtful {
        let text = wrap::cut("may be one with another blog", width, glyphs.ellipsis);
        out.push(Line::of(text, Ink::Notice));
    }
    if !row.tags.is_empty() {
        let tags: Vec<String> = row.tags.iter().map(|tag| format!("#{tag}")).collect();
        let tags = wrap::cut(&tags.join(" "), width, glyphs.ellipsis);
        out.push(Line::of(tags, Ink::Muted));
    }
    out.push(Line::blank());
    out
}

/// The lines of a saved filter.
pub(super) fn filter(saved: &Saved, dress: &Dress, width: usize, room: Room) -> Vec<Line> {
    let width = width.saturating_sub(3).max(1);
    let cut = |text: &str| wrap::cut(text, width, dress.glyphs.ellipsis);
    let mut out = vec![
        Line::of(cut(&saved.name), Ink::Text),
        Line::of(cut(&saved.text), Ink::Muted),
    ];
    if room != Room::Compact {
        out.push(Line::blank());
    }
    out
}

type Facts = Vec<(String, Ink)>;

fn counts(row: &BlogRow, glyphs: &Glyphs) -> Facts {
    let mut facts = Vec::new();
    if row.unread > 0 {
        facts.push((
            format!("{} {} unread", glyphs.unread, row.unread),
            Ink::Unread,
        ));
    }
    if row.changed > 0 {
        facts.push((
            format!("{} {} changed", glyphs.changed, row.changed),
            Ink::Changed,
        ));
    }
    let noun = if row.entries == 1 { "entry" } else { "entries" };
    facts.push((format!("{} {noun}", row.entries), Ink::Muted));
    facts
}

/// Who publishes it, when it was last updated, whether it goes on.
fn from(row: &BlogRow, dress: &Dress, life: Option<Life>) -> Facts {
    let mut facts = Vec::new();
    facts.extend(
        row.publisher
            .as_ref()
            .map(|name| (name.to_string(), Ink::Muted)),
    );
    match (row.newest, row.last_seen) {
        (Some(at), _) => facts.push((stamp::moment_short(at, dress.zone), Ink::Muted)),
        (None, Some(at)) => facts.push((
            format!("seen {}", stamp::day_short(at, dress.zone)),
            Ink::Muted,
        )),
        (None, None) => {}
    }
    facts.extend(match life {
        Some(Life::Live) => Some(("live".to_owned(), Ink::Notice)),
        Some(Life::Ended) => Some(("ended".to_owned(), Ink::Muted)),
        None => None,
    });
    facts
}

/// How many entries came when, as a row of bars.
fn activity(row: &BlogRow, glyphs: &Glyphs, width: usize) -> Option<Line> {
    let most = row
        .activity
        .iter()
        .copied()
        .max()
        .filter(|most| *most > 0)?;
    let bars = row.activity.iter().take(width).map(|count| match *count {
        0 => glyphs.levels[0],
        count => {
            let steps = glyphs.levels.len() as u32 - 1;
            let level = (count * steps).div_ceil(most).clamp(1, steps);
            glyphs.levels[level as usize]
        }
    });
    Some(Line::of(bars.collect::<String>(), Ink::Muted))
}

/// Facts side by side; what does not fit is left out from the end.
fn joined(facts: Facts, glyphs: &Glyphs, width: usize) -> Line {
    let mut line = Line::blank();
    let mut used = 0;
    for (text, ink) in facts {
        let gap = if used > 0 {
            format!(" {} ", glyphs.dot)
        } else {
            String::new()
        };
        let wide = wrap::width(&gap) + wrap::width(&text);
        if used > 0 && used + wide > width {
            break;
        }
        used += wide;
        line = line
            .and(gap, Ink::Muted)
            .and(wrap::cut(&text, width, glyphs.ellipsis), ink);
    }
    line.spans.retain(|span| !span.text.is_empty());
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::model::BlogId;
    use jiff::Timestamp;

    fn row() -> BlogRow {
        BlogRow {
            activity: vec![0, 1, 4, 8],
            ..BlogRow::new(BlogId([1; 8]), "A title".into(), Timestamp::UNIX_EPOCH)
        }
    }

    #[test]
    fn a_title_from_right_to_left_stands_at_the_right_edge() {
        let dress = Dress {
            glyphs: &crate::app::glyphs::UNICODE,
            zone: crate::app::stamp::Zone::UTC,
        };
        let title = "\u{5d2}\u{5e9}\u{5e8} \u{5d4}\u{5e0}\u{5de}\u{5dc}";
        let title_lines =
            |row: &BlogRow| crate::app::panel::articles::show::title(row, &dress, 33, Room::Usual);
        for (title, ends) in [(title, true), ("The harbour bridge", false)] {
            let row = BlogRow::new(BlogId([1; 8]), title.into(), Timestamp::UNIX_EPOCH);
            let first = title_lines(&row).remove(0).text();
            assert_eq!(first.trim(), title);
            assert_eq!(
                first.starts_with(' ') && wrap::width(&first) == 30,
                ends,
                "{first:?}"
            );
        }
    }

    #[test]
    fn bars_are_as_high_as_the_counts() {
        let glyphs = &crate::app::glyphs::UNICODE;
        let bars = activity(&row(), glyphs, 20).unwrap().text();
        assert_eq!(bars.chars().count(), 4);
        assert!(bars.starts_with(glyphs.levels[0]) && bars.ends_with(glyphs.levels[8]));
        assert_eq!(
            activity(&row(), glyphs, 2).unwrap().text().chars().count(),
            2
        );
    }
}
