//! Looks at a stretch of words from inside: which clues its own words give.
//! What stands around it is in `around`, what the whole text says of it in `memory`.

use std::borrow::Cow;
use std::ops::Range;

use crate::engine::names::Clue;
use crate::engine::names::around::Edges;
use crate::engine::names::class::Name;
use crate::engine::names::class::Term;
use crate::engine::names::lexicon::Lexicon;
use crate::engine::names::lexicon::NameEntry;
use crate::engine::names::like::Like;
use crate::engine::names::run::Run;
use crate::engine::names::run::Word;
use crate::engine::names::run::written;
use crate::engine::names::token::Shape;
use crate::engine::names::token::Token;

/// The most words that a name of the lists has.
const LONGEST_LISTED: usize = 6;

/// Surnames end like this in many languages.
const SURNAME_ENDINGS: &[&str] = &[
    "ov", "ova", "ev", "eva", "sky", "skyi", "skyy", "ski", "ska", "enko", "chuk", "vich", "vych",
    "yan", "ian", "sson", "sen", "shvili", "dze", "ez", "escu", "ić", "ic", "opoulos", "akis",
    "oglu", "elli", "etti", "ini", "stein", "berg", "mann", "inen",
];
/// Towns end like this.
const TOWN_ENDINGS: &[&str] = &[
    "burg", "ville", "grad", "stan", "ivka", "hrad", "shire", "abad", "pur", "town", "ford",
    "mouth", "bury", "polis", "ovo", "stadt", "dorf", "heim", "chester", "cester", "minster",
    "borough", "yivka", "hirsk", "ynsk", "pol",
];
/// Words that firms are made of end like this.
const FIRM_PARTS: &[&str] = &[
    "bank", "tech", "soft", "telecom", "telekom", "gas", "gaz", "neft", "prom", "air", "corp",
    "media", "works", "pharma", "motors", "press", "chem", "energo", "trans", "avia", "oil",
];
/// Firms end like this.
const FIRM_ENDINGS: u64 = Term::OrganisationHead.bit();

/// A text with what is known about it.
pub(crate) struct Scene<'a> {
    pub(crate) text: &'a str,
    pub(crate) tokens: &'a [Token],
    pub(crate) lexicon: &'a Lexicon,
    /// The text is not English: capitals and context say less.
    pub(crate) foreign: bool,
    /// The text is a match report: towns are teams.
    pub(crate) sport: bool,
}

