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

/// So many texts of an entry may be the first that the data has.
const LABELS: usize = 3;

/// The share of pairs in order from which on a source of times is believed.
const IN_ORDER: f32 = 0.95;

/// The tenths of what is known that a further source must have to be added to it.
const SAME: usize = 8;

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

/// Whether a list of the markup may be that of the structured data: it holds texts of it, and is no list of links to it.
pub(super) fn is_of(markup: &[Post], data: &[Post]) -> bool {
    let common = || partners(markup, data).iter().flatten().count();
    data.is_empty() || common() * 2 >= markup.len().min(data.len())
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
    let openings: Vec<bool> = data.iter().map(begins_with_heading).collect();
    let count = openings.iter().filter(|is| **is).count();
    let are_openings = count >= 3 && count * 10 >= data.len() * 6;
    for ((post, print), opening) in data.iter_mut().zip(&prints).zip(openings) {
        let first_words = post
            .heading
            .as_ref()
            .is_some_and(|heading| is_opening(heading, post) || are_openings && opening);
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

/// Whether the text begins with the letters of the headline, and goes on.
fn begins_with_heading(post: &Post) -> bool {
    let body = post.blocks.first().map(|block| words::fold(&block.text));
    let (Some(heading), Some(body)) = (&post.heading, body) else {
        return false;
    };
    let head = words::fold(heading);
    !head.is_empty() && head.len() < body.len() && body.starts_with(&head)
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
    unpin_newest(posts);
}

/// An entry that is marked as pinned, has no copy and is the newest stands where it belongs.
fn unpin_newest(posts: &mut [Post]) {
    let time = |post: &Post| post.times.shown.or(post.times.kept);
    let newest = posts.iter().filter_map(time).max();
    let [first, rest @ ..] = posts else {
        return;
    };
    let core = |post: &Post| post.id.as_deref().map(ident::core);
    let has_copy = || {
        let text = |post: &Post| post.blocks.first().map(|block| block.text.clone());
        rest.iter().any(|post| {
            core(post).is_some() && core(post) == core(first)
                || text(post).is_some() && text(post) == text(first)
        })
    };
    if first.pinned && newest.is_some() && time(first) == newest && !has_copy() {
        first.pinned = false;
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
            Once::No,
        );
    }
    let first = |post: &Post| opening(&texts(post), OPENING / 2).into_iter().collect();
    pair(markup, data, &mut out, &mut taken, first, Once::InTurn);
    // A few words that one entry of each list has, and nothing else.
    let few = |post: &Post| {
        let text = texts(post).join(" ");
        Vec::from_iter((post.heading.is_none() && !text.is_empty()).then_some(text))
    };
    pair(markup, data, &mut out, &mut taken, few, Once::Each);
    // Above the text of the data the markup may have a label, or a question that is answered.
    let further = |post: &Post| {
        let texts = texts(post);
        let from = 0..texts.len().min(LABELS);
        from.filter_map(|from| opening(&texts[from..], OPENING))
            .collect()
    };
    pair(markup, data, &mut out, &mut taken, further, Once::Each);
    let heading = |post: &Post| {
        post.heading
            .iter()
            .map(|text| words::fold(text))
            .filter(|text| !text.is_empty())
            .collect()
    };
    pair(markup, data, &mut out, &mut taken, heading, Once::Each);
    out
}

/// The texts of an entry, folded.
fn texts(post: &Post) -> Vec<String> {
    let body = post.blocks.iter().filter(|block| block.role.is_body());
    body.map(|block| words::fold(&block.text)).collect()
}

/// The first words of some texts, if these have so many: data may tell on one line what the markup parts.
fn opening(texts: &[String], least: usize) -> Option<String> {
    let all = texts.iter().flat_map(|text| text.split(' '));
    let first: Vec<&str> = all.filter(|word| !word.is_empty()).take(OPENING).collect();
    (first.len() >= least).then(|| first.join(" "))
}

/// Which entries may be paired that share a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Once {
    /// All with the first that has it.
    No,
    /// Only if one entry on each side has it.
    Each,
    /// If as many on each side have it, those of one place.
    InTurn,
}

/// Pairs entries that share a name.
fn pair(
    markup: &[Post],
    data: &[Post],
    out: &mut [Option<usize>],
    taken: &mut [bool],
    names: impl Fn(&Post) -> Vec<String>,
    once: Once,
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
    // Of entries that share a name the first is the first on the other side, too, if that has as many.
    let mut rank: HashMap<String, usize> = HashMap::new();
    for (m, post) in markup.iter().enumerate() {
        if out[m].is_some() {
            continue;
        }
        let mut found = None;
        for name in names(post) {
            let Some(list) = index.get(&name) else {
                continue;
            };
            let alike = uses.get(&name) == Some(&list.len());
            let at = rank.entry(name).or_default();
            let d = match once {
                Once::No => list.first().copied(),
                Once::Each => list.first().copied().filter(|_| alike && list.len() == 1),
                Once::InTurn => list.get(*at).copied().filter(|_| alike),
            };
            *at += 1;
            found = found.or(d.filter(|d| once == Once::No || !taken[*d]));
        }
        if let Some(d) = found {
            out[m] = Some(d);
            taken[d] = true;
        }
    }
}

