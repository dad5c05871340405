//! Where the times of entries stand, above them, below them or below their headings, and where the entries then begin.

use std::ops::Range;

use crate::engine::model::Role;
use crate::engine::rules::Rules;
use crate::engine::segment::author;
use crate::engine::segment::closer;
use crate::engine::segment::item::Item;
use crate::engine::segment::stamp::Shape;
use crate::engine::text::words;

/// Where the stamps of a page stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Above the entry.
    Opening,
    /// Below the entry.
    Closing,
    /// Below the entry's heading.
    AfterHeading,
    /// Below the entry's heading, which is a sentence.
    AfterSentence,
}

/// So many times need to have text between them.
const OFTEN: usize = 3;

/// Longer exclamations are no headings.
const SHORT: usize = 8;

/// Longer questions are no headings.
const SHORT_QUESTION: usize = 18;

/// Among so many lines below a time its text begins.
const REACH: usize = 6;

/// Where the entry begins that a stamp belongs to, or the one after it; the stamp of another may stand above `start`.
pub(crate) fn border(items: &[Item], start: usize, at: usize, place: Place) -> usize {
    match place {
        Place::Opening if is_inline(&items[at]) => at,
        Place::Opening => opening(items, start, at),
        Place::AfterHeading => heading_above(items, start, at),
        Place::AfterSentence => line_above(items, start, at).unwrap_or(at),
        Place::Closing => after(items, at),
    }
}

pub(crate) fn is_inline(item: &Item) -> bool {
    let byline = item.byline.as_ref();
    byline.is_some_and(|byline| byline.rest > 0)
}

/// Where the stamps of one shape stand; `None` where they carry no entries.
pub(crate) fn place(items: &[Item], start: usize, at: &[usize]) -> Option<Place> {
    let (first, last) = (*at.first()?, *at.last()?);
    if at.len() < 2 {
        return None;
    }
    if is_inline(&items[first]) {
        let headed = at.iter().filter(|i| is_headed(items, start, **i)).count();
        let most = headed >= OFTEN && headed * 2 > at.len();
        return Some(if most || some_titled(items, start, at) {
            Place::AfterHeading
        } else {
            Place::Opening
        });
    }
    if at.iter().all(|i| closes_its_own(&items[*i])) {
        return Some(Place::Closing);
    }
    if are_marked(items, at) {
        return Some(Place::Opening);
    }
    let above = |i: usize| {
        let stands = |item: &&Item| item.is_content() || parts(item, &items[i]);
        items[start..i].iter().rev().find(stands)
    };
    let headed = at.iter().filter(|i| {
        let stands = above(**i);
        // "3. Polls close", and a time below it.
        if stands.is_some_and(|item| item.is_content() && item.features.ordinal.is_some()) {
            return true;
        }
        let heading = stands.is_some_and(|item| {
            let calls = item.is_content() && item.features.lively && item.features.len() <= SHORT;
            (item.is_short_open() || asks(item) || calls)
                && !item.common
                && !item.features.credit
                && !item.features.refers
        });
        let running =
            |item: &Item| item.is_content() && (!item.features.open || item.features.len() > 22);
        // Author, picture and more may stand between the time and the text.
        let mut below = (**i + 1..items.len()).take(REACH);
        let first = below.find(|i| items[*i].is_content() && !is_credit(&items[*i]));
        // The last text of a page may be cut off.
        let cut = |i: usize| i + 1 == items.len() && items[i].features.len() >= CUT;
        heading && first.is_some_and(|i| running(&items[i]) || cut(i))
    });
    if headed.count() * 10 >= at.len() * 7
        || some_headed(items, start, at)
        || some_titled(items, start, at)
    {
        return Some(Place::AfterHeading);
    }
    if sentences_title(items, start, at) {
        return Some(Place::AfterSentence);
    }
    if labels_below(items, start, at) {
        return Some(Place::Closing);
    }
    if author::above_numbers(items, start, at) {
        return Some(Place::Closing);
    }
    let text = |item: &Item| item.is_content() && item.features.len() >= 4;
    // Of the last entry the text may be cut off.
    let below_each = || {
        let text_between = at
            .windows(2)
            .filter(|two| items[two[0]..two[1]].iter().any(text));
        let between = text_between.count();
        // Below a standfirst some times may have lost their text.
        let few = items[start..first].iter().filter(|item| item.is_content());
        let most = few.count() <= 1 && between * 10 >= (at.len() - 1) * 7;
        let lost = at.len() - between;
        let end = at.len().checked_sub(2).map(|k| &items[at[k]..last]);
        let empty = end.is_some_and(|lines| !lines.iter().any(Item::is_content));
        at.len() > OFTEN && (lost == 1 || most || lost == 2 && empty)
    };
    let rest = &items[last + 1..];
    let ends = matches!(rest, [item] if item.is_content());
    let signed = || matches!(rest, [item] if item.states(Shape::Author));
    let told = ends || rest.iter().any(text);
    let text_below = told || !ends_above(items, start, at) && (signed() || below_each());
    let text_above = items[start..first]
        .iter()
        .any(|item| item.is_content() && item.features.len() >= 5);
    match (text_above, text_below) {
        (true, false) => Some(Place::Closing),
        (true, true)
            if close(items, start, at)
                || begins_alike(items, start, first, last)
                || sign_entries(items, start, at) =>
        {
            Some(Place::Closing)
        }
        (_, true) => Some(Place::Opening),
        (false, false) => None,
    }
}

