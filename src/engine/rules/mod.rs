//! Rules as data: what site furniture says, which words introduce quotations, cards and times.
//! The data lies in `assets/rules`; nothing here names a publisher.

mod phrase;

use std::collections::HashMap;
use std::collections::HashSet;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::engine::text::words;
use crate::engine::text::words::Word;

pub use crate::engine::rules::phrase::Phrases;
pub use crate::engine::rules::phrase::Rows;
pub use crate::engine::rules::phrase::Tokens;

const FURNITURE: &str = include_str!("../../../assets/rules/furniture.toml");
const WORDS: &str = include_str!("../../../assets/rules/words.toml");

/// Everything the engine knows of publishers and languages.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// What site furniture says.
    pub furniture: Phrases,
    /// Lines that point to the card after them.
    pub lead_in: Phrases,
    /// Lines that do so only where they end in a colon.
    pub lead_in_colon: Phrases,
    /// Words of a page title that say it is a live blog.
    pub live: Vec<String>,
    /// First words of a media line.
    pub media: HashSet<String>,
    /// Marks of a caption's credit, lower case.
    pub credit: Vec<String>,
    /// Words before an author's name.
    pub by: HashSet<String>,
    /// Words before a colon and the name of an author.
    pub by_colon: HashSet<String>,
    /// What an author's byline calls their work: "political editor".
    pub posts: HashSet<String>,
    /// What authors are called by what they do.
    pub callings: HashSet<String>,
    /// Words that a paragraph which goes on begins with.
    pub goes_on: HashSet<String>,
    /// Indefinite articles.
    pub indefinite: HashSet<String>,
    /// Pronouns for somebody who was named before.
    pub pronouns: HashSet<String>,
    /// Definite articles.
    pub definite: HashSet<String>,
    /// Titles before a surname that was introduced earlier.
    pub titles: HashSet<String>,
    /// Words and word pairs of an attribution, folded.
    pub says: Rows,
    /// Words that somebody who was named before goes on speaking with, folded: "she added".
    pub says_on: Rows,
    /// Folded phrases that a paragraph which goes on begins with.
    pub opens_on: Vec<String>,
    /// Folded words that tell what has just happened.
    pub news: Rows,
    /// Function words.
    pub stop: HashSet<String>,
    /// Words that stand around times and say nothing.
    pub around_times: HashSet<String>,
    /// Words for twelve o'clock in the day.
    pub noon: HashSet<String>,
    /// Words for twelve o'clock at night.
    pub midnight: HashSet<String>,
    /// Folded phrases before the name of an author: "a cura di".
    pub by_phrases: Vec<String>,
    /// Where clocks are, before the word "time": "10:20am Paris time".
    pub times_of: HashSet<String>,
    /// What stands directly behind a heading, without a space, before the time of its entry.
    pub glued_times: Vec<String>,
    /// What stands above a list of key points.
    pub list_labels: HashSet<String>,
    /// Words of "9 minutes ago" that are no unit.
    pub ago: HashSet<String>,
    /// What stands for the time of what has just come in, folded: "just now".
    pub now: HashSet<String>,
    /// Words after a clock time: "Uhr", "h".
    pub oclock: HashSet<String>,
    /// Words before the time that a paragraph begins with: "Update 5 pm: …".
    pub update: HashSet<String>,
    /// Words that say a time is that of a change.
    pub updated: HashSet<String>,
    /// Words before the number of an entry.
    pub numbered: HashSet<String>,
    /// Words before the number of a lap.
    pub laps: HashSet<String>,
    /// Phases of a match or a race, as whole lines or before a colon.
    pub phases: HashSet<String>,
    /// Parts of a match that have a clock of their own: "4. Viertel", "2nd quarter".
    pub periods: HashSet<String>,
    /// What entries are, beside their times: "Breaking news", "Analysis".
    pub kinds: HashSet<String>,
    /// Words before a colon and the title of another article: "Related: …".
    pub refers: HashSet<String>,
    /// Furniture that is a heading where it stands above a text of its own.
    pub may_head: HashSet<String>,
    /// Words that a call begins with which stands on a page: "watch", "click".
    pub calls: HashSet<String>,
    /// Phrases before the place that an author writes from.
    pub from_where: Vec<String>,
    /// Phrases with which a live blog greets its readers, in its first entry.
    pub greets: Vec<String>,
    /// Phrases with which a live blog signs off.
    pub partings: Rows,
    /// Phrases which say that a game is over or has begun.
    pub whistles: Vec<String>,
    /// Phrases with which a live blog turns to something else.
    pub turns: Vec<String>,
    /// Words that begin a clause which explains a name.
    pub relative: HashSet<String>,
    /// Units of time in seconds.
    pub units: HashMap<String, u32>,
    /// Weekdays, Monday = 0.
    pub weekdays: HashMap<String, u8>,
    /// The longer names among them, as words of a text.
    weekday_words: HashMap<Word, u8>,
    /// Months, January = 1.
    pub months: HashMap<String, u8>,
    /// Words that are months only between a day and a year, by number.
    pub months_of_years: HashMap<String, u8>,
    /// Words that say an hour is of the first half of the day.
    pub before_noon: HashSet<String>,
    /// Words that say an hour is of the second half of the day.
    pub after_noon: HashSet<String>,
    /// Pairs of letters that, with dots after them, are such a word: "p", "m" and "pm".
    pub half_letters: Vec<(String, String, String)>,
    /// Names of time zones as minutes from UTC.
    pub zones: HashMap<String, i32>,
}

