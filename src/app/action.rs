//! Everything a person can ask the reader to do, as one table, and whether it can be done now.
//! What an action does is in the panels; which keys ask for it is in `assets/keymap.toml`.

use crate::app::follow;
use crate::app::panel::picture::Look;
use crate::app::panel::picture::Shown;
use crate::app::state::Focus;
use crate::app::state::Overlay;
use crate::app::state::State;

/// Where an action means something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum View {
    /// The articles list.
    Articles,
    /// The timeline of a blog.
    Timeline,
    /// One entry in full.
    Reader,
    /// The help.
    Help,
    /// A list to choose from.
    List,
    /// A page over the panes.
    Page,
    /// The names of the blog.
    Names,
    /// A picture over the panes.
    Picture,
}

impl View {
    /// Every view.
    pub const ALL: [Self; 8] = [
        Self::Articles,
        Self::Timeline,
        Self::Reader,
        Self::Help,
        Self::List,
        Self::Page,
        Self::Names,
        Self::Picture,
    ];

    /// Its name on screen and in the documentation.
    pub fn name(self) -> &'static str {
        match self {
            Self::Articles => "articles list",
            Self::Timeline => "timeline",
            Self::Reader => "entry",
            Self::Help => "help",
            Self::List => "list to choose from",
            Self::Page => "page",
            Self::Names => "list of names",
            Self::Picture => "picture",
        }
    }
}

/// A heading of the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// Moving about.
    Move,
    /// Jumping to entries of a kind.
    Jump,
    /// Panes and blogs.
    Panes,
    /// Opening and folding.
    Fold,
    /// Looking into what happened.
    Look,
    /// Read state, bookmarks, copies.
    Marks,
    /// People, places and organisations.
    Names,
    /// Keeping blogs.
    Blogs,
    /// Searching.
    Search,
    /// The program itself.
    Program,
}

impl Group {
    /// Every group, in the order of the help.
    pub const ALL: [Self; 10] = [
        Self::Move,
        Self::Jump,
        Self::Panes,
        Self::Fold,
        Self::Look,
        Self::Marks,
        Self::Names,
        Self::Blogs,
        Self::Search,
        Self::Program,
    ];

    /// Its heading.
    pub fn name(self) -> &'static str {
        match self {
            Self::Move => "Move",
            Self::Jump => "Jump",
            Self::Panes => "Panes and blogs",
            Self::Fold => "Open and fold",
            Self::Look => "Look into",
            Self::Marks => "Marks",
            Self::Names => "Names",
            Self::Blogs => "Articles list",
            Self::Search => "Find",
            Self::Program => "Program",
        }
    }
}

const EVERYWHERE: &[View] = &View::ALL;
const PANES: &[View] = &[View::Articles, View::Timeline, View::Reader];
const CHOICES: &[View] = &[
    View::Articles,
    View::Timeline,
    View::Reader,
    View::List,
    View::Page,
    View::Names,
];
const ENTRIES: &[View] = &[View::Timeline, View::Reader];
const PICTURES_TOO: &[View] = &[View::Timeline, View::Reader, View::Picture];
const PANES_PICTURE: &[View] = &[View::Articles, View::Timeline, View::Reader, View::Picture];
const TIMELINE: &[View] = &[View::Timeline];
const ARTICLES: &[View] = &[View::Articles];
const NAMES: &[View] = &[View::Names];
const NAMES_LISTS: &[View] = &[View::Names, View::List];
const NAMES_TOO: &[View] = &[View::Timeline, View::Reader, View::Names];
const ARTICLES_NAMES: &[View] = &[View::Articles, View::Names];

macro_rules! actions {
    ($($name:ident $text:literal $group:ident $views:ident $help:literal;)*) => {
        /// One thing a person can ask for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action {
            $(#[doc = $help] $name,)*
        }

        impl Action {
            /// Every action, in the order of the help.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Its name as a command and in the key map.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// What it does, in a few words.
            pub fn help(self) -> &'static str {
                match self { $(Self::$name => $help,)* }
            }

            /// The heading of the help that it stands under.
            pub fn group(self) -> Group {
                match self { $(Self::$name => Group::$group,)* }
            }

            /// Where it means something.
            pub fn views(self) -> &'static [View] {
                match self { $(Self::$name => $views,)* }
            }
        }
    };
}

