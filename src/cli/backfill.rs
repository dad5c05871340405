//! `liveblog backfill`: adds the captures that a web archive holds of a page, those that fill gaps first.

use std::collections::HashSet;
use std::sync::atomic::Ordering;

use clap::Args;
use jiff::Timestamp;
use serde::Serialize;

use crate::cli::context::Context;
use crate::cli::context::count;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::cli::interrupt;
use crate::cli::out::Progress;
use crate::cli::out::complain;
use crate::cli::tail;
use crate::cli::web;
use crate::engine::digest;
use crate::engine::model::BlogId;
use crate::engine::model::RawSnapshot;
use crate::engine::model::Reading;
use crate::engine::rules::Rules;
use crate::engine::text::SafeText;
use crate::fetch::Address;
use crate::fetch::Answer;
use crate::fetch::Archive;
use crate::fetch::Request;
use crate::fetch::Web;
use crate::follow;
use crate::follow::gaps;
use crate::follow::gaps::Gap;
use crate::store::ArchivedPage;
use crate::store::CaptureState;
use crate::store::Store;

/// How many captures are fetched before they are added together.
const BATCH: usize = 4;

/// How often a capture is tried, over all runs.
const TRIES: u32 = 3;

/// So many failures in a row are the archive's, not the captures'.
const IN_A_ROW: u32 = 4;

/// Adds the captures that a web archive holds of a page
///
/// Asks the archive for its list of captures (the Wayback Machine, or another one by config.toml), then fetches those
/// that fill gaps of the timeline first. Captures with the same content are fetched once. It can be interrupted
/// (ctrl-c) and started again: what was fetched stays, and it goes on with the rest.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  liveblog backfill https://news.example/live/flood
  liveblog backfill flood --most 20")]
