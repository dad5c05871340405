//! Anything as structured data: in a page, as data of its scripts, and by itself.
#![no_main]

use libfuzzer_sys::fuzz_target;
use liveblog::engine::digest;
use liveblog::engine::model::Capture;
use liveblog::engine::model::RawSnapshot;
use liveblog::engine::rules::Rules;

fuzz_target!(|bytes: &[u8]| {
    let read = |bytes: Vec<u8>| digest::digest(&RawSnapshot::new(Capture::default(), bytes), Rules::builtin());
    read([b"<html><script type=application/ld+json>", bytes, b"</script>"].concat());
    read([b"<html><script>window.S = ", bytes, b";/*", &[b' '; 200], b"*/</script>"].concat());
    read([b"{\"a\": ", bytes].concat());
});
