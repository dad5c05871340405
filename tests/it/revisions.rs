//! Revisions: every version of an entry, its heading, and the title, standfirst and summary of its page, each with what
//! changed and when it was seen. What is cosmetic is no version.

use liveblog::engine::model::Capture;
use liveblog::engine::model::RawSnapshot;
use serde_json::Value;

use crate::library;

/// A page of a made-up ferry blog. The parts that change are the title, the summary, and heading and text of an entry.
fn page(at: &str, title: &str, summary: &str, heading: &str, text: &str) -> RawSnapshot {
    let text = format!(
        "{title}\nRolling coverage from the harbour of Ostmole\n{summary}\nQuay wall to be rebuilt by spring\nThe quay wall that gave way on Tuesday will be rebuilt by \
         the spring, the harbour board has decided after a night of talks.\nDivers looked at the damage in the morning and \
         found the piles sound.\n{heading}\n{text}\nPassengers were taken to the school gym, where the town gave them soup \
         and blankets for the night.\nLighthouse keeper honoured\nThe keeper of the old lighthouse was given the town's \
         silver oar for forty years of service.\nHe said that he had only ever done what the sea asked of him.\n"
    );
    let capture = Capture {
        name: format!("{at}.txt").into(),
        origin: format!("{at}.txt").into(),
        captured_at: Some(format!("2031-03-14T{at}:00Z").parse().unwrap()),
        ..Capture::default()
    };
    RawSnapshot::new(capture, text.into_bytes())
}

const TITLE: &str = "Harbour live: Ferry Hilda stuck off the mole";
const SUMMARY: &str = "The ferry Hilda is stuck off the mole with 40 people on board, and the harbour is closed to all ships.";
const HEADING: &str = "Ferry runs aground in fog";
const TEXT: &str = "The ferry Hilda ran aground in thick fog at nine in the morning with 40 people on board, the coastguard said.";

fn export(pages: &[RawSnapshot]) -> Value {
    let export = library::export(&library::of(pages));
    let whole: Value = serde_json::from_str(&export).unwrap();
    assert_eq!(whole["blogs"].as_array().unwrap().len(), 1);
    whole["blogs"][0].clone()
}

/// The entry that tells of the ferry.
fn ferry(blog: &Value) -> &Value {
    let entries = blog["entries"].as_array().unwrap();
    let tells = |entry: &&Value| entry["revisions"].to_string().contains("fog");
    let mut found = entries.iter().filter(tells);
    let ferry = found
        .next()
        .unwrap_or_else(|| panic!("no entry tells of it: {blog:#}"));
    assert!(found.next().is_none(), "one entry");
    ferry
}

fn changes(versions: &Value) -> Vec<Option<&str>> {
    let versions = versions.as_array().unwrap();
    versions
        .iter()
        .map(|version| version["change"].as_str())
        .collect()
}

#[test]
fn an_entry_tells_what_each_version_changed() {
    for (later, want) in [
        (
            "The ferry Hilda ran aground in thick fog at nine in the morning, with 40 people on board, the Coastguard said.",
            None,
        ),
        (
            "The ferry Hilda ran aground in thick fog at nine in the morning with 90 people on board, the coastguard said.",
            Some("facts"),
        ),
        (
            "The ferry Astrid ran aground in thick fog at nine in the morning with 40 people on board, the coastguard said.",
            Some("facts"),
        ),
        (
            "The ferry Hilda got stuck in dense fog at nine in the morning with 40 people on board, the coastguard said.",
            Some("reworded"),
        ),
        (
            "The ferry Hilda ran aground in thick fog at nine in the morning with 40 people on board, the coastguard said.\n\
             Two tugs are on their way from the next harbour and will be there by the afternoon.",
            Some("added"),
        ),
    ] {
        let blog = export(&[
            page("10:00", TITLE, SUMMARY, HEADING, TEXT),
            page("11:00", TITLE, SUMMARY, HEADING, later),
        ]);
        let entry = ferry(&blog);
        let found = changes(&entry["revisions"]);
        let expected = want.map_or(vec![None], |change| vec![Some(change), None]);
        assert_eq!(found, expected, "{later}");
        let state = if want.is_some() { "revised" } else { "current" };
        assert_eq!(entry["state"], state, "{later}");
        if want.is_some() {
            let newest = &entry["revisions"][0];
            assert_eq!(newest["first_seen"], "2031-03-14T11:00:00Z");
            let fates: Vec<&str> = newest["words"]
                .as_array()
                .unwrap()
                .iter()
                .map(|stretch| stretch["fate"].as_str().unwrap())
                .collect();
            assert!(
                fates.contains(&"new") && fates.contains(&"kept"),
                "{fates:?}"
            );
        }
    }
}

