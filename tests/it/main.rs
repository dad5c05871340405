//! Tests of the whole: the compiled program and the rules of its source.

mod cli;
mod history;
mod laws;
mod laws_figures;
mod laws_marks;
mod laws_text;
mod library;
mod sample_gold;