pub(crate) struct BackfillArgs {
    /// The address of a page, or a blog by number, id or words of its title
    #[arg(value_name = "BLOG|URL")]
    pub(crate) target: String,
    /// Fetches so many captures at most
    #[arg(long, value_name = "NUMBER")]
    pub(crate) most: Option<usize>,
    /// Prints JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// What came of it, as it is printed with --json.
#[derive(Debug, Default, Serialize)]
struct Report {
    page: String,
    blog: Option<BlogId>,
    /// Captures that the archive lists.
    listed: usize,
    /// Captures fetched in this run.
    fetched: usize,
    /// Entries that no snapshot showed before.
    new: u32,
    /// Entries of which another version came.
    revised: u32,
    /// Captures that show no live blog.
    refused: usize,
    /// Captures that did not come.
    failed: usize,
    /// Captures that are left to be fetched.
    left: usize,
}

/// Runs the command.
pub(crate) fn run(context: &mut Context, args: &BackfillArgs) -> Result<Outcome, Failure> {
    let mut store = context.store()?;
    let (page, blog) = tail::target(&store, "backfill", &args.target)?;
    let mut web = web::open(context)?;
    let stop = web.stop();
    interrupt::watch(&stop)?;
    let archive = web::archive(context)?;
    list(&mut store, &mut web, &archive, &page)?;
    let mut run = Run {
        store,
        web,
        page,
        report: Report {
            blog,
            ..Report::default()
        },
        batch: Vec::new(),
        failures: 0,
    };
    let ended = run.fill(args.most.unwrap_or(usize::MAX));
    run.hand_over()?;
    let mut report = run.report;
    report.page = run.page.to_string();
    report.left = wanted(&run.store, &run.page)?.len();
    let stopped = stop.load(Ordering::SeqCst);
    if args.json {
        context.out.json(&report)?;
    } else {
        context.out.line(&told(&report))?;
    }
    if stopped {
        complain("liveblog: backfill: stopped; start it again to go on");
        return Ok(Outcome::Code(interrupt::CODE));
    }
    ended?;
    Ok(match report {
        Report { listed: 0, .. } => Outcome::Nothing,
        Report { failed: 1.., .. } => Outcome::Partly,
        _ => Outcome::Done,
    })
}

/// Asks the archive what it holds, and keeps that.
fn list(
    store: &mut Store,
    web: &mut Web,
    archive: &Archive,
    page: &Address,
) -> Result<(), Failure> {
    let address = archive
        .list_of(page)
        .map_err(|error| Failure::fetch("backfill", &error))?;
    rested(store, &address)?;
    let answer = web.document(&address, &Timestamp::now);
    let bytes = match answer {
        Ok(bytes) => bytes,
        Err(error) => {
            rest(store, &address, error.wait)?;
            return Err(Failure::fetch("backfill", &error.error));
        }
    };
    let listed: Vec<ArchivedPage> = archive
        .captures(&address, &String::from_utf8_lossy(&bytes))
        .into_iter()
        .map(|one| ArchivedPage {
            at: one.at,
            address: one.address.to_string(),
            digest: one.digest,
            state: CaptureState::Wanted,
        })
        .collect();
    store
        .list_captures(page.as_str(), &listed)
        .map_err(Failure::library)
}

/// Fails while a host wants to be left alone.
fn rested(store: &Store, address: &Address) -> Result<(), Failure> {
    match follow::request(store, address, Timestamp::now()).map_err(Failure::library)? {
        Ok(_) => Ok(()),
        Err(resting) => Err(Failure::fetch("backfill", &resting)),
    }
}

fn rest(
    store: &mut Store,
    address: &Address,
    wait: Option<std::time::Duration>,
) -> Result<(), Failure> {
    follow::let_rest(store, address, wait, Timestamp::now()).map_err(Failure::library)
}

/// The captures that are still wanted: not fetched, not given up, and with a content that was not fetched.
fn wanted(store: &Store, page: &Address) -> Result<Vec<ArchivedPage>, Failure> {
    let all = store.captures(page.as_str()).map_err(Failure::library)?;
    let mut known: HashSet<String> = HashSet::new();
    for one in &all {
        if matches!(one.state, CaptureState::Fetched | CaptureState::Refused) {
            known.extend(one.digest.clone());
        }
    }
    let is_wanted = |one: &ArchivedPage| match one.state {
        CaptureState::Wanted => true,
        CaptureState::Failed(tries) => tries < TRIES,
        CaptureState::Fetched | CaptureState::Refused => false,
    };
    Ok(all
        .into_iter()
        .filter(|one| {
            let new = one
                .digest
                .as_ref()
                .is_none_or(|digest| !known.contains(digest));
            is_wanted(one) && new
        })
        .collect())
}

/// One run of the command.
struct Run {
    store: Store,
    web: Web,
    page: Address,
    report: Report,
    /// What was fetched and is not in the library yet.
    batch: Vec<(ArchivedPage, (RawSnapshot, Option<Reading>))>,
    failures: u32,
}

impl Run {
    /// Fetches captures until none is wanted, so many are fetched, or the person or the archive stops it.
    fn fill(&mut self, most: usize) -> Result<(), Failure> {
        let all = self
            .store
            .captures(self.page.as_str())
            .map_err(Failure::library)?;
        self.report.listed = all.len();
        let total = wanted(&self.store, &self.page)?.len().min(most);
        let progress = Progress::new(total);
        let mut tried: HashSet<(Timestamp, String)> = HashSet::new();
        while self.report.fetched < most {
            progress.at(tried.len());
            let Some(next) = self.next(&tried)? else {
                break;
            };
            tried.insert((next.at, next.address.clone()));
            self.take(next)?;
            if self.web.stop().load(Ordering::SeqCst) {
                break;
            }
            if self.batch.len() >= BATCH {
                self.hand_over()?;
            }
        }
        Ok(())
    }

    /// The capture that fills the largest hole, of those not tried in this run.
    fn next(&self, tried: &HashSet<(Timestamp, String)>) -> Result<Option<ArchivedPage>, Failure> {
        let held: HashSet<&String> = self
            .batch
            .iter()
            .filter_map(|(one, _)| one.digest.as_ref())
            .collect();
        let mut wanted = wanted(&self.store, &self.page)?;
        wanted.retain(|one| {
            !tried.contains(&(one.at, one.address.clone()))
                && one
                    .digest
                    .as_ref()
                    .is_none_or(|digest| !held.contains(digest))
        });
        let times: Vec<Timestamp> = wanted.iter().map(|one| one.at).collect();
        let (gaps, mut covered) = self.known()?;
        covered.extend(self.batch.iter().map(|(one, _)| one.at));
        Ok(gaps::next(&times, &gaps, &covered).map(|at| wanted.swap_remove(at)))
    }