impl Scene<'_> {
    /// Gives the clues of these words of a run, of which the lists say `name`; false if they can be no name.
    pub(crate) fn look(
        &self,
        run: &Run,
        edges: &Edges,
        name: NameEntry,
        place: Range<usize>,
        clues: &mut Vec<Clue>,
    ) -> bool {
        let (start, end) = (place.start, place.end);
        let words = &run.words[place];
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            return false;
        };
        if last.link || (first.link && !self.leads(words)) {
            return false;
        }
        clues.push(Clue::Name);
        self.length(words, clues);
        self.known(words, name, clues);
        self.people(words, name, clues);
        likeness(words, clues);
        self.heads(words, name, clues);
        self.titles(words, name, clues);
        self.shape(words, name, clues);
        self.links(words, name, clues);
        edges.put(start, end, clues);
        self.sport(words, name, clues);
        if clues.contains(&Clue::TheBefore) {
            if clues.contains(&Clue::OrganisationHead) {
                clues.push(Clue::TheHead);
            } else if clues.contains(&Clue::Acronym) && last.token.end - first.token.start <= 3 {
                clues.push(Clue::TheShort);
            }
        }
        if self.foreign && !self.is_listed(words, name) {
            clues.push(Clue::Foreign);
        }
        let plural = last.token.text(self.text).ends_with('s')
            && !last.token.text(self.text).ends_with("ss");
        if plural
            && clues.contains(&Clue::TheBefore)
            && !name.is_known()
            && last.token.end - last.token.start > 4
        {
            clues.push(Clue::ThePlural);
        }
        true
    }

    /// Words `start..end` as they are written, those of a line in capitals in the usual way.
    pub(crate) fn surface(&self, run: &Run, start: usize, end: usize) -> Cow<'_, str> {
        let words = &run.words[start..end];
        if !words[0].is(Shape::SHOUTED) {
            return Cow::Borrowed(
                &self.text[words[0].token.start..words[words.len() - 1].token.end],
            );
        }
        // What a heading in capitals names is written in the usual way elsewhere.
        let mut out = written(self.text, &words[0].token).into_owned();
        for pair in words.windows(2) {
            out.push_str(&self.text[pair[0].token.end..pair[1].token.start]);
            out.push_str(&written(self.text, &pair[1].token));
        }
        Cow::Owned(out)
    }

    /// Whether the lists know the name, or the first name of a person.
    fn is_listed(&self, words: &[Word], name: NameEntry) -> bool {
        let listed =
            Name::PLACES | Name::Organisation.bit() | Name::Person.bit() | Name::Bare.bit();
        name.is_any(listed)
            || (words.len() > 1 && words[0].name.is(Name::First) && !words[0].is_common())
            || (words.len() == 1 && words[0].is(Shape::UPPER))
    }

    /// Particles in small letters that begin a name: "von der Leyen".
    fn leads(&self, words: &[Word]) -> bool {
        let small = words.iter().take_while(|word| word.link).count();
        small <= 2
            && words.len() == small + 1
            && words[..small]
                .iter()
                .all(|word| word.term.is(Term::Particle))
    }

    /// What the lists say of the stretches of one word, two words and so on from `start`.
    pub(crate) fn names_from(&self, run: &Run, start: usize, out: &mut Vec<NameEntry>) {
        let words = &run.words[start..];
        out.clear();
        out.push(words[0].name);
        if words.len() == 1 {
            return;
        }
        if words[0].is(Shape::SHOUTED) {
            let mut joined = written(self.text, &words[0].token).into_owned();
            for word in words.iter().skip(1).take(LONGEST_LISTED - 1) {
                joined.push(' ');
                joined.push_str(&written(self.text, &word.token));
                out.push(self.lexicon.name(&joined));
            }
            return;
        }
        let mut walk = self.lexicon.walk();
        let mut from = words[0].token.start;
        for (i, word) in words.iter().take(LONGEST_LISTED).enumerate() {
            if !walk.go(&self.text[from..word.token.end]) {
                break;
            }
            from = word.token.end;
            if i > 0 {
                out.push(walk.name(&self.text[words[0].token.start..from]));
            }
        }
    }

    fn length(&self, words: &[Word], clues: &mut Vec<Clue>) {
        clues.push(match words.len() {
            1 => Clue::OneWord,
            2 => Clue::TwoWords,
            3 => Clue::ThreeWords,
            _ => Clue::FourWords,
        });
        if words.len() >= 6 {
            clues.push(Clue::ManyWords);
        }
    }

    fn known(&self, words: &[Word], name: NameEntry, clues: &mut Vec<Clue>) {
        let single = words.len() == 1;
        // The best class counts; "Georgia" is no town beside being a country.
        let place = [
            (Name::Country, Clue::Country),
            (Name::Capital, Clue::WellKnownCity),
            (Name::Region, Clue::Region),
            (Name::City, Clue::City),
            (Name::Town, Clue::Town),
        ];
        if let Some((class, clue)) = place.iter().find(|(class, _)| name.is(*class)) {
            clues.push(*clue);
            if *class == Name::Town && !single {
                clues.push(Clue::TownWords);
            }
        }
        if name.is(Name::Organisation) {
            clues.push(Clue::KnownOrganisation);
            if single && words[0].is_common() && !words[0].is(Shape::UPPER) {
                clues.push(Clue::OrganisationWord);
            }
        }
        if name.is(Name::Thing) {
            clues.push(Clue::Thing);
        }
        if !single {
            self.known_within(words, name, clues);
        }
        let stem = words.last().is_some_and(|word| word.home);
        if stem && (single || (words.len() == 2 && words[0].term.is(Term::Direction))) {
            clues.push(Clue::PeopleStem);
        }
    }

    fn known_within(&self, words: &[Word], name: NameEntry, clues: &mut Vec<Clue>) {
        if name.is_known() {
            return;
        }
        if words[0].is_place() {
            clues.push(Clue::PlaceFirst);
        } else if words[1..].iter().any(|word| word.is_place()) {
            clues.push(Clue::PlaceWithin);
        }
        if words
            .iter()
            .any(|word| word.name.is(Name::Organisation) && !word.is_common())
        {
            clues.push(Clue::OrganisationWithin);
        }
    }

    fn people(&self, words: &[Word], name: NameEntry, clues: &mut Vec<Clue>) {
        if name.is(Name::Person) {
            clues.push(Clue::KnownPerson);
        } else if name.is(Name::Bare) {
            clues.push(Clue::KnownSurname);
        }
        if let [word] = words {
            if word.name.is(Name::First) && !word.is_common() {
                clues.push(Clue::FirstNameAlone);
            } else if word.name.is(Name::Last) && !word.is_common() {
                clues.push(Clue::SurnameAlone);
            }
        } else {
            self.full_name(words, clues);
        }
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            return;
        };
        let ending = last.token.text(self.text);
        if !last.is_common()
            && ending.len() > 4
            && SURNAME_ENDINGS.iter().any(|end| ending.ends_with(end))
        {
            clues.push(Clue::NameEnding);
        }
        if [first, last]
            .iter()
            .any(|word| is_scottish(word.token.text(self.text)))
        {
            clues.push(Clue::Scottish);
        }
    }

    fn full_name(&self, words: &[Word], clues: &mut Vec<Clue>) {
        let (first, last) = (&words[0], &words[words.len() - 1]);
        if first.name.is(Name::First) {
            clues.push(if first.is_common() {
                Clue::FirstNameWord
            } else {
                Clue::FirstName
            });
        }
        if last.name.is(Name::Last) {
            clues.push(Clue::Surname);
        }
        if last.term.is(Term::Family) {
            clues.push(Clue::Family);
        }
        let initial = |word: &Word| word.is(Shape::INITIAL) && !word.is(Shape::DIGIT);
        if words[..words.len() - 1].iter().any(initial) {
            clues.push(Clue::Initial);
        }
        if words[1..words.len() - 1]
            .iter()
            .any(|word| word.term.is(Term::Particle) && word.link)
        {
            clues.push(Clue::Particle);
        }
    }

    fn heads(&self, words: &[Word], name: NameEntry, clues: &mut Vec<Clue>) {
        let (first, last) = (&words[0], &words[words.len() - 1]);
        let single = words.len() == 1;
        if single {
            if name.is_known() {
                return;
            }
            if last.term.is(Term::OrganisationHead) {
                clues.push(Clue::OrganisationHeadWord);
            }
            if last.term.is(Term::PlaceHead) {
                clues.push(Clue::PlaceHeadWord);
            }
            let word = last.token.text(self.text);
            if !last.is_common()
                && word.len() > 5
                && TOWN_ENDINGS.iter().any(|end| word.ends_with(end))
            {
                clues.push(Clue::PlaceEnding);
            }
            if !last.is_common()
                && word.len() > 5
                && FIRM_PARTS.iter().any(|end| ends_like(word, end))
            {
                clues.push(Clue::FirmLike);
            }
            return;
        }
        if name.is_known() && !name.is(Name::Demonym) {
            return;
        }
        if last.term.is_any(FIRM_ENDINGS) {
            clues.push(Clue::OrganisationHead);
            if is_firm(last.token.text(self.text)) {
                clues.push(Clue::FirmEnding);
            }
        } else if last.term.is(Term::PlaceHead) {
            clues.push(Clue::PlaceHead);
        }
        // "World Cup", and "Storm Babet".
        if last.term.is(Term::EventHead) || first.term.is(Term::EventBefore) {
            clues.push(Clue::EventHead);
        }
        if first.term.is(Term::OrganisationBefore) {
            clues.push(Clue::OrganisationBefore);
        }
        if first.term.is(Term::PlaceBefore) {
            clues.push(Clue::PlaceBefore);
        } else if first.term.is(Term::Direction) {
            clues.push(Clue::Directed);
        }
        let of = words.iter().position(|word| {
            word.link && matches!(word.token.text(self.text), "of" | "for" | "on" | "de")
        });
        if let Some(head) = of.and_then(|of| of.checked_sub(1)).map(|head| &words[head]) {
            if head.term.is(Term::OrganisationHead) {
                clues.push(Clue::OrganisationOf);
            } else if head.term.is(Term::PlaceHead) {
                clues.push(Clue::PlaceOf);
            }
        } else if words[..words.len() - 1]
            .iter()
            .any(|word| word.term.is(Term::OrganisationHead))
        {
            clues.push(Clue::OrganisationHeadWithin);
        }
        if words
            .iter()
            .any(|word| word.token.text(self.text).contains('&'))
        {
            clues.push(Clue::Ampersand);
        }
    }

    fn titles(&self, words: &[Word], name: NameEntry, clues: &mut Vec<Clue>) {
        if name.is_known() && words.len() > 1 {
            return;
        }
        let title =
            |word: &Word| !word.link && word.term.is_any(Term::Role.bit() | Term::Rank.bit());
        let honorific = |word: &Word| word.term.is(Term::Honorific) && !word.is(Shape::UPPER);
        let (first, last) = (&words[0], &words[words.len() - 1]);
        if title(first) && words.len() > 1 {
            clues.push(Clue::RoleFirst);
        }
        if title(last) && !name.is_known() {
            clues.push(Clue::RoleLast);
        } else if words.len() > 2 && words[1..words.len() - 1].iter().any(title) {
            clues.push(Clue::RoleInside);
        }
        if words.iter().any(honorific) && !first.term.is(Term::PlaceBefore) {
            clues.push(Clue::HonorificInside);
        }
    }

    fn shape(&self, words: &[Word], name: NameEntry, clues: &mut Vec<Clue>) {
        let (first, last) = (&words[0], &words[words.len() - 1]);
        let letter = first.is(Shape::INITIAL) && !first.is(Shape::ABBREVIATION);
        if first.term.is(Term::NoName)
            && (!first.is(Shape::INITIAL) || letter)
            && !(first.is(Shape::UPPER) && name.is_known())
        {
            clues.push(Clue::NoNameFirst);
        } else if first.term.is(Term::NameLead) && !name.is_known() {
            clues.push(Clue::LeadFirst);
        } else if words[1..]
            .iter()
            .any(|word| !word.link && word.term.is(Term::NoName))
        {
            clues.push(Clue::NoNameWithin);
        }
        self.demonyms(words, name, clues);
        let dated = |word: &Word| {
            word.term.is_any(Term::Month.bit() | Term::Day.bit())
                && (words.len() == 1 || !word.name.is_any(Name::First.bit() | Name::Last.bit()))
        };
        let other = Name::Country.bit()
            | Name::Capital.bit()
            | Name::Organisation.bit()
            | Name::Person.bit()
            | Name::Bare.bit();
        let taken = if words.len() == 1 {
            name.is_any(other)
        } else {
            name.is_known()
        };
        if !taken && words.iter().any(dated) {
            clues.push(Clue::DateWithin);
        }
        if first.is(Shape::TITLE_CASE) {
            clues.push(Clue::TitleCase);
        }
        if first.is(Shape::SHOUTED) {
            clues.push(Clue::Shouted);
        }
        if words.iter().any(|word| word.is(Shape::DIGIT)) {
            clues.push(Clue::Digit);
        }
        if self.is_compound(words) {
            clues.push(Clue::HyphenCompound);
        }
        match words {
            [word] => self.single(word, name, clues),
            _ => self.several(words, name, clues),
        }
        if last.is(Shape::HYPHEN) {
            clues.push(Clue::Hyphen);
        }
    }
}

