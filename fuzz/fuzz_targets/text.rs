//! Any bytes as a snapshot: decoding, sniffing, reading. Every non-blank line of a text must be in some piece.
#![no_main]

use std::collections::HashSet;

use libfuzzer_sys::fuzz_target;
use liveblog::engine::digest;
use liveblog::engine::model::Capture;
use liveblog::engine::model::RawSnapshot;
use liveblog::engine::parse;
use liveblog::engine::rules::Rules;

fuzz_target!(|bytes: &[u8]| {
    let raw = RawSnapshot::new(Capture::default(), bytes.to_vec());
    let reading = digest::look(&raw, Rules::builtin()).reading;
    if reading.format == "text" {
        let told: HashSet<u32> = reading.pieces.iter().map(|piece| piece.line).collect();
        for line in parse::lines(&parse::decode(bytes).0) {
            assert!(told.contains(&line.number), "line {} is lost", line.number);
        }
    }
});
