//! What the lines of a text look like among each other: which repeat which, and which stand like headings.

use std::cell::RefCell;
use std::collections::VecDeque;

use foldhash::HashMap;
use serde::Deserialize;
use serde::Serialize;
use xxhash_rust::xxh3::Xxh3Default;

use crate::engine::rules::Rules;
use crate::engine::segment::cue;
use crate::engine::segment::feature::Features;
use crate::engine::segment::heading;
use crate::engine::segment::heading::Share;
use crate::engine::segment::heading::Standing;
use crate::engine::segment::marked::Marked;
use crate::engine::text::words::Word;

/// What the lines of a text look like among each other: the same however often they are labelled.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Looks {
    /// Log-odds from the cues alone that an entry begins at each line.
    pub(crate) odds: Vec<f32>,
    pub(crate) echoes: Vec<f32>,
    pub(crate) returns: Vec<bool>,
    /// So many lines at the top tell what is told again further down, one of them only how it begins.
    pub(crate) quoted: usize,
    /// The line right below these is told by one of them: the first entry begins there.
    pub(crate) opens_entries: bool,
    /// How much of each line near the top is said again further down, in other words or spread: 0 to 1.
    pub(crate) recurs: Vec<f32>,
    pub(crate) retells: Vec<bool>,
    /// How each line stands to the one below it.
    pub(crate) standing: Vec<Standing>,
    /// The last line, if it is text that was cut off below a heading.
    pub(crate) cut_text: Option<usize>,
    /// Furniture stands below the last line: the page was not cut off.
    pub(crate) footed: bool,
    /// Which lines say in brief what the text below says.
    pub(crate) briefs: Vec<bool>,
    /// Which lines are key points: short lines in a row from the top on, none of which repeats another.
    pub(crate) points: Vec<bool>,
    /// How many lines stand like headings.
    pub(crate) headings: Share,
    /// Which lines are questions.
    pub(crate) asks: Vec<bool>,
    /// Which lines are one of a list or table of short lines.
    pub(crate) rows: Vec<bool>,
    /// Which lines stand below the label of a caption ("Image caption,").
    pub(crate) captions: Vec<bool>,
    /// Which lines end in a name in brackets, as captions do.
    pub(crate) bracketed: Vec<bool>,
    /// The first line that stands like a heading.
    pub(crate) first_heading: usize,
    /// Which lines the page marks as headings.
    pub(crate) marked: Marked,
    /// Which lines repeat the heading right above them, and stand above its text.
    pub(crate) again: Vec<bool>,
    /// Which lines stand below furniture that ends entries.
    pub(crate) closed: Vec<bool>,
    /// Which lines greet, sign off or turn to something else.
    pub(crate) turns: Vec<bool>,
    /// Which lines sign off.
    pub(crate) parts: Vec<bool>,
    /// Whether the summary of this text tells again what the entries say.
    pub(crate) retold: bool,
}

/// A line, as far as its looks depend on it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'t> {
    pub(crate) text: &'t str,
    pub(crate) bullet: bool,
    /// Furniture that ends entries stands right above.
    pub(crate) below_closer: bool,
    /// Furniture stands below it at the end of the page.
    pub(crate) footed: bool,
}

/// So many texts are remembered by their lines.
const REMEMBERED: usize = 16;

thread_local! {
    /// What was compared last: a text that was read is looked at again by the merge.
    static RECENT: RefCell<VecDeque<(u128, Looks)>> = const { RefCell::new(VecDeque::new()) };
}

