//! Entries and page heads as prepared lines, without marks: those stand in the gutter and may change at any time.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::app::changes;
use crate::app::direction;
use crate::app::glyphs::Glyphs;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::ink::Piece;
use crate::app::order::Order;
use crate::app::stamp;
use crate::app::stamp::Zone;
use crate::app::wrap;
use crate::engine::export::telling;
use crate::engine::model::Block;
use crate::engine::model::Entry;
use crate::engine::model::EntryState;
use crate::engine::model::PageText;
use crate::engine::model::Role;

/// What the looks of lines depend on besides their text.
#[derive(Debug, Clone, Copy)]
pub struct Dress {
    /// The signs.
    pub glyphs: &'static Glyphs,
    /// The person's zone.
    pub zone: Zone,
}

impl PartialEq for Dress {
    fn eq(&self, other: &Self) -> bool {
        // There are few sets of signs, and this is asked many times for each key.
        let same = std::ptr::eq(self.glyphs, other.glyphs) || self.glyphs == other.glyphs;
        same && self.zone == other.zone
    }
}

impl Eq for Dress {}

/// How much of an entry is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fold {
    /// All of it.
    Open,
    /// One line.
    Folded,
}

/// How an entry is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Show {
    /// One line.
    Folded,
    /// All of it.
    Open,
    /// A version of it against this older one, counted from 1.
    Against(usize),
}

/// The lines of an entry, with an empty one after its text.
pub fn entry(entry: &Entry, dress: &Dress, width: usize, show: Show) -> Vec<Line> {
    let width = width.max(1);
    match show {
        Show::Folded => vec![folded(entry, dress, width)],
        Show::Against(older) => {
            let mut out = head(entry, Vec::new(), dress, width);
            out.extend(changes::version(entry, older, dress, width));
            out.push(Line::blank());
            out
        }
        Show::Open => {
            let mut out = head(entry, facts(entry, dress), dress, width);
            if let Some(revision) = entry.revisions.first() {
                let told = if states_time(entry) { TOLD_ABOVE } else { &[] };
                blocks_but(&revision.blocks, told, dress, width, &mut out);
            }
            if !entry.has_text() {
                let said = wrap::cut(telling::NO_TEXT, width, dress.glyphs.ellipsis);
                out.push(Line::of(said, Ink::Muted));
            }
            out.push(Line::blank());
            out
        }
    }
}

/// The time that stands before an entry's heading, if any is known.
pub fn time(entry: &Entry, zone: Zone) -> Option<String> {
    telling::time_by(entry, |at| stamp::clock(at, zone))
}

fn folded(entry: &Entry, dress: &Dress, width: usize) -> Line {
    let mut line = Line::blank();
    let mut room = width;
    if let Some(time) = time(entry, dress.zone) {
        room = room.saturating_sub(wrap::width(&time) + 2);
        line = line.and(time + "  ", Ink::Byline);
    }
    let revision = entry.revisions.first();
    let (text, ink) = match entry.heading() {
        Some(heading) => (heading.text.as_str(), Ink::Heading),
        None if !entry.has_text() => (telling::NO_TEXT, Ink::Muted),
        None => (
            revision.map_or("", |revision| lead(&revision.blocks)),
            Ink::Text,
        ),
    };
    let line = line.and(wrap::cut(text, room, dress.glyphs.ellipsis), ink);
    // The name of a column says little, and nothing where entry after entry stands under it.
    let room = room.saturating_sub(wrap::width(text) + 3);
    let opens = revision.map_or("", |revision| lead(&revision.blocks));
    let more = ink == Ink::Heading && room > wrap::width(text) && !opens.starts_with(text);
    if !more
        || opens.is_empty()
        || direction::is_right_to_left(text)
        || direction::is_right_to_left(opens)
    {
        return line;
    }
    let opens = wrap::cut(opens, room, dress.glyphs.ellipsis);
    line.and(format!(" {} {opens}", dress.glyphs.dot), Ink::Muted)
}

/// The first sentence of the running text, or of whatever there is.
fn lead(blocks: &[Block]) -> &str {
    let block = blocks
        .iter()
        .find(|block| block.role.is_body())
        .or(blocks.first());
    let text = block.map_or("", |block| block.text.as_str());
    let end = text
        .match_indices(['.', '!', '?'])
        .map(|(at, sign)| at + sign.len())
        .find(|end| *end >= 24 && text[*end..].starts_with(' '));
    &text[..end.unwrap_or(text.len())]
}

