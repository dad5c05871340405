//! Revisions: the versions of an entry's text, and what changed from one to the next.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use foldhash::HashMap;
use foldhash::HashSet;

use crate::engine::merge::para::Class;
use crate::engine::merge::para::Paragraphs;
use crate::engine::merge::posting::Place;
use crate::engine::merge::sheet::Row;
use crate::engine::merge::sheet::Sheet;
use crate::engine::model::Block;
use crate::engine::model::Change;
use crate::engine::model::Form;
use crate::engine::model::Picture;
use crate::engine::model::Revision;
use crate::engine::model::Role;
use crate::engine::model::SnapshotId;
use crate::engine::model::Source;
use crate::engine::rules::Rules;
use crate::engine::segment;
use crate::engine::text::likeness;
use crate::engine::text::words::Fingerprint;
use crate::engine::text::words::Word;

/// So many lines of times, authors or headings may stand between an entry and a text that another snapshot has in it.
const BETWEEN: usize = 3;

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
        let body = Body::of(place, sheet, ground.paragraphs, room);
        room = Vec::new();
        let found = out.iter_mut().find(|version| {
            heads_alike(version, place, ground)
                && (version.body.classes == body.classes
                    || extracted_otherwise(version, &body, sheet.form))
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
            }),
        }
    }
    out
}

