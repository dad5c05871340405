//! What states a time or an author, and what only looks so.

use super::*;

fn shape(text: &str) -> Option<Shape> {
    parse(text, Rules::builtin()).map(|byline| byline.shape)
}

#[test]
fn every_way_of_stating_a_time_is_read() {
    for (text, want) in [
        ("1721286780", Shape::Relative),
        ("1 minute ago", Shape::Relative),
        ("21 mins ago 11:48 Ann Archer", Shape::Relative),
        ("30m ago 12.24 BST", Shape::Relative),
        ("vor 5 Minuten", Shape::Relative),
        ("10:01 , Ann Archer", Shape::Clock),
        ("12.05 BST", Shape::Clock),
        ("9.30am", Shape::Clock),
        ("Ann Archer18 July 2031 08:13", Shape::Dated),
        ("Ann Archer 14 August 2031 08:01", Shape::Dated),
        ("Thursday 18 July 2031 08:22", Shape::Dated),
        ("27.08.2031, 12:32 Uhr", Shape::Dated),
        ("11:48, Thu, Jul 18, 2031", Shape::Dated),
        ("11:48 Thu 18 July 2031 Ann Archer", Shape::Dated),
        ("Updated at 12.08 BST", Shape::Updated),
        ("By Ann Archer, News Reporter", Shape::Author),
        ("12.31 Uhr: Zug entgleist bei Nacht", Shape::Inline),
        ("+++ 22.37 Uhr: Zug entgleist bei Nacht +++", Shape::Inline),
        ("22:25 Uhr | Zug entgleist bei Nacht", Shape::Inline),
        ("21:30 El río vuelve a crecer", Shape::Inline),
        ("12:50. Concluye la reunión de la noche", Shape::Inline),
        ("20.20Vuelve la luz a toda la ciudad", Shape::Inline),
        ("22h45 : Le fleuve monte encore", Shape::Inline),
        ("[14:05] The river rises again", Shape::Inline),
        ("UPDATE 5:10 p.m.: The fire is out", Shape::Inline),
        ("Update, 17.10 Uhr: Das Feuer ist aus", Shape::Inline),
        ("10:05 p.m. ET — Lund wins at last", Shape::Inline),
        ("4 p.m.", Shape::Clock),
        ("١٤:٠٥", Shape::Clock),
        ("۱۴:۰۵", Shape::Clock),
        ("20H48", Shape::Clock),
        ("23.00 h", Shape::Clock),
        ("08:43 h, ayer", Shape::Clock),
        ("17:17 Uhr", Shape::Clock),
        ("il y a 5 min", Shape::Relative),
        ("hace 2 horas", Shape::Relative),
        ("há 3 minutos", Shape::Relative),
        ("5 minuten geleden", Shape::Relative),
        ("12 minuti fa", Shape::Relative),
        ("5 минут назад", Shape::Relative),
        ("5分钟前", Shape::Relative),
        ("14 марта 2031, 10:15", Shape::Dated),
        ("Publié à 14h05", Shape::Clock),
        ("05.18/00.18", Shape::Clock),
        ("0455 GMT", Shape::Clock),
        ("0455 GMT: The river rises again", Shape::Inline),
        ("1830hrs: The river rises again", Shape::Inline),
        ("Update 102 [20:15 November 6th]", Shape::Dated),
        ("Update 101 [16:45]", Shape::Clock),
        ("Ann Archer 7/18/2031 4:57:41 PM", Shape::Dated),
    ] {
        assert_eq!(shape(text), Some(want), "{text}");
    }
}

#[test]
fn prose_is_no_byline() {
    for text in [
        "Four killed at 10 on Monday",
        "He said 3 minutes ago it was calm",
        "10 Downing Street reacts",
        "Women’s final",
        "May meets the Queen",
        "1912",
        "By the time help came",
        "5.87 metres above the mark",
        "10.30 was the time they met",
        "12.5 Millionen Euro fehlen noch",
        "1945 was the year it ended",
        "Update 12 has been installed",
    ] {
        assert_eq!(shape(text), None, "{text}");
    }
}

#[test]
fn a_full_date_with_zone_is_an_instant() {
    let byline = parse("Mon 15 May 2023 12.50 BST", Rules::builtin()).unwrap();
    assert_eq!(
        byline.stamp.instant,
        Some("2023-05-15T11:50:00Z".parse().unwrap())
    );
    assert_eq!(
        parse("Ann Archer18 July 2031 08:13", Rules::builtin())
            .unwrap()
            .stamp
            .author,
        Some("Ann Archer".into())
    );
    let day = |text| parse(text, Rules::builtin()).unwrap().stamp.day;
    assert_eq!(day("7/18/2031 16:57"), Some((2031, 7, 18)));
    assert_eq!(day("7/8/2031 4:57 PM"), Some((2031, 7, 8)));
    assert_eq!(day("7/8/2031 16:57"), Some((2031, 8, 7)));
    assert!(parse("From 49m ago", Rules::builtin()).unwrap().pinned);
}
