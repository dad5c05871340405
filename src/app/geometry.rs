//! Where things stand on the screen: arithmetic on sizes, nothing else.

use crate::app::state::Focus;

/// From this width on, the articles list and the timeline stand side by side.
pub const SIDE_BY_SIDE: u16 = 100;
/// From this width on, the entry under the cursor stands beside them in full.
pub const THREE_PANES: u16 = 140;
/// Up to this height, texts above the timeline are kept short.
pub const COMPACT_HEIGHT: u16 = 24;
/// Up to this height, their summary is left out.
pub const TINY_HEIGHT: u16 = 16;
/// The widest comfortable line, where the person did not choose another.
pub const MEASURE: u16 = 72;
/// What a line of text may be wide, in columns.
pub const MEASURES: std::ops::RangeInclusive<u16> = 30..=200;

/// A rectangle of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Area {
    /// The leftmost column.
    pub x: u16,
    /// The topmost row.
    pub y: u16,
    /// How many columns.
    pub width: u16,
    /// How many rows.
    pub height: u16,
}

impl Area {
    /// A screen of this size.
    pub fn screen(width: u16, height: u16) -> Self {
        Self {
            x: 0,
            y: 0,
            width,
            height,
        }
    }

    /// The first `rows` rows, and the rest.
    pub fn split_top(self, rows: u16) -> (Self, Self) {
        let rows = rows.min(self.height);
        (
            Self {
                height: rows,
                ..self
            },
            Self {
                y: self.y + rows,
                height: self.height - rows,
                ..self
            },
        )
    }

    /// All but the last `rows` rows, and those.
    pub fn split_bottom(self, rows: u16) -> (Self, Self) {
        self.split_top(self.height.saturating_sub(rows))
    }

    /// The first `columns` columns, and the rest.
    pub fn split_left(self, columns: u16) -> (Self, Self) {
        let columns = columns.min(self.width);
        (
            Self {
                width: columns,
                ..self
            },
            Self {
                x: self.x + columns,
                width: self.width - columns,
                ..self
            },
        )
    }
}

/// A column on the right of the panes, which leaves as much as can be of what it is a choice for in view.
pub fn beside(panes: Area) -> Area {
    let columns = (panes.width / 3).clamp(22, 34).min(panes.width);
    panes.split_left(panes.width - columns).1
}

/// A pane: its head line and what stands below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pane {
    /// The line with its name.
    pub head: Area,
    /// Its content.
    pub body: Area,
}

/// Where everything stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Layout {
    /// The line that says that this is the sample.
    pub banner: Area,
    /// The articles list, if it is shown.
    pub articles: Option<Pane>,
    /// The timeline, if it is shown.
    pub timeline: Option<Pane>,
    /// The entry in full, if it is shown.
    pub reader: Option<Pane>,
    /// The columns between panes.
    pub rules: [Option<Area>; 2],
    /// The line of positions and counts.
    pub status: Area,
    /// The line of notices, hints and typed text; the same as `status` on very low screens.
    pub message: Area,
    /// All panes together, where overlays stand.
    pub panes: Area,
}

/// Whether the line above everything is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Banner {
    /// It is shown.
    Shown,
    /// It is not.
    Absent,
}

/// Lays a screen out.
pub fn layout(screen: Area, focus: Focus, banner: Banner) -> Layout {
    let banner_rows = u16::from(banner == Banner::Shown && screen.height >= 4);
    let (banner, rest) = screen.split_top(banner_rows);
    let (panes, bottom) = rest.split_bottom(if rest.height >= 8 {
        2
    } else {
        u16::from(rest.height >= 2)
    });
    let (status, message) = if bottom.height >= 2 {
        bottom.split_top(1)
    } else {
        (bottom, bottom)
    };
    let mut out = Layout {
        banner,
        status,
        message,
        panes,
        ..Layout::default()
    };
    if screen.width >= SIDE_BY_SIDE {
        let (articles, rest) = panes.split_left(list_width(screen.width));
        let (rule, rest) = rest.split_left(1);
        out.articles = Some(pane(articles));
        out.rules[0] = Some(rule);
        side_by_side(&mut out, rest, screen.width, focus);
    } else {
        let (head, body) = panes.split_top(0);
        let only = Some(Pane { head, body });
        match focus {
            Focus::Articles => out.articles = only,
            Focus::Timeline => out.timeline = only,
            Focus::Reader => out.reader = only,
        }
    }
    out
}

fn side_by_side(out: &mut Layout, rest: Area, screen_width: u16, focus: Focus) {
    if screen_width >= THREE_PANES {
        let (timeline, right) = rest.split_left(rest.width - rest.width * 2 / 5);
        let (rule, reader) = right.split_left(1);
        out.timeline = Some(pane(timeline));
        out.rules[1] = Some(rule);
        out.reader = Some(pane(reader));
    } else if focus == Focus::Reader {
        out.reader = Some(pane(rest));
    } else {
        out.timeline = Some(pane(rest));
    }
}

fn list_width(screen_width: u16) -> u16 {
    (screen_width / 4).clamp(26, 38)
}

fn pane(area: Area) -> Pane {
    let (head, body) = area.split_top(u16::from(area.height >= 4));
    Pane { head, body }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panes_appear_by_width() {
        let shown = |width, focus| {
            let out = layout(Area::screen(width, 30), focus, Banner::Absent);
            (
                out.articles.is_some(),
                out.timeline.is_some(),
                out.reader.is_some(),
            )
        };
        assert_eq!(shown(80, Focus::Articles), (true, false, false));
        assert_eq!(shown(80, Focus::Timeline), (false, true, false));
        assert_eq!(shown(80, Focus::Reader), (false, false, true));
        assert_eq!(shown(100, Focus::Articles), (true, true, false));
        assert_eq!(shown(100, Focus::Reader), (true, false, true));
        assert_eq!(shown(140, Focus::Articles), (true, true, true));
    }

    proptest::proptest! {
        #[test]
        fn areas_stay_on_the_screen(width in 0u16..300, height in 0u16..100, focus in 0usize..3, shown: bool) {
            let focus = [Focus::Articles, Focus::Timeline, Focus::Reader][focus];
            let banner = if shown { Banner::Shown } else { Banner::Absent };
            let out = layout(Area::screen(width, height), focus, banner);
            let mut cells = 0u32;
            let panes = [out.articles, out.timeline, out.reader].into_iter().flatten();
            let areas = panes.flat_map(|pane| [pane.head, pane.body]);
            for area in areas.chain(out.rules.into_iter().flatten()) {
                proptest::prop_assert!(area.x + area.width <= width && area.y + area.height <= height);
                cells += u32::from(area.width) * u32::from(area.height);
            }
            let panes = out.panes;
            proptest::prop_assert_eq!(cells, u32::from(panes.width) * u32::from(panes.height));
        }
    }
}