actions! {
    Down "down" Move EVERYWHERE "next entry; inside a tall one, one line down";
    Up "up" Move EVERYWHERE "previous entry; inside a tall one, one line up";
    PageDown "page-down" Move EVERYWHERE "one page down";
    PageUp "page-up" Move EVERYWHERE "one page up";
    HalfDown "half-page-down" Move EVERYWHERE "half a page down";
    HalfUp "half-page-up" Move EVERYWHERE "half a page up";
    First "first" Move EVERYWHERE "to the top";
    Last "last" Move EVERYWHERE "to the end";
    Newest "newest" Move ENTRIES "to the newest entry, showing what came in meanwhile";
    Order "order" Fold ENTRIES "the oldest entries first, or the newest again";
    Next "next" Jump PICTURES_TOO "next unread entry; while a search is on, next match; next picture";
    Previous "previous" Jump PICTURES_TOO "previous unread entry; while a search is on, previous match; previous picture";
    NextUnread "next-unread" Jump ENTRIES "next unread entry";
    PreviousUnread "previous-unread" Jump ENTRIES "previous unread entry";
    NextChanged "next-changed" Jump ENTRIES "next entry that changed since you read it";
    PreviousChanged "previous-changed" Jump ENTRIES "previous entry that changed since you read it";
    NextBookmark "next-bookmark" Jump ENTRIES "next bookmark";
    PreviousBookmark "previous-bookmark" Jump ENTRIES "previous bookmark";
    NextHour "next-hour" Jump ENTRIES "down to where another hour begins";
    PreviousHour "previous-hour" Jump ENTRIES "up to where the hour above begins";
    NextDay "next-day" Jump ENTRIES "down to where another day begins";
    PreviousDay "previous-day" Jump ENTRIES "up to where the day above begins";
    GoTo "go-to" Jump ENTRIES "go to a time: 14:30, yesterday 9:00, -2h";
    Activity "activity" Jump ENTRIES "how many entries came when; a row of bars to go along";
    Open "open" Panes CHOICES "open the blog; in the timeline, fold or unfold the entry; in a list, choose";
    Left "left" Panes PANES_PICTURE "to the pane on the left; previous picture";
    Right "right" Panes PANES_PICTURE "to the pane on the right; next picture";
    NextPane "next-pane" Panes PANES "next pane";
    PreviousPane "previous-pane" Panes PANES "previous pane";
    NextBlog "next-blog" Panes PANES "next blog, without leaving the timeline";
    PreviousBlog "previous-blog" Panes PANES "previous blog, without leaving the timeline";
    Refresh "refresh" Panes PANES_PICTURE "ask the page for news now; ask for the picture again";
    Follow "follow" Panes PANES "follow the page, or no longer";
    Fold "fold" Fold TIMELINE "fold or unfold the entry";
    FoldAll "fold-all" Fold TIMELINE "fold all entries to one line";
    UnfoldAll "unfold-all" Fold TIMELINE "unfold all entries";
    SinceLeft "since-left" Look ENTRIES "what came in since you left";
    Changes "changes" Look ENTRIES "all changes since you left, word by word";
    Picture "picture" Look ENTRIES "the pictures of the entry; asks the web for them";
    Provenance "provenance" Look ENTRIES "where the entry comes from: snapshots, lines, versions";
    PageHistory "page-history" Look ENTRIES "what the page's title and summary were over time";
    Dropped "dropped" Look ENTRIES "the lines that were set aside, and why";
    Narrower "narrower" Fold ENTRIES "narrower lines of text";
    Wider "wider" Fold ENTRIES "wider lines of text";
    Versions "versions" Fold ENTRIES "what changed in the entry; again, an older change";
    ToggleRead "toggle-read" Marks ENTRIES "mark the entry read or unread";
    ReadAll "read-all" Marks ENTRIES "mark all entries read";
    ReadOlder "read-older" Marks ENTRIES "mark this entry and all older ones read";
    ReadNewer "read-newer" Marks ENTRIES "mark this entry and all newer ones read";
    Undo "undo" Marks EVERYWHERE "take back what was done last";
    Redo "redo" Marks EVERYWHERE "do again what was taken back";
    ToggleBookmark "bookmark" Marks ENTRIES "set or remove a bookmark";
    CopyLink "copy-link" Marks PICTURES_TOO "copy the address of the entry, or of the picture";
    Copy "copy" Marks ENTRIES "copy the entry as text to quote, with its source";
    Browse "browse" Marks PICTURES_TOO "open the entry in the browser, or the picture";
    BrowsePage "browse-page" Marks ENTRIES "open the page in the browser";
    Links "links" Marks ENTRIES "label the links in view; type a label to open one";
    Bookmarks "bookmarks" Marks PANES "the bookmarks of all blogs";
    Note "note" Marks ENTRIES "write a note on the entry, and bookmark it";
    Tag "tag" Marks PANES "tag the entry; in the articles list, the blog";
    Sort "sort" Blogs ARTICLES_NAMES "list the blogs, or the names, in another order";
    Rename "rename" Blogs ARTICLES_NAMES "give the blog, or who is named, a name of your own; an empty one takes it away";
    Archive "archive" Blogs ARTICLES "put the blog into the archive, or back";
    Delete "delete" Blogs ARTICLES_NAMES "delete the blog, or take it back; nothing of it is lost. In the list of names: it is no name";
    Restore "restore" Blogs ARTICLES "take back a blog; the one that was archived or deleted last";
    NextShelf "next-shelf" Blogs ARTICLES "library, archive, deleted blogs in turn";
    Doubts "doubts" Blogs PANES "blogs that may be one: say whether they are";
    Import "import" Blogs PANES "take in another library, as from another computer";
    Names "names" Names NAMES_TOO "the names of the blog: how often, when, and what to do with them";
    MarkNames "mark-names" Names NAMES_TOO "mark other names: none, people, places, organisations, all";
    NextMention "next-mention" Names NAMES_TOO "next entry that mentions the name chosen last; or choose one of this entry";
    PreviousMention "previous-mention" Names NAMES_TOO "previous entry that mentions it";
    EveryMention "every-mention" Names NAMES "every entry of all blogs that mentions the name";
    MergeName "merge-name" Names NAMES_LISTS "the name is the same as another; in the list of doubts, the two are one blog";
    SplitName "split-name" Names NAMES_LISTS "one way of writing the name is somebody else; in the list of doubts, these are two blogs";
    NameKind "name-kind" Names NAMES "the name is a person, a place, an organisation: the next of them";
    AddName "add-name" Names NAMES "add a name that was not found";
    Search "search" Search EVERYWHERE "search as you type; in the help, filter it";
    Filter "filter" Search ENTRIES "show only entries that pass a filter, as described below";
    FilterSave "filter-save" Search ENTRIES "save the filter that is on, as an entry of the articles list for all blogs";
    Find "find" Search PANES "find words in all blogs";
    ShowAll "show-all" Search ENTRIES "show all entries again";
    ShowUnread "show-unread" Search ENTRIES "show only unread entries";
    ShowBookmarked "show-bookmarked" Search ENTRIES "show only bookmarked entries";
    ShowChanged "show-changed" Search ENTRIES "show only entries that changed since you read them";
    ShowNew "show-new" Search ENTRIES "show only what came in since you left";
    Cancel "cancel" Search EVERYWHERE "end the search, close what is open";
    Help "help" Program EVERYWHERE "the keys of this view";
    Command "command" Program PANES "type a command by name";
    Theme "theme" Program PANES "choose the colours, seeing each";
    Reload "reload" Program PANES "read your settings again";
    Mouse "mouse" Program PANES "use the mouse, or leave it to the terminal";
    Back "back" Program EVERYWHERE "back; at the top, quit";
    Quit "quit" Program EVERYWHERE "quit";
    Redraw "redraw" Program EVERYWHERE "draw the screen again";
    Suspend "suspend" Program EVERYWHERE "suspend to the shell";
}

