//! Tests of the whole: the compiled program and the rules of its source.

mod cli;
mod history;
mod keys;
mod kill;
mod laws;
mod laws_figures;
mod laws_marks;
mod laws_text;
mod layers;
mod library;
#[cfg(unix)]
mod pty;
mod sample_gold;
mod screen;
mod screen_harness;
mod screen_laws;
mod screen_library;
