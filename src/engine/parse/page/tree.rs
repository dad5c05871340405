//! Text to a tree. Nesting, formatting and size are bounded before the tree is built, because building is quadratic in depth.
//! Nothing of the text is lost: only tags beyond the bounds are left out.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;

use ego_tree::NodeId;
use html5ever::LocalName;
use html5ever::TokenizerResult;
use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::Tag;
use html5ever::tokenizer::TagKind;
use html5ever::tokenizer::Token;
use html5ever::tokenizer::TokenSink;
use html5ever::tokenizer::TokenSinkResult;
use html5ever::tokenizer::Tokenizer;
use html5ever::tree_builder::TreeBuilder;
use html5ever::tree_builder::TreeSink;
use scraper::Html;
use scraper::HtmlTreeSink;

/// How deep elements are nested at most; browsers stop here, too.
const DEPTH: usize = 512;

/// How many formatting elements may be open at once; each is opened again in every later block.
const FORMATTING: usize = 16;

/// How many elements a tree has at most.
const ELEMENTS: usize = 400_000;

/// How many attributes one tag may have.
const ATTRIBUTES: usize = 512;

/// How far back an end tag looks for its start tag.
const LOOK_BACK: usize = 2 * DEPTH;

/// Builds the tree of a page.
pub(super) fn build(text: &str) -> Html {
    let text = trimmed(text);
    let sink = HtmlTreeSink::new(Html::new_document());
    let gate = Gate {
        inner: TreeBuilder::new(sink, Default::default()),
        open: RefCell::default(),
    };
    let tokenizer = Tokenizer::new(gate, Default::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(&text));
    while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink.inner.sink.finish()
}

/// What becomes of an element's tags.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Nothing inside but text: never nests.
    Void,
    /// Its end tag is implied: does not nest by itself.
    Flat,
    /// Opened again after every block, if it is left open.
    Formatting,
    /// Nests.
    Nesting,
    /// Nests, and no end tag reaches through it.
    Boundary,
}

fn kind(name: &str) -> Kind {
    match name {
        "area" | "base" | "basefont" | "bgsound" | "br" | "col" | "embed" | "frame" | "hr"
        | "img" | "input" | "keygen" | "link" | "meta" | "param" | "source" | "track" | "wbr" => {
            Kind::Void
        }
        "p" | "li" | "dd" | "dt" | "tr" | "td" | "th" | "thead" | "tbody" | "tfoot"
        | "colgroup" | "option" | "optgroup" | "rb" | "rt" | "rtc" | "rp" | "html" | "head"
        | "body" => Kind::Flat,
        "script" | "style" | "title" | "textarea" | "noscript" | "xmp" | "iframe" | "noembed"
        | "noframes" | "plaintext" => Kind::Void,
        "a" | "b" | "big" | "code" | "em" | "font" | "i" | "nobr" | "s" | "small" | "strike"
        | "strong" | "tt" | "u" => Kind::Formatting,
        "table" | "caption" | "object" | "applet" | "marquee" | "template" => Kind::Boundary,
        _ => Kind::Nesting,
    }
}

/// What is open, as far as the bounds need it.
#[derive(Default)]
struct Open {
    stack: Vec<(LocalName, bool)>,
    count: HashMap<LocalName, usize>,
    kept: usize,
    formatting: HashMap<LocalName, Vec<bool>>,
    formatting_kept: usize,
    elements: usize,
}

impl Open {
    /// Whether a tag goes into the tree.
    fn admits(&mut self, tag: &Tag) -> bool {
        let kind = kind(&tag.name);
        match tag.kind {
            TagKind::StartTag => self.start(tag, kind),
            TagKind::EndTag => self.end(tag, kind),
        }
    }

