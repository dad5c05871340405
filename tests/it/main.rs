//! Tests of the whole: the compiled program and the rules of its source.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking, its helpers too"
)]

mod again;
mod apart;
mod aside;
mod backfill;
mod background;
mod blogs;
mod borders;
#[cfg(target_os = "linux")]
mod bus;
mod bylines;
mod cli;
mod cli_entities;
mod cli_exports;
mod cli_filter;
mod cli_import;
mod cli_keeping;
mod cli_why;
#[cfg(target_os = "linux")]
mod desktop;
mod earlier;
mod extracts;
mod fit;
mod flood;
mod follow;
#[allow(dead_code, reason = "the benchmarks use more of it")]
mod history;
mod keys;
mod kill;
mod laws;
mod laws_figures;
mod laws_marks;
mod laws_memory;
mod laws_text;
mod layers;
mod library;
mod names_corpus;
mod pages;
mod pictures;
#[cfg(unix)]
mod pty;
mod publishers;
mod revisions;
mod sample_gold;
mod saved_pages;
mod screen;
mod screen_actions;
mod screen_damage;
mod screen_filter;
mod screen_find;
mod screen_harness;
mod screen_import;
mod screen_laws;
mod screen_left;
mod screen_library;
mod screen_names;
mod screen_order;
mod screen_reading;
mod screen_steps;
mod screen_still;
mod screen_views;
mod states;
mod tail;
mod times;
mod web;
mod web_answers;
mod web_pages;
#[cfg(unix)]
mod web_pictures;
mod web_server;
mod web_trust;
mod withdrawn;
mod written;
