//! Entries as plain, linear text, wrapped, with their marks in words: for pipes and for screen readers.

use std::env;

use crate::app::changes;
use crate::app::changes::Edit;
use crate::cli::context::local;
use crate::cli::failure::Failure;
use crate::cli::out::Look;
use crate::cli::out::Out;
use crate::engine::export::MarkedTimeline;
use crate::engine::export::telling;
use crate::engine::model::Block;
use crate::engine::model::Entry;
use crate::engine::model::EntryState;
use crate::engine::model::Marks;
use crate::engine::model::ReadState;
use crate::engine::model::Revision;
use crate::engine::model::Role;
use crate::engine::text::SafeText;
use crate::engine::text::diff;
use crate::engine::text::diff::Fate;

/// Paper of a certain width.
pub(crate) struct Page<'a> {
    out: &'a mut Out,
    width: usize,
}

impl<'a> Page<'a> {
    /// Paper as wide as the terminal.
    pub(crate) fn new(out: &'a mut Out) -> Self {
        Self {
            out,
            width: width(),
        }
    }

    /// Writes the title of a blog.
    pub(crate) fn title(&mut self, title: &str) -> Result<(), Failure> {
        self.out.looking(Look::Strong, &format!("# {title}"))
    }

    /// Writes what stands above the entries.
    pub(crate) fn head(&mut self, marked: &MarkedTimeline) -> Result<(), Failure> {
        let page = &marked.timeline.page;
        if let Some(standfirst) = page.standfirst.first() {
            self.out.line("")?;
            self.text("", &standfirst.text)?;
        }
        let summary = telling::summary(&marked.timeline);
        if !summary.is_empty() {
            self.out.line("")?;
            self.out.looking(Look::Strong, "## Summary")?;
            summary
                .iter()
                .try_for_each(|block| self.text("- ", &block.text))?;
        }
        Ok(())
    }

    /// Writes an entry as it is now, below what is newer.
    pub(crate) fn entry(&mut self, entry: &Entry, marks: &Marks) -> Result<(), Failure> {
        self.below(entry.gap_before, entry, marks)
    }

    /// Says that something may be missing.
    fn gap(&mut self) -> Result<(), Failure> {
        self.out.line("")?;
        self.out
            .looking(Look::Muted, "(updates may be missing here)")
    }

    /// Writes entries that come newest first the other way round. A gap stays between the same two of them.
    pub(crate) fn turned(&mut self, marked: &MarkedTimeline) -> Result<(), Failure> {
        let mut gap = false;
        let entries = marked.timeline.entries.iter().zip(&marked.marks);
        for (entry, marks) in entries.rev() {
            self.below(gap, entry, marks)?;
            gap = entry.gap_before;
        }
        if gap { self.gap() } else { Ok(()) }
    }

    /// Writes an entry, below a gap if there is one.
    fn below(&mut self, gap: bool, entry: &Entry, marks: &Marks) -> Result<(), Failure> {
        if gap {
            self.gap()?;
        }
        self.out.line("")?;
        let Some(revision) = entry.revisions.first() else {
            return Ok(());
        };
        self.out
            .looking(Look::Strong, &format!("## {}", telling::title(entry)))?;
        let about = about(entry, marks);
        if !about.is_empty() {
            self.out.looking(Look::Muted, &about)?;
        }
        if let Some(heading) = &revision.heading {
            self.pictures(heading)?;
        }
        for block in &revision.blocks {
            self.block(block)?;
        }
        if !marks.tags.is_empty() {
            let tags: Vec<String> = marks.tags.iter().map(|tag| format!("#{tag}")).collect();
            self.text("Tags: ", &tags.join(" "))?;
        }
        match &marks.note {
            Some(note) => self.text("Note: ", note),
            None => Ok(()),
        }
    }

    /// Writes what the newest version of an entry changed.
    pub(crate) fn edit(&mut self, entry: &Entry, marks: &Marks) -> Result<(), Failure> {
        let [new, old, ..] = &entry.revisions[..] else {
            return self.entry(entry, marks);
        };
        self.out.line("")?;
        self.out.looking(
            Look::Strong,
            &format!("## Changed: {}", telling::title(entry)),
        )?;
        let about = about(entry, marks);
        if !about.is_empty() {
            self.out.looking(Look::Muted, &about)?;
        }
        let edits = changes::edits(&texts(old), &texts(new)).into_iter();
        for edit in edits.filter(|edit| !edit.is_cosmetic()) {
            if let Edit::Added(text) = edit {
                self.text("+ ", text)?;
            } else if let Edit::Removed(text) = edit {
                self.text("- ", text)?;
            } else if let Edit::Edited(old, new) = edit {
                self.text("~ ", &word_by_word(old, new))?;
            }
        }
        Ok(())
    }

    fn block(&mut self, block: &Block) -> Result<(), Failure> {
        let before = match block.role {
            Role::Quote => "> ",
            Role::ListItem => "- ",
            Role::CardTitle => "Related: ",
            Role::CardText => "  ",
            Role::Byline | Role::Heading => return Ok(()),
            Role::Media => "Media: ",
            _ => "",
        };
        self.text(before, &block.text)?;
        self.pictures(block)
    }

    /// Says that pictures stand there which have no caption.
    fn pictures(&mut self, block: &Block) -> Result<(), Failure> {
        block
            .uncaptioned()
            .try_for_each(|picture| match picture.words.as_str() {
                "" => self.text("", "Picture"),
                words => self.text("Picture: ", words),
            })
    }

