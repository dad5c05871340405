//! Tests of the whole: the compiled program and the rules of its source.

mod cli;
mod pages;
