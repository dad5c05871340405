//! Lines that are names of authors and say so by their place alone: beside the times of entries, or above heading after
//! heading.

pub(crate) mod behind;
pub(crate) mod between;
mod placed;

use std::ops::Range;

use foldhash::HashMap;
use foldhash::HashSet;

use crate::engine::rules::Rules;
use crate::engine::segment::item;
use crate::engine::segment::item::Item;
use crate::engine::segment::stamp::Byline;
use crate::engine::segment::stamp::Shape;
use crate::engine::text::SafeText;
use crate::engine::text::words;
use crate::engine::text::words::Word;

/// A name has so many words at most, two names with a word between them twice as many.
const LONGEST: usize = 4;

/// From so many times on with a name above them, it is how the page states its authors.
const OFTEN: usize = 3;

/// Longer questions and exclamations are no headings.
const QUESTION: usize = 18;

/// A sentence below a time and above an author is a heading, if it has no more words.
pub(crate) const TITLE: usize = 20;

/// Words between the parts of a name, or two names.
const JOINERS: [&str; 15] = [
    "and", "&", "und", "et", "y", "e", "en", "och", "og", "de", "van", "von", "der", "da", "del",
];

/// Words between what an author is and where.
const BEHIND_POST: [&str; 13] = [
    "in", "at", "for", "of", "on", "à", "en", "bei", "aus", "de", "em", "i", "w",
];

/// Words of those who speak of an author: "A message for our music editor".
const SPEAKS_OF: [&str; 7] = ["a", "an", "our", "my", "your", "his", "their"];

/// More words than this are more than what an author does.
const LONGEST_POST: usize = 7;

/// Takes the lines for bylines that are names of authors, and those below them that say what they do.
pub(crate) fn mark(items: &mut [Item]) {
    let content: Vec<usize> = (0..items.len())
        .filter(|i| items[*i].is_content() || items[*i].is_stamp())
        .collect();
    let stated_names = stated(items);
    let closing = placed::below_entries(items, &content);
    let mut found = placed::by_their_place(items, &content);
    found.retain(|i| closing.binary_search(i).is_err());
    found.extend(above_times(items, &content, &stated_names));
    found.extend(below_headings(items, &content, &stated_names));
    found.extend(below_texts(items));
    found.extend(houses(items));
    found.extend(in_places(items));
    found.extend((1..items.len()).filter(|i| is_behind_control(items, *i)));
    sign_all(items, found);
    for i in signatures(items).into_iter().chain(closing) {
        let author = Some(items[i].text.clone());
        let byline = items[i].byline.get_or_insert_with(|| Byline::by(author));
        byline.closes = true;
    }
    sign_all(items, behind::above_posts(items));
    sign_all(items, known_beside_times(items, &content));
    sign_all(items, where_authors_stand(items, &content));
    for (i, name) in between::controls(items) {
        let author = Some(items[name].text.clone());
        sign(&mut items[i], author);
    }
    sign_all(items, between::named_again(items, &content));
    // Whether an author was named, and nothing but times stands between.
    let mut named = false;
    for i in content {
        let post = |text: &str| is_post(text) || is_post_at(text);
        if named && items[i].is_content() && post(&items[i].text) {
            sign(&mut items[i], None);
        }
        named = items[i].states(Shape::Author) || named && items[i].is_stamp();
    }
}

/// Takes names between texts and furniture that became known for authors.
pub(crate) fn sign_texts(items: &mut [Item]) {
    sign_all(items, below_texts(items));
}

/// Takes lines for the names of authors.
fn sign_all(items: &mut [Item], found: Vec<usize>) {
    for i in found {
        let author = Some(items[i].text.clone());
        sign(&mut items[i], author);
    }
}

/// Names right above times or right below them that other lines state as those of authors.
fn known_beside_times(items: &[Item], content: &[usize]) -> Vec<usize> {
    let stated = stated(items);
    let time = |k: Option<usize>| {
        let item = k.and_then(|k| content.get(k)).map(|i| &items[*i]);
        item.is_some_and(Item::is_time)
    };
    let found = (0..content.len()).filter(|k| {
        let item = &items[content[*k]];
        let beside = time(k.checked_sub(1)) || time(Some(k + 1));
        beside && is_name(item) && stated.contains(&words::fold(&item.text))
    });
    found.map(|k| content[k]).collect()
}

