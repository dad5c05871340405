//! The bundled sample: a fictional day of flood in an invented city, in seven snapshots.

use crate::engine::model::Capture;
use crate::engine::model::RawSnapshot;
use crate::engine::text::SafeText;
use crate::fetch;

macro_rules! files {
    ($($name:literal)*) => {
        &[$(($name, include_str!(concat!("../../assets/sample/", $name)))),*]
    };
}

/// The files of the sample, oldest first.
const FILES: &[(&str, &str)] = files! {
    "2031-03-14T0640_headed.txt"
    "2031-03-14T0910_plain.txt"
    "2031-03-14T1130_headed.txt"
    "2031-03-14T1405_plain.txt"
    "2031-03-14T1630_headed.txt"
    "2031-03-14T1915_timed.txt"
    "2031-03-14T2150_plain.txt"
};

/// The snapshots of the sample.
pub(crate) fn snapshots() -> Vec<RawSnapshot> {
    FILES
        .iter()
        .map(|(name, text)| {
            let time = name
                .split_once('_')
                .and_then(|(time, _)| fetch::parse_time(time));
            let capture = Capture {
                name: SafeText::new(name),
                origin: SafeText::from(format!("sample/{name}")),
                captured_at: time,
                ..Capture::default()
            };
            RawSnapshot::new(capture, text.as_bytes().to_vec())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_sample_is_bundled_and_dated() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/sample");
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        assert_eq!(
            names,
            FILES.iter().map(|(name, _)| *name).collect::<Vec<_>>()
        );
        assert!(
            snapshots()
                .iter()
                .all(|raw| raw.capture.captured_at.is_some())
        );
    }
}
