//! The pictures of an entry, one at a time over the panes: what each is, and its points once they are here.
//! Nothing is asked for by itself; how points come onto the screen is the terminal's business.

use std::collections::HashSet;
use std::sync::Arc;

use crate::app::compose;
use crate::app::geometry::Area;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::app::stamp;
use crate::app::stamp::Zone;
use crate::app::wrap;
use crate::engine::model::Block;
use crate::engine::model::Entry;
use crate::engine::picture::Raster;
use crate::engine::text::SafeText;

use jiff::Timestamp;

/// A caption takes so many rows at most while the picture is shown.
const CAPTION: usize = 3;

/// How the person wants pictures to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Pictures {
    /// As well as the terminal can.
    #[default]
    Auto,
    /// By blocks of two colours.
    Blocks,
    /// By the graphics protocol of kitty.
    Kitty,
    /// Not at all.
    Off,
}

impl Pictures {
    /// Every way and its name in the settings.
    pub const NAMES: &[(Self, &str)] = &[
        (Self::Auto, "auto"),
        (Self::Blocks, "blocks"),
        (Self::Kitty, "kitty"),
        (Self::Off, "off"),
    ];
}

/// How pictures are drawn here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Drawn {
    /// By blocks of two colours.
    Blocks,
    /// By the graphics protocol of kitty.
    Kitty,
    /// Not, for this reason.
    Not(&'static str),
}

/// A picture of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its address.
    pub url: SafeText,
    /// Its caption, or else what the page says that it shows; often empty.
    pub caption: SafeText,
}

impl Shown {
    /// The pictures of the text of an entry that is shown, in order, each once.
    pub fn in_entry(entry: &Entry) -> Vec<Self> {
        let mut out: Vec<Self> = shown(entry).flat_map(of_block).collect();
        let mut seen = HashSet::new();
        out.retain(|one| seen.insert(one.url.clone()));
        out
    }

    /// Whether there are any.
    pub fn are_in(entry: &Entry) -> bool {
        shown(entry).any(|block| !block.pictures.is_empty())
    }

    /// Where it is, in few words: the host, or that the page holds it.
    pub fn place(&self) -> &str {
        let rest = self.url.split_once("://").map(|(_, rest)| rest);
        rest.and_then(|rest| rest.split('/').next())
            .unwrap_or("in the page")
    }

    /// Whether it has an address that a browser can open.
    pub fn is_of_web(&self) -> bool {
        self.url.starts_with("http")
    }
}

/// What is said while a picture is on its way.
fn coming(shown: &Shown, ellipsis: &str) -> String {
    match shown.is_of_web() {
        true => format!("Asking {} for the picture{ellipsis}", shown.place()),
        false => format!("Reading the picture{ellipsis}"),
    }
}

/// The texts of an entry as it is shown.
fn shown(entry: &Entry) -> impl Iterator<Item = &Block> {
    let shown = entry.revisions.first().into_iter();
    shown.flat_map(|shown| shown.heading.iter().chain(&shown.blocks))
}

fn of_block(block: &Block) -> impl Iterator<Item = Shown> {
    block.pictures.iter().map(move |picture| Shown {
        url: picture.url.clone(),
        caption: if picture.captioned {
            block.text.clone()
        } else {
            picture.words.clone()
        },
    })
}

/// What is known of the picture at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Look {
    /// It is not drawn here, and was not asked for.
    Words(&'static str),
    /// It was asked for.
    Coming,
    /// It is here; with when it was fetched, if it was not just now.
    Here(Arc<Raster>, Option<Timestamp>),
    /// It did not come, or cannot be drawn.
    Failed(SafeText),
}

/// The pictures of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gallery {
    /// All of them; never empty.
    pub pictures: Vec<Shown>,
    /// Which one is at hand.
    pub at: usize,
    /// What is known of it.
    pub look: Look,
    /// The ticket of the request for it.
    pub ticket: u64,
    /// The line above it, on the left and on the right.
    pub head: (Line, Line),
    /// What stands in place of the picture.
    pub said: Vec<Line>,
    /// What stands below it.
    pub below: Vec<Line>,
    /// Where the picture is drawn.
    pub place: Area,
}

