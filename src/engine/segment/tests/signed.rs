//! Pages that say at the ends of entries who wrote, and pages with furniture among and below the entries.

use crate::engine::model::Role;
use crate::engine::segment::tests::TEXT;
use crate::engine::segment::tests::begins;
use crate::engine::segment::tests::roles;
use crate::engine::segment::tests::roles as read;

const TITLE: &str = "Storm live: the latest from the coast as boats go out";

/// A page of entries below its headline.
fn page(entries: &[&[&'static str]]) -> Vec<&'static str> {
    let lines = entries.iter().flat_map(|lines| lines.iter().copied());
    [TITLE].into_iter().chain(lines).collect()
}

/// The numbers of the lines at which entries begin.
fn borders(page: &[&str]) -> Vec<usize> {
    let begins = begins(page);
    (0..begins.len()).filter(|i| begins[*i]).collect()
}

/// What the lines with a text are taken for.
fn roles_of(page: &[&str], text: &str) -> Vec<Role> {
    let roles = roles(page).into_iter().zip(page);
    let same = roles.filter(|(_, line)| **line == text);
    same.map(|(role, _)| role).collect()
}

#[test]
fn words_that_say_who_wrote_sign_the_text_above_them() {
    let page = page(&[
        &[
            "16:20",
            "Ferries stay in port",
            TEXT[0],
            "A cura di",
            "Ann Archer",
        ],
        &["15:50", "Trams run again", TEXT[1], "A cura di", "Newsroom"],
        &[
            "15:31",
            "Schools send pupils home",
            TEXT[2],
            "A cura di",
            "Newsroom",
        ],
        &[
            "15:02",
            "Storm reaches the coast",
            TEXT[0],
            "A cura di",
            "Ben Baker",
        ],
        &[
            "14:40",
            "Sirens in the old town",
            TEXT[1],
            "A cura di",
            "Newsroom",
        ],
    ]);
    assert_eq!(borders(&page), [1, 6, 11, 16, 21]);
    for name in ["Ann Archer", "Newsroom", "Ben Baker"] {
        let roles = roles_of(&page, name);
        assert!(roles.iter().all(|role| *role == Role::Byline), "{roles:?}");
    }
    assert_eq!(roles_of(&page, "A cura di"), [Role::Furniture; 5]);
}

#[test]
fn authors_below_controls_write_what_follows() {
    let page = page(&[
        &["14:40", TEXT[1], "Share", "Ann Archer"],
        &["15:02", TEXT[0], "Share", "Ben Baker"],
        &["15:31", TEXT[2], "Share", "Ann Archer"],
        &["15:50", TEXT[1], "Share", "Ben Baker"],
        &["16:20", TEXT[0], "Share"],
    ]);
    assert_eq!(borders(&page)[1..], [4, 8, 12, 16]);
}

#[test]
fn who_stands_above_what_authors_do_is_one() {
    let page = page(&[
        &["16:20", TEXT[0], "Ann Archer", "Reporter"],
        &["15:50", TEXT[1], "Newsdesk", "Reporter"],
        &["15:31", TEXT[2], "Ben Baker", "Reporter"],
        &["15:02", TEXT[0], "Ann Archer", "Reporter"],
    ]);
    assert_eq!(roles_of(&page, "Newsdesk"), [Role::Byline]);
}

#[test]
fn a_plan_of_longer_lines_below_a_colon_is_no_entry() {
    let page = page(&[
        &[
            TEXT[0],
            "Trams run again",
            TEXT[1],
            TEXT[2],
            "Boats are counted",
            TEXT[0],
        ],
        &[
            "Ferries stay in port",
            TEXT[1],
            "Mayor: nobody was hurt",
            TEXT[2],
            TEXT[0],
        ],
        &[
            "This is the plan",
            "The council meets for an hour and a half in the town hall. The plan:",
        ],
        &[
            "11.00 uur: councillors come to the town hall",
            "11.20 uur: boats on the inner harbour",
            "11.50 uur: games on the square",
            "12.40 uur: speech and the end",
        ],
        &["Schools send pupils home early", TEXT[1]],
    ]);
    let roles = roles(&page);
    // Its times would make all that stands above it the summary of a page with times.
    assert!(!roles.contains(&Role::Summary), "{roles:?}");
}

#[test]
fn ads_among_the_entries_are_not_what_stands_below_them() {
    let ad = "Advertisement";
    let page = page(&[
        &["Ferries stay in port", TEXT[0]],
        &["Trams run again", TEXT[1], ad],
        &["Schools send pupils home", TEXT[2]],
        &["Storm reaches the coast", TEXT[0]],
        &["Sirens in the old town", TEXT[1], ad],
        &["Ann Archer", "Sand bags for the quay", TEXT[2]],
        &[
            "Ben Baker",
            "Good morning from the harbour",
            "Good morning, and welcome to our page on the storm that comes in from the west today.",
        ],
    ]);
    let roles = roles(&page);
    let last = roles.last().copied();
    assert!(last.is_some_and(Role::is_body), "{roles:?}");
    assert_eq!(roles_of(&page, ad), [Role::Furniture; 2]);
}

#[test]
fn what_ends_above_a_control_heads_no_entry_below_it() {
    let page = page(&[
        &["16:20", TEXT[0], "Ann Brask Archer", "Share on Facebook"],
        &["15:50", TEXT[1], "Bea van Leer", "Share on Facebook"],
        &["15:31", TEXT[2], "Share on Facebook"],
        &["15:02", TEXT[0], "Share on Facebook"],
        &["14:40", TEXT[1], "Cy van der Donk", "Share on Facebook"],
    ]);
    assert_eq!(borders(&page), [1, 5, 9, 12, 15]);
}

#[test]
fn the_first_text_below_a_time_with_its_heading_is_no_furniture() {
    let page = page(&[
        &["+++ 16:20 Ferries stay in port +++", TEXT[0], TEXT[1]],
        &["+++ 15:50 Trams run again +++", TEXT[2]],
        &["+++ 15:31 Schools send pupils home +++", TEXT[0]],
        &["+++ 15:02 Storm reaches the coast +++", TEXT[1]],
        &[
            "+++ 07:45 Third day of the storm +++",
            "Good morning! The storm is in its third day.",
        ],
        &[
            "Source: the harbour news",
            "Storms",
            "Ferries",
            "Harbours",
            "Islands",
            "Most read",
        ],
        &[
            "1. Man finds a whale in his garden",
            "2. Why buns are square now",
            "3. New rules for gnomes",
        ],
        &["Imprint", "Privacy policy"],
    ]);
    let roles = roles_of(&page, "Good morning! The storm is in its third day.");
    assert_eq!(roles, [Role::Paragraph]);
    assert_eq!(roles_of(&page, "Islands"), [Role::Furniture]);
}

#[test]
fn names_in_letters_without_capitals_are_told_by_their_turns() {
    let names = ["רות ארצי", "בן בקר", "רות ארצי", "גל דן", "בן בקר", "גל דן"];
    let times = ["20:41", "19:15", "17:50", "16:22", "15:05", "14:30"];
    let entries = |ends: &[&'static str]| -> Vec<&'static str> {
        let mut page = vec![TITLE, "עדכונים אחרונים"];
        for (k, time) in times.iter().enumerate() {
            page.extend([*time, TEXT[k % 3], ends[k % ends.len()]]);
        }
        page
    };
    let page = entries(&names);
    let roles = roles(&page);
    for k in 0..times.len() {
        assert_eq!(roles[4 + 3 * k], Role::Byline, "{roles:?}");
    }
    assert_eq!(borders(&page), [2, 5, 8, 11, 14, 17]);
    // The same below all of them is a control.
    let page = entries(&["קרא עוד"]);
    let roles = roles_of(&page, "קרא עוד");
    assert!(!roles.contains(&Role::Byline), "{roles:?}");
}

#[test]
fn who_stands_above_headings_and_texts_in_turn_is_an_author() {
    let of = |name: &'static str, [one, two, three]: [&'static str; 3]| {
        [
            vec![name, one, TEXT[0]],
            vec![name, TEXT[1]],
            vec![name, two, TEXT[2]],
            vec![name, TEXT[0]],
            vec![name, three, TEXT[1]],
        ]
    };
    let ann = of(
        "Ann Archer",
        [
            "Ferries stay in port",
            "Schools send pupils home",
            "Storm reaches the coast",
        ],
    );
    let ben = of(
        "Ben Baker",
        [
            "Trams run again in town",
            "Sirens in the old town",
            "Roof of the market gives way",
        ],
    );
    let entries: Vec<&[&str]> = ann
        .iter()
        .zip(&ben)
        .flat_map(|(ann, ben)| [&ann[..], &ben[..]])
        .collect();
    let page = page(&entries);
    for name in ["Ann Archer", "Ben Baker"] {
        assert!(
            roles_of(&page, name)
                .iter()
                .all(|role| *role == Role::Byline),
            "{name}"
        );
    }
    assert_eq!(borders(&page).len(), 10);
}

#[test]
fn times_above_the_headings_of_entries_without_times_are_of_key_points() {
    let points = [
        "18 minutes ago",
        "Ferries stay in port",
        "39 minutes ago",
        "Trams run again in town",
        "1 hour ago",
        "Sirens in the old town",
    ];
    let entries = [
        &["Ferries stay in port", TEXT[0]][..],
        &["Trams run again in town", TEXT[1]],
        &["Sirens in the old town", TEXT[2]],
    ];
    let page = page(&[&[&points[..]], &entries[..]].concat());
    let roles = roles(&page);
    for (at, role) in roles.iter().enumerate().skip(1).take(points.len()) {
        let time = page[at].ends_with("ago");
        let want = if time { Role::Furniture } else { Role::Summary };
        assert_eq!(*role, want, "{}", page[at]);
    }
    assert_eq!(borders(&page), [7, 9, 11]);
    // Where a line is told again below a time of its own, both are of entries.
    let minutes: Vec<&str> = [
        ["53'", "Corner on the left."],
        ["51'", "Corner on the left."],
        ["47'", "Corner on the left."],
        ["45'", "Half-time."],
    ]
    .concat();
    assert!(!read(&minutes).contains(&Role::Summary));
}

#[test]
fn who_stands_below_the_texts_of_headed_entries_signs_them() {
    let headings = [
        "Ferries stay in port",
        "Trams run again in town",
        "Schools send pupils home",
        "Sirens in the old town",
        "Roof of the market gives way",
        "Storm reaches the coast",
    ];
    let names = [
        "Ann Archer",
        "Ben Baker",
        "Cleo Cooper",
        "Ann Archer",
        "Ben Baker",
        "Cleo Cooper",
    ];
    let entries: Vec<[&str; 3]> = (0..6)
        .map(|at| [headings[at], TEXT[at % 3], names[at]])
        .collect();
    let lead =
        ["The storm has passed the islands, and the towns on the coast look at what it left."];
    let mut lines: Vec<&[&str]> = vec![&lead[..]];
    lines.extend(entries.iter().map(|lines| &lines[..]));
    let page = page(&lines);
    for name in names {
        assert!(
            roles_of(&page, name)
                .iter()
                .all(|role| *role == Role::Byline),
            "{name}"
        );
    }
    for heading in headings {
        assert_eq!(roles_of(&page, heading), [Role::Heading]);
    }
    assert_eq!(borders(&page), [2, 5, 8, 11, 14, 17]);
}

#[test]
fn a_sentence_between_the_time_and_the_author_is_a_heading() {
    let sentence = "The governor asks commuters to stay home.";
    let page = page(&[
        &["Ann Archer", "Ben Baker", "Cleo Cooper"],
        &["16:40", "Ann Archer", TEXT[0]],
        &["16:10", sentence, "Ben Baker", TEXT[1]],
        &["15:50", "Cleo Cooper", TEXT[2]],
        &["15:20", "Ben Baker", TEXT[0]],
        &["14:55", "Divers look at the pier.", "Ann Archer", TEXT[1]],
        &["14:30", "Cleo Cooper", TEXT[2]],
    ]);
    assert_eq!(roles_of(&page, sentence), [Role::Heading]);
    assert_eq!(roles_of(&page, "Divers look at the pier."), [Role::Heading]);
    for name in ["Ann Archer", "Ben Baker", "Cleo Cooper"] {
        assert_eq!(roles_of(&page, name)[1..], [Role::Byline; 2], "{name}");
    }
}
