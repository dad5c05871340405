//! Pages that are followed while the reader runs: what is asked of the web, and what is heard of it.
//! When a page is asked again, and how, is not known here.

use std::collections::HashSet;

use crate::app::message::Effect;
use crate::app::state::Focus;
use crate::app::state::State;
use crate::engine::model::BlogId;
use crate::engine::model::Shelf;
use crate::engine::text::SafeText;

/// What is asked of the web.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// Ask the page of a blog for news, once.
    Once(BlogId),
    /// Go on asking the page of a blog.
    Follow(BlogId),
    /// No longer.
    Leave(BlogId),
}

/// What is heard of the web. What came is in the library already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// The page of a blog brought something.
    News {
        /// The blog.
        blog: BlogId,
        /// How many entries are new.
        new: u32,
        /// How many entries have another text than before.
        revised: u32,
    },
    /// The page of a blog says what it said before.
    Same(BlogId),
    /// The page of a blog did not come.
    Failed {
        /// The blog.
        blog: BlogId,
        /// Why, and what to do.
        why: SafeText,
    },
    /// The coverage of a blog has ended; it is followed no longer.
    Ended(BlogId),
}

/// How the reader begins with the blog that it opens at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Beginning {
    /// With what the library has.
    #[default]
    Stored,
    /// With that, and asks its page once.
    Asking,
    /// With that, and follows its page.
    Following,
}

/// What is followed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Follow {
    /// The blogs that are followed.
    pub blogs: HashSet<BlogId>,
    /// The blog whose page the person asked for, until it has come.
    pub asked: Option<BlogId>,
    /// How many entries of the open blog changed since the person last looked for changes.
    pub changed: u32,
}

impl Follow {
    /// Whether a blog is followed.
    pub fn is_on(&self, blog: Option<BlogId>) -> bool {
        blog.is_some_and(|blog| self.blogs.contains(&blog))
    }
}

/// The blog that is meant: the one under the cursor in the list, else the open one.
fn meant(state: &State) -> Option<BlogId> {
    match state.focus {
        Focus::Articles => state.articles.row().map(|row| row.id),
        _ => state.timeline.blog,
    }
}

/// Why no page can be asked now, if so.
pub fn availability(state: &State) -> Result<(), &'static str> {
    if state.sample {
        Err("the sample stands on no page")
    } else if meant(state).is_none() {
        Err("open a blog first")
    } else {
        Ok(())
    }
}

/// Why the page of a blog cannot be followed now, if so. What was put away can be asked, not followed.
pub fn following(state: &State) -> Result<(), &'static str> {
    availability(state)?;
    let row = meant(state).and_then(|blog| state.articles.find(blog));
    match row.map(|row| row.shelf) {
        Some(Shelf::Archive | Shelf::Deleted) => Err("it is put away; take it back first"),
        _ => Ok(()),
    }
}

/// Leaves a blog that is put away.
pub fn leave(state: &mut State, blog: BlogId) -> Option<Effect> {
    let followed = state.follow.blogs.remove(&blog);
    followed.then_some(Effect::Web(Ask::Leave(blog)))
}

/// Asks the page of a blog once.
pub fn refresh(state: &mut State) -> Vec<Effect> {
    let Some(blog) = meant(state) else {
        return Vec::new();
    };
    state.follow.asked = Some(blog);
    state.say("Asking the page for news");
    vec![Effect::Web(Ask::Once(blog))]
}

/// Follows the page of a blog, or no longer.
pub fn toggle(state: &mut State) -> Vec<Effect> {
    let Some(blog) = meant(state) else {
        return Vec::new();
    };
    if state.follow.blogs.remove(&blog) {
        state.say("No longer following this page");
        return vec![Effect::Web(Ask::Leave(blog))];
    }
    state.follow.blogs.insert(blog);
    state.say("Following this page");
    vec![Effect::Web(Ask::Follow(blog))]
}

/// What to ask at the beginning of the blog that the reader opens at.
pub fn begin(state: &mut State) -> Vec<Effect> {
    let Some(blog) = state.settings.open else {
        return Vec::new();
    };
    match state.settings.beginning {
        Beginning::Stored => Vec::new(),
        Beginning::Asking => {
            state.follow.asked = Some(blog);
            vec![Effect::Web(Ask::Once(blog))]
        }
        Beginning::Following => {
            state.follow.blogs.insert(blog);
            vec![Effect::Web(Ask::Follow(blog))]
        }
    }
}

/// Takes what was heard of the web.
pub fn hear(state: &mut State, heard: Heard) {
    let answers = |state: &mut State, blog| {
        let asked = state.follow.asked == Some(blog);
        if asked {
            state.follow.asked = None;
        }
        asked
    };
    match heard {
        Heard::News { blog, new, revised } => {
            if state.timeline.blog == Some(blog) {
                state.follow.changed = state.follow.changed.saturating_add(revised);
            }
            if answers(state, blog) {
                state.say(format!("{new} new, {revised} changed"));
            }
        }
        Heard::Same(blog) => {
            if answers(state, blog) {
                state.say("Nothing new on the page");
            }
        }
        Heard::Failed { blog, why } => {
            answers(state, blog);
            state.complain(why.as_str());
        }
        Heard::Ended(blog) => {
            state.follow.blogs.remove(&blog);
            if !answers(state, blog) {
                state.say("No longer following: nothing new comes any more");
            }
        }
    }
}
