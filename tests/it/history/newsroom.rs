//! How an invented newsroom writes a live blog: entries come in, are edited, published again, taken down.

use crate::history::Plan;
use crate::history::dice::Dice;
use crate::history::prose;
use crate::history::prose::Person;
use crate::history::prose::Scene;
use crate::history::words;

/// What a paragraph of an entry is, by the names of the gold files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Part {
    Body,
    LeadIn,
    CardTitle,
    CardText,
    Media,
}

/// One version of an entry.
#[derive(Debug, Clone)]
pub(crate) struct Version {
    /// From which minute on it is shown.
    pub(crate) from: usize,
    pub(crate) parts: Vec<(Part, String)>,
}

/// One entry over its whole life.
#[derive(Debug, Clone)]
pub(crate) struct Story {
    pub(crate) id: String,
    pub(crate) heading: Option<String>,
    pub(crate) author: String,
    pub(crate) versions: Vec<Version>,
    /// The minutes at which it was published, the first time and again.
    pub(crate) posted: Vec<usize>,
    /// Whether the old posting stays where it was when it is published again.
    pub(crate) keeps_old: bool,
    pub(crate) withdrawn: Option<usize>,
    /// The minute from which on the page states another time for it.
    pub(crate) retimed: Option<usize>,
    /// Until which minute the heading says that this is breaking news.
    pub(crate) breaking: Option<usize>,
    /// The last posting as it is told where the newsroom says that it told this before: its heading and its text.
    pub(crate) recap: Option<(Option<String>, Version)>,
}

impl Story {
    /// The heading and the text of a posting, as a page shows them at a minute.
    pub(crate) fn told(&self, minute: usize, posted: usize) -> Option<(Option<String>, &Version)> {
        if let Some((heading, version)) = &self.recap
            && version.from == posted
        {
            return Some((heading.clone(), version));
        }
        let breaking = self.breaking.is_some_and(|until| minute < until);
        let heading = self.heading.as_ref().map(|text| match breaking {
            true => format!("Breaking: {text}"),
            false => text.clone(),
        });
        Some((heading, self.at(minute)?))
    }

    /// The version that a page shows at a minute.
    pub(crate) fn at(&self, minute: usize) -> Option<&Version> {
        self.versions
            .iter()
            .rev()
            .find(|version| version.from <= minute)
    }

    /// The minutes of its postings on a page, newest first.
    pub(crate) fn postings(&self, minute: usize) -> Vec<usize> {
        if self.withdrawn.is_some_and(|gone| gone <= minute) {
            return Vec::new();
        }
        let mut shown: Vec<usize> = self
            .posted
            .iter()
            .copied()
            .filter(|at| *at <= minute)
            .rev()
            .collect();
        if !self.keeps_old {
            shown.truncate(1);
        }
        shown
    }

    /// The first paragraph of running text that a page shows.
    pub(crate) fn lead(&self, minute: usize) -> Option<&str> {
        self.at(minute)?
            .parts
            .iter()
            .find(|(part, _)| *part == Part::Body)
            .map(|(_, text)| text.as_str())
    }
}

/// What all days of one publisher share.
#[derive(Debug, Clone)]
pub(crate) struct Publisher {
    pub(crate) authors: Vec<String>,
    pub(crate) background: Vec<String>,
    /// Titles and descriptions of related articles.
    pub(crate) cards: Vec<(String, String)>,
    pub(crate) above: Vec<String>,
    pub(crate) below: Vec<String>,
    pub(crate) straight_when_headed: bool,
}