/// The lines of content in a part of a page.
fn content(items: &[Item], range: Range<usize>) -> Vec<&Item> {
    let lines = items[range].iter();
    lines.filter(|item| item.is_content()).collect()
}

fn has_standfirst(items: &[Item]) -> bool {
    let standfirst = |item: &Item| matches!(item.role, Some((Role::Standfirst, _)));
    items.iter().any(standfirst)
}

/// Whether a line is a question that may be a heading.
fn asks(item: &Item) -> bool {
    item.is_content() && item.features.asks && item.features.len() <= SHORT_QUESTION
}

/// Whether what stands above the first time looks like an entry, where nothing stands below the last one: a heading with a text, as
/// between times, or a text below the standfirst.
fn ends_above(items: &[Item], start: usize, at: &[usize]) -> bool {
    let content = |range| content(items, range);
    // What parts it from the first time and from no other says that entries follow.
    let parted = |i: &usize| i.checked_sub(1).is_some_and(|i| items[i].is_furniture());
    if at.first().is_some_and(parted) && at.iter().filter(|i| parted(i)).count() * 2 <= at.len() {
        return false;
    }
    let title = |item: &&Item| (item.is_short_open() || asks(item)) && !points(item);
    let between: Vec<Vec<&Item>> = at.windows(2).map(|two| content(two[0]..two[1])).collect();
    let headed = between.iter().filter(|lines| {
        let more = lines.len() > 1;
        more && lines.first().is_some_and(title)
    });
    let above = content(start..at.first().copied().unwrap_or(start));
    let texts = above.iter().filter(|item| item.is_prose()).count();
    let headed = headed.count();
    let heading = above.iter().rposition(title);
    let begins = heading.is_some_and(|k| above[k + 1..].iter().any(|item| item.is_prose()));
    if headed * 2 >= between.len() && begins || headed * 10 >= between.len() * 6 {
        return begins;
    }
    let standfirst = has_standfirst(&items[..start]);
    // A page that goes on with something else was not cut off below the last time.
    let last = at.last().copied().unwrap_or(start);
    let rest = &items[last + 1..];
    let whole = rest.iter().any(|item| {
        let again = items[start..last].iter();
        let again = again.filter(|above| above.features.words == item.features.words);
        item.is_furniture() && item.features.len() > 0 && again.count() == 0
    });
    !above.iter().any(title) && (texts >= 2 || texts == 1 && (standfirst || whole))
}

/// Whether right below each time a label begins the next entry ("Resolved -"), and one stands above the first.
fn labels_below(items: &[Item], start: usize, at: &[usize]) -> bool {
    let label = |item: &Item| {
        item.is_content() && ends_in_dash(&item.text) && item.features.len() <= LONGEST_LABEL
    };
    let (Some(first), Some((last, others))) = (at.first(), at.split_last()) else {
        return false;
    };
    let below = |i: &usize| items.get(i + 1).is_some_and(label);
    let top = items[start..*first].iter().any(label);
    let rest = items[last + 1..].iter().any(Item::is_content);
    top && (!rest || below(last)) && others.len() >= OFTEN && others.iter().all(below)
}

