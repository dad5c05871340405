//! What states a time or an author, and what only looks so.

use super::*;

#[test]
fn a_zone_may_be_counted_from_gmt() {
    let stamp = |text| parse(text, Rules::builtin()).map(|byline| byline.stamp);
    assert_eq!(
        stamp("21:40 GMT +2").and_then(|stamp| stamp.zone),
        Some(120)
    );
    let killed = stamp("21:40 GMT - 2 boats are missing");
    assert_eq!(killed.and_then(|stamp| stamp.zone), Some(0));
}

fn shape(text: &str) -> Option<Shape> {
    parse(text, Rules::builtin()).map(|byline| byline.shape)
}

#[test]
fn every_way_of_stating_a_time_is_read() {
    for (text, want) in [
        ("1721286780", Shape::Relative),
        ("1 minute ago", Shape::Relative),
        ("UPDATE #9 – Saturday, August 22, 7:10 p.m.", Shape::Dated),
        ("a minute ago", Shape::Relative),
        ("14 de março de 2031 às 18h02", Shape::Dated),
        ("Mar. 14, 2031, 6:02 p.m.", Shape::Dated),
        ("2031年3月14日 18:02", Shape::Dated),
        ("3월 14일 오후 6시 2분", Shape::Dated),
        ("下午6:02", Shape::Clock),
        ("6:02 μ.μ.", Shape::Clock),
        ("14.03.31, 18:02", Shape::Dated),
        ("18:02 Greenwich Mean Time 14 March", Shape::Dated),
        ("Published 18:02 · Updated 18:30", Shape::Clock),
        ("Ore 18:02 - The bridge is closed", Shape::Inline),
        ("+++ 18:02 Ferries stop +++", Shape::Inline),
        ("21 mins ago 11:48 Ann Archer", Shape::Relative),
        ("30m ago 12.24 BST", Shape::Relative),
        ("vor 5 Minuten", Shape::Relative),
        ("10:01 , Ann Archer", Shape::Clock),
        ("11:26 AM · Ann Archer", Shape::Clock),
        ("11:58:02 AM", Shape::Clock),
        (
            "14m ago14 minutes agoWed 12 Mar 2031 at 5:06am",
            Shape::Relative,
        ),
        ("UPDATE 9:22 p.m.", Shape::Clock),
        ("9.22pm update:", Shape::Clock),
        ("Ann Archer, 1.31pm via Chatter", Shape::Clock),
        ("Aggiornamento ore 12", Shape::Clock),
        ("10:01 , Consumer editor Ann Archer", Shape::Clock),
        ("12.05 BST", Shape::Clock),
        ("9.30am", Shape::Clock),
        ("Ann Archer18 July 2031 08:13", Shape::Dated),
        ("Írta: Archer Anna", Shape::Author),
        ("22:402 maja", Shape::Dated),
        ("Fri, Nov 20 202604:03 PM EST", Shape::Dated),
        ("29 out 2031 17:55", Shape::Dated),
        ("3 ağu. 2031 09:10", Shape::Dated),
        ("il y a 4 h 4 h", Shape::Relative),
        ("Автор: Анна Лучникова", Shape::Author),
        ("11m ago / 11:42 AM EDT", Shape::Relative),
        ("منذ ساعة", Shape::Relative),
        ("منذ يومين", Shape::Relative),
        ("час назад", Shape::Relative),
        ("9.0514 marca", Shape::Dated),
        ("Ann Archer 14 August 2031 08:01", Shape::Dated),
        ("Thursday 18 July 2031 08:22", Shape::Dated),
        ("27.08.2031, 12:32 Uhr", Shape::Dated),
        ("11:48, Thu, Jul 18, 2031", Shape::Dated),
        ("11:48 Thu 18 July 2031 Ann Archer", Shape::Dated),
        ("Updated at 12.08 BST", Shape::Updated),
        ("By Ann Archer, News Reporter", Shape::Author),
        ("Reporting from Port Aster and Skarn", Shape::Author),
        ("Berichtet aus Nordhafen", Shape::Author),
        ("Por Ana Souza, h1 Nordhafen", Shape::Author),
        ("12.31 Uhr: Zug entgleist bei Nacht", Shape::Inline),
        ("+++ 22.37 Uhr: Zug entgleist bei Nacht +++", Shape::Inline),
        ("22:25 Uhr | Zug entgleist bei Nacht", Shape::Inline),
        ("21:30 El río vuelve a crecer", Shape::Inline),
        ("12:50. Concluye la reunión de la noche", Shape::Inline),
        ("20.20Vuelve la luz a toda la ciudad", Shape::Inline),
        ("22h45 : Le fleuve monte encore", Shape::Inline),
        ("22h05 : « On a tout laissé »", Shape::Inline),
        ("21:40 GMT +2: The count has begun", Shape::Inline),
        ("10.20am Paris time", Shape::Clock),
        ("Noon ET: The third day begins", Shape::Inline),
        ("Minuit - La salle se vide enfin", Shape::Inline),
        ("A cura di Anna Archi", Shape::Author),
        ("+++22.40 Uhr+++ Der Ticker schließt", Shape::Inline),
        ("4m ago 20.07 EDT Ann Archer An early award", Shape::Inline),
        ("00.12 | HOTELS OPEN THEIR DOORS", Shape::Inline),
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
        ("Update, ora 04:40", Shape::Clock),
        ("ΝΕΟΤΕΡΑ: 00:51", Shape::Clock),
        ("ΝΕΟΤΕΡΑ; 1.04: Η στέγη έπεσε", Shape::Inline),
        ("18 Uhr: Los geht's", Shape::Inline),
        ("18.15 Uhr: NovaKino", Shape::Inline),
        ("19: 10 ч. - Площадът в този момент", Shape::Inline),
        ("Ore 00,48 – La serata si chiude qui", Shape::Inline),
        ("Ann Archer 7/18/2031 4:57:41 PM", Shape::Dated),
    ] {
        assert_eq!(shape(text), Some(want), "{text}");
    }
}

