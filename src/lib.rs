//! `liveblog` reads live blogs in the terminal: rolling news pages of which a person keeps several snapshots.
//!
//! One pipeline runs through the crate. [`engine`] reads each snapshot by itself, decides which belong to the
//! same live blog and merges those into one timeline. [`store`] keeps snapshots, timelines and marks.
//! [`app`] holds what the reader sees and decides what a key does, [`ui`] draws it, [`tui`] runs both on a terminal.
//! [`fetch`] brings the bytes in, [`config`] reads the person's files and [`cli`] wires everything to the command line.
//!
//! The library serves the program, its tests and its benchmarks. It promises no stable interface.

pub mod engine;

pub mod app;
pub mod cli;
pub mod config;
pub mod fetch;
pub mod follow;
pub mod store;
pub mod tui;
pub mod ui;