/// The time and the heading of an entry, and what else there is to be said of it: below a heading, or behind the time.
fn head(entry: &Entry, facts: Vec<String>, dress: &Dress, width: usize) -> Vec<Line> {
    let cut = |text: &str| Line::of(wrap::cut(text, width, dress.glyphs.ellipsis), Ink::Byline);
    let listed = |facts: &[String]| {
        let text = facts.join(&format!(" {} ", dress.glyphs.dot));
        (!text.is_empty()).then(|| cut(&text))
    };
    let time = time(entry, dress.zone);
    let Some(heading) = entry.heading() else {
        let all: Vec<String> = time.into_iter().chain(facts).collect();
        return listed(&all).into_iter().collect();
    };
    let mut out = Vec::new();
    let mut first = String::new();
    match time {
        Some(time) if wrap::width(&time) + 2 <= width / 3 => first = time + "  ",
        Some(time) => out.push(cut(&time)),
        None => {}
    }
    let rest = " ".repeat(wrap::width(&first));
    let inks = Inks {
        first: Ink::Byline,
        rest: Ink::Byline,
        text: Ink::Heading,
    };
    paragraph(
        Text {
            number: 0,
            text: &heading.text,
        },
        [&first, &rest],
        inks,
        width,
        &mut out,
    );
    pictures(heading, dress, width, &mut out);
    out.extend(listed(&facts));
    out
}

/// Whether a time stands before an entry's heading.
fn states_time(entry: &Entry) -> bool {
    entry.published_at.is_some() || entry.stated_time.is_some()
}

/// Whether the lines of an entry that say who wrote it are shown, and name this author.
fn shows_byline_of(entry: &Entry, author: &str) -> bool {
    let shown = entry.revisions.first().filter(|_| !states_time(entry));
    let blocks = shown.into_iter().flat_map(|revision| &revision.blocks);
    let mut bylines = blocks.filter(|block| block.role == Role::Byline);
    bylines.any(|block| block.text.contains(author))
}

/// What is to be said of an entry besides its text: who wrote it and what happened to it.
fn facts(entry: &Entry, dress: &Dress) -> Vec<String> {
    let mut facts = Vec::new();
    if let Some(author) = &entry.author
        && !shows_byline_of(entry, author)
    {
        facts.push(author.to_string());
    }
    match entry.state {
        EntryState::Withdrawn => facts.push("withdrawn from the page".to_owned()),
        EntryState::Revised => facts.push("revised".to_owned()),
        EntryState::Current | EntryState::RolledOff => {}
    }
    if let Some(at) = entry
        .updated_at
        .filter(|at| Some(*at) != entry.published_at)
    {
        let day = |at| stamp::day(at, dress.zone);
        let same_day = entry
            .published_at
            .is_some_and(|published| day(published) == day(at));
        let at = if same_day {
            stamp::clock(at, dress.zone)
        } else {
            stamp::moment_short(at, dress.zone)
        };
        facts.push(format!("updated {at}"));
    }
    if !entry.order_certain {
        facts.push(format!("{} place uncertain", dress.glyphs.uncertain));
    }
    facts
}

/// Blocks as lines, with an empty line between those that do not belong together.
pub fn blocks(blocks: &[Block], dress: &Dress, width: usize, out: &mut Vec<Line>) {
    blocks_but(blocks, &[], dress, width, out);
}

/// What an entry's head says already when it states a time; the entry pane lists it under the times.
const TOLD_ABOVE: &[Role] = &[Role::Byline];

fn blocks_but(
    blocks: &[Block],
    left_out: &[Role],
    dress: &Dress,
    width: usize,
    out: &mut Vec<Line>,
) {
    let mut before: Option<Role> = None;
    for (i, block) in blocks.iter().enumerate() {
        if left_out.contains(&block.role) || is_named_better(blocks, i) {
            continue;
        }
        if before.is_some_and(|before| !hang_together(before, block.role)) {
            out.push(Line::blank());
        }
        before = Some(block.role);
        self::block(block, i + 1, dress, width, out);
        pictures(block, dress, width, out);
    }
}

/// A line for each picture that has no caption: that it is there, and what the page says that it shows.
fn pictures(block: &Block, dress: &Dress, width: usize, out: &mut Vec<Line>) {
    for picture in block.uncaptioned() {
        let said = match picture.words.as_str() {
            "" => "[picture]".to_owned(),
            words => format!("[picture: {words}]"),
        };
        let said = wrap::cut(&said, width, dress.glyphs.ellipsis);
        out.push(Line::of(said, Ink::Media));
    }
}

/// Whether a line of the author says nothing that another one of the entry does not say with more words or before it.
fn is_named_better(blocks: &[Block], at: usize) -> bool {
    let Some(block) = blocks.get(at).filter(|block| block.role == Role::Byline) else {
        return false;
    };
    blocks.iter().enumerate().any(|(other, by)| {
        by.role == Role::Byline
            && by.text.contains(block.text.as_str())
            && (by.text.len() > block.text.len() || other < at)
    })
}