/// Whether a label or a heading ends in a dash: "Resolved -".
pub(crate) fn ends_in_dash(text: &str) -> bool {
    let text = text.trim_end();
    [" -", " –", " —"].iter().any(|dash| text.ends_with(dash))
}

/// Labels have no more words.
const LONGEST_LABEL: usize = 3;

/// Whether it is known that a time stands below its entry.
fn closes_its_own(item: &Item) -> bool {
    item.byline.as_ref().is_some_and(|byline| byline.closes)
}

/// Whether a line parts a time from what stands above it: another time, but for one of play beside one of the day.
fn parts(item: &Item, time: &Item) -> bool {
    let beside = item.states(Shape::Play) && time.shape() != Some(Shape::Play);
    item.is_time() && !beside
}

/// Whether a line says whose picture stands above, and nothing else.
fn is_credit(item: &Item) -> bool {
    let text = item.text.trim();
    item.features.credit || text.starts_with('(') && text.ends_with(')') && item.features.open
}

/// What a heading may begin with ahead of its words.
const QUOTES: [char; 8] = ['"', '\'', '“', '‘', '„', '«', '»', '¿'];

/// What stands around the headings of a ticker.
const TICKS: [char; 2] = ['+', ' '];

/// So many words of a last line are the beginning of a text.
const CUT: usize = 4;

/// Whether a line may be the heading of an entry, though most have none.
fn may_title(item: &Item) -> bool {
    let calls = item.features.lively && item.features.len() <= SHORT;
    let ticks = item.text.starts_with("+++") && item.text.trim_end().ends_with("+++");
    let begins = item
        .text
        .trim_start_matches(QUOTES)
        .trim_start_matches(TICKS);
    let begins = begins.starts_with(|c: char| c.is_alphanumeric() && !c.is_lowercase());
    let short = item.is_short_open() || item.is_content() && (calls || ticks);
    short && begins && !item.common && !points(item) && !item.features.bullet
}

/// Whether a line says whose a picture is, leads to something else, or states an author or a time.
fn points(item: &Item) -> bool {
    item.features.credit || item.features.refers || item.byline.is_some()
}

/// Whether a line asks, or says what follows as few texts do: "What we know so far".
fn is_known_title(item: &Item) -> bool {
    let label = |text: &str| Rules::builtin().list_labels.contains(&words::fold(text));
    let behind = item.text.rsplit(':').next();
    item.features.asks || label(&item.text) || behind.is_some_and(label)
}

/// Whether all times stand beside authors: "14:05 , Ann Archer", as agencies print them below headings.
fn are_signed(items: &[Item], at: &[usize]) -> bool {
    let signed = |i: &usize| {
        let byline = items[*i].byline.as_ref();
        byline.is_some_and(|byline| byline.stamp.author.is_some() && byline.rest == 0)
    };
    at.len() >= OFTEN && at.iter().all(signed)
}

/// Whether headings that are sentences stand above times with authors: above each a line is far shorter than the others are.
fn sentences_title(items: &[Item], start: usize, at: &[usize]) -> bool {
    let Some(last) = at
        .last()
        .filter(|_| at.len() > OFTEN && are_signed(items, at))
    else {
        return false;
    };
    let above = |i: &usize| line_above(items, start, *i);
    let titles: Vec<usize> = at.iter().filter_map(above).collect();
    let short = |i: &&usize| items[**i].features.len() <= LONGEST_SENTENCE;
    let short = titles.iter().filter(short).count();
    let mean = |lines: &[usize]| {
        let words: usize = lines.iter().map(|i| items[*i].features.len()).sum();
        words as f32 / lines.len().max(1) as f32
    };
    let others: Vec<usize> = (at[0]..items.len().min(last + REACH))
        .filter(|i| items[*i].is_content() && titles.binary_search(i).is_err())
        .collect();
    let all = titles.len() == at.len() && short * 10 >= at.len() * 9;
    all && mean(&titles) * FAR_SHORTER <= mean(&others)
}

/// The text right above a line, if text stands there.
fn line_above(items: &[Item], start: usize, at: usize) -> Option<usize> {
    let mut lines = (start..at).rev().filter(|i| !items[*i].is_furniture());
    lines.next().filter(|i| items[*i].is_content())
}

