//! The filter language: what is read as what, what is refused and how, what passes.

use jiff::tz::Offset;

use super::*;

fn parsed(text: &str) -> Query {
    Query::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn text(word: &str) -> Query {
    Query::Text(word.to_owned())
}

fn not(query: Query) -> Query {
    Query::Not(Box::new(query))
}

#[test]
fn filters_are_read_as_they_are_meant() {
    let cases = [
        ("", Query::All(Vec::new())),
        ("grid", text("grid")),
        ("is:UNREAD", Query::Is(Is::Unread)),
        (
            "is:unread -card",
            Query::All(vec![Query::Is(Is::Unread), not(Query::Card(None))]),
        ),
        ("\"card\"", text("card")),
        ("entity:\"Anna Berg\"", Query::Entity("Anna Berg".into())),
        ("entity:“Anna Berg”", Query::Entity("Anna Berg".into())),
        ("entity:\"Anna Be", Query::Entity("Anna Be".into())),
        (
            "a or b c",
            Query::Any(vec![text("a"), Query::All(vec![text("b"), text("c")])]),
        ),
        (
            "(a or b) and c",
            Query::All(vec![Query::Any(vec![text("a"), text("b")]), text("c")]),
        ),
        ("not (a b)", not(Query::All(vec![text("a"), text("b")]))),
        ("-tag:#flood", not(Query::Tag(Some("flood".into())))),
        ("note:", Query::Note(None)),
        ("10:30", text("10:30")),
        ("https://news.example", text("https://news.example")),
        ("a - b", Query::All(vec![text("a"), text("-"), text("b")])),
        ("港湾", text("港湾")),
        (
            "on:2031-03-14",
            Query::On(Moment::parse("2031-03-14").unwrap()),
        ),
    ];
    for (typed, meant) in cases {
        assert_eq!(parsed(typed), meant, "{typed}");
    }
}

#[test]
fn what_cannot_be_read_is_told_with_its_place_and_a_guess() {
    let cases = [
        ("is:unraed", 3, "did you mean “is:unread”"),
        ("is:purple", 3, "there are unread, read"),
        ("grid entitty:Berg", 5, "did you mean “entity:”"),
        ("grid zzz:1", 5, "in quotes"),
        ("after:noonish", 6, "14:30"),
        ("entity:", 7, "needs a value, like entity:\"Anna Berg\""),
        ("(a or b", 0, "not closed"),
        ("a)", 1, "closes nothing"),
        ("a or", 2, "nothing stands after"),
        ("or a", 0, "nothing stands before"),
        ("(a or) b", 3, "nothing stands after"),
        ("港湾 is:x", 6, "is no state"),
        ("()", 1, "missing"),
    ];
    for (typed, at, why) in cases {
        let error = Query::parse(typed).unwrap_err();
        assert_eq!(error.at, at, "{typed}: {error}");
        assert!(error.why.contains(why), "{typed}: {error}");
    }
    assert!(Query::parse(&"(".repeat(100_000)).is_err());
    assert!(Query::parse(&"-".repeat(100_000)).is_err());
}

#[test]
fn moments_are_counted_from_what_they_belong_to() {
    let at = |text: &str| Some(text.parse().unwrap());
    let reference = Reference {
        zone: Offset::constant(2),
        day: at("2031-03-14T10:00:00Z"),
        today: at("2031-03-20T23:30:00Z"),
        from: at("2031-03-20T12:00:00Z"),
    };
    let cases = [
        ("14:30", "2031-03-14T12:30:00Z"),
        ("2.30pm", "2031-03-14T12:30:00Z"),
        ("12am", "2031-03-13T22:00:00Z"),
        ("today", "2031-03-20T22:00:00Z"),
        ("yesterday 9:00", "2031-03-20T07:00:00Z"),
        ("2031-03-01", "2031-02-28T22:00:00Z"),
        ("2031-03-01T08:15", "2031-03-01T06:15:00Z"),
        ("2031-03-01 08:15", "2031-03-01T06:15:00Z"),
        ("2031-03-01T08:15Z", "2031-03-01T08:15:00Z"),
        ("-2h", "2031-03-20T10:00:00Z"),
        ("1d12h", "2031-03-19T00:00:00Z"),
        ("30 min ago", "2031-03-20T11:30:00Z"),
        ("+90m", "2031-03-20T13:30:00Z"),
    ];
    for (typed, instant) in cases {
        let moment = Moment::parse(typed).unwrap_or_else(|why| panic!("{why}"));
        assert_eq!(moment.instant(&reference), at(instant), "{typed}");
    }
    for typed in [
        "",
        "25:00",
        "14:3",
        "13pm",
        "5",
        "h",
        "tomorrowish",
        "2031-13-01",
        "9999999999999d",
    ] {
        let known = Moment::parse(typed)
            .ok()
            .and_then(|moment| moment.instant(&reference));
        assert_eq!(known, None, "{typed}");
    }
    let (begin, end) = Moment::parse("yesterday").unwrap().day(&reference).unwrap();
    assert_eq!(
        (Some(begin), Some(end)),
        (at("2031-03-19T22:00:00Z"), at("2031-03-20T22:00:00Z"))
    );
}

#[test]
fn the_end_of_a_filter_is_completed() {
    let words = Vocabulary {
        entities: vec!["Oda Brandt".into(), "Brandville".into()],
        tags: vec!["flood".into()],
        publishers: Vec::new(),
    };
    let completed = |typed: &str| -> Vec<String> {
        let found = complete(typed, &words).into_iter();
        found
            .map(|one| format!("{}{}", &typed[..one.start], one.text))
            .collect()
    };
    assert_eq!(completed("is:b"), ["is:bookmarked", "is:doubtful"]);
    assert_eq!(completed("grid -t"), ["grid -text:", "grid -tag:"]);
    assert_eq!(
        completed("entity:bra"),
        ["entity:Brandville", "entity:\"Oda Brandt\""]
    );
    assert_eq!(completed("entity:\"oda b"), ["entity:\"Oda Brandt\""]);
    assert_eq!(completed("(tag:"), ["(tag:flood"]);
    assert_eq!(completed("zzz:"), Vec::<String>::new());
    assert_eq!(completed("is:unread").len(), 0);
}

#[test]
fn a_term_can_be_read_again() {
    for name in ["Berg", "Anna Berg", "O\"Neil (coach)", ""] {
        let Query::Entity(read) = parsed(&term(Field::Entity, &format!("x{name}"))) else {
            panic!("{name}")
        };
        assert_eq!(read, format!("x{name}").replace('"', " "));
    }
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_fail(typed in "[a-z:\"()\\- |“港ő#0-9.]{0,40}") {
        let _ = Query::parse(&typed);
        for found in complete(&typed, &Vocabulary::default()) {
            proptest::prop_assert!(typed.is_char_boundary(found.start));
        }
    }
}
