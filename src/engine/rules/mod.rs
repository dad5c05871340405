//! Rules as data: what site furniture looks like, which words introduce quotations and cards.

/// Everything the engine knows of publishers and languages.
#[derive(Debug, Clone, Default)]
pub struct Rules {}

impl Rules {
    /// The rules that come with the program.
    pub fn builtin() -> &'static Self {
        todo!()
    }
}
