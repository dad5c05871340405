//! How what is drawn looks: which tone an ink has, and what becomes of a cell that it is laid on.
//! Every look has a number, so that cells are few bytes and are compared as numbers.

use ratatui::style::Color;
use ratatui::style::Modifier;
use ratatui::style::Style;

use crate::app::ink::Ink;
use crate::engine::names::Kind;
use crate::ui::cell::LOOKS;
use crate::ui::theme::Theme;
use crate::ui::tone::Tone;

/// The number of the looks of a terminal that was told nothing.
pub(crate) const BARE: u32 = 0;

/// How a cell looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Look {
    pub(crate) fg: Color,
    pub(crate) bg: Color,
    pub(crate) modifier: Modifier,
}

impl Look {
    const BARE: Self = Self {
        fg: Color::Reset,
        bg: Color::Reset,
        modifier: Modifier::empty(),
    };

    /// This look with a style laid on it.
    fn with(self, style: Style) -> Self {
        Self {
            fg: style.fg.unwrap_or(self.fg),
            bg: style.bg.unwrap_or(self.bg),
            modifier: (self.modifier | style.add_modifier) - style.sub_modifier,
        }
    }
}

/// How an ink comes onto cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Laid {
    /// Text of this ink is written on them.
    Written,
    /// It is laid under what stands in them.
    Under,
    /// They are emptied and filled with it.
    Filled,
}

/// All looks that a theme has, by number.
#[derive(Debug)]
pub(crate) struct Looks {
    theme: Theme,
    looks: Vec<Look>,
    ground: u32,
    /// What becomes of cells: one row for each look and way of laying, one number for each ink, or none yet.
    known: Vec<[Vec<Option<u32>>; 3]>,
}

impl Looks {
    /// The looks of a theme.
    pub(crate) fn new(theme: Theme) -> Self {
        let mut looks = Self {
            theme,
            looks: vec![Look::BARE],
            ground: BARE,
            known: Vec::new(),
        };
        looks.ground = looks.number(Look::BARE.with(background(&looks.theme)));
        looks
    }

    /// The theme.
    pub(crate) fn theme(&self) -> &Theme {
        &self.theme
    }

    /// Whether so many have numbers that it is time to begin anew.
    pub(crate) fn is_full(&self) -> bool {
        self.looks.len() > LOOKS as usize / 2
    }

    /// The number of the looks of an empty cell.
    pub(crate) fn ground(&self) -> u32 {
        self.ground
    }

    /// A look by its number.
    pub(crate) fn of(&self, number: u32) -> Look {
        let look = self.looks.get(number as usize);
        look.copied().unwrap_or(Look::BARE)
    }

    /// The number of the looks that a cell has once an ink is laid on it.
    pub(crate) fn laid(&mut self, on: u32, ink: Ink, how: Laid) -> u32 {
        let (row, column) = (on as usize, place(ink));
        let known = self.known.get(row).map(|ways| &ways[how as usize]);
        if let Some(Some(number)) = known.and_then(|inks| inks.get(column)) {
            return *number;
        }
        let number = self.number(self.look(on, ink, how));
        if self.known.len() <= row {
            self.known.resize_with(row + 1, Default::default);
        }
        let inks = &mut self.known[row][how as usize];
        if inks.len() <= column {
            inks.resize(column + 1, None);
        }
        inks[column] = Some(number);
        number
    }

    fn look(&self, on: u32, ink: Ink, how: Laid) -> Look {
        match how {
            Laid::Written => {
                // On a filled ground it keeps the background alone: what is muted there must not mute a key.
                let own = style(ink, &self.theme);
                let sub_modifier = Modifier::all().difference(own.add_modifier);
                self.of(on).with(Style {
                    sub_modifier,
                    ..own
                })
            }
            Laid::Under => self.of(on).with(laid_under(self.theme.style(tone(ink)))),
            Laid::Filled => {
                let ground = background(&self.theme);
                Look::BARE.with(ground.patch(self.theme.style(tone(ink))))
            }
        }
    }

    fn number(&mut self, look: Look) -> u32 {
        let at = self.looks.iter().position(|known| *known == look);
        let at = at.unwrap_or_else(|| {
            self.looks.push(look);
            self.looks.len() - 1
        });
        let number = u32::try_from(at).ok().filter(|number| *number < LOOKS);
        number.unwrap_or(BARE)
    }
}

/// A small number for each ink.
fn place(ink: Ink) -> usize {
    match ink {
        Ink::Named(kind, ground) => Tone::ALL.len() + ground as usize * 8 + kind as usize,
        plain => tone(plain) as usize,
    }
}

/// The tone of an ink.
pub(crate) fn tone(ink: Ink) -> Tone {
    match ink {
        Ink::Text => Tone::Text,
        Ink::Muted => Tone::Muted,
        Ink::Title => Tone::Title,
        Ink::Heading => Tone::Heading,
        Ink::Byline => Tone::Byline,
        Ink::Quote => Tone::Quote,
        Ink::Card => Tone::Card,
        Ink::CardTitle => Tone::CardTitle,
        Ink::Media => Tone::Media,
        Ink::LeadIn => Tone::LeadIn,
        Ink::Rule => Tone::Border,
        Ink::Focus => Tone::BorderFocus,
        Ink::Selection => Tone::Selection,
        Ink::Status => Tone::Status,
        Ink::Notice => Tone::Notice,
        Ink::Error => Tone::Error,
        Ink::Key => Tone::Key,
        Ink::Gap => Tone::Gap,
        Ink::Day => Tone::Day,
        Ink::Unread => Tone::EntryUnread,
        Ink::Changed => Tone::EntryChanged,
        Ink::Bookmarked => Tone::EntryBookmarked,
        Ink::Withdrawn => Tone::EntryWithdrawn,
        Ink::Hit => Tone::SearchHit,
        Ink::HitCurrent => Tone::SearchCurrent,
        Ink::Added => Tone::Added,
        Ink::AddedFact => Tone::AddedFact,
        Ink::Removed => Tone::Removed,
        Ink::RemovedFact => Tone::RemovedFact,
        Ink::Named(Kind::Person, _) => Tone::EntityPerson,
        Ink::Named(Kind::Place, _) => Tone::EntityPlace,
        Ink::Named(Kind::Organisation, _) => Tone::EntityOrganisation,
        Ink::Sample => Tone::Sample,
    }
}

/// The looks of an ink. A name has the colour of its kind; the mark of its kind (bold, italic, underline) is turned round
/// against the text it stands in, so that it shows in headings and quotes too.
pub(crate) fn style(ink: Ink, theme: &Theme) -> Style {
    let own = theme.style(tone(ink));
    let Ink::Named(_, ground) = ink else {
        return own;
    };
    let around = theme.style(tone(ground.ink()));
    let marks = around.add_modifier.symmetric_difference(own.add_modifier);
    Style {
        add_modifier: marks,
        ..around.patch(own)
    }
}

/// A style as it lies under what is written already. Where it turns colours round, it is one bar of one colour: the colours
/// of names would else be patches in it.
fn laid_under(style: Style) -> Style {
    if style.add_modifier.contains(Modifier::REVERSED) {
        return Style {
            fg: style.fg.or(Some(Color::Reset)),
            bg: style.bg.or(Some(Color::Reset)),
            sub_modifier: Modifier::DIM,
            ..style
        };
    }
    style
}

fn background(theme: &Theme) -> Style {
    Style {
        bg: theme.style(Tone::Text).bg,
        ..Style::new()
    }
}
