//! Small pages of layouts that newsrooms use, read as wholes.

mod parted;
mod signed;
mod stamped;

use super::*;
use crate::engine::rules::Tokens;
use crate::engine::text::SafeText;

/// The roles of lines.
fn roles(lines: &[&str]) -> Vec<Role> {
    let rules = Rules::builtin();
    let read = segment(scraps(lines), rules);
    read.pieces.iter().map(|piece| piece.role).collect()
}

fn scraps(lines: &[&str]) -> Vec<Scrap> {
    let known = &Rules::builtin().furniture;
    let scraps = lines.iter().enumerate().map(|(i, line)| Scrap {
        line: u32::try_from(i).unwrap_or(0) + 1,
        part: 0,
        text: SafeText::new(line),
        bullet: false,
        furniture: known.matches(&Tokens::of(line)).map(str::to_owned),
    });
    scraps.collect()
}

const TEXT: [&str; 3] = [
    "The harbour master has opened the gates again, and the first boats are on their way out to the islands.",
    "Schools along the river stay shut until Thursday, the mayor told parents in a letter this morning.",
    "Two men were brought ashore by the pilot boat, cold but unhurt, and the third was found an hour later.",
];

#[test]
fn a_line_right_below_live_updates_is_the_first_heading() {
    let page = [
        "Live updates",
        "Gates open for the first boats",
        TEXT[0],
        "River schools stay shut",
        TEXT[1],
        "Three men brought ashore",
        TEXT[2],
    ];
    assert_eq!(roles(&page)[1], Role::Heading);
    assert_eq!(roles(&page)[2], Role::Paragraph);
}

#[test]
fn a_line_below_the_headline_that_says_what_its_text_says_is_a_heading() {
    let below = |line: &str| {
        let page = [
            "Storm live: the latest from the coast as boats go out",
            line,
            TEXT[0],
            "River schools stay shut",
            TEXT[1],
            "Three men brought ashore",
            TEXT[2],
        ];
        roles(&page)[1]
    };
    assert_eq!(below("Harbour gates open for first boats"), Role::Heading);
    let standfirst = below("Follow what the wind does to the whole of the eastern coast today");
    assert_eq!(standfirst, Role::Standfirst);
}

#[test]
fn what_signs_off_is_no_summary() {
    let page = [
        "Good night",
        "That's it from us, thank you for reading and sleep well.",
        "River schools stay shut",
        TEXT[1],
        "Three men brought ashore",
        TEXT[2],
        "Gates open for the first boats",
        TEXT[0],
    ];
    assert_eq!(roles(&page)[..2], [Role::Heading, Role::Paragraph]);
}

/// Which lines begin entries for what the page states.
fn begins(lines: &[&str]) -> Vec<bool> {
    let read = segment(scraps(lines), Rules::builtin());
    read.pieces
        .iter()
        .map(|piece| piece.cut == Cut::Certain)
        .collect()
}

#[test]
fn a_first_time_has_lost_its_text_where_others_have() {
    let page = [
        "Trial of the ferry captain live",
        "10:52",
        "10:37",
        TEXT[0],
        "10:20",
        "10:11",
        TEXT[1],
        "10:02",
        TEXT[2],
    ];
    assert!(begins(&page)[1]);
    // Here it is the page's.
    let whole = [&page[..4], &page[5..]].concat();
    assert!(!begins(&whole)[1]);
}

#[test]
fn an_hour_alone_behind_its_day_is_a_time() {
    let page = [
        "Sturm über der Küste: der Ticker",
        "Sonntag, 10 Uhr: Feuerwehr rechnet zusammen",
        TEXT[0],
        "Sonntag, 8.45 Uhr: Die Nacht war am Hafen ruhiger als gedacht",
        TEXT[1],
        "Sonntag, 8.30 Uhr: Auch am Montag bleibt es windig",
        TEXT[2],
    ];
    let begins = begins(&page);
    assert_eq!([begins[1], begins[3], begins[5]], [true; 3]);
}

#[test]
fn hours_go_on_after_midnight() {
    let page = [
        "25時35分ごろ 港町区で新人の青木氏が初めての議席を得る。",
        "24時10分ごろ 川上区で現職の石川氏が議席を守る。",
        "23時50分ごろ 山手区で元職の上田氏が敗れる。",
    ];
    assert_eq!(begins(&page), [true; 3]);
}

#[test]
fn a_time_within_which_the_page_is_cut_off_begins_an_entry() {
    let page = [
        "18:43 The first boats are out on the water now.",
        "18:20 The pilot asks for an hour more, and gets it.",
        "18:02 The gates are still shut, and the wind is rising.",
        "17:",
    ];
    assert_eq!(begins(&page), [true; 4]);
}

