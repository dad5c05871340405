//! Revisions: the versions of an entry's text, and what changed from one to the next.

mod change;
mod laid;

use std::cell::OnceCell;
use std::collections::BTreeSet;

use crate::engine::merge::para::Class;
use crate::engine::merge::para::Paragraphs;
use crate::engine::merge::posting::Place;
use crate::engine::merge::revise::change::change;
use crate::engine::merge::revise::laid::Laid;
use crate::engine::merge::sheet::Row;
use crate::engine::merge::sheet::Sheet;
use crate::engine::model::Block;
use crate::engine::model::Change;
use crate::engine::model::Form;
use crate::engine::model::Revision;
use crate::engine::model::Role;
use crate::engine::model::Source;
use crate::engine::rules::Rules;
use crate::engine::segment;
use crate::engine::text::words::Fingerprint;

/// What the versions are made from.
#[derive(Clone, Copy)]
struct Ground<'g> {
    sheets: &'g [&'g Sheet],
    paragraphs: &'g Paragraphs,
}

/// One version while it is put together.
struct Version<'p> {
    body: Body,
    /// The posting that its heading is from.
    headed: &'p Place<'p>,
    /// Others that say the same with a number in a list or with a time, or without.
    headings: Vec<Class>,
    places: Vec<&'p Place<'p>>,
    /// The forms of its snapshots.
    forms: Vec<Form>,
    /// The classes of its captions.
    captions: Vec<Class>,
}

impl Version<'_> {
    /// The class of its heading.
    fn heading(&self) -> Option<Class> {
        self.headed.kind.heading
    }

    /// Whether a class is that of its heading.
    fn heads(&self, class: Class) -> bool {
        self.heading() == Some(class) || self.headings.contains(&class)
    }

    /// What was written otherwise of its captions, if a posting has these, and how.
    fn recaptioned(&self, captions: &[Class], ground: Ground<'_>) -> Option<(Class, Class)> {
        let lacks = |class: &&Class| !self.captions.contains(class);
        captions.iter().filter(lacks).find_map(|other| {
            let gone = |mine: &&Class| !captions.contains(mine);
            let mut mine = self.captions.iter().filter(gone);
            let mine = mine.find(|mine| ground.paragraphs.are_near(**mine, *other))?;
            Some((*mine, *other))
        })
    }

    /// Whether its newest snapshot states where entries begin.
    fn is_certain(&self, ground: Ground<'_>) -> bool {
        let newest = self.places.first();
        newest.is_some_and(|place| ground.sheets[place.sheet].is_certain())
    }
}

/// The running text of a posting. Whether a line is marked as an item of a list is no matter of its words.
struct Body {
    classes: Vec<Class>,
    /// The same, each once, in ascending order, once somebody asked for them.
    set: OnceCell<Vec<Class>>,
}

