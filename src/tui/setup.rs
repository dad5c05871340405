//! From what the person's files say to what the reader runs with, at the start and when they are read again.

use std::sync::OnceLock;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::app::Settings;
use crate::app::follow::Beginning;
use crate::app::geometry::MEASURE;
use crate::app::glyphs;
use crate::app::stamp::Zone;
use crate::config;
use crate::config::Config;
use crate::config::Paths;
use crate::engine::model::BlogId;
use crate::tui::ground;
use crate::tui::ground::Ground;
use crate::ui::theme::ColourDepth;
use crate::ui::theme::Theme;

/// What the terminal can show, and what it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Canvas {
    /// How many colours.
    pub(crate) depth: ColourDepth,
    /// Its background.
    pub(crate) ground: Ground,
}

impl Canvas {
    /// Asks the terminal for its background where the theme depends on it; else it is not asked.
    pub(crate) fn of(config: &Config, depth: ColourDepth) -> Self {
        let asks = config.light.is_some() && depth != ColourDepth::None;
        let ground = if asks { ground::ask() } else { Ground::Dark };
        Self { depth, ground }
    }

    /// The theme that fits, in colours that can be shown.
    pub(crate) fn theme(self, config: &Config) -> Theme {
        let light = config
            .light
            .as_ref()
            .filter(|_| self.ground == Ground::Light);
        light.unwrap_or(&config.theme).clone().reduced(self.depth)
    }
}

/// The zone of this computer.
static HERE: OnceLock<TimeZone> = OnceLock::new();

/// The reader's settings. `beginning` is what the first blog that is shown does at once.
pub(crate) fn settings(
    config: &Config,
    paths: Option<&Paths>,
    open: Option<BlogId>,
    beginning: Beginning,
) -> Settings {
    let now = Timestamp::now();
    Settings {
        zone: Zone::Place(HERE.get_or_init(TimeZone::system)),
        glyphs: if config.ascii {
            &glyphs::ASCII
        } else {
            &glyphs::UNICODE
        },
        open,
        measure: config.width.unwrap_or(MEASURE),
        read: config.read,
        order: config.order,
        filters: config.filters.clone(),
        beginning,
        themes: paths.map(config::theme_names).unwrap_or_default(),
        theme: config.theme.name.clone(),
        mouse: config.mouse,
        names: config.names,
        now: Some(now),
    }
}
