//! A part of a tree to blocks of text with roles: what a reader would see as paragraphs, headings, quotes, captions and cards.
//! Times and authors are taken out of the text; site furniture is kept apart.

use ego_tree::NodeId;
use ego_tree::NodeRef;
use ego_tree::iter::Edge;
use scraper::ElementRef;
use scraper::Node;

use crate::engine::model::Role;
use crate::engine::parse::page::anchor::Anchor;
use crate::engine::parse::page::anchor::Anchors;
use crate::engine::parse::page::beside;
use crate::engine::parse::page::dated;
use crate::engine::parse::page::element::cells;
use crate::engine::parse::page::element::collapse;
use crate::engine::parse::page::element::is_block;
use crate::engine::parse::page::marks;
use crate::engine::parse::page::marks::Marks;
use crate::engine::parse::page::picture::Pictures;
use crate::engine::parse::page::picture::Shown;
use crate::engine::parse::page::sense::Sense;
use crate::engine::parse::page::when;
use crate::engine::parse::page::when::When;
use crate::engine::rules::Rules;
use crate::engine::rules::Tokens;
use crate::engine::segment::feature::refers;
use crate::engine::segment::stamp::Byline;
use crate::engine::segment::stamp::Shape;
use crate::engine::text::SafeText;
use crate::engine::text::words;

/// More words than this are no author's name.
const NAME_WORDS: usize = 16;

/// Why a text is the minute of a match.
pub(super) const MINUTE: &str = "minute of the match";

/// Why a text that stands in no paragraph element is one.
pub(super) const LOOSE: &str = "text outside of paragraphs";

/// One paragraph-like unit.
#[derive(Debug, Clone)]
pub(super) struct Block {
    pub(super) role: Role,
    pub(super) text: SafeText,
    pub(super) why: String,
    /// The element it began in.
    pub(super) node: Option<NodeId>,
    /// What it states of time and author, if that is all it does, or what stands before its text.
    pub(super) byline: Option<Byline>,
    /// The level of a heading element, else 0.
    pub(super) level: u8,
    /// Whether all of it is bold.
    pub(super) bold: bool,
    /// Whether all of it is a link, also to a place in the page.
    pub(super) linked: bool,
    pub(super) links: Vec<Anchor>,
    /// The pictures that stand at it.
    pub(super) pictures: Vec<Shown>,
}

/// How many words of running text blocks hold.
pub(super) fn running(blocks: &[Block]) -> usize {
    let body = blocks.iter().filter(|block| block.role.is_body());
    body.map(|block| words::count(&block.text)).sum()
}

/// A part of a page as read.
#[derive(Debug, Clone, Default)]
pub(super) struct Reading {
    pub(super) blocks: Vec<Block>,
    /// Times stated by markup, in order, with whether they are of a change.
    pub(super) times: Vec<(When, bool)>,
    /// Authors stated by markup.
    pub(super) authors: Vec<SafeText>,
    /// Descriptions of pictures that have no caption.
    pub(super) pictures: Vec<SafeText>,
    /// The pictures that stand at no text.
    pub(super) shown: Vec<Shown>,
}

/// What a whole page is read for: parts around the entries are left out there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// The inside of one entry.
    Entry,
    /// A page, without its navigation.
    Page,
}

/// Reads one element.
pub(super) fn read(root: NodeRef<'_, Node>, scope: Scope, rules: &Rules) -> Reading {
    let mut walk = Walk::new(root, scope, rules);
    let mut skipped: Option<NodeId> = None;
    for edge in root.traverse() {
        match edge {
            Edge::Open(node) if skipped.is_none() => {
                if !walk.open(node) {
                    skipped = Some(node.id());
                }
            }
            Edge::Close(node) if skipped == Some(node.id()) => skipped = None,
            Edge::Close(node) if skipped.is_none() => walk.close(node),
            Edge::Open(_) | Edge::Close(_) => {}
        }
    }
    walk.flush();
    walk.done()
}