/// The revisions of an entry, newest first. `places` are its postings, newest first.
pub(crate) fn revisions(
    places: &[&Place<'_>],
    sheets: &[&Sheet],
    paragraphs: &Paragraphs,
) -> Vec<Revision> {
    let ground = Ground { sheets, paragraphs };
    let mut versions = versions(places, ground);
    if let Some(clearest) = clearest(&versions, ground) {
        let version = versions.remove(clearest);
        versions.insert(0, version);
    }
    let mut out: Vec<Revision> = versions
        .iter()
        .map(|version| revision(version, ground))
        .collect();
    for (i, pair) in versions.windows(2).enumerate() {
        out[i].change = Some(change(&pair[0], &pair[1], ground));
    }
    out
}

/// The version to be shown instead of the newest one, if nothing was edited from it to that one and it states more: snapshots of
/// one moment, as several extractors give it, are in no order, and some tell an entry in one line, or with the end of another.
fn clearest(versions: &[Version<'_>], ground: Ground<'_>) -> Option<usize> {
    let newest = versions.first()?;
    let states = |version: &Version<'_>| {
        let trust = version
            .places
            .iter()
            .map(|place| ground.sheets[place.sheet].trust());
        (trust.fold(0.0, f32::max), version.heading().is_some())
    };
    let mut best: Option<usize> = None;
    for (i, version) in versions.iter().enumerate().skip(1) {
        let more = states(version) > states(&versions[best.unwrap_or(0)]);
        if more
            && matches!(
                change(newest, version, ground),
                Change::Redrawn | Change::Cosmetic
            )
        {
            best = Some(i);
        }
    }
    best
}

fn versions<'p>(places: &[&'p Place<'p>], ground: Ground<'_>) -> Vec<Version<'p>> {
    let mut out: Vec<Version<'p>> = Vec::new();
    // Most postings say what one before them does: what they say is put into the same room.
    let mut room: Vec<Class> = Vec::new();
    for place in places {
        let sheet = ground.sheets[place.sheet];
        let (body, captions) = Body::of(place, sheet, ground.paragraphs, room);
        room = Vec::new();
        let found = out.iter_mut().find(|version| {
            heads_alike(version, place, ground)
                && (version.body.classes == body.classes
                    || extracted_otherwise(version, &body, sheet.form))
                && version.recaptioned(&captions, ground).is_none()
        });
        match found {
            Some(version) => {
                room = match body.classes.len() > version.body.classes.len() {
                    true => std::mem::replace(&mut version.body, body).classes,
                    false => body.classes,
                };
                if version.heading().is_none() {
                    version.headed = place;
                }
                let other = place.kind.heading.filter(|class| !version.heads(*class));
                version.headings.extend(other);
                version.places.push(place);
                let new = captions.into_iter();
                let mut new: Vec<Class> =
                    new.filter(|one| !version.captions.contains(one)).collect();
                version.captions.append(&mut new);
                if !version.forms.contains(&sheet.form) {
                    version.forms.push(sheet.form);
                }
            }
            None => out.push(Version {
                body,
                headed: place,
                headings: Vec::new(),
                places: {
                    let mut all = Vec::with_capacity(places.len().min(MANY));
                    all.push(*place);
                    all
                },
                forms: vec![sheet.form],
                captions,
            }),
        }
    }
    out
}

/// Whether a posting has the heading of a version, or one of them has none: extractors drop headings, but no page does of itself.
fn heads_alike(version: &Version<'_>, place: &Place<'_>, ground: Ground<'_>) -> bool {
    let (Some(_), Some(other)) = (version.heading(), place.kind.heading) else {
        let native = |place: &Place<'_>| ground.sheets[place.sheet].form == Form::Native;
        let of_pages = native(place) && native(version.headed);
        return !of_pages || version.heading() == place.kind.heading;
    };
    version.heads(other) || say_the_same([version.headed, place], ground)
}

