//! The clues: everything that speaks for or against reading a stretch of words as a name of some kind.
//! Their weights stand in `assets/names/weights.txt`; what fires them is decided in `look`.

use std::sync::OnceLock;

use crate::engine::names::Reading;
use crate::engine::names::company::Company;

static WEIGHTS: &str = include_str!("../../../assets/names/weights.txt");
static BY_HAND: &str = include_str!("../../../assets/names/weights-by-hand.txt");

macro_rules! clues {
    ($($group:ident { $($clue:ident $name:literal $says:literal,)* })*) => {
        /// One clue. The order is that of the table.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Clue { $($(#[doc = $says] $clue,)*)* }

        /// Clues that can be switched off together, to see what they are worth.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Group { $(#[doc = stringify!($group)] $group,)* }

        impl Clue {
            /// Every clue.
            pub const ALL: &[Self] = &[$($(Self::$clue,)*)*];

            /// The name in the table of weights.
            pub fn name(self) -> &'static str {
                match self { $($(Self::$clue => $name,)*)* }
            }

            /// What it says, for people.
            pub fn says(self) -> &'static str {
                match self { $($(Self::$clue => $says,)*)* }
            }

            /// The group it belongs to.
            pub fn group(self) -> Group {
                match self { $($(Self::$clue => Group::$group,)*)* }
            }
        }

        impl Group {
            /// Every group.
            pub const ALL: &[Self] = &[$(Self::$group,)*];

            /// The name in the documentation.
            pub fn name(self) -> &'static str {
                match self { $(Self::$group => stringify!($group),)* }
            }
        }
    };
}

