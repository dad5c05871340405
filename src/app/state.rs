//! Everything the reader knows while it runs, in one value.
//! How it changes is in `update` and the panels.

use jiff::Timestamp;

use crate::app::action::Action;
use crate::app::action::View;
use crate::app::bottom::Bottom;
use crate::app::common::Common;
use crate::app::compose::Dress;
use crate::app::folder::Folder;
use crate::app::follow::Beginning;
use crate::app::follow::Follow;
use crate::app::geometry;
use crate::app::geometry::Area;
use crate::app::geometry::Banner;
use crate::app::geometry::Layout;
use crate::app::glyphs;
use crate::app::glyphs::Glyphs;
use crate::app::ink::Ink;
use crate::app::key::Key;
use crate::app::keymap::Continuation;
use crate::app::keymap::Keymap;
use crate::app::names::Marked;
use crate::app::order::Order;
use crate::app::panel::articles::Articles;
use crate::app::panel::command::Command;
use crate::app::panel::filter::Filter;
use crate::app::panel::help::Help;
use crate::app::panel::hints::Hints;
use crate::app::panel::list::List;
use crate::app::panel::list::Purpose;
use crate::app::panel::names::NamesPanel;
use crate::app::panel::picture::Drawn;
use crate::app::panel::picture::Gallery;
use crate::app::panel::prompt::Prompt;
use crate::app::panel::prompt::Question;
use crate::app::panel::reader::Reader;
use crate::app::panel::scrub::Scrub;
use crate::app::panel::search::Search;
use crate::app::panel::sheet::Sheet;
use crate::app::panel::timeline::TimelinePanel;
use crate::app::stamp::Zone;
use crate::engine::model::BlogId;
use crate::engine::query::Vocabulary;

/// Which pane has the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Focus {
    /// The articles list.
    Articles,
    /// The timeline.
    Timeline,
    /// One entry in full.
    Reader,
}

/// What lies over the panes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Overlay {
    /// The help.
    Help(Help),
    /// The command line.
    Command(Command),
    /// A list to choose from.
    List(List),
    /// Links to choose one of.
    Hints(Hints),
    /// A question that is answered by typing.
    Prompt(Prompt),
    /// A page.
    Page(Sheet),
    /// The row of bars that one goes along.
    Scrub(Scrub),
    /// The names of the open blog.
    Names,
    /// The pictures of an entry.
    Picture(Gallery),
}

/// How grave a notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// An answer to what was asked for.
    Answer,
    /// Something did not work.
    Error,
}

impl Weight {
    /// How it is drawn.
    pub fn ink(self) -> Ink {
        match self {
            Self::Answer => Ink::Notice,
            Self::Error => Ink::Error,
        }
    }
}

/// What the reader is told on the bottom line, until the next key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The words.
    pub text: String,
    /// How grave it is.
    pub weight: Weight,
}

/// When entries become read by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ReadWhen {
    /// The reader goes on past them.
    #[default]
    Pass,
    /// The cursor rests on them.
    Dwell,
    /// The reader opens them in full.
    Open,
    /// Only when they are marked.
    Manual,
}

impl ReadWhen {
    /// Every way and its name in the settings.
    pub const NAMES: &[(Self, &str)] = &[
        (Self::Pass, "pass"),
        (Self::Dwell, "dwell"),
        (Self::Open, "open"),
        (Self::Manual, "manual"),
    ];
}

/// A filter that the person saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// What it is called.
    pub name: String,
    /// The filter as it is typed.
    pub text: String,
}

/// What the person chose, in files or while the reader runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The person's zone.
    pub zone: Zone,
    /// The signs on the screen.
    pub glyphs: &'static Glyphs,
    /// The widest line of text.
    pub measure: u16,
    /// When entries become read by themselves.
    pub read: ReadWhen,
    /// Which entry stands at the top of a timeline.
    pub order: Order,
    /// The blog to open at the start.
    pub open: Option<BlogId>,
    /// How the reader begins with that blog.
    pub beginning: Beginning,
    /// The filters that the person saved.
    pub filters: Vec<Saved>,
    /// The names of all themes.
    pub themes: Vec<String>,
    /// The name of the theme in use.
    pub theme: String,
    /// Whether the mouse is used.
    pub mouse: bool,
    /// Which names are marked from the start.
    pub names: Marked,
    /// How pictures are drawn.
    pub drawn: Drawn,
    /// What time it is, about; absent where no clock is to be shown.
    pub now: Option<Timestamp>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            zone: Zone::UTC,
            glyphs: &glyphs::UNICODE,
            measure: geometry::MEASURE,
            read: ReadWhen::default(),
            order: Order::default(),
            open: None,
            beginning: Beginning::Stored,
            filters: Vec::new(),
            themes: Vec::new(),
            theme: String::new(),
            mouse: false,
            names: Marked::default(),
            drawn: Drawn::Blocks,
            now: None,
        }
    }
}

/// The keys pressed so far of a longer sequence, and the names of keys for hints.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keys {
    /// The keys pressed so far.
    pub pressed: Vec<Key>,
    /// What may follow them.
    pub next: Vec<Continuation>,
    /// The first key of each action.
    pub names: Common<Vec<(Action, String)>>,
}

impl Keys {
    /// The first key of each action.
    pub fn names_in(keymap: &Keymap) -> Vec<(Action, String)> {
        Action::ALL
            .iter()
            .filter_map(|action| Some((*action, keymap.keys_of(*action).into_iter().next()?)))
            .collect()
    }

