//! Pages whose entries are told apart by what stands between them or beside their times: controls, counts, plans, numbers.

use crate::engine::model::Role;
use crate::engine::segment::tests::TEXT;
use crate::engine::segment::tests::begins;
use crate::engine::segment::tests::roles;

const TITLE: &str = "Storm live: the latest from the coast as boats go out";

/// A page of entries, each of some lines, below its headline.
fn page(entries: &[&[&'static str]]) -> Vec<&'static str> {
    let lines = entries.iter().flat_map(|lines| lines.iter().copied());
    [TITLE].into_iter().chain(lines).collect()
}

/// Where the entries of a page begin that has so many lines in each of them.
fn each(lines: usize, entries: usize) -> Vec<bool> {
    let inside = (0..lines * entries).map(|i| i % lines == 0);
    [false].into_iter().chain(inside).collect()
}

/// A page of entries with a heading, a line above or below it, and a text, above a control.
fn controlled(entries: &[[&'static str; 2]]) -> Vec<&'static str> {
    let lines = entries
        .iter()
        .zip(TEXT.iter().cycle())
        .flat_map(|([first, second], text)| [*first, *second, *text, "Share on Facebook"]);
    [TITLE].into_iter().chain(lines).collect()
}

#[test]
fn names_in_turn_below_controls_are_authors() {
    let share = "Share on Facebook";
    let page = page(&[
        &["KEY EVENTBen Baker", "Trams run again", TEXT[1], share],
        &["Ben Baker", TEXT[2], TEXT[0], share],
        &["KEY EVENTAnn Archer", "Roof gives way", TEXT[0], share],
        &["Ann Archer", "Lock stays shut", TEXT[1], share],
        &[
            "KEY EVENTBen Baker",
            "Schools send pupils home",
            TEXT[2],
            share,
        ],
        &["Ann Archer", TEXT[1], TEXT[0], share],
        &["Ben Baker", "Gusts reach the harbour", TEXT[1], share],
    ]);
    let roles = roles(&page);
    // Right below the headline it is the page's.
    let mut signed = roles.iter().skip(5).step_by(4);
    assert!(signed.all(|role| *role == Role::Byline), "{roles:?}");
    assert_eq!(begins(&page)[5..], each(4, 7)[5..]);
}

#[test]
fn houses_stand_where_authors_stand_and_entries_may_state_nothing() {
    let mut page = controlled(&[
        ["Ferries stay in port", "ANN ARCHER"],
        ["Boats ride at anchor", "BEN BAKER"],
        ["Market hall loses its roof", "ANN ARCHER"],
        ["Trams run again", "THE COASTAL WIRE"],
        ["By the numbers", "38 trees on roads"],
        ["Roof gives way", "BEN BAKER"],
        ["Lock stays shut", "ANN ARCHER"],
        ["Gusts reach the harbour", "THE COASTAL WIRE"],
    ]);
    page[19] = "12 boats adrift";
    let roles = roles(&page);
    assert_eq!([roles[14], roles[30]], [Role::Byline; 2], "{roles:?}");
    assert_eq!(begins(&page)[5..], each(4, 8)[5..]);
}

#[test]
fn a_page_goes_on_where_a_control_ends_an_entry_below_furniture() {
    let mut page = vec![TITLE];
    for k in 0..9 {
        page.extend([TEXT[k % 3], "Share on Facebook"]);
    }
    page.extend(["Advertisement", TEXT[1], "Share on Facebook"]);
    let roles = roles(&page);
    assert_ne!(roles[roles.len() - 2], Role::Furniture, "{roles:?}");
}

#[test]
fn counts_behind_times_head_no_entries() {
    let page = page(&[
        &["17:04 arrival", "Dane wins the race", TEXT[0]],
        &["16:58 3 km", "Dane looks back no more", TEXT[1]],
        &["16:41 17 km", "Berg answers too late", TEXT[2]],
        &["16:29 26 km", "Dane leaves them all", TEXT[0]],
        &["15:50 52 km", "Three of them are left", TEXT[1]],
    ]);
    let roles = roles(&page);
    let entry = [Role::Byline, Role::Heading, Role::Paragraph];
    assert!(
        roles[1..].chunks(3).all(|roles| roles == entry),
        "{roles:?}"
    );
}

#[test]
fn entries_that_are_counted_go_on_without_times() {
    let page = page(&[
        &["1. Final whistle", "Harbour win the cup", TEXT[0]],
        &["2. 90'", "Harbour hold on", TEXT[1]],
        &["3. 71'", "Mill come close", TEXT[2]],
        &["4. 55'", "Harbour score", TEXT[0]],
        &["5. 12'", "A slow start", TEXT[1]],
        &["6. Before the match", "Welcome to the ground", TEXT[2]],
    ]);
    assert_eq!(begins(&page), each(3, 6));
}

#[test]
fn a_plan_is_told_by_the_oldest_entry() {
    let page = page(&[
        &["16:20", "Ferries stay in port", TEXT[0]],
        &["15:50", "Trams run again", TEXT[1]],
        &["15:31", "Schools send pupils home", TEXT[2]],
        &["15:02", "Storm reaches the coast", TEXT[0]],
        &[
            "4pm: Council takes stock",
            "5.30pm: Ferry company speaks",
            "9pm: High water",
        ],
    ]);
    let begins = begins(&page);
    assert_eq!(begins[1..13], each(3, 4)[1..]);
    assert!(!begins[13..].contains(&true), "{begins:?}");
}

#[test]
fn the_length_of_a_recording_is_no_time() {
    let page = page(&[
        &["Today 16.20", TEXT[0], "0:48"],
        &["Today 15.50", TEXT[1], "1:12"],
        &["Today 15.31", TEXT[2], "Share"],
        &["Today 15.02", TEXT[0], "Share"],
        &["Today 14.40", TEXT[1], "Share"],
    ]);
    let roles = roles(&page);
    assert_eq!([roles[3], roles[6]], [Role::Furniture; 2], "{roles:?}");
    assert_eq!(begins(&page), each(3, 5));
}

#[test]
fn likes_above_times_are_no_headings() {
    let page = page(&[
        &["16:20", TEXT[0], "17 likes"],
        &["15:50", TEXT[1], "54 likes"],
        &["15:31", TEXT[2], "8 likes"],
        &["15:02", TEXT[0], "128 likes"],
        &["14:40", TEXT[1], "91 likes"],
    ]);
    let roles = roles(&page);
    assert!(!roles.contains(&Role::Heading), "{roles:?}");
    assert_eq!(begins(&page), each(3, 5));
}
