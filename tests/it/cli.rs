//! The compiled program: exit codes, what it prints where, and what never reaches a terminal.

use std::fs;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;

use serde_json::Value;

pub(crate) const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/sample");

/// What could send the requests of tests elsewhere.
const PROXIES: [&str; 6] = [
    "ALL_PROXY",
    "all_proxy",
    "HTTPS_PROXY",
    "https_proxy",
    "HTTP_PROXY",
    "http_proxy",
];

/// A library of its own for one test.
pub(crate) struct Desk {
    folder: tempfile::TempDir,
}

/// What a run printed, and how it ended.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub(crate) fn with_sample() -> Self {
        let desk = Self::new();
        let run = desk.run(&["add", SAMPLE]);
        assert_eq!(run.code, 0, "{}", run.err);
        desk
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_string_lossy().into_owned()
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.path(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    /// Writes the settings.
    pub(crate) fn configure(&self, text: &str) {
        fs::create_dir_all(self.folder.path().join("config")).unwrap();
        fs::write(self.folder.path().join("config/config.toml"), text).unwrap();
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_liveblog"));
        command
            .args(args)
            .env("LIVEBLOG_DATA_DIR", self.folder.path().join("data"))
            .env("LIVEBLOG_CONFIG_DIR", self.folder.path().join("config"))
            .env("TZ", "UTC")
            .env_remove("COLUMNS")
            .env_remove("NO_COLOR")
            .stdin(Stdio::null());
        for name in PROXIES {
            command.env_remove(name);
        }
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Run {
        self.run_with(args, &[])
    }

    pub(crate) fn run_with(&self, args: &[&str], variables: &[(&str, &str)]) -> Run {
        let mut command = self.command(args);
        command.envs(variables.iter().copied());
        let output = command.output().unwrap();
        Run {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    pub(crate) fn json(&self, args: &[&str]) -> Value {
        let run = self.run(args);
        assert_eq!(run.code, 0, "{args:?}: {}", run.err);
        serde_json::from_str(&run.out).unwrap()
    }

    fn blog(&self) -> String {
        self.json(&["list", "--json"])[0]["id"]
            .as_str()
            .unwrap()
            .to_owned()
    }
}

const COMMANDS: &[&str] = &[
    "add",
    "list",
    "show",
    "inspect",
    "search",
    "bookmarks",
    "export",
    "import",
    "refresh",
    "tail",
    "backfill",
    "link",
    "unlink",
    "doctor",
    "completions",
    "man",
];

#[test]
fn help_is_as_documented() {
    let desk = Desk::new();
    let mut all = desk.run(&["--help"]).out;
    for command in COMMANDS {
        let run = desk.run(&[command, "--help"]);
        assert_eq!(run.code, 0);
        all += &format!("\n==== liveblog {command}\n{}", run.out);
    }
    insta::assert_snapshot!("help", all);
}

#[test]
fn exit_codes() {
    let desk = Desk::with_sample();
    let missing = desk.path("missing.txt");
    let table: &[(&[&str], i32)] = &[
        (&["--help"], 0),
        (&["--version"], 0),
        (&["list"], 0),
        (&["show", "Haldmouth"], 0),
        (&["show", "no such blog anywhere"], 1),
        (&["show"], 2),
        (&["show", "Haldmouth", "--since", "last"], 0),
        (&["show", "Haldmouth", "--since", "last"], 1),
        (&["show", "Haldmouth", "--since", "2h"], 0),
        (&["show", "Haldmouth", "--since", "soon"], 2),
        (&["show", "Haldmouth", "--bookmarked"], 1),
        (&["search", "substation"], 0),
        (&["search", "zyzzyva"], 1),
        (&["bookmarks"], 1),
        (&["export"], 0),
        (&["export", "--format", "no"], 2),
        (&["export", "no such blog anywhere"], 1),
        (&["inspect", &missing], 2),
        (&["add", &missing], 2),
        (&["add"], 2),
        (&["add", "http://127.0.0.1:1/live"], 2),
        (&["refresh"], 1),
        (&["refresh", "no such blog anywhere"], 1),
        (&["add", SAMPLE, "--captured-at", "yesterday"], 2),
        (&["--no-such-flag"], 2),
        (&["mark", "Haldmouth"], 2),
        (&["completions", "bash"], 0),
        (&["completions", "klingon"], 2),
        (&["man"], 0),
        (&["doctor"], 0),
        (&[&missing], 2),
    ];
    for (args, code) in table {
        let run = desk.run(args);
        assert_eq!(run.code, *code, "{args:?}\n{}\n{}", run.out, run.err);
        assert_eq!(
            run.code == 2,
            !run.err.is_empty() && run.code == 2,
            "{args:?} failed without a word"
        );
    }
}

#[test]
fn an_empty_library_says_what_to_do() {
    let desk = Desk::new();
    let run = desk.run(&["list"]);
    assert_eq!(run.code, 1);
    assert_eq!(run.out, "");
    assert!(run.err.contains("liveblog add"), "{}", run.err);
    assert_eq!(desk.run(&["list", "--json"]).out.trim(), "[]");
}

#[test]
fn without_a_terminal_the_reader_is_a_list() {
    let desk = Desk::with_sample();
    let run = desk.run(&[]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("Haldmouth"));
    assert!(run.err.contains("terminal"));
}

#[test]
fn added_files_become_one_blog() {
    let desk = Desk::new();
    let report = desk.json(&["add", "--json", SAMPLE]);
    let added = report["added"].as_array().unwrap();
    assert_eq!(added.len(), 7);
    let blog = &added[0]["blog"];
    assert!(added.iter().all(|one| &one["blog"] == blog), "{report:#}");
    let again = desk.json(&["add", "--json", SAMPLE]);
    assert!(
        again["added"]
            .as_array()
            .unwrap()
            .iter()
            .all(|one| one["known"] == true)
    );
    let rows = desk.json(&["list", "--json"]);
    assert_eq!(rows[0]["snapshots"], 7);
    assert_eq!(rows[0]["entries"], rows[0]["unread"]);
    assert_eq!(rows[0]["last_seen"], "2031-03-14T21:50:00Z");
}

#[test]
fn the_bundled_sample_is_the_sample() {
    let desk = Desk::with_sample();
    let report = desk.json(&["add", "--sample", "--json"]);
    assert!(
        report["added"]
            .as_array()
            .unwrap()
            .iter()
            .all(|one| one["known"] == true),
        "{report:#}"
    );
}

#[test]
fn a_missing_file_is_named_and_the_rest_is_added() {
    let desk = Desk::new();
    let missing = desk.path("missing.txt");
    let first = format!("{SAMPLE}/2031-03-14T0640_headed.txt");
    let run = desk.run(&["add", &missing, &first]);
    assert_eq!(run.code, 2);
    assert!(
        run.err
            .contains("missing.txt: there is no such file or folder; check the name"),
        "{}",
        run.err
    );
    assert!(
        run.out.contains("2031-03-14T0640_headed.txt: begins"),
        "{}",
        run.out
    );
    assert_eq!(desk.json(&["list", "--json"])[0]["snapshots"], 1);
}

#[test]
fn files_that_are_no_text_are_passed_over_in_folders() {
    let desk = Desk::new();
    fs::create_dir(desk.path("in")).unwrap();
    desk.write("in/a.png", b"\x89PNG\r\n\x1a\n\0\0");
    fs::copy(
        format!("{SAMPLE}/2031-03-14T0640_headed.txt"),
        desk.path("in/b"),
    )
    .unwrap();
    let run = desk.run(&["add", &desk.path("in")]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("a.png: passed over"), "{}", run.err);
    assert_eq!(desk.run(&["add", &desk.path("in/a.png")]).code, 2);
}

#[test]
fn standard_input_is_a_snapshot() {
    let desk = Desk::new();
    let mut child = desk
        .command(&["add", "-", "--captured-at", "2031-03-14T09:10Z"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let text = fs::read(format!("{SAMPLE}/2031-03-14T0640_headed.txt")).unwrap();
    child.stdin.take().unwrap().write_all(&text).unwrap();
    assert!(child.wait_with_output().unwrap().status.success());
    assert_eq!(
        desk.json(&["list", "--json"])[0]["last_seen"],
        "2031-03-14T09:10:00Z"
    );
}

#[test]
fn show_is_linear_text_of_eighty_columns() {
    let desk = Desk::with_sample();
    let run = desk.run(&["show", &desk.blog()]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(!run.out.contains('\u{1b}'));
    for line in run
        .out
        .lines()
        .filter(|line| !line.starts_with('#') && !line.contains("://"))
    {
        assert!(line.chars().count() <= 80, "{line}");
    }
    assert!(
        run.out
            .contains("## River peaks at 5.87 metres, walls hold"),
        "{}",
        run.out
    );
    assert!(
        run.out.contains("[unread]") && run.out.contains("[revised 1×]"),
        "{}",
        run.out
    );
    let narrow = desk
        .command(&["show", &desk.blog()])
        .env("COLUMNS", "40")
        .output()
        .unwrap();
    let narrow = String::from_utf8(narrow.stdout).unwrap();
    assert!(narrow.lines().count() > run.out.lines().count());
}

/// The headings and the gaps of a printed timeline, from top to bottom, without what stands above the entries.
fn skeleton(text: &str) -> Vec<String> {
    let lines = text.lines();
    let told = lines.filter(|line| line.starts_with("## ") || line.starts_with("(updates may"));
    told.filter(|line| *line != "## Summary")
        .map(str::to_owned)
        .collect()
}

#[test]
fn show_prints_the_oldest_first_where_that_is_wanted() {
    let desk = Desk::with_sample();
    let show = ["show", "haldmouth"];
    let newest = skeleton(&desk.run(&show).out);
    assert!(newest.len() > 20, "{newest:?}");
    assert_eq!(
        newest.iter().filter(|line| line.starts_with('(')).count(),
        1
    );
    assert_eq!(
        skeleton(&desk.run(&["show", "haldmouth", "--order", "newest"]).out),
        newest
    );
    let run = desk.run(&["show", "haldmouth", "--order", "oldest"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let turned: Vec<String> = newest.iter().rev().cloned().collect();
    assert_eq!(
        skeleton(&run.out),
        turned,
        "the gap lies between the same two"
    );

    // A gap above the only entries that are shown lies below them then.
    let one = ["show", "haldmouth", "--filter", "\"can hold eleven\""];
    let alone = skeleton(&desk.run(&one).out);
    assert_eq!(alone.len(), 2, "{alone:?}");
    let turned = skeleton(&desk.run(&[&one[..], &["--order", "oldest"]].concat()).out);
    assert_eq!(turned, [alone[1].as_str(), alone[0].as_str()]);

    let json = desk.json(&["show", "haldmouth", "--json"]);
    desk.configure("order = \"oldest\"\n");
    let run = desk.run(&["show", "haldmouth"]);
    assert_eq!(
        skeleton(&run.out),
        newest.iter().rev().cloned().collect::<Vec<_>>()
    );
    assert_eq!(
        skeleton(&desk.run(&["show", "haldmouth", "--order", "newest"]).out),
        newest
    );
    assert_eq!(
        desk.json(&["show", "haldmouth", "--json"]),
        json,
        "JSON is newest first always"
    );
    let wrong = desk.run(&["show", "haldmouth", "--order", "up"]);
    assert!(
        wrong.code == 2 && wrong.err.contains("newest or oldest"),
        "{}",
        wrong.err
    );
    assert_eq!(
        desk.run(&["show", "haldmouth", "--json", "--order", "oldest"])
            .code,
        2
    );
}

#[test]
fn colour_is_only_where_it_is_wanted() {
    let desk = Desk::with_sample();
    assert!(!desk.run(&["list"]).out.contains('\u{1b}'));
    assert!(
        desk.run(&["list", "--color", "always"])
            .out
            .contains("\u{1b}[1m")
    );
    assert!(
        !desk
            .run(&["--color", "never", "list"])
            .out
            .contains('\u{1b}')
    );
}

#[test]
fn marks_are_acknowledged_and_shown() {
    let desk = Desk::with_sample();
    let blog = desk.blog();
    let export = desk.json(&["export", &blog]);
    let entry = export["blogs"][0]["entries"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let run = desk.run(&[
        "mark",
        &entry,
        "--read",
        "--bookmark",
        "--note",
        "call back",
    ]);
    assert_eq!(run.out, format!("ACK {entry}\n"), "{}", run.err);
    let bookmarks = desk.json(&["bookmarks", "--format", "json"]);
    assert_eq!(bookmarks[0]["entry"], entry.as_str());
    assert_eq!(bookmarks[0]["note"], "call back");
    assert!(desk.run(&["bookmarks"]).out.contains("**Note:** call back"));
    let shown = desk.json(&["show", &blog, "--bookmarked", "--json"]);
    assert_eq!(shown["blogs"][0]["entries"].as_array().unwrap().len(), 1);
    let all = desk.run(&["mark", &blog, "--read"]);
    assert_eq!(
        all.out.lines().count(),
        export["blogs"][0]["entries"].as_array().unwrap().len()
    );
    assert_eq!(desk.json(&["list", "--json"])[0]["unread"], 0);
    assert_eq!(desk.run(&["show", &blog, "--unread"]).code, 1);
}

#[test]
fn export_holds_every_line_once() {
    let desk = Desk::with_sample();
    let export = desk.json(&["export", "--format", "json"]);
    assert_eq!(export["format"], "liveblog-export");
    assert_eq!(export["version"], 1);
    let file = desk.path("out.json");
    assert_eq!(
        desk.run(&["export", "--format", "json", "-o", &file]).code,
        0
    );
    let written: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    assert_eq!(written, export);
}

#[test]
fn inspect_tells_every_line() {
    let desk = Desk::new();
    let file = format!("{SAMPLE}/2031-03-14T0640_headed.txt");
    let inspected = desk.json(&["inspect", &file, "--json"]);
    let pieces = inspected["pieces"].as_array().unwrap();
    let lines = fs::read_to_string(&file).unwrap();
    for (number, line) in lines
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        assert!(
            pieces.iter().any(|piece| piece["line"] == number + 1),
            "line {}: {line}",
            number + 1
        );
    }
    assert_eq!(pieces[0]["role"], "headline");
    let why = desk.run(&["inspect", &file, "--why"]);
    let line = |words: &str| why.out.lines().find(|line| line.contains(words));
    let heading = line("River could reach six metres").unwrap();
    assert!(
        heading.contains("heading") && heading.ends_with(']'),
        "{heading}"
    );
    let set_aside = line("Your support keeps").unwrap();
    assert!(set_aside.contains("furniture"), "{set_aside}");
    assert_eq!(desk.run(&["list"]).code, 1, "inspect must not add");
}

#[test]
fn search_finds_words() {
    let desk = Desk::with_sample();
    let hits = desk.json(&["search", "transformer", "--json"]);
    assert_eq!(hits.as_array().unwrap().len(), 1, "{hits:#}");
    assert!(hits[0]["snippet"].as_str().unwrap().contains("transformer"));
    for query in ["\"", "AND OR NOT", "a*b(", "-", "' ; DROP TABLE x --"] {
        assert_ne!(desk.run(&["search", "--", query]).code, 2, "{query}");
    }
}

#[test]
fn decisions_hold() {
    let desk = Desk::with_sample();
    let (first, last) = ("2031-03-14T0640_headed.txt", "2031-03-14T2150_plain.txt");
    let run = desk.run(&["unlink", first, last]);
    assert_eq!(run.code, 0, "{}", run.err);
    let blogs = desk.json(&["list", "--json"]);
    assert_eq!(blogs.as_array().unwrap().len(), 2, "{blogs:#}");
    let run = desk.run(&["show", "Haldmouth"]);
    assert_eq!(run.code, 2);
    assert_eq!(run.err.lines().count(), 3, "{}", run.err);
    for blog in blogs.as_array().unwrap() {
        let id = blog["id"].as_str().unwrap();
        assert!(run.err.contains(id), "{}", run.err);
    }
    let snapshots = desk.json(&["export", "--format", "json"]);
    let id_of = |name: &str| {
        let blogs = snapshots["blogs"].as_array().unwrap();
        let mut all = blogs
            .iter()
            .flat_map(|blog| blog["snapshots"].as_array().unwrap());
        let found = all.find(|one| one["name"] == name).unwrap();
        found["id"].as_str().unwrap()[..12].to_owned()
    };
    let run = desk.run(&["link", &id_of(first), &id_of(last)]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(desk.json(&["list", "--json"]).as_array().unwrap().len(), 1);
}

#[test]
fn a_decision_needs_two_different_snapshots() {
    let desk = Desk::with_sample();
    let name = "2031-03-14T0640_headed.txt";
    assert_eq!(desk.run(&["link", name, name]).code, 2);
    assert_eq!(desk.run(&["link", name, "no-such-file.txt"]).code, 1);
    assert_eq!(
        desk.run(&["link", &desk.blog(), "2031-03-14T2150_plain.txt"])
            .code,
        0
    );
}

#[test]
fn the_doctor_finds_damage() {
    let desk = Desk::with_sample();
    assert!(desk.run(&["doctor"]).out.contains("7 snapshots"));
    desk.write(
        "data/library.db",
        b"this is no library at all, but a line of text",
    );
    let run = desk.run(&["doctor"]);
    assert_eq!(run.code, 2);
    assert!(run.out.contains("BAD   library"), "{}", run.out);
    assert!(run.out.contains("to mend it"), "{}", run.out);
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_success() {
    let desk = Desk::with_sample();
    for args in [
        &["export"][..],
        &["show", "Haldmouth"],
        &["man"],
        &["--help"],
        &["completions", "bash"],
    ] {
        let mut child = desk
            .command(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut err = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut err)
            .unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(0), "{args:?}: {err}");
        assert_eq!(err, "", "{args:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let desk = Desk::with_sample();
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let output = desk
        .command(&["export"])
        .stdout(full)
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("standard output"));
}

#[test]
fn hostile_bytes_reach_no_terminal() {
    let desk = Desk::new();
    let text = "Headline ALPHA \x1b]0;owned\x07 and \x1b[2J\nStandfirst \u{9b}31m \u{202e}reversed\n\
                First paragraph MIDA \x1b]52;c;ZXZpbA==\x07 that is long enough to be a paragraph of a page.\r\n\
                Second paragraph \x08\x08\x7f OMEGA that is long enough to be a paragraph of a page, too.\n";
    let file = desk.write("evil\u{202e}name.txt", text.as_bytes());
    let mut printed = String::new();
    let missing = desk.path("no\x1b[2Jsuch");
    for args in [
        &["add", &file, &missing][..],
        &["list"],
        &["list", "--json"],
        &["inspect", &file, "--why"],
        &["inspect", &file, "--json"],
        &["show", "ALPHA"],
        &["search", "OMEGA"],
        &["export"],
        &["show", "\x1b[2J"],
        &["doctor"],
        &["\x1b[2J"],
        &["completions", "\x1b[2J"],
    ] {
        let run = desk.run(args);
        assert!((0..=2).contains(&run.code), "{args:?}: {}", run.code);
        printed += &run.out;
        printed += &run.err;
    }
    let acts = |c: &char| (c.is_control() && *c != '\n') || ('\u{202a}'..='\u{202e}').contains(c);
    assert_eq!(printed.chars().find(acts), None);
    for word in ["ALPHA", "MIDA", "OMEGA"] {
        assert!(printed.contains(word), "{word} was lost");
    }
}

#[cfg(unix)]
#[test]
fn odd_places_are_one_error_each() {
    let desk = Desk::new();
    fs::create_dir(desk.path("empty")).unwrap();
    std::os::unix::fs::symlink("loop", Path::new(&desk.path("loop"))).unwrap();
    let nothing = desk.write("nothing.txt", b"");
    for place in [
        desk.path("empty"),
        desk.path("loop"),
        nothing,
        "/dev/zero".to_owned(),
    ] {
        let run = desk.run(&["add", &place]);
        assert_eq!(run.code, 2, "{place}");
        assert_eq!(run.err.lines().count(), 1, "{place}: {}", run.err);
    }
}
