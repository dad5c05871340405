//! What marks state against what was inferred from the lines: where entries begin, what is a heading, a quotation, a caption or a
//! card, and where links lead.

use std::collections::HashMap;
use std::ops::Range;

use url::Url;

use crate::engine::model::Cut;
use crate::engine::model::Form;
use crate::engine::model::Link;
use crate::engine::model::Picture;
use crate::engine::model::Piece;
use crate::engine::model::Role;
use crate::engine::model::Stamp;
use crate::engine::parse::markdown::header::Header;
use crate::engine::parse::markdown::told::Kind;
use crate::engine::parse::markdown::told::NAMELESS;
use crate::engine::parse::markdown::told::Told;
use crate::engine::parse::page::anchor;
use crate::engine::segment::Segmented;
use crate::engine::text::SafeText;
use crate::engine::text::words;

/// Fewer headings of one level do not tell where entries begin.
const FEWEST: usize = 2;

/// Puts right what the marks state, and puts in what the reader of texts was not given.
pub(super) fn settle(
    segmented: Segmented,
    told: &[Told],
    header: &Header,
    url: Option<&str>,
) -> Segmented {
    let Segmented {
        mut form,
        mut pieces,
        stated_at,
        glued,
    } = segmented;
    let places = Places::of(told);
    if let Some(headings) = Headings::of(&pieces, &places)
        && match form {
            Form::Timed => headings.are_as_many(&pieces),
            _ => headings.are_many(&pieces),
        }
    {
        if form != Form::Timed {
            form = Form::Native;
        }
        by_headings(&mut pieces, &places, &headings);
    }
    roles(&mut pieces, &places);
    let page = url.and_then(|url| Url::parse(url).ok());
    links(&mut pieces, &places, page.as_ref());
    pictures(&mut pieces, told, page.as_ref());
    put_in(&mut pieces, told, header);
    Segmented {
        form,
        pieces,
        stated_at,
        glued,
    }
}

/// The paragraphs by line and part.
struct Places<'t>(HashMap<(u32, u16), &'t Told>);

impl<'t> Places<'t> {
    fn of(told: &'t [Told]) -> Self {
        let text = told.iter().filter(|told| told.kind == Kind::Text);
        Self(text.map(|told| ((told.line, told.part), told)).collect())
    }

    /// The paragraph that a piece is, or is a part of.
    fn get(&self, piece: &Piece) -> Option<&'t Told> {
        let whole = (piece.line, piece.part / 64 * 64);
        self.0.get(&whole).copied()
    }

    fn level(&self, piece: &Piece) -> u8 {
        let is_text = piece.role != Role::Furniture;
        self.get(piece)
            .filter(|_| is_text)
            .map_or(0, |told| told.level)
    }
}

/// The headings, each with the number of its piece.
struct Headings {
    all: Vec<Heading>,
    /// The level of those that begin entries.
    level: u8,
}

struct Heading {
    at: usize,
    level: u8,
    /// Whether running text stands below it, before the next one.
    has_text: bool,
    is_link: bool,
}

/// A paragraph of so many words is running text.
const RUNNING: usize = 5;

impl Headings {
    /// The headings below the title, and the level that most of those with text have.
    fn of(pieces: &[Piece], places: &Places<'_>) -> Option<Self> {
        let level = |piece: &Piece| places.level(piece);
        let top = pieces.iter().position(|piece| level(piece) == 1);
        let mut all: Vec<Heading> = Vec::new();
        for (at, piece) in pieces.iter().enumerate() {
            let told = places.get(piece);
            let is_link = told.is_some_and(Told::is_link);
            let repeats = top.is_some_and(|top| pieces[top].text == piece.text);
            if level(piece) > 0 && !repeats {
                all.push(Heading {
                    at,
                    level: level(piece),
                    has_text: false,
                    is_link,
                });
            } else if piece.role != Role::Furniture
                && !is_link
                && words::count(&piece.text) >= RUNNING
                && let Some(last) = all.last_mut()
            {
                last.has_text = true;
            }
        }
        let mut counts = [0_usize; 7];
        let telling = all.iter().filter(|heading| heading.has_text);
        telling.for_each(|heading| counts[usize::from(heading.level.min(6))] += 1);
        let level = (1..=6_u8).max_by_key(|level| (counts[usize::from(*level)], 7 - level))?;
        let own = |heading: &&Heading| heading.level == level && heading.has_text;
        let links = all.iter().filter(own).filter(|heading| heading.is_link);
        let are_links = links.count() * 2 > counts[usize::from(level)];
        // Links among headings that are none, and links without a text, lead to other pages.
        all.retain(|heading| !heading.is_link || are_links && heading.has_text);
        (counts[usize::from(level)] >= FEWEST).then_some(Self { all, level })
    }

