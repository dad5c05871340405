//! A list for each number, of which most are empty: these take four bytes and no further look.

/// The lists.
#[derive(Debug)]
pub(super) struct Few<T> {
    /// For each number its list, counted from 1.
    at: Vec<u32>,
    all: Vec<Vec<T>>,
}

impl<T> Default for Few<T> {
    fn default() -> Self {
        Self {
            at: Vec::new(),
            all: Vec::new(),
        }
    }
}

impl<T> Few<T> {
    /// For how many numbers there is room.
    pub(super) fn len(&self) -> usize {
        self.at.len()
    }

    /// Makes room for so many numbers.
    pub(super) fn make_room(&mut self, numbers: usize) {
        self.at.resize(numbers, 0);
    }

    /// The list of a number.
    pub(super) fn get(&self, number: usize) -> &[T] {
        let at = (self.at[number] as usize).checked_sub(1);
        at.map_or(&[], |at| &self.all[at])
    }

    /// The list of a number, to be changed.
    pub(super) fn get_mut(&mut self, number: usize) -> &mut Vec<T> {
        let at = &mut self.at[number];
        if *at == 0 {
            self.all.push(Vec::new());
            *at = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        }
        &mut self.all[*at as usize - 1]
    }
}
