//! What elements say of the text in them: headings, quotations, cards, times, authors, furniture.

use scraper::ElementRef;

use crate::engine::model::Role;
use crate::engine::parse::page::block::Scope;
use crate::engine::parse::page::block::Walk;
use crate::engine::parse::page::element::attribute;
use crate::engine::parse::page::element::collapse;
use crate::engine::parse::page::element::holds_most;
use crate::engine::parse::page::element::is_data_row;
use crate::engine::parse::page::element::is_heading;
use crate::engine::parse::page::element::length;
use crate::engine::parse::page::find::text_and_links;
use crate::engine::parse::page::marks;
use crate::engine::parse::page::when::When;
use crate::engine::segment::stamp;
use crate::engine::segment::stamp::Shape;

/// Longer texts are no heading, whatever their class says; in bytes.
const TITLE: usize = 250;

/// So much text is more than a rubric or a lead-in, in bytes.
const RUNNING: usize = 60;

/// So much text beside an aside is a text of its own, in bytes.
const BESIDE: usize = 40;

/// The level of a heading that is one by its class.
const CLASS_LEVEL: u8 = 4;

/// What an element says of the text in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sense {
    Heading(u8),
    Quote,
    Item,
    Caption,
    Card,
    Figure,
    Furniture(&'static str),
    Time,
    Author,
    Footer,
    Row,
    Cell,
    Link,
    Bold,
    Text,
}

