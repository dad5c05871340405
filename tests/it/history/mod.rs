//! Histories of invented live blogs with the truth about every line: what laws are tested on and figures measured with.
//! The same seed and plan give the same history. Nothing here reads a file.

#![allow(
    clippy::explicit_auto_deref,
    reason = "what the lint proposes does not compile where the type is inferred"
)]

pub(crate) mod dice;
mod html;
mod newsroom;
pub(crate) mod page;
mod prose;
pub(crate) mod score;
mod words;
mod written;

use std::collections::BTreeMap;
use std::fmt;

use liveblog::engine::model::Capture;
use liveblog::engine::model::RawSnapshot;

use crate::history::dice::Dice;
use crate::history::html::Dress;
use crate::history::html::Posts;
use crate::history::newsroom::Blog;
use crate::history::newsroom::Publisher;
use crate::history::page::Form;
use crate::history::page::View;
use crate::history::score::Gold;
use crate::history::score::Line;

/// What a history is to be like.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) forms: Vec<Form>,
    /// Whether the snapshots have these forms one after the other, rather than any of them.
    pub(crate) in_turn: bool,
    pub(crate) publishers: usize,
    /// Blogs of each publisher; they share cards, background and furniture.
    pub(crate) days: usize,
    pub(crate) entries: usize,
    pub(crate) snapshots: usize,
    /// How many postings a page shows.
    pub(crate) window: usize,
    /// The share of snapshots whose time of capture is known.
    pub(crate) known_times: f64,
    /// The share of lines in which an extractor lost a space.
    pub(crate) worn: f64,
    pub(crate) edits: f64,
    pub(crate) reposts: f64,
    pub(crate) withdrawals: f64,
    pub(crate) retimed: f64,
    pub(crate) cards: f64,
    pub(crate) media: f64,
    pub(crate) background: f64,
    pub(crate) pins: f64,
    pub(crate) unknown_furniture: usize,
}

impl Plan {
    /// One day of one publisher in these forms, with a little of everything.
    pub(crate) fn of(forms: &[Form]) -> Self {
        Self {
            forms: forms.to_vec(),
            in_turn: false,
            publishers: 1,
            days: 1,
            entries: 30,
            snapshots: 6,
            window: 14,
            known_times: 0.5,
            worn: 0.0,
            edits: 0.25,
            reposts: 0.06,
            withdrawals: 0.04,
            retimed: 0.05,
            cards: 0.2,
            media: 0.1,
            background: 0.15,
            pins: 0.3,
            unknown_furniture: 6,
        }
    }

    /// A small one, for laws that are tried many times.
    pub(crate) fn small(forms: &[Form]) -> Self {
        Self {
            entries: 14,
            snapshots: 4,
            window: 8,
            ..Self::of(forms)
        }
    }
}

/// What one line of a snapshot is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Truth {
    /// 1-based.
    pub(crate) line: usize,
    /// By the names of the gold files.
    pub(crate) role: &'static str,
    pub(crate) entry: Option<String>,
}

/// One snapshot with the truth about it.
#[derive(Debug, Clone)]
pub(crate) struct Shot {
    pub(crate) raw: RawSnapshot,
    pub(crate) stem: String,
    pub(crate) blog: String,
    pub(crate) truth: Vec<Truth>,
    /// Where the snapshot is a page, which has no lines.
    pub(crate) posts: Posts,
}

/// Snapshots of some blogs, and the truth about them.
#[derive(Clone, Default)]
pub(crate) struct History {
    /// How it can be had again.
    pub(crate) recipe: String,
    /// From the oldest to the newest, blog by blog.
    pub(crate) shots: Vec<Shot>,
    /// For each blog the entries that its snapshots show, newest first.
    pub(crate) order: BTreeMap<String, Vec<String>>,
}

impl fmt::Debug for History {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.recipe)
    }
}