/// Longer sentences are no headings.
const LONGEST_SENTENCE: usize = 16;

/// Headings are so many times shorter than texts.
const FAR_SHORTER: f32 = 2.0;

/// Whether headings stand above some of the times, or of the texts that begin with them: short lines below texts, while hardly
/// any stands elsewhere.
fn some_titled(items: &[Item], start: usize, at: &[usize]) -> bool {
    let Some((first, last)) = at.first().zip(at.last()) else {
        return false;
    };
    let above = |i: &usize| {
        let lines = items[start..*i].iter().rev();
        let mut lines = lines.filter(|item| !item.is_furniture());
        let titled = lines.next().is_some_and(may_title);
        titled && (i == first || lines.next().is_some_and(Item::is_prose))
    };
    let text = |i: usize| match is_inline(&items[i]) {
        true => items[i].is_prose(),
        false => {
            let mut below = items[i + 1..].iter().filter(|item| !item.is_furniture());
            below.next().is_some_and(Item::is_prose)
        }
    };
    let headed = at.iter().filter(|i| text(**i) && above(i)).count();
    let short = items[*first..*last].iter().filter(|item| may_title(item));
    let others = short.count().saturating_sub(headed);
    let below_first = at.iter().skip(1).any(above);
    let few = headed >= FEWEST_TITLES && headed * 4 >= at.len();
    let inline = is_inline(&items[*first]);
    let known = || {
        at.iter()
            .any(|i| above(i) && is_known_title(&items[*i - 1]))
    };
    let signed = || others == 0 && (headed >= FEWEST_TITLES || known()) && are_signed(items, at);
    below_first && (inline && few && others * 3 <= headed || signed())
}

/// Whether a heading stands right above a text that begins with its time, below the text of another or at the beginning.
fn is_headed(items: &[Item], start: usize, at: usize) -> bool {
    let text = items[at].is_prose();
    let above = items[start..at].iter().rev();
    let mut above = above.filter(|item| !item.is_furniture());
    let heading = above.next().is_some_and(|item| {
        let short = item.is_short_open() && item.features.len() >= SHORTEST_TITLE;
        short && !item.common && !points(item)
    });
    text && heading && above.next().is_none_or(|item| !item.features.open)
}

/// Whether list marks stand before the times, and hardly before the texts between them: each item of the list is an entry.
fn are_marked(items: &[Item], at: &[usize]) -> bool {
    let marked = at.iter().filter(|i| items[**i].features.bullet).count();
    let (Some(first), Some(last)) = (at.first(), at.last()) else {
        return false;
    };
    let texts = items[*first..*last].iter().filter(|item| item.is_content());
    let texts = texts.filter(|item| item.features.bullet).count();
    at.len() > OFTEN && marked * 10 >= at.len() * 9 && texts * 5 <= at.len()
}

/// Whether times stand below the texts of entries though more follows the last one: a heading and a text stand above the first
/// time and above each other one, and none below the last.
fn close(items: &[Item], start: usize, at: &[usize]) -> bool {
    let content = |range| content(items, range);
    let headed = |lines: &[&Item]| matches!(lines, [heading, text, ..] if heading.is_short_open() && !heading.features.credit && text.is_prose());
    let Some((first, last)) = at.first().zip(at.last()) else {
        return false;
    };
    // A label stands above a summary, too, where headings are longer.
    let shortest = at.windows(2).filter_map(|pair| {
        let lines = content(pair[0]..pair[1]);
        lines.first().map(|heading| heading.features.len())
    });
    let labels = shortest.min().unwrap_or(0) >= SHORTEST_TITLE;
    // What the page says above its entries may stand above the first heading.
    let above = content(start..*first);
    let top = (0..above.len()).any(|k| {
        let texts = above.get(k + 1..).unwrap_or_default();
        let label = labels && above[k].features.len() < SHORTEST_TITLE;
        !label && headed(&above[k..]) && texts.iter().all(|item| item.is_prose())
    });
    // Of some entry the text may be lost.
    let between: Vec<Vec<&Item>> = at
        .windows(2)
        .map(|pair| content(pair[0]..pair[1]))
        .filter(|lines| !lines.is_empty())
        .collect();
    let between = between.len() * 2 >= at.len() && between.iter().all(|lines| headed(lines));
    let rest = content(*last..items.len());
    let begins = matches!(&rest[..], [heading, _, ..] if heading.is_short_open() && !heading.features.credit);
    let prose = above.iter().position(|item| item.is_prose());
    let heading = above
        .iter()
        .rposition(|item| item.is_short_open() && !points(item));
    let below = prose.zip(heading).is_some_and(|(prose, heading)| {
        let listed = is_known_title(above[heading]) || above[heading].features.bullet;
        prose < heading && heading + 1 < above.len() && !listed
    });
    top && between && (!begins || below)
}