impl Action {
    /// Whether it moves the cursor or the text by lines, pages or to an end.
    pub fn moves(self) -> bool {
        matches!(
            self,
            Self::Down
                | Self::Up
                | Self::PageDown
                | Self::PageUp
                | Self::HalfDown
                | Self::HalfUp
                | Self::First
                | Self::Last
        )
    }

    /// The action of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|action| action.name() == name)
    }

    /// What may be typed after its name, if anything may.
    pub fn argument(self) -> Option<&'static str> {
        match self {
            Self::Filter => Some("is:unread entity:NAME after:14:30 -card WORDS"),
            Self::FilterSave => Some("a name for the filter"),
            Self::Search => Some("letters to look for in this blog"),
            Self::Find => Some("words to look for in all blogs"),
            Self::GoTo => Some("14:30, yesterday, 2031-03-14, -2h"),
            Self::Note => Some("a note on the entry"),
            Self::Tag => Some("tags to add"),
            Self::Rename => Some("a name for the blog"),
            Self::Theme => Some("the name of a theme"),
            Self::Sort => Some("an order"),
            Self::Import => Some("the folder of another library, or its library.db"),
            _ => None,
        }
    }

    /// The filter that it applies, if it is one of those that need no typing.
    pub fn scope(self) -> Option<&'static str> {
        match self {
            Self::ShowAll => Some(""),
            Self::ShowUnread => Some("is:unread"),
            Self::ShowBookmarked => Some("is:bookmarked"),
            Self::ShowChanged => Some("is:changed"),
            Self::ShowNew => Some("is:new"),
            _ => None,
        }
    }
}

