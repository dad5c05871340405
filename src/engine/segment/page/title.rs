//! Headline and standfirst of a page, and what stands between them.

use crate::engine::model::Role;
use crate::engine::rules::Rules;
use crate::engine::segment::closer;
use crate::engine::segment::item::Item;
use crate::engine::segment::page::LIVE_TITLE;
use crate::engine::segment::page::LONGEST_MENU;
use crate::engine::segment::page::below_times;
use crate::engine::segment::page::first_time;
use crate::engine::segment::page::is_above_menu;
use crate::engine::segment::page::is_captioned;
use crate::engine::segment::page::is_entry_stamp;
use crate::engine::segment::page::is_menu;
use crate::engine::segment::page::is_numbered;
use crate::engine::segment::page::is_written_as_others;
use crate::engine::segment::page::listed;
use crate::engine::segment::page::states_day_and_time;
use crate::engine::segment::parting;
use crate::engine::segment::stamp;
use crate::engine::segment::stamp::Shape;
use crate::engine::text::words;
use crate::engine::text::words::Word;

/// How many lines of prose may stand above a headline before it counts as none.
const PROSE_ABOVE_TITLE: usize = 2;

/// What is said of a headline that says that the page is live or stands above times, and of one that only looks like one: where an
/// extractor drops the head of a page, the heading of the first entry does. The same of a standfirst.
const HEADLINE: &str = "headline";
const LIKE_HEADLINE: &str = "like a headline";
const STANDFIRST: &str = "below the headline";
const LIKE_STANDFIRST: &str = "below what looks like a headline";
pub(super) const FIRST_LINE: &str = "first line";

/// Whether the rule that found a headline or a standfirst says that it may be of the first entry instead.
pub(crate) fn is_doubtful(why: &str) -> bool {
    [LIKE_HEADLINE, LIKE_STANDFIRST, STANDFIRST, FIRST_LINE].contains(&why)
}

/// Finds the headline and the standfirst.
pub(super) fn title(items: &mut [Item], rules: &Rules) -> bool {
    let Some((at, doubtful)) = title_at(items, rules) else {
        return false;
    };
    // A menu above says that the head of the page is there.
    let doubtful = doubtful && !items[..at].iter().any(Item::is_content);
    let (headline, below_headline) = match doubtful {
        true => (LIKE_HEADLINE, LIKE_STANDFIRST),
        false => (HEADLINE, STANDFIRST),
    };
    let words = items[at].features.words.clone();
    for item in &mut items[..at] {
        item.decide(Role::Furniture, "above the headline");
    }
    items[at].decide(Role::Headline, headline);
    // "Harbour live +++ 19:52 Power is back +++": the text below is that of the newest entry.
    let ticker = items[at].text.split_once("+++ ");
    let newest = ticker.and_then(|(_, text)| stamp::begins_with_time(text, rules));
    let tells_newest = newest.is_some_and(|byline| byline.stamp.minutes.is_some());
    let at = repeated_below_menu(items, at);
    let mut next = at + 1;
    while items.get(next).is_some_and(|item| {
        !item.is_prose()
            && (item.features.words == words || !item.is_content())
            && !item.is_furniture()
            && !opens(items, item)
    }) {
        next += 1;
    }
    repeat_title(items, at);
    // Laps and overs that are counted begin entries.
    let counts = items.iter().filter(|item| item.features.counts).count() > 2;
    let numbered = |item: &Item| item.is_content() && item.features.ordinal.is_some();
    let numbers = items.iter().filter(|item| numbered(item)).count() > 1;
    let below: Vec<usize> = (next..items.len().min(next + BELOW_TITLE))
        .take_while(|i| !(numbers && numbered(&items[*i])))
        .take_while(|i| !opens(items, &items[*i]) && !are_days(items, *i))
        .take_while(|i| !(counts && items[*i].features.counts))
        .filter(|i| items[*i].is_content())
        .take_while(|i| !is_below_controls(items, at, *i) && !tells_first(items, *i))
        .take_while(|i| !is_titled(items, *i) && !is_signed(items, *i))
        .collect();
    let mut standfirst = None;
    // A caption stands below the standfirst, if there is one.
    let captions = items[at..].iter().take(BELOW_TITLE);
    let captions = captions.filter(|item| matches!(item.role, Some((Role::Media, _))));
    let pictured = captions.count() > 1;
    for i in below {
        let captioned = is_captioned(items, i);
        let item = &mut items[i];
        if stamp::names_authors(&item.text, rules) {
            item.decide(Role::Furniture, "authors of the page");
        } else if item.byline.is_none() && stamp::tells_times(&item.text, rules) {
            item.decide(Role::Furniture, "time of the page");
        } else if has_dateline(&item.text) {
            break;
        } else if !item.features.credit && !captioned {
            // A short question is the heading of the first entry.
            let asks = item.features.asks && item.features.len() <= SHORTEST_QUESTION;
            let heads = pictured && item.features.len() <= SHORTEST_STANDFIRST
                || told_below(items, i, rules);
            let again = items
                .get(i + 1)
                .is_some_and(|below| below.features.words == items[i].features.words);
            standfirst = Some(i).filter(|_| !asks && !again && !heads);
            break;
        }
    }
    if let Some(i) =
        standfirst.filter(|i| items[*i].features.len() >= 4 && !items[*i].features.bullet)
        && !tells_newest
    {
        let more = items[i + 1..].iter().any(Item::is_content);
        if more && !syndicated(items) {
            items[i].decide(Role::Standfirst, below_headline);
        }
    }
    true
}

