//! What merges remember, as long as the library is open and nobody else wrote to it.

use crate::engine::merge::Memory;

/// How many blogs are remembered at a time.
const BLOGS: usize = 4;

/// The memories of the blogs that were written last.
#[derive(Debug, Default)]
pub(super) struct Memories {
    /// By the number of the blog, the last one used last.
    blogs: Vec<(i64, Memory)>,
    /// The state of the library that they hold for.
    at: i64,
}

impl Memories {
    /// Takes notice of the state of the library: memories of another one are worth nothing.
    pub(super) fn hold_for(&mut self, at: i64) {
        if self.at != at {
            self.forget();
        }
        self.at = at;
    }

    /// Takes notice that the library was written with what they remember now.
    pub(super) fn written(&mut self, at: i64) {
        self.at = at;
    }

    /// Forgets everything.
    pub(super) fn forget(&mut self) {
        self.blogs.clear();
    }

    /// What is remembered of a blog.
    pub(super) fn of(&mut self, blog: i64) -> &mut Memory {
        let known = self.blogs.iter().position(|(n, _)| *n == blog);
        let memory = known.map(|i| self.blogs.remove(i).1).unwrap_or_default();
        if self.blogs.len() == BLOGS {
            self.blogs.remove(0);
        }
        self.blogs.push((blog, memory));
        let last = self.blogs.len() - 1;
        &mut self.blogs[last].1
    }
}