    /// Wraps a text; the lines after the first stand under its beginning.
    pub(crate) fn text(&mut self, before: &str, text: &str) -> Result<(), Failure> {
        let text = SafeText::new(text);
        let indent = if before.len() <= 2 {
            " ".repeat(before.len())
        } else {
            "  ".to_owned()
        };
        let options = textwrap::Options::new(self.width)
            .initial_indent(before)
            .subsequent_indent(&indent);
        textwrap::wrap(&text, options)
            .iter()
            .try_for_each(|line| self.out.line(line))
    }
}

/// The texts of a version.
fn texts(revision: &Revision) -> Vec<&str> {
    let blocks = revision.heading.iter().chain(&revision.blocks);
    blocks.map(|block| block.text.as_str()).collect()
}

/// An edited text: `[-gone-]` and `{+new+}` stand where the words changed. Marks alone stand as they are now.
fn word_by_word(old: &str, new: &str) -> String {
    let stretches = diff::words(old, new).into_iter();
    let said = stretches.map(|stretch| {
        let (bare, text) = (stretch.text.trim(), &stretch.text);
        match stretch.fate {
            Fate::Gone if stretch.cosmetic => String::new(),
            Fate::New if stretch.cosmetic => text.clone(),
            Fate::Gone if !bare.is_empty() => text.replacen(bare, &format!("[-{bare}-]"), 1),
            Fate::New if !bare.is_empty() => text.replacen(bare, &format!("{{+{bare}+}}"), 1),
            _ => text.clone(),
        }
    });
    said.collect::<String>().replace("-]{+", "-] {+")
}

/// The marks in words, the time and the author.
fn about(entry: &Entry, marks: &Marks) -> String {
    let mut parts = Vec::new();
    match marks.read {
        ReadState::Unread => parts.push("[unread]".to_owned()),
        ReadState::Changed => parts.push("[changed since read]".to_owned()),
        ReadState::Read => {}
    }
    if marks.bookmarked {
        parts.push("[bookmarked]".to_owned());
    }
    if entry.state == EntryState::Withdrawn {
        parts.push("[withdrawn]".to_owned());
    }
    if !entry.order_certain {
        parts.push("[place uncertain]".to_owned());
    }
    let revised = telling::revised(entry);
    if revised > 0 {
        parts.push(format!("[revised {revised}×]"));
    }
    let time = telling::time_by(entry, local);
    let said: Vec<String> = time
        .into_iter()
        .chain(entry.author.as_ref().map(ToString::to_string))
        .collect();
    if !said.is_empty() {
        parts.push(said.join(", "));
    }
    parts.join(" ")
}

/// How wide the lines are.
fn width() -> usize {
    let columns = env::var("COLUMNS")
        .ok()
        .and_then(|text| text.trim().parse().ok());
    columns.unwrap_or(80_usize).clamp(20, 400)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::engine::model::Change;
    use crate::engine::model::EntryId;

    fn block(role: Role, text: &str) -> Block {
        Block {
            role,
            text: text.into(),
            source: Vec::new(),
            links: Vec::new(),
            pictures: Vec::new(),
        }
    }

    fn entry(heading: Option<&str>, blocks: Vec<Block>, state: EntryState) -> Entry {
        let heading = heading.map(|text| block(Role::Heading, text));
        let revision = Revision {
            snapshots: Vec::new(),
            heading,
            blocks,
            change: None,
        };
        let newer = Revision {
            change: Some(Change::Facts),
            ..revision.clone()
        };
        Entry {
            author: Some("Nell Ashgrove".into()),
            stated_time: Some("14:05".into()),
            state,
            revisions: vec![newer, revision],
            ..Entry::new(EntryId([0; 8]))
        }
    }

    fn printed(entry: &Entry, marks: &Marks) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        let mut out = Out::into(Box::new(fs::File::create(&path).unwrap()));
        Page {
            out: &mut out,
            width: 40,
        }
        .entry(entry, marks)
        .unwrap();
        out.finish().unwrap();
        fs::read_to_string(path).unwrap()
    }

    #[test]
    fn an_entry_is_linear_text() {
        let blocks = vec![
            block(
                Role::Paragraph,
                "The river has come over the quay wall for the first time today.",
            ),
            block(
                Role::Quote,
                "We counted the trees going past, one after the other.",
            ),
            block(Role::CardTitle, "Couple rescued"),
            block(Role::CardText, "Three hours on the tiles"),
        ];
        let marks = Marks {
            read: ReadState::Unread,
            bookmarked: true,
            note: Some("call back".into()),
            tags: vec!["river".into()],
        };
        let wanted = "
## Water over the wall
[unread] [bookmarked] [revised 1×] 14:05, Nell Ashgrove
The river has come over the quay wall
for the first time today.
> We counted the trees going past, one
  after the other.
Related: Couple rescued
  Three hours on the tiles
Tags: #river
Note: call back
";
        assert_eq!(
            printed(
                &entry(Some("Water over the wall"), blocks, EntryState::Revised),
                &marks
            ),
            wanted
        );
    }

    #[test]
    fn an_entry_without_heading_is_called_by_its_first_words() {
        let text = "The river has come over the quay wall for the first time today.";
        let shown = printed(
            &entry(
                None,
                vec![block(Role::Paragraph, text)],
                EntryState::Withdrawn,
            ),
            &Marks::default(),
        );
        assert!(
            shown.contains("## The river has come over the quay wall for …"),
            "{shown}"
        );
        assert!(
            shown.contains("[unread] [withdrawn] [revised 1×] 14:05"),
            "{shown}"
        );
    }

    #[test]
    fn an_edit_shows_what_went_and_what_came() {
        assert_eq!(
            word_by_word("Five people were hurt.", "Seven people were hurt badly."),
            "[-Five-] {+Seven+} people were hurt {+badly+}."
        );
    }
}