/// Short lines that stand below several times, where authors stand below most others: "Agencies".
fn where_authors_stand(items: &[Item], content: &[usize]) -> Vec<usize> {
    let below = |k: &usize| {
        let (time, line) = (&items[content[*k - 1]], &items[content[*k]]);
        time.is_time() && are_beside(items, content[*k - 1], content[*k]) && !line.features.lively
    };
    let below: Vec<usize> = (1..content.len())
        .filter(below)
        .map(|k| content[k])
        .collect();
    let authors = below.iter().filter(|i| items[**i].states(Shape::Author));
    let authors = authors.count();
    let short = |i: &&usize| items[**i].is_short_open() && items[**i].features.len() < LONGEST;
    let counts = item::counts(items, below.iter().copied());
    let again = |i: &&usize| counts[items[**i].features.words.as_slice()] > 1;
    let others: Vec<usize> = below.iter().filter(short).filter(again).copied().collect();
    let all = (authors + others.len()) * 10 >= below.len() * 8;
    if authors < OFTEN || authors < others.len() || !all {
        return Vec::new();
    }
    others
}

/// "reporter North": what an author does, and the desk or the place.
fn is_post_at(text: &str) -> bool {
    let mut all = text.split_whitespace();
    let calling = all.next().is_some_and(|word| {
        let word = words::fold(word);
        Rules::builtin().callings.contains(word.as_str())
    });
    calling && (1..=2).contains(&all.clone().count()) && all.all(is_part)
}

/// Notes of authors right above times that they sign the entries above: the first of these times has none above it, and most
/// others do.
pub(crate) fn sign_below(items: &mut [Item]) {
    for shape in [Shape::Relative, Shape::Clock, Shape::Dated] {
        let timed = |item: &Item| item.role.is_none() && item.states(shape);
        let times: Vec<usize> = (0..items.len()).filter(|i| timed(&items[*i])).collect();
        let next = |i: usize| (0..i).rev().find(|i| !items[*i].is_furniture());
        let above = |i: &usize| next(*i).filter(|i| items[*i].states(Shape::Author));
        let Some((first, others)) = times.split_first() else {
            continue;
        };
        let signed: Vec<usize> = others.iter().filter_map(above).collect();
        let text = |i: &&usize| {
            let labelled = items[**i - 1].set_aside_by() == Some(behind::LABEL);
            let text = i.checked_sub(1 + usize::from(labelled));
            text.is_some_and(|i| items[i].is_content())
        };
        let texts = signed.iter().filter(text);
        let most = signed.len() >= OFTEN && signed.len() * 10 >= others.len() * 6;
        let below_texts = texts.count() * 10 >= signed.len() * 8;
        if above(first).is_some() || !most || !below_texts {
            continue;
        }
        for i in signed {
            if let Some(byline) = &mut items[i].byline {
                byline.closes = true;
            }
        }
    }
}

/// Names behind a dash that sign the texts above them: "— Ann Archer".
fn signatures(items: &[Item]) -> Vec<usize> {
    let dashed = |text: &str| {
        let name = text.strip_prefix(['—', '―', '–']).map(str::trim_start);
        name.is_some_and(|name| {
            let words = name.split_whitespace();
            (2..=LONGEST).contains(&words.clone().count()) && words.clone().all(is_part)
        })
    };
    let placed = |i: &usize| {
        let text = items[*i - 1].is_content() && !items[*i - 1].is_short_open();
        text && items[*i].is_content() && items[*i].features.open && dashed(&items[*i].text)
    };
    let mut found: Vec<usize> = (1..items.len()).filter(placed).collect();
    if found.len() < OFTEN {
        found.clear();
    }
    // "- by Ann Archer", where half of them stand between two headings.
    let marked = |item: &Item| item.features.bullet || item.text.starts_with(DASHES);
    let known = |i: &usize| items[*i].states(Shape::Author) && marked(&items[*i]);
    let known: Vec<usize> = (1..items.len()).filter(known).collect();
    let short = |i: usize| items.get(i).is_some_and(Item::is_short_open);
    let below = known.iter().filter(|i| short(**i - 1) && short(**i + 1));
    let above = known
        .iter()
        .all(|i| items[*i - 1].is_content() || items[*i - 1].is_stamp());
    if known.len() >= OFTEN && above && below.count() * 2 >= known.len() {
        found.extend(known);
    }
    found
}

/// What a signature may begin with.
pub(crate) const DASHES: [char; 4] = ['-', '–', '—', '―'];

