//! Anything as a page: places of pieces are unique, and no control character passes.
#![no_main]

use std::collections::HashSet;

use libfuzzer_sys::fuzz_target;
use liveblog::engine::digest;
use liveblog::engine::model::Capture;
use liveblog::engine::model::RawSnapshot;
use liveblog::engine::rules::Rules;

fuzz_target!(|bytes: &[u8]| {
    let bytes = [b"<html>", bytes].concat();
    let raw = RawSnapshot::new(Capture::default(), bytes);
    let reading = digest::look(&raw, Rules::builtin()).reading;
    let mut seen = HashSet::new();
    for piece in &reading.pieces {
        assert!(seen.insert((piece.line, piece.part)), "two pieces at one place");
        assert!(!piece.text.contains(|c: char| c.is_control()), "a control character passes");
        let mut end = 0;
        for link in &piece.links {
            assert!(link.start >= end && link.range(&piece.text).is_some(), "a link is misplaced");
            assert!(link.url.starts_with("http"), "a link acts");
            end = link.end;
        }
    }
});
