//! Where short lines without a final stop stand: above running text, as headings do, or above each other, as the lines of a
//! list of key points, of a table or of a gallery do.

use serde::Deserialize;
use serde::Serialize;

use crate::engine::segment::feature::Features;
use crate::engine::segment::marked::Marked;

/// How a line stands to the one below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Standing {
    /// Running text, or anything else that is no short line.
    Other,
    /// A short line above running text.
    OverText,
    /// A short line above another one.
    OverShort,
}

/// Longer lines are no headings, and no items of a list of key points.
const LONGEST: usize = 24;

/// Longer lines than this do not count towards the share of headings: they may be captions or the text of cards.
const LONGEST_COUNTED: usize = 14;

/// Shorter sentences are exclamations, or items of a list.
const SHORTEST_TEXT: usize = 8;

/// The lines that a line ending in a colon announces: two or more short ones. The last of them is one of them if it is made
/// like the others; else it may be the heading of the next entry.
pub(crate) fn listed(lines: &[&Features], echoes: &[f32]) -> Vec<bool> {
    let mut listed = vec![false; lines.len()];
    for at in (0..lines.len()).filter(|i| lines[*i].colon) {
        let item = |i: &usize| {
            let line = lines[*i];
            // Results are alike: "Port Aster: Ann Archer, elected on the first count".
            let row = echoes[*i] == 0.0 || line.parted && lines[*i - 1].parted;
            line.open && line.len() <= LONGEST_ROW + 2 && !line.credit && row
        };
        let mut run: Vec<usize> = (at + 1..lines.len()).take_while(item).collect();
        let numbered = |i: &usize| !lines[*i].numbers.is_empty();
        let alike = run.iter().all(numbered) || run.iter().all(|i| lines[*i].parted);
        if !alike && run.last().is_some_and(|last| followed(lines, *last)) {
            run.pop();
        }
        // What points to a card may announce a list of results.
        let lead_in = lines[at].lead_in && !(alike && run.len() >= ROWS);
        if run.len() > 1 && !lead_in {
            run.iter().for_each(|i| listed[*i] = true);
        }
    }
    listed
}

/// How every line stands to the one below it, captions that are known left out.
pub(crate) fn standing(lines: &[&Features], listed: &[bool], captions: &[bool]) -> Vec<Standing> {
    let below = |i: usize| (i + 1..lines.len()).find(|j| !captions[*j]);
    let cut = cut_text(lines);
    let kind = |i: usize| match below(i).map(|j| lines[j]) {
        _ if !short(lines[i]) || listed[i] || captions[i] => Standing::Other,
        Some(next) if next.asks && short(next) && followed(lines, i + 1) => Standing::OverShort,
        Some(next) if running(next) => Standing::OverText,
        Some(_) if cut == Some(i + 1) => Standing::OverText,
        Some(next) if short(next) => Standing::OverShort,
        _ => Standing::Other,
    };
    (0..lines.len()).map(kind).collect()
}

/// The last line of a page that is cut off: text of an entry, if a short line stands right above it, and text above that.
pub(crate) fn cut_text(lines: &[&Features]) -> Option<usize> {
    let [.., text, heading, last] = lines else {
        return None;
    };
    let cut = last.open && !last.footed && !last.counts && last.len() >= SHORTEST_TEXT;
    let cut = cut && !last.credit && !last.refers;
    let below_text = running(text) && !text.colon && !text.lead_in;
    (cut && short(heading) && !heading.bracketed && below_text).then_some(lines.len() - 1)
}

/// Whether a line stands above running text.
fn followed(lines: &[&Features], i: usize) -> bool {
    lines.get(i + 1).is_some_and(|next| running(next))
}

/// How many lines stand like headings, above text or above a card that repeats them, and how many are running text.
pub(crate) fn share(
    lines: &[&Features],
    standing: &[Standing],
    echoes: &[f32],
    (marked, briefs): (&Marked, &[bool]),
) -> Share {
    // What is cut off at the end tells nothing of the other lines.
    let cut = cut_text(lines);
    let stands = |i: usize| match standing[i] {
        _ if cut == Some(i + 1) => false,
        Standing::OverText => lines[i].len() <= LONGEST_COUNTED,
        Standing::OverShort => echoes.get(i + 1).is_some_and(|echo| *echo > 0.0),
        Standing::Other => false,
    };
    Share {
        headings: (0..lines.len())
            .filter(|i| lines[*i].open && !lines[*i].media && stands(*i))
            .count(),
        texts: lines.iter().filter(|line| running(line)).count(),
        sure: marked.any() || briefs.contains(&true),
    }
}