impl Looks {
    /// What these lines look like, which may have been found lately; `find` finds it.
    pub(crate) fn recent<'t>(
        lines: impl Iterator<Item = Line<'t>>,
        rules: &Rules,
        find: impl FnOnce() -> Self,
    ) -> Self {
        if !std::ptr::eq(rules, Rules::builtin()) {
            return find();
        }
        let key = key(lines);
        let known = RECENT.with_borrow(|recent| {
            let mut known = recent.iter().filter(|known| known.0 == key);
            known.next().map(|known| known.1.clone())
        });
        known.unwrap_or_else(|| {
            let looks = find();
            RECENT.with_borrow_mut(|recent| {
                recent.truncate(REMEMBERED - 1);
                recent.push_front((key, looks.clone()));
            });
            looks
        })
    }

    /// Compares the lines of a text with each other.
    pub(crate) fn of(lines: &[&Features]) -> Self {
        let copies = copies(lines);
        let returns = returns(lines, &copies);
        let told = lines.iter().zip(&returns).take_while(|(_, r)| **r);
        let summary: Vec<&Features> = told.map(|(line, _)| *line).collect();
        let echoes = echoes(lines);
        let listed = heading::listed(lines, &echoes);
        let marked = Marked::of(lines);
        let twice = twice(lines);
        let standing = heading::standing(lines, &listed, &twice);
        let rows = heading::rows(lines, &standing, &echoes);
        let briefs = heading::briefs(lines, &standing, &echoes);
        let recurs = recurs(lines, &copies);
        let alike = lines.iter().zip(&returns).zip(&recurs);
        let alike = alike.take_while(|((_, returns), recurs)| **returns || **recurs >= RETOLD);
        let points: Vec<&Features> = alike.map(|((line, _), _)| *line).collect();
        let quoted = quoted(lines, &returns);
        let below = if quoted > 0 { quoted } else { summary.len() };
        Self {
            odds: odds(lines, below, &points, &listed),
            points: heading::points(&standing, &echoes),
            headings: heading::share(lines, &standing, &echoes, (&marked, &briefs)),
            first_heading: heading::first(lines, &standing),
            marked,
            again: again(lines),
            closed: closed(lines, &returns),
            turns: lines.iter().map(|line| line.turns).collect(),
            parts: lines.iter().map(|line| line.parts).collect(),
            asks: lines.iter().map(|line| line.asks).collect(),
            rows: rows.iter().zip(&listed).map(|(a, b)| *a || *b).collect(),
            captions: captions(lines)
                .iter()
                .zip(&twice)
                .map(|(a, b)| *a || *b)
                .collect(),
            bracketed: lines.iter().map(|line| line.bracketed).collect(),
            cut_text: heading::cut_text(lines).filter(|i| echoes[*i - 1] == 0.0),
            footed: lines.last().is_some_and(|line| line.footed),
            briefs,
            standing,
            echoes,
            retells: retells(lines, if below > 1 { below } else { 0 }),
            quoted,
            opens_entries: quoted > 0 && begins_told(lines, quoted),
            retold: returns.iter().take(3).any(|r| *r),
            recurs,
            returns,
        }
    }
}

/// Which lines begin entries for what stands above them, or since they count what is told, as others do.
fn closed(lines: &[&Features], returns: &[bool]) -> Vec<bool> {
    let counts = |line: &&&Features| line.counts;
    let series = lines.iter().filter(counts).take(SERIES).count() == SERIES;
    // What the summary tells first begins nothing.
    let closed = lines
        .iter()
        .zip(returns)
        .map(|(line, returns)| line.below_closer || series && line.counts && !returns);
    closed.collect()
}

/// Fewer numbered laps or overs are spoken of.
const SERIES: usize = 3;

/// A number for a text with these lines.
fn key<'t>(lines: impl Iterator<Item = Line<'t>>) -> u128 {
    let mut hasher = Xxh3Default::new();
    for line in lines {
        let flags = [line.bullet, line.below_closer, line.footed];
        let flags = flags.map(u64::from).into_iter();
        let head = flags.fold(line.text.len() as u64, |head, flag| head << 1 | flag);
        hasher.update(&head.to_le_bytes());
        hasher.update(line.text.as_bytes());
    }
    hasher.digest128()
}

/// No entry begins within a list, or with who posted what stands above.
const IN_LIST: f32 = -8.0;

/// What it says against a beginning that the page was greeted shortly before, near its end: the oldest entry does that.
const GREETED: f32 = 2.0;