    /// The key to name for an action; its command where it has no key.
    pub fn name(&self, action: Action) -> String {
        let found = self.names.iter().find(|(known, _)| *known == action);
        found.map_or_else(|| format!(":{}", action.name()), |(_, key)| key.clone())
    }
}

/// Tickets of requests, and how many marks are not known to be kept yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tickets {
    /// The last one given out.
    pub last: u64,
    /// Marks on their way to the library.
    pub marks: u32,
    /// The last one of a search in all blogs.
    pub library: u64,
}

impl Tickets {
    /// A ticket that was never given out.
    pub fn issue(&mut self) -> u64 {
        self.last += 1;
        self.last
    }
}

/// The reader's state.
#[derive(Debug, Clone)]
pub struct State {
    /// The size of the screen.
    pub screen: Area,
    /// What the person chose.
    pub settings: Common<Settings>,
    /// Whether the bundled sample is shown instead of a library.
    pub sample: bool,
    /// Which pane has the keys.
    pub focus: Focus,
    /// The articles list.
    pub articles: Articles,
    /// The timeline.
    pub timeline: TimelinePanel,
    /// The entry in full.
    pub reader: Reader,
    /// The search in the timeline.
    pub search: Search,
    /// The filter on the timeline.
    pub filter: Filter,
    /// The list of names.
    pub names: NamesPanel,
    /// The pages that are followed.
    pub follow: Follow,
    /// What lies over the panes.
    pub overlay: Option<Overlay>,
    /// The pictures that help covers.
    pub covered: Option<Box<Gallery>>,
    /// Keys pressed and keys named.
    pub keys: Keys,
    /// The bottom line's message.
    pub notice: Option<Notice>,
    /// What of the bottom lines is kept.
    pub bottom: Bottom,
    /// The folder whose path is being typed.
    pub folder: Option<Folder>,
    /// Requests under way.
    pub tickets: Tickets,
}

impl State {
    /// A reader that knows nothing yet. Send [`crate::app::message::Msg::Resized`] first, then ask [`crate::app::update::start`].
    pub fn new(settings: Settings, keymap: &Keymap) -> Self {
        let names = Keys::names_in(keymap).into();
        let dress = Dress {
            glyphs: settings.glyphs,
            zone: settings.zone,
        };
        let mut timeline = TimelinePanel::new(dress);
        timeline.names.marked = settings.names;
        timeline.flow.order = settings.order;
        Self {
            screen: Area::screen(80, 24),
            sample: false,
            focus: Focus::Articles,
            articles: Articles::default(),
            timeline,
            reader: Reader::default(),
            search: Search::default(),
            filter: Filter::default(),
            names: NamesPanel::default(),
            follow: Follow::default(),
            overlay: None,
            covered: None,
            keys: Keys {
                names,
                ..Keys::default()
            },
            notice: None,
            bottom: Bottom::default(),
            folder: None,
            tickets: Tickets::default(),
            settings: settings.into(),
        }
    }

    /// Where everything stands now.
    pub fn layout(&self) -> Layout {
        let banner = if self.sample {
            Banner::Shown
        } else {
            Banner::Absent
        };
        geometry::layout(self.screen, self.focus, banner)
    }

    /// Which view has the keys.
    pub fn view(&self) -> View {
        match (&self.overlay, self.focus) {
            (Some(Overlay::Help(_)), _) => View::Help,
            (Some(Overlay::List(_)), _) => View::List,
            (Some(Overlay::Page(_)), _) => View::Page,
            (Some(Overlay::Names), _) => View::Names,
            (Some(Overlay::Picture(_)), _) => View::Picture,
            (_, Focus::Articles) => View::Articles,
            (_, Focus::Timeline) => View::Timeline,
            (_, Focus::Reader) => View::Reader,
        }
    }

    /// Takes away what is over the panes, if anything is; behind help comes back the list of names or the picture that it was
    /// opened from.
    pub fn close_overlay(&mut self) -> bool {
        let closed = self.overlay.take();
        if matches!(closed, Some(Overlay::Help(_)))
            && let Some(gallery) = self.covered.take()
        {
            self.overlay = Some(Overlay::Picture(*gallery));
            return true;
        }
        if let Some(Overlay::Help(help)) = &closed
            && help.view == View::Names
        {
            self.overlay = Some(Overlay::Names);
        }
        closed.is_some()
    }

    /// Words for typing filters that only the library knows; names are those of the open blog, once they are found.
    pub fn vocabulary(&self) -> Vocabulary {
        let names = self.timeline.names.known.iter();
        let entities = names.flat_map(|names| &names.entities);
        Vocabulary {
            entities: entities.map(|entity| entity.name.to_string()).collect(),
            tags: self.articles.tags(),
            publishers: self.articles.publishers(),
        }
    }

    /// Whether the list of names is on screen, also under a question about one.
    pub fn lists_names(&self) -> bool {
        match &self.overlay {
            Some(Overlay::Names) => true,
            Some(Overlay::Prompt(prompt)) => matches!(prompt.question, Question::Name(_)),
            _ => false,
        }
    }

    /// Whether the list of blogs that may be one is open.
    pub fn lists_doubts(&self) -> bool {
        matches!(&self.overlay, Some(Overlay::List(list)) if list.purpose == Purpose::Doubts)
    }

    /// How the lines look.
    pub fn dress(&self) -> Dress {
        Dress {
            glyphs: self.settings.glyphs,
            zone: self.settings.zone,
        }
    }

    /// Answers on the bottom line.
    pub fn say(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice {
            text: text.into(),
            weight: Weight::Answer,
        });
    }

    /// Says on the bottom line that something did not work.
    pub fn complain(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice {
            text: text.into(),
            weight: Weight::Error,
        });
    }
}