    /// The gaps of the timeline, and when its snapshots were captured.
    fn known(&self) -> Result<(Vec<Gap>, Vec<Timestamp>), Failure> {
        let Some(blog) = self.report.blog else {
            return Ok((Vec::new(), Vec::new()));
        };
        let rows = self.store.rows(blog).map_err(Failure::library)?;
        let gaps = rows
            .windows(2)
            .filter(|pair| pair[1].gap_before)
            .filter_map(|pair| {
                Some(Gap {
                    after: pair[1].published_at?,
                    before: pair[0].published_at?,
                })
            })
            .collect();
        let (_, snapshots) = self.store.page(blog).map_err(Failure::library)?;
        let covered = snapshots.iter().filter_map(|one| one.captured_at).collect();
        Ok((gaps, covered))
    }

    /// Fetches one capture.
    fn take(&mut self, one: ArchivedPage) -> Result<(), Failure> {
        let address =
            Address::parse(&one.address).map_err(|error| Failure::fetch("backfill", &error))?;
        let request = Request {
            address: address.clone(),
            validators: None,
        };
        match self.web.get(&request, &Timestamp::now) {
            Ok(Answer::Page(page)) => {
                self.failures = 0;
                let mut raw = page.raw;
                raw.capture.captured_at = Some(one.at);
                raw.capture.url = Some(self.page.to_string());
                let looked = digest::look(&raw, Rules::builtin());
                if let Some(why) = looked.refusal {
                    self.tell(&address, &SafeText::from(why));
                    self.report.refused += 1;
                    return self.became(one, CaptureState::Refused);
                }
                self.batch.push((one, (raw, Some(looked.reading))));
                self.report.fetched += 1;
                Ok(())
            }
            Ok(Answer::Unchanged) => self.became(one, CaptureState::Refused),
            Err(_) if self.web.stop().load(Ordering::SeqCst) => Ok(()),
            Err(error) => {
                if error.wait.is_some() {
                    rest(&mut self.store, &address, error.wait)?;
                    return Err(Failure::fetch("backfill", &error.error));
                }
                self.tell(&address, &error.error.why);
                self.report.failed += 1;
                self.failures += 1;
                let tries = match one.state {
                    CaptureState::Failed(tries) => tries + 1,
                    _ => 1,
                };
                self.became(one, CaptureState::Failed(tries))?;
                if self.failures < IN_A_ROW {
                    return Ok(());
                }
                Err(Failure::new(
                    "backfill",
                    &address.host(),
                    "the archive fails again and again",
                    "start it again later to go on",
                ))
            }
        }
    }

    fn tell(&self, address: &Address, why: &SafeText) {
        complain(&format!(
            "liveblog: backfill: {address}: passed over: {why}"
        ));
    }

    fn became(&mut self, one: ArchivedPage, state: CaptureState) -> Result<(), Failure> {
        self.store
            .captures_became(self.page.as_str(), &[(one, state)])
            .map_err(Failure::library)
    }

    /// Adds what was fetched to the library, and only then remembers that it was.
    fn hand_over(&mut self) -> Result<(), Failure> {
        let (ones, raws): (Vec<ArchivedPage>, Vec<_>) =
            std::mem::take(&mut self.batch).into_iter().unzip();
        if raws.is_empty() {
            return Ok(());
        }
        let added = self
            .store
            .add_read(raws, Rules::builtin(), Timestamp::now())
            .map_err(Failure::library)?;
        for one in &added {
            self.report.blog = Some(one.blog);
            self.report.new += one.new;
            self.report.revised += one.revised;
        }
        let fates: Vec<(ArchivedPage, CaptureState)> = ones
            .into_iter()
            .map(|one| (one, CaptureState::Fetched))
            .collect();
        self.store
            .captures_became(self.page.as_str(), &fates)
            .map_err(Failure::library)
    }
}

/// The report in words.
fn told(report: &Report) -> String {
    if report.listed == 0 {
        return format!("{}: the archive holds no captures", report.page);
    }
    let mut parts = vec![
        format!("{} listed", count(report.listed, "capture", "captures")),
        format!("{} fetched", report.fetched),
        format!("{} new, {} revised", report.new, report.revised),
    ];
    for (number, what) in [
        (report.refused, "not live blogs"),
        (report.failed, "failed"),
        (report.left, "left"),
    ] {
        if number > 0 {
            parts.push(format!("{number} {what}"));
        }
    }
    format!("{}: {}", report.page, parts.join(", "))
}
