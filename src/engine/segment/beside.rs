//! Lines that stand beside the time of entry after entry, whatever they say: the name of who writes them all, a control, a label.
//! No heading does so.

use foldhash::HashMap;

use crate::engine::model::Role;
use crate::engine::segment::author;
use crate::engine::segment::item::Item;
use crate::engine::segment::repeat;
use crate::engine::segment::rhythm;
use crate::engine::segment::stamp::Byline;
use crate::engine::segment::stamp::Shape;
use crate::engine::text::words;
use crate::engine::text::words::Word;

/// Fewer times show no custom.
const FEWEST: usize = 4;

/// Seldomer lines may be headings.
const OFTEN: usize = 3;

/// Longer lines say something, in words.
const LONGEST: usize = 6;

/// An author with a post or a place has no more words.
const LONGEST_AUTHOR: usize = 8;

/// So many such lines may stand on one side of a time.
const DEEP: usize = 3;

/// The shapes of the times of entries; reports of a play share their headings.
const SHAPES: [Shape; 4] = [Shape::Relative, Shape::Clock, Shape::Dated, Shape::Inline];

/// Sets labels aside that stand beside time after time, and takes names for authors.
pub(crate) fn tell(items: &mut [Item]) {
    sign_behind(items);
    note_common(items);
    for shape in SHAPES {
        for _ in 0..DEEP {
            let found = found(items, shape);
            if found.is_empty() {
                break;
            }
            for i in found {
                let item = &mut items[i];
                if author::is_post(&item.text) {
                    item.byline = Some(Byline::by(None));
                } else if author::is_name(item) {
                    let name = Some(item.text.clone());
                    item.byline = Some(Byline::by(name));
                } else {
                    item.decide(Role::Furniture, "stands beside time after time");
                }
            }
        }
    }
}

/// Takes what stands behind time after time on their lines for authors, where it says the same again and again: "14:05 Ann Archer,
/// Port Aster", and a text below it. In brackets or with a number it is the name of a zone or a day: "14:05 (saa za Ostmole)". A
/// heading that several entries share says what the page is about.
fn sign_behind(items: &mut [Item]) {
    let times: Vec<usize> = (0..items.len())
        .filter(|i| items[*i].role.is_none() && items[*i].shape() == Some(Shape::Inline))
        .collect();
    let behind = |i: usize| {
        let item = &items[i];
        let rest = item.byline.as_ref().map_or(0, |byline| byline.rest);
        let said = item.text.get(rest..).unwrap_or_default().trim();
        let below = items[i + 1..].iter().find(|item| !item.is_furniture());
        let tells = below.is_some_and(Item::is_content);
        let short = (1..=LONGEST_AUTHOR).contains(&words::count(said));
        let said = || {
            words::in_folded(&words::fold(said))
                .map(words::word)
                .collect()
        };
        (short && tells && item.features.open).then(said)
    };
    let mut places: HashMap<Vec<Word>, Vec<usize>> = HashMap::default();
    for i in &times {
        if let Some(said) = behind(*i) {
            places.entry(said).or_default().push(*i);
        }
    }
    forget_told(items, &mut places);
    places.retain(|_, places| places.len() > 1);
    let again = places.values().map(Vec::len).sum::<usize>();
    if again < FEWEST || again * 10 < times.len() * 6 {
        return;
    }
    for i in places.into_values().flatten() {
        let text = items[i].text.clone();
        if let Some(byline) = &mut items[i].byline {
            let said = text.slice(byline.rest, text.len());
            let of_time = said.ends_with([')', ']', '）']) || said.contains(char::is_numeric);
            byline.stamp.author = Some(said).filter(|_| !of_time);
            byline.shape = Shape::Clock;
            byline.rest = 0;
        }
    }
}

/// Forgets what a longer line without a number tells, too.
fn forget_told(items: &[Item], places: &mut HashMap<Vec<Word>, Vec<usize>>) {
    let plain = items.iter().map(|item| &item.features);
    for line in plain.filter(|line| line.numbers.is_empty()) {
        for words in SHORTEST_TOLD..line.len().min(LONGEST_AUTHOR + 1) {
            for run in line.words.windows(words) {
                places.remove(run);
            }
        }
    }
}

/// Fewer words may be a label or a name, which texts tell, too.
const SHORTEST_TOLD: usize = 3;

/// Notes which short lines stand again and again.
fn note_common(items: &mut [Item]) {
    let mut places: HashMap<&[Word], Vec<usize>> = HashMap::default();
    for (i, item) in items.iter().enumerate() {
        if item.is_content() && may_be_label(item) {
            places.entry(&item.features.words).or_default().push(i);
        }
    }
    places.retain(|_, places| places.len() >= FEWEST && !repeat::is_pointed_to(items, places));
    let topics = rhythm::topics(items, &places.keys().copied().collect());
    let often = places.into_iter();
    let often = often.filter(|(words, _)| !topics.contains(words));
    let often: Vec<usize> = often.flat_map(|(_, places)| places).collect();
    for i in often {
        items[i].common = true;
    }
}