impl Publisher {
    /// A publisher; the paper's name follows from the number.
    pub(crate) fn new(dice: &mut Dice, number: usize, plan: &Plan) -> Self {
        let people: Vec<Person> = (0..12).map(|_| prose::person(dice)).collect();
        let mut subjects = words::SUBJECTS.to_vec();
        dice.shuffle(&mut subjects);
        let scene = |dice: &mut Dice| Scene::new(dice, &people, &subjects);
        let background = (0..3)
            .map(|_| {
                let s = scene(dice);
                prose::follow(dice, &s)
            })
            .collect();
        let cards = (0..5)
            .map(|_| {
                let s = scene(dice);
                (prose::heading(dice, &s), prose::card_text(dice, &s))
            })
            .collect();
        let mut known = words::KNOWN_FURNITURE.to_vec();
        dice.shuffle(&mut known);
        let mut unknown = words::UNKNOWN_FURNITURE.to_vec();
        dice.shuffle(&mut unknown);
        let paper = words::PAPERS[number % words::PAPERS.len()];
        let mut above: Vec<String> = known[..3].iter().map(|text| (*text).to_owned()).collect();
        above.push(format!(
            "Stay up to date with notifications from The {paper}"
        ));
        let mut below: Vec<String> = known[3..6].iter().map(|text| (*text).to_owned()).collect();
        below.extend(
            unknown
                .iter()
                .take(plan.unknown_furniture)
                .map(|text| (*text).to_owned()),
        );
        let authors = (0..3)
            .map(|_| {
                let p = prose::person(dice);
                format!("{} {}", p.first, p.last)
            })
            .collect();
        Self {
            authors,
            background,
            cards,
            above,
            below,
            straight_when_headed: dice.chance(0.5),
        }
    }
}

/// One live blog over its whole life.
#[derive(Debug, Clone)]
pub(crate) struct Blog {
    pub(crate) name: String,
    pub(crate) headlines: Vec<String>,
    pub(crate) standfirsts: Vec<String>,
    pub(crate) stories: Vec<Story>,
    /// The last minute.
    pub(crate) end: usize,
}

impl Blog {
    /// A blog of a publisher.
    pub(crate) fn new(dice: &mut Dice, name: String, publisher: &Publisher, plan: &Plan) -> Self {
        let people: Vec<Person> = (0..10).map(|_| prose::person(dice)).collect();
        let mut subjects = words::SUBJECTS.to_vec();
        dice.shuffle(&mut subjects);
        subjects.truncate(7);
        let mut now = 0;
        let mut stories: Vec<Story> = Vec::new();
        while stories.len() < plan.entries {
            now += dice.between(4, 24);
            let scene = Scene::new(dice, &people, &subjects);
            let id = format!("{name}{:03}", stories.len());
            stories.push(story(dice, id, now, &scene, publisher, plan));
            if stories.len() > 6 && dice.chance(plan.reposts) {
                let back = dice.between(2, 5);
                let at = stories.len() - 1 - back;
                repost(dice, &mut stories[at], now + 2, &scene);
            }
        }
        let title = |dice: &mut Dice| {
            let s = Scene::new(dice, &people, &subjects);
            prose::heading(dice, &s)
        };
        let headlines = (0..4)
            .map(|_| {
                format!(
                    "{} latest: {}",
                    words::PLACES[dice.below(words::PLACES.len())],
                    title(dice)
                )
            })
            .collect();
        let standfirsts = (0..4).map(|_| title(dice)).collect();
        Self {
            name,
            headlines,
            standfirsts,
            stories,
            end: now + 10,
        }
    }

    /// What a page shows at a minute, newest first: stories with the minute of the posting.
    pub(crate) fn page(&self, minute: usize, window: usize) -> Vec<(&Story, usize)> {
        let mut shown: Vec<(&Story, usize)> = self
            .stories
            .iter()
            .flat_map(|story| {
                story
                    .postings(minute)
                    .into_iter()
                    .map(move |at| (story, at))
            })
            .collect();
        shown.sort_by_key(|(_, at)| std::cmp::Reverse(*at));
        shown.truncate(window);
        shown
    }
}

