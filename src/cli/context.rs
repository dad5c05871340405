//! What every command works with: the global flags, the library, the output.

use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::cli::failure::Failure;
use crate::cli::out::Colour;
use crate::cli::out::Out;
use crate::config::Paths;
use crate::engine::model::BlogId;
use crate::engine::model::BlogRow;
use crate::engine::model::SnapshotId;
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

    /// The library.
    pub(crate) fn store(&self) -> Result<Store, Failure> {
        let folder = self.paths()?.data;
        let place = folder.to_string_lossy();
        Store::open(&folder)
            .map_err(|why| Failure::new("library", &place, why, "run `liveblog doctor`"))
    }
}

/// The row of the blog that a word on the command line names.
pub(crate) fn blog(store: &Store, wanted: &str) -> Result<BlogRow, Failure> {
    let id = blog_id(store, wanted)?;
    let row = store
        .blogs()
        .map_err(Failure::library)?
        .into_iter()
        .find(|row| row.id == id);
    row.ok_or_else(|| no_blog(wanted, "there is no such blog"))
}

/// The blog that a word on the command line names.
pub(crate) fn blog_id(store: &Store, wanted: &str) -> Result<BlogId, Failure> {
    store
        .find_blog(wanted)
        .map_err(|why| no_blog(wanted, &why.to_string()))
}

/// The snapshot that a word on the command line names: by id or its beginning, by name, or the newest of a blog.
pub(crate) fn snapshot(store: &Store, wanted: &str) -> Result<SnapshotId, Failure> {
    let digits = wanted.to_ascii_lowercase();
    let is_id = digits.len() >= 6 && digits.bytes().all(|b| b.is_ascii_hexdigit());
    let mut found = Vec::new();
    for row in store.blogs().map_err(Failure::library)? {
        let (_, snapshots) = store.page(row.id).map_err(Failure::library)?;
        if row.id.to_string() == digits {
            return first(snapshots.first().map(|one| one.id), wanted);
        }
        found.extend(
            snapshots
                .into_iter()
                .filter(|one| {
                    one.name.as_str() == wanted
                        || (is_id && one.id.to_string().starts_with(&digits))
                })
                .map(|one| one.id),
        );
    }
    match found[..] {
        [] => {
            let (_, snapshots) = store
                .page(blog_id(store, wanted)?)
                .map_err(Failure::library)?;
            first(snapshots.first().map(|one| one.id), wanted)
        }
        [one] => Ok(one),
        _ => Err(Failure::new(
            "snapshot",
            wanted,
            "several snapshots are called so",
            "give more digits of the id",
        )),
    }
}

fn first(id: Option<SnapshotId>, wanted: &str) -> Result<SnapshotId, Failure> {
    id.ok_or_else(|| no_blog(wanted, "the blog has no snapshots"))
}

fn no_blog(wanted: &str, why: &str) -> Failure {
    Failure::nothing("blog", wanted, why, "`liveblog list` names the blogs")
}

/// A time as people read it, in the zone of this computer.
pub(crate) fn local(time: Timestamp) -> String {
    time.to_zoned_datetime(TimeZone::system())
        .strftime("%Y-%m-%d %H:%M")
        .to_string()
}

/// `1 entry`, `2 entries`.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