/// Whether a posting has the heading of a version, or one of them has none.
fn heads_alike(version: &Version<'_>, place: &Place<'_>, ground: Ground<'_>) -> bool {
    let (Some(_), Some(other)) = (version.heading(), place.kind.heading) else {
        return true;
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
    /// What a posting says, in the room of a list that nobody needs any more.
    fn of(
        place: &Place<'_>,
        sheet: &Sheet,
        paragraphs: &Paragraphs,
        mut classes: Vec<Class>,
    ) -> Self {
        let lines = place.lines(sheet);
        let body = lines.filter(|(_, taken)| taken.role.is_body());
        classes.clear();
        classes.extend(body.map(|(row, _)| paragraphs.unlisted(row)));
        classes.dedup();
        let set = OnceCell::new();
        Self { classes, set }
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
    let mut laid = Laid {
        blocks: Vec::new(),
        all_once,
        came: HashSet::default(),
        once: true,
        free: None,
    };
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

/// The blocks of a version while its postings are laid over each other.
struct Laid {
    blocks: Vec<(Class, Block)>,
    /// No two of the postings stand in one snapshot.
    all_once: bool,
    /// The snapshots that came so far, where two may.
    came: HashSet<SnapshotId>,
    /// Whether the snapshot at hand has not come before.
    once: bool,
    /// In a long posting, for each class how many blocks the snapshot at hand has no line for yet.
    free: Option<HashMap<Class, usize>>,
}

/// In longer postings no block is looked for that cannot be there.
const LONG: usize = 64;

impl Laid {
    /// Begins with a posting of so many rows of a snapshot.
    fn begin(&mut self, rows: usize, snapshot: SnapshotId) {
        self.once = self.all_once || self.came.insert(snapshot);
        self.free = (rows > LONG).then(|| {
            let mut free: HashMap<Class, usize> = HashMap::default();
            let blocks = self.blocks.iter();
            for (class, _) in blocks.filter(|(_, block)| !self.has(block, snapshot)) {
                *free.entry(*class).or_default() += 1;
            }
            free
        });
    }

    /// The block that a line of a class of a snapshot goes to, at a place or below it, else above.
    fn find(&mut self, at: usize, class: Class, snapshot: SnapshotId) -> Option<usize> {
        let free = self.free.as_ref();
        if free.is_some_and(|free| free.get(&class).is_none_or(|count| *count == 0)) {
            return None;
        }
        let same = |(other, block): &(Class, Block)| *other == class && !self.has(block, snapshot);
        let below = self.blocks[at..].iter().position(same).map(|i| i + at);
        let found = below.or_else(|| self.blocks.iter().position(same))?;
        let count = self.free.as_mut().and_then(|free| free.get_mut(&class));
        if let Some(count) = count {
            *count = count.saturating_sub(1);
        }
        Some(found)
    }

    /// Adds a row with its role and place to the blocks: to the next one with the same text, or as a new block at this place.
    fn lay(
        &mut self,
        at: usize,
        class: Class,
        (role, source): (Role, Source),
        (new, shown): (&dyn Fn() -> Block, &[Picture]),
    ) -> usize {
        let at = at.min(self.blocks.len());
        let found = self.find(at, class, source.snapshot);
        if let Some(i) = found {
            let block = &mut self.blocks[i].1;
            block.source.push(source);
            // A snapshot without pictures, a text extract, takes none away.
            if block.pictures.is_empty() {
                block.pictures = shown.to_vec();
            }
            return i + 1;
        }
        let again = at
            .checked_sub(1)
            .filter(|i| self.blocks[*i].0 == class && self.blocks[*i].1.role == role);
        if let Some(i) = again {
            self.blocks[i].1.source.push(source);
            return at;
        }
        self.blocks.insert(at, (class, new()));
        at + 1
    }

    /// Whether a block stands for a line of a snapshot already.
    fn has(&self, block: &Block, snapshot: SnapshotId) -> bool {
        let mut latest = block.source.iter().rev();
        if self.once {
            // What comes from one posting comes in one go.
            return latest.next().is_some_and(|s| s.snapshot == snapshot);
        }
        latest.any(|s| s.snapshot == snapshot)
    }
}

/// A paragraph of a version as the newest snapshot that shows it has it: its class, and the names and numbers in it.
struct Told<'g> {
    class: Class,
    facts: &'g [Word],
}

/// Whether two versions were extracted in different ways, or one is a heading alone, and nobody knows that one is older: what only one
/// of them has is what the other extractor dropped, or furniture that it kept.
fn are_extracted_apart(newer: &Version<'_>, older: &Version<'_>, ground: Ground<'_>) -> bool {
    let bare = [newer, older].iter().any(|one| one.body.set().is_empty());
    let told = |version: &Version<'_>| -> Vec<(&Sheet, BTreeSet<Class>)> {
        let places = version.places.iter().take(EXTRACTORS);
        let told = places.map(|place| (ground.sheets[place.sheet], place.kind.classes().collect()));
        told.collect()
    };
    let (newer, older) = (told(newer), told(older));
    let (mut other, mut alike) = (false, false);
    for (one, says) in &newer {
        // Between two that say the same nothing was edited.
        for (another, _) in older.iter().filter(|another| another.1 != *says) {
            let times = one.time().zip(another.time());
            if times.is_some_and(|(newer, older)| newer != older) {
                return false;
            }
            match (one.form == another.form).then(|| one.sets_aside_otherwise(another)) {
                None | Some(Some(true)) => other = true,
                // What one extractor gives in two ways was edited.
                Some(Some(false)) => alike = true,
                Some(None) => {}
            }
        }
    }
    bare || other && !alike
}

/// No more snapshots of a version are asked how they were extracted.
const EXTRACTORS: usize = 8;

/// Whether some of these texts replace some of the others: they say nearly the same, and none says all of the other.
fn is_edited(gone: &[Class], added: &[Class], ground: Ground<'_>) -> bool {
    if gone.len().max(added.len()) > FEW {
        return true;
    }
    let words = |class: &Class| ground.paragraphs.words(*class);
    // Where an extractor glues two texts, the word at the seam is another one.
    let holds = |one: &[Word], other: &[Word]| {
        let run = other
            .get(usize::from(other.len() > SEAM)..)
            .unwrap_or_default();
        one.windows(run.len().max(1)).any(|other| other == run)
    };
    gone.iter().any(|gone| {
        added.iter().any(|added| {
            let (gone, added) = (words(gone), words(added));
            likeness::reaches(gone, added, 0.5) && !holds(gone, added) && !holds(added, gone)
        })
    })
}

/// Of longer texts the first word may be glued to another one.
const SEAM: usize = 4;

/// What some classes of a version say, by the text of the newest snapshot that shows each.
fn told<'g>(version: &Version<'_>, wanted: &[Class], ground: Ground<'g>) -> Vec<Told<'g>> {
    let mut out: Vec<Told<'g>> = Vec::new();
    for place in &version.places {
        if out.len() == wanted.len() {
            break;
        }
        for (row, _) in place.lines(ground.sheets[place.sheet]) {
            let class = ground.paragraphs.unlisted(row);
            if wanted.contains(&class) && out.iter().all(|told| told.class != class) {
                let facts = ground.paragraphs.wordings.facts(row.wording);
                out.push(Told { class, facts });
            }
        }
    }
    out
}

/// What changed from an older version to a newer one.
fn change(newer: &Version<'_>, older: &Version<'_>, ground: Ground<'_>) -> Change {
    let headings = newer.heading().is_some() && older.heading().is_some();
    let alike = headings && heads_alike(newer, older.headed, ground);
    let classes = |version: &Version<'_>| -> Vec<Class> {
        let heading = version.heading().filter(|_| !alike);
        let mut all = version.body.set().to_vec();
        let at = heading.map(|heading| (all.binary_search(&heading), heading));
        if let Some((Err(at), heading)) = at {
            all.insert(at, heading);
        }
        all
    };
    let lacks = |others: &[Class], class: &Class| others.binary_search(class).is_err();
    let (new, old) = (classes(newer), classes(older));
    let mut added: Vec<Class> = new.clone();
    added.retain(|class| lacks(&old, class));
    let mut gone = old;
    gone.retain(|class| lacks(&new, class));
    if added.is_empty() && gone.is_empty() {
        return Change::Cosmetic;
    }
    let far = match newer.is_certain(ground) && older.is_certain(ground) {
        true => 0,
        false => added.len() + gone.len() + BETWEEN,
    };
    let (before, after) = (around(older, far, ground), around(newer, far, ground));
    let few = [&added, &gone].map(|texts| texts.len() <= FEW);
    lack(before, &mut added, ground);
    lack(after, &mut gone, ground);
    let says_all = |rows: &[Row], texts: &[Class], few: bool| {
        texts.is_empty() || few && tell(rows, texts, ground)
    };
    if says_all(before, &added, few[0]) && says_all(after, &gone, few[1]) {
        return Change::Redrawn;
    }
    if are_extracted_apart(newer, older, ground) && !is_edited(&gone, &added, ground) {
        return Change::Redrawn;
    }
    if gone.is_empty() {
        return Change::Added;
    }
    let (before, after) = (told(older, &gone, ground), told(newer, &added, ground));
    let words = |told: &Told<'_>| ground.paragraphs.words(told.class);
    let edited = before.len() == gone.len()
        && before.iter().all(|gone| {
            let near = |added: &Told<'_>| likeness::reaches(words(gone), words(added), 0.5);
            after.iter().any(near)
        });
    let facts = |told: &[Told<'_>]| -> BTreeSet<Word> {
        told.iter()
            .flat_map(|one| one.facts.iter().copied())
            .collect()
    };
    if edited && facts(&before) != facts(&after) {
        Change::Facts
    } else {
        Change::Reworded
    }
}