    fn start(&mut self, tag: &Tag, kind: Kind) -> bool {
        self.elements += 1;
        let raw = matches!(&*tag.name, "script" | "style" | "title" | "textarea");
        if self.elements > ELEMENTS && !raw {
            return false;
        }
        match kind {
            Kind::Void => true,
            Kind::Flat => self.kept < DEPTH,
            Kind::Formatting => {
                let keep = self.formatting_kept < FORMATTING;
                self.formatting_kept += usize::from(keep);
                self.formatting
                    .entry(tag.name.clone())
                    .or_default()
                    .push(keep);
                keep
            }
            Kind::Nesting | Kind::Boundary => {
                let keep = self.kept < DEPTH;
                self.kept += usize::from(keep);
                *self.count.entry(tag.name.clone()).or_default() += 1;
                self.stack.push((tag.name.clone(), keep));
                keep
            }
        }
    }

    fn end(&mut self, tag: &Tag, kind: Kind) -> bool {
        match kind {
            Kind::Void => true,
            Kind::Flat => self.elements <= ELEMENTS && self.kept < DEPTH,
            Kind::Formatting => match self.formatting.get_mut(&tag.name).and_then(Vec::pop) {
                Some(kept) => {
                    self.formatting_kept -= usize::from(kept);
                    kept
                }
                None => false,
            },
            Kind::Nesting | Kind::Boundary => {
                if self.count.get(&tag.name).copied().unwrap_or(0) == 0 {
                    // Heading elements close each other whatever their level.
                    return matches!(&*tag.name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "form");
                }
                let Some(at) = self.opened(&tag.name, kind) else {
                    return false;
                };
                let mut kept = false;
                for (name, keep) in self.stack.drain(at..).rev() {
                    if let Some(count) = self.count.get_mut(&name) {
                        *count -= 1;
                    }
                    self.kept -= usize::from(keep);
                    kept = keep;
                }
                kept
            }
        }
    }

    /// Where on the stack the element stands that an end tag closes.
    fn opened(&self, wanted: &LocalName, kind: Kind) -> Option<usize> {
        for (at, (name, _)) in self.stack.iter().enumerate().rev().take(LOOK_BACK) {
            if name == wanted {
                return Some(at);
            }
            if kind != Kind::Boundary && self::kind(name) == Kind::Boundary {
                return None;
            }
        }
        None
    }
}

/// Stands before the tree builder and leaves out tags beyond the bounds.
struct Gate {
    inner: TreeBuilder<NodeId, HtmlTreeSink>,
    open: RefCell<Open>,
}

impl TokenSink for Gate {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line_number: u64) -> TokenSinkResult<NodeId> {
        match &token {
            Token::TagToken(tag) if !self.open.borrow_mut().admits(tag) => {
                if kind(&tag.name) == Kind::Formatting {
                    return TokenSinkResult::Continue;
                }
                // Where an element is left out, its text still does not run into its neighbours'.
                let space = Token::CharacterTokens(StrTendril::from_char(' '));
                self.inner.process_token(space, line_number)
            }
            Token::CommentToken(_) | Token::ParseError(_) => TokenSinkResult::Continue,
            _ => self.inner.process_token(token, line_number),
        }
    }

    fn end(&self) {
        self.inner.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.inner
            .adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// The text with tags cut that have too many attributes: reading attributes is quadratic in their number.
fn trimmed(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut out = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(open) = find(bytes, b'<', at) {
        at = open + 1;
        if !bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let tag = tag_end(bytes, at);
        if let Some(cut) = tag.cut {
            out.push_str(text.get(copied..cut).unwrap_or_default());
            copied = tag.end.min(bytes.len());
        }
        at = after_raw(text, at, tag.end);
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(out)
}

fn find(bytes: &[u8], wanted: u8, from: usize) -> Option<usize> {
    bytes
        .get(from..)?
        .iter()
        .position(|b| *b == wanted)
        .map(|at| at + from)
}

/// Where a tag ends, and from where on it has too many attributes.
struct TagEnd {
    /// The position of its `>`, or the end of the text.
    end: usize,
    cut: Option<usize>,
}

fn tag_end(bytes: &[u8], from: usize) -> TagEnd {
    let (mut attributes, mut cut, mut at) = (0, None, from);
    let mut value = false;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'>' => break,
            b'"' | b'\'' if value => match find(bytes, *byte, at + 1) {
                Some(end) => at = end,
                None => at = bytes.len(),
            },
            _ => {}
        }
        if byte.is_ascii_whitespace() || *byte == b'/' {
            attributes += 1;
            if attributes > ATTRIBUTES && cut.is_none() {
                cut = Some(at);
            }
        }
        value = *byte == b'=' || (value && byte.is_ascii_whitespace());
        at += 1;
    }
    TagEnd {
        end: at.min(bytes.len()),
        cut,
    }
}