fn hang_together(above: Role, below: Role) -> bool {
    matches!(
        (above, below),
        (Role::ListItem, Role::ListItem)
            | (Role::Quote, Role::Quote)
            | (
                Role::LeadIn,
                Role::CardTitle | Role::CardText | Role::ListItem
            )
            | (Role::CardTitle, Role::CardText | Role::CardTitle)
            | (Role::CardText, Role::CardTitle)
            | (Role::Byline, _)
    )
}

/// One block as lines. `number` says which text of the entry it is.
pub fn block(block: &Block, number: usize, dress: &Dress, width: usize, out: &mut Vec<Line>) {
    let glyphs = dress.glyphs;
    let same = |ink| Inks {
        first: ink,
        rest: ink,
        text: ink,
    };
    let text = Text {
        number,
        text: &block.text,
    };
    match block.role {
        Role::Quote => {
            let bar = format!("  {} ", glyphs.quote);
            let inks = Inks {
                first: Ink::Muted,
                rest: Ink::Muted,
                text: Ink::Quote,
            };
            paragraph(text, [&bar, &bar], inks, width, out);
        }
        Role::ListItem => {
            let bullet = format!("  {} ", glyphs.bullet);
            paragraph(
                text,
                [&bullet, &" ".repeat(wrap::width(&bullet))],
                same(Ink::Text),
                width,
                out,
            );
        }
        Role::CardTitle => {
            let sign = format!("  {} ", glyphs.card);
            let inks = Inks {
                first: Ink::Muted,
                rest: Ink::Card,
                text: Ink::CardTitle,
            };
            paragraph(
                text,
                [&sign, &" ".repeat(wrap::width(&sign))],
                inks,
                width,
                out,
            );
        }
        Role::CardText => paragraph(text, ["    ", "    "], same(Ink::Card), width, out),
        Role::Media => {
            let before = out.len();
            let captioned = block.pictures.iter().filter(|one| one.captioned);
            let (first, rest) = match captioned.count() {
                0 => ("[media: ", "        "),
                1 => ("[picture: ", "          "),
                _ => ("[pictures: ", "           "),
            };
            let room = width.saturating_sub(1);
            paragraph(text, [first, rest], same(Ink::Media), room, out);
            if let Some(last) = out[before..].last_mut() {
                *last = std::mem::take(last).and("]", Ink::Media);
            }
        }
        Role::LeadIn => paragraph(text, ["", ""], same(Ink::LeadIn), width, out),
        Role::Byline => paragraph(text, ["", ""], same(Ink::Byline), width, out),
        Role::Headline => paragraph(text, ["", ""], same(Ink::Title), width, out),
        Role::Heading => paragraph(text, ["", ""], same(Ink::Heading), width, out),
        Role::Furniture => paragraph(text, ["", ""], same(Ink::Muted), width, out),
        Role::Paragraph | Role::Standfirst | Role::Summary => {
            paragraph(text, ["", ""], same(Ink::Text), width, out)
        }
    }
}

/// A text and which text of its entry it is.
struct Text<'a> {
    number: usize,
    text: &'a str,
}

/// What the indents and the text of a paragraph are.
struct Inks {
    first: Ink,
    rest: Ink,
    text: Ink,
}

/// Wraps one text; the first line begins with the first indent, the others with the second.
fn paragraph(
    text: Text<'_>,
    mut indents: [&str; 2],
    inks: Inks,
    width: usize,
    out: &mut Vec<Line>,
) {
    let indent = wrap::width(indents[0]);
    let mut room = width.saturating_sub(indent);
    if room < 4 {
        indents = [indents[0].trim(), ""];
        room = width.saturating_sub(wrap::width(indents[0]));
    }
    for (i, range) in wrap::wrap(text.text, room).into_iter().enumerate() {
        let mut line = Line::blank();
        let (indent, ink) = if i == 0 {
            (indents[0], inks.first)
        } else {
            (indents[1], inks.rest)
        };
        if !indent.is_empty() {
            line = line.and(indent, ink);
        }
        line.piece = Some(Piece {
            text: text.number,
            start: range.start,
            span: line.spans.len(),
        });
        out.push(line.and(&text.text[range], inks.text));
    }
}

/// Some plain words as lines.
pub fn words(text: &str, ink: Ink, width: usize) -> Vec<Line> {
    wrap::wrap(text, width)
        .into_iter()
        .map(|range| Line::of(&text[range], ink))
        .collect()
}

