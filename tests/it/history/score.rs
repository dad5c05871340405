//! An export measured against the truth, by the same measures as the gold is scored with:
//! roles, furniture, borders, which lines are one entry, which postings were joined, order.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt;
use std::hash::Hash;

use serde_json::Value;

/// What the truth says of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) line: usize,
    pub(crate) role: String,
    pub(crate) entry: Option<String>,
}

/// The truth about some snapshots, by the stems of their names.
#[derive(Debug, Clone, Default)]
pub(crate) struct Gold {
    pub(crate) lines: BTreeMap<String, Vec<Line>>,
    /// For pages, which have no lines: the ids of their entries with the texts of each.
    pub(crate) pages: BTreeMap<String, Vec<(String, Vec<String>)>>,
    pub(crate) blogs: BTreeMap<String, String>,
    /// Entries of each blog, newest first.
    pub(crate) order: BTreeMap<String, Vec<String>>,
}

/// What an export says of a line.
#[derive(Debug, Clone)]
struct Place {
    role: String,
    entry: Option<String>,
}

/// An export, looked up by snapshot and line.
#[derive(Debug, Default)]
struct Export {
    lines: BTreeMap<(String, usize), Vec<Place>>,
    order: BTreeMap<String, usize>,
    blogs: BTreeMap<String, String>,
    /// The words of a text in a snapshot: the entries that hold it.
    texts: BTreeMap<(String, String), BTreeSet<String>>,
}

/// The figures, each between 0 and 1 (the last between -1 and 1).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Figures {
    pub(crate) lines_accounted: f64,
    pub(crate) chrome_precision: f64,
    pub(crate) chrome_recall: f64,
    pub(crate) heading_f1: f64,
    pub(crate) role_accuracy: f64,
    pub(crate) blog_f1: f64,
    pub(crate) boundary_f1: f64,
    pub(crate) entry_f1: f64,
    pub(crate) merge_f1: f64,
    pub(crate) entries_exact: f64,
    pub(crate) order_tau: f64,
}

impl Figures {
    pub(crate) const NAMES: [&str; 11] = [
        "lines", "chrome P", "chrome R", "heading", "roles", "blog", "boundary", "entry", "merge",
        "exact", "tau",
    ];

    pub(crate) fn all(&self) -> [f64; 11] {
        [
            self.lines_accounted,
            self.chrome_precision,
            self.chrome_recall,
            self.heading_f1,
            self.role_accuracy,
            self.blog_f1,
            self.boundary_f1,
            self.entry_f1,
            self.merge_f1,
            self.entries_exact,
            self.order_tau,
        ]
    }

    /// Figures from a list in the order of [`Self::NAMES`].
    pub(crate) fn of(list: [f64; 11]) -> Self {
        let [
            lines_accounted,
            chrome_precision,
            chrome_recall,
            heading_f1,
            role_accuracy,
            blog_f1,
            boundary_f1,
            entry_f1,
            merge_f1,
            entries_exact,
            order_tau,
        ] = list;
        Self {
            lines_accounted,
            chrome_precision,
            chrome_recall,
            heading_f1,
            role_accuracy,
            blog_f1,
            boundary_f1,
            entry_f1,
            merge_f1,
            entries_exact,
            order_tau,
        }
    }

    /// The means of several.
    pub(crate) fn mean(list: &[Self]) -> Self {
        let mut sums = [0.0; 11];
        for figures in list {
            for (sum, figure) in sums.iter_mut().zip(figures.all()) {
                *sum += figure / list.len() as f64;
            }
        }
        Self::of(sums)
    }

    /// The names of the figures that do not reach their floors.
    pub(crate) fn below(&self, floors: &Self) -> Vec<String> {
        let pairs = self.all().into_iter().zip(floors.all()).zip(Self::NAMES);
        pairs
            .filter(|((got, floor), _)| got + 1e-9 < *floor)
            .map(|((got, floor), name)| format!("{name} {got:.4} < {floor:.4}"))
            .collect()
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cells: Vec<String> = self
            .all()
            .iter()
            .map(|figure| format!("{figure:.3}"))
            .collect();
        f.write_str(&cells.join(" | "))
    }
}

