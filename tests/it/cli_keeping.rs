//! The commands around a library: how blogs are kept, bookmarks, themes, settings; and what plain output is.

use std::fs;

use crate::cli::Desk;
use crate::cli_exports::balance;

#[test]
fn blogs_are_named_tagged_deleted_and_taken_back() {
    let desk = Desk::with_sample();
    let tidy = |args: &[&str]| desk.run(&[&["tidy", "1"], args].concat());
    assert_eq!(
        tidy(&["--name", "The flood", "--tag", "#north", "--tag", "water"]).code,
        0
    );
    let listed = desk.json(&["list", "--tag", "north", "--json"]);
    assert_eq!(listed[0]["name"], "The flood");
    assert_eq!(listed[0]["tags"], serde_json::json!(["north", "water"]));
    assert!(listed[0]["title"].as_str().unwrap().contains("Haldmouth"));
    assert_eq!(desk.run(&["list", "--tag", "south"]).code, 1);

    assert_eq!(tidy(&["--delete"]).code, 0);
    assert_eq!(desk.run(&["list"]).code, 1);
    assert_eq!(
        desk.json(&["list", "--deleted", "--json"])[0]["shelf"],
        "deleted"
    );
    assert_eq!(
        desk.run(&["search", "quay"]).code,
        1,
        "what is deleted is not found"
    );
    assert_eq!(
        desk.run(&["show", "the flood"]).code,
        0,
        "by its name it still is"
    );
    assert_eq!(
        desk.run(&["tidy", "the flood", "--restore", "--name", ""])
            .code,
        0
    );
    assert_eq!(
        desk.json(&["list", "--json"])[0]["name"],
        serde_json::Value::Null
    );
    let wrong = desk.run(&["tidy", "1", "--tag", "two words"]);
    assert_eq!(
        (wrong.code, wrong.err.contains("a tag is one word")),
        (2, true)
    );
    assert_eq!(tidy(&[]).code, 2, "nothing to do is wrong use");
}

#[test]
fn bookmarks_are_quotations_with_time_source_note_and_tags() {
    let desk = Desk::with_sample();
    let blog = &desk.json(&["export"])["blogs"][0];
    let entry = &blog["entries"][4];
    let id = entry["id"].as_str().unwrap();
    let args = [
        "mark",
        id,
        "--bookmark",
        "--note",
        "a *starred* note",
        "--tag",
        "power",
    ];
    assert_eq!(desk.run(&args).code, 0);
    let md = desk.run(&["bookmarks"]).out;
    assert!(
        md.contains("\n> ") && md.contains("\n— ") && md.contains(", 18:10"),
        "{md}"
    );
    assert!(
        md.contains("**Note:** a \\*starred\\* note") && md.contains("\\#power"),
        "{md}"
    );
    let json = desk.json(&["bookmarks", "--format", "json", "--tag", "power"]);
    assert_eq!(
        (&json[0]["entry"], &json[0]["tags"][0]),
        (&entry["id"], &"power".into())
    );
    assert_eq!(json[0]["stated_time"], "18:10");
    let atom = desk.run(&["bookmarks", "--format", "atom"]).out;
    assert_eq!(balance(&atom), [""; 0]);
    assert_eq!(atom.matches("<entry>").count(), 1);
    assert!(atom.contains("#power"), "{atom}");
    assert_eq!(desk.run(&["bookmarks", "--tag", "none"]).code, 1);
    assert_eq!(desk.run(&["bookmarks", "--format", "pdf"]).code, 2);
}

/// The bookmarks of an entry of this page, as Markdown, JSON and Atom.
fn bookmarked(page: &str) -> [String; 3] {
    let desk = Desk::new();
    let file = desk.write("page.html", page.as_bytes());
    assert_eq!(desk.run(&["add", &file]).code, 0);
    let entry = desk.json(&["export"])["blogs"][0]["entries"][1].clone();
    let id = entry["id"].as_str().unwrap();
    assert_eq!(desk.run(&["mark", id, "--bookmark"]).code, 0);
    ["md", "json", "atom"].map(|format| desk.run(&["bookmarks", "--format", format]).out)
}

#[test]
fn a_bookmark_leads_to_the_entry_where_it_has_an_address() {
    let entry = |n: u32, link: &str| {
        format!(
            "<article id=\"e-{n}\"><a href=\"{link}\"><time datetime=\"2031-03-14T09:0{n}:00Z\">09:0{n}</time></a><h2>Gate {n} opens</h2><p>The gate number {n} was opened in the morning.</p></article>"
        )
    };
    let page = |link: &str| {
        let entries: String = [3, 2, 1]
            .map(|n| entry(n, &link.replace('N', &n.to_string())))
            .concat();
        format!(
            "<html><head><title>Flood live</title><link rel=canonical href=\"https://post.example/live/flood\"></head><body><h1>Flood live</h1>{entries}</body></html>"
        )
    };
    for told in bookmarked(&page("#e-N")) {
        assert!(
            told.contains("https://post.example/live/flood#e-2"),
            "{told}"
        );
    }
    for told in bookmarked(&page("https://other.example/about")) {
        assert!(told.contains("https://post.example/live/flood"), "{told}");
        assert!(!told.contains("about") && !told.contains("#e-"), "{told}");
    }
}

