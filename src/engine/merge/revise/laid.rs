//! The postings of a version laid over each other: each text once, with all its places.

use foldhash::HashMap;
use foldhash::HashSet;

use crate::engine::merge::para::Class;
use crate::engine::model::Block;
use crate::engine::model::Picture;
use crate::engine::model::Role;
use crate::engine::model::SnapshotId;
use crate::engine::model::Source;

/// The blocks of a version while its postings are laid over each other.
pub(super) struct Laid {
    pub(super) blocks: Vec<(Class, Block)>,
    /// No two of the postings stand in one snapshot.
    all_once: bool,
    /// The snapshots that came so far, where two may.
    came: HashSet<SnapshotId>,
    /// Whether the snapshot at hand has not come before.
    once: bool,
    /// In a long posting, for each class how many blocks the snapshot at hand has no line for yet.
    free: Option<HashMap<Class, usize>>,
}

/// In longer postings no block is looked for that cannot be there.
const LONG: usize = 64;

impl Laid {
    /// Nothing is laid yet; `all_once`: no two of the postings stand in one snapshot.
    pub(super) fn new(all_once: bool) -> Self {
        Self {
            blocks: Vec::new(),
            all_once,
            came: HashSet::default(),
            once: true,
            free: None,
        }
    }

    /// Begins with a posting of so many rows of a snapshot.
    pub(super) fn begin(&mut self, rows: usize, snapshot: SnapshotId) {
        self.once = self.all_once || self.came.insert(snapshot);
        self.free = (rows > LONG).then(|| {
            let mut free: HashMap<Class, usize> = HashMap::default();
            let blocks = self.blocks.iter();
            for (class, _) in blocks.filter(|(_, block)| !self.has(block, snapshot)) {
                *free.entry(*class).or_default() += 1;
            }
            free
        });
    }

    /// The block that a line of a class of a snapshot goes to, at a place or below it, else above.
    fn find(&mut self, at: usize, class: Class, snapshot: SnapshotId) -> Option<usize> {
        let free = self.free.as_ref();
        if free.is_some_and(|free| free.get(&class).is_none_or(|count| *count == 0)) {
            return None;
        }
        let same = |(other, block): &(Class, Block)| *other == class && !self.has(block, snapshot);
        let below = self.blocks[at..].iter().position(same).map(|i| i + at);
        let found = below.or_else(|| self.blocks.iter().position(same))?;
        let count = self.free.as_mut().and_then(|free| free.get_mut(&class));
        if let Some(count) = count {
            *count = count.saturating_sub(1);
        }
        Some(found)
    }

    /// Adds a row with its role and place to the blocks: to the next one with the same text, or as a new block at this place.
    pub(super) fn lay(
        &mut self,
        at: usize,
        class: Class,
        (role, source): (Role, Source),
        (new, shown): (&dyn Fn() -> Block, &[Picture]),
    ) -> usize {
        let at = at.min(self.blocks.len());
        let found = self.find(at, class, source.snapshot);
        if let Some(i) = found {
            let block = &mut self.blocks[i].1;
            block.source.push(source);
            // A snapshot without pictures, a text extract, takes none away.
            if block.pictures.is_empty() {
                block.pictures = shown.to_vec();
            }
            return i + 1;
        }
        let again = at
            .checked_sub(1)
            .filter(|i| self.blocks[*i].0 == class && self.blocks[*i].1.role == role);
        if let Some(i) = again {
            self.blocks[i].1.source.push(source);
            return at;
        }
        self.blocks.insert(at, (class, new()));
        at + 1
    }

    /// Whether a block stands for a line of a snapshot already.
    fn has(&self, block: &Block, snapshot: SnapshotId) -> bool {
        let mut latest = block.source.iter().rev();
        if self.once {
            // What comes from one posting comes in one go.
            return latest.next().is_some_and(|s| s.snapshot == snapshot);
        }
        latest.any(|s| s.snapshot == snapshot)
    }
}