/// "Share - Ann Archer": a name on the line of a control.
fn is_behind_control(items: &[Item], i: usize) -> bool {
    let control = &items[i - 1];
    let same = control.line == items[i].line && control.is_furniture();
    same && control.text.ends_with('-') && is_name(&items[i])
}

fn sign(item: &mut Item, author: Option<SafeText>) {
    item.byline = Some(Byline::by(author));
}

/// A line that may be a name by itself: capitalised words.
pub(crate) fn is_name(item: &Item) -> bool {
    item.is_content()
        && item.features.open
        && !item.features.credit
        && (2..=LONGEST).contains(&item.features.len())
        && !shouts(&item.text)
        && item.text.split_whitespace().all(is_part)
}

/// Whether a line of three or more words is in capitals: a heading rather than a name.
fn shouts(text: &str) -> bool {
    !text.chars().any(char::is_lowercase) && words::count(text) > 2
}

/// The name at the beginning of a line, and the rest, which has so many words.
pub(crate) fn ahead(text: &str, words: usize) -> Option<(SafeText, &str)> {
    let mut starts = text.char_indices().filter(|(i, c)| {
        !c.is_whitespace()
            && text[..*i]
                .chars()
                .next_back()
                .is_some_and(char::is_whitespace)
    });
    let rest = text.get(starts.nth_back(words.checked_sub(1)?)?.0..)?;
    let name = text.strip_suffix(rest)?.trim_end();
    let parts = name.split_whitespace();
    let fits = (2..=LONGEST).contains(&parts.clone().count()) && parts.clone().all(is_part);
    fits.then(|| (SafeText::new(name), rest))
}

/// Whether a word may be a part of a name.
fn is_part(word: &str) -> bool {
    let other = ["'s", "’s", ":"].iter().any(|end| word.ends_with(end));
    word.starts_with(char::is_uppercase) && !other
}

/// A text without the brackets around it.
pub(crate) fn bare(text: &str) -> &str {
    let inner = text.strip_prefix('(');
    inner
        .and_then(|text| text.strip_suffix(')'))
        .unwrap_or(text)
}

/// A line that may be one name or two by its place.
fn are_names(item: &Item) -> bool {
    let all = item.text.split_whitespace();
    let names = all.clone().filter(|word| !JOINERS.contains(word));
    let count = names.clone().count();
    let joined = count < all.count();
    let most = LONGEST * if joined { 2 } else { 1 };
    item.is_content()
        && item.features.open
        && !item.features.credit
        && (2..=most).contains(&count)
        && !shouts(&item.text)
        && names.clone().all(is_part)
}

/// Whether a line says what an author does: "Political correspondent", "Chief reporter, Port Aster", "Editor at the Herald".
pub(crate) fn is_post(text: &str) -> bool {
    if words::count(text) > LONGEST_POST {
        return false;
    }
    let callings = &Rules::builtin().callings;
    let raw: Vec<&str> = text.split_whitespace().collect();
    if raw
        .iter()
        .any(|word| SPEAKS_OF.contains(&words::fold(word).as_str()))
    {
        return false;
    }
    let ends = |at: usize| {
        let next = raw.get(at + 1);
        raw[at].ends_with(',') || next.is_none_or(|next| BEHIND_POST.contains(next))
    };
    let post = |at: usize| callings.contains(words::fold(raw[at]).as_str()) && ends(at);
    !text.ends_with(['.', '!', '?', ':', '…', '”', '"']) && (0..raw.len()).any(post)
}

/// Names that stand between a heading below a time, or a numbered one, and the text, where they do so more than once or are
/// those of authors that other lines state.
fn below_headings(items: &[Item], content: &[usize], stated: &HashSet<String>) -> Vec<usize> {
    let timed = content.windows(4).filter(|four| {
        let [time, heading, name, text] = [0, 1, 2, 3].map(|k| &items[four[k]]);
        time.is_stamp() && heading.is_short_open() && are_names(name) && text.is_prose()
    });
    let numbered = content.windows(3).filter(|three| {
        let [heading, name, below] = [0, 1, 2].map(|k| &items[three[k]]);
        let goes_on = below.is_prose() || is_post(&below.text);
        let headed = heading.is_short_open() && heading.features.ordinal.is_some();
        headed && are_names(name) && goes_on
    });
    let mut placed: Vec<usize> = timed.map(|four| four[2]).collect();
    placed.extend(numbered.map(|three| three[1]));
    placed.sort_unstable();
    placed.dedup();
    let often = match placed.as_slice() {
        [one, other] => items[*one].features.words == items[*other].features.words,
        placed => placed.len() >= OFTEN,
    };
    let known = |i: &usize| {
        let name = words::fold(&items[*i].text);
        often || stated.iter().any(|line| line.contains(&name))
    };
    placed.iter().copied().filter(known).collect()
}

