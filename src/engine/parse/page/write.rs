//! Entries to pieces: what a reading holds, with lines, parts and borders.

use url::Url;

use crate::engine::model::Cut;
use crate::engine::model::NativeEntry;
use crate::engine::model::Piece;
use crate::engine::model::Role;
use crate::engine::parse::page::HEAD;
use crate::engine::parse::page::anchor;
use crate::engine::parse::page::anchor::Anchor;
use crate::engine::parse::page::ident;
use crate::engine::parse::page::join;
use crate::engine::parse::page::post::Post;
use crate::engine::text::SafeText;

/// Writes down the texts above the entries and the entries.
pub(super) fn pieces(
    above: Vec<(Role, SafeText, String)>,
    posts: &[Post],
    url: Option<&str>,
    source: &str,
) -> Vec<Piece> {
    let mut out: Vec<Piece> = (HEAD..)
        .zip(above)
        .map(|(line, (role, text, why))| piece(line, 0, role, text, &why))
        .collect();
    let ids: Vec<Option<String>> = posts
        .iter()
        .filter(|post| !post.pinned)
        .map(|post| post.id.clone())
        .collect();
    let positional = ident::are_positional(&ids);
    let space = url.and_then(ident::host).unwrap_or_default();
    let times = join::published(posts).at;
    let page = url.and_then(|url| Url::parse(url).ok());
    for ((line, post), time) in (1..HEAD).zip(posts).zip(times) {
        let native = NativeEntry {
            id: post
                .id
                .as_deref()
                .map(|id| SafeText::from(format!("{space}#{}", ident::core(id))).to_string()),
            positional,
            published_at: time,
            updated_at: post
                .times
                .updated
                .filter(|at| time.is_none_or(|time| at.as_second() > time.as_second())),
            author: post.author.clone(),
            pinned: post.pinned,
            url: address(post, url),
        };
        out.extend(entry(line, post, native, source, page.as_ref()));
    }
    out
}

fn piece(line: u32, part: u16, role: Role, text: SafeText, why: &str) -> Piece {
    Piece {
        line,
        part,
        role,
        text,
        cut: Cut::Never,
        why: why.to_owned(),
        stamp: None,
        native: None,
        links: Vec::new(),
    }
}

/// The pieces of one entry; it begins at the first that is no furniture.
fn entry(
    line: u32,
    post: &Post,
    native: NativeEntry,
    source: &str,
    page: Option<&Url>,
) -> Vec<Piece> {
    let mut texts: Vec<(Role, SafeText, &str, &[Anchor])> = Vec::new();
    if let Some(heading) = &post.heading {
        texts.push((Role::Heading, heading.clone(), "heading", &[]));
    }
    let stamp = post
        .times
        .line
        .as_ref()
        .filter(|_| native.published_at.is_none());
    if let Some((text, _)) = stamp.filter(|(text, _)| !text.is_empty()) {
        texts.push((Role::Byline, text.clone(), "time", &[]));
    }
    texts.extend(post.blocks.iter().map(|block| {
        let (why, links) = (block.why.as_str(), &block.links[..]);
        (block.role, block.text.clone(), why, links)
    }));
    if texts
        .iter()
        .all(|(role, ..)| matches!(role, Role::Furniture | Role::Byline))
    {
        texts.extend(post.pictures.iter().map(|text| {
            (
                Role::Media,
                text.clone(),
                "description of a picture",
                &[][..],
            )
        }));
    }
    let mut out: Vec<Piece> = (0..u16::MAX)
        .zip(texts)
        .map(|(part, (role, text, why, anchors))| {
            let links = anchor::links(anchors, &text, page);
            Piece {
                links,
                ..piece(line, part, role, text, why)
            }
        })
        .collect();
    if let Some(first) = out.iter_mut().find(|piece| piece.role != Role::Furniture) {
        first.cut = Cut::Certain;
        first.why = format!("{}; entry by {source}", first.why);
        first.native = Some(native);
        first.stamp = stamp.map(|(_, stamp)| stamp.clone());
    }
    out
}

/// The entry's own address; a mere fragment is put behind the page's.
fn address(post: &Post, page: Option<&str>) -> Option<String> {
    let own = post.url.as_deref()?;
    if own.starts_with("http://") || own.starts_with("https://") {
        return Some(SafeText::new(own).to_string());
    }
    let page = page?.split(['#', '?']).next()?;
    own.starts_with(['#', '?'])
        .then(|| SafeText::from(format!("{page}{own}")).to_string())
}
