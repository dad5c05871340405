//! Why a page without entries is no live blog, in plain words.

use scraper::Html;

use crate::engine::model::Role;
use crate::engine::parse::page::block;
use crate::engine::parse::page::block::Block;
use crate::engine::parse::page::data::Data;
use crate::engine::parse::page::head::Stated;
use crate::engine::parse::page::marks::Marks;
use crate::engine::text::words;

/// A page with less running text than this shows no article.
const LITTLE: usize = 150;

/// The reason.
pub(super) fn reason(page: &Html, blocks: &[Block], stated: &Stated, data: &Data) -> String {
    let body = block::running(blocks);
    let refusal = &Marks::builtin().refusal;
    if body < LITTLE {
        let text = page_text(page);
        let says = |phrases: &[String]| {
            phrases
                .iter()
                .any(|phrase| text.contains(&words::fold(phrase)))
        };
        let password = page.root_element().descendent_elements().any(|element| {
            element.value().name() == "input" && element.attr("type") == Some("password")
        });
        if says(&refusal.robot) {
            return "the page only asks whether a person is there or says that it was not found; open it in a browser and save it again".to_owned();
        }
        if password || data.is_paid || says(&refusal.login) {
            return "the page asks to log in or to subscribe and shows no entries; log in, then save it again".to_owned();
        }
        if says(&refusal.consent) {
            return "the page asks for consent and shows no entries; answer it in the browser, then save the page again".to_owned();
        }
    }
    if data.is_talk && !data.is_live {
        return "the page is a discussion of its readers, and not a live blog".to_owned();
    }
    if data.is_live {
        return "the page says that it is a live blog but holds no entries; let it load fully before you save it".to_owned();
    }
    let shows = page.root_element().descendent_elements();
    let mut shown = shows.map(|element| element.value().name());
    let is_film = stated
        .kind
        .as_deref()
        .is_some_and(|kind| kind.starts_with("video"));
    if body < LITTLE && (is_film || shown.any(|name| matches!(name, "video" | "amp-video"))) {
        return "the page shows a video and no entries".to_owned();
    }
    if body == 0 && blocks.iter().all(|block| block.role == Role::Furniture) {
        return "the page holds no text".to_owned();
    }
    if is_front(blocks, stated) {
        return "it looks like a front page or another list of articles, and not like a live blog"
            .to_owned();
    }
    "it looks like an ordinary article: nothing in it is a dated entry of a live blog".to_owned()
}

/// Whether a page is a list of articles: its headings lead elsewhere, or it has many with little text below them.
fn is_front(blocks: &[Block], stated: &Stated) -> bool {
    let headings = headings(blocks).count();
    lead_elsewhere(blocks)
        || stated.kind.as_deref() == Some("website")
        || (headings >= 12 && block::running(blocks) < headings * 40)
}

/// Whether most headings of a page are links as a whole.
pub(super) fn lead_elsewhere(blocks: &[Block]) -> bool {
    let whole = |block: &&Block| block.links.iter().any(|link| link.is_all_of(&block.text));
    let teasers = headings(blocks).filter(whole).count();
    teasers >= 5 && teasers * 2 > headings(blocks).count()
}

fn headings(blocks: &[Block]) -> impl Iterator<Item = &Block> {
    blocks.iter().filter(|block| block.role == Role::Heading)
}

fn page_text(page: &Html) -> String {
    let mut text = String::new();
    for part in page.root_element().text() {
        text.push_str(part);
        text.push(' ');
        if text.len() > 200_000 {
            break;
        }
    }
    words::fold(&text)
}
