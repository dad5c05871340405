//! What became of one thing in one library, and what becomes of it where two libraries know it.

/// Whether something holds, and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Standing {
    /// When it was made.
    pub(super) at: i64,
    /// When it was taken back, if it is.
    pub(super) gone: Option<i64>,
    /// Whether taking it back was something done (“no bookmark here”), not the undoing of its making.
    pub(super) deed: bool,
    /// When it came to hold again after it was taken back.
    pub(super) back: Option<i64>,
}

impl Standing {
    /// Since when it holds or does not.
    pub(super) fn since(self) -> i64 {
        self.gone
            .unwrap_or_else(|| self.back.map_or(self.at, |back| back.max(self.at)))
    }

    /// When it was taken back by something done, if it was.
    pub(super) fn refused(self) -> Option<i64> {
        self.gone.filter(|_| self.deed)
    }

    /// What two libraries make of it together: what was done later holds, and of two at the same time, that it holds.
    pub(super) fn with(self, other: Self) -> Self {
        match (self.gone, other.gone) {
            (None, None) => Self {
                back: self.back.max(other.back),
                ..self
            },
            (Some(_), Some(_)) => {
                let key = |one: &Self| (one.gone, one.deed, one.back);
                if key(&self) < key(&other) {
                    other
                } else {
                    self
                }
            }
            (None, Some(gone)) if gone > self.since() => other,
            (Some(gone), None) if gone <= other.since() => other,
            _ => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_standing() -> impl Strategy<Value = Standing> {
        let time = || proptest::option::of(0_i64..6);
        (time(), any::<bool>(), time()).prop_map(|(gone, deed, back)| Standing {
            at: 2,
            gone,
            deed: deed && gone.is_some(),
            back,
        })
    }

    proptest! {
        #[test]
        fn it_does_not_matter_who_takes_in_whom(a in any_standing(), b in any_standing(), c in any_standing()) {
            let shown = |one: Standing| (one.gone, one.deed, one.since());
            prop_assert_eq!(shown(a.with(b)), shown(b.with(a)));
            prop_assert_eq!(a.with(b).with(b), a.with(b));
            prop_assert_eq!(shown(a.with(b).with(c)), shown(a.with(b.with(c))));
        }
    }
}