/// Whether a line below the headline states the time of an entry.
fn opens(items: &[Item], item: &Item) -> bool {
    is_entry_stamp(items, item) || is_written_as_others(items, item)
}

/// Where the headline stands again below a menu of short lines, which is set aside: the headline that counts.
fn repeated_below_menu(items: &mut [Item], at: usize) -> usize {
    let short = |item: &&Item| !item.is_content() || is_menu(item) && !item.is_prose();
    let menu = items[at + 1..]
        .iter()
        .take(LONGEST_MENU)
        .take_while(short)
        .count();
    let words = items[at].features.words.clone();
    let below = (at + 1..items.len().min(at + 2 + menu)).rev();
    let mut again = below.filter(|i| items[*i].is_content() && items[*i].features.words == words);
    let Some(again) = again.next().filter(|_| words.len() >= SHORTEST_REPEATED) else {
        return at;
    };
    for item in &mut items[at + 1..again] {
        let (role, why) = if item.features.words == words {
            (Role::Headline, "headline repeated")
        } else {
            (Role::Furniture, "above the headline")
        };
        item.decide(role, why);
    }
    items[again].decide(Role::Headline, "headline repeated");
    again
}

/// Whether what says that entries follow stands right above a line, and no text above it: then an entry begins there.
pub(super) fn is_below_opener(items: &[Item], i: usize) -> bool {
    let opener = |item: &Item| item.set_aside_by() == Some(closer::ENTRIES_FOLLOW);
    let mut above = items[..i].iter().rev().take(BELOW_TITLE);
    if !above.find(|item| !item.is_stamp()).is_some_and(opener) {
        return false;
    }
    // A headline may stand there twice.
    let same = |item: &Item| item.features.words == items[i].features.words;
    let twice = items[i + 1..].iter().take(BELOW_TITLE).any(same);
    !twice && !items[..i].iter().any(Item::is_content)
}

/// Whether a line below the headline is the heading of the first entry: it says in short what the text right below it says, as
/// headings do further down the page, and no time is stated.
fn told_below(items: &[Item], i: usize, rules: &Rules) -> bool {
    let above = |i: usize| {
        let item = &items[i];
        let title = item.is_short_open() && !item.features.credit && !item.features.bullet;
        let text = items.get(i + 1).is_some_and(Item::is_prose);
        title && text && item.features.len() >= SHORTEST_REPEATED
    };
    let tells = || {
        let topic = &items[i].features.topic;
        let texts = items[i + 1..].iter().take_while(|item| item.is_prose());
        let texts: Vec<&Item> = texts.take(TOLD_BELOW).collect();
        let said = |word: &&Word| {
            let says = |text: &&Item| text.features.topic.contains(word);
            texts.iter().any(says)
        };
        let shared = topic.iter().filter(said).count();
        shared * 10 >= topic.len() * 4 && shared > 0 || shared > 1 && shared * 10 >= topic.len() * 2
    };
    let headings = (i + 1..items.len()).filter(|i| above(*i));
    let untimed = first_time(items).is_none();
    untimed
        && above(i)
        && tells()
        && headings.take(HEADED).count() == HEADED
        && says_live(&items[i], rules, SHORT_TITLE).is_none()
}

