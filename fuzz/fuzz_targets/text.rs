//! Any bytes as a snapshot: decoding, sniffing, reading. Every non-blank line of a text must be in some piece.
#![no_main]

use libfuzzer_sys::fuzz_target;
use liveblog::engine::digest;
use liveblog::engine::model::Capture;
use liveblog::engine::model::RawSnapshot;
use liveblog::engine::parse;
use liveblog::engine::rules::Rules;

fuzz_target!(|bytes: &[u8]| {
    let raw = RawSnapshot::new(Capture::default(), bytes.to_vec());
    let reading = digest::digest(&raw, Rules::builtin());
    let _ = digest::refusal(&raw, Rules::builtin());
    if reading.format == "text" {
        let lines = parse::lines(&parse::decode(bytes).0);
        for line in lines {
            assert!(reading.pieces.iter().any(|piece| piece.line == line.number), "line {} is lost", line.number);
        }
    }
});
