//! Any bytes as text for the screen: nothing forbidden passes, and cleaning twice changes nothing.
#![no_main]

use libfuzzer_sys::fuzz_target;
use liveblog::engine::text::SafeText;

fuzz_target!(|bytes: &[u8]| {
    let once = SafeText::from_bytes(bytes);
    assert_eq!(SafeText::new(&once), once, "cleaning twice differs");
    for c in once.chars() {
        let bidi = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        let odd = matches!(c, '\u{2028}' | '\u{2029}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}');
        assert!(!(c.is_control() && c != '\n') && !bidi && !odd, "{c:?} passes");
    }
});
