//! Copying prepared lines into cells: which tone an ink has, and where a line ends.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use crate::app::Area;
use crate::app::ink::Ink;
use crate::app::ink::Line;
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
        Ink::Sample => Tone::Sample,
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
        let style = theme.style(tone(span.ink));
        (x, _) = buffer.set_stringn(x, y, &span.text, usize::from(end - x), style);
    }
    if let Some(ink) = line.fill {
        buffer.set_style(Rect::new(area.x, y, area.width, 1), theme.style(tone(ink)));
    }
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