#[test]
fn a_text_that_is_cut_off_below_a_heading_is_an_entry() {
    let page = [
        "Harbour regatta live: all boats are back",
        "Boats wait in the harbour",
        TEXT[0],
        "Pilot asks for an hour more",
        TEXT[1],
        "Gates shut until noon",
        TEXT[2],
        "Wind rises over the bay again",
        "The wind rises over the bay again and the boats that were to leave",
    ];
    let begins = begins(&page);
    assert_eq!([begins[1], begins[3], begins[5], begins[7]], [true; 4]);
}

#[test]
fn the_time_of_the_page_is_written_in_another_way() {
    let page = [
        "Harbour regatta live: all boats are back",
        "Published Friday 14 March 2031 21.12",
        TEXT[0],
        "14 March 2031, 16:46",
        TEXT[1],
        "14 March 2031, 16:31",
        TEXT[2],
        "14 March 2031, 16:12",
        TEXT[0],
        "14 March 2031, 16:04",
    ];
    assert!(!begins(&page)[1]);
}

#[test]
fn a_heading_above_the_first_time_begins_its_entry() {
    let page = [
        "Harbour regatta live: all boats are back",
        "Boats wait in the harbour",
        "17:22 h",
        TEXT[0],
        "17:05 h",
        "Pilot asks for an hour more",
        TEXT[1],
        "16:54 h",
        "Gates shut until noon",
        TEXT[2],
        "16:40 h",
        "Wind rises over the bay again",
        TEXT[0],
    ];
    let begins = begins(&page);
    assert_eq!([begins[1], begins[2], begins[4]], [true, false, true]);
}

#[test]
fn names_below_headings_set_entries_off() {
    let page = [
        "Harbour regatta live: all boats are back",
        "Boats wait in the harbour",
        "By Ann Archer",
        "Foto: Carl Vogt",
        TEXT[0],
        TEXT[1],
        "Pilot asks for an hour more",
        "By Ann Archer",
        TEXT[1],
        "Foto: Carl Vogt",
        TEXT[2],
        "Gates shut until noon",
        "By Ann Archer",
        "Foto: Carl Vogt",
        TEXT[2],
        TEXT[0],
    ];
    let begins = begins(&page);
    let found: Vec<usize> = (0..page.len()).filter(|i| begins[*i]).collect();
    assert_eq!(found, [1, 6, 11]);
}

#[test]
fn a_first_text_begins_with_its_time_where_others_stand_below_theirs() {
    let page = [
        "Harbour regatta live: all boats are back",
        "The regatta of Ostmole has been put off for a day, and the crews wait in the town.",
        "22.48 Uhr: Die letzte Fähre hat den Kai mit allen Fahrgästen verlassen.",
        "22.41 Uhr:",
        TEXT[0],
        "22.39 Uhr:",
        TEXT[1],
        "22.30 Uhr:",
        TEXT[2],
    ];
    assert!(begins(&page)[2]);
}

#[test]
fn what_stands_above_furniture_at_the_end_was_not_cut_off() {
    let page = [
        "Harbour regatta live: all boats are back",
        "Boats wait in the harbour",
        TEXT[0],
        "Pilot asks for an hour more",
        TEXT[1],
        "Gates shut until noon",
        TEXT[2],
        "Old hands and new sails on the bay",
        "The crews that have raced here longest say what the new boats can do",
        "Join our commenting forum",
    ];
    let card = [Role::CardTitle, Role::CardText];
    assert_eq!(roles(&page)[7..9], card);
    assert_eq!(begins(&page)[7..9], [false; 2]);
}

/// A page of many texts with one short line among them, below the sixth.
fn with_one_short_line(line: &str, below: &str) -> Vec<Role> {
    let mut page = vec!["Harbour regatta live: all boats are back"];
    page.extend(SEVERAL);
    page.extend([line, below]);
    page.extend(SEVERAL);
    roles(&page)[SEVERAL.len() + 1..][..2].to_vec()
}

const SEVERAL: [&str; 8] = [
    "The harbour master has opened the gates again after a night of storm.",
    "Schools along the river stay shut until Thursday, the mayor told parents.",
    "Two men were brought ashore by the pilot boat, cold but unhurt.",
    "On the north quay the cranes stand still for want of drivers.",
    "Fishermen from the islands say that they have seen no worse in years.",
    "The baker at the corner gave away what was left of the morning bread.",
    "Buses to the ferry leave from the market place every half an hour.",
    "A yellow warning for wind is in force until tomorrow evening.",
];

#[test]
fn a_line_that_says_what_the_text_below_says_is_a_heading_among_however_many_texts() {
    let below = "The owner of the quay is to pay for the lost nets of eleven trawlers, a court at Ostmole found.";
    let read = with_one_short_line("Quay owner to pay for lost nets of trawlers", below);
    assert_eq!(read, [Role::Heading, Role::Paragraph]);
    let other = with_one_short_line("New sails on the bay for old hands", below);
    assert_ne!(other[0], Role::Heading);
}

