//! Links in running text: which part of a block leads where. They are kept by their distance from the end of the block,
//! because what is cut off a block, a time or a name, stands before its text.

use ego_tree::NodeRef;
use scraper::ElementRef;
use scraper::Node;
use url::Url;

use crate::engine::model::Link;
use crate::engine::parse::page::element::collapse;
use crate::engine::text::SafeText;

/// So many links of one block are kept.
const MOST: usize = 100;

/// Longer addresses are left out, in bytes.
const LONGEST: usize = 2048;

/// One link in a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Anchor {
    text: SafeText,
    /// How many bytes of the block follow it.
    after: usize,
    /// The address as written.
    to: String,
}

impl Anchor {
    /// Whether it covers this text and leads to another page.
    pub(super) fn is_all_of(&self, text: &str) -> bool {
        *self.text == *text && !self.to.starts_with('?')
    }
}

/// The links of a block while its text is gathered.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    /// Where a link begins and ends in the raw text, and its address.
    found: Vec<(usize, usize, String)>,
    is_open: bool,
}

impl Anchors {
    /// Text of a link begins at this place.
    pub(super) fn open(&mut self, node: NodeRef<'_, Node>, at: usize) {
        let mut around = node.ancestors().filter_map(ElementRef::wrap);
        let link = around.find(|element| element.value().name() == "a");
        let to = link.and_then(|link| link.attr("href")).map(str::trim);
        let Some(to) = to.filter(|to| is_kept(to) && self.found.len() < MOST) else {
            return;
        };
        let goes_on = |last: &&mut (usize, usize, String)| last.1 == at && last.2 == to;
        if self.found.last_mut().filter(goes_on).is_none() {
            self.found.push((at, at, to.to_owned()));
        }
        self.is_open = true;
    }

    /// The text that was begun ends at this place.
    pub(super) fn close(&mut self, at: usize) {
        if std::mem::take(&mut self.is_open)
            && let Some(last) = self.found.last_mut()
        {
            last.1 = at;
        }
    }

    /// The links of the block, whose raw text has become this text.
    pub(super) fn settle(self, raw: &str, text: &str) -> Vec<Anchor> {
        let mut out = Vec::new();
        let mut from = 0;
        for (start, end, to) in self.found {
            let inner = collapse(raw.get(start..end).unwrap_or_default());
            if inner.is_empty() {
                continue;
            }
            // The same words may stand before the link without one: it begins where the text before it ends.
            let before = collapse(raw.get(..start).unwrap_or_default()).len();
            let near = [before, before + 1];
            let found = near
                .into_iter()
                .find(|at| {
                    text.get(*at..)
                        .is_some_and(|rest| rest.starts_with(&*inner))
                })
                .or_else(|| text.get(from..)?.find(&*inner).map(|at| from + at));
            if let Some(at) = found {
                from = at + inner.len();
                out.push(Anchor {
                    after: text.len() - from,
                    text: inner,
                    to,
                });
            }
        }
        out
    }
}

/// Whether an address leads to a page, and not only to another place on this one.
pub(super) fn is_kept(to: &str) -> bool {
    let scheme = to.split(['/', '?', '#']).next().unwrap_or_default();
    let is_web = match scheme.split_once(':') {
        Some((scheme, _)) => {
            scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
        }
        None => true,
    };
    is_web && !to.is_empty() && !to.starts_with('#') && to.len() <= LONGEST
}

/// The links of a text that has become of a block, with their addresses seen from the page's.
pub(super) fn links(anchors: &[Anchor], text: &str, page: Option<&Url>) -> Vec<Link> {
    let mut out: Vec<Link> = Vec::new();
    for anchor in anchors {
        let Some(end) = text.len().checked_sub(anchor.after) else {
            continue;
        };
        let start = end.saturating_sub(anchor.text.len());
        let stands = text.get(start..end) == Some(&*anchor.text);
        let (Ok(from), Ok(to)) = (u32::try_from(start), u32::try_from(end)) else {
            continue;
        };
        let apart = out.last().is_none_or(|last| last.end <= from);
        if let Some(url) = address(&anchor.to, page).filter(|_| stands && apart) {
            out.push(Link {
                start: from,
                end: to,
                url,
            });
        }
    }
    out
}

/// An address in full; nothing if it is none of the web, or asks with a name or a password.
pub(super) fn address(to: &str, page: Option<&Url>) -> Option<SafeText> {
    let url = Url::options().base_url(page).parse(to).ok()?;
    let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
    let is_plain = url.username().is_empty() && url.password().is_none();
    (is_web && is_plain).then(|| SafeText::new(url.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::parse::page::block;
    use crate::engine::parse::page::block::Scope;
    use crate::engine::parse::page::tree;
    use crate::engine::rules::Rules;

    fn found(html: &str) -> Vec<(String, String)> {
        let page = tree::build(html);
        let base = Url::parse("https://post.example/live/storm?x=1").ok();
        let reading = block::read(*page.root_element(), Scope::Entry, Rules::builtin());
        let blocks = reading.blocks.iter();
        blocks
            .flat_map(|block| {
                let links = links(&block.links, &block.text, base.as_ref());
                let text = |link: &Link| block.text[link.range(&block.text).unwrap()].to_owned();
                links
                    .iter()
                    .map(|link| (text(link), link.url.to_string()))
                    .collect::<Vec<_>>()
            })
            .collect()
    }

    fn one(text: &str, url: &str) -> (String, String) {
        (text.to_owned(), url.to_owned())
    }

    #[test]
    fn links_keep_their_place_and_their_address() {
        let html = "<p>The report was late. The <a href=\" /report\n\">  new\n <b>report</b></a>, says <a href='https://a.example/é?q=1#x'>Ann</a>.</p>
            <p>See the report <a href=?page=2>report</a><a href=//b.example>B</a></p>";
        assert_eq!(
            found(html),
            [
                one("new report", "https://post.example/report"),
                one("Ann", "https://a.example/%C3%A9?q=1#x"),
                one("report", "https://post.example/live/storm?page=2"),
                one("B", "https://b.example/"),
            ]
        );
    }

    #[test]
    fn what_acts_or_leads_nowhere_is_no_link() {
        for to in [
            "javascript:alert(1)",
            "data:text/html,x",
            "mailto:a@b.example",
            "#entry-3",
            "",
            "https://ann:secret@a.example/",
            "http://",
            "JaVaScRiPt:x",
        ] {
            let html = format!("<p>Read <a href=\"{to}\">this</a> now.</p>");
            assert_eq!(found(&html), [], "{to}");
        }
    }
}