impl Walk<'_> {
    pub(super) fn is_apart(&self, element: &ElementRef<'_>, tokens: &[String]) -> bool {
        let name = element.value().name();
        let is_attribution = name == "footer" && self.is_in(&Sense::Quote);
        (matches!(name, "nav" | "footer" | "menu") && !is_attribution)
            || (!matches!(
                name,
                "html" | "body" | "main" | "article" | "h1" | "h2" | "p"
            ) && marks::any(tokens, &self.words.apart)
                && !marks::any(tokens, &self.words.key_points)
                && !marks::any(tokens, &self.words.standfirst)
                && !holds_most(element))
    }

    pub(super) fn senses_of(&mut self, element: &ElementRef<'_>, tokens: &[String]) -> Vec<Sense> {
        let name = element.value().name();
        let mut out = Vec::new();
        if matches!(name, "strong" | "b") {
            out.push(Sense::Bold);
        }
        if name == "a" && element.attr("href").is_some() {
            out.push(Sense::Link);
        }
        let in_text = self.is_in(&Sense::Text) || self.is_in(&Sense::Quote);
        if let Some(sense) = self.aside_of(element, tokens, in_text) {
            out.push(sense);
            return out;
        }
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                out.push(Sense::Heading(name.as_bytes()[1] - b'0'))
            }
            "blockquote" => out.push(Sense::Quote),
            "li" => out.push(Sense::Item),
            "p" => out.push(Sense::Text),
            "figure" | "amp-video" | "video" => out.push(Sense::Figure),
            "figcaption" => out.push(Sense::Caption),
            "footer" => out.push(Sense::Footer),
            "tr" if is_data_row(element) => out.push(Sense::Row),
            "td" | "th" if self.is_in(&Sense::Row) => out.push(Sense::Cell),
            _ => {}
        }
        out
    }

    /// Times, authors, furniture, captions and cards, by class and attributes.
    fn aside_of(
        &mut self,
        element: &ElementRef<'_>,
        tokens: &[String],
        in_text: bool,
    ) -> Option<Sense> {
        let name = element.value().name();
        let short = |most: usize| length(element, most + 1) <= most;
        let keeps_time = || {
            let kept = attribute(element, &self.words.time_attributes).and_then(When::read);
            kept.is_some()
        };
        let is_time = name == "time"
            || name.ends_with("-timeago")
            || ((marks::any(tokens, &self.words.time) || keeps_time()) && short(60));
        if is_time && short(120) {
            let text = collapse(&element.text().collect::<String>());
            let stated = element
                .attr("datetime")
                .or_else(|| attribute(element, &self.words.time_attributes))
                .and_then(When::read);
            let byline = stamp::parse_element(&text, self.rules).filter(|byline| byline.rest == 0);
            let updated = marks::any(tokens, &self.words.updated)
                || byline
                    .as_ref()
                    .is_some_and(|byline| byline.shape == Shape::Updated);
            if let Some(when) = &stated {
                self.out.times.push((when.clone(), updated || in_text));
            }
            // The hour that a heading begins with is cut off it later.
            let heads = self.heads()
                && byline
                    .as_ref()
                    .is_some_and(|byline| byline.shape == Shape::Clock);
            let alone =
                !in_text && !heads && (stated.is_some() || byline.is_some() || name != "span");
            if alone && (name == "time" || stated.is_some() || byline.is_some()) {
                return Some(Sense::Time);
            }
        }
        if in_text {
            return None;
        }
        let furniture = marks::is_control(element) || marks::any(tokens, &self.words.furniture);
        let holds_quote = || {
            let mut inner = element.descendent_elements();
            inner.any(|inner| inner.value().name() == "blockquote")
        };
        if furniture
            && short(240)
            && !holds_quote()
            && !self.stands_beside_sharing(element, tokens)
            && !(self.scope == Scope::Page && (name == "h1" || holds_most(element)))
        {
            return Some(Sense::Furniture("control"));
        }
        if self.scope == Scope::Entry
            && marks::any(tokens, &self.words.talk)
            && self.is_little(element)
            && !is_answered(element)
            && !is_quotation(element)
            && !self.is_of_quote(element)
        {
            return Some(Sense::Furniture("what readers say"));
        }
        if matches!(name, "div" | "section" | "aside") && asks(element) && short(400) {
            return Some(Sense::Furniture("form"));
        }
        let is_author = marks::any(tokens, &self.words.author)
            || element.attr("rel") == Some("author")
            || name == "address";
        if is_author && self.scope == Scope::Entry && self.is_of_quote(element) {
            return None;
        }
        if is_author && short(160) && !self.is_in(&Sense::Author) {
            return Some(Sense::Author);
        }
        if self.is_title(element, tokens) {
            return Some(Sense::Heading(CLASS_LEVEL));
        }
        if marks::any(tokens, &self.words.caption) && !self.is_in(&Sense::Caption) && short(800) {
            return Some(Sense::Caption);
        }
        self.is_card(element, tokens).then_some(Sense::Card)
    }

    /// Whether an element inside an entry holds its only heading, beside the controls to share it: "heading-with-share".
    fn stands_beside_sharing(&self, element: &ElementRef<'_>, tokens: &[String]) -> bool {
        let shares = |token: &&String| self.words.share.contains(token.as_str());
        let of = |token: &&String| self.words.furniture.contains(token.as_str());
        let share_alone = tokens.iter().any(|token| shares(&token))
            && tokens.iter().filter(of).all(|token| shares(&token));
        if self.scope != Scope::Entry || !share_alone {
            return false;
        }
        let entry = self.entry(element);
        let one_heading = |inside: &ElementRef<'_>| {
            let inner = inside.descendent_elements();
            let headings = inner.filter(|inner| is_heading(inner.value().name()));
            headings.take(2).count() == 1
        };
        one_heading(element) && entry.is_some_and(|entry| one_heading(&entry))
    }

    /// Whether an element says whose words stand beside it, or is a part of these.
    fn is_of_quote(&self, element: &ElementRef<'_>) -> bool {
        let quotes = |outer: &ElementRef<'_>| {
            is_quotation(outer) || marks::any(&marks::tokens(outer), &self.words.quote)
        };
        let around = element.ancestors().filter_map(ElementRef::wrap);
        let inside = around.take_while(|outer| outer.id() != self.root()).take(2);
        // What stands right below a quotation, and that below nothing.
        let mut above = element.prev_siblings().filter_map(ElementRef::wrap);
        let first = above.next().filter(|_| above.next().is_none());
        first.iter().any(quotes) || inside.into_iter().any(|outer| quotes(&outer))
    }

    fn heads(&self) -> bool {
        self.level() > 0
    }

    /// The entry that an element stands in.
    fn entry<'a>(&self, element: &ElementRef<'a>) -> Option<ElementRef<'a>> {
        let mut around = element.ancestors().filter_map(ElementRef::wrap);
        around.find(|outer| outer.id() == self.root())
    }

    /// Whether an element holds less than half of what its entry does.
    fn is_little(&self, element: &ElementRef<'_>) -> bool {
        /// Beyond so many bytes entries are not told apart by their length.
        const MOST: usize = 20_000;
        let entry = self.entry(element);
        entry.is_some_and(|entry| length(element, MOST) * 2 < length(&entry, MOST))
    }

    /// Whether an element inside an entry is its heading by its class.
    fn is_title(&self, element: &ElementRef<'_>, tokens: &[String]) -> bool {
        let parted =
            |inner: ElementRef<'_>| matches!(inner.value().name(), "p" | "li" | "blockquote");
        self.scope == Scope::Entry
            && tokens.last().is_some()
            && marks::any(tokens, &self.words.title)
            && !marks::any(tokens, &self.words.author)
            && !self.is_in(&Sense::Author)
            && !self.is_in(&Sense::Figure)
            && length(element, TITLE + 1) <= TITLE
            && !element.descendent_elements().skip(1).any(parted)
            && element.value().name() != "li"
    }

    /// Whether an element shows a related article: it links elsewhere, and something of the entry stands before it.
    fn is_card(&self, element: &ElementRef<'_>, tokens: &[String]) -> bool {
        if self.scope == Scope::Page || self.is_in(&Sense::Card) {
            return false;
        }
        let name = element.value().name();
        if !matches!(
            name,
            "div" | "section" | "article" | "aside" | "a" | "figure" | "ul" | "gu-island"
        ) && !name.contains('-')
        {
            return false;
        }
        let before = self
            .out
            .blocks
            .iter()
            .any(|block| block.role != Role::Furniture && block.role != Role::Byline);
        if !before || length(element, 1201) > 1200 {
            return false;
        }
        let elsewhere = |link: &ElementRef<'_>| {
            link.value().name() == "a"
                && link
                    .attr("href")
                    .is_some_and(|to| !to.contains('#') && !to.starts_with("mailto:"))
        };
        let linked = element.descendent_elements().any(|link| elsewhere(&link));
        if !linked {
            return false;
        }
        let heading = element
            .descendent_elements()
            .find(|inner| is_heading(inner.value().name()));
        // A text that ends with a card is none.
        if heading.is_some_and(|heading| tells_before(element, &heading)) {
            return false;
        }
        let titled = heading.is_some_and(|heading| {
            elsewhere(element)
                || heading.descendent_elements().any(|link| elsewhere(&link))
                || heading
                    .ancestors()
                    .take(4)
                    .filter_map(ElementRef::wrap)
                    .any(|link| elsewhere(&link))
        });
        // What is called a teaser may be the entry's own text.
        let shows_little = || {
            let (all, linked) = text_and_links(element);
            linked * 2 >= all || self.is_little(element)
        };
        let named = marks::any(tokens, &self.words.card) && name != "figure" && shows_little();
        titled || named || (name == "aside")
    }
}

