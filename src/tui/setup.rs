//! From what the person's files say to what the reader runs with, at the start and when they are read again.

use std::sync::OnceLock;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::app::Settings;
use crate::app::follow::Beginning;
use crate::app::geometry::MEASURE;
use crate::app::glyphs;
use crate::app::panel::picture::Drawn;
use crate::app::panel::picture::Pictures;
use crate::app::stamp::Zone;
use crate::config;
use crate::config::Config;
use crate::config::Paths;
use crate::engine::model::BlogId;
use crate::tui::ground;
use crate::tui::ground::Ground;
use crate::tui::screen::Easel;
use crate::ui::theme::ColourDepth;
use crate::ui::theme::Theme;

/// What the terminal can show, and what it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Canvas {
    /// How many colours.
    pub(crate) depth: ColourDepth,
    /// Its background.
    pub(crate) ground: Ground,
    /// What it knows of pictures.
    pub(crate) graphics: Graphics,
}

/// What a terminal knows of the graphics protocol of kitty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Graphics {
    /// It was not asked. It is only once a picture is to be shown.
    Unasked,
    /// It must not be asked: it would take the question for something else.
    NotToAsk,
    /// It was asked and did not answer, so far.
    Asked,
    /// It knows it.
    Known,
}

impl Canvas {
    /// Asks the terminal for its background where the theme depends on it; else it is not asked.
    pub(crate) fn of(config: &Config, depth: ColourDepth) -> Self {
        let asks = config.light.is_some() && depth != ColourDepth::None;
        let ground = if asks { ground::ask() } else { Ground::Dark };
        let value = |name| std::env::var(name).ok();
        let graphics =
            Graphics::from_environment(value("TERM").as_deref(), value("TMUX").is_some());
        Self {
            depth,
            ground,
            graphics,
        }
    }

    /// The theme that fits, in colours that can be shown.
    pub(crate) fn theme(self, config: &Config) -> Theme {
        let light = config
            .light
            .as_ref()
            .filter(|_| self.ground == Ground::Light);
        light.unwrap_or(&config.theme).clone().reduced(self.depth)
    }

    /// What pictures are painted with.
    pub(crate) fn easel(self) -> Easel {
        let ground = if self.ground == Ground::Light { 255 } else { 0 };
        Easel {
            depth: self.depth,
            ground: [ground; 3],
        }
    }

    /// How pictures are drawn here.
    pub(crate) fn drawn(self, wanted: Pictures) -> Drawn {
        match (wanted, self.depth) {
            (Pictures::Off, _) => Drawn::Not("pictures are off in config.toml"),
            (_, ColourDepth::None) => Drawn::Not("the terminal shows no colours"),
            (Pictures::Kitty, _) => Drawn::Kitty,
            (Pictures::Auto, _) if self.graphics == Graphics::Known => Drawn::Kitty,
            (_, ColourDepth::Sixteen) => Drawn::Not("sixteen colours are too few for a picture"),
            (_, ColourDepth::Indexed | ColourDepth::True) => Drawn::Blocks,
        }
    }
}

impl Graphics {
    /// What is known before asking. Multiplexers take the question for a title, and the Linux console prints it.
    fn from_environment(term: Option<&str>, in_tmux: bool) -> Self {
        let term = term.unwrap_or_default();
        let multiplexed = term.starts_with("tmux") || term.starts_with("screen");
        if in_tmux || multiplexed || term.starts_with("linux") {
            Self::NotToAsk
        } else {
            Self::Unasked
        }
    }
}

/// The zone of this computer.
static HERE: OnceLock<TimeZone> = OnceLock::new();

/// The reader's settings. `beginning` is what the first blog that is shown does at once.
pub(crate) fn settings(
    config: &Config,
    canvas: Canvas,
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
        drawn: canvas.drawn(config.pictures),
        now: Some(now),
    }
}