/// What it says for a beginning that the summary right above tells the line, or its first sentence.
const BELOW_SUMMARY: f32 = 3.0;

/// So many lines may follow a greeting.
const LONGEST_WELCOME: usize = 8;

/// Lines at the top of which so much is said again further down may be key points.
const RETOLD: f32 = 0.25;

/// Log-odds that an entry begins at each line: from the cues, and from what the page as a whole says of it. So many lines at the
/// top are a summary that is told again word for word; the points may be it, too.
fn odds(lines: &[&Features], below: usize, points: &[&Features], listed: &[bool]) -> Vec<f32> {
    let mut odds = cue::odds(lines, points);
    let below_list = cue::below_open();
    for i in 0..odds.len() {
        if listed[i] || lines[i].signs {
            odds[i] = IN_LIST;
        } else if i > 0 && listed[i - 1] {
            odds[i] -= below_list;
        }
    }
    // A line of the summary is like the first of the entries if it tells that one.
    if below > 0 && begins_told(lines, below) {
        odds[below] += BELOW_SUMMARY;
    }
    let last = lines.len().saturating_sub(LONGEST_WELCOME + 1);
    let greeted = (last.max(lines.len() / 2)..lines.len()).find(|i| lines[*i].greets);
    if let Some(greeted) = greeted {
        odds[greeted + 1..]
            .iter_mut()
            .for_each(|odds| *odds -= GREETED);
    }
    odds
}

/// Which lines stand below a line that only says that a caption follows, or above the credit of one.
fn captions(lines: &[&Features]) -> Vec<bool> {
    let label = |line: &Features| line.credit && line.len() <= 2 && !line.trails;
    let below = |i: usize| i > 0 && label(lines[i - 1]) && !label(lines[i]);
    let above = |i: usize| lines.get(i + 1).is_some_and(|line| line.trails);
    (0..lines.len())
        .map(|i| lines[i].open && (below(i) || above(i)))
        .collect()
}

/// Whether two lines state numbers, and each has one that the other lacks; in lines of the same length one of them has.
fn differ(one: &Features, other: &Features) -> bool {
    let lacks = |one: &[Word], other: &[Word]| one.iter().any(|n| other.binary_search(n).is_err());
    let (a, b) = (&one.numbers, &other.numbers);
    let both = !a.is_empty() && !b.is_empty();
    both && (lacks(a, b) && lacks(b, a) || one.len() == other.len() && a != b)
}

/// So many texts below are those of an entry: a card has one.
const TEXT: usize = 2;

/// Longer lines are no headings.
const LONGEST_HEADING: usize = 24;

/// Which lines are the heading above them once more: text stands below, and not what a card says.
fn again(lines: &[&Features]) -> Vec<bool> {
    let again = |i: usize| {
        let same = i > 0 && lines[i].open && lines[i].words == lines[i - 1].words;
        let below = lines.get(i + 1..).unwrap_or_default();
        let text = below.iter().take_while(|line| !line.open).count() >= TEXT;
        same && text && (3..=LONGEST_HEADING).contains(&lines[i].len()) && !lines[i].credit
    };
    (0..lines.len()).map(again).collect()
}

/// Which lines stand twice, as the text of a picture and as its caption, with a credit: without one, it may be a heading and
/// that of the card below it.
fn twice(lines: &[&Features]) -> Vec<bool> {
    let mut twice = vec![false; lines.len()];
    for i in 1..lines.len() {
        let same = lines[i].open && lines[i].len() >= 3 && lines[i].words == lines[i - 1].words;
        let credited = lines[i].credit || lines.get(i + 1).is_some_and(|line| line.credit);
        if same && credited {
            twice[i - 1] = true;
            twice[i] = true;
        }
    }
    twice
}

/// How many lines from the top a summary may reach.
const SUMMARY_REACH: usize = 24;

/// How many lines back a card's text looks for the paragraph it quotes.
const CARD_REACH: usize = 8;

/// How many lines back a card's title looks for the heading it repeats.
const ECHO_REACH: usize = 14;

