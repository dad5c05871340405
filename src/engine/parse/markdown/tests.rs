//! Markdown as converters of pages write it.

use super::*;
use crate::engine::model::Capture;
use crate::engine::model::Cut;
use crate::engine::model::Piece;
use crate::engine::model::Role;

fn read(text: &str) -> Reading {
    assert!(sniff(text.as_bytes()), "{text}");
    let raw = RawSnapshot::new(Capture::default(), text.as_bytes().to_vec());
    look(&raw, Rules::builtin()).reading
}

/// Line, role, `|` at a beginning, text, and where its links lead.
fn told(text: &str) -> Vec<String> {
    let row = |piece: &Piece| {
        let begins = if piece.cut == Cut::Certain { "|" } else { "" };
        let links = piece.links.iter().map(|link| {
            let range = link.range(&piece.text).unwrap();
            format!(" <{}: {}>", &piece.text[range], link.url)
        });
        let links: String = links.collect();
        format!(
            "{} {:?}{begins} {}{links}",
            piece.line, piece.role, piece.text
        )
    };
    let pieces = read(text).pieces;
    let shown = pieces.iter().filter(|piece| piece.role != Role::Furniture);
    shown.map(row).collect()
}

#[test]
fn marks_are_read_as_what_they_mean() {
    let text = "# Storm live: ferry stops as wind reaches the upper town

The **wind** reached the upper town at dawn and the ferry company has stopped its boats for the day.

![Waves at the quay](https://post.example/quay.jpg)
*Waves break over the quay on Friday morning*

## Harbour master lowers the boom

The harbour master has *lowered* the boom, [the port says](https://port.example/a_b_c \"Port\"). Nobody sails.

> We have not done this since 1911, and we hope that it will not be needed again.

* * *

## Two trees lie across Mill Lane

Two trees lie across Mill\\_Lane since noon. Two roads are closed, and the buses turn:

- Bus 4 turns at the *school*.
- Bus 9 does **not** run.

1. Call the hotline.
2. Stay inside.

[![A tree](https://post.example/tree.jpg)](https://post.example/gallery)

---

## The ferry has stopped

Good afternoon. The ferry has stopped, as the company said at noon in the town hall &amp; the port.

[What to know about the storm in the lower town](/storm)
";
    let want = [
        "1 Headline Storm live: ferry stops as wind reaches the upper town",
        "3 Standfirst The wind reached the upper town at dawn and the ferry company has stopped its boats for the day.",
        "6 Media Waves break over the quay on Friday morning",
        "8 Heading| Harbour master lowers the boom",
        "10 Paragraph The harbour master has lowered the boom, the port says. Nobody sails. <the port says: https://port.example/a_b_c>",
        "12 Quote We have not done this since 1911, and we hope that it will not be needed again.",
        "16 Heading| Two trees lie across Mill Lane",
        "18 Paragraph Two trees lie across Mill_Lane since noon. Two roads are closed, and the buses turn:",
        "20 ListItem Bus 4 turns at the school.",
        "21 ListItem Bus 9 does not run.",
        "23 ListItem Call the hotline.",
        "24 ListItem Stay inside.",
        "30 Heading| The ferry has stopped",
        "32 Paragraph Good afternoon. The ferry has stopped, as the company said at noon in the town hall & the port.",
        "34 CardTitle What to know about the storm in the lower town",
    ];
    assert_eq!(told(text), want);
    let pieces = read(text).pieces;
    let shown = pieces.iter().flat_map(|piece| {
        let here = piece.pictures.iter();
        here.map(|picture| (piece.line, &*picture.url, &*picture.words))
    });
    let want = [
        (6, "https://post.example/quay.jpg", "Waves at the quay"),
        (24, "https://post.example/tree.jpg", "A tree"),
    ];
    assert_eq!(shown.collect::<Vec<_>>(), want);
    for line in [5, 14, 26, 28] {
        let at = pieces.iter().find(|piece| piece.line == line);
        assert_eq!(at.map(|piece| piece.role), Some(Role::Furniture), "{line}");
    }
}

#[test]
fn the_header_of_a_converter_names_the_page() {
    let fields = "---\ntitle: \"Storm live: ferry stops\"\nauthor: Ida Brandt\nurl: https://post.example/live/storm\nsitename: The Post\ndescription: The ferry company has stopped its boats for the day\n---\n";
    let list = "Title: Storm live: ferry stops\n\nURL Source: https://post.example/live/storm\n\nPublished Time: 2031-03-14\n\nMarkdown Content:\n";
    let body = "### The boom is down\n\nThe harbour master has lowered the boom, [as before](/boom). Nobody may sail before midnight.\n\n### The ferry has stopped\n\nGood afternoon. The ferry has stopped, as the company said in the town hall.\n";
    for header in [fields, list] {
        let text = format!("{header}{body}");
        let reading = read(&text);
        assert_eq!(
            reading.meta.url.as_deref(),
            Some("https://post.example/live/storm")
        );
        let rows = told(&text);
        assert!(
            rows[0].ends_with("Headline Storm live: ferry stops"),
            "{rows:?}"
        );
        let last: Vec<&str> = rows
            .iter()
            .rev()
            .take(4)
            .rev()
            .map(|row| row.split_once(' ').unwrap().1)
            .collect();
        let want = [
            "Heading| The boom is down",
            "Paragraph The harbour master has lowered the boom, as before. Nobody may sail before midnight. <as before: https://post.example/boom>",
            "Heading| The ferry has stopped",
            "Paragraph Good afternoon. The ferry has stopped, as the company said in the town hall.",
        ];
        assert_eq!(last, want);
    }
    let plain = format!("{fields}The boom is down\n\nThe harbour master has lowered the boom.\n");
    assert!(sniff(plain.as_bytes()), "fields alone tell the converter");
    assert_eq!(read(&plain).meta.publisher.as_deref(), Some("The Post"));
}

#[test]
fn broken_lines_are_one_paragraph() {
    let text = "# Storm live: ferry stops

## 15:23 The harbour master has lowered the boom in the inner harbour
and at the quay

The harbour master has lowered the boom, as [the company that runs the
ferries](https://post.example/ferries-\nand-boats), said in the town hall this morning. Nobody
may sail before midnight, and nobody knows whether the boats will
leave tomorrow, since the wind is said to reach its height at four.

## 14:20 Two trees lie across Mill Lane

Two trees lie across Mill Lane since noon. Two roads are closed, and
the buses of two lines turn at the school. The town says that it has
sent everybody it could find, and asks drivers to stay at home until
the lane is free again, which may take until midnight.

## 12:05 The ferry has stopped

Good afternoon. The ferry has stopped.
";
    let rows = told(text);
    let has = |row: &str| assert!(rows.iter().any(|own| own == row), "{row}: {rows:#?}");
    has("3 Byline| 15:23");
    has("3 Heading The harbour master has lowered the boom in the inner harbour and at the quay");
    has(
        "6 Paragraph The harbour master has lowered the boom, as the company that runs the ferries, said in the town hall this morning. Nobody may sail before midnight, and nobody knows whether the boats will leave tomorrow, since the wind is said to reach its height at four. <the company that runs the ferries: https://post.example/ferries-and-boats>",
    );
    assert_eq!(rows.iter().filter(|row| row.contains('|')).count(), 3);
}

#[test]
fn times_and_authors_above_headings_belong_to_them() {
    let entry = |time: &str, heading: &str| {
        format!(
            "  * {time}\n\nIda Brandt\n\n### {heading}\n\nThe wardens say that the gate holds, and that [nobody](/x) needs to leave.\n\n"
        )
    };
    let text = format!(
        "# Storm live: ferry stops\n\n{}{}{}",
        entry("15:23", "The boom is down"),
        entry("14:20", "The lane is closed"),
        entry("12:05", "The ferry has stopped")
    );
    let rows = told(&text);
    let begins = rows.iter().filter(|row| row.contains('|'));
    let begins: Vec<&str> = begins.map(|row| row.split_once("| ").unwrap().1).collect();
    assert_eq!(begins, ["15:23", "14:20", "12:05"], "{rows:#?}");
}

#[test]
fn navigation_is_set_aside() {
    let text = "[Home](/)

* [News](/news)
* [The town](/town)

# Storm live: ferry stops

## The boom is down

The harbour master has lowered the boom. Nobody may sail.

* [News](/news)
* [Sport](/sport)
* [Town](/town)
* [Culture](/culture)
* [Your money](/money)

## The ferry has stopped

The ferry has stopped, as the company says.

## Most read

* [How the boats are built in the yard below the mill](/boats)

## [A teaser of another story](/other)

Why this summer was the wettest for years.
";
    let want = [
        "6 Headline Storm live: ferry stops",
        "8 Heading| The boom is down",
        "10 Paragraph The harbour master has lowered the boom. Nobody may sail.",
        "18 Heading| The ferry has stopped",
        "20 Paragraph The ferry has stopped, as the company says.",
    ];
    assert_eq!(told(text)[..5], want);
    assert!(
        told(text)[5..].iter().all(|row| !row.contains('|')),
        "{:#?}",
        told(text)
    );
}

#[test]
fn the_time_of_a_heading_is_no_part_of_it_and_its_link_stays_on_its_words() {
    let text = "# Storm live: ferry stops

The wind reached the upper town at dawn.

## [18:20 The boom is down](#e2)

The harbour master has lowered the boom. Nobody may sail.

## The ferry has stopped – 17:45

The ferry has stopped, as the company says.
";
    let want = [
        "1 Headline Storm live: ferry stops",
        "3 Standfirst The wind reached the upper town at dawn.",
        "5 Byline| 18:20",
        "5 Heading The boom is down",
        "7 Paragraph The harbour master has lowered the boom. Nobody may sail.",
        "9 Byline| 17:45",
        "9 Heading The ferry has stopped",
        "11 Paragraph The ferry has stopped, as the company says.",
    ];
    assert_eq!(told(text), want);
    let linked = text.replace("(#e2)", "(https://post.example/boom)");
    assert_eq!(
        told(&linked)[3],
        "5 Heading The boom is down <The boom is down: https://post.example/boom>"
    );
}

#[test]
fn lines_without_blank_ones_between_them_stay_lines() {
    let text = "**Storm live**\n**14:05** The boom is [down](https://post.example/a).\nNobody may sail.\n**13:10** The ferry has stopped.\n";
    let mut lines: Vec<u32> = read(text).pieces.iter().map(|piece| piece.line).collect();
    // A time and its text are two pieces of one line.
    lines.dedup();
    assert_eq!(lines, [1, 2, 3, 4]);
}

#[test]
fn texts_without_marks_are_none() {
    for text in [
        "Storm live\n\n14:05 The boom is down (see [1])\n\n* one\n* two\n\n- three\n---\n",
        "#BREAKING 2 ** 3 ** 4\n\n# \n\n5 * 3 * 2 > 1",
        "Ann -> Ben\n> reader\n\n[Live] updates (12)",
        "",
    ] {
        assert!(!sniff(text.as_bytes()), "{text}");
    }
}

#[test]
fn odd_marks_do_no_harm() {
    let deep = "> ".repeat(3_000) + "a [b](https://a.example) **c**\n";
    let texts = [
        format!("# A\n\n## B\n\n{deep}"),
        "# A\n\n[a](http\n\n[](https://a.example)\n\n![](".to_owned() + &"[".repeat(5_000),
        "# A\n# B\n# C\n<div><p>text of a page</p>\n</div>\n\n| a | b |\n|---|---|\n| c | d |\n"
            .to_owned(),
        "---\ntitle: A\n---\n\u{0}# B\r\n\r\n## C\r\n".to_owned(),
        "[a](https://é.example/\n\u{301}é) [b](https://b.example/\nü)\n".repeat(50),
    ];
    for text in texts {
        let raw = RawSnapshot::new(Capture::default(), text.into_bytes());
        let reading = look(&raw, Rules::builtin()).reading;
        assert!(!reading.pieces.is_empty());
        let ordered = reading
            .pieces
            .is_sorted_by_key(|piece| (piece.line, piece.part));
        assert!(ordered);
    }
}
