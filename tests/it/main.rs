//! Tests of the whole: the compiled program and the rules of its source.

mod cli;
mod keys;
mod kill;
mod layers;
#[cfg(unix)]
mod pty;
mod screen;
mod screen_harness;
mod screen_laws;
mod screen_library;