/// So many of the texts below a heading say what it says.
const TOLD_BELOW: usize = 2;

/// Fewer lines above texts are no custom of a page.
const HEADED: usize = 2;

/// Whether days stand in two lines below each other: the time of an entry without text, and that of the next.
fn are_days(items: &[Item], i: usize) -> bool {
    items[i].states(Shape::Dated)
        && items
            .get(i + 1)
            .is_some_and(|item| item.states(Shape::Dated))
}

/// Shorter questions are no standfirst.
const SHORTEST_QUESTION: usize = 8;

/// Among so many lines below the headline stands the standfirst.
const BELOW_TITLE: usize = 6;

/// Says of the lines near the headline that they repeat it: with or without what stands behind it in the window's title, and
/// above the first time wherever they stand.
fn repeat_title(items: &mut [Item], at: usize) {
    let words = items[at].features.words.clone();
    let entries = first_time(items);
    let end = items.len().min(at + 1 + BELOW_TITLE);
    let mut prose = false;
    for (i, item) in items.iter_mut().enumerate().take(end).skip(at + 1) {
        let shorter = item.features.len().min(words.len());
        let same = item.features.words == words;
        let begins = shorter >= SHORTEST_REPEATED
            && item.features.words[..shorter] == words[..shorter]
            && words.len() - shorter <= SUFFIX;
        let above = entries.is_some_and(|first| i < first);
        if item.is_content() && (same && (above || !prose) || begins && !prose) {
            item.decide(Role::Headline, "headline repeated");
        } else {
            prose |= item.is_content();
        }
    }
}

/// Shorter lines that a headline begins with do not repeat it.
const SHORTEST_REPEATED: usize = 4;

/// More words than this behind the headline are no name of a site.
const SUFFIX: usize = 8;

/// Whether the first heading stands below the controls of the blog ("Live feed"): the standfirst stands above these.
fn is_below_controls(items: &[Item], at: usize, i: usize) -> bool {
    let controls = |item: &Item| matches!(&item.role, Some((_, why)) if why == "live controls");
    let heading = items[i].is_short_open() && items[i].features.len() <= SHORTEST_STANDFIRST;
    let text = items.get(i + 1).is_some_and(Item::is_prose);
    heading && text && items[at..i].iter().any(controls)
}

/// Lines of fewer words may be headings below the controls of a blog.
const SHORTEST_STANDFIRST: usize = 10;

/// Whether a text begins with the place it was written at: "PORT ASTER, Skarn (AP) — …".
fn has_dateline(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().take(DATELINE).collect();
    let Some(dash) = words
        .iter()
        .position(|word| matches!(*word, "—" | "–" | "-" | "--"))
    else {
        return false;
    };
    let first = words[0].trim_matches(|c: char| !c.is_alphabetic());
    dash > 0 && first.chars().count() > 2 && !first.chars().any(char::is_lowercase)
}

/// A place, a land and an agency are so many words with the dash behind them.
const DATELINE: usize = 6;

/// Where the headline is, and whether it only looks like one.
fn title_at(items: &[Item], rules: &Rules) -> Option<(usize, bool)> {
    let inline = |i: &usize| items[*i].byline.is_some() && is_entry_stamp(items, &items[*i]);
    let numbered = (0..items.len()).filter(|i| items[*i].features.ordinal.is_some());
    let numbers = numbered.take(2).count() == 2;
    let content: Vec<usize> = (0..items.len())
        .filter(|i| items[*i].is_content())
        .take_while(|i| !(inline(i) || numbers && items[*i].features.ordinal.is_some()))
        .take_while(|i| !tells_first(items, *i))
        .collect();
    if let Some(at) = best_title(items, &content, rules) {
        return Some((at, false));
    }
    let menu = content
        .iter()
        .take(LONGEST_MENU)
        .take_while(|i| is_menu(&items[**i]))
        .count();
    let below = content.get(menu..)?;
    if let [first, _, ..] = below
        && listed(items, rules).contains(first)
    {
        return None;
    }
    let likely = likely_title(items, below).map(|at| (at, true));
    let others = || short_title(items, &content, rules).or_else(|| first_line(items, &content));
    likely.or_else(|| Some((others()?, false)))
}

