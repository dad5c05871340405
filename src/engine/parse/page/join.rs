//! The entries of the markup and of the structured data, joined: on the id, else on the text. Nothing that only one source has is lost.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::engine::parse::page::ident;
use crate::engine::parse::page::post::Post;
use crate::engine::parse::page::post::Times;
use crate::engine::text::SafeText;
use crate::engine::text::words;
use crate::engine::text::words::Fingerprint;

/// How many words at the beginning of a text name it.
const OPENING: usize = 8;

/// The share of pairs in order from which on a source of times is believed.
const IN_ORDER: f32 = 0.95;

/// Joins the two lists in the order of the page.
pub(super) fn join(
    mut markup: Vec<Post>,
    mut data: Vec<Post>,
    headline: Option<&SafeText>,
) -> Vec<Post> {
    forget_repeated(&mut data, headline);
    drop_empty_copies(&mut markup);
    if markup.is_empty() {
        return data;
    }
    let partner = partners(&markup, &data);
    let mut of_data: HashMap<usize, usize> = HashMap::new();
    for (m, d) in partner.iter().enumerate() {
        if let Some(d) = d {
            of_data.entry(*d).or_insert(m);
        }
    }
    let mut data: Vec<Option<Post>> = data.into_iter().map(Some).collect();
    for (post, d) in markup.iter_mut().zip(&partner) {
        if let Some(stated) = d.and_then(|d| data[d].clone()) {
            complete(post, stated);
        }
    }
    // What only the structured data has goes behind the entry that stands before it there.
    let mut behind: HashMap<Option<usize>, Vec<Post>> = HashMap::new();
    let mut last = None;
    for (d, slot) in data.iter_mut().enumerate() {
        match of_data.get(&d) {
            Some(m) => last = Some(*m),
            None => behind.entry(last).or_default().extend(slot.take()),
        }
    }
    let mut out = behind.remove(&None).unwrap_or_default();
    for (m, post) in markup.into_iter().enumerate() {
        out.push(post);
        out.extend(behind.remove(&Some(m)).unwrap_or_default());
    }
    out
}

/// Headlines and times that are the page's and stand on every entry say nothing.
fn forget_repeated(data: &mut [Post], headline: Option<&SafeText>) {
    let page = headline.map(|text| Fingerprint::of(text));
    let prints: Vec<Option<Fingerprint>> = data
        .iter()
        .map(|post| post.heading.as_ref().map(|text| Fingerprint::of(text)))
        .collect();
    let all_same =
        data.len() >= 3 && prints[0].is_some() && prints.iter().all(|print| *print == prints[0]);
    for (post, print) in data.iter_mut().zip(&prints) {
        let first_words = post
            .heading
            .as_ref()
            .is_some_and(|heading| is_opening(heading, post));
        if all_same || (print.is_some() && *print == page && post.weight() > 0) || first_words {
            post.heading = None;
        }
    }
    let same_time = |of: fn(&Times) -> Option<Timestamp>, data: &[Post]| {
        data.len() >= 3
            && data
                .iter()
                .all(|post| of(&post.times) == of(&data[0].times))
    };
    if same_time(|times| times.data, data) {
        data.iter_mut().for_each(|post| post.times.data = None);
    }
    if same_time(|times| times.updated, data) {
        data.iter_mut().for_each(|post| post.times.updated = None);
    }
    // Several people on every entry are the authors of the page.
    let several = |post: &Post| {
        post.author
            .as_ref()
            .is_some_and(|names| names.contains(", "))
    };
    if data.len() >= 3
        && data
            .iter()
            .all(|post| several(post) && post.author == data[0].author)
    {
        data.iter_mut().for_each(|post| post.author = None);
    }
}

/// Whether a headline is only the beginning of the text, cut.
fn is_opening(heading: &str, post: &Post) -> bool {
    let cut = heading.trim_end_matches(['…', '.', ' ']);
    let is_cut = heading.ends_with('…') || heading.ends_with("...");
    let body = post
        .blocks
        .first()
        .map(|block| words::fold(&block.text))
        .unwrap_or_default();
    let head = words::fold(cut);
    !head.is_empty() && body.starts_with(&head) && (is_cut || body == head)
}

/// A copy without text of an entry that stands elsewhere with its text is a link to it; of two with text, the first is the pinned one.
fn drop_empty_copies(posts: &mut Vec<Post>) {
    let mut best: HashMap<String, (usize, usize)> = HashMap::new();
    let core = |post: &Post| post.id.as_deref().map(ident::core);
    for (at, post) in posts.iter().enumerate() {
        if let Some(core) = core(post) {
            let known = best.entry(core).or_insert((at, post.weight()));
            if post.weight() > known.1 {
                *known = (at, post.weight());
            }
        }
    }
    let mut at = 0;
    posts.retain(|post| {
        at += 1;
        let Some((kept, weight)) = core(post).and_then(|core| best.get(&core).copied()) else {
            return true;
        };
        kept == at - 1 || post.weight() * 3 > weight
    });
    let mut later: HashMap<String, usize> = HashMap::new();
    for at in (0..posts.len()).rev() {
        if let Some(core) = core(&posts[at]) {
            posts[at].pinned |= later.insert(core, at).is_some();
        }
    }
}