#[test]
fn headings_titles_and_summaries_have_histories() {
    let titles = [
        TITLE,
        "HARBOUR LIVE: Ferry “Hilda” stuck off the mole",
        "Harbour live: Ferry Hilda towed off the mole",
    ];
    let summaries = [
        SUMMARY,
        SUMMARY,
        "The ferry Hilda is stuck off the mole with 90 people on board, and the harbour is closed to all ships.",
    ];
    let headings = [
        HEADING,
        "Ferry runs aground in fog off the mole",
        "Ferry runs aground in fog off the mole",
    ];
    let pages: Vec<RawSnapshot> = (0..3)
        .map(|i| {
            page(
                &format!("1{i}:00"),
                titles[i],
                summaries[i],
                headings[i],
                TEXT,
            )
        })
        .collect();
    let blog = export(&pages);
    let entry = ferry(&blog);
    let seen = |versions: &Value, i: usize| {
        let at = |field: &str| versions[i][field].as_str().unwrap()[11..16].to_owned();
        (at("first_seen"), at("last_seen"))
    };
    let span = |from: &str, to: &str| (from.to_owned(), to.to_owned());
    assert_eq!(changes(&blog["title_history"]), [Some("reworded"), None]);
    assert_eq!(changes(&blog["standfirst_history"]), [None]);
    assert_eq!(changes(&blog["summary_history"]), [Some("facts"), None]);
    assert_eq!(seen(&blog["summary_history"], 0), span("12:00", "12:00"));
    assert_eq!(changes(&entry["heading_history"]), [Some("added"), None]);
    assert_eq!(seen(&blog["title_history"], 0), span("12:00", "12:00"));
    assert_eq!(seen(&blog["title_history"], 1), span("10:00", "11:00"));
    assert_eq!(seen(&entry["heading_history"], 0), span("11:00", "12:00"));
    assert_eq!(seen(&blog["standfirst_history"], 0), span("10:00", "12:00"));
}

#[test]
fn what_a_number_counts_is_no_cosmetic_change() {
    let paid = |sum: &str| TEXT.replace("with 40 people", &format!("with {sum} of fish"));
    for (one, other, want) in [
        ("$5m", "€5m", Some("facts")),
        ("5%", "5", Some("facts")),
        ("$5m", "$ 5m", None),
    ] {
        let pages = [
            page("09:10", TITLE, SUMMARY, HEADING, &paid(one)),
            page("10:10", TITLE, SUMMARY, HEADING, &paid(other)),
        ];
        let blog = export(&pages);
        let found = changes(&ferry(&blog)["revisions"]);
        let wanted: Vec<Option<&str>> = match want {
            Some(change) => vec![Some(change), None],
            None => vec![None],
        };
        assert_eq!(found, wanted, "{one} to {other}");
    }
}