/// Whether a line near the top, above the first time, signs off or tells that a game is over, or, where no times are stated, signs
/// off or heads a text that does: an entry begins there.
fn tells_first(items: &[Item], i: usize) -> bool {
    if i >= FAR {
        return false;
    }
    if first_time(items).is_none() {
        let below = items.get(i + 1).is_some_and(parting::signs_off);
        return parting::signs_off(&items[i]) || below && items[i].is_short_open();
    }
    let Some(first) = first_time(items).filter(|first| i < *first && *first <= FAR) else {
        return false;
    };
    let play = items[first].shape() == Some(Shape::Play);
    parting::is_of_entry(&items[i], play)
}

/// A head of more lines is not looked through for the first entry.
const FAR: usize = 120;

/// The first line below a menu, where it looks like a title and the lines below it like entries.
fn likely_title(items: &[Item], content: &[usize]) -> Option<usize> {
    let [first, second, ..] = *content else {
        return None;
    };
    let item = &items[first];
    let title_like = (item.features.open || item.features.lively)
        && (4..=32).contains(&item.features.len())
        && !item.features.bullet
        && !is_numbers(item)
        && !is_entry_stamp(items, item)
        && !is_numbered(items, first)
        && !is_below_opener(items, first)
        && !below_times(items, first);
    let furniture = (first..items.len()).find(|i| items[*i].is_furniture());
    let block = content
        .iter()
        .take_while(|i| furniture.is_none_or(|at| **i <= at))
        .count();
    let furnished = items.iter().any(Item::is_furniture) && block < content.len();
    let pair = furnished && block == 2 && !items[second].features.bullet;
    let headings = content
        .iter()
        .skip(2)
        .filter(|i| items[**i].is_short_open())
        .count();
    let many = headings * 100 >= content.len().saturating_sub(2) * 22;
    (title_like && (pair || many && !(furnished && block == 1))).then_some(first)
}

/// A few words in the first line of a page whose entries state times and have no headings: "Harbour regatta".
fn first_line(items: &[Item], content: &[usize]) -> Option<usize> {
    let entries = first_time(items)?;
    let first = content.first().copied().filter(|i| *i < entries)?;
    let item = &items[first];
    let words = (SHORT_TITLE..=LONGEST_FIRST).contains(&item.features.len()) && !is_numbers(item);
    let title = words && item.is_short_open() && !item.features.bullet && !item.features.credit;
    let below = (first + 1..items.len()).find(|i| !items[*i].is_furniture())?;
    let stands = below == entries || items[below].is_prose();
    let entry = |i: &usize| is_entry_stamp(items, &items[*i]);
    let short = |item: &Item| item.is_short_open() && !item.features.credit;
    // Right above a time, or as the first line below one.
    let headed = (entries..items.len()).filter(entry).filter(|i| {
        let above = *i > entries && short(&items[i - 1]);
        above || items.get(i + 1).is_some_and(short)
    });
    (title && stands && headed.take(2).count() < 2).then_some(first)
}

/// Longer first lines that do not say that the page is live are part of a text.
const LONGEST_FIRST: usize = 12;

/// A few words that say that the page is live: near the top, above entries that state their times ("Live: Harbour regatta"), or
/// in the first line, above text.
fn short_title(items: &[Item], content: &[usize], rules: &Rules) -> Option<usize> {
    let entries = first_time(items).unwrap_or(items.len());
    let text = content.get(1).is_some_and(|i| items[*i].is_prose());
    let far = match entries < items.len() {
        true => NEAR_TOP,
        false => usize::from(text),
    };
    let near = content.iter().take(far).take_while(|i| **i < entries);
    let live = |i: &&usize| says_live(&items[**i], rules, SHORT_TITLE).is_some();
    let heading = |i: &&usize| is_first_heading(items, **i) || **i + 1 == entries;
    near.filter(|i| live(i) && !heading(i)).copied().next()
}

/// A title of so few words may stand among so many lines at the top.
const SHORT_TITLE: usize = 3;
const NEAR_TOP: usize = 4;

