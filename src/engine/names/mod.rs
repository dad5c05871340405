//! Names: people, places and organisations in news prose, found by lists, clues and the text as a whole.
//! No layout, no store; what a blog's names are together is in `resolve`.

mod around;
mod blog;
mod class;
mod clue;
mod correct;
mod decode;
mod form;
mod genre;
mod groups;
mod keep;
mod kind;
mod lattice;
mod lexicon;
mod look;
mod memory;
mod people;
mod recognise;
mod resolve;
mod run;
mod shared;
mod tally;
mod token;
pub mod train;
mod words;

pub use blog::BlogNames;
pub use blog::Entity;
pub use blog::Named;
pub use clue::Clue;
pub use clue::Group;
pub use clue::Sort;
pub use clue::Weights;
pub use correct::Correction;
pub use correct::NameChange;
pub use keep::NameKeeper;
pub use kind::Kind;
pub use kind::Level;
pub use kind::Reading;
pub use lexicon::Lexicon;
pub use memory::Memory;
pub use recognise::Mention;
pub use recognise::Prepared;
pub use recognise::Recogniser;
pub use resolve::Entities;
pub use resolve::Form;
pub use resolve::Resolved;
