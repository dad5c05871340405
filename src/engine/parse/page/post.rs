//! One entry as one source states it, the markup or the structured data, before the sources are joined.

use ego_tree::NodeId;
use jiff::Timestamp;
use scraper::ElementRef;

use crate::engine::model::Role;
use crate::engine::model::Stamp;
use crate::engine::parse::page::block;
use crate::engine::parse::page::block::Block;
use crate::engine::parse::page::block::Scope;
use crate::engine::parse::page::element::attribute;
use crate::engine::parse::page::element::collapse;
use crate::engine::parse::page::evidence::Taken;
use crate::engine::parse::page::ident;
use crate::engine::parse::page::identity::Identity;
use crate::engine::parse::page::marks;
use crate::engine::parse::page::marks::Marks;
use crate::engine::parse::page::picture::Shown;
use crate::engine::parse::page::when;
use crate::engine::parse::page::when::When;
use crate::engine::rules::Rules;
use crate::engine::segment::author;
use crate::engine::segment::stamp;
use crate::engine::segment::stamp::Byline;
use crate::engine::segment::stamp::Halves;
use crate::engine::segment::stamp::Shape;
use crate::engine::text::SafeText;
use crate::engine::text::words;

/// Longer paragraphs are text of an entry.
const SHORT: usize = 8;

/// Why a rubric is none of an entry's text.
pub(super) const LABEL: &str = "label above the heading";

/// One entry.
#[derive(Debug, Clone, Default)]
pub(super) struct Post {
    /// The source's identity for it, as written.
    pub(super) id: Option<String>,
    /// Its own address.
    pub(super) url: Option<String>,
    pub(super) heading: Option<SafeText>,
    /// Everything in it but the heading.
    pub(super) blocks: Vec<Block>,
    pub(super) times: Times,
    pub(super) author: Option<SafeText>,
    pub(super) pinned: bool,
    /// Descriptions of its pictures.
    pub(super) pictures: Vec<SafeText>,
    /// Its pictures that stand at none of its blocks.
    pub(super) shown: Vec<Shown>,
    /// Where it stands in the tree.
    pub(super) node: Option<NodeId>,
    /// What its fields were taken from.
    pub(super) taken: Taken,
}

/// The times that are stated of an entry, by source.
#[derive(Debug, Clone, Default)]
pub(super) struct Times {
    /// By the element that shows the time.
    pub(super) shown: Option<Timestamp>,
    /// By an attribute of the entry's container.
    pub(super) kept: Option<Timestamp>,
    /// By structured data.
    pub(super) data: Option<Timestamp>,
    /// Of the last change.
    pub(super) updated: Option<Timestamp>,
    /// As a line states it: the line and what it says.
    pub(super) line: Option<(SafeText, Stamp)>,
}

impl Post {
    /// The entry that an element holds.
    pub(super) fn of_element(element: ElementRef<'_>, identity: &Identity, rules: &Rules) -> Self {
        let words = &Marks::builtin().words;
        let reading = block::read(*element, Scope::Entry, rules);
        let mut post = Self::of_reading(reading, rules);
        post.node = Some(element.id());
        post.id = identity.of(&element);
        post.url = permalink(&element);
        if post.id.is_none() {
            post.id = post
                .url
                .as_deref()
                .and_then(ident::in_address)
                .map(str::to_owned);
        }
        let stated = |names| attribute(&element, names).and_then(When::read);
        post.times.kept = stated(&words.time_attributes).and_then(|when| when.instant);
        let updated = stated(&words.update_attributes).and_then(|when| when.instant);
        post.times.updated = post.times.updated.max(updated);
        post.pinned |= element
            .ancestors()
            .take(3)
            .filter_map(ElementRef::wrap)
            .chain([element])
            .any(|outer| {
                marks::any(&marks::tokens(&outer), &words.pinned)
                    || outer.attr("data-pinned") == Some("true")
            });
        post
    }

    /// The entry that blocks make.
    pub(super) fn of_reading(reading: block::Reading, rules: &Rules) -> Self {
        let mut post = Self {
            pictures: reading.pictures,
            shown: reading.shown,
            ..Self::default()
        };
        for (when, updated) in reading.times {
            if updated {
                post.times.updated = post.times.updated.max(when.instant);
            } else {
                post.times.shown = post.times.shown.or(when.instant);
                if let (None, Some(stamp)) = (&post.times.line, when.stamp()) {
                    post.times.line = Some((SafeText::default(), stamp));
                }
            }
        }
        post.author = joined(&reading.authors);
        let mut blocks = reading.blocks;
        if post.author.is_none()
            && let Some(at) = name_beside_time(&blocks)
        {
            post.author = Some(SafeText::new(bare(&blocks.remove(at).text)));
        }
        for block in blocks {
            post.take(block);
        }
        post.find_author();
        post.set_posts_aside();
        post.find_heading();
        post.point_to_cards(rules);
        post
    }

