//! The working copy of a scrap while a page is read.

use foldhash::HashMap;

use crate::engine::clean::Scrap;
use crate::engine::model::Cut;
use crate::engine::model::NativeEntry;
use crate::engine::model::Piece;
use crate::engine::model::Role;
use crate::engine::rules::Rules;
use crate::engine::segment::feature::Features;
use crate::engine::segment::stamp;
use crate::engine::segment::stamp::Byline;
use crate::engine::segment::stamp::Shape;
use crate::engine::text::SafeText;
use crate::engine::text::words::Word;

/// A scrap with what is known of it so far.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) line: u32,
    pub(crate) part: u16,
    pub(crate) text: SafeText,
    pub(crate) features: Features,
    pub(crate) byline: Option<Byline>,
    /// The role, once decided, and the rule that decided it.
    pub(crate) role: Option<(Role, String)>,
    pub(crate) cut: Cut,
    /// Whether the same words stand again and again, so that they are no heading of an entry.
    pub(crate) common: bool,
    /// Whether an item of a numbered list begins here that is an entry.
    pub(crate) listed: bool,
}

impl Item {
    pub(crate) fn of(scrap: Scrap, rules: &Rules) -> Self {
        let byline = if scrap.furniture.is_none() {
            stamp::parse_line(&scrap.text, rules)
        } else {
            None
        };
        // A heading looks like one without the time behind it.
        let behind = byline
            .as_ref()
            .filter(|byline| byline.rest == scrap.text.len());
        let halves = behind.and_then(|byline| byline.halves(&scrap.text));
        let words = halves.map_or(&*scrap.text, |halves| &scrap.text[halves.text]);
        let features = Features::of(words, scrap.bullet, rules);
        let role = scrap.furniture.map(|why| (Role::Furniture, why));
        Self {
            line: scrap.line,
            part: scrap.part,
            text: scrap.text,
            features,
            byline,
            role,
            cut: Cut::Never,
            common: false,
            listed: false,
        }
    }

    /// Sets the role, unless it was decided before.
    pub(crate) fn decide(&mut self, role: Role, why: &str) {
        self.role.get_or_insert_with(|| (role, why.to_owned()));
    }

    pub(crate) fn is_furniture(&self) -> bool {
        matches!(self.role, Some((Role::Furniture, _)))
    }

    /// The rule that set it aside, if it is furniture.
    pub(crate) fn set_aside_by(&self) -> Option<&str> {
        match &self.role {
            Some((Role::Furniture, why)) => Some(why),
            _ => None,
        }
    }

    /// Undecided text: neither furniture nor a line that only states a time.
    pub(crate) fn is_content(&self) -> bool {
        self.role.is_none() && !self.is_stamp()
    }

    /// In what way it states a time or an author, if it does.
    pub(crate) fn shape(&self) -> Option<Shape> {
        self.byline.as_ref().map(|byline| byline.shape)
    }

    /// When it says that it was written, in minutes of its day or before the page was kept: more is later.
    pub(crate) fn moment(&self) -> Option<i64> {
        let stamp = &self.byline.as_ref()?.stamp;
        let ago = stamp.ago.map(|(minutes, _)| -i64::from(minutes));
        ago.or(stamp.minutes.map(i64::from))
    }

    /// A line that states a time or an author in this way and nothing else.
    pub(crate) fn states(&self, shape: Shape) -> bool {
        self.is_stamp() && self.shape() == Some(shape)
    }

    /// A line that states a time or an author and nothing else.
    pub(crate) fn is_stamp(&self) -> bool {
        self.byline.as_ref().is_some_and(|byline| byline.rest == 0)
    }

    /// A line that states a time, not only an author, and nothing else.
    pub(crate) fn is_time(&self) -> bool {
        self.is_stamp() && !self.states(Shape::Author)
    }

    /// A full sentence of running text.
    pub(crate) fn is_prose(&self) -> bool {
        self.is_content() && !self.features.open && self.features.len() >= 8
    }

    /// A short line without a final stop.
    pub(crate) fn is_short_open(&self) -> bool {
        self.is_content() && self.features.open && self.features.len() <= 22
    }

    /// In what way it is written: its signs, with one letter for words and one digit for numbers.
    pub(crate) fn written(&self) -> Vec<char> {
        written(&self.text)
    }

    pub(crate) fn into_piece(self) -> Piece {
        let (role, why) = self.role.unwrap_or((Role::Furniture, "unread".to_owned()));
        let stamp = self.byline.as_ref().map(|byline| byline.stamp.clone());
        let native = self
            .byline
            .filter(|byline| byline.pinned)
            .map(|_| NativeEntry {
                pinned: true,
                ..NativeEntry::default()
            });
        Piece {
            line: self.line,
            part: self.part,
            role,
            text: self.text,
            cut: self.cut,
            why,
            stamp,
            native,
            links: Vec::new(),
            pictures: Vec::new(),
        }
    }
}

/// How often some of these lines say the same.
pub(crate) fn counts(
    items: &[Item],
    lines: impl IntoIterator<Item = usize>,
) -> HashMap<&[Word], usize> {
    let mut counts: HashMap<&[Word], usize> = HashMap::default();
    for i in lines {
        *counts.entry(&items[i].features.words).or_default() += 1;
    }
    counts
}

/// The signs of a text, with one letter for words and one digit for numbers.
pub(crate) fn written(text: &str) -> Vec<char> {
    let signs = text.chars().map(|c| match c {
        c if c.is_numeric() => '0',
        c if c.is_alphabetic() => 'a',
        c => c,
    });
    let mut written: Vec<char> = signs.collect();
    written.dedup();
    written
}

/// Which items state a time or an author, for tests.
#[cfg(test)]
pub(crate) fn stated(items: &[Item]) -> Vec<bool> {
    items.iter().map(|item| item.byline.is_some()).collect()
}

/// The items of lines, for tests.
#[cfg(test)]
pub(crate) fn items(lines: &[&str]) -> Vec<Item> {
    let scraps = lines.iter().enumerate().map(|(i, line)| Scrap {
        line: u32::try_from(i).unwrap_or(0) + 1,
        part: 0,
        text: SafeText::new(line),
        bullet: line.starts_with('•'),
        furniture: None,
    });
    scraps
        .map(|scrap| Item::of(scrap, Rules::builtin()))
        .collect()
}