/// What the words are used like elsewhere.
fn likeness(words: &[Word], clues: &mut Vec<Clue>) {
    match words {
        [] => {}
        [word] => clues.extend(word.like.clue()),
        [first, inner @ .., last] => {
            clues.extend(first.like.first_clue());
            clues.extend(last.like.last_clue());
            if inner.iter().any(|word| word.like == Like::Organisation) {
                clues.push(Clue::WithinLikeOrganisation);
            }
        }
    }
}

/// Whether a word ends with these letters, large or small.
fn ends_like(word: &str, end: &str) -> bool {
    let from = word.len().checked_sub(end.len());
    from.and_then(|from| word.get(from..))
        .is_some_and(|tail| tail.eq_ignore_ascii_case(end))
}

pub(crate) fn is_scottish(word: &str) -> bool {
    let rest = ["Mc", "Mac", "O'", "O’", "D'", "D’"]
        .iter()
        .find_map(|start| word.strip_prefix(start));
    rest.is_some_and(|rest| rest.len() > 2 && rest.starts_with(char::is_uppercase))
}

/// Whether a word ends the names of firms only, and is left out where one is known by the rest.
pub(crate) fn may_drop(word: &str) -> bool {
    let forms = [
        "Airlines",
        "Brothers",
        "Capital",
        "Group",
        "Industries",
        "Motors",
        "Partners",
        "Pharmaceuticals",
        "Shipping",
        "Technologies",
    ];
    is_firm(word) || forms.contains(&word)
}

