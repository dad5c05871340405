//! The pictures of the documentation: drawn from the running reader on the bundled sample. `just picture` makes them anew.

use std::fs;
use std::path::Path;

use crate::cli::Desk;

/// Each picture: its file, columns and rows, how many snapshots of the sample were read before, and the keys.
const PICTURES: &[(&str, &str, &str, &str, &str)] = &[
    // The timeline beside the list of blogs and one entry in full, with names marked and what came in since.
    ("reader.svg", "140", "40", "4", "n n n n m n n n"),
    // What changed in an entry, in place.
    ("changes.svg", "100", "26", "4", "] c d"),
    // What came in since the last visit.
    ("since.svg", "100", "26", "4", "w"),
];

#[test]
fn the_pictures_are_up_to_date() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    for (file, width, height, seen, keys) in PICTURES {
        let sizes = ["--width", width, "--height", height];
        let how = ["--seen", seen, "--keys", keys];
        let run = Desk::new().run(&[&["screenshot"], &sizes[..], &how[..]].concat());
        assert_eq!(run.code, 0, "{}", run.err);
        let place = docs.join(file);
        if std::env::var_os("BLESS").is_some() {
            fs::write(&place, &run.out).unwrap();
        }
        let kept = fs::read_to_string(&place).unwrap_or_default();
        assert!(
            kept == run.out,
            "docs/{file} shows an older reader; run `just picture` and look at it"
        );
    }
}
