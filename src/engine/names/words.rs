//! What the words of a stretch are: ordinary or unknown, words for a people, capitals, small words between them.

use crate::engine::names::Clue;
use crate::engine::names::class::Name;
use crate::engine::names::class::Term;
use crate::engine::names::lexicon::NameEntry;
use crate::engine::names::like::Like;
use crate::engine::names::look::Scene;
use crate::engine::names::look::is_scottish;
use crate::engine::names::run::Word;
use crate::engine::names::token::Shape;

impl Scene<'_> {
    pub(crate) fn demonyms(&self, words: &[Word], name: NameEntry, clues: &mut Vec<Clue>) {
        let directed = words.len() == 2
            && words[0].term.is(Term::Direction)
            && words[1].name.is(Name::Demonym);
        if directed
            || (name.is(Name::Demonym)
                && !name.is_any(Name::Organisation.bit() | Name::Country.bit()))
        {
            clues.push(Clue::Demonym);
        } else if words.len() > 1 && !name.is_known() {
            if words[0].name.is(Name::Demonym) {
                clues.push(Clue::DemonymFirst);
            } else if words[1..].iter().any(|word| word.name.is(Name::Demonym)) {
                clues.push(Clue::DemonymWithin);
            }
        }
    }

    /// "US-led", "Russian-occupied", "Franco-German", "pro-Kyiv".
    pub(crate) fn is_compound(&self, words: &[Word]) -> bool {
        words.iter().any(|word| {
            if !word.is(Shape::HYPHEN) || word.name.is_known() {
                return false;
            }
            let text = word.token.text(self.text);
            let Some((lead, tail)) = text.split_once(['-', '‑']) else {
                return false;
            };
            let small = tail.starts_with(char::is_lowercase);
            let lead_name = self.lexicon.name(lead);
            let of_people = |name: NameEntry| name.is(Name::Demonym);
            if small {
                let korean = words.len() > 1
                    && lead.len() <= 5
                    && tail.len() <= 5
                    && !lead_name.is_any(
                        Name::Country.bit() | Name::Demonym.bit() | Name::Organisation.bit(),
                    );
                !korean
            } else {
                of_people(lead_name) || of_people(self.lexicon.name(tail))
            }
        })
    }

    pub(crate) fn single(&self, word: &Word, name: NameEntry, clues: &mut Vec<Clue>) {
        let text = word.token.text(self.text);
        let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
        if word.is(Shape::UPPER) && !word.is(Shape::SHOUTED) && (2..=7).contains(&letters) {
            if word.term.is(Term::NoAcronym) && !name.is_known() {
                clues.push(Clue::NoAcronym);
            } else if !name.is_known() {
                clues.push(Clue::Acronym);
                if letters == 2 {
                    clues.push(Clue::ShortAcronym);
                }
            }
            return;
        }
        if word.is(Shape::MIXED) && !is_scottish(text) && !word.is(Shape::HYPHEN) {
            clues.push(Clue::Mixed);
        }
        if word.is_common()
            && !name.is_any(Name::Country.bit() | Name::Capital.bit() | Name::Region.bit())
        {
            clues.push(Clue::CommonAlone);
            if word.is(Shape::START) {
                clues.push(Clue::CommonStart);
            }
            if word.is(Shape::TITLE_CASE) {
                clues.push(Clue::TitleCaseWords);
            }
        } else if !name.is_known() {
            clues.push(Clue::UnknownAlone);
            if word.is(Shape::START) {
                clues.push(Clue::StartUnknown);
            }
        }
    }

    pub(crate) fn several(&self, words: &[Word], name: NameEntry, clues: &mut Vec<Clue>) {
        if name.is_known() {
            return;
        }
        let telling = |word: &&Word| !word.link && !word.is(Shape::INITIAL);
        let ordinary = |word: &Word| {
            word.is_common()
                && !word
                    .name
                    .is_any(Name::First.bit() | Name::Last.bit() | Name::Town.bit())
        };
        let count = words.iter().filter(telling).count();
        let common = words
            .iter()
            .filter(telling)
            .filter(|word| word.is_common())
            .count();
        if common == count && count > 0 {
            clues.push(Clue::CommonAll);
            if words[0].is(Shape::TITLE_CASE) {
                clues.push(Clue::TitleCaseWords);
            }
        } else if words.iter().filter(telling).any(ordinary) {
            clues.push(Clue::CommonWithin);
        } else if common == 0 && !words.iter().any(|word| word.name.is(Name::Demonym)) {
            clues.push(Clue::Unknown);
        }
        let (first, last) = (&words[0], &words[words.len() - 1]);
        if ordinary(last) {
            clues.push(Clue::CommonLast);
        }
        if ordinary(first) && first.is(Shape::START) {
            clues.push(Clue::CommonStart);
        }
    }

    pub(crate) fn links(&self, words: &[Word], name: NameEntry, clues: &mut Vec<Clue>) {
        if let [word] = words {
            if word.is(Shape::INITIAL) && !name.is_known() {
                clues.push(Clue::LetterAlone);
            }
            return;
        }
        if name.is_known() {
            return;
        }
        if words[0].link {
            clues.push(Clue::LeadParticle);
        }
        let mut of = false;
        let mut linked = false;
        for word in words.iter().filter(|word| word.link) {
            match word.token.text(self.text) {
                "of" => of = true,
                "and" if !clues.contains(&Clue::And) => clues.push(Clue::And),
                "for" | "in" | "on" | "to" | "at" | "against"
                    if !clues.contains(&Clue::OtherLink) =>
                {
                    clues.push(Clue::OtherLink)
                }
                _ => continue,
            }
            linked = true;
        }
        if of {
            clues.push(Clue::Of);
        }
        for three in words.windows(3) {
            self.joint(three, clues);
        }
        let headed = words.iter().any(|word| {
            word.term.is_any(
                Term::OrganisationHead.bit() | Term::PlaceHead.bit() | Term::EventHead.bit(),
            )
        });
        if linked && !headed {
            clues.push(Clue::LinkNoHead);
        }
        if words[..words.len() - 1]
            .iter()
            .any(|word| word.is(Shape::POSSESSIVE))
        {
            clues.push(Clue::InnerPossessive);
        }
    }

    /// "Angus and Shropshire" are two places, "LBC the Post Office" two organisations.
    fn joint(&self, three: &[Word], clues: &mut Vec<Clue>) {
        let [before, link, after] = three else {
            return;
        };
        let place = |word: &Word| word.is_place() || word.like == Like::Place;
        let person = |word: &Word| {
            matches!(word.like, Like::First | Like::Last | Like::Person)
                || word.name.is_any(Name::Bare.bit())
        };
        match link.token.text(self.text) {
            "and" if place(before) && place(after) => clues.push(Clue::AndPlaces),
            "and" if person(before) && person(after) => clues.push(Clue::AndPeople),
            "the" if !before.link => clues.push(Clue::TheWithin),
            _ => {}
        }
    }
}
