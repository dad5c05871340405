//! The settings file, `config.toml`: few options, and a note for every line that cannot be used.

use std::ops::RangeInclusive;

use toml::de::DeTable;
use toml::de::DeValue;

use crate::app::geometry::MEASURES;
use crate::app::keymap::PROFILES;
use crate::app::names::Marked;
use crate::app::order::Order;
use crate::app::panel::articles::Sort;
use crate::app::panel::filter;
use crate::app::panel::picture::Pictures;
use crate::app::state::ReadWhen;
use crate::app::state::Saved;
use crate::config::migrate::VERSION;
use crate::config::network;
use crate::config::network::Network;
use crate::config::notify;
use crate::config::notify::Notify;
use crate::config::table;

/// How long one may have to rest on an entry, in seconds.
const SECONDS: RangeInclusive<u16> = 1..=60;

/// The options by name, for suggestions.
const OPTIONS: &[&str] = &[
    "version", "theme", "width", "ascii", "mouse", "read", "dwell", "sort", "keys", "filters",
    "network", "notify", "names", "order", "pictures",
];

/// The themes of `theme = "auto"`: for a dark and for a light terminal.
const AUTO: (&str, &str) = ("harbour", "linen");

/// Which theme is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// This one.
    One(String),
    /// One or the other, as the terminal is dark or light.
    ByGround { dark: String, light: String },
}

/// What the settings file says; what it does not say is absent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Settings {
    pub(crate) theme: Option<Wanted>,
    pub(crate) width: Option<u16>,
    pub(crate) ascii: Option<bool>,
    pub(crate) network: Network,
    pub(crate) notify: Notify,
    pub(crate) mouse: Option<bool>,
    pub(crate) read: Option<ReadWhen>,
    pub(crate) dwell: Option<u16>,
    pub(crate) order: Option<Order>,
    pub(crate) sort: Option<Sort>,
    pub(crate) filters: Vec<Saved>,
    pub(crate) keys: Option<String>,
    pub(crate) names: Option<Marked>,
    pub(crate) pictures: Option<Pictures>,
}

/// Reads the settings. A bad line costs that line and leaves a note.
pub(crate) fn parse(text: &str) -> (Settings, Vec<String>) {
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut settings = Settings::default();
    let mut notes: Vec<(usize, String)> = errors
        .iter()
        .map(|error| {
            let message = format!("not valid TOML: {}", error.message());
            (error.span().map_or(0, |span| span.start), message)
        })
        .collect();
    for (key, value) in root.get_ref() {
        if let ("network", DeValue::Table(table)) = (key.get_ref().as_ref(), value.get_ref()) {
            notes.extend(network::take(&mut settings.network, table));
            continue;
        }
        if let ("notify", DeValue::Table(table)) = (key.get_ref().as_ref(), value.get_ref()) {
            notes.extend(notify::take(&mut settings.notify, table));
            continue;
        }
        if let Err(problem) = set(&mut settings, key.get_ref(), value.get_ref()) {
            let broken = notes
                .iter()
                .any(|(at, _)| line_of(text, *at) == line_of(text, key.span().start));
            if !broken {
                notes.push((key.span().start, problem));
            }
        }
    }
    notes.sort();
    let notes = notes
        .into_iter()
        .map(|(at, message)| format!("line {}: {message}", line_of(text, at)))
        .collect();
    (settings, notes)
}