#[derive(Deserialize)]
struct FurnitureFile {
    rule: Vec<FurnitureRule>,
}

#[derive(Deserialize)]
struct FurnitureRule {
    why: String,
    phrases: Vec<String>,
}

#[derive(Deserialize)]
struct WordsFile {
    live: Vec<String>,
    lead_in: Vec<String>,
    lead_in_colon: Vec<String>,
    media: Vec<String>,
    credit: Vec<String>,
    by: Vec<String>,
    by_colon: Vec<String>,
    posts: Vec<String>,
    callings: Vec<String>,
    around_times: Vec<String>,
    times_of: Vec<String>,
    noon: Vec<String>,
    midnight: Vec<String>,
    by_phrases: Vec<String>,
    glued_times: Vec<String>,
    list_labels: Vec<String>,
    updated: Vec<String>,
    numbered: Vec<String>,
    laps: Vec<String>,
    phases: Vec<String>,
    periods: Vec<String>,
    kinds: Vec<String>,
    refers: Vec<String>,
    may_head: Vec<String>,
    calls: Vec<String>,
    greets: Vec<String>,
    partings: Vec<String>,
    whistles: Vec<String>,
    from_where: Vec<String>,
    turns: Vec<String>,
    relative: Vec<String>,
    goes_on: Vec<String>,
    indefinite: Vec<String>,
    definite: Vec<String>,
    pronouns: Vec<String>,
    titles: Vec<String>,
    says: Vec<String>,
    says_on: Vec<String>,
    opens_on: Vec<String>,
    news: Vec<String>,
    stop: Vec<String>,
    ago: AgoWords,
    calendar: CalendarWords,
    halves: HalfWords,
    zones: HashMap<String, i32>,
}

#[derive(Deserialize)]
struct AgoWords {
    words: Vec<String>,
    now: Vec<String>,
    oclock: Vec<String>,
    update: Vec<String>,
    second: Vec<String>,
    minute: Vec<String>,
    hour: Vec<String>,
    day: Vec<String>,
    two_minutes: Vec<String>,
    two_hours: Vec<String>,
    two_days: Vec<String>,
    week: Vec<String>,
    month: Vec<String>,
    year: Vec<String>,
}

#[derive(Deserialize)]
struct HalfWords {
    before_noon: Vec<String>,
    after_noon: Vec<String>,
    letters: Vec<(String, String, String)>,
}

#[derive(Deserialize)]
struct CalendarWords {
    weekdays: Vec<Vec<String>>,
    months: Vec<Vec<String>>,
    months_of_years: Vec<Vec<String>>,
}

