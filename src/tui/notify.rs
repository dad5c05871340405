//! Notifications: whether what came in is told beyond the screen, and the bytes that tell it.

use crate::config::Notify;
use crate::config::notify::How;
use crate::engine::export::telling;
use crate::engine::model::MarkedEntry;
use crate::engine::names::BlogNames;
use crate::engine::text::SafeText;
use crate::engine::text::words;
use crate::tui::desktop;
use crate::tui::terminal;

/// The longest text of a notification, in characters.
const LONGEST: usize = 120;

/// A notification: what came in, and where.
#[derive(Debug, PartialEq, Eq)]
struct News {
    title: String,
    blog: String,
}

/// Tells that entries came in, if the person wants that of this blog and these entries. `names` are those of the blog;
/// they are asked for where the person waits for names.
pub(crate) fn tell(
    notify: &Notify,
    blog: &SafeText,
    new: &[MarkedEntry],
    names: Option<&BlogNames>,
) {
    let Some(news) = news(notify, blog, new, names) else {
        return;
    };
    match notify.how {
        How::Silent => {}
        How::Bell => write("\u{7}"),
        How::Terminal => by_terminal(&format!("{} – {}", news.title, news.blog)),
        How::Desktop => desktop::show(news.title, news.blog, by_terminal),
    }
}

fn news(
    notify: &Notify,
    blog: &SafeText,
    new: &[MarkedEntry],
    names: Option<&BlogNames>,
) -> Option<News> {
    if notify.how == How::Silent || !words::holds_any(blog, &notify.blogs) {
        return None;
    }
    let wanted: Vec<&MarkedEntry> = new
        .iter()
        .filter(|marked| is_wanted(notify, marked, names))
        .collect();
    let newest = wanted.last()?;
    let more = match wanted.len() {
        1 => String::new(),
        count => format!(" (and {} more)", count - 1),
    };
    Some(News {
        title: format!("{}{more}", telling::title(&newest.entry)),
        blog: blog.to_string(),
    })
}

fn is_wanted(notify: &Notify, marked: &MarkedEntry, names: Option<&BlogNames>) -> bool {
    if notify.keywords.is_empty() && notify.entities.is_empty() {
        return true;
    }
    let is_named = |name: &String| names.is_some_and(|names| names.mentions(marked.entry.id, name));
    let holds = !notify.keywords.is_empty()
        && words::holds_any(&marked.entry.shown_text(), &notify.keywords);
    holds || notify.entities.iter().any(is_named)
}

fn by_terminal(text: &str) {
    write(&sequence(text));
}

/// The terminal's notification (OSC 9) with a text that cannot end it early.
fn sequence(text: &str) -> String {
    let text: String = SafeText::new(text)
        .chars()
        .filter(|c| *c != ';')
        .take(LONGEST)
        .collect();
    format!("\u{1b}]9;{text}\u{7}")
}

fn write(bytes: &str) {
    // A terminal that takes no bell has nobody to tell.
    let _ = terminal::write_now(bytes.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::model::Block;
    use crate::engine::model::Entry;
    use crate::engine::model::EntryId;
    use crate::engine::model::Marks;
    use crate::engine::model::Revision;
    use crate::engine::model::Role;
    use crate::engine::names::Entity;
    use crate::engine::names::Kind;

    fn entry(heading: &str, text: &str) -> MarkedEntry {
        let block = |role, text: &str| Block {
            role,
            text: text.into(),
            source: Vec::new(),
            links: Vec::new(),
            pictures: Vec::new(),
        };
        let revision = Revision {
            snapshots: Vec::new(),
            heading: Some(block(Role::Heading, heading)),
            blocks: vec![block(Role::Paragraph, text)],
            change: None,
        };
        MarkedEntry {
            entry: Entry {
                revisions: vec![revision],
                ..Entry::new(EntryId([0; 8]))
            },
            marks: Marks::default(),
        }
    }

    fn said(notify: Notify, names: Option<&BlogNames>) -> Option<String> {
        let new = [
            entry("Ferry late", "The ferry is late."),
            entry("Bridge \u{1b}]52;c;x\u{7}closed", "The bridge is closed."),
        ];
        let news = news(&notify, &"Storm over Quarrel Bay".into(), &new, names)?;
        Some(news.title)
    }

    fn wants(how: How, blogs: &[&str], keywords: &[&str]) -> Notify {
        let own = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect();
        Notify {
            how,
            blogs: own(blogs),
            keywords: own(keywords),
            entities: Vec::new(),
        }
    }

    #[test]
    fn nothing_is_told_unless_it_is_wanted() {
        assert_eq!(said(wants(How::Silent, &[], &[]), None), None);
        assert_eq!(said(wants(How::Bell, &["flood"], &[]), None), None);
        assert_eq!(
            said(wants(How::Bell, &[], &["tunnel", "bridg"]), None),
            None
        );
        assert_eq!(
            said(wants(How::Bell, &["quarrel bay"], &["FERRY"]), None).as_deref(),
            Some("Ferry late")
        );
    }

    #[test]
    fn names_are_waited_for_beside_words() {
        let entity = |name: &str, entry: u8| Entity {
            name: name.to_owned(),
            kind: Kind::Person,
            mentions: 1,
            entries: [EntryId([entry; 8])].into(),
            forms: [name.to_owned()].into(),
            could_be: Default::default(),
        };
        let mut names = BlogNames::default();
        names.entities = vec![entity("Anna Berg", 0).into(), entity("Nils Holm", 9).into()];
        let waits = |entities: &[&str], keywords: &[&str]| Notify {
            entities: entities.iter().map(|name| (*name).to_owned()).collect(),
            ..wants(How::Desktop, &[], keywords)
        };
        let told = |notify| said(notify, Some(&names));
        assert!(told(waits(&["anna berg"], &[])).is_some());
        assert_eq!(told(waits(&["Nils Holm"], &[])), None);
        assert_eq!(
            told(waits(&["Nils Holm"], &["ferry"])).as_deref(),
            Some("Ferry late")
        );
    }

    #[test]
    fn a_notification_cannot_be_left_by_its_text() {
        let title = said(wants(How::Terminal, &[], &[]), None).unwrap();
        assert!(title.contains("(and 1 more)"), "{title}");
        let told = sequence(&format!("{title}\u{7};x"));
        let inside = told
            .strip_prefix("\u{1b}]9;")
            .and_then(|rest| rest.strip_suffix('\u{7}'))
            .unwrap();
        assert!(
            !inside.contains(|c: char| c.is_control() || c == ';'),
            "{inside}"
        );
    }
}
