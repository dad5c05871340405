//! `liveblog import`: two libraries of one person.

use std::fs;
use std::process::Stdio;
use std::time::Instant;

use serde_json::Value;

use crate::cli::Desk;
use crate::cli::SAMPLE;

/// The files of the sample, oldest first.
fn sample() -> Vec<String> {
    let mut files: Vec<String> = fs::read_dir(SAMPLE)
        .unwrap()
        .map(|entry| entry.unwrap().path().to_string_lossy().into_owned())
        .filter(|path| path.ends_with(".txt"))
        .collect();
    files.sort();
    files
}

/// A library with every second file of the sample, from this one on.
fn desk(from: usize) -> Desk {
    let desk = Desk::new();
    for file in sample().iter().skip(from).step_by(2) {
        assert_eq!(desk.run(&["add", file]).code, 0);
    }
    desk
}

fn data(desk: &Desk) -> String {
    desk.path("data")
}

/// What a person sees of the library.
fn seen(desk: &Desk) -> [Value; 3] {
    let export = desk.json(&["export", "--format", "json"]);
    let list = desk.json(&["list", "--json"]);
    let bookmarks = desk.run(&["bookmarks", "--format", "json"]).out.into();
    [export, list, bookmarks]
}

fn entry(desk: &Desk, at: usize) -> String {
    let export = desk.json(&["export"]);
    let id = &export["blogs"][0]["entries"][at]["id"];
    id.as_str().unwrap().to_owned()
}

fn mark(desk: &Desk, args: &[&str]) {
    let run = desk.run(&[&["mark"], args].concat());
    assert_eq!(run.code, 0, "{}", run.err);
}

#[test]
fn two_computers_come_to_the_same() {
    let (one, two) = (desk(0), desk(1));
    for (desk, note) in [(&one, "from here"), (&two, "from there")] {
        mark(
            desk,
            &[
                &entry(desk, 1),
                "--bookmark",
                "--note",
                note,
                "--tag",
                "power",
            ],
        );
        mark(desk, &[&entry(desk, 2), "--read"]);
    }
    assert_eq!(one.run(&["tidy", "1", "--name", "Water"]).code, 0);
    assert_eq!(
        two.run(&["tidy", "1", "--name", "The flood", "--tag", "north"])
            .code,
        0
    );
    let rename = ["entities", "--rename", "Haldmouth", "Hald Mouth"];
    assert_eq!(one.run(&rename).code, 0, "{}", one.run(&rename).err);

    let run = one.run(&["import", &data(&two)]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(
        run.out.contains("1 blog (none new), 3 snapshots (new), "),
        "{}",
        run.out
    );
    assert!(
        run.out
            .contains("1 bookmark (new), 1 note (new), 1 tag (new)"),
        "{}",
        run.out
    );
    assert!(run.out.contains("The two differed once"), "{}", run.out);
    let json = two.json(&["import", &format!("{}/library.db", data(&one)), "--json"]);
    assert_eq!(json["snapshots"]["new"], 4);
    assert_eq!(seen(&one), seen(&two));
    let list = &seen(&one)[1][0];
    assert_eq!(
        (&list["name"], &list["tags"][0]),
        (&"The flood".into(), &"north".into())
    );
    let whole = Desk::with_sample();
    let entries = |desk: &Desk| {
        desk.json(&["export"])["blogs"][0]["entries"]
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!(
        entries(&one),
        entries(&whole),
        "as if all had been added here"
    );

    // Once more: nothing.
    let before = (
        seen(&one),
        fs::read(format!("{}/library.db", data(&one))).unwrap(),
    );
    let again = one.run(&["import", &data(&two)]);
    assert!(
        again.code == 0 && !again.out.contains("(new)"),
        "{}",
        again.out
    );
    assert!(!again.out.contains("differed"), "{}", again.out);
    let after = (
        seen(&one),
        fs::read(format!("{}/library.db", data(&one))).unwrap(),
    );
    assert!(before == after, "the file is as it was");
}

#[test]
fn what_was_taken_back_later_is_gone_on_both() {
    let (one, two) = (Desk::with_sample(), Desk::with_sample());
    let id = entry(&one, 3);
    mark(&one, &[&id, "--bookmark", "--read"]);
    mark(&two, &[&id, "--bookmark", "--read"]);
    mark(&two, &[&id, "--unbookmark", "--unread"]);
    assert_eq!(two.run(&["tidy", "1", "--delete"]).code, 0);
    let run = one.run(&["import", &data(&two)]);
    assert!(run.out.contains("The two differed 2 times"), "{}", run.out);
    assert!(
        run.out.contains("1 of these blogs is deleted"),
        "{}",
        run.out
    );
    let listed = one.json(&["list", "--deleted", "--json"]);
    assert_eq!(
        (&listed[0]["bookmarked"], &listed[0]["unread"]),
        (&0.into(), &listed[0]["entries"])
    );

    // What is marked after it was deleted elsewhere is not taken away.
    assert_eq!(one.run(&["tidy", "haldmouth", "--restore"]).code, 0);
    mark(&one, &[&id, "--note", "still needed"]);
    assert_eq!(two.run(&["import", &data(&one)]).code, 0);
    assert_eq!(two.json(&["list", "--json"])[0]["shelf"], "library");
    assert_eq!(seen(&one)[0], seen(&two)[0]);
}

#[test]
fn what_is_no_library_is_said_with_what_to_do() {
    let desk = Desk::with_sample();
    let before = seen(&desk);
    let text = desk.write("page.txt", b"Flood\n\nThe river rose.\n");
    for (other, why) in [
        (desk.path("nowhere"), "there is no such file"),
        (text, "it is no database"),
        (data(&desk), "it is your own library"),
    ] {
        let run = desk.run(&["import", &other]);
        assert_eq!((run.code, run.out.as_str()), (2, ""));
        assert!(
            run.err.contains(why) && run.err.contains("; name the data folder"),
            "{}",
            run.err
        );
        assert_eq!(run.err.lines().count(), 1, "{}", run.err);
    }
    let newer = desk.path("newer.db");
    let mut bytes = fs::read(format!("{}/library.db", data(&desk))).unwrap();
    bytes[60..64].copy_from_slice(&999_u32.to_be_bytes());
    fs::write(&newer, bytes).unwrap();
    let run = desk.run(&["import", &newer]);
    assert!(
        run.code == 2 && run.err.contains("; update liveblog on this computer"),
        "{}",
        run.err
    );

    let empty = Desk::new();
    assert_eq!(empty.run(&["list"]).code, 1);
    let run = desk.run(&["import", &data(&empty)]);
    assert_eq!((run.code, run.out.contains("nothing is in it")), (1, true));
    assert_eq!(desk.run(&["import"]).code, 2);
    assert_eq!(seen(&desk), before);
}

#[test]
fn an_import_that_is_killed_loses_nothing_and_is_done_again() {
    let there = Desk::with_sample();
    mark(&there, &["1", "--read"]);
    let wanted = Desk::new();
    let began = Instant::now();
    assert_eq!(wanted.run(&["import", &data(&there)]).code, 0);
    let whole = began.elapsed();
    let wanted = seen(&wanted);
    for round in 0..8 {
        let here = Desk::new();
        let mut command = here.command(&["import", &data(&there)]);
        let mut child = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(whole * round / 8);
        child.kill().unwrap();
        child.wait().unwrap();
        assert_ne!(here.run(&["doctor"]).code, 2);
        assert_eq!(here.run(&["import", &data(&there)]).code, 0);
        assert_eq!(seen(&here), wanted);
    }
}
