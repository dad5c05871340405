//! Rows of different lengths in one list.

/// For each of some things, some values.
#[derive(Debug)]
pub(crate) struct Bundles<T> {
    /// Where the values of each thing begin, and where the last end.
    begins: Vec<u32>,
    all: Vec<T>,
}

impl<T: Copy> Bundles<T> {
    /// Values of `count` things, each with its thing; those of one thing stay in their order.
    pub(crate) fn of(count: usize, values: impl Iterator<Item = (usize, T)> + Clone) -> Self {
        let mut begins = vec![0; count + 1];
        for (thing, _) in values.clone() {
            begins[thing + 1] += 1;
        }
        for thing in 0..count {
            begins[thing + 1] += begins[thing];
        }
        let mut next = begins.clone();
        let any = values.clone().next();
        let mut all = any.map_or_else(Vec::new, |(_, any)| vec![any; begins[count] as usize]);
        for (thing, value) in values {
            all[next[thing] as usize] = value;
            next[thing] += 1;
        }
        Self { begins, all }
    }

    /// How many things there are.
    pub(crate) fn len(&self) -> usize {
        self.begins.len().saturating_sub(1)
    }

    /// The values of a thing.
    pub(crate) fn get(&self, thing: usize) -> &[T] {
        &self.all[self.begins[thing] as usize..self.begins[thing + 1] as usize]
    }
}

impl<T: Copy + Ord> Bundles<T> {
    /// Puts the values of each thing in order, each once.
    pub(crate) fn sort(&mut self) {
        let mut kept = 0;
        for thing in 0..self.len() {
            let (from, to) = (self.begins[thing] as usize, self.begins[thing + 1] as usize);
            self.all[from..to].sort_unstable();
            self.begins[thing] = u32::try_from(kept).unwrap_or(u32::MAX);
            let first = kept;
            for i in from..to {
                if kept == first || self.all[kept - 1] != self.all[i] {
                    self.all[kept] = self.all[i];
                    kept += 1;
                }
            }
        }
        self.all.truncate(kept);
        if let Some(end) = self.begins.last_mut() {
            *end = u32::try_from(kept).unwrap_or(u32::MAX);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_with_their_thing_in_their_order() {
        let numbers = [(2, 7), (0, 1), (2, 3), (0, 9), (2, 7)];
        let mut bundles = Bundles::of(4, numbers.into_iter());
        assert_eq!(bundles.len(), 4);
        let all = |bundles: &Bundles<i32>| -> Vec<Vec<i32>> {
            (0..4).map(|thing| bundles.get(thing).to_vec()).collect()
        };
        assert_eq!(all(&bundles), [vec![1, 9], vec![], vec![7, 3, 7], vec![]]);
        bundles.sort();
        assert_eq!(all(&bundles), [vec![1, 9], vec![], vec![3, 7], vec![]]);
        let none = std::iter::empty::<(usize, u8)>();
        assert_eq!(Bundles::of(0, none).len(), 0);
    }
}