/// Measures an export.
pub(crate) fn score(export: &str, gold: &Gold) -> Figures {
    let export = Export::read(export);
    let mut figures = Figures::default();
    roles(&export, gold, &mut figures);
    let truth: BTreeMap<String, String> = gold.blogs.clone();
    let found = truth
        .keys()
        .map(|stem| {
            (
                stem.clone(),
                export
                    .blogs
                    .get(stem)
                    .cloned()
                    .unwrap_or_else(|| format!("none {stem}")),
            )
        })
        .collect();
    figures.blog_f1 = bcubed(&found, &truth);
    entries(&export, gold, &mut figures);
    figures
}

impl Export {
    fn read(text: &str) -> Self {
        let document: Value = serde_json::from_str(text).unwrap();
        let mut out = Self::default();
        for blog in list(&document["blogs"]) {
            let names: BTreeMap<&str, String> = list(&blog["snapshots"])
                .iter()
                .map(|s| (string(&s["id"]), stem(string(&s["name"]))))
                .collect();
            for snapshot in list(&blog["snapshots"]) {
                let stem = &names[string(&snapshot["id"])];
                out.blogs
                    .insert(stem.clone(), string(&blog["id"]).to_owned());
                for dropped in list(&snapshot["dropped"]) {
                    out.lines
                        .entry((stem.clone(), number(&dropped["line"])))
                        .or_default()
                        .push(Place {
                            role: "chrome".to_owned(),
                            entry: None,
                        });
                }
            }
            for (key, role) in [
                ("title_blocks", "headline"),
                ("standfirst_blocks", "standfirst"),
                ("summary", "summary"),
            ] {
                for block in list(&blog[key]) {
                    out.put(block, &names, None, Some(role));
                }
            }
            for (i, entry) in list(&blog["entries"]).iter().enumerate() {
                let id = string(&entry["id"]);
                out.order.insert(id.to_owned(), i);
                for revision in list(&entry["revisions"]) {
                    out.hold(revision, &names, id);
                    if !revision["heading"].is_null() {
                        out.put(&revision["heading"], &names, Some(id), Some("heading"));
                    }
                    for block in list(&revision["blocks"]) {
                        out.put(block, &names, Some(id), None);
                    }
                }
            }
        }
        out
    }

    /// Notes which texts of which snapshots an entry holds.
    fn hold(&mut self, revision: &Value, names: &BTreeMap<&str, String>, id: &str) {
        let heading = Some(&revision["heading"]).filter(|heading| !heading.is_null());
        for block in list(&revision["blocks"]).iter().chain(heading) {
            let text = words(string(&block["text"]));
            for stem in list(&revision["snapshots"])
                .iter()
                .filter_map(|snapshot| names.get(string(snapshot)))
            {
                let held = self.texts.entry((stem.clone(), text.clone())).or_default();
                held.insert(id.to_owned());
            }
        }
    }

    /// The entry that holds most of what a page tells in one.
    fn holder(&self, stem: &str, texts: &[String]) -> Option<String> {
        let mut votes: BTreeMap<&str, usize> = BTreeMap::new();
        for text in texts.iter().map(|text| words(text)) {
            let size = text.chars().count();
            for held in self
                .texts
                .get(&(stem.to_owned(), text))
                .into_iter()
                .flatten()
            {
                *votes.entry(held).or_default() += size;
            }
        }
        most(&votes).map(str::to_owned)
    }

    fn put(
        &mut self,
        block: &Value,
        names: &BTreeMap<&str, String>,
        entry: Option<&str>,
        role: Option<&str>,
    ) {
        let role = role.unwrap_or(match string(&block["role"]) {
            "paragraph" | "quote" | "list-item" => "body",
            role => role,
        });
        for source in list(&block["source"]) {
            let Some(stem) = names.get(string(&source["snapshot"])) else {
                continue;
            };
            let place = Place {
                role: role.to_owned(),
                entry: entry.map(str::to_owned),
            };
            self.lines
                .entry((stem.clone(), number(&source["line"])))
                .or_default()
                .push(place);
        }
    }

