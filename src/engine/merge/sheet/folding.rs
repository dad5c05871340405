//! What is large and, once other sheets came, rarely asked for: it is folded into few bytes while nobody asks, and unfolded when
//! somebody does. Nothing that is found hangs on which of the two it is.

use std::ops::Deref;
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use lz4_flex::block;

/// It is folded when nobody asked while so many sheets came.
const PATIENCE: u32 = 32;

/// The next time when so many times as many came: who asked after all may ask again.
const MORE_PATIENCE: u32 = 8;

/// What can be folded.
pub(super) trait Fold: Default {
    /// Bytes that say the same; nothing if there are none, which nothing is known to cause.
    fn to_bytes(&self) -> Option<Vec<u8>>;

    /// Undoes [`Fold::to_bytes`].
    fn of_bytes(bytes: &[u8]) -> Option<Self>;
}

/// A value that may be folded.
#[derive(Debug)]
pub(super) struct Folding<T> {
    open: OnceLock<Box<T>>,
    /// What it is unfolded from, as long as it is the same.
    folded: Option<Folded>,
    asked: AtomicBool,
    /// How many sheets there were before those came for which somebody asked.
    last: u32,
    /// While how many sheets come it is not folded though nobody asks.
    patience: u32,
}

#[derive(Debug)]
struct Folded {
    bytes: Box<[u8]>,
    /// How many there are before they are compressed.
    len: u32,
}

impl<T: Fold> Folding<T> {
    /// A value that is not folded yet.
    pub(super) fn of(value: T) -> Self {
        Self::open(Box::new(value))
    }

    fn open(value: Box<T>) -> Self {
        Self {
            open: OnceLock::from(value),
            folded: None,
            asked: AtomicBool::new(true),
            last: 0,
            patience: PATIENCE,
        }
    }

    /// Changes the value.
    pub(super) fn change<R>(&mut self, change: impl FnOnce(&mut T) -> R) -> R {
        let open = self.open.take();
        let mut open = open.unwrap_or_else(|| self.unfolded());
        let out = change(&mut open);
        *self = Self {
            patience: self.patience,
            ..Self::open(open)
        };
        out
    }

    /// Takes notice that there are so many sheets, and were so many before the last ones came, and folds the value if nobody asked lately.
    pub(super) fn rest(&mut self, before: u32, now: u32) {
        if std::mem::take(self.asked.get_mut()) {
            self.last = before;
        }
        let Some(open) = self.open.get() else {
            return;
        };
        if now < self.last.saturating_add(self.patience) {
            return;
        }
        if self.folded.is_none() {
            self.folded = Folded::of(&**open);
        }
        if self.folded.is_some() {
            self.open.take();
            self.patience = self.patience.saturating_mul(MORE_PATIENCE);
        }
    }

    /// Whether it is folded.
    #[cfg(test)]
    pub(super) fn is_folded(&self) -> bool {
        self.open.get().is_none()
    }

    fn unfolded(&self) -> Box<T> {
        let value = self.folded.as_ref().and_then(Folded::unfold);
        Box::new(value.unwrap_or_default())
    }
}

impl<T: Fold> Default for Folding<T> {
    fn default() -> Self {
        Self::of(T::default())
    }
}

impl<T: Fold> Deref for Folding<T> {
    type Target = T;

    fn deref(&self) -> &T {
        // Read first: a write takes the memory from other threads.
        if !self.asked.load(Ordering::Relaxed) {
            self.asked.store(true, Ordering::Relaxed);
        }
        self.open.get_or_init(|| self.unfolded())
    }
}

impl Folded {
    fn of<T: Fold>(value: &T) -> Option<Self> {
        let plain = value.to_bytes()?;
        Some(Self {
            len: u32::try_from(plain.len()).ok()?,
            bytes: block::compress(&plain).into(),
        })
    }

    fn unfold<T: Fold>(&self) -> Option<T> {
        T::of_bytes(&block::decompress(&self.bytes, self.len as usize).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Fold for Vec<u8> {
        fn to_bytes(&self) -> Option<Vec<u8>> {
            Some(self.clone())
        }

        fn of_bytes(bytes: &[u8]) -> Option<Self> {
            Some(bytes.to_vec())
        }
    }

    #[test]
    fn what_nobody_asks_for_lately_is_folded_until_somebody_asks() {
        let mut value = Folding::of(vec![7; 1000]);
        (100..131).for_each(|before| value.rest(before, before + 1));
        assert!(!value.is_folded(), "it was asked for when it came");
        value.rest(131, 132);
        assert!(value.is_folded());
        assert_eq!(*value, vec![7; 1000]);
        // Many sheets at once: what was asked while they came was asked before them.
        value.rest(132, 332);
        assert!(!value.is_folded(), "who asked may ask again");
        value.rest(332, 392);
        assert!(value.is_folded());
    }

    #[test]
    fn what_is_changed_is_folded_as_it_is_then() {
        let mut value = Folding::of(vec![7]);
        for more in 0..3 {
            value.rest(0, 3000);
            assert!(value.is_folded());
            value.change(|all| all.push(more));
            assert!(!value.is_folded());
        }
        value.rest(0, 100_000);
        assert_eq!(*value, [7, 0, 1, 2]);
    }
}
