//! Anything as an archive: what comes out is within the bounds.
#![no_main]

use libfuzzer_sys::fuzz_target;
use liveblog::engine::text::SafeText;
use liveblog::fetch;

fuzz_target!(|bytes: &[u8]| {
    let name = SafeText::new("archive");
    for before in [&b""[..], b"WARC/1.0\r\n"] {
        let bytes = [before, bytes].concat();
        fetch::unpack(&bytes, &name, None, &mut |taken| {
            if let Ok(taken) = taken {
                assert!(taken.raw.bytes.len() as u64 <= fetch::LIMIT, "a snapshot over the limit");
            }
        });
    }
});