pub(super) struct Walk<'r> {
    root: NodeId,
    pub(super) scope: Scope,
    pub(super) rules: &'r Rules,
    pub(super) words: &'static marks::Words,
    senses: Vec<(NodeId, Sense)>,
    pub(super) buffer: Buffer,
    pub(super) out: Reading,
    breaks: u8,
    /// The link around the last title of a card.
    card_link: Option<NodeId>,
    pictures: Pictures,
    /// Behind how many blocks the last picture stands.
    pub(super) pictured: Option<usize>,
}

/// The text since the last border.
#[derive(Default)]
pub(super) struct Buffer {
    pub(super) text: String,
    anchors: Anchors,
    linked: usize,
    bold: usize,
    node: Option<NodeId>,
}

impl<'r> Walk<'r> {
    fn new(root: NodeRef<'_, Node>, scope: Scope, rules: &'r Rules) -> Self {
        Self {
            root: root.id(),
            scope,
            rules,
            words: &Marks::builtin().words,
            senses: Vec::new(),
            buffer: Buffer::default(),
            out: Reading::default(),
            breaks: 0,
            card_link: None,
            pictures: Pictures::default(),
            pictured: None,
        }
    }

    pub(super) fn root(&self) -> NodeId {
        self.root
    }

    /// Takes in the beginning of a node; false if nothing in it counts.
    fn open(&mut self, node: NodeRef<'_, Node>) -> bool {
        if let Some(text) = node.value().as_text() {
            self.text(text, node);
            return true;
        }
        let Some(element) = ElementRef::wrap(node) else {
            return !node.value().is_comment();
        };
        if node.id() == self.root {
            return true;
        }
        if marks::is_hidden(&element) {
            return false;
        }
        let name = element.value().name();
        match name {
            "br" => {
                self.breaks += 1;
                if self.breaks > 1 || self.is_line_of_its_own() {
                    self.flush();
                } else {
                    self.buffer.text.push('\n');
                }
                return true;
            }
            "img" | "amp-img" => {
                self.picture(&element);
                return true;
            }
            "video" | "amp-video" => self.show(&element),
            _ => {}
        }
        let tokens = marks::tokens(&element);
        if marks::is_only_heard(&element, &tokens, &self.words.hidden) {
            return false;
        }
        if self.scope == Scope::Page && self.is_apart(&element, &tokens) {
            self.flush();
            return false;
        }
        if self.is_border(name) {
            if self.is_in(&Sense::Cell) {
                self.buffer.text.push(' ');
            } else {
                self.flush();
            }
        } else if is_inline(name) && is_behind_inline(&element) && self.is_loose() {
            if self.is_told_again(&element) {
                return false;
            }
            // Two of them in no text are two things, like a day and a time.
            self.buffer.text.push(' ');
        }
        for sense in self.senses_of(&element, &tokens) {
            if matches!(
                sense,
                Sense::Heading(_)
                    | Sense::Card
                    | Sense::Time
                    | Sense::Author
                    | Sense::Furniture(_)
                    | Sense::Caption
            ) {
                self.flush_unless_inline(&sense);
            }
            self.senses.push((node.id(), sense));
        }
        true
    }

    fn close(&mut self, node: NodeRef<'_, Node>) {
        let Some(element) = ElementRef::wrap(node) else {
            return;
        };
        let mine = |entry: &&(NodeId, Sense)| entry.0 == node.id();
        let own: Vec<Sense> = self
            .senses
            .iter()
            .rev()
            .take_while(mine)
            .map(|(_, sense)| sense.clone())
            .collect();
        if self.is_border(element.value().name()) && !own.contains(&Sense::Cell) {
            if self.is_in(&Sense::Cell) {
                self.buffer.text.push(' ');
            } else {
                self.flush();
            }
        } else if own.contains(&Sense::Cell) {
            self.buffer.text.push('\u{1}');
        }
        for sense in own {
            if matches!(
                sense,
                Sense::Heading(_)
                    | Sense::Time
                    | Sense::Author
                    | Sense::Furniture(_)
                    | Sense::Caption
                    | Sense::Card
            ) {
                self.flush_unless_inline(&sense);
            }
            self.senses.pop();
        }
    }

