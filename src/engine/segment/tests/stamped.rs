//! Pages whose entries state times.

use crate::engine::model::Role;
use crate::engine::segment::tests::TEXT;
use crate::engine::segment::tests::begins;
use crate::engine::segment::tests::roles;

/// The lines of content of some entries, below a headline: a stamp, what stands below it, a text, and what stands below that.
fn stamped(times: &[&str], below: &[&str], ends: &[&str]) -> Vec<String> {
    let mut page = vec!["Storm live: the latest from the coast as boats go out".to_owned()];
    for (k, time) in times.iter().enumerate() {
        let lines = [
            *time,
            below[k % below.len()],
            TEXT[k % 3],
            ends[k % ends.len()],
        ];
        page.extend(
            lines
                .iter()
                .filter(|line| !line.is_empty())
                .map(|line| (*line).to_owned()),
        );
    }
    page
}

fn lines(page: &[String]) -> Vec<&str> {
    page.iter().map(String::as_str).collect()
}

#[test]
fn who_stands_where_authors_stand_is_one() {
    let times = ["16:20", "15:50", "15:31", "15:02", "14:40", "14:10"];
    let names = ["Ann Archer", "Ben Baker", "Agencies"];
    let page = stamped(&times, &names, &[""]);
    let roles = roles(&lines(&page));
    assert!(
        roles
            .iter()
            .skip(2)
            .step_by(3)
            .all(|role| *role == Role::Byline)
    );
}

#[test]
fn names_below_entry_after_entry_sign_them() {
    let times = [
        "16:20", "15:50", "15:31", "15:02", "14:40", "14:10", "13:50",
    ];
    let page = stamped(&times, &[""], &["Ann Archer", "Ben Baker"]);
    let page: Vec<String> = page
        .into_iter()
        .flat_map(|line| match line.as_str() {
            "Ann Archer" | "Ben Baker" => vec![line, "Zufelo".to_owned()],
            _ => vec![line],
        })
        .collect();
    let roles = roles(&lines(&page));
    let signed = roles.iter().skip(3).step_by(4);
    assert!(
        signed.clone().all(|role| *role == Role::Byline),
        "{roles:?}"
    );
}

#[test]
fn clock_times_below_all_ages_begin_entries_as_these_do() {
    let times = [
        "12 minutes ago",
        "1 hour ago",
        "2 hours ago",
        "6:55 pm",
        "5:20 pm",
        "3:44 pm",
        "2:08 pm",
    ];
    let titles = [
        "Gates open again",
        "Schools stay shut",
        "Men ashore",
        "Boats back",
    ];
    let page = stamped(&times, &titles, &[""]);
    let begins = begins(&lines(&page));
    let found: Vec<usize> = (0..page.len()).filter(|i| begins[*i]).collect();
    assert_eq!(found, [1, 4, 7, 10, 13, 16, 19]);
}

#[test]
fn times_in_a_list_that_is_announced_are_none_of_entries() {
    let times = ["16:20", "15:50", "15:31", "15:02"];
    let mut page = stamped(&times, &[""], &[""]);
    let list = [
        "These ferries are cancelled:",
        "09.40 Ostmole",
        "11.05 Skarn",
        "13.30 Ostmole",
    ];
    page.splice(5..5, list.map(str::to_owned));
    let begins = begins(&lines(&page));
    assert_eq!(begins.iter().filter(|begins| **begins).count(), times.len());
}