/// Names of authors and of their houses that stand again and again below headings, one or two below each, and above texts.
fn houses(items: &[Item]) -> Vec<usize> {
    let names = (0..items.len()).filter(|i| is_name(&items[*i]));
    let counts = item::counts(items, names);
    let often = |i: usize| {
        let words = items.get(i).map(|item| item.features.words.as_slice());
        words
            .and_then(|words| counts.get(words))
            .is_some_and(|count| *count >= OFTEN)
    };
    let heads = |i: usize| items[i].is_short_open() && !often(i);
    let placed = |i: &usize| {
        let below = heads(*i - 1) || often(*i - 1) && *i > 1 && heads(*i - 2);
        let text = |i: usize| {
            items
                .get(i)
                .is_some_and(|item| item.is_content() && !item.is_short_open())
        };
        let above = text(*i + 1) || often(*i + 1) && text(*i + 2);
        often(*i) && below && above
    };
    let found: Vec<usize> = (1..items.len()).filter(placed).collect();
    // The same words elsewhere are a heading, or the name of somebody in a picture.
    let here = item::counts(items, found.iter().copied());
    let all = |i: &usize| {
        let words = items[*i].features.words.as_slice();
        let count = |counts: &HashMap<&[Word], usize>| counts.get(words).copied().unwrap_or(0);
        count(&here) * 10 >= count(&counts) * 7
    };
    let mut out: Vec<usize> = found.iter().copied().filter(all).collect();
    // Several authors, each between two texts again and again.
    let between =
        |i: &usize| is_name(&items[*i]) && items[*i - 1].is_prose() && items[*i + 1].is_prose();
    let alone: Vec<usize> = (1..items.len().saturating_sub(1)).filter(between).collect();
    let mut names: Vec<&[Word]> = alone
        .iter()
        .map(|i| items[*i].features.words.as_slice())
        .collect();
    names.sort_unstable();
    names.dedup();
    if (2..=alone.len() / 2).contains(&names.len()) && alone.iter().any(|i| often(*i)) {
        out.extend(alone);
    }
    // An author and the house, wherever they stand together.
    let name = |i: usize| items.get(i).is_some_and(is_name);
    let mut pairs: HashMap<[&[Word]; 2], Vec<usize>> = HashMap::default();
    for i in (0..items.len()).filter(|i| name(*i) && name(*i + 1)) {
        let pair = [i, i + 1].map(|i| items[i].features.words.as_slice());
        pairs.entry(pair).or_default().push(i);
    }
    let again = pairs
        .iter()
        .filter(|(pair, places)| pair[0] != pair[1] && places.len() >= OFTEN);
    out.extend(again.flat_map(|(_, places)| places.iter().flat_map(|i| [*i, *i + 1])));
    out
}

/// Names with a place behind them right above texts, where there are several, some of them again: "Ann Archer in Port Aster".
fn in_places(items: &[Item]) -> Vec<usize> {
    let placed = |i: &usize| {
        items[*i].is_content() && items[*i].features.open && is_in_place(&items[*i].text)
    };
    let found: Vec<usize> = (0..items.len()).filter(placed).collect();
    let above_text = found.iter().filter(|i| {
        let mut below = items[**i + 1..].iter().filter(|item| !item.is_furniture());
        below.next().is_some_and(Item::is_prose)
    });
    let mut different: Vec<&[Word]> = found
        .iter()
        .map(|i| items[*i].features.words.as_slice())
        .collect();
    different.sort_unstable();
    different.dedup();
    let again = different.len() < found.len();
    let most = above_text.count() * 10 >= found.len() * 8;
    if found.len() >= OFTEN && again && most {
        found
    } else {
        Vec::new()
    }
}

/// "Ann Archer in Port Aster": a name of two or three words, a word for where, and a place.
fn is_in_place(text: &str) -> bool {
    let all: Vec<&str> = text.split_whitespace().collect();
    let Some(at) = all.iter().position(|word| BEHIND_POST.contains(word)) else {
        return false;
    };
    let (name, place) = (&all[..at], &all[at + 1..]);
    let parts = |words: &[&str]| words.iter().all(|word| is_part(word));
    (2..=3).contains(&name.len())
        && (1..=3).contains(&place.len())
        && parts(name)
        && parts(place)
        && !shouts(text)
}