    /// Whether the text before a line break is a line of its own: bold as a whole, or a sentence that stands in no paragraph element.
    fn is_line_of_its_own(&self) -> bool {
        let text = self.buffer.text.trim_end();
        let visible = text.chars().filter(|c| !c.is_whitespace()).count();
        let bold = self.buffer.bold > 0 && self.buffer.bold * 10 >= visible * 9;
        let loose = self.is_loose() && !self.is_in(&Sense::Item);
        let ends = text.len() > 40 && text.ends_with(['.', '!', '?', '”', '"', '»', '。']);
        !self.is_in(&Sense::Cell) && (bold || loose && ends)
    }

    /// Whether what stands here is in no running text.
    fn is_loose(&self) -> bool {
        let inside = |sense: &Sense| {
            matches!(
                sense,
                Sense::Text
                    | Sense::Quote
                    | Sense::Heading(_)
                    | Sense::Cell
                    | Sense::Bold
                    | Sense::Link
            )
        };
        !self.senses.iter().any(|(_, sense)| inside(sense))
    }

    /// Whether text before and after an element's tags belongs to different blocks.
    fn is_border(&self, name: &str) -> bool {
        if matches!(name, "td" | "th") && self.is_in(&Sense::Row) {
            return false;
        }
        let custom =
            name.contains('-') && !name.starts_with("amp-timeago") && !self.is_in(&Sense::Text);
        custom || is_block(name)
    }

    fn text(&mut self, text: &str, node: NodeRef<'_, Node>) {
        if !text.trim().is_empty() {
            if self.buffer.text.ends_with('\n') && beside::is_item(text) {
                self.flush();
            }
            self.breaks = 0;
            self.buffer.node = self
                .buffer
                .node
                .or_else(|| node.parent().map(|parent| parent.id()));
        }
        let visible = text.chars().filter(|c| !c.is_whitespace()).count();
        if self.is_in(&Sense::Time) {
            // "1 hour ago" and "2:20 pm" stand side by side there.
            self.buffer.text.push(' ');
        }
        if self.is_in(&Sense::Link) {
            self.buffer.linked += visible;
            self.buffer.anchors.open(node, self.buffer.text.len());
        }
        if self.is_in(&Sense::Bold) {
            self.buffer.bold += visible;
        }
        self.buffer.text.extend(
            text.chars()
                .map(|c| if c.is_whitespace() { ' ' } else { c }),
        );
        self.buffer.anchors.close(self.buffer.text.len());
    }

    fn picture(&mut self, element: &ElementRef<'_>) {
        self.show(element);
        let alt = collapse(element.attr("alt").unwrap_or_default());
        if alt.split_whitespace().count() > 2 && !self.is_apart_by_sense() {
            self.out.pictures.push(alt);
        }
    }

    /// Notes the picture that an element shows.
    fn show(&mut self, element: &ElementRef<'_>) {
        if !self.is_apart_by_sense() {
            let (before, figure) = (self.out.blocks.len(), self.figure());
            self.pictured = Some(before);
            self.pictures.note(Shown::of(element), before, figure);
        }
    }

    /// The figure that the text stands in.
    fn figure(&self) -> Option<NodeId> {
        let mut around = self.senses.iter().rev();
        around
            .find(|(_, sense)| *sense == Sense::Figure)
            .map(|(node, _)| *node)
    }

    fn is_apart_by_sense(&self) -> bool {
        self.senses
            .iter()
            .any(|(_, sense)| matches!(sense, Sense::Furniture(_) | Sense::Card | Sense::Author))
    }

    pub(super) fn is_in(&self, wanted: &Sense) -> bool {
        self.senses.iter().any(|(_, sense)| sense == wanted)
    }