/// Whether names of authors stand below the texts of entries, though the page is cut off in another one: an entry stands above the
/// first of them, with a heading as the others have, or below the standfirst.
fn sign_entries(items: &[Item], start: usize, at: &[usize]) -> bool {
    let (Some(first), Some(last)) = (at.first(), at.last()) else {
        return false;
    };
    let cut = items
        .last()
        .is_some_and(|item| item.is_content() && item.features.open);
    if at.len() <= OFTEN || !cut || !at.iter().all(|i| items[*i].states(Shape::Author)) {
        return false;
    }
    let content = |range| content(items, range);
    let headed = |lines: &[&Item]| matches!(lines, [heading, text, ..] if heading.is_short_open() && text.is_prose());
    let between: Vec<Vec<&Item>> = at
        .windows(2)
        .map(|pair| content(pair[0] + 1..pair[1]))
        .collect();
    let above = content(start..*first);
    let titled = between.iter().filter(|lines| headed(lines)).count();
    let ends = (last + 1..items.len()).filter(|i| items[*i].is_content());
    if ends.count() > ABOVE {
        return false;
    }
    let standfirst = has_standfirst(&items[..start]);
    match titled * 10 >= between.len() * 7 {
        true => (0..above.len()).any(|k| headed(&above[k..])),
        false => standfirst && !above.is_empty() && !above.iter().any(|item| item.is_short_open()),
    }
}

/// Whether what stands right above the first time begins as texts between times do: with a name and a colon, as most of them, or,
/// where nothing stands below the last time, with the heading of one and another text. Then it is an entry, too, and its time
/// stands below it.
fn begins_alike(items: &[Item], start: usize, first: usize, last: usize) -> bool {
    let content = |range: Range<usize>| items[range].iter().filter(|item| item.is_content());
    let above: Vec<&Item> = content(start..first).collect();
    let above = &above[above.len().saturating_sub(ABOVE)..];
    let headed = |pair: &[&Item]| {
        let again =
            |line: &Item| content(first..last).any(|b| b.features.words == line.features.words);
        let title = pair[0].is_short_open() && pair[0].features.len() >= SHORTEST_TITLE;
        title && !pair[1].features.open && again(pair[0]) && !again(pair[1])
    };
    let named = || {
        let name = above.last().and_then(|item| speaker(&item.text));
        let alike = content(first..last).filter(|below| speaker(&below.text) == name);
        name.is_some() && alike.count() * 10 >= content(first..last).count() * 6
    };
    // "Ann Archer, Herald: …"
    let called = || {
        let words = |item: &Item| {
            let label = item.text.split_once(": ")?.0;
            let words = item.features.words.get(..2)?.to_vec();
            (words::count(label) <= LONGEST_CALL).then_some(words)
        };
        let opening = above.last().and_then(|item| words(item));
        let alike = content(first..last).filter(|below| words(below) == opening);
        opening.is_some() && alike.count() * 10 >= content(first..last).count() * 8
    };
    content(last..items.len()).count() == 0 && above.windows(2).any(headed) || named() || called()
}

/// The name ahead of a colon that a text begins with.
pub(crate) fn speaker(text: &str) -> Option<&str> {
    let (name, _) = text.split_once(": ")?;
    words::may_be_name(name).then_some(name)
}

/// A label before a text, of who says it and for whom, has no more words.
const LONGEST_CALL: usize = 6;

/// So many lines above the first time may belong to its entry.
const ABOVE: usize = 3;

