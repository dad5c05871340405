//! A text with marks to paragraphs, each with what its marks say of it.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::Event;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;

use crate::engine::parse::markdown::options;
use crate::engine::text::SafeText;

/// More words than this are no heading, whatever stands below them.
const HEADING_WORDS: usize = 40;

/// What stands for a picture without a description.
pub(super) const NAMELESS: &str = "picture";

/// What a paragraph is, as far as its marks say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Kind {
    /// Text of the page.
    #[default]
    Text,
    /// A picture alone, known by its description.
    Picture,
    /// A row of signs, or markup without a text.
    Mark,
}

/// One paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Told {
    /// The line it begins in, 1-based.
    pub(super) line: u32,
    /// Which paragraph of that line.
    pub(super) part: u16,
    pub(super) kind: Kind,
    pub(super) text: SafeText,
    /// The level of a heading, else 0.
    pub(super) level: u8,
    pub(super) quote: bool,
    pub(super) bullet: bool,
    /// Whether it stands below a picture, in its paragraph or wholly slanted.
    pub(super) caption: bool,
    /// The address of a picture.
    pub(super) picture: String,
    /// The texts of its links, in order, with their places in the text and their addresses.
    pub(super) links: Vec<(Range<usize>, String)>,
}

impl Told {
    /// Whether all of it is one link.
    pub(super) fn is_link(&self) -> bool {
        matches!(&self.links[..], [(range, _)] if range.len() * 10 >= self.text.len() * 9)
    }
}

/// Reads a text whose first line has this number.
pub(super) fn read(text: &str, first: u32) -> Vec<Told> {
    let mended = whole_targets(text);
    let mut walk = Walk::new(text, first);
    for (event, range) in Parser::new_ext(&mended, options()).into_offset_iter() {
        walk.take(event, &range);
    }
    walk.flush();
    walk.numbered()
}

/// The text with the breaks of lines that some converters put into addresses moved behind the next word. Its length stays.
fn whole_targets(text: &str) -> Cow<'_, str> {
    /// Longer addresses are left as they are, in bytes.
    const LONGEST: usize = 2_000;
    let is_space = |byte: &u8| byte.is_ascii_whitespace();
    let mut out = text.as_bytes().to_vec();
    let mut from = 0;
    let mut moved = false;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find("](http")) {
        let start = from + at + 2;
        from = start;
        let stop = out.len().min(start + LONGEST);
        let Some(end) = out[start..stop].iter().position(|byte| *byte == b')') else {
            continue;
        };
        let target = &out[start..start + end];
        if !target.contains(&b'\n') || target.contains(&b'"') || target.contains(&b'\'') {
            continue;
        }
        let behind = out[start + end..].iter().position(is_space);
        let behind = behind.map_or(out.len(), |behind| start + end + behind);
        // What are spaces goes behind what is none, both in their order.
        out[start..behind].sort_by_key(is_space);
        moved = true;
    }
    let mended = moved.then(|| String::from_utf8(out).ok()).flatten();
    mended.map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Whether paragraphs are broken over several lines of about the same length, as converters for terminals do.
fn is_wrapped(text: &str) -> bool {
    let is_plain = |line: &str| {
        line.starts_with(char::is_alphanumeric) && !line.ends_with("  ") && !line.ends_with('\\')
    };
    let lines: Vec<&str> = text
        .lines()
        .take(5_000)
        .map(|line| line.trim_end_matches('\r'))
        .collect();
    let (mut all, mut full) = (0, 0);
    for pair in lines.windows(2) {
        if !is_plain(pair[0]) || !pair[1].starts_with(char::is_alphanumeric) {
            continue;
        }
        let next = pair[1]
            .split(' ')
            .next()
            .map_or(0, |word| word.chars().count());
        let length = pair[0].chars().count();
        all += 1;
        full += usize::from(length <= 130 && (66..=140).contains(&(length + 1 + next)));
    }
    all >= 4 && full * 10 >= all * 7
}

/// Sets navigation aside: what is nothing but a link above the headline, and lists of short links.
fn set_links_aside(told: &mut [Told]) {
    /// So many links in a row are a list.
    const LIST: usize = 5;
    const WORDS: usize = 4;
    let top = told.iter().position(|told| told.level == 1).unwrap_or(0);
    for above in told[..top].iter_mut().filter(|told| told.is_link()) {
        above.kind = Kind::Mark;
    }
    let is_short = |told: &Told| {
        told.bullet && told.is_link() && told.text.split_whitespace().count() <= WORDS
    };
    for row in told.chunk_by_mut(|one, next| is_short(one) && is_short(next)) {
        if row.len() >= LIST {
            row.iter_mut().for_each(|told| told.kind = Kind::Mark);
        }
    }
}