/// Says why an action cannot be done now, if it cannot.
pub fn availability(state: &State, action: Action) -> Result<(), &'static str> {
    let view = state.view();
    if !action.views().contains(&view) && !reaches_timeline(state, action) {
        return Err(match view {
            View::Articles => "open a blog first",
            View::Timeline | View::Reader => "not in the timeline",
            View::Help => "close the help first",
            View::List => "close the list first",
            View::Page => "close the page first",
            View::Names => "close the list first",
            View::Picture => "close the picture first",
        });
    }
    match action {
        Action::Search if view == View::List => Err("close the list first"),
        Action::Search if view == View::Picture => Err("close the picture first"),
        Action::Refresh if view == View::Picture => match &state.overlay {
            Some(Overlay::Picture(gallery)) if matches!(gallery.look, Look::Failed(_)) => Ok(()),
            _ => Err("the picture is asked for again only where it did not come"),
        },
        Action::Search if view != View::Help && state.timeline.blog.is_none() => {
            Err("open a blog first")
        }
        Action::MergeName | Action::SplitName if view == View::List && !state.lists_doubts() => {
            Err("only in the lists of names and of doubts")
        }
        Action::Doubts if state.articles.doubts.is_empty() => {
            Err("there is no blog that may be another")
        }
        _ if state.timeline.is_awaited() && goes_among_entries(view, action) => {
            Err("the entries are still being read")
        }
        Action::Import if state.sample => {
            Err("this is the sample; quit, and begin your own library with: liveblog import OTHER")
        }
        Action::Refresh => follow::availability(state),
        Action::Follow => follow::following(state),
        Action::FilterSave if state.filter.on.is_none() => Err("there is no filter on to save"),
        Action::Delete if state.articles.saved_row().is_some() => Ok(()),
        Action::NextBlog | Action::PreviousBlog if state.articles.rows.len() < 2 => {
            Err("there is no other blog")
        }
        Action::Names | Action::NextMention | Action::PreviousMention
            if state.timeline.blog.is_none() =>
        {
            Err("open a blog first")
        }
        Action::Rename | Action::Archive | Action::Delete
            if view == View::Articles && state.articles.row().is_none() =>
        {
            Err("there is no blog under the cursor")
        }
        Action::Tag if view == View::Articles && state.articles.row().is_none() => {
            Err("there is no blog under the cursor")
        }
        Action::Tag if view == View::Articles => Ok(()),
        Action::Picture => pictures(state),
        Action::ToggleRead
        | Action::ReadAll
        | Action::ReadOlder
        | Action::ReadNewer
        | Action::ToggleBookmark
        | Action::Copy
        | Action::CopyLink
        | Action::Browse
        | Action::Versions
        | Action::Note
        | Action::Tag
            if state.timeline.rows().is_empty() =>
        {
            Err("there is no entry under the cursor")
        }
        _ => Ok(()),
    }
}

/// Whether the entry under the cursor has pictures that are known.
fn pictures(state: &State) -> Result<(), &'static str> {
    match state.timeline.entry() {
        _ if state.timeline.rows().is_empty() => Err("there is no entry under the cursor"),
        None => Err("this entry is still being loaded"),
        Some(marked) if !Shown::are_in(&marked.entry) => {
            Err("no picture of this entry is known; text extracts have captions only")
        }
        Some(_) => Ok(()),
    }
}

/// Whether it leads from one entry to another, so that there must be some.
fn goes_among_entries(view: View, action: Action) -> bool {
    match action.group() {
        Group::Jump => true,
        Group::Move => ENTRIES.contains(&view),
        _ => false,
    }
}

/// Actions on the timeline also work from the articles list while both are on screen.
fn reaches_timeline(state: &State, action: Action) -> bool {
    let jumps = matches!(action.group(), Group::Jump) || matches!(action, Action::Newest);
    jumps
        && state.focus == Focus::Articles
        && state.layout().timeline.is_some()
        && !state.timeline.rows().is_empty()
        && state.overlay.is_none()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_are_unique_and_lead_back() {
        let names: HashSet<_> = Action::ALL.iter().map(|action| action.name()).collect();
        assert_eq!(names.len(), Action::ALL.len());
        for action in Action::ALL {
            assert_eq!(Action::from_name(action.name()), Some(*action));
            assert!(!action.help().is_empty() && !action.views().is_empty());
        }
    }
}
