//! What a sheet sets aside: the lines of its page that are none of its rows.

use crate::engine::merge::sheet::Sheet;
use crate::engine::merge::sheet::is_content;
use crate::engine::model::Reading;
use crate::engine::text::words::Fingerprint;

/// Fewer lines that are set aside tell no extractor.
const FEWEST_ASIDE: usize = 5;

/// The lines of a reading that are no rows.
pub(super) fn of(reading: &Reading) -> Vec<Fingerprint> {
    let pieces = reading.pieces.iter();
    let aside = pieces.filter(|piece| !is_content(piece.role));
    let mut prints: Vec<Fingerprint> = aside.map(|piece| Fingerprint::of(&piece.text)).collect();
    prints.sort_unstable();
    prints.dedup();
    prints
}

impl Sheet {
    /// Whether a line with this fingerprint is none of its rows, but furniture or the head of its page.
    pub(crate) fn sets_aside(&self, print: Fingerprint) -> bool {
        self.aside.binary_search(&print).is_ok()
    }

    /// Whether less than half of what this or another sheet sets aside is the same: they come from different extractors.
    pub(crate) fn sets_aside_otherwise(&self, other: &Self) -> bool {
        let both = self.aside.iter().filter(|print| other.sets_aside(**print));
        let most = self.aside.len().max(other.aside.len());
        most >= FEWEST_ASIDE && both.count() * 2 < most
    }
}
