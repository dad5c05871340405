//! The nouns of a live blog: snapshots, pieces, blocks, entries, timelines.
//! No behaviour beyond what the types need to stay valid.

mod block;
mod id;
mod library;
mod marks;
mod reading;
mod shelf;
mod snapshot;
mod timeline;

pub use block::Block;
pub use block::Role;
pub use block::Source;
pub use id::BlogId;
pub use id::EntryId;
pub use id::IdError;
pub use id::SnapshotId;
pub use library::BlogRow;
pub use library::EntryRow;
pub use library::MarkedEntry;
pub use library::SearchHit;
pub use marks::Deed;
pub use marks::MarkChange;
pub use marks::Marks;
pub use marks::ReadState;
pub use marks::Step;
pub use reading::Cut;
pub use reading::Form;
pub use reading::NativeEntry;
pub use reading::PageMeta;
pub use reading::Piece;
pub use reading::Reading;
pub use reading::Stamp;
pub use reading::Why;
pub use shelf::Shelf;
pub use shelf::ShelfChange;
pub use snapshot::Capture;
pub use snapshot::RawSnapshot;
pub use timeline::Change;
pub use timeline::DroppedLine;
pub use timeline::Entry;
pub use timeline::EntryState;
pub use timeline::PageText;
pub use timeline::Posting;
pub use timeline::Revision;
pub use timeline::SnapshotSummary;
pub use timeline::Timeline;