#[test]
fn a_day_may_stand_beside_the_time_of_a_text() {
    let text = "The bridge is closed";
    for (ahead, day, minutes) in [
        ("14 June, 10:05 – ", (0, 6, 14), 605),
        ("Nov. 3, 2:15 p.m.: ", (0, 11, 3), 855),
        ("12.03. 14:20 ", (0, 3, 12), 860),
        ("12/03 14:20 - ", (0, 3, 12), 860),
        ("Thursday 14 June, 18:20 – ", (0, 6, 14), 1100),
        ("June 14 at 6:20 p.m.: ", (0, 6, 14), 1100),
        ("14. juni kl. 18:20: ", (0, 6, 14), 1100),
        ("14.6. klo 18:20: ", (0, 6, 14), 1100),
        ("[14 June, 18:20] ", (0, 6, 14), 1100),
        ("18:20, 14 June – ", (0, 6, 14), 1100),
        ("2031-06-14 18:20 ", (2031, 6, 14), 1100),
        ("14.06.2031 18:20 | ", (2031, 6, 14), 1100),
    ] {
        let line = format!("{ahead}{text}");
        let byline = parse(&line, Rules::builtin()).unwrap();
        assert_eq!(byline.stamp.day, Some(day), "{line}");
        assert_eq!(byline.stamp.minutes, Some(minutes), "{line}");
        assert_eq!(&line[byline.rest..], text);
        let halves = byline.halves(&line).unwrap();
        assert_eq!(&line[halves.text], text);
    }
    for text in [
        "14 June was the day the bridge closed",
        "On 14 June at 10:05 the bridge was closed",
        "14 June, the bridge is closed",
        "14:05, 3 boats are missing",
        "18 Uhr Nachrichten aus aller Welt",
        "Um 12,50 Euro mehr im Monat",
    ] {
        assert_eq!(shape(text), None, "{text}");
    }
}

