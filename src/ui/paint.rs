//! Copying prepared lines into cells: which tone an ink has, and where a line ends.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use crate::app::Area;
use crate::app::ink::Ink;
use crate::app::ink::Line;
use crate::engine::names::Kind;
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

/// Writes a line into a row of an area, cut at its edge.
pub(crate) fn line(buffer: &mut Buffer, area: Area, row: u16, line: &Line, theme: &Theme) {
    if row >= area.height {
        return;
    }
    let y = area.y + row;
    let end = area.x + area.width;
    let mut x = area.x;
    for span in &line.spans {
        if x >= end {
            break;
        }
        let style = style(span.ink, theme);
        x = text(buffer, (x, y), end, &span.text, style);
    }
    if let Some(ink) = line.fill {
        buffer.set_style(Rect::new(area.x, y, area.width, 1), theme.style(tone(ink)));
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

/// Writes a line at the right end of the first row of an area.
pub(crate) fn line_right(buffer: &mut Buffer, area: Area, text: &Line, theme: &Theme) {
    let width = u16::try_from(text.text().width())
        .unwrap_or(u16::MAX)
        .min(area.width);
    let (_, right) = area.split_left(area.width - width);
    line(buffer, right, 0, text, theme);
}

/// Gives every cell the background of running text; what is drawn later keeps it unless its tone has one of its own.
pub(crate) fn ground(buffer: &mut Buffer, theme: &Theme) {
    buffer.set_style(buffer.area, background(theme));
}

/// Gives a whole area one tone and no text.
pub(crate) fn fill(buffer: &mut Buffer, area: Area, ink: Ink, theme: &Theme) {
    let rect = Rect::new(area.x, area.y, area.width, area.height);
    for position in rect.positions() {
        buffer[position].reset();
    }
    buffer.set_style(rect, background(theme).patch(theme.style(tone(ink))));
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