/// Whether the headings of two postings say the same, but for the number of an item of a list and a time: extractors put them on the
/// line or not.
fn say_the_same(places: [&Place<'_>; 2], ground: Ground<'_>) -> bool {
    let [one, other] = places.map(|place| {
        let mut lines = place.lines(ground.sheets[place.sheet]);
        let heading = lines.find(|(row, _)| Some(row.class()) == place.kind.heading)?;
        ground.paragraphs.wordings.get(heading.0.wording)
    });
    let texts = one
        .zip(other)
        .map(|(one, other)| [one, other].map(|one| &*one.text));
    texts.is_some_and(|texts| {
        let [one, other] = texts.map(bare);
        texts.into_iter().any(is_longer) && Fingerprint::of(one) == Fingerprint::of(other)
    })
}

/// A heading without its number and time.
fn bare(text: &str) -> &str {
    segment::bare_heading(text, Rules::builtin())
}

/// Whether a heading has a number or a time with it.
fn is_longer(text: &str) -> bool {
    bare(text).len() < text.len()
}

impl Body {
    /// What a posting says, in the room of a list that nobody needs any more, and the classes of its captions.
    fn of(
        place: &Place<'_>,
        sheet: &Sheet,
        paragraphs: &Paragraphs,
        mut classes: Vec<Class>,
    ) -> (Self, Vec<Class>) {
        let lines = place.lines(sheet);
        let mut captions = Vec::new();
        classes.clear();
        for (row, taken) in lines {
            match taken.role {
                Role::Media => captions.push(row.class()),
                role if role.is_body() => classes.push(paragraphs.unlisted(row)),
                _ => {}
            }
        }
        classes.dedup();
        let set = OnceCell::new();
        (Self { classes, set }, captions)
    }

    fn set(&self) -> &[Class] {
        self.set.get_or_init(|| {
            let mut set = self.classes.clone();
            set.sort_unstable();
            set.dedup();
            set
        })
    }

    /// Whether another text has all of it.
    fn is_in(&self, other: &Self) -> bool {
        let (mine, theirs) = (self.set(), other.set());
        let mut rest = theirs.iter();
        mine.len() <= theirs.len()
            && mine
                .iter()
                .all(|class| rest.find(|next| *next >= class) == Some(class))
    }
}

/// Whether a text is the version's as another extractor gives it: other forms drop or keep different lines, but change no words.
fn extracted_otherwise(version: &Version<'_>, body: &Body, form: Form) -> bool {
    !version.forms.contains(&form) && (body.is_in(&version.body) || version.body.is_in(body))
}

fn revision(version: &Version<'_>, ground: Ground<'_>) -> Revision {
    let sheets = ground.sheets;
    let rich = |place: &Place<'_>| (sheets[place.sheet].trust(), place.spot.rows().len() as f32);
    let places = version.places.iter().map(|place| (rich(place), *place));
    let mut places: Vec<((f32, f32), &Place<'_>)> = places.collect();
    places.sort_by(|a, b| b.0.partial_cmp(&a.0).unwrap_or(std::cmp::Ordering::Equal));
    let places: Vec<&Place<'_>> = places.into_iter().map(|(_, place)| place).collect();
    let all_once = stand_once(&places);
    let mut laid = Laid::new(all_once);
    // Most texts stand in every posting.
    let room = places.len().min(MANY);
    let mut heading: Option<Block> = None;
    for place in places {
        let sheet = sheets[place.sheet];
        let mut at = 0;
        laid.begin(place.spot.rows().len(), sheet.snapshot);
        for (row, taken) in place.lines(sheet) {
            let source = sheet.source(row);
            let block = || block(row, taken.role, (source, room), ground.paragraphs);
            let heads = || version.heads(row.class());
            if taken.role == Role::Heading && (heading.is_none() || heads()) {
                match &mut heading {
                    Some(head) => {
                        if !version.headings.is_empty() && is_longer(&head.text) {
                            head.text = block().text;
                        }
                        head.source.push(source);
                    }
                    None => heading = Some(block()),
                }
                continue;
            }
            let shown = ground.paragraphs.wordings.get(row.wording);
            let shown = shown.map_or(&[][..], |one| &one.pictures);
            let class = ground.paragraphs.unlisted(row);
            at = laid.lay(at, class, (taken.role, source), (&block, shown));
        }
    }
    let mut seen = BTreeSet::new();
    let snapshots = version.places.iter().map(|place| place.sheet);
    let snapshots = snapshots.filter(|sheet| all_once || seen.insert(*sheet));
    Revision {
        snapshots: snapshots.map(|sheet| sheets[sheet].snapshot).collect(),
        heading,
        blocks: laid.blocks.into_iter().map(|(_, block)| block).collect(),
        change: None,
    }
}

/// Whether no two of these postings stand in one snapshot.
fn stand_once(places: &[&Place<'_>]) -> bool {
    let mut sheets: Vec<usize> = places.iter().map(|place| place.sheet).collect();
    sheets.sort_unstable();
    sheets.windows(2).all(|pair| pair[0] != pair[1])
}

/// Room for so many places of a text is made at once.
const MANY: usize = 16;

/// A row as a block, with room for more places of its text.
fn block(row: &Row, role: Role, (source, room): (Source, usize), paragraphs: &Paragraphs) -> Block {
    let wording = paragraphs.wordings.get(row.wording);
    let mut places = Vec::with_capacity(room);
    places.push(source);
    Block {
        role,
        text: wording.map(|one| one.text.clone()).unwrap_or_default(),
        source: places,
        links: wording.map(|one| one.links.to_vec()).unwrap_or_default(),
        pictures: wording.map(|one| one.pictures.to_vec()).unwrap_or_default(),
    }
}
