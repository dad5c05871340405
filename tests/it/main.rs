//! The integration tests, in one binary.

mod keys;
mod layers;
mod screen;
mod screen_harness;
mod screen_laws;
mod screen_library;
