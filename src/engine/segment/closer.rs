//! Furniture that stands at the end of entry after entry ("Share", "Updated"): what follows begins another entry.

use foldhash::HashMap;

/// A line, as far as it matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line<'a> {
    /// Furniture that may end entries, with its text.
    Control(&'a str),
    /// Furniture between the head of a page and its entries.
    Opener,
    /// Other furniture.
    Furniture,
    /// Text, and whether it is a short line without a final stop.
    Text { open: bool },
    /// The author of an entry, and nothing else.
    Author(&'a str),
    /// Anything else: headline, standfirst, a time.
    Other,
}

impl<'a> Line<'a> {
    /// A piece of furniture, by the rule that set it aside.
    pub(crate) fn furniture(text: &'a str, why: &str) -> Self {
        match why {
            ENTRIES_FOLLOW => Line::Opener,
            _ if CONTROLS.contains(&why) => Line::Control(text),
            _ => Line::Furniture,
        }
    }
}

/// The rules for furniture that may end entries.
const CONTROLS: [&str; 5] = ["sharing", "comments", "live controls", REPEATED, NO_WORDS];

/// Whether furniture that a rule set aside ends an entry, wherever it stands: controls to share it, or to comment on it.
pub(crate) fn ends(why: &str) -> bool {
    ["sharing", "comments", REPEATED].contains(&why)
}

/// The rule for lines of signs alone: rules between entries, or the marks of a list.
const NO_WORDS: &str = "no words";

/// Of so many texts one stands below a line of signs at least, where such lines part entries and not the items of a list.
const PARTED: usize = 4;

/// The rule for furniture between the head of a page and its entries.
pub(crate) const ENTRIES_FOLLOW: &str = "entries follow";

/// The rule for furniture that nobody knew before.
pub(crate) const REPEATED: &str = "stands below entry after entry";

/// Seldomer furniture ends no entries.
const OFTEN: usize = 3;

/// For each line, whether it is the first text below furniture that ends entries, or that stands above the first of them, or
/// below the author's picture and name.
pub(crate) fn below(lines: &[Line]) -> Vec<bool> {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::default();
    for (i, line) in lines.iter().enumerate() {
        if let Line::Control(text) = line {
            places.entry(text).or_default().push(i);
        }
    }
    let around = Around::of(lines);
    let mut out = vec![false; lines.len()];
    let often = places.values().filter(|places| places.len() >= OFTEN);
    let texts = lines
        .iter()
        .filter(|line| matches!(line, Line::Text { .. }));
    let texts = texts.count();
    let parts = |places: &[usize]| {
        let signs = |text: &str| !text.contains(char::is_alphanumeric);
        let list = matches!(lines[places[0]], Line::Control(text) if signs(text));
        !list || places.len() > OFTEN && places.len() * PARTED >= texts
    };
    let often = often.filter(|places| parts(places));
    for places in often.filter(|places| end_entries(&around, places)) {
        let texts = places.iter().filter_map(|i| around.below(*i));
        texts.for_each(|(i, _)| out[i] = true);
    }
    let told = |i: &usize| lines[..*i].iter().any(|line| !is_furniture(line));
    let opener = (0..lines.len()).rfind(|i| lines[*i] == Line::Opener);
    if let Some((i, _)) = opener.filter(told).and_then(|i| around.below(i)) {
        out[i] = true;
    }
    let authors = lines.windows(2).enumerate();
    let twice = authors.filter(|(_, two)| matches!(two[0], Line::Author(_)) && two[0] == two[1]);
    for (i, _) in twice.filter_map(|(i, _)| around.below(i + 1)) {
        out[i] = true;
    }
    out
}

/// Whether texts stand above and below furniture, and hardly ever a heading above or mostly one below.
fn end_entries(around: &Around, places: &[usize]) -> bool {
    let above: Vec<bool> = places.iter().filter_map(|i| around.above(*i)).collect();
    let below: Vec<bool> = places
        .iter()
        .filter_map(|i| around.below(*i))
        .map(|(_, open)| open)
        .collect();
    let open = |lines: &[bool]| lines.iter().filter(|open| **open).count();
    let text = above.len() * 10 >= places.len() * 8 && (below.len() + 1) * 10 >= places.len() * 8;
    text && (open(&above) * 5 <= above.len() || open(&below) * 10 >= below.len() * 8)
}

/// What stands next to each line, furniture left out: found once, since furniture may go on for thousands of lines.
struct Around<'a> {
    lines: &'a [Line<'a>],
    above: Vec<Option<usize>>,
    below: Vec<Option<usize>>,
}

