//! What the clues inside and around every stretch of a run say, added up once for both passes.

use crate::engine::names::Clue;
use crate::engine::names::Reading;
use crate::engine::names::Sort;
use crate::engine::names::Weights;
use crate::engine::names::around::Edges;
use crate::engine::names::company::Beside;
use crate::engine::names::decode::LONGEST_NAME;
use crate::engine::names::look::Scene;
use crate::engine::names::memory::Memory;
use crate::engine::names::run::Run;

/// One stretch that can be a name.
#[derive(Debug, Clone, Copy)]
struct Cell {
    scores: [f32; Reading::COUNT],
    sort: Sort,
    /// It leaves out a capitalised word beside it.
    cut: bool,
}

/// All stretches of a run.
#[derive(Debug, Clone)]
pub(crate) struct Lattice {
    /// By end, then by length.
    cells: Vec<Option<Cell>>,
}

impl Lattice {
    /// Looks at every stretch of a run.
    pub(crate) fn of(run: &Run, scene: &Scene, weights: &Weights) -> Self {
        let edges = Edges::of(run, scene);
        let beside = Beside::of(run, scene);
        let length = run.words.len();
        let mut cells = vec![None; length * LONGEST_NAME];
        let mut clues = Vec::with_capacity(32);
        let mut names = Vec::with_capacity(8);
        for start in 0..length {
            scene.names_from(run, start, &mut names);
            for end in start + 1..=length.min(start + LONGEST_NAME) {
                clues.clear();
                let name = names.get(end - start - 1).copied().unwrap_or_default();
                if scene.look(run, &edges, name, start..end, &mut clues) {
                    let sort = run.sort(name, start..end);
                    let mut scores = weights.sum(&clues, sort);
                    weights.add_company(beside.company(run, start, end), sort, &mut scores);
                    cells[index(start, end)] = Some(Cell {
                        scores,
                        sort,
                        cut: is_cut(&clues),
                    });
                }
            }
        }
        Self { cells }
    }

    /// The names that the stretches of a run ask a memory for.
    pub(crate) fn asked(&self, run: &Run, scene: &Scene, ask: &mut dyn FnMut(u64)) {
        for end in 1..=run.words.len() {
            for start in end.saturating_sub(LONGEST_NAME)..end {
                if self
                    .cells
                    .get(index(start, end))
                    .is_some_and(Option::is_some)
                {
                    Memory::asked(&scene.surface(run, start, end), &run.words[start..end], ask);
                }
            }
        }
    }

    /// What speaks for each reading of words `start..end`, also by what the whole text says.
    pub(crate) fn score(
        &self,
        run: &Run,
        scene: &Scene,
        weights: &Weights,
        memory: Option<&Memory>,
        (start, end): (usize, usize),
    ) -> Option<[f32; Reading::COUNT]> {
        let cell = self.cells.get(index(start, end)).copied().flatten()?;
        let Some(memory) = memory else {
            return Some(cell.scores);
        };
        let mut scores = cell.scores;
        memory.clues(
            &scene.surface(run, start, end),
            &run.words[start..end],
            cell.cut,
            &mut |clue| {
                for (score, weight) in scores.iter_mut().zip(weights.of(clue, cell.sort)) {
                    *score += weight;
                }
            },
        );
        Some(scores)
    }
}

/// Whether the clues say that a capitalised word beside the stretch is left out.
pub(crate) fn is_cut(clues: &[Clue]) -> bool {
    clues
        .iter()
        .any(|clue| matches!(clue, Clue::Cut | Clue::CutAfter))
}

fn index(start: usize, end: usize) -> usize {
    (end - 1) * LONGEST_NAME + (end - start - 1)
}