impl History {
    /// The history of this seed.
    pub(crate) fn new(seed: u64, plan: &Plan) -> Self {
        let mut dice = Dice::new(seed);
        let mut history = Self {
            recipe: format!("seed {seed}, {plan:?}"),
            ..Self::default()
        };
        let first = dice.below(8);
        for p in 0..plan.publishers {
            let publisher = Publisher::new(&mut dice, first + p, plan);
            for day in 0..plan.days {
                let name = format!(
                    "{}{}",
                    char::from(b'A' + u8::try_from(p % 26).unwrap_or(0)),
                    char::from(b'a' + u8::try_from(day % 26).unwrap_or(0))
                );
                let blog = Blog::new(&mut dice, name, &publisher, plan);
                history.photograph(&mut dice, &blog, &publisher, plan, day);
            }
        }
        history
    }

    /// The snapshots as they would be added.
    pub(crate) fn raws(&self) -> Vec<RawSnapshot> {
        self.shots.iter().map(|shot| shot.raw.clone()).collect()
    }

    /// The truth in the form that exports are scored against.
    pub(crate) fn gold(&self) -> Gold {
        let line = |truth: &Truth| Line {
            line: truth.line,
            role: truth.role.to_owned(),
            entry: truth.entry.clone(),
        };
        Gold {
            lines: self
                .shots
                .iter()
                .map(|shot| (shot.stem.clone(), shot.truth.iter().map(line).collect()))
                .collect(),
            blogs: self
                .shots
                .iter()
                .map(|shot| (shot.stem.clone(), shot.blog.clone()))
                .collect(),
            pages: self
                .shots
                .iter()
                .filter(|shot| !shot.posts.is_empty())
                .map(|shot| (shot.stem.clone(), shot.posts.clone()))
                .collect(),
            order: self.order.clone(),
        }
    }

    fn photograph(
        &mut self,
        dice: &mut Dice,
        blog: &Blog,
        publisher: &Publisher,
        plan: &Plan,
        day: usize,
    ) {
        let mut newest: BTreeMap<String, usize> = BTreeMap::new();
        let dress = Dress::new(dice.clone(), &blog.name);
        let start = blog.end * plan.window.min(plan.entries) / plan.entries.max(1) * 3 / 4;
        for k in 0..plan.snapshots {
            let share = (blog.end - start) * (k + 1) / plan.snapshots;
            let minute = (start + share).saturating_sub(dice.below(6)).max(8);
            let form = match plan.in_turn {
                true => plan.forms[k % plan.forms.len()],
                false => plan.forms[(k + dice.below(plan.forms.len())) % plan.forms.len()],
            };
            let view = View {
                blog,
                publisher,
                form,
                minute,
                window: plan.window,
                worn: plan.worn,
                pinned: dice.chance(plan.pins),
            };
            let ((text, truth), posts) = if form.is_page() {
                let (text, posts) = html::draw(dice, &view, &dress);
                ((text, Vec::new()), posts)
            } else {
                (page::draw(dice, &view), Posts::new())
            };
            for (story, at) in blog.page(minute, plan.window) {
                if truth
                    .iter()
                    .any(|line| line.entry.as_ref() == Some(&story.id))
                    || posts.iter().any(|(id, _)| *id == story.id)
                {
                    let last = newest.entry(story.id.clone()).or_default();
                    *last = at.max(*last);
                }
            }
            let stem = format!("{}-{k:03}-{}", blog.name, form.name());
            let known = dice.chance(plan.known_times);
            let file = format!("{stem}.{}", if form.is_page() { "html" } else { "txt" });
            let capture = Capture {
                name: file.clone().into(),
                origin: file.into(),
                captured_at: known.then(|| instant(day, minute)),
                ..Capture::default()
            };
            self.shots.push(Shot {
                raw: RawSnapshot::new(capture, text.into_bytes()),
                stem,
                blog: blog.name.clone(),
                truth,
                posts,
            });
        }
        let mut order: Vec<(usize, String)> = newest.into_iter().map(|(id, at)| (at, id)).collect();
        // Of two of one minute pages show the older story first.
        order.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        self.order.insert(
            blog.name.clone(),
            order.into_iter().map(|(_, id)| id).collect(),
        );
    }
}

/// The instant of a minute of the blog's day.
fn instant(day: usize, minute: usize) -> jiff::Timestamp {
    let seconds = 1_931_234_400
        + 86_400 * i64::try_from(day).unwrap_or(0)
        + 60 * i64::try_from(minute).unwrap_or(0);
    jiff::Timestamp::from_second(seconds).unwrap_or_default()
}
