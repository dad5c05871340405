//! Bytes to lines: what a file holds before anyone asks what it means.

mod decode;
mod feed;
pub mod format;
mod lines;
mod markdown;
pub(crate) mod page;

pub use crate::engine::parse::decode::Encoding;
pub use crate::engine::parse::decode::decode;
pub(crate) use crate::engine::parse::decode::decode_as;
pub use crate::engine::parse::lines::Line;
pub use crate::engine::parse::lines::lines;
pub use crate::engine::parse::page::instant;
