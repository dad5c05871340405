//! Tests of the whole: the compiled program and the rules of its source.

mod cli;
mod history;
mod laws_figures;
mod library;