/// Where to go on after a tag: behind the end tag, if the content is a script or a style sheet.
fn after_raw(text: &str, name: usize, end: usize) -> usize {
    let bytes = text.as_bytes();
    let is = |word: &str| {
        bytes
            .get(name..name + word.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(word.as_bytes()))
    };
    let Some(word) = ["script", "style"].into_iter().find(|word| is(word)) else {
        return end;
    };
    let mut at = end;
    while let Some(close) = find(bytes, b'<', at) {
        let tail = bytes
            .get(close + 1..close + 2 + word.len())
            .unwrap_or_default();
        if tail.first() == Some(&b'/') && tail[1..].eq_ignore_ascii_case(word.as_bytes()) {
            return close;
        }
        at = close + 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(html: &str) -> String {
        build(html).root_element().text().collect()
    }

    fn depth(html: &str) -> usize {
        let tree = build(html);
        let (mut deepest, mut now) = (0, 0_usize);
        for edge in tree.tree.root().traverse() {
            match edge {
                ego_tree::iter::Edge::Open(_) => now += 1,
                ego_tree::iter::Edge::Close(_) => now -= 1,
            }
            deepest = deepest.max(now);
        }
        deepest
    }

    #[test]
    fn deep_nesting_is_flattened_and_keeps_the_text() {
        for (tag, times) in [
            ("div", 100_000),
            ("b", 20_000),
            ("span", 20_000),
            ("x-y", 20_000),
            ("table><td", 20_000),
            ("ul><li", 20_000),
            ("font size=1", 20_000),
        ] {
            let name = tag.split(' ').next().unwrap_or(tag);
            let html = format!(
                "{}in{}out",
                format!("<{tag}>").repeat(times),
                format!("</{name}>").repeat(times)
            );
            assert_eq!(text(&html).replace(' ', ""), "inout", "{tag}");
            assert!(depth(&html) < 5 * DEPTH, "{tag}");
            assert!(build(&html).tree.nodes().count() <= 4 * times, "{tag}");
        }
    }

    #[test]
    fn misnested_tags_do_not_pass_the_bound() {
        for unit in [
            "<b><div></b>",
            "<div><table><td></div>",
            "<div></span>",
            "<p><i>",
            "<a href=1><div>",
        ] {
            assert!(depth(&unit.repeat(20_000)) < 5 * DEPTH, "{unit}");
        }
    }

    #[test]
    fn ordinary_pages_are_untouched() {
        let html = "<ul><li>a<li>b</ul><div><p>c<p>d</div><table><tr><td>e<td>f</table><h2>g</h2>h";
        assert_eq!(text(html), "abcdefgh");
        let many = "<p>x<b>y</b>".repeat(2000);
        assert_eq!(text(&many), "xy".repeat(2000));
    }

    #[test]
    fn tags_with_very_many_attributes_are_cut() {
        let names: String = (0..200_000).map(|n| format!(" a{n}=\"b\"")).collect();
        assert_eq!(text(&format!("<p{names}>one</p><p>two</p>")), "onetwo");
        let huge = format!("<p title=\"{}\">one</p>", "> ".repeat(1 << 20));
        assert_eq!(text(&huge), "one");
        assert_eq!(
            text("<script>if (a <b) { x(\"</p>\") }</script><p>one"),
            "if (a <b) { x(\"</p>\") }one"
        );
    }
}