impl<'a> Around<'a> {
    fn of(lines: &'a [Line<'a>]) -> Self {
        let mut below = nearest(lines, (0..lines.len()).rev());
        below.reverse();
        Self {
            lines,
            above: nearest(lines, 0..lines.len()),
            below,
        }
    }

    /// Whether the text right above a line is a short one, if there is a text.
    fn above(&self, at: usize) -> Option<bool> {
        self.above[at].and_then(|i| self.open(i))
    }

    /// The text right below a line, if there is one, and whether it is a short one.
    fn below(&self, at: usize) -> Option<(usize, bool)> {
        let i = self.below[at]?;
        Some((i, self.open(i)?))
    }

    fn open(&self, at: usize) -> Option<bool> {
        match self.lines[at] {
            Line::Text { open } => Some(open),
            _ => None,
        }
    }
}

/// For each line, in the order in which they are gone through, the last one before it that is no furniture.
fn nearest(lines: &[Line], order: impl Iterator<Item = usize>) -> Vec<Option<usize>> {
    let mut last = None;
    order
        .map(|i| {
            let found = last;
            last = Some(i).filter(|i| !is_furniture(&lines[*i])).or(last);
            found
        })
        .collect()
}

fn is_furniture(line: &Line) -> bool {
    matches!(line, Line::Control(_) | Line::Opener | Line::Furniture)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHARE: Line = Line::Control("Share");
    const TEXT: Line = Line::Text { open: false };
    const SHORT: Line = Line::Text { open: true };

    fn found(lines: &[Line]) -> Vec<usize> {
        let below = below(lines);
        (0..lines.len()).filter(|i| below[*i]).collect()
    }

    #[test]
    fn what_stands_below_the_end_of_an_entry_begins_another() {
        let lines = [TEXT, SHARE, SHORT, TEXT, SHARE, TEXT, SHARE, TEXT];
        assert_eq!(found(&lines), [2, 5, 7]);
    }

    #[test]
    fn furniture_below_headings_ends_nothing() {
        let entry = [SHORT, SHARE, TEXT, TEXT];
        assert_eq!(found(&entry.repeat(4)), [0; 0]);
    }

    #[test]
    fn entries_begin_below_what_announces_them() {
        let lines = [SHORT, TEXT, Line::Opener, Line::Furniture, TEXT, TEXT];
        assert_eq!(found(&lines), [4]);
        assert_eq!(found(&lines[2..]), [0; 0]);
    }

    #[test]
    fn a_text_below_the_picture_and_the_name_of_its_author_begins_an_entry() {
        let by = Line::Author;
        let lines = [TEXT, by("Ann Archer"), by("Ann Archer"), TEXT, TEXT];
        assert_eq!(found(&lines), [3]);
        assert_eq!(
            found(&[TEXT, by("Ann Archer"), by("Ben Baker"), TEXT]),
            [0; 0]
        );
    }

    #[test]
    fn rules_of_signs_part_entries_and_marks_of_a_list_do_not() {
        let rule = Line::Control("-");
        let page = [TEXT, rule, TEXT, rule, TEXT, TEXT, rule, TEXT, rule, TEXT];
        assert_eq!(found(&page), [2, 4, 7, 9]);
        let list = [&page[..], &[TEXT; 20]].concat();
        assert_eq!(found(&list), [0; 0]);
    }

    #[test]
    fn seldom_furniture_ends_nothing() {
        assert_eq!(found(&[TEXT, SHARE, TEXT, SHARE, TEXT]), [0; 0]);
    }
}
