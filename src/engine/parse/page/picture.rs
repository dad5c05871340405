//! Pictures of a page: which address of an element is the picture's, and what the page says that it shows.

use std::collections::HashMap;
use std::collections::HashSet;

use ego_tree::NodeId;
use scraper::ElementRef;
use serde_json::Map;
use serde_json::Value;
use url::Url;

use crate::engine::model::Picture;
use crate::engine::model::Role;
use crate::engine::parse::page::anchor;
use crate::engine::parse::page::block::Block;
use crate::engine::parse::page::element::collapse;
use crate::engine::text::SafeText;

/// Pictures that are stated to be smaller in one direction are signs and counters, in pixels.
const SMALL: u32 = 50;

/// Where several sizes are offered, the smallest of at least so many columns is taken.
const COLUMNS: f32 = 1000.0;

/// What a picture of single density is taken for, in columns.
const SINGLE: f32 = 800.0;

/// Pictures that stand in the address itself: smaller ones only keep the place of others, larger ones are left out; in bytes.
const INLINE: std::ops::Range<usize> = 600..128 * 1024;

/// So many pictures stand at one text.
const MOST: usize = 40;

/// Where the addresses of pictures are that are loaded late; those with several sizes first.
const SETS: &[&str] = &["data-srcset", "data-lazy-srcset", "srcset"];
const LATE: &[&str] = &[
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-original-src",
    "data-image",
    "data-url",
    "data-img",
];

/// A picture as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shown {
    /// The address as written.
    pub(super) to: String,
    pub(super) words: SafeText,
    /// Whether the text that it stands at is its caption.
    pub(super) captioned: bool,
}

impl Shown {
    /// A picture that is stated by its address.
    pub(super) fn at(to: &str, words: &str) -> Option<Self> {
        let to = to.trim();
        is_picture(to).then(|| Self {
            to: to.to_owned(),
            words: collapse(words),
            captioned: false,
        })
    }

    /// The picture that an element shows, if it is more than a sign.
    pub(super) fn of(element: &ElementRef<'_>) -> Option<Self> {
        if matches!(element.value().name(), "video" | "amp-video") {
            return Self::at(element.attr("poster")?, "");
        }
        let words = element.attr("alt").unwrap_or_default();
        let is_sign = !words.trim().is_empty() && !words.chars().any(char::is_alphanumeric);
        let small = |name: &str| {
            let size = element.attr(name).and_then(|size| {
                let digits = size.trim().trim_end_matches("px");
                digits.parse::<u32>().ok()
            });
            size.is_some_and(|size| size < SMALL)
        };
        if is_sign || small("width") || small("height") {
            return None;
        }
        Self::at(&address(element)?, words)
    }

    /// The picture that a value of data states: an address, or an object with one.
    pub(super) fn of_value(value: &Value) -> Option<Self> {
        match value {
            Value::String(to) => Self::at(to, ""),
            Value::Object(object) => Self::of_object(object),
            Value::Array(list) => list.iter().take(8).find_map(Self::of_flat),
            _ => None,
        }
    }

    fn of_flat(value: &Value) -> Option<Self> {
        match value {
            Value::String(to) => Self::at(to, ""),
            Value::Object(object) => Self::of_object(object),
            _ => None,
        }
    }

    pub(super) fn of_object(object: &Map<String, Value>) -> Option<Self> {
        let text = |names: &[&str]| {
            names
                .iter()
                .find_map(|name| object.get(*name)?.as_str())
                .map(str::to_owned)
        };
        let to = text(&["contentUrl", "url", "src", "imageUrl", "image_url", "href"])?;
        let words = text(&["caption", "alt", "altText", "description"]);
        Self::at(&to, &words.unwrap_or_default())
    }

    /// What the address is without what may be another at each capture: its size, how it is cut, what it is signed with.
    pub(super) fn place(&self) -> &str {
        if self.to.starts_with("data:") {
            return &self.to;
        }
        self.to.split(['?', '#']).next().unwrap_or_default()
    }
}

/// The pictures of a part of a page while its blocks are gathered.
#[derive(Debug, Default)]
pub(super) struct Pictures {
    /// Each with the number of blocks before it and the figure that it stands in.
    shown: Vec<(Shown, usize, Option<NodeId>)>,
    /// The captions: the number of the block, and the figure that it stands in.
    captions: Vec<(usize, Option<NodeId>)>,
}

impl Pictures {
    /// Notes a picture, if there is one.
    pub(super) fn note(&mut self, shown: Option<Shown>, before: usize, figure: Option<NodeId>) {
        self.shown
            .extend(shown.map(|shown| (shown, before, figure)));
    }

    /// Notes that a block is a caption.
    pub(super) fn note_caption(&mut self, at: usize, figure: Option<NodeId>) {
        self.captions.push((at, figure));
    }