#[test]
fn a_base16_scheme_becomes_a_theme() {
    let desk = Desk::new();
    let colours: String = (0..16)
        .map(|n| {
            format!(
                "  base{n:02X}: \"{:02x}{:02x}{:02x}\"\n",
                16 + n * 14,
                20 + n * 13,
                28 + n * 12
            )
        })
        .collect();
    let scheme = format!("name: Dawn\npalette:\n{colours}");
    let file = desk.write("dawn.yaml", scheme.as_bytes());
    assert_eq!(desk.run(&["theme", "import", &file]).code, 0);
    assert!(
        desk.run(&["theme", "list"])
            .out
            .lines()
            .any(|name| name == "dawn")
    );
    assert!(desk.run(&["theme", "show", "dawn"]).out.contains("base0F"));
    desk.write("config/config.toml", b"theme = \"dawn\"\n");
    let checked = desk.run(&["config", "check"]);
    assert_eq!(
        (checked.code, checked.out.as_str()),
        (0, "No problems found\n"),
        "{}",
        checked.err
    );
    assert_eq!(desk.run(&["theme", "show", "dusk"]).code, 1);
    let wrong = desk.write("wrong.yaml", b"name: x\n");
    let wrong = desk.run(&["theme", "import", &wrong]);
    assert_eq!(
        (wrong.code, wrong.err.contains("base00")),
        (2, true),
        "{}",
        wrong.err
    );
    assert_eq!(
        desk.run(&["theme", "import", &file, "--name", "../up"])
            .code,
        2
    );
}

#[test]
fn a_settings_file_is_written_once_and_checked() {
    let desk = Desk::new();
    assert_eq!(desk.run(&["config", "init"]).code, 0);
    let path = desk.run(&["config", "path"]).out.trim().to_owned();
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("# theme = ") && text.contains("# sort = "));
    assert_eq!(desk.run(&["config", "check"]).code, 0);
    fs::write(&path, "thme = \"moss\"\nmouse = true\n").unwrap();
    let again = desk.run(&["config", "init"]);
    assert_eq!((again.code, again.err.contains("already")), (2, true));
    assert_eq!(
        fs::read_to_string(&path).unwrap().lines().count(),
        2,
        "nothing is overwritten"
    );
    let checked = desk.run(&["config", "check"]);
    assert_eq!(checked.code, 2);
    assert!(
        checked.out.contains("did you mean \"theme\"?"),
        "{}",
        checked.out
    );
}

#[test]
fn migrating_settings_changes_only_files_of_an_older_version() {
    let desk = Desk::new();
    let none = desk.run(&["config", "migrate"]);
    assert_eq!(
        (none.code, none.out.contains("there is none")),
        (0, true),
        "{}",
        none.out
    );
    assert_eq!(desk.run(&["config", "init"]).code, 0);
    let path = desk.run(&["config", "path"]).out.trim().to_owned();
    let written = fs::read_to_string(&path).unwrap();
    for text in [
        written.as_str(),
        "mouse = true\n",
        "version = 99\nmouse = true\n",
        "no = = toml\n",
        "",
    ] {
        fs::write(&path, text).unwrap();
        let done = desk.run(&["config", "migrate"]);
        assert_eq!(done.code, 0, "{text:?}: {}", done.err);
        assert!(
            done.out.contains("nothing in it is of an older version"),
            "{}",
            done.out
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
        assert!(!fs::exists(format!("{path}.old")).unwrap());
    }
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    let refused = desk.run(&["config", "migrate"]);
    assert_eq!(
        (
            refused.code,
            refused.err.contains("nothing was changed there")
        ),
        (2, true),
        "{}",
        refused.err
    );
}

#[test]
fn plain_output_has_no_lines_of_boxes_and_colours_only_where_asked_for() {
    let desk = Desk::with_sample();
    for args in [
        &["show", "1"][..],
        &["list"],
        &["search", "quay"],
        &["bookmarks"],
    ] {
        let plain = desk.run(args).out;
        let drawn = |c: char| matches!(c, '\u{2500}'..='\u{259f}' | '●' | '▸' | '\u{1b}');
        assert!(!plain.contains(drawn), "{args:?}: {plain}");
        assert_eq!(desk.run(&[args, &["--color", "never"]].concat()).out, plain);
    }
    let coloured = desk.run(&["list", "--color", "always"]).out;
    assert!(coloured.contains("\u{1b}["), "{coloured}");
    let bare: String = coloured
        .replace("\u{1b}[1m", "")
        .replace("\u{1b}[2m", "")
        .replace("\u{1b}[0m", "");
    assert_eq!(
        bare,
        desk.run(&["list"]).out,
        "colour adds nothing that is not said"
    );
}
