//! The signs on the screen, as plain tables: one for terminals of today, one of ASCII.

use crate::app::order::Order;

/// One set of signs. Each says its thing without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyphs {
    /// Beside what the cursor stands on.
    pub bar: &'static str,
    /// Never read.
    pub unread: &'static str,
    /// Read, and changed since.
    pub changed: &'static str,
    /// Bookmarked.
    pub bookmarked: &'static str,
    /// Taken down.
    pub withdrawn: &'static str,
    /// Changed after it was first seen.
    pub revised: &'static str,
    /// In a place that is not certain.
    pub uncertain: &'static str,
    /// Beside a quote.
    pub quote: &'static str,
    /// Before an item of a list.
    pub bullet: &'static str,
    /// Before the title of a related article.
    pub card: &'static str,
    /// Where text was cut.
    pub ellipsis: &'static str,
    /// On both sides of the words of a gap.
    pub gap: &'static str,
    /// On both sides of a day.
    pub day: &'static str,
    /// Between panes.
    pub pane: &'static str,
    /// Between facts in small print.
    pub dot: &'static str,
    /// New entries above.
    pub above: &'static str,
    /// New entries below.
    pub below: &'static str,
    /// The pane that has the keys.
    pub focus: &'static str,
    /// Where typed text goes.
    pub caret: &'static str,
    /// In the bar beside the timeline: the part in view.
    pub thumb: &'static str,
    /// In the bar beside the timeline: the search found something here.
    pub hit: &'static str,
    /// Text that a revision added.
    pub added: &'static str,
    /// Text that a revision took away.
    pub removed: &'static str,
    /// Bars from none to full.
    pub levels: [&'static str; 9],
}

impl Glyphs {
    /// Where the newest entries are.
    pub fn toward_newest(&self, order: Order) -> &'static str {
        match order {
            Order::Newest => self.above,
            Order::Oldest => self.below,
        }
    }
}

/// Signs found in every common font.
pub const UNICODE: Glyphs = Glyphs {
    bar: "▌",
    unread: "●",
    changed: "~",
    bookmarked: "*",
    withdrawn: "✗",
    revised: "±",
    uncertain: "≈",
    quote: "│",
    bullet: "•",
    card: "↗",
    ellipsis: "…",
    gap: "┄┄",
    day: "──",
    pane: "│",
    dot: "·",
    above: "↑",
    below: "↓",
    focus: "▸",
    caret: "▏",
    thumb: "▐",
    hit: "◆",
    added: "+",
    removed: "−",
    levels: [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
};

/// Signs for terminals that show nothing but ASCII.
pub const ASCII: Glyphs = Glyphs {
    bar: ">",
    unread: "o",
    changed: "~",
    bookmarked: "*",
    withdrawn: "x",
    revised: "%",
    uncertain: "?",
    quote: "|",
    bullet: "-",
    card: "->",
    ellipsis: "...",
    gap: "..",
    day: "--",
    pane: "|",
    dot: "-",
    above: "^",
    below: "v",
    focus: ">",
    caret: "_",
    thumb: "|",
    hit: "=",
    added: "+",
    removed: "-",
    levels: [" ", ".", ".", ":", "-", "=", "+", "*", "#"],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_differ_and_take_one_column() {
        for set in [UNICODE, ASCII] {
            let ticks = [set.thumb, set.hit, set.changed, set.bookmarked, set.dot];
            for (i, tick) in ticks.iter().enumerate() {
                assert_eq!(unicode_width::UnicodeWidthStr::width(*tick), 1);
                assert!(!ticks[..i].contains(tick));
            }
        }
    }

    #[test]
    fn marks_differ_and_take_one_column() {
        for set in [UNICODE, ASCII] {
            let marks = [
                set.unread,
                set.changed,
                set.bookmarked,
                set.withdrawn,
                set.revised,
                set.bar,
            ];
            for (i, mark) in marks.iter().enumerate() {
                assert_eq!(unicode_width::UnicodeWidthStr::width(*mark), 1);
                assert!(!marks[..i].contains(mark));
            }
        }
    }
}
