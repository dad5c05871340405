//! Rows of numbers of different lengths in one list.

/// For each of some things, some numbers.
#[derive(Debug, Default)]
pub(crate) struct Bundles {
    /// Where the numbers of each thing begin, and where the last end.
    begins: Vec<u32>,
    all: Vec<u32>,
}

impl Bundles {
    /// Numbers of `count` things, each with its thing; those of one thing stay in their order.
    pub(crate) fn of(count: usize, numbers: impl Iterator<Item = (usize, u32)> + Clone) -> Self {
        let mut begins = vec![0; count + 1];
        for (thing, _) in numbers.clone() {
            begins[thing + 1] += 1;
        }
        for thing in 0..count {
            begins[thing + 1] += begins[thing];
        }
        let mut next = begins.clone();
        let mut all = vec![0; begins[count] as usize];
        for (thing, number) in numbers {
            all[next[thing] as usize] = number;
            next[thing] += 1;
        }
        Self { begins, all }
    }

    /// How many things there are.
    pub(crate) fn len(&self) -> usize {
        self.begins.len().saturating_sub(1)
    }

    /// The numbers of a thing.
    pub(crate) fn get(&self, thing: usize) -> &[u32] {
        &self.all[self.begins[thing] as usize..self.begins[thing + 1] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_with_their_thing_in_their_order() {
        let numbers = [(2, 7), (0, 1), (2, 3), (0, 9)];
        let bundles = Bundles::of(3, numbers.into_iter());
        assert_eq!(bundles.len(), 3);
        let all: Vec<&[u32]> = (0..3).map(|thing| bundles.get(thing)).collect();
        assert_eq!(all, [&[1, 9][..], &[], &[7, 3]]);
        assert_eq!(Bundles::of(0, std::iter::empty()).len(), 0);
    }
}