/// For each line near the top, the first one further down that is a copy of it.
fn copies(lines: &[&Features]) -> Vec<Option<usize>> {
    let copy = |i: usize| (i + 1..lines.len()).find(|j| lines[i].reaches(lines[*j], COPY));
    (0..lines.len().min(SUMMARY_REACH)).map(copy).collect()
}

/// For each line, whether it is told again further down: the summary quotes the entries, or their first sentences.
/// Lines that are told again in a row are a copy of a whole entry, pinned to the top, and no summary.
fn returns(lines: &[&Features], copies: &[Option<usize>]) -> Vec<bool> {
    let told = |i: usize| {
        copies[i].filter(|_| lines[i].len() >= SHORTEST_WHOLE && (!lines[i].open || lines[i].colon))
    };
    let again: Vec<Option<usize>> = (0..copies.len()).map(told).collect();
    let mut returns: Vec<bool> = (0..again.len())
        .map(|i| again[i].is_some() && !is_in_a_row(&again, i) || opens_below(lines, i))
        .collect();
    returns.resize(lines.len(), false);
    returns
}

/// Whether a line is how another further down begins.
fn opens_below(lines: &[&Features], i: usize) -> bool {
    lines[i + 1..].iter().any(|line| lines[i].opens(line))
}

/// How many lines at the top quote what is told further down, if one of them tells only how it begins: a short one may be the
/// first sentence of an entry beside others that are.
fn quoted(lines: &[&Features], returns: &[bool]) -> usize {
    let begins = |one: &Features, line: &Features| one.begins(line, SHORTEST_QUOTED);
    // A few words may stand there whole, unless the line below is told again, too: then both are a copy of an entry.
    let whole = |i: usize, j: usize| {
        let (one, other) = (lines[i], lines[j]);
        let few = !one.open && (SHORTEST_QUOTED..SHORTEST_WHOLE).contains(&one.len());
        let below = |i: usize| lines.get(i + 1).map(|line| &line.words);
        few && one.words == other.words && below(i) != below(j)
    };
    let short = |i: usize| {
        let mut below = i + 1..lines.len();
        below.any(|j| begins(lines[i], lines[j]) || whole(i, j))
    };
    let reach = lines.len().min(SUMMARY_REACH);
    // What the lines above it tell is told in full there: an entry.
    let until = (0..reach).find(|i| !returns[*i] && !short(*i) || is_told_above(lines, *i));
    let until = until.unwrap_or(reach);
    // Two whole ones that do not follow each other below are no copy of an entry.
    if until > 1 || (0..until).any(|i| opens_below(lines, i)) {
        until
    } else {
        0
    }
}

/// Whether a line above tells a line, or how it begins.
fn is_told_above(lines: &[&Features], i: usize) -> bool {
    let tells =
        |line: &&Features| line.begins(lines[i], SHORTEST_QUOTED) || line.reaches(lines[i], COPY);
    lines[..i].iter().any(tells)
}

/// Whether an entry begins at a line that the lines above tell, or with the heading of one.
fn begins_told(lines: &[&Features], i: usize) -> bool {
    let Some(line) = lines.get(i) else {
        return false;
    };
    let heads = line.open && line.len() <= LONGEST_HEADING && i + 1 < lines.len();
    is_told_above(lines, i) || heads && is_told_above(lines, i + 1)
}

/// A first sentence of fewer words says little.
const SHORTEST_QUOTED: usize = 2;

/// Fewer words may stand twice by chance.
const SHORTEST_WHOLE: usize = 6;

/// Whether a line and the one beside it repeat two lines that stand beside each other.
fn is_in_a_row(again: &[Option<usize>], i: usize) -> bool {
    let follow = |i: usize, j: usize| matches!((again.get(i), again.get(j)), (Some(Some(a)), Some(Some(b))) if a + 1 == *b);
    follow(i, i + 1) || i > 0 && follow(i - 1, i)
}