impl Rules {
    /// The rules that come with the program.
    pub fn builtin() -> &'static Self {
        static RULES: OnceLock<Rules> = OnceLock::new();
        RULES.get_or_init(|| Self::parse(FURNITURE, WORDS).unwrap_or_default())
    }

    /// Rules from the text of the two files.
    ///
    /// # Errors
    /// Where a file is no TOML or lacks a list, with the place.
    pub fn parse(furniture: &str, words: &str) -> Result<Self, toml::de::Error> {
        let furniture: FurnitureFile = toml::from_str(furniture)?;
        let lists: WordsFile = toml::from_str(words)?;
        let mut rules = Self {
            live: lists.live,
            media: lists.media.into_iter().collect(),
            credit: lists.credit,
            by: lists.by.into_iter().collect(),
            by_colon: lists.by_colon.into_iter().collect(),
            posts: lists.posts.into_iter().collect(),
            callings: lists.callings.into_iter().collect(),
            around_times: lists.around_times.into_iter().collect(),
            times_of: lists.times_of.into_iter().collect(),
            noon: lists.noon.into_iter().collect(),
            midnight: lists.midnight.into_iter().collect(),
            by_phrases: lists.by_phrases,
            glued_times: lists.glued_times,
            list_labels: lists.list_labels.into_iter().collect(),
            updated: lists.updated.into_iter().collect(),
            numbered: lists.numbered.into_iter().collect(),
            laps: lists.laps.into_iter().collect(),
            phases: lists.phases.into_iter().collect(),
            periods: lists.periods.into_iter().collect(),
            kinds: lists.kinds.into_iter().collect(),
            refers: lists.refers.into_iter().collect(),
            may_head: lists.may_head.into_iter().collect(),
            greets: lists.greets,
            partings: Rows::new(lists.partings),
            whistles: lists.whistles,
            calls: lists.calls.into_iter().collect(),
            from_where: lists.from_where,
            turns: lists.turns,
            relative: lists.relative.into_iter().collect(),
            goes_on: lists.goes_on.into_iter().collect(),
            indefinite: lists.indefinite.into_iter().collect(),
            pronouns: lists.pronouns.into_iter().collect(),
            definite: lists.definite.into_iter().collect(),
            titles: lists.titles.into_iter().collect(),
            says: Rows::new(lists.says),
            says_on: Rows::new(lists.says_on),
            opens_on: lists.opens_on,
            news: Rows::new(lists.news),
            stop: lists.stop.into_iter().collect(),
            ago: lists
                .ago
                .words
                .iter()
                .flat_map(|word| word.split(' '))
                .map(str::to_owned)
                .collect(),
            now: lists.ago.now.iter().map(|name| words::fold(name)).collect(),
            oclock: lists.ago.oclock.into_iter().collect(),
            update: lists.ago.update.into_iter().collect(),
            weekdays: numbered(lists.calendar.weekdays, 0),
            months: numbered(lists.calendar.months, 1),
            months_of_years: numbered(lists.calendar.months_of_years, 1),
            before_noon: lists.halves.before_noon.into_iter().collect(),
            after_noon: lists.halves.after_noon.into_iter().collect(),
            half_letters: lists.halves.letters,
            zones: lists.zones,
            ..Self::default()
        };
        let long = rules.weekdays.iter().filter(|(name, _)| name.len() > 3);
        rules.weekday_words = long.map(|(name, day)| (words::word(name), *day)).collect();
        for rule in furniture.rule {
            for phrase in &rule.phrases {
                rules.furniture.add(&rule.why, phrase);
            }
        }
        for phrase in &lists.lead_in {
            rules.lead_in.add("lead-in", phrase);
        }
        for phrase in &lists.lead_in_colon {
            rules.lead_in_colon.add("lead-in", phrase);
        }
        let units = [
            (lists.ago.second, 1),
            (lists.ago.minute, 60),
            (lists.ago.hour, 3600),
            (lists.ago.day, 86_400),
            (lists.ago.two_minutes, 120),
            (lists.ago.two_hours, 7200),
            (lists.ago.two_days, 172_800),
            (lists.ago.week, 604_800),
            (lists.ago.month, 2_592_000),
            (lists.ago.year, 31_536_000),
        ];
        for (names, seconds) in units {
            rules
                .units
                .extend(names.into_iter().map(|name| (name, seconds)));
        }
        Ok(rules)
    }

    /// The weekday that a word of a text names, Monday = 0.
    pub fn weekday(&self, word: Word) -> Option<u8> {
        self.weekday_words.get(&word).copied()
    }
}

fn numbered(lists: Vec<Vec<String>>, first: u8) -> HashMap<String, u8> {
    let mut out = HashMap::new();
    for (number, names) in (first..).zip(lists) {
        out.extend(names.into_iter().map(|name| (name, number)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_parse() {
        let rules = Rules::parse(FURNITURE, WORDS).unwrap();
        assert_eq!(rules.weekdays["sunday"], 6);
        assert_eq!(rules.months["december"], 12);
        assert!(rules.furniture.names().len() >= 8);
    }
}
