//! Anything as a feed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use liveblog::engine::digest;
use liveblog::engine::model::Capture;
use liveblog::engine::model::RawSnapshot;
use liveblog::engine::rules::Rules;

fuzz_target!(|bytes: &[u8]| {
    for before in [&b""[..], b"<rss version=\"2.0\"><channel>", b"<feed xmlns=\"http://www.w3.org/2005/Atom\">"] {
        let raw = RawSnapshot::new(Capture::default(), [before, bytes].concat());
        let first = digest::digest(&raw, Rules::builtin());
        assert_eq!(first, digest::digest(&raw, Rules::builtin()), "two readings differ");
    }
});