    /// Whether there is about one for each entry that was found by its time.
    fn are_as_many(&self, pieces: &[Piece]) -> bool {
        let begins = |piece: &&Piece| piece.cut == Cut::Certain;
        let entries = pieces.iter().filter(begins).count();
        let own = |heading: &&Heading| heading.level == self.level;
        let count = self.all.iter().filter(own).count();
        count * 10 >= entries * 8 && count * 10 <= entries * 15
    }

    /// Whether it is likely that every entry has one: where few have, as much stands below each as below several entries.
    fn are_many(&self, pieces: &[Piece]) -> bool {
        /// Entries have fewer paragraphs than this in the middle.
        const LONG: usize = 10;
        let starts = self.starts();
        let Some(first) = starts.first() else {
            return false;
        };
        let text = pieces[*first..].iter().filter(|piece| piece.role.is_body());
        text.count() < LONG * starts.len()
    }

    /// The pieces at which entries begin: the headings of the level, and those above it that stand among them.
    fn starts(&self) -> Vec<usize> {
        let own = |heading: &Heading| heading.level == self.level;
        let first = self.all.iter().position(own).unwrap_or(self.all.len());
        let last = self
            .all
            .iter()
            .rposition(|heading| own(heading) && heading.has_text);
        let last = last.map_or(0, |last| last + 1);
        let among = self.all[first.min(last)..last].iter();
        let begins =
            |heading: &&Heading| own(heading) || heading.level < self.level && heading.has_text;
        among.filter(begins).map(|heading| heading.at).collect()
    }
}

/// Lets an entry begin at each heading, or at the line above that states its time.
fn by_headings(pieces: &mut [Piece], places: &Places<'_>, headings: &Headings) {
    let top = pieces.iter().position(|piece| places.level(piece) == 1);
    let mut starts = headings.starts();
    let Some(start) = starts.first().copied() else {
        return;
    };
    let headings = starts.clone();
    let above = |at: usize| {
        let lines = (0..at).rev();
        let lines = lines.filter(|at| pieces[*at].role != Role::Furniture);
        let stamped =
            |at: &usize| pieces[*at].stamp.is_some() && headings.binary_search(at).is_err();
        let lines: Vec<usize> = lines.take(BYLINES).take_while(stamped).collect();
        let timed = lines.iter().find(|at| states_time(&pieces[**at]));
        timed.or(lines.first()).copied()
    };
    let stamped: Vec<Option<usize>> = starts.iter().map(|at| above(*at)).collect();
    // The first heading tells whether times stand above: below the last entry none is left over.
    let is_above = stamped.first().is_some_and(Option::is_some)
        && stamped.iter().flatten().count() * 10 >= starts.len() * 6;
    if is_above {
        for (start, stamped) in starts.iter_mut().zip(&stamped) {
            *start = stamped.unwrap_or(*start);
        }
    }
    let start = starts.first().copied().unwrap_or(start);
    for (at, piece) in pieces.iter_mut().enumerate() {
        let begins = starts.binary_search(&at).is_ok();
        piece.cut = if begins { Cut::Certain } else { Cut::Never };
        if headings.binary_search(&at).is_ok() {
            decide(piece, Role::Heading, "heading mark");
        } else if Some(at) == top {
            decide(piece, Role::Headline, "heading mark of the first level");
        } else if at < start {
            if !matches!(
                piece.role,
                Role::Furniture | Role::Standfirst | Role::Media | Role::Byline | Role::Headline
            ) {
                decide(piece, Role::Summary, "above the first heading mark");
            }
        } else if matches!(
            piece.role,
            Role::Heading | Role::Headline | Role::Standfirst | Role::Summary
        ) {
            decide(piece, Role::Paragraph, "below a heading mark");
        }
    }
}

/// An entry begins with so many lines of times and authors at most.
const BYLINES: usize = 3;

fn states_time(piece: &Piece) -> bool {
    let states =
        |stamp: &Stamp| stamp.minutes.is_some() || stamp.instant.is_some() || stamp.ago.is_some();
    piece.stamp.as_ref().is_some_and(states)
}

fn decide(piece: &mut Piece, role: Role, why: &str) {
    if piece.role != role {
        piece.role = role;
        why.clone_into(&mut piece.why);
    }
}

/// Quotations, captions and related articles.
fn roles(pieces: &mut [Piece], places: &Places<'_>) {
    let mut is_inside = false;
    let mut undone = false;
    for piece in pieces {
        // What was taken for the text of a card that is none.
        let is_card_text = piece.role == Role::CardText && undone;
        undone = is_card_text || undone && piece.role == Role::Furniture;
        is_inside |= piece.cut == Cut::Certain;
        let Some(told) = places.get(piece) else {
            continue;
        };
        let is_text = matches!(
            piece.role,
            Role::Paragraph | Role::CardTitle | Role::CardText | Role::LeadIn
        );
        if told.quote
            && matches!(
                piece.role,
                Role::Paragraph | Role::CardTitle | Role::CardText
            )
        {
            decide(piece, Role::Quote, "quotation mark");
        } else if told.caption
            && matches!(
                piece.role,
                Role::Paragraph | Role::Summary | Role::CardTitle | Role::CardText
            )
        {
            decide(piece, Role::Media, "below a picture");
        } else if told.bullet && is_text && piece.role != Role::LeadIn && !told.is_link() {
            decide(piece, Role::ListItem, "list mark");
        } else if is_inside
            && piece.role == Role::Paragraph
            && !told.bullet
            && told.level == 0
            && told.is_link()
        {
            decide(piece, Role::CardTitle, "a link as a whole");
        } else if piece.role == Role::CardTitle && !told.is_link() && told.links.is_empty() {
            decide(piece, Role::Paragraph, "no link");
            undone = true;
        } else if is_card_text {
            decide(piece, Role::Paragraph, "no link");
        }
    }
}