/// Which short lines between two texts say in brief what the one below says, and less of what the one above says: what heads an
/// entry does that, the caption or the card at the end of another does not.
pub(crate) fn briefs(lines: &[&Features], standing: &[Standing], echoes: &[f32]) -> Vec<bool> {
    let between = |i: usize| {
        let above = i.checked_sub(1).map(|above| lines[above]);
        let text = above.is_some_and(|above| !above.open && !above.colon && !above.lead_in);
        text && lines[i].open && !lines[i].media && standing[i] == Standing::OverText
    };
    let brief = |i: usize| {
        let (told, beside_names) = lines[i].shares(lines[i + 1]);
        let (above, _) = lines[i].shares(lines[i - 1]);
        beside_names >= FEWEST_TOLD && told * 2 >= lines[i].topics() && told > above
    };
    (0..lines.len())
        .map(|i| echoes[i] == 0.0 && between(i) && lines.get(i + 1).is_some() && brief(i))
        .collect()
}

/// Fewer topic words may stand in a text by chance; what names somebody in full may be a caption.
const FEWEST_TOLD: usize = 3;

/// The first line that stands like a heading; their number where none does.
pub(crate) fn first(lines: &[&Features], standing: &[Standing]) -> usize {
    (0..lines.len())
        .find(|i| standing[*i] == Standing::OverText && lines[*i].open)
        .unwrap_or(lines.len())
}

/// How many lines of a text stand like headings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Share {
    headings: usize,
    texts: usize,
    /// The page marks its headings, or one of them says in brief what the text below says: they were kept.
    sure: bool,
}

impl Share {
    fn ratio(self) -> f32 {
        self.headings as f32 / self.texts.max(1) as f32
    }

    /// Whether a text keeps its headings. A page's own headline says that they were kept, if there are any; without it,
    /// cards and captions could be taken for headings, and there must be many.
    pub(crate) fn kept(self, titled: bool) -> bool {
        if self.sure {
            true
        } else if titled {
            self.headings >= 3 || self.headings >= 1 && self.ratio() >= FEWEST
        } else {
            self.headings >= 3 && self.ratio() >= 0.22
        }
    }

    /// How far one may count on a heading above each entry: 0 to 1.
    pub(crate) fn trust(self) -> f32 {
        ((self.ratio() - 0.1) / 0.12).clamp(0.0, 1.0)
    }
}

/// Fewer lines for each text, and fewer than three, are captions and the like.
const FEWEST: f32 = 0.08;

/// Short lines in a row from the top on, the last of which, which stands above text, is the first heading.
pub(crate) fn points(standing: &[Standing], echoes: &[f32]) -> Vec<bool> {
    let run = standing
        .iter()
        .take_while(|standing| **standing == Standing::OverShort)
        .count();
    let list = run >= 2
        && standing.get(run) == Some(&Standing::OverText)
        && echoes[..=run].iter().all(|echo| *echo == 0.0);
    (0..standing.len()).map(|i| list && i < run).collect()
}

/// Three or more very short lines above each other, none of which repeats another, are a list or a table. The last line of such
/// a run that stands above text is no row but the next heading.
pub(crate) fn rows(lines: &[&Features], standing: &[Standing], echoes: &[f32]) -> Vec<bool> {
    let row = |i: usize| {
        standing[i] == Standing::OverShort
            && lines[i].open
            && lines[i].len() <= LONGEST_ROW
            && echoes[i] == 0.0
    };
    let mut rows = vec![false; lines.len()];
    let mut i = 0;
    while i < lines.len() {
        let run = (i..lines.len()).take_while(|k| row(*k)).count();
        // The line above a run may be the heading of an entry that is a list alone.
        if run >= ROWS && i > 0 && running(lines[i - 1]) {
            rows[i..i + run].fill(true);
        }
        i += run.max(1);
    }
    rows
}

/// Fewer short lines make no list.
const ROWS: usize = 3;

/// Longer lines are no rows of a list or table.
const LONGEST_ROW: usize = 8;

fn short(line: &Features) -> bool {
    if line.signs || line.cut_off || line.sentences > 1 && line.len() >= SEVERAL {
        return false;
    }
    let shaped = line.open && line.len() <= LONGEST || line.lively && line.len() <= 18;
    shaped && !line.colon && !line.bullet && !line.lead_in && !line.credit && !line.refers
}

/// Headings of two sentences are shorter.
const SEVERAL: usize = 16;

fn running(line: &Features) -> bool {
    !line.open && (line.len() >= SHORTEST_TEXT || line.lead_in || line.colon)
}