    fn at(&self, stem: &str, line: usize) -> &[Place] {
        self.lines
            .get(&(stem.to_owned(), line))
            .map_or(&[], Vec::as_slice)
    }
}

fn roles(export: &Export, gold: &Gold, figures: &mut Figures) {
    let (mut total, mut accounted, mut right) = (0, 0, 0);
    let (mut chrome, mut heading) = ([0; 3], [0; 3]);
    for (stem, lines) in &gold.lines {
        for line in lines.iter().filter(|line| line.role != "blank") {
            let got = export.at(stem, line.line);
            let content = got.iter().any(|place| place.role != "chrome");
            let has = |role: &str| got.iter().any(|place| place.role == role);
            total += 1;
            accounted += usize::from(!got.is_empty());
            right += usize::from(has(&line.role));
            match (line.role == "chrome", content, got.is_empty()) {
                (true, false, false) => chrome[0] += 1,
                (true, _, _) => chrome[2] += 1,
                (false, false, _) => chrome[1] += 1,
                _ => {}
            }
            match (line.role == "heading", has("heading")) {
                (true, true) => heading[0] += 1,
                (false, true) => heading[1] += 1,
                (true, false) => heading[2] += 1,
                _ => {}
            }
        }
    }
    figures.lines_accounted = share(accounted, total);
    figures.role_accuracy = share(right, total);
    figures.chrome_precision = share(chrome[0], chrome[0] + chrome[1]);
    figures.chrome_recall = share(chrome[0], chrome[0] + chrome[2]);
    figures.heading_f1 = f1(heading);
}

type Item = (String, usize);

fn entries(export: &Export, gold: &Gold, figures: &mut Figures) {
    let (mut found, mut truth): (BTreeMap<Item, String>, BTreeMap<Item, String>) =
        Default::default();
    let mut cuts = [0; 3];
    for (stem, lines) in &gold.lines {
        let mut before: Option<(String, String)> = None;
        for line in lines {
            let Some(wanted) = &line.entry else { continue };
            let place = export
                .at(stem, line.line)
                .iter()
                .find_map(|place| place.entry.clone());
            let place = place.unwrap_or_else(|| format!("none {stem} {}", line.line));
            if let Some((g, p)) = &before {
                match (g != wanted, *p != place) {
                    (true, true) => cuts[0] += 1,
                    (false, true) => cuts[1] += 1,
                    (true, false) => cuts[2] += 1,
                    _ => {}
                }
            }
            found.insert((stem.clone(), line.line), place.clone());
            truth.insert((stem.clone(), line.line), wanted.clone());
            before = Some((wanted.clone(), place));
        }
    }
    // An entry of a page is one item, behind all lines.
    for (stem, posts) in &gold.pages {
        for (id, texts) in posts {
            let at = posts.iter().position(|(other, _)| other == id).unwrap_or(0);
            let item = (stem.clone(), 1_000_000 + at);
            let place = export.holder(stem, texts);
            let place = place.unwrap_or_else(|| format!("none {stem} {at}"));
            found.insert(item.clone(), place);
            truth.insert(item, id.clone());
        }
    }
    figures.boundary_f1 = f1(cuts);
    figures.entry_f1 = bcubed(&found, &truth);
    figures.merge_f1 = merged(&found, &truth, &gold.blogs);
    figures.entries_exact = exact(&found, &truth);
    figures.order_tau = order(export, gold, &found, &truth);
}

/// Pairs of postings in different snapshots of one blog: joined or not.
fn merged(
    found: &BTreeMap<Item, String>,
    truth: &BTreeMap<Item, String>,
    blogs: &BTreeMap<String, String>,
) -> f64 {
    let mut votes: BTreeMap<(&str, &str), BTreeMap<&str, usize>> = BTreeMap::new();
    for (item, entry) in truth {
        *votes
            .entry((item.0.as_str(), entry.as_str()))
            .or_default()
            .entry(found[item].as_str())
            .or_default() += 1;
    }
    let postings: Vec<(&str, &str, &str)> = votes
        .iter()
        .filter_map(|((stem, entry), votes)| Some((*stem, *entry, most(votes)?)))
        .collect();
    let mut counts = [0; 3];
    for (i, a) in postings.iter().enumerate() {
        for b in postings[i + 1..]
            .iter()
            .filter(|b| b.0 != a.0 && blogs.get(a.0) == blogs.get(b.0))
        {
            match (a.1 == b.1, a.2 == b.2) {
                (true, true) => counts[0] += 1,
                (false, true) => counts[1] += 1,
                (true, false) => counts[2] += 1,
                _ => {}
            }
        }
    }
    f1(counts)
}

