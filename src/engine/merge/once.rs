//! Numbers below a known one, each once, in the order in which they came.

#[derive(Debug, Clone)]
pub(crate) struct Once<T> {
    all: Vec<T>,
    has: Vec<bool>,
}

impl<T: Copy + TryInto<usize>> Once<T> {
    /// Room for numbers below this one.
    pub(crate) fn below(count: usize) -> Self {
        Self {
            all: Vec::new(),
            has: vec![false; count],
        }
    }

    pub(crate) fn add(&mut self, number: T) {
        let has = number.try_into().ok().and_then(|at| self.has.get_mut(at));
        if has.is_some_and(|has| !std::mem::replace(has, true)) {
            self.all.push(number);
        }
    }

    pub(crate) fn has(&self, number: T) -> bool {
        let has = number.try_into().ok().and_then(|at| self.has.get(at));
        has.is_some_and(|has| *has)
    }

    pub(crate) fn all(&self) -> &[T] {
        &self.all
    }
}
