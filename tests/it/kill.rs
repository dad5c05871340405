//! The program killed at any moment: what it acknowledged is kept, and the library opens and is whole.
//! `.ci/kill-test` runs the same with many more rounds.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::path::Path;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

/// Rounds in an ordinary test run; `LIVEBLOG_KILL_ROUNDS` asks for others.
const ROUNDS: u64 = 20;

/// The earliest kill, and how long at least the time is in which kills happen, in milliseconds.
const MOMENTS: std::ops::Range<u64> = 2..120;

struct Library {
    folder: tempfile::TempDir,
}

impl Library {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_liveblog"));
        command.args(arguments);
        command.env("LIVEBLOG_DATA_DIR", self.folder.path().join("data"));
        command.env("LIVEBLOG_CONFIG_DIR", self.folder.path().join("config"));
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Starts a command, kills it, and answers what it had printed by then.
    /// In every second round it is killed at the very moment of its first line, else after a while.
    fn run_and_kill(&self, arguments: &[&str], round: u64, whole: Duration) -> String {
        let mut child = self.command(arguments).spawn().unwrap();
        let mut printed = BufReader::new(child.stdout.take().unwrap());
        let mut said = String::new();
        if round.is_multiple_of(2) {
            printed.read_line(&mut said).unwrap();
        } else {
            std::thread::sleep(moment(round, whole));
        }
        child.kill().unwrap();
        printed.read_to_string(&mut said).unwrap();
        child.wait().unwrap();
        said
    }