fn is_firm(word: &str) -> bool {
    let word = word.trim_end_matches('.');
    [
        "Inc", "Corp", "Ltd", "Co", "Plc", "PLC", "plc", "LLC", "LLP", "GmbH", "AG", "SA", "NV",
        "AB", "ASA", "SpA", "KK", "Holdings",
    ]
    .contains(&word)
}

impl Like {
    /// Whether nothing speaks against a place.
    pub(crate) fn may_be_place(self) -> bool {
        matches!(
            self,
            Self::Nothing
                | Self::Place
                | Self::PersonPlace
                | Self::PlaceOrganisation
                | Self::PlaceThing
        )
    }

    /// What it says of a word that stands alone.
    fn clue(self) -> Option<Clue> {
        Some(match self {
            Self::Nothing => return None,
            Self::First => Clue::LikeFirst,
            Self::Last => Clue::LikeLast,
            Self::Person => Clue::LikePerson,
            Self::Place => Clue::LikePlace,
            Self::Organisation => Clue::LikeOrganisation,
            Self::People => Clue::LikePeople,
            Self::Thing => Clue::LikeThing,
            Self::PersonPlace => Clue::LikePersonPlace,
            Self::PersonOrganisation => Clue::LikePersonOrganisation,
            Self::PlaceOrganisation => Clue::LikePlaceOrganisation,
            Self::OrganisationThing => Clue::LikeOrganisationThing,
            Self::PlaceThing => Clue::LikePlaceThing,
            Self::PersonThing => Clue::LikePersonThing,
        })
    }

    /// What it says of several words that begin with this one.
    fn first_clue(self) -> Option<Clue> {
        match self {
            Self::First | Self::Last | Self::Person => Some(Clue::FirstLikePerson),
            Self::Place => Some(Clue::FirstLikePlace),
            Self::Organisation | Self::OrganisationThing => Some(Clue::FirstLikeOrganisation),
            Self::Thing | Self::People => Some(Clue::FirstLikeThing),
            _ => None,
        }
    }

    /// What it says of several words that end with this one.
    fn last_clue(self) -> Option<Clue> {
        match self {
            Self::First | Self::Last | Self::Person => Some(Clue::LastLikePerson),
            Self::Place => Some(Clue::LastLikePlace),
            Self::Organisation | Self::OrganisationThing => Some(Clue::LastLikeOrganisation),
            Self::Thing | Self::People => Some(Clue::LastLikeThing),
            _ => None,
        }
    }
}