    /// Inside running text a time, a name or a control is a part of the sentence.
    fn flush_unless_inline(&mut self, sense: &Sense) {
        if !matches!(sense, Sense::Text) {
            self.flush();
        }
    }

    /// Ends a block: decides what it is.
    fn flush(&mut self) {
        self.breaks = 0;
        let buffer = std::mem::take(&mut self.buffer);
        let row = self.is_in(&Sense::Row);
        let joined = if row {
            cells(&buffer.text)
        } else {
            buffer.text.replace('\u{1}', " ")
        };
        let text = collapse(&joined);
        let text = match self.level() {
            0 => text,
            // What parts a heading from the time before it.
            _ => {
                let text = text.trim_start_matches(['|', '•', '·', '–', '—', ' ']);
                SafeText::new(text.strip_prefix("- ").unwrap_or(text).trim_start())
            }
        };
        if text.is_empty() {
            return;
        }
        let visible = text.chars().filter(|c| !c.is_whitespace()).count();
        let linked = buffer.linked * 10 >= visible * 9;
        let bold = buffer.bold * 10 >= visible * 9;
        let (role, why) = self.role(&text, linked);
        let links = buffer.anchors.settle(&buffer.text, &text);
        let mut block = Block {
            role,
            text,
            why: why.to_owned(),
            node: buffer.node,
            byline: None,
            level: self.level(),
            bold,
            linked,
            links,
            pictures: Vec::new(),
        };
        self.settle(&mut block);
        if block.role == Role::CardTitle {
            self.card_link = self.link();
        }
        let again = |last: &Block| last.text == block.text && last.role == block.role;
        if !self.out.blocks.last().is_some_and(again) {
            if block.role == Role::Media {
                let (at, figure) = (self.out.blocks.len(), self.figure());
                self.pictures.note_caption(at, figure);
            }
            self.out.blocks.push(block);
        }
    }

    pub(super) fn level(&self) -> u8 {
        self.senses
            .iter()
            .rev()
            .find_map(|(_, sense)| {
                if let Sense::Heading(level) = sense {
                    Some(*level)
                } else {
                    None
                }
            })
            .unwrap_or(0)
    }

    /// The role that the elements around a text give it.
    fn role(&self, text: &str, linked: bool) -> (Role, &'static str) {
        let senses = || self.senses.iter().map(|(_, sense)| sense);
        if let Some(why) = senses().find_map(|sense| {
            if let Sense::Furniture(why) = sense {
                Some(*why)
            } else {
                None
            }
        }) {
            return (Role::Furniture, why);
        }
        let is = |wanted: &Sense| senses().any(|sense| sense == wanted);
        let heading = senses().any(|sense| matches!(sense, Sense::Heading(_)));
        if is(&Sense::Time) {
            return (Role::Byline, "time");
        }
        if is(&Sense::Author) && text.split_whitespace().count() <= NAME_WORDS {
            return (Role::Byline, "author");
        }
        if is(&Sense::Caption) {
            return (Role::Media, "caption");
        }
        if is(&Sense::Card) {
            return if heading || (linked && !self.is_card_titled()) {
                (Role::CardTitle, "card")
            } else {
                (Role::CardText, "card")
            };
        }
        if is(&Sense::Quote) {
            return (Role::Quote, "quotation");
        }
        if is(&Sense::Figure) && !is(&Sense::Text) && !heading {
            return (Role::Furniture, "player");
        }
        if heading {
            return (Role::Heading, "heading");
        }
        if is(&Sense::Footer) && text.split_whitespace().count() <= 8 {
            return (Role::Furniture, "footer");
        }
        if is(&Sense::Item) || beside::is_item(text) {
            return (Role::ListItem, "list");
        }
        if is(&Sense::Row) {
            return (Role::Paragraph, "table");
        }
        (
            Role::Paragraph,
            if is(&Sense::Text) { "text" } else { LOOSE },
        )
    }