impl Gallery {
    /// The pictures, of which none was looked at yet.
    pub fn new(pictures: Vec<Shown>) -> Self {
        Self {
            pictures,
            at: 0,
            look: Look::Words(""),
            ticket: 0,
            head: (Line::blank(), Line::blank()),
            said: Vec::new(),
            below: Vec::new(),
            place: Area::default(),
        }
    }

    /// The one at hand.
    pub fn shown(&self) -> Option<&Shown> {
        self.pictures.get(self.at)
    }

    /// The points to be drawn, and where.
    pub fn drawn(&self) -> Option<(&Arc<Raster>, Area)> {
        match &self.look {
            Look::Here(raster, _) if self.place.width > 0 && self.place.height > 0 => {
                Some((raster, self.place))
            }
            _ => None,
        }
    }

    /// Builds the lines for an area. `keys` ask again and open the browser.
    pub fn show(
        &mut self,
        area: Area,
        (zone, focus, ellipsis): (Zone, &str, &str),
        [again, browse]: [String; 2],
    ) {
        let Some(shown) = self.pictures.get(self.at).cloned() else {
            return;
        };
        let width = usize::from(area.width).saturating_sub(2).max(1);
        let title = match self.pictures.len() {
            1 => "Picture".to_owned(),
            all => format!("Picture {} of {all}", self.at + 1),
        };
        let title = wrap::cut(&title, width, ellipsis);
        let facts = self.facts(&shown, zone, width.saturating_sub(wrap::width(&title) + 3));
        self.head = (
            Line::of(format!("{focus} {title}"), Ink::Focus),
            Line::of(format!("{facts} "), Ink::Muted),
        );
        let caption = match shown.caption.as_str() {
            "" => compose::words("The page says nothing of this picture.", Ink::Muted, width),
            caption => compose::words(caption, Ink::Media, width),
        };
        let there = match shown.is_of_web() {
            true => format!("{browse} opens it in the browser."),
            false => String::new(),
        };
        let said = match &self.look {
            Look::Coming => Some((coming(&shown, ellipsis), Ink::Muted)),
            Look::Words(why) => Some((format!("Not drawn: {why}. {there}"), Ink::Muted)),
            Look::Failed(why) => Some((
                format!("Not shown: {why}. {again} asks again. {there}"),
                Ink::Error,
            )),
            Look::Here(..) => None,
        };
        self.said = said.map_or_else(Vec::new, |(text, ink)| compose::words(&text, ink, width));
        let body = usize::from(area.height).saturating_sub(1);
        let most = match self.look {
            Look::Here(..) => CAPTION.min((body / 4).max(1)),
            _ => body.saturating_sub(self.said.len()),
        };
        let cut = caption.len() > most;
        self.below = caption.into_iter().take(most).collect();
        if let Some(last) = self.below.last_mut().filter(|_| cut) {
            let text = wrap::cut(&format!("{}{ellipsis}", last.text()), width, ellipsis);
            let ink = last.spans.first().map_or(Ink::Media, |span| span.ink);
            *last = Line::of(text, ink);
        }
        let (_, rest) = area.split_top(1);
        let rows = u16::try_from(self.below.len()).unwrap_or(u16::MAX);
        self.place = rest.split_bottom(rows).0;
    }

    /// What is to be said beside the title, as far as there is room.
    fn facts(&self, shown: &Shown, zone: Zone, room: usize) -> String {
        let mut facts = vec![shown.place().to_owned()];
        if let Look::Here(raster, at) = &self.look {
            let (columns, rows) = raster.full();
            facts.insert(0, format!("{columns}×{rows}"));
            let kept = at.map(|at| format!("kept {}", stamp::moment_short(at, zone)));
            facts.extend(kept);
        }
        while wrap::width(&facts.join(", ")) > room && facts.pop().is_some() {}
        facts.join(", ")
    }
}