/// How much of the texts above the entries is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Summary {
    /// All of them.
    Whole,
    /// Paragraphs of so many lines together, at least the first, and, if these are not all, these words on how to see the
    /// others: a summary as long as an article keeps no entry from the first screen.
    Within(usize, String),
    /// The first paragraph, and these words on how to see the others.
    First(String),
    /// None of the summary, only these words, and the beginnings of the other texts: on a small screen the first entry is to
    /// be seen.
    Hidden(String),
}

/// On a small screen so many lines of a text above the entries are shown.
const BEGINNING: usize = 2;

/// What stands above the entries: title, standfirst, summary, and what the blog is made of.
pub fn page(
    page: &PageText,
    made_of: &str,
    dress: &Dress,
    width: usize,
    summary: &Summary,
) -> Vec<Line> {
    let width = width.max(1);
    let roomy = matches!(summary, Summary::Whole | Summary::Within(..));
    let mut out = Vec::new();
    let mut cut = !page.summary.is_empty();
    for block in page
        .title
        .first()
        .into_iter()
        .chain(page.standfirst.first())
    {
        let ink = match block.role {
            Role::Headline => Ink::Title,
            _ => Ink::Text,
        };
        let mut lines = words(&block.text, ink, width);
        if matches!(summary, Summary::Hidden(_)) && lines.len() > BEGINNING {
            cut = true;
            lines.truncate(BEGINNING);
            if let Some(last) = lines.last_mut() {
                let text = format!("{} {}", last.text(), dress.glyphs.ellipsis);
                *last = Line::of(wrap::cut(&text, width, dress.glyphs.ellipsis), ink);
            }
        }
        out.extend(lines);
    }
    if let (Summary::Hidden(how), true) = (summary, cut) {
        let about = [made_of, how].join(&format!(" {} ", dress.glyphs.dot));
        out.extend(words(&about, Ink::Muted, width));
        out.iter_mut().for_each(|line| line.piece = None);
        out.push(Line::blank());
        return out;
    }
    out.extend(words(made_of, Ink::Muted, width));
    if roomy && !page.summary.is_empty() {
        out.push(Line::blank());
    }
    let (shown, how) = match summary {
        Summary::Whole => (page.summary.len(), ""),
        Summary::Within(lines, how) => {
            let shown = within(&page.summary, *lines, dress, width);
            (shown, how.as_str())
        }
        Summary::First(how) => (page.summary.len().min(1), how.as_str()),
        Summary::Hidden(_) => (0, ""),
    };
    if shown > 0 {
        out.push(Line::of("Summary", Ink::Byline));
    }
    // Only the summary is a text of the blog whose names are marked.
    out.iter_mut().for_each(|line| line.piece = None);
    blocks(&page.summary[..shown], dress, width, &mut out);
    let hidden = page.summary.len() - shown;
    if hidden > 0 {
        let what = "more of the summary";
        let more = format!("{} {hidden} {what}; {how}", dress.glyphs.ellipsis);
        out.extend(words(&more, Ink::Muted, width));
    }
    out.push(Line::blank());
    out
}

/// How many of the paragraphs take no more than so many lines together; the first is always one of them.
fn within(summary: &[Block], lines: usize, dress: &Dress, width: usize) -> usize {
    let fits = |count: &usize| {
        let mut out = Vec::new();
        blocks(&summary[..*count], dress, width, &mut out);
        out.len() <= lines
    };
    // Each has a line at least, so that few are wrapped, however many there are.
    let fitting = (2..=summary.len()).take_while(fits).count();
    summary.len().min(1 + fitting)
}

/// The line between two days.
pub fn day(day: Date, dress: &Dress, width: usize) -> Line {
    let sign = dress.glyphs.day;
    Line::of(
        wrap::cut(
            &format!("{sign} {} {sign}", stamp::day_name(day)),
            width,
            dress.glyphs.ellipsis,
        ),
        Ink::Day,
    )
}

/// The line between what came in since the last visit and what was there.
pub fn boundary(at: Timestamp, order: Order, dress: &Dress, width: usize) -> Line {
    let sign = dress.glyphs.toward_newest(order);
    let text = format!(
        "{sign} new since you left, {} {sign}",
        stamp::moment(at, dress.zone)
    );
    Line::of(wrap::cut(&text, width, dress.glyphs.ellipsis), Ink::Notice)
}

/// The line that says that entries may be missing.
pub fn gap(order: Order, dress: &Dress, width: usize) -> Line {
    let sign = dress.glyphs.gap;
    let below = match order {
        Order::Newest => "earlier",
        Order::Oldest => "later",
    };
    let text = format!("{sign} {below} snapshot; updates in between may be missing {sign}");
    let short = format!("{sign} updates may be missing {sign}");
    let text = if wrap::width(&text) <= width {
        text
    } else {
        short
    };
    Line::of(wrap::cut(&text, width, dress.glyphs.ellipsis), Ink::Gap)
}
