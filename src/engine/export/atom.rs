//! Atom (RFC 4287): for feed readers and programs that know feeds. Several blogs are one feed whose entries name their blog.
//! Atom wants a time for everything; what no page states is the capture time of the first snapshot that shows the text.

use std::fmt::Write;

use jiff::Timestamp;

use crate::engine::export::MarkedTimeline;
use crate::engine::export::html;
use crate::engine::export::html::escape;
use crate::engine::export::telling;
use crate::engine::model::Entry;
use crate::engine::model::Marks;
use crate::engine::model::Timeline;

/// The time where nothing is known: a feed must have one.
const UNKNOWN: Timestamp = Timestamp::UNIX_EPOCH;

/// Writes the export.
pub(crate) fn write(timelines: &[MarkedTimeline]) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n",
    );
    match timelines {
        [one] => head(&mut out, &one.timeline),
        several => {
            let ids: Vec<&[u8]> = several.iter().map(|one| &one.timeline.blog.0[..]).collect();
            let newest = several.iter().map(|one| newest(&one.timeline)).max();
            let _ = writeln!(out, "<id>{}</id>", urn("blogs", &ids));
            out.push_str("<title>Live blogs</title>\n");
            let _ = writeln!(out, "<updated>{}</updated>", newest.unwrap_or(UNKNOWN));
        }
    }
    out.push_str("<author><name>liveblog</name></author>\n<generator>liveblog</generator>\n");
    let none = Marks::default();
    for marked in timelines {
        for (i, entry) in marked.timeline.entries.iter().enumerate() {
            let marks = marked.marks.get(i).unwrap_or(&none);
            self::entry(&mut out, entry, marks, &marked.timeline, timelines.len());
        }
    }
    out.push_str("</feed>\n");
    out
}

/// What a feed says of one blog.
fn head(out: &mut String, timeline: &Timeline) {
    let _ = writeln!(out, "<id>{}</id>", urn("blog", &[&timeline.blog.0]));
    let _ = writeln!(out, "<title>{}</title>", escape(&timeline.title));
    if let Some(standfirst) = timeline.page.standfirst.first() {
        let _ = writeln!(out, "<subtitle>{}</subtitle>", escape(&standfirst.text));
    }
    let _ = writeln!(out, "<updated>{}</updated>", newest(timeline));
    if let Some(url) = telling::link(timeline.url.as_deref()) {
        let _ = writeln!(out, "<link rel=\"alternate\" href=\"{}\"/>", escape(&url));
    }
}

fn entry(out: &mut String, entry: &Entry, marks: &Marks, timeline: &Timeline, blogs: usize) {
    out.push_str("<entry>\n");
    let _ = writeln!(out, "<id>{}</id>", urn("entry", &[&entry.id.0]));
    let _ = writeln!(out, "<title>{}</title>", escape(&telling::title(entry)));
    let _ = writeln!(out, "<updated>{}</updated>", updated(entry, timeline));
    if let Some(url) = telling::link(entry.url.as_deref()) {
        let _ = writeln!(out, "<link rel=\"alternate\" href=\"{}\"/>", escape(&url));
    }
    if let Some(at) = entry.published_at {
        let _ = writeln!(out, "<published>{at}</published>");
    }
    let author = entry.author.as_ref().or(timeline.publisher.as_ref());
    if let Some(author) = author {
        let _ = writeln!(out, "<author><name>{}</name></author>", escape(author));
    }
    for word in telling::marks(entry, marks) {
        let _ = writeln!(out, "<category term=\"{}\"/>", escape(&word));
    }
    if blogs > 1 {
        out.push_str("<source>\n");
        head(out, timeline);
        out.push_str("</source>\n");
    }
    let shown = entry.revisions.first().map(|shown| &shown.blocks[..]);
    let mut content = html::texts(shown.unwrap_or_default());
    if let Some(note) = &marks.note {
        let _ = writeln!(content, "<p>Note: {}</p>", escape(note));
    }
    let _ = writeln!(out, "<content type=\"html\">{}</content>", escape(&content));
    out.push_str("</entry>\n");
}

/// When the shown text was first there, as far as that is known.
fn updated(entry: &Entry, timeline: &Timeline) -> Timestamp {
    let captured = || {
        let shown = entry.revisions.first()?;
        let shows = timeline.snapshots.iter();
        shows
            .filter(|one| shown.snapshots.contains(&one.id))
            .filter_map(|one| one.captured_at)
            .min()
    };
    entry
        .updated_at
        .or(entry.published_at)
        .or_else(captured)
        .unwrap_or(UNKNOWN)
}

/// When a blog last changed.
fn newest(timeline: &Timeline) -> Timestamp {
    let entries = timeline.entries.iter();
    let entries = entries.map(|entry| updated(entry, timeline)).max();
    let captured = timeline.snapshots.iter().filter_map(|one| one.captured_at);
    entries.max(captured.max()).unwrap_or(UNKNOWN)
}

/// An identity that every feed reader accepts: a UUID made of a hash (version 8 of RFC 9562).
fn urn(kind: &str, ids: &[&[u8]]) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(kind.as_bytes());
    ids.iter().for_each(|id| {
        hasher.update(id);
    });
    let hash = hasher.finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.as_bytes()[..16]);
    bytes[6] = 0x80 | (bytes[6] & 0x0f);
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    let mut out = String::from("urn:uuid:");
    for (i, byte) in bytes.iter().enumerate() {
        if matches!(i, 4 | 6 | 8 | 10) {
            out.push('-');
        }
        let _ = write!(out, "{byte:02x}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identities_are_uuids() {
        let id = urn("entry", &[&[7; 8]]);
        assert_eq!(id.len(), "urn:uuid:".len() + 36);
        assert_eq!(&id["urn:uuid:".len() + 14..][..1], "8");
        assert_ne!(id, urn("blog", &[&[7; 8]]));
    }

    #[test]
    fn an_empty_library_is_a_valid_feed() {
        let feed = write(&[]);
        for element in [
            "<id>",
            "<title>",
            "<updated>1970-01-01T00:00:00Z<",
            "<author>",
        ] {
            assert!(feed.contains(element), "{element}");
        }
    }
}
