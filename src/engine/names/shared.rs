//! A map whose copies share what they hold: a copy is cheap, and so is a change after it.

use std::hash::BuildHasher;
use std::hash::Hash;
use std::sync::Arc;

use foldhash::HashMap;
use foldhash::HashMapExt;
use foldhash::fast::FixedState;

/// Into how many parts a map is divided; a change copies one of them.
const PARTS: usize = 512;

/// The map.
#[derive(Debug, Clone)]
pub(crate) struct SharedMap<K, V> {
    parts: Vec<Arc<HashMap<K, V>>>,
}

impl<K, V> Default for SharedMap<K, V> {
    fn default() -> Self {
        Self { parts: Vec::new() }
    }
}

impl<K: Hash + Eq + Clone, V: Clone> SharedMap<K, V> {
    /// The value of a key.
    pub(crate) fn get<Q>(&self, key: &Q) -> Option<&V>
    where
        K: std::borrow::Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.parts.get(part(key))?.get(key)
    }

    /// Puts a value in the place of another.
    pub(crate) fn insert(&mut self, key: K, value: V) -> Option<V> {
        if self.parts.is_empty() {
            self.parts.resize_with(PARTS, || Arc::new(HashMap::new()));
        }
        let at = part(&key);
        Arc::make_mut(&mut self.parts[at]).insert(key, value)
    }

    /// Takes a key out.
    pub(crate) fn remove<Q>(&mut self, key: &Q) -> Option<V>
    where
        K: std::borrow::Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let part = self.parts.get_mut(part(key))?;
        part.contains_key(key)
            .then(|| Arc::make_mut(part).remove(key))
            .flatten()
    }
}

fn part<Q: Hash + ?Sized>(key: &Q) -> usize {
    let hash = FixedState::default().hash_one(key);
    usize::try_from(hash % PARTS as u64).unwrap_or(0)
}

impl<K: Hash + Eq, V: PartialEq> PartialEq for SharedMap<K, V> {
    fn eq(&self, other: &Self) -> bool {
        let none = |map: &Self| map.parts.iter().all(|part| part.is_empty());
        self.parts == other.parts || (none(self) && none(other))
    }
}
