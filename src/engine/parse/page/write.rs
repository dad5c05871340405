//! Entries to pieces: what a reading holds, with lines, parts and borders.

use std::collections::HashMap;
use std::collections::HashSet;

use url::Url;

use crate::engine::model::Cut;
use crate::engine::model::NativeEntry;
use crate::engine::model::Picture;
use crate::engine::model::Piece;
use crate::engine::model::Role;
use crate::engine::parse::page::HEAD;
use crate::engine::parse::page::anchor;
use crate::engine::parse::page::block::Block;
use crate::engine::parse::page::ident;
use crate::engine::parse::page::join;
use crate::engine::parse::page::picture;
use crate::engine::parse::page::picture::Shown;
use crate::engine::parse::page::post::Post;
use crate::engine::text::SafeText;

/// A picture that so many entries show is the page's, or that of an author.
const SHARED: usize = 3;

/// Whether a picture is one of an entry.
type Own<'p> = dyn Fn(&Shown) -> bool + 'p;

/// A text with its role, the rule that gave it, and the block that it is of.
type Written<'p> = (Role, SafeText, &'p str, Option<&'p Block>);

/// Writes down the texts above the entries and the entries.
pub(super) fn pieces(
    above: Vec<(Role, SafeText, String)>,
    posts: &[Post],
    url: Option<&str>,
    source: &str,
) -> Vec<Piece> {
    let mut out: Vec<Piece> = (HEAD..)
        .zip(above)
        .map(|(line, (role, text, why))| Piece::new(line, 0, role, text, &why))
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
    let mut uses: HashMap<&str, usize> = HashMap::new();
    for post in posts {
        let places: HashSet<&str> = post.all_shown().map(Shown::place).collect();
        for place in places {
            *uses.entry(place).or_default() += 1;
        }
    }
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
        let own = |one: &Shown| uses.get(one.place()).is_none_or(|count| *count < SHARED);
        out.extend(entry(line, post, native, source, (page.as_ref(), &own)));
    }
    out
}

/// The pieces of one entry; it begins at the first that is no furniture.
fn entry(
    line: u32,
    post: &Post,
    native: NativeEntry,
    source: &str,
    (page, is_own): (Option<&Url>, &Own<'_>),
) -> Vec<Piece> {
    let mut texts: Vec<Written<'_>> = Vec::new();
    if let Some(heading) = &post.heading {
        texts.push((Role::Heading, heading.clone(), "heading", None));
    }
    let stamp = post
        .times
        .line
        .as_ref()
        .filter(|_| native.published_at.is_none());
    if let Some((text, _)) = stamp.filter(|(text, _)| !text.is_empty()) {
        texts.push((Role::Byline, text.clone(), "time", None));
    }
    texts.extend(post.blocks.iter().map(|block| {
        (
            block.role,
            block.text.clone(),
            block.why.as_str(),
            Some(block),
        )
    }));
    if texts
        .iter()
        .all(|(role, ..)| matches!(role, Role::Furniture | Role::Byline))
    {
        texts.extend(
            post.pictures
                .iter()
                .map(|text| (Role::Media, text.clone(), "description of a picture", None)),
        );
    }
    let mut out: Vec<Piece> = (0..u16::MAX)
        .zip(texts)
        .map(|(part, (role, text, why, block))| {
            let anchors = block.map_or(&[][..], |block| &block.links);
            let shown = block.map_or(&[][..], |block| &block.pictures);
            let shown: Vec<Shown> = shown.iter().filter(|one| is_own(one)).cloned().collect();
            Piece {
                links: anchor::links(anchors, &text, page),
                pictures: picture::pictures(&shown, page),
                ..Piece::new(line, part, role, text, why)
            }
        })
        .collect();
    for one in post.shown.iter().filter(|one| is_own(one)) {
        let said = |piece: &Piece| piece.role == Role::Media && piece.text == one.words;
        let tells = |piece: &Piece| !matches!(piece.role, Role::Furniture | Role::Byline);
        let caption = out.iter().position(said);
        let one = &Shown {
            captioned: caption.is_some(),
            ..one.clone()
        };
        let at = caption.or_else(|| out.iter().position(tells));
        if let Some(piece) = at.and_then(|at| out.get_mut(at)) {
            let one = picture::pictures(std::slice::from_ref(one), page);
            let news = one.into_iter().filter(|one| !piece.pictures.contains(one));
            let news: Vec<Picture> = news.collect();
            piece.pictures.extend(news);
        }
    }
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