/// The share of true entries that one found entry holds in whole and alone.
fn exact(found: &BTreeMap<Item, String>, truth: &BTreeMap<Item, String>) -> f64 {
    let mut members: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut holders: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (item, entry) in truth {
        members.entry(&found[item]).or_default().insert(entry);
        holders.entry(entry).or_default().insert(&found[item]);
    }
    let whole = holders
        .values()
        .filter(|found| found.len() == 1 && found.iter().all(|one| members[one].len() == 1))
        .count();
    share(whole, holders.len())
}

/// Kendall's tau of the true order against the places of the found entries, as the mean of the blogs.
fn order(
    export: &Export,
    gold: &Gold,
    found: &BTreeMap<Item, String>,
    truth: &BTreeMap<Item, String>,
) -> f64 {
    let mut votes: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for (item, entry) in truth {
        if export.order.contains_key(&found[item]) {
            *votes
                .entry(entry)
                .or_default()
                .entry(&found[item])
                .or_default() += 1;
        }
    }
    let at = |entry: &String| {
        votes
            .get(entry.as_str())
            .and_then(most)
            .map(|found| export.order[found])
    };
    let taus: Vec<f64> = gold
        .order
        .values()
        .map(|ids| ids.iter().filter_map(at).collect::<Vec<usize>>())
        .filter(|places| places.len() > 1)
        .map(|places| tau(&places))
        .collect();
    taus.iter().sum::<f64>() / taus.len().max(1) as f64
}

fn tau(places: &[usize]) -> f64 {
    let (mut good, mut bad) = (0, 0);
    for (i, a) in places.iter().enumerate() {
        good += places[i + 1..].iter().filter(|b| a < b).count();
        bad += places[i + 1..].iter().filter(|b| a > b).count();
    }
    if good + bad == 0 {
        1.0
    } else {
        (good as f64 - bad as f64) / (good + bad) as f64
    }
}

fn most<'a>(votes: &BTreeMap<&'a str, usize>) -> Option<&'a str> {
    votes
        .iter()
        .max_by_key(|(_, count)| **count)
        .map(|(entry, _)| *entry)
}

/// The B-cubed F1 of two ways to group the same items.
fn bcubed<T: Ord + Hash>(found: &BTreeMap<T, String>, truth: &BTreeMap<T, String>) -> f64 {
    let groups = |map: &BTreeMap<T, String>| {
        let mut sizes: BTreeMap<String, usize> = BTreeMap::new();
        map.values()
            .for_each(|group| *sizes.entry(group.clone()).or_default() += 1);
        sizes
    };
    let mut both: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (item, group) in truth {
        *both.entry((&found[item], group)).or_default() += 1;
    }
    let (sizes, wanted) = (groups(found), groups(truth));
    let (mut p, mut r) = (0.0, 0.0);
    for ((f, t), n) in &both {
        p += (n * n) as f64 / sizes[*f] as f64;
        r += (n * n) as f64 / wanted[*t] as f64;
    }
    if p + r == 0.0 {
        1.0
    } else {
        2.0 * p * r / (p + r) / truth.len() as f64
    }
}

/// F1 of true, wrong and missed ones.
fn f1([tp, fp, fn_]: [usize; 3]) -> f64 {
    if tp + fp + fn_ == 0 {
        1.0
    } else {
        share(2 * tp, 2 * tp + fp + fn_)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        1.0
    } else {
        part as f64 / whole as f64
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn string(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap_or_default()).unwrap_or_default()
}

/// The words of a text, whatever stands between them.
fn words(text: &str) -> String {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join(" ")
}

fn stem(name: &str) -> String {
    name.rsplit_once('.')
        .map_or(name, |(stem, _)| stem)
        .to_owned()
}