clues! {
    Prior {
        Name "name" "every stretch taken as a name",
        OneWord "one-word" "one word",
        TwoWords "two-words" "two words",
        ThreeWords "three-words" "three words",
        FourWords "four-words" "four words or more",
        ManyWords "many-words" "six words or more",
    }
    Places {
        Country "country" "a country of the lists",
        WellKnownCity "well-known-city" "a well-known city",
        Region "region" "a region, sea or river of the lists",
        City "city" "a large city of the lists",
        Town "town" "a town of the lists",
        TownWords "town-words" "a town of the lists with several words",
        PeopleStem "people-stem" "has the stem of a word for a people",
        PlaceWithin "place-within" "has the name of a place in it",
        PlaceFirst "place-first" "begins with the name of a place",
    }
    Organisations {
        KnownOrganisation "known-organisation" "an organisation of the lists",
        OrganisationWord "organisation-word" "an organisation of the lists that is also a word",
        OrganisationWithin "organisation-within" "has an organisation of the lists in it",
    }
    People {
        KnownPerson "known-person" "a person of the lists",
        KnownSurname "known-surname" "a surname that means one person of the lists",
        FirstName "first-name" "begins with a first name",
        FirstNameWord "first-name-word" "begins with a first name that is also a word",
        FirstNameAlone "first-name-alone" "a first name alone",
        Surname "surname" "ends with a surname of the lists",
        SurnameAlone "surname-alone" "a surname of the lists alone",
        Initial "initial" "has an initial",
        Particle "particle" "has a particle like von or bin",
        Family "family" "ends with Jr or a number",
        NameEnding "name-ending" "ends like a surname",
        Scottish "scottish" "begins with Mc, Mac or O'",
    }
    Heads {
        OrganisationHead "organisation-head" "ends with a word like Party or Ministry",
        OrganisationHeadWord "organisation-head-word" "is only a word like Party or Ministry",
        OrganisationOf "organisation-of" "begins like Ministry of",
        OrganisationHeadWithin "organisation-head-within" "has a word like Council in it",
        PlaceHead "place-head" "ends with a word like Street or River",
        PlaceHeadWord "place-head-word" "is only a word like Street or River",
        PlaceBefore "place-before" "begins with a word like Lake or Fort",
        PlaceOf "place-of" "begins like Gulf of",
        EventHead "event-head" "ends with a word like Cup or Act",
        Ampersand "ampersand" "has & in it",
        PlaceEnding "place-ending" "ends like the name of a town",
        OrganisationBefore "organisation-before" "begins with a word like Banco or FC",
        FirmEnding "firm-ending" "ends with a word like Inc or Ltd",
        FirmLike "firm-like" "ends like the name of a firm: bank, tech",
        Directed "directed" "begins with North, South, Central or the like",
    }
    Likeness {
        LikeFirst "like-first" "used like a first name",
        LikeLast "like-last" "used like a surname",
        LikePerson "like-person" "used like the name of a person",
        LikePlace "like-place" "used like a place",
        LikeOrganisation "like-organisation" "used like an organisation",
        LikePeople "like-people" "used like a word for a people",
        LikeThing "like-thing" "used like no name",
        LikePersonPlace "like-person-place" "used like a person or a place",
        LikePersonOrganisation "like-person-organisation" "used like a person or an organisation",
        LikePlaceOrganisation "like-place-organisation" "used like a place or an organisation",
        LikeOrganisationThing "like-organisation-thing" "used like an organisation or no name",
        LikePlaceThing "like-place-thing" "used like a place or no name",
        LikePersonThing "like-person-thing" "used like a person or no name",
        FirstLikePerson "first-like-person" "its first word is used like the name of a person",
        FirstLikePlace "first-like-place" "its first word is used like a place",
        FirstLikeOrganisation "first-like-organisation" "its first word is used like an organisation",
        FirstLikeThing "first-like-thing" "its first word is used like no name",
        LastLikePerson "last-like-person" "its last word is used like the name of a person",
        LastLikePlace "last-like-place" "its last word is used like a place",
        LastLikeOrganisation "last-like-organisation" "its last word is used like an organisation",
        LastLikeThing "last-like-thing" "its last word is used like no name",
        WithinLikeOrganisation "within-like-organisation" "a word in it is used like an organisation",
    }
    Titles {
        HonorificBefore "honorific-before" "Mr, Mrs, Dr before it",
        RankBefore "rank-before" "a rank before it",
        RoleBefore "role-before" "a role before it",
        RoleInside "role-inside" "has a role in it",
        RoleFirst "role-first" "begins with a role",
        RoleLast "role-last" "ends with a role",
        HonorificInside "honorific-inside" "has Mr or the like in it",
        RoleAfter "role-after" "its role follows after a comma",
        AgeAfter "age-after" "an age follows",
        LifeAfter "life-after" "years of life or birth follow",
    }
    Shape {
        Acronym "acronym" "capitals only",
        ShortAcronym "short-acronym" "two capitals",
        NoAcronym "no-acronym" "capitals that name nothing",
        Foreign "foreign" "the text is not English, and no list has it",
        LetterAlone "letter-alone" "one letter",
        Thing "thing" "something else of the lists",
        Mixed "mixed" "capitals inside the word",
        Digit "digit" "has a digit",
        Hyphen "hyphen" "has a hyphen",
        Unknown "unknown" "words that no list has",
        UnknownAlone "unknown-alone" "one word that no list has",
        CommonAlone "common-alone" "an ordinary word alone",
        CommonStart "common-start" "an ordinary word that begins a sentence",
        CommonWithin "common-within" "has an ordinary word in it",
        CommonAll "common-all" "only ordinary words",
        CommonLast "common-last" "ends with an ordinary word",
        StartUnknown "start-unknown" "an unknown word that begins a sentence",
        NoNameFirst "no-name-first" "begins with a word that begins no name",
        LeadFirst "lead-first" "begins with a word like New or First",
        NoNameWithin "no-name-within" "has a word in it that is part of no name",
        Demonym "demonym" "a word for a people, language or faith",
        DemonymFirst "demonym-first" "begins with a word for a people",
        DemonymWithin "demonym-within" "has a word for a people in it",
        DateWithin "date-within" "has a month or day in it",
        TitleCase "title-case" "stands in a line in title case",
        TitleCaseWords "title-case-words" "ordinary words in a line in title case",
        Shouted "shouted" "stands in a line in capitals",
        Cut "cut" "leaves out a capitalised word just before it",
        CutAfter "cut-after" "leaves out a capitalised word just after it",
    }
    Links {
        Of "of" "has of in it",
        And "and" "has and in it",
        AndPlaces "and-places" "joins two places with and",
        AndPeople "and-people" "joins two people with and",
        TheWithin "the-within" "has the in it, not after of, for or the like",
        OtherLink "other-link" "has for, in, on or to in it",
        LinkNoHead "link-no-head" "has a linking word but no head word",
        InnerPossessive "inner-possessive" "has a possessive in it",
        LeadParticle "lead-particle" "begins with a particle in small letters",
    }
    Context {
        SayAfter "say-after" "said, wrote or the like follows",
        SayBefore "say-before" "said or the like stands before it",
        InBefore "in-before" "in or near stands before it",
        InTheBefore "in-the-before" "in or near and the stand before it",
        ToTheBefore "to-the-before" "to, from or at and the stand before it",
        ToBefore "to-before" "to, from or at stands before it",
        OfBefore "of-before" "of stands before it",
        RoleOfBefore "role-of-before" "a role and of stand before it",
        ByBefore "by-before" "by stands before it",
        TheBefore "the-before" "the stands before it",
        TheBeforeOne "the-before-one" "the stands before one word",
        TheHead "the-head" "the stands before it, and it ends with a word like Party",
        TheShort "the-short" "the stands before two or three capitals",
        ThePlural "the-plural" "the stands before a plural: the Lakers",
        DemonymBefore "demonym-before" "a word for a people stands before it",
        RegionAfter "region-after" "its country or state follows after a comma",
        PlaceAcross "place-across" "a place and a comma stand before it",
        WhoAfter "who-after" "who or whose follows",
        IsAfter "is-after" "is, was, has or the like follows",
        PastAfter "past-after" "a word in -ed follows",
        EndAfter "end-after" "ends a sentence",
        WithBefore "with-before" "with stands before it",
        ForBefore "for-before" "for stands before it",
        ArticleBefore "article-before" "a or an stands before it",
        RoleForBefore "role-for-before" "a role and for, at or with stand before it",
        OfPlaceAfter "of-place-after" "of and a place of the lists follow",
        BesidePlace "beside-place" "beside a place of the lists, joined by and or a comma",
        BesideOrganisation "beside-organisation" "beside an organisation of the lists, joined by and or a comma",
        OrganisationWordAfter "organisation-word-after" "party, company or the like follows",
        OrganisationWordBefore "organisation-word-before" "company, newspaper or the like stands before it",
        PlaceWordAfter "place-word-after" "city, region or the like follows",
        PlaceWordBefore "place-word-before" "city, village of or the like stands before it",
        StateWordAfter "state-word-after" "government, troops or the like follows",
        TitleAfter "title-after" "a role or rank with a capital follows: US President",
        PeopleWordAfter "people-word-after" "shares, players or the like follow",
        Bracketed "bracketed" "stands alone in brackets",
        BracketedShort "bracketed-short" "in brackets after small letters, for which it is short",
        BracketAfter "bracket-after" "capitals in brackets follow",
        CountryAfter "country-after" "a country in brackets follows",
        Possessive "possessive" "a possessive follows",
        HyphenCompound "hyphen-compound" "a compound like US-led",
    }
    Company {
    }
    Dateline {
        Dateline "dateline" "begins a report",
        ScoreAfter "score-after" "a score follows",
        Row "row" "stands in a row of figures",
        RowTown "row-town" "a town of the lists in a row of results",
        RowUnknown "row-unknown" "one word that no list has in a row of results",
        SportTown "sport-town" "a town of the lists in a match report, without in or at",
        SportUnknown "sport-unknown" "one word that no list has in a match report",
        SportPlaced "sport-placed" "in or at before it in a match report",
        SportCountry "sport-country" "a country in a match report",
        AgainstBefore "against-before" "beat, against or the like stands before it",
        PlayAfter "play-after" "beat, drew or the like follows",
        ColonAfter "colon-after" "begins a line, and a colon follows",
        Byline "byline" "by stands before it at the beginning of a line",
    }
    Document {
        DocumentSurname "document-surname" "the surname of a person named in full elsewhere",
        DocumentFirstName "document-first-name" "the first name of a person named in full elsewhere",
        DocumentPerson "document-person" "a person elsewhere in the text",
        DocumentPlace "document-place" "a place elsewhere in the text",
        DocumentOrganisation "document-organisation" "an organisation elsewhere in the text",
        DocumentOther "document-other" "something else elsewhere in the text",
        DocumentPersonStrong "document-person-strong" "clearly a person in the text as a whole",
        DocumentPlaceStrong "document-place-strong" "clearly a place in the text as a whole",
        DocumentOrganisationStrong "document-organisation-strong" "clearly an organisation in the text as a whole",
        DocumentPart "document-part" "part of the name of an organisation named in full elsewhere",
        DocumentAcronym "document-acronym" "short for an organisation named in full",
        DocumentLastPerson "document-last-person" "its last word is a person elsewhere in the text",
        DocumentAlways "document-always" "never written with small letters",
        DocumentLower "document-lower" "written with small letters elsewhere",
        DocumentInside "document-inside" "also stands inside a sentence",
    }
}