#[test]
fn what_is_only_read_otherwise_is_no_edit() {
    // Two such lines say nothing of what the digits are, five in order are times.
    let page = |at: &str, newer: &str, text: &str| {
        let text = format!(
            "Harbour live: Ferry Hilda stuck off the mole\nRolling coverage from the harbour of Ostmole\n{newer}2117: {text}\n2102: Fog has closed the northern fairway, and two ships lie at \
             anchor outside the mole.\n"
        );
        let capture = Capture {
            name: format!("{at}.txt").into(),
            captured_at: Some(format!("2031-03-14T{at}:00Z").parse().unwrap()),
            ..Capture::default()
        };
        RawSnapshot::new(capture, text.into_bytes())
    };
    let newer = "2138: The tug Astrid has a line on the ferry and waits for the tide.\n2134: Passengers are singing on the upper deck.\n\
                 2125: Divers found a dent in the hull, but no water in the hold.\n";
    for (later, want, state) in [
        (TEXT.to_owned(), "redrawn", "current"),
        (TEXT.replace("40", "90"), "facts", "revised"),
    ] {
        let blog = export(&[page("10:00", "", TEXT), page("11:00", newer, &later)]);
        let entries = blog["entries"].as_array().unwrap();
        assert_eq!(entries.len(), 5, "{blog:#}");
        assert_eq!(changes(&entries[3]["revisions"]), [Some(want), None]);
        assert_eq!(entries[3]["state"], state);
        assert_eq!(changes(&entries[4]["revisions"]), [Some("redrawn"), None]);
        assert_eq!(entries[4]["state"], "current");
    }
}

/// A page of markup of the ferry blog at an hour, with what its newest entry shows.
fn markup(at: &str, shown: &str) -> RawSnapshot {
    const TOLD: [(&str, &str); 6] = [
        (
            "Choir sails home",
            "The whole choir of Ostmole came home on the ferry Hilda this morning, singing.",
        ),
        (
            "School gym closes",
            "Blankets were folded and the kettles emptied when the last passenger had left.",
        ),
        (
            "Tug arrives",
            "A tug from the northern yard reached the mole with two spare anchors.",
        ),
        (
            "Fog lifts",
            "Visibility rose above a mile for the first time since Monday, forecasters noted.",
        ),
        (
            "Piles inspected",
            "Divers measured eleven timber piles and marked three for replacement.",
        ),
        (
            "Council to meet",
            "Councillors gather at noon to talk about money for a new breakwater.",
        ),
    ];
    let entries: String = (0..6)
        .zip(TOLD)
        .map(|(n, (heading, text))| {
            let hour = 9 - n;
            let shown = if n == 0 { shown } else { "" };
            format!(
                "<article class=live-post id=post-{n}><time datetime=\"2031-03-14T0{hour}:10:00Z\">0{hour}:10</time><h2>{heading}</h2><p>{text}</p>{shown}</article>"
            )
        })
        .collect();
    let page = format!(
        "<html><head><title>Harbour live</title><link rel=canonical href=\"https://post.example/live/harbour\"></head><body><h1>Harbour live: the choir's journey</h1>{entries}</body></html>"
    );
    let capture = Capture {
        name: format!("{at}.html").into(),
        captured_at: Some(format!("2031-03-14T{at}:00Z").parse().unwrap()),
        ..Capture::default()
    };
    RawSnapshot::new(capture, page.into_bytes())
}

#[test]
fn another_address_of_a_picture_is_no_edit_and_a_page_without_it_takes_it_not_away() {
    let figure = |size: u32| {
        format!(
            "<figure><img src=\"/choir.jpg?w={size}\"><figcaption>The choir on deck.</figcaption></figure>"
        )
    };
    let caption = "<figure><figcaption>The choir on deck.</figcaption></figure>";
    let pages = [
        markup("10:00", &figure(400)),
        markup("11:00", &figure(900)),
        markup("12:00", caption),
    ];
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
        let pages = order.map(|n| pages[n].clone());
        let blog = export(&pages);
        let newest = &blog["entries"][0];
        assert_eq!(
            newest["revisions"].as_array().unwrap().len(),
            1,
            "{newest:#}"
        );
        let blocks = newest["revisions"][0]["blocks"].as_array().unwrap();
        let media = blocks
            .iter()
            .find(|block| block["role"] == "media")
            .unwrap();
        let pictures = media["pictures"].as_array().unwrap();
        assert_eq!(pictures.len(), 1);
        assert_eq!(pictures[0]["url"], "https://post.example/choir.jpg?w=900");
        assert_eq!(pictures[0]["captioned"], true);
    }
}