fn set(settings: &mut Settings, key: &str, value: &DeValue<'_>) -> Result<(), String> {
    match (key, value) {
        ("theme", DeValue::String(name)) if name == "auto" => {
            settings.theme = Some(by_ground(AUTO.0, AUTO.1));
        }
        ("theme", DeValue::String(name)) => settings.theme = Some(Wanted::One(name.to_string())),
        ("theme", DeValue::Table(table)) => settings.theme = Some(pair(table)?),
        ("ascii", DeValue::Boolean(on)) => settings.ascii = Some(*on),
        ("mouse", DeValue::Boolean(on)) => settings.mouse = Some(*on),
        ("version", DeValue::Integer(number)) => match number.as_str().parse::<u16>() {
            Ok(1..=VERSION) => {}
            Ok(newer) if newer > VERSION => {
                return Err(format!(
                    "this file is of version {newer} and this program knows {VERSION}; what it does not know is left out"
                ));
            }
            _ => return Err(format!("version must be a number from 1 to {VERSION}")),
        },
        ("version", _) => {
            return Err(format!(
                "version must be a number, as in version = {VERSION}"
            ));
        }
        ("sort", DeValue::String(name)) => {
            let found = Sort::ALL.iter().find(|sort| sort.word() == name);
            settings.sort = Some(*found.ok_or_else(|| {
                let names: Vec<&str> = Sort::ALL.iter().map(|sort| sort.word()).collect();
                format!("there is no order {name:?}; there are {}", names.join(", "))
            })?);
        }
        ("sort", _) => return Err("sort must be a name, as in sort = \"unread\"".to_owned()),
        ("width", DeValue::Integer(number)) => {
            let width = number
                .as_str()
                .parse()
                .ok()
                .filter(|width| MEASURES.contains(width));
            settings.width = Some(width.ok_or_else(|| {
                let (least, most) = (MEASURES.start(), MEASURES.end());
                format!("width must be a number of columns from {least} to {most}")
            })?);
        }
        ("read", DeValue::String(name)) => {
            let known = ReadWhen::NAMES.iter().find(|(_, known)| known == name);
            settings.read = Some(known.ok_or_else(|| READ_FORM.to_owned())?.0);
        }
        ("order", DeValue::String(name)) => {
            let known = Order::NAMES.iter().find(|(_, known)| known == name);
            settings.order = Some(known.ok_or_else(|| ORDER_FORM.to_owned())?.0);
        }
        ("order", _) => return Err(ORDER_FORM.to_owned()),
        ("dwell", DeValue::Integer(number)) => {
            let seconds = number.as_str().parse().ok();
            let seconds = seconds.filter(|seconds| SECONDS.contains(seconds));
            settings.dwell = Some(seconds.ok_or_else(|| DWELL_FORM.to_owned())?);
        }
        ("names", DeValue::String(name)) => {
            let known = Marked::NAMES.iter().find(|(_, known)| known == name);
            settings.names = Some(known.ok_or_else(|| NAMES_FORM.to_owned())?.0);
        }
        ("names", _) => return Err(NAMES_FORM.to_owned()),
        ("pictures", DeValue::String(name)) => {
            let known = Pictures::NAMES.iter().find(|(_, known)| known == name);
            settings.pictures = Some(known.ok_or_else(|| PICTURES_FORM.to_owned())?.0);
        }
        ("pictures", _) => return Err(PICTURES_FORM.to_owned()),
        ("read", _) => return Err(READ_FORM.to_owned()),
        ("dwell", _) => return Err(DWELL_FORM.to_owned()),
        ("theme", _) => return Err(THEME_FORM.to_owned()),
        ("ascii" | "mouse", _) => return Err(format!("{key} must be true or false")),
        ("width", _) => return Err("width must be a number, as in width = 72".to_owned()),
        ("network" | "notify", _) => return Err(format!("{key} must be a table, [{key}]")),
        ("keys", DeValue::String(name)) => {
            let known = PROFILES.iter().any(|(known, _)| known == name);
            settings.keys = Some(known.then(|| name.to_string()).ok_or_else(|| {
                let names: Vec<&str> = PROFILES.iter().map(|row| row.0).collect();
                format!(
                    "there is no key profile {name:?}; there are {}",
                    names.join(", ")
                )
            })?);
        }
        ("keys", _) => {
            return Err(
                "keys must be the name of a profile, as in keys = \"less\"; single keys belong in keymap.toml beside this file"
                    .to_owned(),
            );
        }
        ("filters", DeValue::Table(table)) => filters(&mut settings.filters, table)?,
        ("filters", _) => return Err("filters must be a table, [filters]".to_owned()),
        (other, _) => return Err(table::unknown(other, "", OPTIONS)),
    }
    Ok(())
}

