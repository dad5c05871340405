//! What changed from one version of an entry to the next.

use std::collections::BTreeSet;

use crate::engine::merge::para::Class;
use crate::engine::merge::revise::Ground;
use crate::engine::merge::revise::Version;
use crate::engine::merge::revise::heads_alike;
use crate::engine::merge::sheet::Row;
use crate::engine::merge::sheet::Sheet;
use crate::engine::model::Change;
use crate::engine::text::likeness;
use crate::engine::text::words::Word;

/// So many lines of times, authors or headings may stand between an entry and a text that another snapshot has in it.
const BETWEEN: usize = 3;

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
    let holds = |one: &[Word], other: &[Word]| {
        let at = |run: &[Word]| {
            let mut runs = one.windows(run.len().max(1));
            runs.position(|other| other == run)
        };
        // Where an extractor glues two texts, the word at the seam is another one; the texts are of other lengths then.
        let behind_seam = other.get(1..).filter(|_| other.len() > SEAM);
        let glued = behind_seam.filter(|_| one.len() != other.len());
        at(other).is_some() || glued.is_some_and(|run| at(run).is_some())
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
pub(super) fn change(newer: &Version<'_>, older: &Version<'_>, ground: Ground<'_>) -> Change {
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
        let captions = older.recaptioned(&newer.captions, ground);
        return captions.map_or(Change::Cosmetic, |(before, after)| {
            let facts = |version: &Version<'_>, class: Class| told(version, &[class], ground);
            let facts = (facts(older, before), facts(newer, after));
            reworded((&facts.0, &facts.1))
        });
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
    match edited {
        true => reworded((&before, &after)),
        false => Change::Reworded,
    }
}

/// What changed in texts that were edited: names or numbers, or other words alone.
fn reworded((before, after): (&[Told<'_>], &[Told<'_>])) -> Change {
    let facts = |told: &[Told<'_>]| -> BTreeSet<Word> {
        told.iter()
            .flat_map(|one| one.facts.iter().copied())
            .collect()
    };
    match facts(before) == facts(after) {
        true => Change::Reworded,
        false => Change::Facts,
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