/// Whether some of the times stand below headings, though most entries have none: short lines above times, and hardly one below.
fn some_headed(items: &[Item], start: usize, at: &[usize]) -> bool {
    let titles = |item: &Item| {
        let points = item.features.credit || item.features.refers;
        let short = item.is_short_open() && item.features.len() >= SHORTEST_TITLE;
        short && !item.common && !points
    };
    let below = |i: &&usize| {
        let mut below = items[**i + 1..].iter().take(REACH);
        below.find(|item| item.is_content()).is_some_and(titles)
    };
    // What stands above a control that ends entries is the end of one.
    let ends = |item: &Item| item.set_aside_by().is_some_and(closer::ends);
    let above = |i: &&usize| {
        let above = items[start..**i].iter().rev();
        let mut above = above.filter(|item| !item.is_furniture() || ends(item));
        above.next().is_some_and(titles)
            && above.find(|item| !ends(item)).is_some_and(Item::is_prose)
    };
    let headed = at.iter().skip(1).filter(above).count();
    let below = at.iter().filter(below).count();
    headed >= FEWEST_TITLES && headed * 5 >= at.len() && below * 3 <= headed
}

/// Shorter lines above times are no headings, if most times have none.
const SHORTEST_TITLE: usize = 3;

/// So many headings show that some entries have one.
const FEWEST_TITLES: usize = 2;

/// The first line of the stamps that stand together above an entry.
fn opening(items: &[Item], start: usize, mut at: usize) -> usize {
    while at > start
        && carries_any(&items[at - 1])
        && !closes(items, at - 1)
        && !signs(&items[at - 1])
    {
        at -= 1;
    }
    at
}

fn carries_any(item: &Item) -> bool {
    item.role.is_none() && item.is_stamp() && item.shape() != Some(Shape::Updated)
}

/// Whether an author signs the text above: "— By Ann Archer in Port Aster".
fn signs(item: &Item) -> bool {
    item.states(Shape::Author) && (closes_its_own(item) || item.text.starts_with(author::DASHES))
}

/// Whether a stamp belongs to the entry above it: it names author and day where the one below is of another shape.
fn closes(items: &[Item], at: usize) -> bool {
    items[at].shape() == Some(Shape::Dated)
        && items.get(at + 1).and_then(Item::shape) == Some(Shape::Relative)
}

fn heading_above(items: &[Item], start: usize, at: usize) -> usize {
    let heading = |item: &Item| {
        let short = item.features.open && item.features.len() <= 30;
        let calls = item.features.lively && item.features.len() <= 18;
        (short || calls) && !item.common && !item.features.refers
    };
    let stands = |i: &usize| {
        let item = &items[*i];
        item.is_content() || parts(item, &items[at])
    };
    // The text of a card is cut off where the text that it quotes goes on.
    let quotes = |i: usize| {
        let mut texts = items[start..i].iter().rev().take(CARD_REACH);
        texts.any(|text| text.is_content() && items[i].features.opens(&text.features))
    };
    let above = (start..at).rev().find(stands);
    // Furniture that ends an entry stands between its last line and the author of the next, which has no heading.
    let ends = |i: usize| items[i].set_aside_by().is_some_and(closer::ends);
    let ended = items[at].states(Shape::Author) && at.checked_sub(1).is_some_and(ends);
    above
        .filter(|_| !ended)
        .filter(|i| items[*i].is_content() && heading(&items[*i]) && !quotes(*i))
        .unwrap_or(at)
}

/// How many lines back a card's text looks for the text that it quotes.
const CARD_REACH: usize = 12;

fn after(items: &[Item], at: usize) -> usize {
    let signed = items[at].states(Shape::Author) || ends_signed(items);
    (at + 1..items.len())
        .find(|i| {
            let author = signed && items[*i].states(Shape::Author);
            items[*i].shape() != Some(Shape::Updated) && !author
        })
        .unwrap_or(items.len())
}

/// Whether authors stand below the times below entries: one stands below the last of them.
fn ends_signed(items: &[Item]) -> bool {
    let last = items.iter().rposition(|item| item.byline.is_some());
    last.is_some_and(|i| {
        let author = items[i].shape() == Some(Shape::Author);
        let above = items[..i].iter().rev();
        let mut above = above.filter(|item| !(item.is_furniture() && item.byline.is_none()));
        let time = above.find(|item| item.shape() != Some(Shape::Author));
        author && time.is_some_and(Item::is_stamp)
    })
}