/// Forgets days in lines near the top that say that the page is live: "Harbour regatta Sept. 9 live blog".
pub(super) fn forget_days(items: &mut [Item], rules: &Rules) {
    for item in items.iter_mut().take(NEAR_TOP) {
        let clock = item.byline.as_ref().and_then(|byline| byline.stamp.minutes);
        let day = item.states(Shape::Dated) && clock.is_none();
        if day && says_live(item, rules, LIVE_TITLE).is_some() {
            item.byline = None;
        }
    }
}

/// Below so many authors entries stand.
const SIGNED: usize = 4;

/// A line is a better title than the first that says "live" only if it is better by so much.
const BETTER: f32 = 0.8;

/// Where entries state their times, a line is the headline though it does not say "live", if it reaches this.
const ENOUGH: f32 = 0.85;

/// The best of the lines that may be a title near the top. Lines that say "live" may be; where entries state their times,
/// so may all above the first of them.
fn best_title(items: &[Item], content: &[usize], rules: &Rules) -> Option<usize> {
    let entries = first_time(items).unwrap_or(0);
    // Right above the first time a heading may stand, unless texts begin with their times.
    let at = items.get(entries);
    let headed = at.is_some_and(|item| item.is_stamp() && item.shape() != Some(Shape::Play));
    let above = if entries > 0 && !headed {
        entries + 1
    } else {
        entries
    };
    // One time above the headline may be that of the page.
    let mut times = (0..items.len()).filter(|i| is_entry_stamp(items, &items[*i]));
    let second = times.nth(1);
    let mut authors = (0..items.len()).filter(|i| items[*i].states(Shape::Author));
    let signed = authors.nth(SIGNED - 1);
    let listed = listed(items, rules);
    let mut prose = 0;
    let mut found: Option<(usize, f32)> = None;
    for i in content.iter().filter(|i| !listed.contains(i)) {
        let item = &items[*i];
        let below = |line: Option<usize>| line.is_some_and(|line| line < *i);
        if prose > PROSE_ABOVE_TITLE || below(second) || below(signed) {
            break;
        }
        prose += usize::from(item.is_prose());
        if is_entry_stamp(items, item) || is_numbered(items, *i) || is_first_heading(items, *i) {
            continue;
        }
        let live = says_live(item, rules, LIVE_TITLE);
        let above = *i + 1 < above && !item.features.credit && is_title(item, rules, TITLE);
        let above = above && !is_below_opener(items, *i);
        if live.is_none() && !above {
            continue;
        }
        let score = title_score(item) + live.unwrap_or(0.0);
        let better = match found {
            None => live.is_some() || score >= ENOUGH,
            Some((_, best)) => score >= best + BETTER && !states_day_and_time(item),
        };
        if better {
            let menu = if is_above_menu(items, *i) {
                BETTER
            } else {
                0.0
            };
            found = Some((*i, score - menu));
        }
    }
    found.map(|(i, _)| i)
}

/// Whether a line that may be a title says that the page is live.
pub(super) fn is_live(item: &Item, rules: &Rules) -> bool {
    says_live(item, rules, SHORT_TITLE).is_some()
}

/// How plainly a line that may be a title says that the page is live, if it does: "live updates" more so than "latest".
fn says_live(item: &Item, rules: &Rules, fewest: usize) -> Option<f32> {
    if !is_title(item, rules, fewest) {
        return None;
    }
    let padded = format!(" {} ", words::fold(&item.text));
    let said = rules.live.iter().filter_map(|live| {
        let letters = words::stand_alone(live);
        let said = if letters {
            item.text.contains(live.as_str())
        } else {
            padded.contains(&format!(" {live} "))
        };
        let plain = !letters && (live.contains(' ') || live.len() >= PLAIN);
        said.then_some(if plain { 1.5 } else { 1.0 })
    });
    said.reduce(f32::max)
}

/// Words of so many bytes say nothing else than that a page is live.
const PLAIN: usize = 8;

/// A line that may be the title of a page, of at least so many words: no call to watch or to click.
fn is_title(item: &Item, rules: &Rules, fewest: usize) -> bool {
    let folded = words::fold(&item.text);
    let first = folded.split(' ').next().unwrap_or_default();
    (item.features.open || item.features.lively)
        && (fewest..=40).contains(&item.features.len())
        && !item.features.bullet
        && !rules.calls.contains(first)
        && !is_numbers(item)
        && !tells(item)
}