fn story(
    dice: &mut Dice,
    id: String,
    now: usize,
    scene: &Scene,
    publisher: &Publisher,
    plan: &Plan,
) -> Story {
    let author = dice.pick(&publisher.authors).clone();
    let heading = dice.chance(0.97).then(|| prose::heading(dice, scene));
    let mut parts = Vec::new();
    if heading.is_some() && dice.chance(plan.cards) && dice.chance(0.3) {
        // An entry that is nothing but a related article.
        let (title, text) = (prose::heading(dice, scene), prose::card_text(dice, scene));
        return Story {
            id,
            heading: Some(title.clone()),
            author,
            versions: vec![Version {
                from: now,
                parts: vec![(Part::CardTitle, title), (Part::CardText, text)],
            }],
            posted: vec![now],
            keeps_old: false,
            withdrawn: None,
            retimed: None,
            breaking: None,
            recap: None,
        };
    }
    for i in 0..*dice.pick(&[1, 2, 2, 2, 3, 3, 4, 6]) {
        parts.push((
            Part::Body,
            if i == 0 {
                prose::lead(dice, scene)
            } else {
                prose::follow(dice, scene)
            },
        ));
    }
    if parts.len() > 1 && dice.chance(plan.background) {
        parts.push((Part::Body, dice.pick(&publisher.background).clone()));
    }
    if heading.is_some() && dice.chance(plan.cards) {
        let (title, text) = dice.pick(&publisher.cards).clone();
        parts.push((Part::LeadIn, prose::lead_in(dice, &author)));
        parts.push((Part::CardTitle, title));
        parts.push((Part::CardText, text));
    }
    if dice.chance(plan.media) {
        parts.push((
            Part::Media,
            format!(
                "{} in {}. Photograph: {}",
                prose::heading(dice, scene),
                scene.place,
                dice.pick(words::LAST)
            ),
        ));
    }
    let mut versions = vec![Version { from: now, parts }];
    if dice.chance(plan.edits) {
        let next = edited(dice, &versions[0], scene, now);
        versions.push(next);
    }
    let withdrawn = dice
        .chance(plan.withdrawals)
        .then(|| now + dice.between(20, 120));
    let retimed = dice
        .chance(plan.retimed)
        .then(|| now + dice.between(10, 90));
    Story {
        id,
        heading,
        author,
        versions,
        posted: vec![now],
        keeps_old: dice.chance(0.4),
        withdrawn,
        retimed,
        breaking: None,
        recap: None,
    }
}

fn edited(dice: &mut Dice, version: &Version, scene: &Scene, now: usize) -> Version {
    let mut parts = version.parts.clone();
    let bodies: Vec<usize> = (0..parts.len())
        .filter(|i| parts[*i].0 == Part::Body)
        .collect();
    let at = *dice.pick(&bodies);
    match dice.below(4) {
        0 => parts[at].1 = prose::reword(dice, &version.parts[at].1),
        1 => parts[at].1 = prose::renumber(dice, &version.parts[at].1),
        2 => parts[at].1 = prose::cosmetic(&version.parts[at].1),
        _ => parts.insert(at + 1, (Part::Body, prose::follow(dice, scene))),
    }
    Version {
        from: now + dice.between(8, 120),
        parts,
    }
}

/// Publishes an entry again at the top, perhaps with something added. A lone card or an entry that was taken down is left.
fn repost(dice: &mut Dice, story: &mut Story, now: usize, _scene: &Scene) {
    let Some(last) = story.versions.last() else {
        return;
    };
    let bodies = last
        .parts
        .iter()
        .filter(|(part, _)| *part == Part::Body)
        .count();
    if bodies < 2 || story.withdrawn.is_some() || story.posted.len() > 1 {
        return;
    }
    story.posted.push(now);
    if dice.chance(0.5) {
        let mut parts = last.parts.clone();
        if let Some((_, text)) = parts.iter_mut().find(|(part, _)| *part == Part::Body) {
            *text = prose::renumber(dice, text);
        }
        story.versions.push(Version { from: now, parts });
        story.versions.sort_by_key(|version| version.from);
    }
}
