//! Any text as a time.
#![no_main]

use libfuzzer_sys::fuzz_target;
use liveblog::engine::parse;
use liveblog::fetch;

fuzz_target!(|text: &str| {
    if let Some(at) = parse::instant(text) {
        assert_eq!(parse::instant(&at.to_string()), Some(at), "a time does not read back");
    }
    let _ = fetch::parse_time(text);
});