/// Adds to an entry of the markup what only the structured data states, and takes its text where the markup's is cut.
fn complete(post: &mut Post, stated: Post) {
    if post.all_shown().next().is_none() {
        post.shown = stated.all_shown().cloned().collect();
    }
    if stated.weight() * 2 > post.weight() * 3 + 20 {
        let mut blocks = stated.blocks;
        for block in &mut blocks {
            block.pictures.clear();
        }
        for block in post.blocks.extract_if(.., |block| block.role.is_body()) {
            post.shown.extend(block.pictures);
        }
        blocks.append(&mut post.blocks);
        post.blocks = blocks;
        post.taken.text = stated.taken.text;
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
        post.taken.heading = stated.taken.heading;
    }
    if post.author.is_none() {
        post.author = stated.author;
        post.taken.author = stated.taken.author;
    }
    post.url = post
        .url
        .take()
        .filter(|url| url.contains("://"))
        .or(stated.url)
        .or(post.url.take());
    if stated.id.is_some() {
        post.id = stated.id;
        post.taken.identity = stated.taken.identity;
    }
    if stated.times.data.is_some() {
        post.times.data = stated.times.data;
        post.taken.time = stated.taken.time;
    }
    post.times.updated = post.times.updated.max(stated.times.updated);
    if post.times.line.is_none() {
        post.times.line = stated.times.line;
    }
}

/// Adds entries of a further source, if it is certain that it tells of the same blog: nearly all that is known is in it.
/// What of it is known already stays as it is, where both state the same.
pub(super) fn extend(known: Vec<Post>, rest: Vec<Post>, headline: Option<&SafeText>) -> Vec<Post> {
    let shared = partners(&known, &rest).iter().flatten().count();
    let is_same = shared * 10 >= known.len() * SAME && rest.len() > known.len();
    if is_same {
        join(known, rest, headline)
    } else {
        known
    }
}

/// What states a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clock {
    Shown,
    Data,
    Kept,
}

impl Clock {
    /// Those that show the time come before those that only state it.
    const ALL: [Self; 3] = [Self::Shown, Self::Data, Self::Kept];

    fn of(self, times: &Times) -> Option<Timestamp> {
        match self {
            Self::Shown => times.shown,
            Self::Data => times.data,
            Self::Kept => times.kept,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Shown => "the time shown",
            Self::Data => "structured data",
            Self::Kept => "the entry's attribute",
        }
    }
}

/// When each entry was published, what states it, and why that is believed.
#[derive(Debug)]
pub(super) struct Published {
    pub(super) at: Vec<Option<Timestamp>>,
    pub(super) from: Vec<Option<Clock>>,
    pub(super) why: String,
}

/// The time of each entry: of the sources that order the page, the one that shows it; what it leaves out the others state.
pub(super) fn published(posts: &[Post]) -> Published {
    let count = |clock: Clock| {
        let stated = posts.iter().filter(|post| clock.of(&post.times).is_some());
        stated.count()
    };
    let half = |clock: &Clock| count(*clock) * 2 >= posts.len().max(1);
    let most = Clock::ALL.into_iter().filter(half);
    let best = most
        .clone()
        .find(|clock| in_order(posts, *clock))
        .or_else(|| most.clone().next());
    let time = |post: &Post| {
        let others = Clock::ALL.into_iter();
        let mut clocks = best.into_iter().chain(others);
        clocks.find_map(|clock| Some((clock, clock.of(&post.times)?)))
    };
    let found: Vec<Option<(Clock, Timestamp)>> = posts.iter().map(time).collect();
    let stated = Clock::ALL.into_iter().filter(|clock| count(*clock) > 0);
    let told: Vec<String> = stated
        .map(|clock| {
            let order = if in_order(posts, clock) {
                "in order"
            } else {
                "not in order"
            };
            format!("{}: {}, {order}", clock.name(), count(clock))
        })
        .collect();
    let why = match best {
        Some(best) => format!("{} is believed ({})", best.name(), told.join("; ")),
        None if told.is_empty() => "no entry states an instant".to_owned(),
        None => format!("no source states most of them ({})", told.join("; ")),
    };
    Published {
        at: found.iter().map(|one| one.map(|(_, at)| at)).collect(),
        from: found
            .iter()
            .map(|one| one.map(|(clock, _)| clock))
            .collect(),
        why,
    }
}

/// Whether a source's times follow the order of the page, in either direction.
fn in_order(posts: &[Post], clock: Clock) -> bool {
    let listed = posts.iter().filter(|post| !post.pinned);
    let times: Vec<Timestamp> = listed.filter_map(|post| clock.of(&post.times)).collect();
    let pairs = times.len().saturating_sub(1).max(1) as f32;
    let falling = times.windows(2).filter(|pair| pair[0] >= pair[1]).count() as f32;
    let rising = times.windows(2).filter(|pair| pair[0] <= pair[1]).count() as f32;
    times.len() < 2 || falling.max(rising) / pairs >= IN_ORDER
}