/// The lines right above most of the times of a shape, or right below them, that say the same.
fn found(items: &[Item], shape: Shape) -> Vec<usize> {
    let at: Vec<usize> = (0..items.len())
        .filter(|i| items[*i].role.is_none() && items[*i].shape() == Some(shape))
        .collect();
    if at.len() < FEWEST {
        return Vec::new();
    }
    let mut total: HashMap<&[Word], usize> = HashMap::default();
    for item in items.iter().filter(|item| item.is_content()) {
        *total.entry(&item.features.words).or_default() += 1;
    }
    let above = passed(items, 0..items.len());
    let below = passed(items, (0..items.len()).rev());
    let stamps = at.iter().filter(|i| items[**i].is_stamp());
    let sides: [Vec<usize>; 2] = [
        at.iter().filter_map(|i| above[*i]).collect(),
        stamps.filter_map(|i| below[*i]).collect(),
    ];
    if shape == Shape::Inline {
        let authors = authors(items, &sides[0], at.len(), &total);
        if !authors.is_empty() {
            return authors;
        }
    }
    for (side, names) in sides.into_iter().zip([false, true]) {
        let mut places: HashMap<&[Word], Vec<usize>> = HashMap::default();
        // A heading that all entries share stands below their times, too.
        let label = |i: &usize| {
            let item = &items[*i];
            let author = author::is_name(item) || author::is_post(&item.text);
            may_be_label(item) && names == author
        };
        for i in side.into_iter().filter(label) {
            let places = places.entry(&items[i].features.words).or_default();
            if places.last() != Some(&i) {
                places.push(i);
            }
        }
        let often = |(words, places): &(&[Word], Vec<usize>)| {
            let count = places.len();
            let all = total.get(words).copied().unwrap_or_default();
            let most = count >= OFTEN && count * 10 >= at.len() * 6 && count * 10 >= all * 7;
            most && (names || !rhythm::is_topic(items, words))
        };
        if let Some((_, places)) = places.into_iter().find(often) {
            return places;
        }
    }
    Vec::new()
}

/// For each line the last content that is passed on the way to it, if nothing but furniture and times stands between.
fn passed(items: &[Item], way: impl Iterator<Item = usize>) -> Vec<Option<usize>> {
    let (mut out, mut last) = (vec![None; items.len()], None);
    for i in way {
        let item = &items[i];
        out[i] = last;
        if item.is_content() {
            last = Some(i);
        } else if !(item.is_furniture() || item.is_stamp()) {
            last = None;
        }
    }
    out
}

/// Names that stand above most of the texts that begin with their times, few of them and again and again: of those who write.
fn authors(
    items: &[Item],
    side: &[usize],
    times: usize,
    total: &HashMap<&[Word], usize>,
) -> Vec<usize> {
    let again = |i: &usize| {
        let words = items[*i].features.words.as_slice();
        author::is_name(&items[*i]) && total.get(words).is_some_and(|count| *count > 1)
    };
    let names: Vec<usize> = side.iter().copied().filter(again).collect();
    let most = names.len() >= OFTEN && names.len() * 10 >= times * 5;
    names.into_iter().filter(|_| most).collect()
}

/// Whether a line is so short and open that it may be a label.
fn may_be_label(item: &Item) -> bool {
    let words = item.features.len();
    item.features.open && (1..=LONGEST).contains(&words) && item.shape().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::segment::item::items;

    const TEXT: &str = "The ferry to the islands was cancelled at noon, and nobody knows why.";

    fn told(lines: &[&str]) -> Vec<Item> {
        let mut items = items(lines);
        tell(&mut items);
        items
    }

    #[test]
    fn labels_beside_times_are_no_headings_whatever_they_say() {
        let page: Vec<&str> = ["16:20", "15:50", "15:31", "15:02"]
            .iter()
            .flat_map(|time| ["Zufelo velt", *time, TEXT])
            .collect();
        let items = told(&page);
        assert!(items.iter().step_by(3).all(Item::is_furniture));
        assert!(items.iter().skip(2).step_by(3).all(Item::is_content));
        let few = told(&page[..9]);
        assert!(few.iter().step_by(3).all(Item::is_content));
    }

    #[test]
    fn names_above_texts_that_begin_with_times_are_authors() {
        let texts: Vec<String> = ["16:20", "15:50", "15:31", "15:02", "14:40"]
            .iter()
            .map(|time| format!("{time} – {TEXT}"))
            .collect();
        let names = [
            "Ann Archer",
            "Ben Baker",
            "Ann Archer",
            "Ben Baker",
            "Ann Archer",
        ];
        let page: Vec<&str> = texts
            .iter()
            .zip(names)
            .flat_map(|(text, name)| [text.as_str(), name])
            .collect();
        let items = told(&page);
        let signed = items.iter().skip(1).step_by(2);
        assert_eq!(signed.filter(|item| item.states(Shape::Author)).count(), 4);
    }

    #[test]
    fn what_stands_behind_time_after_time_is_who_wrote_it() {
        let page = |behind: [&str; 5]| -> Vec<String> {
            let times = ["16:20", "15:50", "15:31", "15:02", "14:40"];
            let stamps = times.iter().zip(behind);
            let stamps = stamps.map(|(time, behind)| format!("{time} {behind}"));
            stamps.flat_map(|stamp| [stamp, TEXT.to_owned()]).collect()
        };
        let stamps = |behind: [&str; 5]| {
            let page = page(behind);
            let items = told(&page.iter().map(String::as_str).collect::<Vec<_>>());
            let stamps = items.iter().filter(|item| item.states(Shape::Clock));
            stamps.count()
        };
        let house = "From the Herald, in Port Aster";
        let guest = "Ben Baker, writing for the Herald";
        assert_eq!(stamps([house, guest, house, house, guest]), 5);
        let headings = [
            "Ferry stops at the pier",
            "Rain falls on the pier",
            "Trams wait at the pier",
            "Band plays on the pier",
            "Boats leave the pier",
        ];
        assert_eq!(stamps(headings), 0);
    }
}