    /// What a text is by itself, wherever it stands.
    fn by_its_text(&mut self, block: &Block, author: bool) -> Option<(Role, String)> {
        let is_cjk_sign = |c: char| ('\u{3000}'..='\u{303f}').contains(&c);
        let is_sign = |c: char| c.is_ascii_punctuation() || c.is_whitespace() || is_cjk_sign(c);
        let rules = self.rules;
        let refers = || block.role == Role::Paragraph && refers(&block.text, rules);
        let (role, why) = match rules.furniture.matches(&Tokens::of(&block.text)) {
            _ if block.text.chars().all(is_sign) => (Role::Furniture, "no word"),
            Some(why) => (Role::Furniture, why),
            None if block.linked && refers() => (Role::CardTitle, "points to another article"),
            None if self.is_caption(block, author) => (Role::Media, "caption by its credit"),
            None if when::is_minute(&block.text) && !author => (Role::Byline, MINUTE),
            None => return None,
        };
        Some((role, why.to_owned()))
    }

    /// What the text itself says: a time, an author, furniture.
    fn settle(&mut self, block: &mut Block) {
        if matches!(
            block.role,
            Role::CardTitle | Role::CardText | Role::Media | Role::Quote
        ) {
            return;
        }
        let author = block.role == Role::Byline && block.why == "author";
        if let Some((role, why)) = self.by_its_text(block, author) {
            (block.role, block.why) = (role, why);
            return;
        }
        let stated = dated::stated(block, author, self.rules);
        match stated {
            Some(byline) if byline.rest == 0 => {
                if let Some(name) = byline
                    .stamp
                    .author
                    .clone()
                    .filter(|_| block.role == Role::Byline)
                {
                    self.out.authors.push(name);
                }
                if block.role != Role::Heading || byline.shape != Shape::Author {
                    block.role = Role::Byline;
                    block.byline = Some(byline);
                }
            }
            Some(byline) => block.byline = Some(byline),
            None if author => {
                let (name, by) = without_by(&block.text, self.rules);
                let name = SafeText::new(name.trim_matches(|c: char| {
                    c.is_whitespace() || matches!(c, ',' | '|' | '•' | '·')
                }));
                if by || name.chars().next().is_some_and(|c| !c.is_lowercase()) {
                    self.out.authors.push(name);
                }
            }
            None => {}
        }
    }

    /// Whether the link that goes on here has shown the title of its card already.
    fn is_card_titled(&self) -> bool {
        self.card_link.is_some() && self.card_link == self.link()
    }

    /// The link that the text stands in.
    fn link(&self) -> Option<NodeId> {
        let links = self.senses.iter().rev();
        links
            .filter(|(_, sense)| *sense == Sense::Link)
            .map(|(node, _)| *node)
            .next()
    }

    fn done(mut self) -> Reading {
        self.out.shown = self.pictures.settle(&mut self.out.blocks);
        self.out
    }
}

fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "span" | "em" | "strong" | "b" | "i" | "time" | "small"
    )
}

/// Whether an element follows another one of inline text without a space between them.
fn is_behind_inline(element: &ElementRef<'_>) -> bool {
    let before = element.prev_sibling().and_then(ElementRef::wrap);
    before.is_some_and(|before| is_inline(before.value().name()))
}

/// A name without the word before it, and without the paper's: "By Ann Archer", "From The Post's Ann Archer".
fn without_by<'t>(text: &'t str, rules: &Rules) -> (&'t str, bool) {
    match text.split_once(' ') {
        Some((first, rest)) if rules.by.contains(&first.to_lowercase()) => (rest, true),
        Some((first, rest)) if first.eq_ignore_ascii_case("from") => {
            let owner = rest.find("'s ").map(|at| at + 3);
            let owner = owner.or_else(|| rest.find("’s ").map(|at| at + "’s ".len()));
            (owner.map_or(rest, |at| &rest[at..]), true)
        }
        _ => (text, false),
    }
}
