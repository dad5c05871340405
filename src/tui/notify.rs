//! Notifications: whether what came in is told beyond the screen, and the bytes that tell it.

use crate::config::Notify;
use crate::config::notify::How;
use crate::engine::export::telling;
use crate::engine::model::MarkedEntry;
use crate::engine::text::SafeText;
use crate::engine::text::words;
use crate::tui::terminal;

/// The longest text of a notification, in characters.
const LONGEST: usize = 120;

/// Tells that entries came in, if the person wants that of this blog and these entries.
pub(crate) fn tell(notify: &Notify, blog: &SafeText, new: &[MarkedEntry]) {
    if let Some(bytes) = bytes(notify, blog, new) {
        // A terminal that takes no bell has nobody to tell.
        let _ = terminal::write_now(bytes.as_bytes());
    }
}

fn bytes(notify: &Notify, blog: &SafeText, new: &[MarkedEntry]) -> Option<String> {
    if notify.how == How::Silent || !words::holds_any(blog, &notify.blogs) {
        return None;
    }
    let wanted: Vec<&MarkedEntry> = new
        .iter()
        .filter(|marked| words::holds_any(&marked.entry.shown_text(), &notify.keywords))
        .collect();
    let newest = wanted.last()?;
    let more = match wanted.len() {
        1 => String::new(),
        count => format!(" (and {} more)", count - 1),
    };
    match notify.how {
        How::Bell => Some("\u{7}".to_owned()),
        _ => {
            let title = telling::title(&newest.entry);
            let text: String = SafeText::from(format!("{title}{more} – {blog}"))
                .chars()
                .filter(|c| *c != ';')
                .take(LONGEST)
                .collect();
            Some(format!("\u{1b}]9;{text}\u{7}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::model::Block;
    use crate::engine::model::Entry;
    use crate::engine::model::EntryId;
    use crate::engine::model::EntryState;
    use crate::engine::model::Marks;
    use crate::engine::model::Revision;
    use crate::engine::model::Role;

    fn entry(heading: &str, text: &str) -> MarkedEntry {
        let block = |role, text: &str| Block {
            role,
            text: text.into(),
            source: Vec::new(),
        };
        let revision = Revision {
            snapshots: Vec::new(),
            heading: Some(block(Role::Heading, heading)),
            blocks: vec![block(Role::Paragraph, text)],
            change: None,
        };
        MarkedEntry {
            entry: Entry {
                id: EntryId([0; 8]),
                author: None,
                published_at: None,
                updated_at: None,
                stated_time: None,
                state: EntryState::Current,
                gap_before: false,
                order_certain: true,
                postings: Vec::new(),
                revisions: vec![revision],
                anchors: Vec::new(),
                why: Vec::new(),
                url: None,
            },
            marks: Marks::default(),
        }
    }

    fn said(how: How, blogs: &[&str], keywords: &[&str]) -> Option<String> {
        let own = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect();
        let notify = Notify {
            how,
            blogs: own(blogs),
            keywords: own(keywords),
        };
        let new = [
            entry("Ferry late", "The ferry is late."),
            entry("Bridge \u{1b}]52;c;x\u{7}closed", "The bridge is closed."),
        ];
        bytes(&notify, &"Storm over Quarrel Bay".into(), &new)
    }

    #[test]
    fn nothing_is_told_unless_it_is_wanted() {
        assert_eq!(said(How::Silent, &[], &[]), None);
        assert_eq!(said(How::Bell, &["flood"], &[]), None);
        assert_eq!(said(How::Bell, &[], &["tunnel", "bridg"]), None);
        assert_eq!(
            said(How::Bell, &["quarrel bay"], &["FERRY"]).as_deref(),
            Some("\u{7}")
        );
    }

    #[test]
    fn a_notification_cannot_be_left_by_its_text() {
        let told = said(How::Terminal, &[], &[]).unwrap();
        let inside = told
            .strip_prefix("\u{1b}]9;")
            .and_then(|rest| rest.strip_suffix('\u{7}'))
            .unwrap();
        assert!(
            !inside.contains(|c: char| c.is_control() || c == ';'),
            "{inside}"
        );
        assert!(
            inside.contains("(and 1 more)") && inside.contains("Quarrel Bay"),
            "{inside}"
        );
    }
}