/// Takes the filters that can be read; says which cannot.
fn filters(into: &mut Vec<Saved>, table: &DeTable<'_>) -> Result<(), String> {
    let mut problems = Vec::new();
    for (name, text) in table {
        let name = name.get_ref().to_string();
        match text.get_ref().as_str() {
            None => problems.push(format!("the filter {name:?} must be a text")),
            Some(text) => match filter::check(text) {
                Ok(()) => into.push(Saved {
                    name,
                    text: text.to_owned(),
                }),
                Err(error) => problems.push(format!("the filter {name:?} cannot be read: {error}")),
            },
        }
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems.join("; "))
    }
}

const NAMES_FORM: &str =
    "names must be one of \"off\", \"people\", \"places\", \"organisations\" or \"all\"";
const PICTURES_FORM: &str = "pictures must be \"auto\", \"blocks\", \"kitty\" or \"off\"";
const ORDER_FORM: &str = "order must be \"newest\" or \"oldest\"";
const READ_FORM: &str = "read must be \"pass\", \"dwell\", \"open\" or \"manual\"";

const DWELL_FORM: &str = "dwell must be a number of seconds from 1 to 60";

const THEME_FORM: &str = "theme must be a name, as in theme = \"linen\", or theme = { dark = \"harbour\", light = \"linen\" }";

fn pair(table: &DeTable<'_>) -> Result<Wanted, String> {
    let name = |key| table.get(key).and_then(|value| value.get_ref().as_str());
    match (name("dark"), name("light")) {
        (Some(dark), Some(light)) if table.len() == 2 => Ok(by_ground(dark, light)),
        _ => Err(THEME_FORM.to_owned()),
    }
}

fn by_ground(dark: &str, light: &str) -> Wanted {
    Wanted::ByGround {
        dark: dark.to_owned(),
        light: light.to_owned(),
    }
}