    fn take(&mut self, mut block: Block) {
        if let Some(byline) = block.byline.take() {
            if byline.rest > 0
                && matches!(block.role, Role::Heading | Role::Paragraph)
                && self.blocks.iter().all(|b| b.role == Role::Furniture)
            {
                self.cut_time(&mut block, &byline);
            } else if byline.rest == 0 && block.role == Role::Byline {
                self.state(&byline, &block.text);
                if byline.shape == Shape::Updated {
                    block.role = Role::Furniture;
                    block.why = "time of change".to_owned();
                }
            }
        } else if matches!(block.role, Role::Heading | Role::Paragraph)
            && self.heading.is_none()
            && let Some(rest) = without_clock(&block.text)
            && !rest.is_empty()
        {
            block.text = rest;
        }
        if block.role == Role::Byline && block.why == block::MINUTE {
            self.blocks.push(block);
            return;
        }
        if block.role == Role::Byline {
            if self.author.is_none() && block.why == "author" {
                self.author = Some(block.text);
            }
            return;
        }
        self.blocks.push(block);
    }

    /// Takes the clock time away that a heading begins or ends with.
    fn cut_time(&mut self, block: &mut Block, byline: &Byline) {
        let Some(Halves { time, text }) = byline.halves(&block.text) else {
            return;
        };
        let time = block.text.slice(time.start, time.end);
        self.times.line.get_or_insert((time, byline.stamp.clone()));
        block.text = block.text.slice(text.start, text.end);
    }

    fn state(&mut self, byline: &Byline, text: &SafeText) {
        let stamp = &byline.stamp;
        if self.author.is_none() {
            self.author.clone_from(&stamp.author);
        }
        if byline.shape == Shape::Updated {
            self.times.updated = self.times.updated.max(stamp.instant);
            return;
        }
        if byline.shape == Shape::Author {
            return;
        }
        if let Some((line, old)) = self.times.line.as_mut()
            && completes(old, stamp)
        {
            old.day = old.day.or(stamp.day);
            old.minutes = old.minutes.or(stamp.minutes);
            if !line.contains(text.as_str()) {
                *line = SafeText::from(format!("{line} {text}").trim().to_owned());
            }
            return;
        }
        let known = |stamp: &Stamp| {
            (
                stamp.instant.is_some(),
                stamp.day.is_some(),
                stamp.minutes.is_some(),
            )
        };
        let better = self
            .times
            .line
            .as_ref()
            .is_none_or(|(_, old)| known(stamp) > known(old));
        if better {
            self.times.line = Some((text.clone(), stamp.clone()));
        } else if let Some((line, _)) = self.times.line.as_mut().filter(|(line, _)| line.is_empty())
        {
            line.clone_from(text);
        }
        self.pinned |= byline.pinned;
    }

    /// A name that stands by itself at the beginning, in no paragraph element, is the author's; so is one behind a dash at the end.
    fn find_author(&mut self) {
        if self.author.is_none()
            && let Some(at) = self
                .blocks
                .iter()
                .rposition(|block| block.role != Role::Furniture)
            && at > 0
            && let Some(name) = signature(&self.blocks[..=at])
        {
            self.author = Some(name);
            self.blocks.remove(at);
        }
        let tells = |block: &Block| !matches!(block.role, Role::Furniture | Role::Heading);
        let Some(at) = self.blocks.iter().position(tells) else {
            return;
        };
        let block = &self.blocks[at];
        let named =
            block.role == Role::Paragraph && block.why == block::LOOSE && is_name(&block.text);
        if named
            && self.blocks[at + 1..]
                .iter()
                .any(|block| block.role.is_body())
        {
            let name = self.blocks.remove(at).text;
            self.author.get_or_insert(name);
        }
    }

    /// Sets aside what stands above the text and says what the author does, or where.
    fn set_posts_aside(&mut self) {
        if self.author.is_none() {
            return;
        }
        let rules = Rules::builtin();
        let says = |text: &str| author::is_post(text) || stamp::is_place(text, rules);
        let above = |block: &&mut Block| {
            block.role != Role::Paragraph || words::count(&block.text) <= SHORT
        };
        for block in self.blocks.iter_mut().take_while(above) {
            if block.role == Role::Paragraph && says(&block.text) {
                block.role = Role::Furniture;
                block.why = "what the author does".to_owned();
            }
        }
    }

