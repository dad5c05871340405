//! Values that copies of the state have in common until one of them changes its own, so that a copy costs little.

use std::ops::Deref;
use std::ops::DerefMut;
use std::sync::Arc;

/// A value that copies have in common. Changing it in one copy changes it in no other.
#[derive(Debug, Default)]
pub struct Common<T>(Arc<T>);

impl<T> Common<T> {
    /// Whether this is the same value, not only one that equals it.
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<T: Clone> Common<T> {
    /// The value itself.
    pub fn own(self) -> T {
        Arc::unwrap_or_clone(self.0)
    }
}

impl<T> Clone for Common<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> From<T> for Common<T> {
    fn from(value: T) -> Self {
        Self(Arc::new(value))
    }
}

impl<T> Deref for Common<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Clone> DerefMut for Common<T> {
    fn deref_mut(&mut self) -> &mut T {
        Arc::make_mut(&mut self.0)
    }
}

impl<T: PartialEq> PartialEq for Common<T> {
    fn eq(&self, other: &Self) -> bool {
        self.is(other) || self.0 == other.0
    }
}

impl<T: Eq> Eq for Common<T> {}
