//! Making cells of what was written down: which tone an ink has, and where a line ends.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;
use ratatui::style::Modifier;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use crate::app::ink::Ink;
use crate::engine::names::Kind;
use crate::ui::script::Part;
use crate::ui::script::Row;
use crate::ui::script::Step;
use crate::ui::theme::Theme;
use crate::ui::tone::Tone;

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

/// Draws a row of the screen into a buffer that has no such row yet, or an empty one.
pub fn row(buffer: &mut Buffer, y: u16, row: &Row, theme: &Theme) {
    let area = buffer.area;
    buffer.set_style(Rect::new(area.x, y, area.width, 1), background(theme));
    draw(buffer, y, row.steps(), theme);
}

/// Draws some columns of a row anew.
pub fn part(buffer: &mut Buffer, y: u16, part: Part<'_>, theme: &Theme) {
    let rect = Rect::new(part.x, y, part.end.saturating_sub(part.x), 1).intersection(buffer.area);
    let ground = background(theme);
    for x in rect.left()..rect.right() {
        let cell = &mut buffer[(x, y)];
        cell.reset();
        cell.set_style(ground);
    }
    draw(buffer, y, part.steps(), theme);
}

fn draw<'a>(
    buffer: &mut Buffer,
    y: u16,
    steps: impl Iterator<Item = (Step, &'a str)>,
    theme: &Theme,
) {
    let area = buffer.area;
    let ground = background(theme);
    let (mut x, mut edge) = (area.x, area.x);
    for (step, written) in steps {
        match step {
            Step::Go { x: to, end } => (x, edge) = (to, end.min(area.right())),
            Step::Write { ink, .. } if x < edge => {
                // On a filled ground it keeps the background alone: what is muted there must not mute a key.
                let own = style(ink, theme);
                let sub_modifier = Modifier::all().difference(own.add_modifier);
                let own = Style {
                    sub_modifier,
                    ..own
                };
                x = text(buffer, (x, y), edge, written, own);
            }
            Step::Write { .. } => {}
            Step::Under { x, end, ink } => {
                let rect = Rect::new(x, y, end.saturating_sub(x), 1).intersection(area);
                buffer.set_style(rect, laid_under(theme.style(tone(ink))));
            }
            Step::Fill { x, end, ink } => {
                let rect = Rect::new(x, y, end.saturating_sub(x), 1).intersection(area);
                for position in rect.positions() {
                    buffer[position].reset();
                }
                buffer.set_style(rect, ground.patch(theme.style(tone(ink))));
            }
        }
    }
}

/// Writes a text from a cell up to a column; answers where it ended. Plain letters, which are most of all text, are set one
/// by one; only the rest is divided into what takes one cell or two.
fn text(buffer: &mut Buffer, (mut x, y): (u16, u16), end: u16, text: &str, style: Style) -> u16 {
    let mut rest = text;
    while !rest.is_empty() && x < end {
        let (plain, after) = rest.split_at(plain(rest));
        for byte in plain.bytes().take(usize::from(end - x)) {
            buffer[(x, y)].set_char(char::from(byte)).set_style(style);
            x += 1;
        }
        let (other, after) = after.split_at(other(after));
        if !other.is_empty() && x < end {
            let begun = x;
            (x, _) = buffer.set_stringn(x, y, other, usize::from(end - x), style);
            if x + 1 == end && usize::from(x - begun) < other.width() {
                // Something wide has no room any more; nothing after it may take its place.
                return x;
            }
        }
        rest = after;
    }
    x
}

/// How many bytes at the start of a text are plain letters that nothing after them joins.
fn plain(text: &str) -> usize {
    let letters = text
        .bytes()
        .take_while(|byte| (b' '..0x7f).contains(byte))
        .count();
    match text.as_bytes().get(letters) {
        Some(next) if !next.is_ascii() => letters.saturating_sub(1),
        _ => letters,
    }
}

/// How many bytes at the start of a text are to be divided before plain letters come again.
fn other(text: &str) -> usize {
    let mut at = 0;
    while at < text.len() && plain(&text[at..]) == 0 {
        at += text[at..].chars().next().map_or(1, char::len_utf8);
    }
    at
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

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..Default::default() })]
        #[test]
        fn plain_letters_come_out_as_all_text_does(
            words in proptest::collection::vec(proptest::sample::select(&[
                "bridge ", "“quay” ", "é", "e\u{301}x", "港湾", "👩‍👩‍👧 ", "a\u{200d}b", "ß", "x",
            ][..]), 0..12),
            width in 1u16..30,
        ) {
            let written: String = words.concat();
            let style = Style::new().add_modifier(ratatui::style::Modifier::BOLD);
            let area = Rect::new(0, 0, width, 1);
            let (mut fast, mut whole) = (Buffer::empty(area), Buffer::empty(area));
            text(&mut fast, (0, 0), width, &written, style);
            whole.set_stringn(0, 0, &written, usize::from(width), style);
            proptest::prop_assert_eq!(fast, whole, "{:?}", written);
        }
    }
}
