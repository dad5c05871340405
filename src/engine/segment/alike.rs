//! Lines that state a time as others of their page do, with less around it than would show it by itself: a clock time at their
//! beginning ("11:20 9 detained", "10:15 No school"), or an age glued to a name ("Ann Archer17 min").

use crate::engine::model::Stamp;
use crate::engine::rules::Rules;
use crate::engine::segment::item::Item;
use crate::engine::segment::stamp;
use crate::engine::segment::stamp::Byline;
use crate::engine::segment::stamp::Shape;
use crate::engine::text::SafeText;

/// So many times before texts are the custom of a page.
const OFTEN: usize = 3;

/// Reads lines as stating author and age where several consist of a name with an age glued to it.
pub(crate) fn glued_ages(items: &mut [Item], rules: &Rules) {
    let found: Vec<(usize, Byline)> = (0..items.len())
        .filter(|i| items[*i].is_content())
        .filter_map(|i| Some((i, glued_age(&items[i].text, rules)?)))
        .collect();
    if found.len() >= GLUED {
        for (i, byline) in found {
            items[i].byline = Some(byline);
        }
    }
}

/// So many names with glued ages are the custom of a page.
const GLUED: usize = 2;

/// More words are no name.
const LONGEST_NAME: usize = 4;

/// "Ann Archer17 min", "- NTB5 t".
fn glued_age(text: &str, rules: &Rules) -> Option<Byline> {
    let text = text.trim_start_matches(['-', '–', '•', ' ']);
    let at = text.find(|c: char| c.is_ascii_digit())?;
    let (name, age) = text.split_at(at);
    let mut words = name.split_whitespace();
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let named = name.ends_with(char::is_alphabetic) && words.clone().count() <= LONGEST_NAME;
    let byline = stamp::parse_element(age, rules)?;
    let aged = byline.shape == Shape::Relative && byline.rest == 0;
    (named && words.all(capital) && aged && byline.stamp.author.is_none()).then(|| Byline {
        stamp: Stamp {
            author: Some(SafeText::new(name)),
            ..byline.stamp
        },
        ..byline
    })
}

/// Reads lines as stating their time where at least as many state theirs beyond doubt, and theirs stand between.
pub(crate) fn read(items: &mut [Item], rules: &Rules) {
    let stated: Vec<usize> = (0..items.len())
        .filter(|i| items[*i].is_content() && items[*i].shape() == Some(Shape::Inline))
        .collect();
    let (Some(first), Some(last)) = (stated.first(), stated.last()) else {
        return;
    };
    if stated.len() < OFTEN {
        cut_off(items, stated.len(), rules);
        return;
    }
    // The time of the next entry may be the last of the page.
    let found: Vec<(usize, Byline)> = (*first..items.len())
        .filter(|i| items[*i].is_content() && items[*i].byline.is_none())
        .filter_map(|i| Some((i, stamp::begins_with_time(&items[i].text, rules)?)))
        .collect();
    let between = found.iter().filter(|(i, _)| i < last).count();
    let few = found.len() <= stated.len() && between * 2 >= found.len();
    for (i, byline) in found.into_iter().filter(|_| few) {
        items[i].byline = Some(byline);
    }
    headings(items, *first, stated.len(), rules);
    cut_within(items, &stated);
}

/// Reads the last line of a page as the time of an entry, where it is as much of one as others begin with.
fn cut_within(items: &mut [Item], stated: &[usize]) {
    let written = |item: &Item| item.written();
    let Some((last, others)) = items.split_last_mut() else {
        return;
    };
    let open = last.role.is_none() && last.byline.is_none() && last.features.len() <= 2;
    let length = last.text.chars().count();
    let cut = (2..=CUT_WITHIN).contains(&length) && last.text.contains(char::is_numeric);
    if !(open && cut) || last.text.contains(char::is_alphabetic) {
        return;
    }
    let begin = written(last);
    let alike = stated.iter().filter_map(|i| others.get(*i));
    let alike = alike.filter(|item| written(item).starts_with(&begin));
    if alike.take(OFTEN).count() == OFTEN {
        last.byline = Some(Byline::at(None, Shape::Inline, 0));
    }
}

/// A time that was cut off has no more characters.
const CUT_WITHIN: usize = 5;

/// Reads the last line of a page as one that states its time, where it was cut off behind it and two others state theirs.
fn cut_off(items: &mut [Item], stated: usize, rules: &Rules) {
    let Some(last) = items.iter_mut().rfind(|item| item.role.is_none()) else {
        return;
    };
    let named = |byline: &Byline| byline.stamp.author.is_some() && byline.shape == Shape::Clock;
    let open = last.byline.as_ref().is_none_or(named);
    if open && last.text.chars().count() <= CUT && stated + 1 >= OFTEN {
        let cut = stamp::begins_with_time(&last.text, rules);
        last.byline = cut.or_else(|| last.byline.take());
    }
}

/// A line with a time that was cut off is no longer, in characters.
const CUT: usize = 24;

/// Reads lines as times with headings that look like times with names ("18.20 Uhr Slate"), where far more lines begin with theirs
/// beyond doubt.
fn headings(items: &mut [Item], first: usize, stated: usize, rules: &Rules) {
    let named = |item: &Item| {
        let byline = item.byline.as_ref();
        let author = byline.and_then(|byline| byline.stamp.author.as_ref());
        let states = item.states(Shape::Clock) || item.states(Shape::Dated);
        states && item.role.is_none() && author.is_some()
    };
    // "20H41 : THE MATCHES OF FRIDAY" is no name.
    let shouts = |item: &Item, rest: usize| {
        let (time, text) = item.text.split_at(rest);
        let parted = time.trim_end().ends_with([':', '-', '–', '—', '|']);
        parted && text.chars().all(|c| !c.is_lowercase())
    };
    let found: Vec<(usize, Byline)> = (first..items.len())
        .filter(|i| named(&items[*i]))
        .filter_map(|i| Some((i, stamp::begins_with_time(&items[i].text, rules)?)))
        .filter(|(i, byline)| items[*i].states(Shape::Clock) || shouts(&items[*i], byline.rest))
        .collect();
    let shouted = found
        .iter()
        .filter(|(i, byline)| shouts(&items[*i], byline.rest))
        .count();
    if (found.len() - shouted) * OFTEN > stated || shouted > stated {
        return;
    }
    for (i, byline) in found {
        items[i].byline = Some(byline);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::segment::item::items;

    #[test]
    fn ages_glued_to_names_are_read_where_several_are() {
        let aged = |lines: &[&str]| {
            let mut items = items(lines);
            glued_ages(&mut items, Rules::builtin());
            let byline = |item: &Item| item.byline.clone().map(|byline| byline.stamp);
            items.iter().map(byline).collect::<Vec<_>>()
        };
        let text = "The ferry to the islands was cancelled at noon.";
        let read = aged(&["- Ann Archer17 min", text, "- NTB45 min", text]);
        let stamp = read[0].clone().unwrap();
        assert_eq!(stamp.author.as_deref(), Some("Ann Archer"));
        assert_eq!(stamp.ago.unwrap().0, 17);
        assert!(read[1].is_none() && read[2].is_some());
        assert!(aged(&["- Ann Archer17 min", text, text])[0].is_none());
        assert!(aged(&["Covid19 min", "the lap took17 min", text])[1].is_none());
    }
}