    /// The first heading element above the text, else a short bold line at the beginning.
    fn find_heading(&mut self) {
        let content = |block: &Block| block.role != Role::Furniture;
        if let Some(at) = self
            .blocks
            .iter()
            .position(|block| block.role == Role::Heading)
        {
            let before = self.blocks[..at]
                .iter()
                .filter(|block| content(block))
                .all(|block| {
                    block.role == Role::Media || block.why == block::MINUTE || is_label(block)
                });
            if before {
                self.heading = Some(self.take_text(at));
                self.set_labels_aside(at);
            }
        }
        if self.heading.is_none() {
            let told =
                |block: &Block| content(block) && !matches!(block.role, Role::Media | Role::Byline);
            let first = self.blocks.iter().position(told);
            let titled = |block: &Block| {
                block.bold
                    && block.role == Role::Paragraph
                    && words::count(&block.text) <= 20
                    && !block.text.ends_with(['.', ':', '!', '…', '”'])
            };
            if let Some(at) = first.filter(|at| {
                titled(&self.blocks[*at])
                    && self.blocks[at + 1..]
                        .iter()
                        .any(|block| block.role.is_body())
            }) {
                self.heading = Some(self.take_text(at));
            }
        }
        for block in &mut self.blocks {
            if block.role == Role::Heading {
                block.role = Role::Paragraph;
                block.why = "heading inside".to_owned();
            }
        }
    }

    /// Sets aside the rubrics that stand above the heading in no paragraph: "Key point", "Your questions".
    fn set_labels_aside(&mut self, heading: usize) {
        for block in &mut self.blocks[..heading] {
            // Digits may be a time that nobody can read.
            let counts = block.text.contains(|c: char| c.is_numeric());
            if is_label(block) && block.why == block::LOOSE && !counts {
                block.role = Role::Furniture;
                block.why = LABEL.to_owned();
            }
        }
    }

    /// Takes a block out for its text; its pictures stay.
    pub(super) fn take_text(&mut self, at: usize) -> SafeText {
        let block = self.blocks.remove(at);
        self.shown.extend(block.pictures);
        block.text
    }

    /// All its pictures.
    pub(super) fn all_shown(&self) -> impl Iterator<Item = &Shown> {
        let at_blocks = self.blocks.iter().flat_map(|block| &block.pictures);
        self.shown.iter().chain(at_blocks)
    }

    /// The heading element that a text of data begins with, where the data names no heading.
    pub(super) fn lift_heading(&mut self) {
        let first = self.blocks.first().filter(|block| block.level > 0);
        if self.heading.is_none() && first.is_some() && self.blocks.len() > 1 {
            self.heading = Some(self.take_text(0));
        }
    }

    /// Lines right above a card that point to it.
    fn point_to_cards(&mut self, rules: &Rules) {
        for at in 1..self.blocks.len() {
            let (before, card) = self.blocks.split_at_mut(at);
            let Some(line) = before
                .last_mut()
                .filter(|line| line.role == Role::Paragraph)
            else {
                continue;
            };
            let near = card
                .iter()
                .find(|block| !matches!(block.role, Role::Furniture | Role::Media));
            let tokens = crate::engine::rules::Tokens::of(&line.text);
            if near.is_some_and(|block| block.role == Role::CardTitle)
                && rules.lead_in.matches(&tokens).is_some()
            {
                line.role = Role::LeadIn;
                line.why = "lead-in".to_owned();
            }
        }
    }

    /// How many words of running text it has.
    pub(super) fn weight(&self) -> usize {
        let body = self
            .blocks
            .iter()
            .filter(|block| block.role != Role::Furniture);
        body.map(|block| words::count(&block.text)).sum()
    }

    /// Whether there is nothing to show.
    pub(super) fn is_empty(&self) -> bool {
        self.heading.is_none() && self.weight() == 0 && self.pictures.is_empty()
    }
}

/// Whether a line is a place, a rubric, or a time that nobody can read: no text that a heading could stand inside of.
fn is_label(block: &Block) -> bool {
    block.role == Role::Paragraph
        && words::count(&block.text) <= 3
        && !block.text.ends_with(['.', ':', '!', '?', '…'])
}

/// Whether one of two lines states the day and the other one the clock time.
fn completes(one: &Stamp, other: &Stamp) -> bool {
    let day = |stamp: &Stamp| stamp.day.is_some() && stamp.minutes.is_none();
    let clock = |stamp: &Stamp| stamp.minutes.is_some() && stamp.day.is_none();
    let plain = one.instant.is_none() && other.instant.is_none();
    plain && ((day(one) && clock(other)) || (clock(one) && day(other)))
}