/// What sort of stretch is read: what stands around a name says more where no list has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A name of the lists.
    Listed,
    /// One word that no list has.
    Word,
    /// One word that no list has, where a capital says little: it begins a sentence or stands in a heading.
    Start,
    /// Several words that no list has together.
    Words,
}

impl Sort {
    /// Every sort, in the order of the weights.
    pub const ALL: [Self; 4] = [Self::Listed, Self::Word, Self::Start, Self::Words];
}

/// What one clue weighs, for each sort of stretch and each reading.
type Row = [[f32; Reading::COUNT]; Sort::ALL.len()];

/// The weights of all clues.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights(Vec<Row>);

impl Weights {
    /// The weights that come with the program.
    pub fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Weights> = OnceLock::new();
        BUILTIN.get_or_init(Self::trained)
    }

    /// The weights that come with the program, read anew.
    pub fn trained() -> Self {
        Self::parse(WEIGHTS)
    }

    /// The weights before training.
    pub fn by_hand() -> Self {
        Self::parse(BY_HAND)
    }

    /// Reads lines of a clue's name and one weight for each reading, once for all sorts or once for each.
    /// What it does not know weighs nothing.
    pub fn parse(text: &str) -> Self {
        let mut weights = vec![Row::default(); Clue::ALL.len() + Company::ROWS];
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let mut cells = line.split_whitespace();
            let Some(at) = cells.next().and_then(row_of) else {
                continue;
            };
            let cells: Vec<f32> = cells.filter_map(|cell| cell.parse().ok()).collect();
            let row = &mut weights[at];
            for (weight, cell) in row.as_flattened_mut().iter_mut().zip(cells.iter().cycle()) {
                *weight = *cell;
            }
        }
        Self(weights)
    }

    /// The same weights without a group of clues.
    pub fn without(&self, group: Group) -> Self {
        let mut weights = self.clone();
        for clue in Clue::ALL.iter().filter(|clue| clue.group() == group) {
            weights.0[*clue as usize] = Row::default();
        }
        if group == Group::Company {
            weights.0[Clue::ALL.len()..].fill(Row::default());
        }
        weights
    }

    /// The weights of one clue for a sort of stretch.
    pub fn of(&self, clue: Clue, sort: Sort) -> [f32; Reading::COUNT] {
        self.0[clue as usize][sort as usize]
    }

    /// Changes the weight of one clue.
    pub fn add(&mut self, clue: Clue, sort: Sort, reading: Reading, change: f32) {
        self.0[clue as usize][sort as usize][reading as usize] += change;
    }

    /// What these clues say together of a stretch of this sort.
    pub(crate) fn sum(&self, clues: &[Clue], sort: Sort) -> [f32; Reading::COUNT] {
        let mut sum = [0.0; Reading::COUNT];
        for clue in clues {
            for (total, weight) in sum.iter_mut().zip(self.of(*clue, sort)) {
                *total += weight;
            }
        }
        sum
    }

    /// Adds what the company of a stretch says.
    pub(crate) fn add_company(
        &self,
        company: Company,
        sort: Sort,
        sum: &mut [f32; Reading::COUNT],
    ) {
        for row in company.rows() {
            let weights = &self.0[Clue::ALL.len() + row][sort as usize];
            for (total, weight) in sum.iter_mut().zip(weights) {
                *total += weight;
            }
        }
    }

    /// Changes the weights of the company of a stretch.
    pub(crate) fn change_company(
        &mut self,
        company: Company,
        sort: Sort,
        reading: Reading,
        change: f32,
    ) {
        for row in company.rows() {
            self.0[Clue::ALL.len() + row][sort as usize][reading as usize] += change;
        }
    }

    /// Every weight times a number.
    pub(crate) fn scaled(mut self, by: f32) -> Self {
        for row in &mut self.0 {
            row.as_flattened_mut()
                .iter_mut()
                .for_each(|weight| *weight *= by);
        }
        self
    }

    /// Every weight with that of another table added.
    pub(crate) fn plus(mut self, other: &Self) -> Self {
        for (row, more) in self.0.iter_mut().zip(&other.0) {
            for (weight, more) in row.as_flattened_mut().iter_mut().zip(more.as_flattened()) {
                *weight += more;
            }
        }
        self
    }

    /// Moves every weight by its change, the less the more it has moved in the past.
    pub(crate) fn step(&mut self, change: &Self, past: &mut Self, by: f32) {
        for ((row, change), past) in self.0.iter_mut().zip(&change.0).zip(&mut past.0) {
            let changes = change.as_flattened().iter().zip(past.as_flattened_mut());
            for (weight, (change, past)) in row.as_flattened_mut().iter_mut().zip(changes) {
                *past += change * change;
                *weight += by * change / (past.sqrt() + 1.0);
            }
        }
    }

    /// The table as `parse` reads it.
    pub fn table(&self) -> String {
        let row = |(at, row): (usize, &Row)| {
            let name = match Clue::ALL.get(at) {
                Some(clue) => clue.name().to_owned(),
                None => Company::name(at - Clue::ALL.len()),
            };
            let cells = |row: &[f32; Reading::COUNT]| -> String {
                row.iter().map(|weight| format!(" {weight:6.2}")).collect()
            };
            // Weights that are the same for all sorts stand there once.
            let same = row.iter().all(|sort| sort == &row[0]);
            let row = if same { &row[..1] } else { &row[..] };
            let sorts: Vec<_> = row.iter().map(cells).collect();
            format!("{name:29}{}\n", sorts.join("  "))
        };
        let telling = |(at, row): &(usize, &Row)| {
            *at < Clue::ALL.len()
                || row
                    .as_flattened()
                    .iter()
                    .any(|weight| weight.abs() >= 0.005)
        };
        self.0.iter().enumerate().filter(telling).map(row).collect()
    }
}

/// The row of weights with this name.
fn row_of(name: &str) -> Option<usize> {
    let company = Company::row(name).map(|row| Clue::ALL.len() + row);
    company.or_else(|| Clue::ALL.iter().position(|clue| clue.name() == name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_clue_has_weights_and_every_weight_a_clue() {
        let clues: Vec<&str> = Clue::ALL.iter().map(|clue| clue.name()).collect();
        for table in [WEIGHTS, BY_HAND] {
            let rows = table.lines().filter(|line| !line.starts_with('#'));
            let rows: Vec<&str> = rows
                .filter_map(|line| line.split_whitespace().next())
                .filter(|name| Company::row(name).is_none())
                .collect();
            assert_eq!(rows, clues);
        }
        assert_eq!(
            Weights::parse(&Weights::builtin().table()),
            *Weights::builtin()
        );
    }
}