fn line_of(text: &str, at: usize) -> usize {
    1 + text.get(..at).unwrap_or(text).matches('\n').count()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn every_option_is_read() {
        let (settings, notes) = parse(
            "theme = \"linen\"\nwidth = 66\nascii = true\nmouse = true\nnames = \"people\"\npictures = \"kitty\"\nread = \"dwell\"\norder = \"oldest\"\ndwell = 5\nkeys = \"less\"\nfilters = { Now = \"is:new\" }\n[network]\ntimeout = 20\nca_file = \"own.pem\"\n",
        );
        let expected = Settings {
            theme: Some(Wanted::One("linen".to_owned())),
            width: Some(66),
            ascii: Some(true),
            notify: Notify::default(),
            network: Network {
                timeout: Some(Duration::from_secs(20)),
                ca_file: Some("own.pem".into()),
                ..Network::default()
            },
            mouse: Some(true),
            names: Some(Marked::People),
            pictures: Some(Pictures::Kitty),
            read: Some(ReadWhen::Dwell),
            order: Some(Order::Oldest),
            dwell: Some(5),
            sort: None,
            filters: vec![Saved {
                name: "Now".to_owned(),
                text: "is:new".to_owned(),
            }],
            keys: Some("less".to_owned()),
        };
        assert_eq!((settings, notes), (expected, Vec::new()));
    }

    #[test]
    fn the_template_explains_every_option_and_states_the_usual_ones() {
        let template = crate::config::TEMPLATE;
        assert_eq!(parse(template), (Settings::default(), Vec::new()));
        let option = |line: &&str| line.contains(" = ") && !line.starts_with("# Settings");
        let lines = template
            .lines()
            .map(|line| line.trim_start_matches("# "))
            .filter(option);
        let options: Vec<&str> = lines.filter(|line| !line.contains("{ dark")).collect();
        let (settings, notes) = parse(&options.join("\n"));
        assert_eq!(notes, Vec::<String>::new());
        assert!(settings.theme.is_some() && settings.sort.is_some() && settings.width.is_some());
        for name in OPTIONS {
            assert!(options.iter().any(|line| line.starts_with(name)), "{name}");
        }
    }

    #[test]
    fn a_newer_file_is_named_and_the_rest_of_it_used() {
        let (settings, notes) = parse("version = 9\nsort = \"unread\"\n");
        assert_eq!(settings.sort, Some(Sort::Unread));
        assert!(notes[0].contains("version 9"), "{notes:?}");
        assert_eq!(parse("sort = \"size\"\n").1.len(), 1);
    }

    #[test]
    fn a_theme_may_depend_on_the_terminal() {
        let (settings, notes) = parse("theme = { dark = \"moss\", light = \"frost\" }\n");
        assert_eq!(
            (settings.theme, notes),
            (Some(by_ground("moss", "frost")), Vec::new())
        );
        assert_eq!(
            parse("theme = \"auto\"\n").0.theme,
            Some(by_ground(AUTO.0, AUTO.1))
        );
        let (settings, notes) = parse("theme = { dark = \"moss\" }\n");
        assert_eq!(settings.theme, None);
        assert!(
            notes[0].starts_with("line 1: theme must be a name"),
            "{notes:?}"
        );
    }

    #[test]
    fn a_bad_line_costs_that_line() {
        let (settings, notes) =
            parse("tehme = \"linen\"\nwidth = 5\nascii = maybe\ntheme = \"a\"\n");
        assert_eq!(settings.theme, Some(Wanted::One("a".to_owned())));
        assert_eq!(settings.width, None);
        assert_eq!(
            notes[0],
            "line 1: unknown option \"tehme\"; did you mean \"theme\"?"
        );
        assert_eq!(
            notes[1],
            "line 2: width must be a number of columns from 30 to 200"
        );
        assert!(notes[2].starts_with("line 3: not valid TOML"), "{notes:?}");
        assert_eq!(notes.len(), 3, "{notes:?}");
    }

    #[test]
    fn keys_are_sent_where_they_belong() {
        let (_, notes) = parse("[keys]\nj = \"down\"\n");
        assert!(notes[0].starts_with("line 1: keys must be the name of a profile"));
        assert!(notes[0].ends_with("single keys belong in keymap.toml beside this file"));
        let (_, notes) = parse("keys = \"emacs\"\n");
        assert!(
            notes[0].contains("there are default, newsboat, less"),
            "{notes:?}"
        );
    }

    #[test]
    fn a_filter_that_cannot_be_read_costs_that_filter() {
        let (settings, notes) = parse("[filters]\nA = \"is:unread\"\nB = \"is:unraed\"\nC = 3\n");
        assert_eq!(settings.filters.len(), 1);
        assert!(notes[0].contains("did you mean “is:unread”"), "{notes:?}");
        assert!(notes[0].contains("\"C\" must be a text"), "{notes:?}");
    }

    #[test]
    fn the_web_has_its_own_table() {
        let (settings, notes) =
            parse("theme = \"a\"\n[network]\ntimeout = 0\nspacing = 5\nca_flie = \"x\"\n");
        assert_eq!(settings.network.spacing, Some(Duration::from_secs(5)));
        assert_eq!(
            notes,
            [
                "line 3: timeout must be a number of seconds from 1 to 300",
                "line 5: unknown option \"ca_flie\" in [network]; did you mean \"ca_file\"?"
            ]
        );
    }

    #[test]
    fn notifications_are_off_until_asked_for() {
        assert_eq!(parse("").0.notify, Notify::default());
        let (settings, notes) = parse(
            "[notify]\nhow = \"bell\"\nkeywords = [\"bridge\", 3]\nblogs = [\"flood\"]\nhwo = 1\n",
        );
        assert_eq!(settings.notify.how, notify::How::Bell);
        assert_eq!(settings.notify.blogs, ["flood"]);
        assert_eq!(notes.len(), 2, "{notes:?}");
        assert!(notes[1].contains("did you mean \"how\""), "{notes:?}");
    }
}