/// The share of words in the same order from which on a line is a copy of another.
pub(crate) const COPY: f32 = 0.85;

/// For each line near the top, how many of its topic words one of the lines below has: a summary says in short what an entry says.
fn recurs(lines: &[&Features], copies: &[Option<usize>]) -> Vec<f32> {
    // For each topic word of the lines near the top, which of them have it.
    let mut having: HashMap<Word, Vec<usize>> = HashMap::default();
    let top = &lines[..copies.len()];
    let words = |line: &Features| line.topic.chunk_by(PartialEq::eq).count();
    for (i, line) in top.iter().enumerate() {
        for word in line.topic.chunk_by(PartialEq::eq) {
            having.entry(word[0]).or_default().push(i);
        }
    }
    let mut most = vec![0; top.len()];
    let mut shared = vec![0; top.len()];
    for (j, line) in lines.iter().enumerate() {
        for word in line.topic.chunk_by(PartialEq::eq) {
            let above = having.get(&word[0]).into_iter().flatten();
            above.for_each(|i| shared[*i] += 1);
        }
        for (i, shared) in shared.iter_mut().enumerate() {
            let shared = std::mem::take(shared);
            if i < j {
                most[i] = shared.max(most[i]);
            }
        }
    }
    let share = |i: usize| {
        // What is told word for word is a quotation, which `returns` finds, or the copy of an entry.
        if copies[i].is_some() {
            return 0.0;
        }
        let best = most[i] as f32 / words(top[i]).max(SHORTEST_TOPIC) as f32;
        ((best - 0.3) / 0.4).clamp(0.0, 1.0)
    };
    let mut recurs: Vec<f32> = (0..top.len()).map(share).collect();
    recurs.resize(lines.len(), 0.0);
    recurs
}

/// Lines with fewer topic words than this recur by chance.
const SHORTEST_TOPIC: usize = 5;

/// For each line, whether it repeats one shortly before: a card quotes the entry above it, or as much of it as it has room for.
/// Several lines in a row that do are an entry that was published again. What only the summary above says is told here.
fn retells(lines: &[&Features], summary: usize) -> Vec<bool> {
    let again: Vec<Option<usize>> = (0..lines.len())
        .map(|i| {
            let near = |j: &usize| lines[*j].reaches(lines[i], COPY) || lines[i].opens(lines[*j]);
            let above = summary.max(i.saturating_sub(CARD_REACH));
            let may = lines[i].len() >= 8 && above < i;
            may.then(|| (above..i).rev().find(near)).flatten()
        })
        .collect();
    (0..lines.len())
        .map(|i| again[i].is_some() && !is_in_a_row(&again, i))
        .collect()
}

/// For each open line, how much it repeats an open line shortly before: a card's title repeats the heading.
/// A heading that stands over many entries ("Match day") repeats nothing.
fn echoes(lines: &[&Features]) -> Vec<f32> {
    let mut counts: HashMap<&[Word], usize> = HashMap::default();
    for line in lines {
        *counts.entry(&line.words).or_default() += 1;
    }
    let common = |i: usize| {
        let count = counts.get(lines[i].words.as_slice());
        lines[i].len() <= 6 && count.is_some_and(|count| *count >= 3)
    };
    (0..lines.len())
        .map(|i| {
            if lines[i].len() < 3 || lines[i].len() > 40 || common(i) {
                return 0.0;
            }
            (i.saturating_sub(ECHO_REACH)..i)
                .filter(|j| (lines[*j].open || lines[*j].lively) && lines[*j].len() >= 3)
                // "5th set, 11-12" is no copy of "5th set, 12-12".
                .filter(|j| !differ(lines[*j], lines[i]))
                .map(|j| {
                    let short = lines[i].len().min(lines[j].len());
                    let common = lines[j].common(lines[i], short / 2);
                    common as f32 / short as f32
                })
                .fold(0.0, f32::max)
        })
        .map(|share| {
            if share >= 0.6 {
                (share - 0.4) / 0.6
            } else {
                0.0
            }
        })
        .collect()
}