    /// Puts each picture to its caption, else to the text before it, else to the one behind it; answers those left over.
    pub(super) fn settle(self, blocks: &mut [Block]) -> Vec<Shown> {
        let keeps = |block: &Block| {
            let role = block.role;
            !matches!(role, Role::Furniture | Role::Byline | Role::Heading)
        };
        let kept: Vec<usize> = (0..blocks.len()).filter(|at| keeps(&blocks[*at])).collect();
        // The first caption of each figure, and those that stand in none.
        let mut of_figures: HashMap<NodeId, usize> = HashMap::new();
        let mut bare: HashSet<usize> = HashSet::new();
        for (at, figure) in self.captions {
            match figure {
                Some(figure) => {
                    of_figures.entry(figure).or_insert(at);
                }
                None => {
                    bare.insert(at);
                }
            }
        }
        let mut left = Vec::new();
        for (mut shown, before, figure) in self.shown {
            let caption = match figure {
                Some(figure) => of_figures.get(&figure).copied(),
                None => bare.get(&before).copied(),
            };
            shown.captioned = caption.is_some();
            let above = || kept[..kept.partition_point(|at| *at < before)].last();
            let place = caption.or_else(|| above().or(kept.first()).copied());
            match place {
                Some(at) => blocks[at].pictures.push(shown),
                None => left.push(shown),
            }
        }
        left
    }
}

/// Whether an address may be that of a picture which can be shown.
fn is_picture(to: &str) -> bool {
    if let Some(data) = to.strip_prefix("data:") {
        let kinds = ["image/jpeg", "image/png", "image/gif", "image/webp"];
        return INLINE.contains(&to.len())
            && kinds.iter().any(|kind| {
                data.strip_prefix(kind)
                    .is_some_and(|rest| rest.starts_with(";base64,"))
            });
    }
    let path = to.split(['?', '#']).next().unwrap_or_default();
    let is_drawn = path.to_ascii_lowercase().ends_with(".svg");
    anchor::is_kept(to) && !is_drawn
}

/// The address of an element's picture: the one that is shown once the page has been scrolled to it.
fn address(element: &ElementRef<'_>) -> Option<String> {
    let set = |element: &ElementRef<'_>| {
        SETS.iter()
            .filter_map(|name| element.attr(name))
            .find_map(best)
    };
    let plain = |name: &&str| element.attr(name).filter(|to| is_picture(to.trim()));
    set(element)
        .or_else(|| LATE.iter().find_map(plain).map(str::to_owned))
        .or_else(|| plain(&"src").map(str::to_owned))
        .or_else(|| {
            // The element around may offer it in several forms, of which not all can be drawn.
            let outer = element.parent().and_then(ElementRef::wrap)?;
            let offers = outer.child_elements().filter(|offer| {
                let kind = offer.attr("type").unwrap_or_default();
                let drawn = ["", "image/jpeg", "image/png", "image/webp", "image/gif"];
                offer.value().name() == "source" && drawn.contains(&kind)
            });
            (outer.value().name() == "picture")
                .then(|| offers.filter_map(|offer| set(&offer)).next())
                .flatten()
        })
}

/// The best of the addresses that a list of sizes names.
fn best(set: &str) -> Option<String> {
    let mut rest = set;
    let mut found: Vec<(f32, &str)> = Vec::new();
    while found.len() < MOST {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        if rest.is_empty() {
            break;
        }
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (to, after) = rest.split_at(end);
        let (size, next) = match to.ends_with(',') {
            true => ("", after),
            false => after.split_once(',').unwrap_or((after, "")),
        };
        rest = next;
        found.push((columns(size.trim()), to.trim_end_matches(',')));
    }
    found.retain(|(_, to)| is_picture(to));
    let wide = found.iter().filter(|(columns, _)| *columns >= COLUMNS);
    let best = wide
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .or_else(|| found.iter().max_by(|a, b| a.0.total_cmp(&b.0)));
    best.map(|(_, to)| (*to).to_owned())
}

fn columns(size: &str) -> f32 {
    let number = |unit: char| size.strip_suffix(unit)?.parse::<f32>().ok();
    number('w')
        .or_else(|| Some(number('x')? * SINGLE))
        .unwrap_or(SINGLE)
}

/// Pictures with their addresses seen from the page's, each once.
pub(super) fn pictures(shown: &[Shown], page: Option<&Url>) -> Vec<Picture> {
    let mut out: Vec<Picture> = Vec::new();
    for one in shown.iter().take(MOST) {
        let url = match one.to.starts_with("data:") {
            true => Some(SafeText::new(&one.to)),
            false => anchor::address(&one.to, page),
        };
        let url = url.filter(|url| out.iter().all(|known| known.url != *url));
        out.extend(url.map(|url| Picture {
            url,
            words: one.words.clone(),
            captioned: one.captioned,
        }));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_sizes_one_that_fits_is_taken() {
        let set = "/a,b.jpg 400w, /m.jpg 1200w,/l.jpg 3000w";
        assert_eq!(best(set).as_deref(), Some("/m.jpg"));
        assert_eq!(best("/one.jpg, /two.jpg 2x").as_deref(), Some("/two.jpg"));
        assert_eq!(best("/s.jpg 300w, /t.jpg 700w").as_deref(), Some("/t.jpg"));
        assert_eq!(best(" , "), None);
        assert_eq!(best("data:image/gif;base64,R0lGOD 1x"), None);
    }

    #[test]
    fn signs_and_what_keeps_a_place_are_no_pictures() {
        for to in [
            "/logo.svg",
            "data:image/svg+xml,<svg/>",
            "data:image/gif;base64,R0lGODlhAQABAAAAACw=",
            "javascript:alert(1)",
            "",
        ] {
            assert_eq!(Shown::at(to, ""), None, "{to}");
        }
        assert!(Shown::at("//pics.example/quay.jpg?w=700", "The quay").is_some());
    }
}
