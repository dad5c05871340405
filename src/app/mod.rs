//! The reader's state and what keys and messages do to it: a pure function of what it is told.
//! No terminal, no database, no file, no thread, no clock: what it wants of the world it returns as effects.

pub mod action;
pub mod arguments;
pub mod changes;
pub mod compose;
pub mod direction;
pub mod flow;
pub mod follow;
pub mod geometry;
pub mod glyphs;
pub mod hints;
pub mod ink;
pub mod input;
pub mod key;
pub mod keymap;
pub mod keys_page;
pub mod links;
pub mod mark;
pub mod marks;
pub mod message;
pub mod names;
pub mod pages;
pub mod panel;
pub mod pointer;
pub mod stamp;
pub mod state;
pub mod status;
pub mod update;
pub mod wrap;

pub use action::Action;
pub use action::availability;
pub use geometry::Area;
pub use key::Key;
pub use keymap::Keymap;
pub use message::Effect;
pub use message::Msg;
pub use state::Settings;
pub use state::State;
pub use update::dwelling;
pub use update::leave;
pub use update::point;
pub use update::prepare;
pub use update::press;
pub use update::start;
pub use update::update;