/// Heading and text of the entries of one page, newest first, with the times that they state.
const TIMED: [(&str, &str, &str); 4] = [
    (
        "18:20",
        "Power is back",
        "Engineers restored the line to Skarn at dusk, the grid company said, and most homes have light again.",
    ),
    (
        "17:45",
        "Ferries stay in port",
        "No boat leaves Ostmole before Friday, the harbour master told reporters at the pier.",
    ),
    (
        "16:10",
        "Schools closed",
        "All schools in the three northern districts stay closed on Friday because of fallen trees.",
    ),
    (
        "15:02",
        "Bridge shut",
        "Police closed the bridge over the Lenn after a lorry was blown on its side.",
    ),
];

/// A time on the line of its heading, whatever stands between, is the same as one on a line of its own, and no version.
#[test]
fn where_the_time_of_an_entry_stands_is_no_edit() {
    let (title, lead) = (
        "Storm Odo live: power cuts across the north",
        "The latest on the storm that hit the coast.",
    );
    let page = |name: &str, entry: &dyn Fn(&str, &str, &str) -> String| {
        let entries = TIMED.map(|(time, heading, text)| entry(time, heading, text));
        let (open, close) = match name.rsplit_once('.') {
            Some((_, "md")) => (format!("# {title}\n\n{lead}"), ""),
            Some((_, "html")) => (
                format!(
                    "<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{lead}</p>"
                ),
                "</article></body></html>",
            ),
            _ => (format!("{title}\n\n{lead}"), ""),
        };
        let capture = Capture {
            name: name.into(),
            origin: name.into(),
            ..Capture::default()
        };
        let text = format!("{open}\n\n{}\n{close}", entries.join("\n\n"));
        RawSnapshot::new(capture, text.into_bytes())
    };
    let pages = [
        page("alone.txt", &|t, h, p| format!("{t}\n\n{h}\n\n{p}")),
        page("ahead.txt", &|t, h, p| format!("{t} {h}\n\n{p}")),
        page("dated.txt", &|t, h, p| format!("14 June, {t} – {h}\n\n{p}")),
        page("behind.txt", &|t, h, p| format!("{h} – {t} Uhr\n\n{p}")),
        page("dotted.txt", &|t, h, p| {
            format!("{h} ({} Uhr)\n\n{p}", t.replace(':', "."))
        }),
        page("named.txt", &|t, h, p| format!("{h}, godz. {t}\n\n{p}")),
        page("ticker.txt", &|t, h, p| format!("+++ {t} {h} +++\n\n{p}")),
        page("ahead.md", &|t, h, p| format!("## {t} {h}\n\n{p}")),
        page("behind.md", &|t, h, p| format!("## {h} – {t}\n\n{p}")),
        page("ahead.html", &|t, h, p| {
            format!("<h2>{t} {h}</h2><p>{p}</p>")
        }),
        page("behind.html", &|t, h, p| {
            format!("<h2>{h} ({t})</h2><p>{p}</p>")
        }),
    ];
    let blog = export(&pages);
    let entries = blog["entries"].as_array().unwrap();
    assert_eq!(entries.len(), TIMED.len());
    for (entry, (time, heading, _)) in entries.iter().zip(TIMED) {
        let versions = entry["revisions"].as_array().unwrap();
        assert_eq!(versions.len(), 1, "{entry:#}");
        assert_eq!(versions[0]["heading"]["text"], heading);
        assert!(
            entry["stated_time"].as_str().unwrap().contains(time),
            "{entry:#}"
        );
    }
}