    /// The library as it is exported. Fails if it cannot be read.
    fn export(&self) -> serde_json::Value {
        let output = self.run(&["export", "--format", "json"]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_ne!(
            output.status.code(),
            Some(2),
            "the library cannot be read: {said}"
        );
        serde_json::from_slice(&output.stdout).unwrap_or_default()
    }

    fn assert_whole(&self) {
        let output = self.run(&["doctor"]);
        let said = String::from_utf8_lossy(&output.stdout);
        let line = said
            .lines()
            .find(|line| line.contains("library"))
            .unwrap_or_default();
        assert_ne!(output.status.code(), Some(2), "{said}");
        assert!(
            !line.is_empty(),
            "doctor says nothing of the library: {said}"
        );
    }
}

/// Texts of all entries of a field that is true.
fn entries_with(export: &serde_json::Value, field: &str) -> BTreeSet<String> {
    entries(export)
        .filter(|entry| entry[field] == true)
        .filter_map(|entry| Some(entry["id"].as_str()?.to_owned()))
        .collect()
}

fn entries(export: &serde_json::Value) -> impl Iterator<Item = &serde_json::Value> {
    let blogs = export["blogs"].as_array().into_iter().flatten();
    blogs.flat_map(|blog| blog["entries"].as_array().into_iter().flatten())
}

fn snapshots(export: &serde_json::Value) -> BTreeSet<String> {
    let blogs = export["blogs"].as_array().into_iter().flatten();
    blogs
        .flat_map(|blog| blog["snapshots"].as_array().into_iter().flatten())
        .filter_map(|snapshot| Some(snapshot["name"].as_str()?.to_owned()))
        .collect()
}

fn rounds() -> u64 {
    std::env::var("LIVEBLOG_KILL_ROUNDS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(ROUNDS)
}

/// A moment that differs from round to round, before and after a command that takes `whole` would have ended.
fn moment(round: u64, whole: Duration) -> Duration {
    let mixed = (round + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
    let whole = u64::try_from(whole.as_millis()).unwrap();
    let last = MOMENTS.end.max(whole * 3 / 2);
    Duration::from_millis(MOMENTS.start + mixed % (last - MOMENTS.start))
}

/// How long a command takes that nobody kills.
fn time(run: impl FnOnce() -> Output) -> Duration {
    let start = Instant::now();
    assert!(run().status.success());
    start.elapsed()
}

/// A page of a blog of its own, which shares no words with those of other rounds.
fn write_page(folder: &Path, round: u64) -> String {
    let name = format!("page-{round}.txt");
    let mut chance = round.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut text = format!("{}\n\n", words(&mut chance, 8));
    for hour in (6..18).rev() {
        let body = words(&mut chance, 30);
        let _ = write!(text, "{hour:02}:05 , Ines Quarrier\n\n{body}.\n\n");
    }
    std::fs::write(folder.join(&name), text).unwrap();
    name
}

/// Words that nobody ever wrote.
fn words(chance: &mut u64, count: usize) -> String {
    const SYLLABLES: [&str; 16] = [
        "ba", "den", "kor", "li", "mu", "nar", "os", "pel", "qui", "ra", "sto", "tin", "ul", "ver",
        "wy", "zan",
    ];
    let mut word = || -> String {
        let mut syllable = || {
            *chance = chance
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            SYLLABLES[(*chance >> 60) as usize]
        };
        (0..3).map(|_| syllable()).collect()
    };
    let words: Vec<String> = (0..count).map(|_| word()).collect();
    format!("W{}", words.join(" "))
}

#[test]
fn acknowledged_marks_survive_a_kill() {
    let library = Library {
        folder: tempfile::tempdir().unwrap(),
    };
    assert!(library.run(&["add", "--sample"]).status.success());
    let ids: Vec<String> = entries(&library.export())
        .filter_map(|entry| Some(entry["id"].as_str()?.to_owned()))
        .collect();
    assert!(ids.len() > 10);
    let whole = time(|| library.run(&["mark", &ids[0], "--unread"]));
    let (mut read, mut count) = (BTreeSet::new(), 0);
    for round in 0..rounds() {
        let id = &ids[round as usize % ids.len()];
        let verb = if (round / ids.len() as u64).is_multiple_of(2) {
            "--read"
        } else {
            "--unread"
        };
        let output = library.run_and_kill(&["mark", id, verb], round, whole);
        let acknowledged = output.contains(&format!("ACK {id}"));
        let kept = entries_with(&library.export(), "read");
        count += u64::from(acknowledged);
        if acknowledged {
            assert_eq!(
                kept.contains(id),
                verb == "--read",
                "round {round}: {id} {verb} is lost"
            );
        }
        let others = |set: &BTreeSet<String>| -> BTreeSet<String> {
            set.iter().filter(|other| *other != id).cloned().collect()
        };
        assert_eq!(
            others(&kept),
            others(&read),
            "round {round}: other marks changed"
        );
        read = kept;
    }
    assert!(
        count >= rounds() / 2,
        "only {count} of {} marks were acknowledged",
        rounds()
    );
    println!("marks: {} rounds, {count} acknowledged", rounds());
    library.assert_whole();
}

#[test]
fn acknowledged_snapshots_survive_a_kill() {
    let library = Library {
        folder: tempfile::tempdir().unwrap(),
    };
    let first = library
        .folder
        .path()
        .join(write_page(library.folder.path(), rounds()));
    let whole = time(|| library.run(&["add", &first.to_string_lossy()]));
    let (mut known, mut count) = (snapshots(&library.export()), 0);
    assert_eq!(known.len(), 1);
    for round in 0..rounds() {
        let name = write_page(library.folder.path(), round);
        let path = library.folder.path().join(&name);
        let output = library.run_and_kill(&["add", &path.to_string_lossy()], round, whole);
        let acknowledged = output.contains(&name);
        count += u64::from(acknowledged);
        let kept = snapshots(&library.export());
        assert!(
            !acknowledged || kept.contains(&name),
            "round {round}: {name} is lost"
        );
        assert!(
            kept.is_superset(&known),
            "round {round}: {known:?} became {kept:?}"
        );
        known = kept;
    }
    assert!(
        count >= rounds() / 2,
        "only {count} of {} pages were acknowledged",
        rounds()
    );
    println!(
        "snapshots: {} rounds, {count} acknowledged, {} kept",
        rounds(),
        known.len()
    );
    library.assert_whole();
    let path = library.folder.path().join("page-0.txt");
    library.run(&["add", &path.to_string_lossy()]);
    assert!(snapshots(&library.export()).contains("page-0.txt"));
}