/// The rows of the newest snapshot of a version that the version stands in, and so many above and below it: what is shown there as
/// something else, or beside it where a border may have been drawn wrongly, was not edited.
fn around<'g>(version: &Version<'_>, far: usize, ground: Ground<'g>) -> &'g [Row] {
    let Some(place) = version.places.first() else {
        return &[];
    };
    let rows = ground.sheets[place.sheet].rows();
    let mine = place.spot.rows();
    let to = mine.end.saturating_add(far).min(rows.len());
    rows.get(mine.start.saturating_sub(far)..to)
        .unwrap_or_default()
}

/// Keeps those of some texts that no row shows.
fn lack(rows: &[Row], texts: &mut Vec<Class>, ground: Ground<'_>) {
    let classes = rows.iter().map(|row| ground.paragraphs.unlisted(row));
    let mut shown: Vec<Class> = classes.collect();
    shown.sort_unstable();
    texts.retain(|class| shown.binary_search(class).is_err());
}

/// So many texts of which one version has other ones than another are looked for word by word; nobody reads a page so differently.
const FEW: usize = 16;

/// Whether rows that show none of these texts say the words of all of them in other lines: a time on the line of its text may have been
/// parted from it.
fn tell(rows: &[Row], texts: &[Class], ground: Ground<'_>) -> bool {
    let words = |class: Class| ground.paragraphs.words(class);
    let said: Vec<Word> = rows
        .iter()
        .flat_map(|row| words(row.class()))
        .copied()
        .collect();
    texts.iter().all(|class| {
        let text = words(*class);
        // A line with the same words is of another class where signs make it say something else: "$5m", "€5m".
        let otherwise = rows.iter().any(|row| words(row.class()) == text);
        let parted = || said.windows(text.len()).any(|run| run == text);
        !text.is_empty() && !otherwise && parted()
    })
}