/// Entries with a time and a heading, newest first; `* ` marks items of a list.
const OUTAGE: &[(&str, &[&str])] = &[
    (
        "17:41 Whole north back by midnight",
        &[
            "The operator expects that the whole north is back on the grid by midnight, a speaker said in the evening.",
        ],
    ),
    (
        "16:20 Trains run again",
        &[
            "The first trains have left the main station again, with long delays on all lines to the coast.",
        ],
    ),
    (
        "15:02 Power is back in the port",
        &[
            "The port and the three districts beside it have had power again since three, the town says.",
        ],
    ),
    (
        "14:10 Hospitals run on diesel",
        &[
            "All nine hospitals run on diesel and have enough of it for two days, the health office says.",
        ],
    ),
    (
        "13:05 Schools send children home",
        &[
            "Most schools have sent the children home, and those who cannot be fetched stay in the gym.",
        ],
    ),
    (
        "11:58 Phones fail in parts",
        &[
            "In parts of the region the phones have failed, too. The batteries of the masts last for two or three hours.",
        ],
    ),
    (
        "11:15 What to do now",
        &[
            "The office for civil protection says:",
            "* Switch off all devices that are not needed, above all hobs and irons",
            "* Keep fridge and freezer closed",
            "* No grills or gas cookers in the flat, since there is danger of carbon monoxide",
            "* Look after older neighbours",
            "* Switch on a battery radio or the radio of the car",
        ],
    ),
    (
        "10:31 Substation was the cause",
        &[
            "The operator looks for the cause of the outage in a substation, where a switch failed at a quarter past nine.",
        ],
    ),
    (
        "09:20 North without power",
        &[
            "Power has failed in the whole north, and traffic lights and trains stand still in most towns.",
        ],
    ),
];

/// The page of the outage with its list marked up so, and an extract without headings that marks it so.
fn page_and_extract(item: (&str, &str), mark: &str) -> [RawSnapshot; 2] {
    let line = |text: &&str| match text.strip_prefix("* ") {
        Some(text) => format!("{}{text}{}", item.0, item.1),
        None => format!("<p>{text}</p>"),
    };
    let entry = |(heading, texts): &(&str, &[&str])| {
        let lines: String = texts.iter().map(line).collect();
        format!("<article><h3>{heading}</h3>{lines}</article>")
    };
    let (title, standfirst) = (
        "Power outage in the north live: all that happens",
        "Since a quarter past nine nearly four million people in the north have no power.",
    );
    let entries: String = OUTAGE.iter().map(entry).collect();
    let page = format!(
        "<html><head><title>{title}</title></head><body><h1>{title}</h1><p class=standfirst>{standfirst}</p>{entries}</body></html>"
    );
    let texts = OUTAGE.iter().flat_map(|(_, texts)| *texts);
    let texts: Vec<String> = texts.map(|text| text.replace("* ", mark)).collect();
    let extract = format!("{title}\n{standfirst}\n{}\n", texts.join("\n"));
    [
        library::snapshot("a.html", page),
        library::snapshot("b.txt", extract),
    ]
}

#[test]
fn a_list_is_the_same_however_it_is_marked() {
    for item in [("<ul><li>", "</li></ul>"), ("<p>- ", "</p>")] {
        for mark in ["", "- "] {
            let blog = export(&page_and_extract(item, mark));
            let entries = blog["entries"].as_array().unwrap();
            assert_eq!(entries.len(), OUTAGE.len(), "{item:?} {mark:?}");
            for entry in entries {
                let versions = entry["revisions"].as_array().unwrap();
                assert_eq!(versions.len(), 1, "{item:?} {mark:?} {entry:#}");
            }
        }
    }
}

/// An extract without headings in which the short lines of a list look like some: the page knows where entries begin.
#[test]
fn text_that_only_looks_headed_is_cut_as_the_page_says() {
    let page = "<html><head><title>Gates live</title></head><body><h1>Gates in the lower town live</h1>\
        <article><h3>12:05 Gates open</h3><p>The wardens say what to do now in the lower town:</p><p>- Switch off all devices that are not needed</p><p>- Keep the doors closed until the evening comes</p><p>Listen to the radio by battery or in the car</p></article>\
        <article><h3>11:31 Pumps are here</h3><p>Six pumps have arrived and the first of them is running since noon.</p></article>\
        <article><h3>10:02 Water in the chapel</h3><p>The chapel floor is under water up to the second step, says the verger.</p></article></body></html>";
    let text = "Gates in the lower town live\nThe wardens say what to do now in the lower town:\n- Switch off all devices that are not needed\n- Keep the doors closed until the evening comes\nListen to the radio by battery or in the car\nSix pumps have arrived and the first of them is running since noon.\nThe chapel floor is under water up to the second step, says the verger.\n";
    let blog = export(&[
        library::snapshot("a.html", page),
        library::snapshot("b.txt", text),
    ]);
    let entries = blog["entries"].as_array().unwrap();
    let heading = |entry: &Value| entry["revisions"][0]["heading"]["text"].clone();
    let headings: Vec<Value> = entries.iter().map(heading).collect();
    assert_eq!(
        headings,
        ["Gates open", "Pumps are here", "Water in the chapel"]
    );
}