/// For each entry of the markup, that of the structured data.
fn partners(markup: &[Post], data: &[Post]) -> Vec<Option<usize>> {
    let mut out = vec![None; markup.len()];
    let mut taken = vec![false; data.len()];
    let positional = |posts: &[Post]| {
        ident::are_positional(&posts.iter().map(|post| post.id.clone()).collect::<Vec<_>>())
    };
    if !positional(data) && !positional(markup) {
        let core = |post: &Post| post.id.as_deref().map(ident::core);
        pair(
            markup,
            data,
            &mut out,
            &mut taken,
            |post| core(post).into_iter().collect(),
            false,
        );
    }
    let opening = |post: &Post| {
        let body = post.blocks.iter().filter(|block| block.role.is_body());
        let text = body
            .map(|block| words::fold(&block.text))
            .find(|text| !text.is_empty())
            .unwrap_or_default();
        let first: Vec<&str> = text.split(' ').take(OPENING).collect();
        if first.len() >= OPENING / 2 {
            vec![first.join(" ")]
        } else {
            Vec::new()
        }
    };
    pair(markup, data, &mut out, &mut taken, opening, true);
    let heading = |post: &Post| {
        post.heading
            .iter()
            .map(|text| words::fold(text))
            .filter(|text| !text.is_empty())
            .collect()
    };
    pair(markup, data, &mut out, &mut taken, heading, true);
    out
}

/// Pairs entries that share a name. Where `once`, a name counts only if one entry on each side has it.
fn pair(
    markup: &[Post],
    data: &[Post],
    out: &mut [Option<usize>],
    taken: &mut [bool],
    names: impl Fn(&Post) -> Vec<String>,
    once: bool,
) {
    let mut index: HashMap<String, Vec<usize>> = HashMap::new();
    for (d, post) in data.iter().enumerate().filter(|(d, _)| !taken[*d]) {
        for name in names(post) {
            index.entry(name).or_default().push(d);
        }
    }
    let mut uses: HashMap<String, usize> = HashMap::new();
    for (_, post) in markup.iter().enumerate().filter(|(m, _)| out[*m].is_none()) {
        for name in names(post) {
            *uses.entry(name).or_default() += 1;
        }
    }
    for (m, post) in markup.iter().enumerate() {
        if out[m].is_some() {
            continue;
        }
        let found = names(post).into_iter().find_map(|name| {
            let list = index.get(&name)?;
            let unique = list.len() == 1 && uses.get(&name) == Some(&1);
            list.first()
                .copied()
                .filter(|d| !once || (unique && !taken[*d]))
        });
        if let Some(d) = found {
            out[m] = Some(d);
            taken[d] = true;
        }
    }
}

/// Adds to an entry of the markup what only the structured data states, and takes its text where the markup's is cut.
fn complete(post: &mut Post, stated: Post) {
    if stated.weight() * 2 > post.weight() * 3 + 20 {
        post.blocks.retain(|block| !block.role.is_body());
        let mut blocks = stated.blocks;
        blocks.append(&mut post.blocks);
        post.blocks = blocks;
    }
    let says_anew = |heading: &SafeText| {
        let folded = words::fold(heading);
        !post
            .blocks
            .iter()
            .any(|block| words::fold(&block.text).starts_with(&folded))
    };
    if post.heading.is_none() {
        post.heading = stated.heading.filter(says_anew);
    }
    post.author = post.author.take().or(stated.author);
    post.url = post
        .url
        .take()
        .filter(|url| url.contains("://"))
        .or(stated.url)
        .or(post.url.take());
    post.id = stated.id.or(post.id.take());
    post.times.data = stated.times.data;
    post.times.updated = post.times.updated.max(stated.times.updated);
    if post.times.line.is_none() {
        post.times.line = stated.times.line;
    }
}

/// The time of each entry: of the sources that order the page, the one that shows it; what it leaves out the others state.
pub(super) fn published(posts: &[Post]) -> Vec<Option<Timestamp>> {
    let sources: [fn(&Times) -> Option<Timestamp>; 3] =
        [|times| times.shown, |times| times.data, |times| times.kept];
    let count = |of: &fn(&Times) -> Option<Timestamp>| {
        posts
            .iter()
            .filter(|post| of(&post.times).is_some())
            .count()
    };
    let ordered = |of: &fn(&Times) -> Option<Timestamp>| {
        let times: Vec<Timestamp> = posts
            .iter()
            .filter(|post| !post.pinned)
            .filter_map(|post| of(&post.times))
            .collect();
        let pairs = times.len().saturating_sub(1).max(1) as f32;
        let falling = times.windows(2).filter(|pair| pair[0] >= pair[1]).count() as f32;
        let rising = times.windows(2).filter(|pair| pair[0] <= pair[1]).count() as f32;
        times.len() < 2 || falling.max(rising) / pairs >= IN_ORDER
    };
    let half = |of: &&fn(&Times) -> Option<Timestamp>| count(of) * 2 >= posts.len().max(1);
    let best = sources
        .iter()
        .filter(half)
        .find(|of| ordered(of))
        .or_else(|| sources.iter().find(half));
    let time = |post: &Post| {
        best.and_then(|of| of(&post.times))
            .or_else(|| sources.iter().find_map(|of| of(&post.times)))
    };
    posts.iter().map(time).collect()
}