struct Walk {
    /// Where the lines begin, in bytes.
    starts: Vec<usize>,
    first: u32,
    wrapped: bool,
    out: Vec<Told>,
    now: Told,
    /// Its text so far.
    text: String,
    /// Bytes of the paragraph that are slanted.
    slanted: usize,
    emphasis: usize,
    quotes: usize,
    /// Whether the item of a list has not shown its text yet.
    item: bool,
    /// The description of the picture that is being read.
    picture: Option<String>,
    /// Its address.
    to: String,
    /// The last picture of the paragraph, with its line.
    pictured: Option<(u32, String)>,
    link: Option<(usize, String)>,
    cells: usize,
}

impl Walk {
    fn new(text: &str, first: u32) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
        Self {
            starts: starts.collect(),
            first,
            wrapped: is_wrapped(text),
            out: Vec::new(),
            now: Told::default(),
            text: String::new(),
            slanted: 0,
            emphasis: 0,
            quotes: 0,
            item: false,
            picture: None,
            to: String::new(),
            pictured: None,
            link: None,
            cells: 0,
        }
    }

    fn line(&self, at: usize) -> u32 {
        let row = self.starts.partition_point(|start| *start <= at).max(1) - 1;
        self.first
            .saturating_add(u32::try_from(row).unwrap_or(u32::MAX))
    }

    fn take(&mut self, event: Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(tag) => self.open(tag),
            Event::End(tag) => self.close(tag, range),
            Event::Text(text) => self.lines(&text, range),
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.add(&text, range.start);
            }
            Event::Html(html) => {
                self.flush();
                self.html(&html, range);
                self.flush();
            }
            Event::InlineHtml(tag) => {
                let tag = tag.trim_start_matches(['<', '/']).to_lowercase();
                if ["br", "p", "div", "li", "figcaption"]
                    .iter()
                    .any(|name| tag.starts_with(name))
                {
                    self.soft_end();
                }
            }
            Event::SoftBreak if self.wrapped && self.picture.is_none() => {
                self.add(" ", range.start)
            }
            Event::SoftBreak | Event::HardBreak => self.soft_end(),
            Event::Rule => {
                self.flush();
                self.mark(range.start, "---");
            }
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn open(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.flush();
                self.now.level = level as u8;
            }
            Tag::BlockQuote(_) => {
                self.flush();
                self.quotes += 1;
            }
            Tag::Item => {
                self.flush();
                self.item = true;
            }
            Tag::Emphasis => self.emphasis += 1,
            Tag::Link { dest_url, .. } if self.picture.is_none() => {
                self.link = Some((self.text.len(), dest_url.to_string()));
            }
            Tag::Image { dest_url, .. } => {
                if self.pictured.is_some() {
                    self.picture_alone();
                }
                self.to = dest_url.to_string();
                self.picture = Some(String::new());
            }
            Tag::TableCell => {
                if self.cells > 0 && !self.text.is_empty() {
                    self.push(" | ");
                }
                self.cells += 1;
            }
            Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. } => {}
            _ => self.flush(),
        }
    }

    fn close(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::Emphasis => self.emphasis = self.emphasis.saturating_sub(1),
            TagEnd::Link => {
                if let Some((start, to)) = self.link.take() {
                    let range = start..self.text.trim_end().len();
                    if !range.is_empty() {
                        self.now.links.push((range, to));
                    }
                }
            }
            TagEnd::Image => {
                if let Some(text) = self.picture.take() {
                    self.pictured = Some((self.line(range.start), text));
                }
            }
            TagEnd::TableRow | TagEnd::TableHead => {
                self.cells = 0;
                self.flush();
            }
            TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::TableCell => {}
            _ => self.flush(),
        }
    }

    /// Text that may have several lines, as in a block of code.
    fn lines(&mut self, text: &str, range: &Range<usize>) {
        let mut at = range.start;
        for (row, line) in text.split('\n').enumerate() {
            if row > 0 {
                self.soft_end();
            }
            self.add(line, at);
            at += line.len() + 1;
        }
    }

    fn add(&mut self, text: &str, at: usize) {
        if let Some(picture) = &mut self.picture {
            picture.push_str(text);
            return;
        }
        if self.text.is_empty() {
            if text.trim().is_empty() {
                return;
            }
            self.now.line = self.line(at);
        }
        let before = self.text.len();
        self.push(text);
        if self.emphasis > 0 {
            self.slanted += self.text.len() - before;
        }
    }

    /// Adds to the text; what is no sign of one line is a space, and spaces do not repeat.
    fn push(&mut self, text: &str) {
        for c in SafeText::new(text).chars() {
            if !c.is_whitespace() {
                self.text.push(c);
            } else if !self.text.is_empty() && !self.text.ends_with(' ') {
                self.text.push(' ');
            }
        }
    }

    /// Text between tags of HTML.
    fn html(&mut self, html: &str, range: &Range<usize>) {
        let mut text = String::new();
        let mut inside = false;
        for c in html.chars() {
            match c {
                '<' => inside = true,
                '>' if inside => inside = false,
                c if !inside => text.push(c),
                _ => {}
            }
        }
        if text.chars().any(char::is_alphanumeric) {
            self.add(&text, range.start);
        } else {
            self.mark(range.start, html.trim());
        }
    }

    fn mark(&mut self, at: usize, text: &str) {
        if !text.is_empty() {
            self.out.push(Told {
                line: self.line(at),
                kind: Kind::Mark,
                text: SafeText::new(text),
                ..Told::default()
            });
        }
    }

    /// The end of a line inside a paragraph: what follows is another one with the same marks.
    fn soft_end(&mut self) {
        if self.picture.is_some() {
            self.add(" ", 0);
            return;
        }
        let link = self.link.take();
        let open = link.map(|(start, to)| {
            let range = start..self.text.trim_end().len();
            if !range.is_empty() {
                self.now.links.push((range, to.clone()));
            }
            to
        });
        let (level, pictured) = (self.now.level, self.pictured.is_some());
        let caption = pictured && self.text.is_empty() || self.now.caption;
        self.flush();
        self.now.level = level;
        self.now.caption = caption;
        self.link = open.map(|to| (0, to));
    }

    fn picture_alone(&mut self) {
        if let Some((line, text)) = self.pictured.take() {
            let text = if text.trim().is_empty() {
                NAMELESS.to_owned()
            } else {
                text
            };
            self.out.push(Told {
                line,
                kind: Kind::Picture,
                text: SafeText::new(text.trim()),
                picture: std::mem::take(&mut self.to),
                ..Told::default()
            });
        }
    }

    /// Ends a paragraph.
    fn flush(&mut self) {
        let is_first = self.pictured.is_some();
        self.picture_alone();
        let mut now = std::mem::take(&mut self.now);
        let slanted = std::mem::take(&mut self.slanted);
        now.text = SafeText::new(std::mem::take(&mut self.text).trim());
        if now.text.is_empty() {
            return;
        }
        let words = now.text.split_whitespace().count();
        if now.level > 0 && words > HEADING_WORDS {
            now.level = 0;
        }
        // Tools leave the classes of what they converted between colons.
        if now.text.starts_with(":::") {
            now.kind = Kind::Mark;
        }
        let below = self
            .out
            .last()
            .is_some_and(|last| last.kind == Kind::Picture && last.line + 2 >= now.line);
        now.caption |= is_first || below && slanted * 10 >= now.text.len() * 9;
        now.caption &= now.level == 0;
        if self.wrapped
            && let Some(above) = self.out.last_mut()
            && now.level == 0
            && above.level > 0
            && above.line + 1 == now.line
            && above.text.chars().count() >= 40
        {
            // A heading that goes on in the next line.
            above.text = SafeText::from(format!("{} {}", above.text, now.text));
            return;
        }
        now.quote = self.quotes > 0;
        now.bullet = std::mem::take(&mut self.item);
        self.out.push(now);
    }

    /// The paragraphs, those that begin in one line told apart.
    fn numbered(self) -> Vec<Told> {
        let mut out = self.out;
        out.sort_by_key(|told| told.line);
        for at in 1..out.len() {
            if out[at].line == out[at - 1].line {
                // Parts between them are for what a line is split into.
                out[at].part = out[at - 1].part.saturating_add(64);
            }
        }
        set_links_aside(&mut out);
        out
    }
}