#[test]
fn a_caption_says_who_is_spoken_of_below() {
    let below =
        "Harbour judge Wilma Ostrand found against the owner of the quay after eleven days.";
    let read = with_one_short_line("Harbour judge Wilma Ostrand", below);
    assert_ne!(read[0], Role::Heading);
}

#[test]
fn what_stands_the_same_behind_time_after_time_is_no_heading() {
    let headings = |tails: [&str; 4]| {
        let times = ["16:20", "15:50", "15:31", "15:02"].iter().zip(tails);
        let times: Vec<String> = times.map(|(time, tail)| format!("{time} {tail}")).collect();
        let page = [
            "Harbour regatta live: all boats are back",
            &times[0],
            "Boats wait in the harbour",
            TEXT[0],
            &times[1],
            "Pilot asks for an hour more",
            TEXT[1],
            &times[2],
            "Gates shut until noon",
            TEXT[2],
            &times[3],
            "Wind rises over the bay again",
            TEXT[0],
        ];
        let read = segment(scraps(&page), Rules::builtin());
        let author = |piece: &Piece| piece.stamp.as_ref().is_some_and(|s| s.author.is_some());
        assert!(!read.pieces.iter().any(author));
        [1, 4, 7, 10].map(|i| (read.pieces[i].role, read.pieces[i + 1].role))
    };
    let zone = headings(["(saa za Ostmole)"; 4]);
    assert_eq!(zone, [(Role::Byline, Role::Heading); 4]);
    let day = headings([", 14 oddmonth"; 4]);
    assert_eq!(day, [(Role::Byline, Role::Heading); 4]);
    let shared = headings(["– All boats are back"; 4]);
    assert_eq!(shared.map(|(role, _)| role), [Role::Heading; 4]);
}

#[test]
fn numbered_headings_begin_entries_though_few_have_an_author() {
    let page = [
        "Storm live: the latest from the coast as boats go out",
        "1. Gates open for the first boats",
        "By Ann Archer",
        TEXT[0],
        "2. River schools stay shut",
        TEXT[1],
        "3. Three men brought ashore",
        "By Ben Baker",
        TEXT[2],
        "4. Gates open again",
        TEXT[1],
        "5. Boats are back",
        "By Ann Archer",
        TEXT[0],
    ];
    let begin = begins(&page);
    let found: Vec<usize> = (0..page.len()).filter(|i| begin[*i]).collect();
    assert_eq!(found, [1, 4, 6, 9, 11]);
}

#[test]
fn a_page_may_begin_with_the_time_of_its_first_entry() {
    let page = |first: &str| {
        [
            "14.03.2031, 16.41 Uhr",
            first,
            TEXT[0],
            "14.03.2031, 15.20 Uhr",
            "River schools stay shut",
            TEXT[1],
            "14.03.2031, 14.02 Uhr",
            "Three men brought ashore",
            TEXT[2],
            "14.03.2031, 12.55 Uhr",
            "Boats are back",
            TEXT[1],
        ]
        .map(str::to_owned)
    };
    let found = |first: &str| {
        let page = page(first);
        let lines: Vec<&str> = page.iter().map(String::as_str).collect();
        (begins(&lines)[0], roles(&lines)[1])
    };
    assert_eq!(
        found("Gates open for the first boats"),
        (true, Role::Heading)
    );
    let live = found("Storm live: the latest from the coast as boats go out");
    assert_eq!(live, (false, Role::Headline));
}

#[test]
fn names_with_places_above_texts_are_authors() {
    let page = |names: [&'static str; 4]| {
        let titles = [
            "Gates open again",
            "Schools stay shut",
            "Men ashore",
            "Boats back",
        ];
        let texts = [TEXT[0], TEXT[1], TEXT[2], TEXT[0]];
        let entries = titles.into_iter().zip(names).zip(texts);
        let entries = entries.flat_map(|((title, name), text)| [title, name, text]);
        let headline = "Storm live: the latest from the coast as boats go out";
        let lines: Vec<&str> = [headline].into_iter().chain(entries).collect();
        let roles = roles(&lines);
        roles.iter().filter(|role| **role == Role::Byline).count()
    };
    let names = [
        "Ann Archer in Port Aster",
        "Ben Baker in Skarn",
        "Ann Archer in Port Aster",
        "Ann Archer in Skarn",
    ];
    assert_eq!(page(names), 4);
    let other = [
        "Boats in Port Aster",
        "Sea Scouts in Skarn",
        "Storm Ada in Skarn",
        "Floods in Port Aster",
    ];
    assert_eq!(page(other), 0);
}