/// Gives each piece its links.
fn links(pieces: &mut [Piece], places: &Places<'_>, page: Option<&Url>) {
    for piece in pieces {
        let Some(told) = places.get(piece).filter(|told| !told.links.is_empty()) else {
            continue;
        };
        let Some(offset) = told.text.find(&*piece.text) else {
            continue;
        };
        let end = offset + piece.text.len();
        for (range, to) in &told.links {
            let inside = range.start.max(offset)..range.end.min(end);
            if inside.start >= inside.end || !anchor::is_kept(to) {
                continue;
            }
            let own = inside.start - offset..inside.end - offset;
            if let Some(link) = link(&piece.text, own, to, page) {
                piece.links.push(link);
            }
        }
    }
}

fn link(text: &str, range: Range<usize>, to: &str, page: Option<&Url>) -> Option<Link> {
    text.get(range.clone())
        .filter(|text| !text.trim().is_empty())?;
    Some(Link {
        start: u32::try_from(range.start).ok()?,
        end: u32::try_from(range.end).ok()?,
        url: anchor::address(to, page)?,
    })
}

/// Gives each picture to its caption, else to the text above it.
fn pictures(pieces: &mut [Piece], told: &[Told], page: Option<&Url>) {
    let is_text = |at: &usize| !matches!(pieces[*at].role, Role::Furniture | Role::Byline);
    let texts: Vec<usize> = (0..pieces.len()).filter(is_text).collect();
    // From below, so that the next text is at hand.
    let mut below: Option<&Told> = None;
    let mut found: Vec<(usize, Picture)> = Vec::new();
    for one in told.iter().rev() {
        match one.kind {
            Kind::Text => below = Some(one),
            Kind::Mark => {}
            Kind::Picture => {
                let Some(url) = address(&one.picture, page) else {
                    continue;
                };
                let caption = below.filter(|below| below.caption);
                let its = caption.and_then(|caption| {
                    let at = pieces.partition_point(|piece| piece.line < caption.line);
                    (pieces.get(at)?.line == caption.line).then_some(at)
                });
                let above = || {
                    let above = texts.partition_point(|at| pieces[*at].line <= one.line);
                    texts[..above].last().copied()
                };
                let words = match &*one.text {
                    NAMELESS => SafeText::default(),
                    _ => one.text.clone(),
                };
                let captioned = caption.is_some();
                found.extend(its.or_else(above).map(|place| {
                    let picture = Picture {
                        url,
                        words,
                        captioned,
                    };
                    (place, picture)
                }));
            }
        }
    }
    for (place, picture) in found.into_iter().rev() {
        pieces[place].pictures.push(picture);
    }
}

/// The address of a picture that can be shown.
fn address(to: &str, page: Option<&Url>) -> Option<SafeText> {
    let may = anchor::is_kept(to) && !to.ends_with(".svg");
    may.then(|| anchor::address(to, page)).flatten()
}

/// Puts the lines in that are no text of the page: pictures without a caption, rows of signs, the header.
fn put_in(pieces: &mut Vec<Piece>, told: &[Told], header: &Header) {
    let fields = header.lines.iter();
    let fields = fields.filter(|(line, _)| !pieces.iter().any(|piece| piece.line == *line));
    let fields = fields.map(|(line, text)| set_aside(*line, 0, text, "header of the converter"));
    let marks = told.iter().filter_map(|told| {
        let why = match told.kind {
            Kind::Text => return None,
            Kind::Picture => "picture",
            Kind::Mark if told.is_link() => "navigation",
            Kind::Mark => "no text",
        };
        Some(set_aside(told.line, told.part, &told.text, why))
    });
    let new: Vec<Piece> = fields.chain(marks).collect();
    for piece in &mut *pieces {
        if let Some(role) = header.role(piece.line) {
            decide(piece, role, "header of the converter");
            piece.cut = Cut::Never;
        }
    }
    pieces.extend(new);
    pieces.sort_by_key(|piece| (piece.line, piece.part));
}

fn set_aside(line: u32, part: u16, text: &SafeText, why: &str) -> Piece {
    Piece::new(line, part, Role::Furniture, text.clone(), why)
}