/// A saved page of two entries; of the newer one the heading, if it has one, the text and the caption are given.
fn saved(at: &str, heading: &str, text: &str, caption: &str) -> RawSnapshot {
    let heading = match heading {
        "" => String::new(),
        heading => format!("<h3>{heading}</h3>"),
    };
    let page = format!(
        "<html><head><title>Harbour live</title></head><body><main><h1>Harbour live</h1>\
         <article id=p72><time datetime=2031-03-14T10:40:00Z>10:40</time>{heading}<p>{text}</p>\
         <figure><img src=/a.jpg><figcaption>{caption}</figcaption></figure></article>\
         <article id=p71><time datetime=2031-03-14T10:05:00Z>10:05</time><h3>Quay wall</h3><p>The quay wall will be rebuilt by the spring, the board has decided after a night of talks.</p></article>\
         <article id=p70><time datetime=2031-03-14T09:31:00Z>09:31</time><h3>Divers</h3><p>Divers looked at the damage in the morning and found the piles sound.</p></article>\
         </main></body></html>"
    );
    let capture = Capture {
        name: format!("{at}.html").into(),
        captured_at: Some(format!("2031-03-14T{at}:00Z").parse().unwrap()),
        ..Capture::default()
    };
    RawSnapshot::new(capture, page.into_bytes())
}

#[test]
fn what_pages_change_beside_their_texts_is_told() {
    let heading = "Ferry runs aground in fog";
    let caption = "The ferry Hilda off the mole with 40 people on board";
    let more = caption.replace("40", "44");
    let worn = caption.replace("off", "behind");
    for (before, after, want) in [
        ((heading, TEXT, caption), (heading, TEXT, caption), None),
        (
            (heading, TEXT, caption),
            (heading, TEXT, more.as_str()),
            Some("facts"),
        ),
        (
            (heading, TEXT, caption),
            (heading, TEXT, worn.as_str()),
            Some("reworded"),
        ),
        // Another picture beside the text is no other version of it.
        (
            (heading, TEXT, caption),
            (heading, TEXT, "Tugs in the lock of Sandholm"),
            None,
        ),
        (("", TEXT, caption), (heading, TEXT, caption), Some("added")),
        // The first word of a text is a word as others are.
        (
            (
                heading,
                "Astrud Lind has left the mole in the fog at nine in the morning with 40 people on board.",
                caption,
            ),
            (
                heading,
                "Astrid Lind has left the mole in the fog at nine in the morning with 40 people on board.",
                caption,
            ),
            Some("facts"),
        ),
    ] {
        let blog = export(&[
            saved("11:00", before.0, before.1, before.2),
            saved("12:00", after.0, after.1, after.2),
        ]);
        let entries = blog["entries"].as_array().unwrap();
        assert_eq!(entries.len(), 3);
        let found = changes(&entries[0]["revisions"]);
        let told = found.iter().flatten().copied().next();
        assert_eq!(told, want, "{after:?}");
        let captions: Vec<&str> = entries[0]["revisions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|version| version["blocks"].as_array().unwrap())
            .flat_map(|blocks| blocks.iter().filter(|block| block["role"] == "media"))
            .map(|block| block["text"].as_str().unwrap())
            .collect();
        let edited = before.2 != after.2 && want.is_some();
        assert!(
            !edited || captions.len() == 2,
            "one in each version: {captions:?}"
        );
    }
}