/// Names, or what somebody does behind a name, that stand between a text and the furniture or the time below it, more than once, or that
/// other lines state as those of authors.
fn below_texts(items: &[Item]) -> Vec<usize> {
    let signs = |item: &Item| {
        let words = bare(&item.text).split_whitespace();
        let name = words.clone().all(is_part) && (2..=LONGEST).contains(&words.count());
        item.is_content() && item.features.open && (name || is_post(&item.text))
    };
    let placed = |i: &usize| {
        let above = items[*i - 1].is_prose() || items[*i - 1].features.credit;
        let below = items.get(*i + 1);
        // Above a time without more stands a heading.
        let ends = below.is_none_or(|below| below.is_furniture());
        let post = below.is_some_and(Item::is_stamp) && is_post(&items[*i].text);
        above && (ends || post) && signs(&items[*i])
    };
    let placed: Vec<usize> = (1..items.len()).filter(placed).collect();
    let counts = item::counts(items, placed.iter().copied());
    let stated = stated(items);
    let known = |i: &usize| {
        let again = counts[items[*i].features.words.as_slice()] > 1;
        again || is_post(&items[*i].text) || stated.contains(&words::fold(&items[*i].text))
    };
    placed.iter().copied().filter(known).collect()
}

fn are_beside(items: &[Item], a: usize, b: usize) -> bool {
    items[a].line.abs_diff(items[b].line) <= 2
}

/// Whether some names stand again among them, or are stated as those of authors elsewhere.
fn are_known(items: &[Item], names: &[usize], stated: &HashSet<String>) -> bool {
    let counts = item::counts(items, names.iter().copied());
    let again = |i: &usize| counts[items[*i].features.words.as_slice()] > 1;
    let told = |i: &usize| stated.contains(&words::fold(&items[*i].text));
    names.iter().all(|i| again(i) || told(i))
}

/// The authors that lines state, in small letters.
fn stated(items: &[Item]) -> HashSet<String> {
    let author = |item: &Item| {
        let byline = item.byline.as_ref()?;
        let author = byline.stamp.author.as_ref()?;
        Some(words::fold(author))
    };
    items.iter().filter_map(author).collect()
}

/// Names right above the times of entries, where most times of that shape have one and name nobody themselves.
fn above_times(items: &[Item], content: &[usize], stated: &HashSet<String>) -> Vec<usize> {
    let mut found = Vec::new();
    let known = |names: &[usize]| are_known(items, names, stated);
    for shape in [Shape::Dated, Shape::Clock, Shape::Relative] {
        let times = content.iter().filter(|i| items[**i].states(shape));
        let signed = times.clone().filter(|i| {
            let byline = items[**i].byline.as_ref();
            byline.is_some_and(|byline| byline.stamp.author.is_some())
        });
        // One may be the page's.
        if signed.count() > 1 {
            continue;
        }
        let named: Vec<usize> = content
            .windows(2)
            .filter(|pair| items[pair[1]].states(shape) && are_beside(items, pair[0], pair[1]))
            .filter(|pair| are_names(&items[pair[0]]))
            .map(|pair| pair[0])
            .collect();
        let share = named.len() * 10;
        let times = times.count();
        if named.len() >= OFTEN && (share >= times * 6 || share >= times * 4 && known(&named)) {
            found.extend(named);
        }
    }
    found
}

/// Whether names of authors stand right above numbered entries, below the texts of others ("3. Polls close"), and the entry above the
/// first name is numbered, too.
pub(crate) fn above_numbers(items: &[Item], start: usize, at: &[usize]) -> bool {
    let numbered = |range: Range<usize>| {
        let first = items[range].iter().find(|item| item.is_content());
        first.is_some_and(|item| item.features.ordinal.is_some())
    };
    let named = at.iter().all(|i| items[*i].states(Shape::Author));
    let begins = at.first().is_some_and(|first| {
        let mut above = items[start..*first].iter().filter(|item| item.is_content());
        above.any(|item| item.features.ordinal.is_some())
    });
    let beside = |two: &[usize]| two[0] + 1 == two[1];
    let mut between = at.windows(2).filter(|two| !beside(two));
    named && begins && at.len() > OFTEN && between.all(|two| numbered(two[0]..two[1]))
}