/// Whether an element quotes somebody: a reader whose question is answered, too.
fn is_quotation(element: &ElementRef<'_>) -> bool {
    element.value().name() == "blockquote"
}

/// Whether running text follows: what readers ask there is part of the entry that answers it.
fn is_answered(element: &ElementRef<'_>) -> bool {
    let mut below = element.next_siblings().filter_map(ElementRef::wrap);
    below.any(|next| next.value().name() == "p" && length(&next, RUNNING) >= RUNNING)
}

/// Whether running text stands in an element before a heading in it.
fn tells_before(element: &ElementRef<'_>, heading: &ElementRef<'_>) -> bool {
    let before = element
        .descendent_elements()
        .take_while(|inner| inner.id() != heading.id());
    let texts = before.filter(|inner| inner.value().name() == "p");
    texts.map(|text| length(&text, RUNNING)).sum::<usize>() >= RUNNING
}

/// Whether an element asks the reader to fill something in, and is no entry that holds such a thing, and no text with an aside that
/// does.
fn asks(element: &ElementRef<'_>) -> bool {
    let mut inner = element.descendent_elements().skip(1).take(80);
    let is_form = |inner: &ElementRef<'_>| match inner.value().name() {
        "form" => true,
        "input" => matches!(
            inner.attr("type"),
            Some("email" | "text" | "tel" | "password")
        ),
        _ => false,
    };
    let Some(form) = inner.find(is_form) else {
        return false;
    };
    let mut around = form.ancestors().filter_map(ElementRef::wrap);
    let within = |outer: &ElementRef<'_>| outer.id() != element.id();
    let mut around = around.by_ref().take_while(within);
    let aside = around.find(|outer| outer.value().name() == "aside");
    let beside = aside.is_some_and(|aside| length(element, 800) >= length(&aside, 800) + BESIDE);
    !beside
        && !element
            .descendent_elements()
            .take(80)
            .any(|inner| matches!(inner.value().name(), "time" | "h1"))
}