/// Whether a text looks like a person's name: two to four words in capitals.
pub(super) fn is_name(text: &str) -> bool {
    let capital = |word: &str| {
        word.chars().next().is_some_and(char::is_uppercase)
            && word
                .chars()
                .all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.'))
    };
    let count = text.split(' ').count();
    (2..=4).contains(&count) && text.split(' ').all(capital)
}

/// A text without the signs that part it from what stands beside it.
fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| {
        matches!(c, '·' | '•' | '|' | ',' | '/' | '–' | '—') || c.is_whitespace()
    })
}

/// The name that the last of some texts gives behind a dash, or in no paragraph below a text.
fn signature(blocks: &[Block]) -> Option<SafeText> {
    let (last, above) = blocks.split_last()?;
    let text = last.text.as_str();
    let name = text.trim_start_matches(|c: char| matches!(c, '—' | '–' | '-') || c.is_whitespace());
    let stands_alone = || {
        last.why == block::LOOSE && !last.linked && above.iter().any(|block| block.role.is_body())
    };
    let signed = last.role == Role::Paragraph
        && (name.len() < text.len() || stands_alone())
        && is_name(name);
    signed.then(|| SafeText::new(name))
}

/// A name that stands right beside the time is the author's; its place in the list.
fn name_beside_time(blocks: &[Block]) -> Option<usize> {
    let timed = |at: usize| {
        blocks
            .get(at)
            .is_some_and(|block| block.role == Role::Byline && block.byline.is_some())
    };
    (0..blocks.len()).find(|at| {
        let block = &blocks[*at];
        block.role == Role::Paragraph
            && block.why == block::LOOSE
            && is_name(bare(&block.text))
            && (timed(at + 1) || at.checked_sub(1).is_some_and(timed))
    })
}

fn joined(names: &[SafeText]) -> Option<SafeText> {
    let mut seen: Vec<&str> = Vec::new();
    // Beside names stands where they are or what they do.
    let named = names.iter().any(|name| is_name(name));
    let says = |name: &&str| {
        !named
            || !name
                .split(' ')
                .any(|word| word.starts_with(char::is_lowercase))
    };
    for name in names
        .iter()
        .map(SafeText::as_str)
        .filter(|name| !name.is_empty())
        .filter(says)
    {
        if !seen.iter().any(|known| known.contains(name)) {
            seen.push(name);
        }
    }
    seen.truncate(4);
    (!seen.is_empty()).then(|| SafeText::from(seen.join(", ")))
}

/// "12:31(IST) Heading" without its time; nothing is left of a time alone.
pub(super) fn without_clock(text: &SafeText) -> Option<SafeText> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - rest.len();
    let rest = rest.strip_prefix([':', '.'])?;
    let minutes = rest
        .get(..2)
        .filter(|minutes| minutes.bytes().all(|b| b.is_ascii_digit()))?;
    if !(1..=2).contains(&digits) || minutes > "59" {
        return None;
    }
    let rest = rest.get(2..)?;
    let rest = rest.trim_start();
    let zone = rest.strip_prefix('(').and_then(|zone| zone.split_once(')'));
    let (_, rest) =
        zone.filter(|(zone, _)| zone.len() <= 5 && zone.bytes().all(|b| b.is_ascii_uppercase()))?;
    (words::count(rest) >= 1 || rest.is_empty()).then(|| collapse(rest))
}

/// The identity that an element states of itself.
pub(super) fn id_of(element: &ElementRef<'_>) -> Option<String> {
    let names = &Marks::builtin().words.id_attributes;
    names
        .iter()
        .filter_map(|name| element.attr(name))
        .map(str::trim)
        .find(|id| ident::is_plausible(id))
        .map(str::to_owned)
}

/// The entry's own address: a link inside the page, or the link around its time.
fn permalink(element: &ElementRef<'_>) -> Option<String> {
    let links = element
        .descendent_elements()
        .take(400)
        .filter(|inner| inner.value().name() == "a");
    let own = |link: &ElementRef<'_>| {
        let to = link.attr("href")?.trim();
        let timed = || {
            link.descendent_elements()
                .any(|inner| inner.value().name() == "time")
        };
        let inside = to.starts_with(['#', '?']) || timed();
        let named = ident::in_address(to).is_some_and(ident::is_plausible);
        (inside && named).then(|| to.to_owned())
    };
    links.into_iter().find_map(|link| own(&link))
}

/// An instant, if the text states one.
pub(super) fn instant(text: Option<&str>) -> Option<Timestamp> {
    text.and_then(when::instant)
}