#[test]
fn counts_of_likes_below_entries_are_furniture_whatever_their_numbers() {
    let page = |below: [&'static str; 4]| {
        let times = ["16:20", "15:50", "15:31", "15:02"];
        let texts = [TEXT[0], TEXT[1], TEXT[2], TEXT[0]];
        let titles = ["Gates open", "Schools shut", "Men ashore", "Boats back"];
        let entries = times.into_iter().zip(titles).zip(texts).zip(below);
        let lines: Vec<&str> = entries
            .flat_map(|(((time, title), text), below)| [time, title, text, below])
            .collect();
        let roles = roles(&lines);
        let furniture = roles.iter().skip(3).step_by(4);
        furniture.filter(|role| **role == Role::Furniture).count()
    };
    assert_eq!(page(["Tove 7", "Tove 20", "Tove 33", "Tove 46"]), 4);
    assert_eq!(page(["7Tove", "20Tove", "33Tove", "46Tove"]), 4);
    assert_eq!(page(["Tove 7", "Sala 20", "Velt 33", "Mure 46"]), 0);
}

#[test]
fn sentences_between_times_and_authors_are_headings_and_names_above_times_authors() {
    let page = [
        "Storm live: the latest from the coast as boats go out",
        "Ben Baker",
        "March 14, 2031, 4:50 p.m.",
        TEXT[1],
        "March 14, 2031, 4:20 p.m.",
        "The gates are open for the first boats.",
        "By Ann Archer",
        TEXT[0],
        "Ben Baker",
        "March 14, 2031, 3:50 p.m.",
        TEXT[1],
        "March 14, 2031, 3:31 p.m.",
        "Three men were brought ashore at noon.",
        "By Cy Carter",
        TEXT[2],
        "Ben Baker",
        "March 14, 2031, 3:02 p.m.",
        TEXT[1],
        "Ben Baker",
        "March 14, 2031, 2:40 p.m.",
        TEXT[2],
        "March 14, 2031, 2:10 p.m.",
        "The boats are back from the islands.",
        "By Ann Archer",
        TEXT[0],
    ];
    let roles = roles(&page);
    let at = |wanted: Role| -> Vec<usize> {
        let found = (0..page.len()).filter(|i| roles[*i] == wanted);
        found.collect()
    };
    assert_eq!(at(Role::Heading), [5, 12, 22]);
    assert_eq!(at(Role::Paragraph), [3, 7, 10, 14, 17, 20, 24]);
    let begins = begins(&page);
    assert!(begins[8] && begins[15] && !begins[9]);
}

#[test]
fn a_last_entry_stands_above_the_menus_below_it() {
    let page = [
        "Storm live: the latest from the coast as boats go out",
        "14.03.2031 16:41",
        "Gates open again",
        TEXT[0],
        "14.03.2031 15:20",
        "Schools stay shut",
        TEXT[1],
        "14.03.2031 14:02",
        "Men ashore",
        TEXT[2],
        "14.03.2031 12:55",
        "Boats back",
        "All boats are back in the port at last.",
        "14.03.2031 11:30",
        "Second day",
        "Nobody goes out to the islands today, says Ann.",
        "More entries",
        "Harbour",
        "Islands",
        "Read also",
        "The pub that never shut",
        "What a lamp costs",
        "Terms of use",
        "Contact",
    ];
    let roles = roles(&page);
    assert_eq!(roles[14], Role::Heading);
    assert_eq!(roles[15], Role::Paragraph);
    assert!(roles[16..].iter().all(|role| *role == Role::Furniture));
}

#[test]
fn the_name_of_a_site_above_its_menu_is_no_headline() {
    let title = "Storm shuts the quay and leaves 300 people without light";
    let mut page = vec![
        "The Daily Courier Get our free newsletter of the day",
        "World",
        "Sport",
        "Opinion",
        "Real Estate",
        "Podcasts",
        "Partners",
        title,
        TEXT[2],
    ];
    for (time, text) in ["16:20", "15:50", "15:31", "15:02"]
        .iter()
        .zip(TEXT.iter().cycle())
    {
        page.extend([*time, text]);
    }
    assert_eq!(roles(&page)[7], Role::Headline);
}

#[test]
fn a_line_with_the_day_and_time_of_the_page_is_no_better_headline() {
    let title = "Storm shuts the quay in nine towns";
    let stated = "Liveblog Updated on 5 November 2025, 18:40 Source: Courier, agencies 87 comments";
    let mut page = vec![title, stated, TEXT[2]];
    for (time, text) in ["16:20", "15:50", "15:31", "15:02"]
        .iter()
        .zip(TEXT.iter().cycle())
    {
        page.extend([*time, text]);
    }
    assert_eq!(roles(&page)[0], Role::Headline);
}
