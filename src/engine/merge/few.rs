//! A list for each number. Most are empty, which takes four bytes and no further look, and most others have one element, which has no
//! room of its own.

/// The lists.
#[derive(Debug)]
pub(super) struct Few<T> {
    /// For each number where its list is: nowhere, or among those of one element or the others, as the last bit says.
    at: Vec<u32>,
    ones: Vec<T>,
    /// Places among those of one element that have none any more.
    free: Vec<u32>,
    all: Vec<Vec<T>>,
}

/// No list.
const NONE: u32 = u32::MAX;

impl<T> Default for Few<T> {
    fn default() -> Self {
        Self {
            at: Vec::new(),
            ones: Vec::new(),
            free: Vec::new(),
            all: Vec::new(),
        }
    }
}

impl<T: Copy> Few<T> {
    /// For how many numbers there is room.
    pub(super) fn len(&self) -> usize {
        self.at.len()
    }

    /// Makes room for so many numbers.
    pub(super) fn make_room(&mut self, numbers: usize) {
        self.at.resize(numbers, NONE);
    }

    /// The list of a number.
    pub(super) fn get(&self, number: usize) -> &[T] {
        match self.at[number] {
            NONE => &[],
            at if at & 1 == 0 => std::slice::from_ref(&self.ones[(at >> 1) as usize]),
            at => &self.all[(at >> 1) as usize],
        }
    }

    /// Puts an element into the list of a number, at a place.
    pub(super) fn insert(&mut self, number: usize, place: usize, element: T) {
        if self.at[number] != NONE {
            self.get_mut(number).insert(place, element);
            return;
        }
        let at = self.free.pop().unwrap_or_else(|| {
            self.ones.push(element);
            u32::try_from(self.ones.len() - 1).unwrap_or(NONE)
        });
        self.ones[at as usize] = element;
        self.at[number] = at << 1;
    }

    /// Puts an element behind the others in the list of a number.
    pub(super) fn push(&mut self, number: usize, element: T) {
        self.insert(number, self.get(number).len(), element);
    }

    /// The list of a number, to be changed.
    pub(super) fn get_mut(&mut self, number: usize) -> &mut Vec<T> {
        let at = self.at[number];
        if at == NONE || at & 1 == 0 {
            let list = self.get(number).to_vec();
            self.free.extend((at != NONE).then_some(at >> 1));
            self.all.push(list);
            let last = u32::try_from(self.all.len() - 1).unwrap_or(NONE);
            self.at[number] = last << 1 | 1;
        }
        &mut self.all[(self.at[number] >> 1) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_none_one_and_more_are_what_was_put_there() {
        let mut few = Few::default();
        few.make_room(4);
        few.push(1, 'a');
        few.push(2, 'b');
        few.insert(2, 0, 'c');
        assert_eq!(
            [few.get(0), few.get(1), few.get(2)],
            [&[][..], &['a'], &['c', 'b']]
        );
        few.get_mut(1).clear();
        // Where the others had one element there is room for these.
        few.push(0, 'd');
        few.push(3, 'e');
        few.push(1, 'f');
        let all: Vec<&[char]> = (0..4).map(|number| few.get(number)).collect();
        assert_eq!(all, [&['d'][..], &['f'], &['c', 'b'], &['e']]);
        assert_eq!(few.ones.len(), 2);
    }
}