/// Whether half the words of a line are numbers: a date, a score, the count of something.
fn is_numbers(item: &Item) -> bool {
    item.features.numbers.len() * 2 >= item.features.len()
}

/// Whether a long line holds several sentences: text that was cut short.
fn tells(item: &Item) -> bool {
    let stops = [". ", "? ", "! "];
    let sentences = stops.map(|stop| item.text.matches(stop).count());
    item.features.len() > LONGEST_TITLE && sentences.iter().sum::<usize>() > 0
}

/// Longer titles consist of one sentence.
const LONGEST_TITLE: usize = 24;

/// How good a title a line is: longer ones say more, and the path to a page stands between strokes.
fn title_score(item: &Item) -> f32 {
    let words = if words::stand_alone(&item.text) {
        item.features.len() / 2
    } else {
        item.features.len()
    };
    let path = [" / ", " > ", " › ", " » "];
    let path = path.iter().any(|stroke| item.text.contains(stroke));
    words.min(12) as f32 / 8.0 - if path { 1.5 } else { 0.0 }
}

/// Whether a line stands right above a time as many lines do, and something that may be the headline stands above it: the
/// newest entry may say that live coverage ends.
fn is_first_heading(items: &[Item], at: usize) -> bool {
    let shape = |i: usize| items.get(i).and_then(Item::shape);
    let Some(below) = shape(at + 1) else {
        return false;
    };
    let same = (0..items.len()).filter(|i| shape(*i) == Some(below));
    let titles =
        |item: &Item| item.is_content() && item.features.open && item.features.len() >= TITLE;
    same.take(3).count() == 3 && items[..at].iter().any(titles)
}

/// Whether a line is the heading of the first entry, above its time, though the others stand below theirs: text stands below the
/// first time, and headings below most others.
pub(crate) fn is_titled(items: &[Item], at: usize) -> bool {
    let stamp = items.get(at + 1).filter(|item| item.is_stamp());
    let Some(stamp) = stamp.filter(|stamp| is_entry_stamp(items, stamp)) else {
        return false;
    };
    let below = |i: usize| items[i + 1..].iter().find(|item| !item.is_furniture());
    let same = |i: &usize| items[*i].is_stamp() && items[*i].shape() == stamp.shape();
    // Some entries may have lost their text.
    let others = (at + 2..items.len()).filter(same);
    let others = others.filter_map(below).filter(|item| !item.is_stamp());
    let (titled, plain): (Vec<&Item>, Vec<&Item>) = others.partition(|item| may_head(item));
    let prose = below(at + 1).is_some_and(Item::is_prose);
    let above = &items[at];
    let long = (SHORT_TITLE..=LONGEST_HEADING).contains(&above.features.len());
    let title = above.is_content() && above.features.open && !above.features.credit && long;
    title && prose && titled.len() > plain.len() * TITLED
}

/// Whether a line below the headline is the heading of the first entry, since the name of its author stands right below, as most
/// authors of the page stand below headings.
fn is_signed(items: &[Item], at: usize) -> bool {
    let author = |i: usize| items.get(i).is_some_and(|item| item.states(Shape::Author));
    let signed = (at + 2..items.len()).filter(|i| author(*i) && !author(*i - 1));
    let (below, others): (Vec<usize>, Vec<usize>) = signed.partition(|i| may_head(&items[*i - 1]));
    may_head(&items[at])
        && author(at + 1)
        && below.len() >= 2
        && below.len() > others.len() * TITLED
}

/// Whether a line may be a heading, and is no caption.
fn may_head(item: &Item) -> bool {
    item.is_short_open() && !item.features.credit
}

/// Longer lines above a time are no headings.
const LONGEST_HEADING: usize = 30;

/// So many times as many entries have a heading below their time as have none.
const TITLED: usize = 2;

/// Shorter lines above an entry are menus.
const TITLE: usize = 6;

/// A syndicated text has a time line below each heading and no standfirst of its own.
fn syndicated(items: &[Item]) -> bool {
    let below = items.windows(3).filter(|w| {
        let clock = w[1]
            .byline
            .as_ref()
            .is_some_and(|b| b.rest == 0 && b.shape == Shape::Clock);
        clock && w[0].is_short_open() && w[2].is_prose()
    });
    below.count() >= 2
}