#[test]
fn a_heading_may_have_its_time_behind_it() {
    let rest = |text: &str| {
        let byline = parse_line(text, Rules::builtin()).filter(|byline| byline.rest > 0)?;
        let halves = byline.halves(text)?;
        Some((text[halves.text].to_owned(), text[halves.time].to_owned()))
    };
    let parted = |heading: &str, time: &str| Some((heading.to_owned(), time.to_owned()));
    for (text, heading, time) in [
        ("Power is back – 3:23 p.m.", "Power is back", "3:23 p.m."),
        ("Power is back (15.23 Uhr)", "Power is back", "15.23 Uhr"),
        ("Power is back, godz. 15:23", "Power is back", "godz. 15:23"),
        ("Power is back | 15:23", "Power is back", "15:23"),
        ("Is power back? - 15:23", "Is power back?", "15:23"),
        ("18:20 Power is back", "Power is back", "18:20"),
        ("+++ 18:20 +++ Power is back +++", "Power is back", "18:20"),
        ("[18:20] Power is back", "Power is back", "18:20"),
        ("停電は解消(9時半)", "停電は解消", "9時半"),
    ] {
        assert_eq!(rest(text), parted(heading, time), "{text}");
    }
    for text in [
        "Ann Archer – 3:23 p.m.",
        "— Ann Archer, 3:23 p.m.",
        "Power is back, 15:23",
        "The arrivals will be shown, from 8.30pm.",
        "Power was cut at night. – 3:23 p.m.",
        "a short line – 15:23",
        "The score – 2:1",
    ] {
        assert_eq!(rest(text), None, "{text}");
    }
}

#[test]
fn a_mark_of_tickers_behind_the_time_takes_no_word_with_it() {
    let rest =
        |text: &str| parse(text, Rules::builtin()).map(|byline| text[byline.rest..].to_owned());
    assert_eq!(
        rest("+++ 14:05 +++ The bridge is closed"),
        Some("The bridge is closed".to_owned())
    );
    assert_eq!(
        rest("+++22.40 Uhr+++ The bridge is closed"),
        Some("The bridge is closed".to_owned())
    );
}

#[test]
fn prose_is_no_byline() {
    assert_eq!(shape("29 out of 2031 voted"), None);
    for text in [
        "Midnight Oil tour begins tonight",
        "Noon came and went without a word from the palace.",
        "Four killed at 10 on Monday",
        "He said 3 minutes ago it was calm",
        "10 Downing Street reacts",
        "Women’s final",
        "May meets the Queen",
        "1912",
        "By the time help came",
        "By Ann Archer, who was there.",
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

#[test]
fn an_element_needs_to_say_less() {
    let shape = |text: &str| parse_element(text, Rules::builtin()).map(|byline| byline.shape);
    for (text, want) in [
        ("2h", Some(Shape::Relative)),
        ("5 min", Some(Shape::Relative)),
        ("just now", Some(Shape::Relative)),
        ("18.02 น.", Some(Shape::Clock)),
        ("18:02 14 मार्च 2031", Some(Shape::Dated)),
        ("Kick-off 20:45 behind closed doors", None),
        ("2 hats", None),
        ("Room 204", None),
    ] {
        assert_eq!(shape(text), want, "{text}");
    }
    assert_eq!(parse("2h", Rules::builtin()), None);
    let noon = parse_element("6:02 p.m. GMT, March 14, 2031", Rules::builtin()).unwrap();
    assert_eq!(noon.stamp.author, None);
    assert_eq!(noon.stamp.instant, "2031-03-14T18:02:00Z".parse().ok());
}

/// The time in the brackets is one only of a heading as long as headings are; a longer line is not even looked through, which
/// would take hours here.
#[test]
fn long_lines_state_no_time_behind_them() {
    let heading = "Ferries stop (1030 EDT/1430 GMT)";
    let behind = |text: &str| parse_line(text, Rules::builtin()).map(|byline| byline.shape);
    assert_eq!(behind(heading), Some(Shape::Inline));
    let long = format!("{} {heading}", "again ".repeat(LARGEST / 6));
    assert_eq!(behind(&long), None);
    let longest = format!("ab cd ({})", ",".repeat(1 << 22));
    assert_eq!(behind(&longest), None);
}
