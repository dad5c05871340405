//! What every command works with: the global flags, the library, the output.

use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;
use jiff::tz::Offset;
use jiff::tz::TimeZone;

use crate::cli::failure::Failure;
use crate::cli::out::Colour;
use crate::cli::out::Out;
use crate::cli::out::Progress;
use crate::cli::out::complain;
use crate::config::Paths;
use crate::engine::model::BlogId;
use crate::engine::model::BlogRow;
use crate::engine::rules::Rules;
use crate::store::Store;

/// Flags of every command.
#[derive(Debug, Clone, Args)]
pub(crate) struct Global {
    /// The folder of the library, instead of LIVEBLOG_DATA_DIR or the platform's
    #[arg(long, global = true, value_name = "FOLDER")]
    pub(crate) data_dir: Option<PathBuf>,
    /// The folder of the settings, instead of LIVEBLOG_CONFIG_DIR or the platform's
    #[arg(long, global = true, value_name = "FOLDER")]
    pub(crate) config_dir: Option<PathBuf>,
    /// When output is coloured
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t)]
    pub(crate) color: Colour,
}

/// The surroundings of one command.
pub(crate) struct Context {
    pub(crate) global: Global,
    pub(crate) out: Out,
}

impl Context {
    /// The surroundings as the flags say.
    pub(crate) fn new(global: Global) -> Self {
        let out = Out::new(global.color);
        Self { global, out }
    }

    /// The folders.
    pub(crate) fn paths(&self) -> Result<Paths, Failure> {
        Paths::find(self.global.data_dir.clone(), self.global.config_dir.clone())
            .map_err(|why| Failure::new("folders", "", why, "set --data-dir and --config-dir"))
    }

    /// The library. Snapshots that an older version of the program read are read again first.
    pub(crate) fn store(&self) -> Result<Store, Failure> {
        let mut store = Store::open(&self.paths()?.data).map_err(Failure::library)?;
        if store.needs_refresh().map_err(Failure::library)? {
            refresh(&mut store);
        }
        Ok(store)
    }
}

/// Reads every snapshot again. Where that fails the library stays as it was, which can still be read.
fn refresh(store: &mut Store) {
    let mut progress = None;
    let mut shown = |done: usize, total: usize| {
        progress
            .get_or_insert_with(|| Progress::new(total))
            .at(done);
    };
    if let Err(error) = store.refresh_readings(Rules::builtin(), &mut shown) {
        drop(progress);
        complain(&format!(
            "liveblog: library: {}: its snapshots were read by an older version and stay so: {}; {}",
            error.place,
            error.problem,
            error.problem.advice()
        ));
    }
}

/// The row of the blog that a word on the command line names.
pub(crate) fn blog(store: &Store, wanted: &str) -> Result<BlogRow, Failure> {
    let id = blog_id(store, wanted)?;
    let row = store
        .all_blogs()
        .map_err(Failure::library)?
        .into_iter()
        .find(|row| row.id == id);
    row.ok_or_else(|| {
        Failure::nothing(
            "blog",
            wanted,
            "it was taken away just now",
            "`liveblog list` shows the blogs",
        )
    })
}

/// The blog that a word on the command line names.
pub(crate) fn blog_id(store: &Store, wanted: &str) -> Result<BlogId, Failure> {
    store.find_blog(wanted).map_err(Failure::library)
}

/// A time as people read it, in the zone of this computer.
pub(crate) fn local(time: Timestamp) -> String {
    time.to_zoned_datetime(TimeZone::system())
        .strftime("%Y-%m-%d %H:%M")
        .to_string()
}

/// How far the clock of this computer is from UTC at a time.
pub(crate) fn zone(time: Timestamp) -> Offset {
    TimeZone::system().to_offset(time)
}

/// `1 entry`, `2 entries`.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
