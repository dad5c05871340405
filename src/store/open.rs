//! Opening a library: its file, the settings of the connection, and the steps from older formats to the newest.

use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::OpenFlags;
use rusqlite::TransactionBehavior;

use crate::store::error::Problem;

/// The file inside the library's folder.
pub(super) const FILE_NAME: &str = "library.db";

/// Marks a database as ours ("LBLG").
pub(super) const APPLICATION_ID: i64 = 0x4c42_4c47;

/// Every step from an empty file to the newest format. Only ever added to.
pub(super) const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_library.sql"),
    include_str!("migrations/0002_shelf.sql"),
    include_str!("migrations/0003_steps.sql"),
    include_str!("migrations/0004_visits.sql"),
    include_str!("migrations/0005_web.sql"),
    include_str!("migrations/0006_name_corrections.sql"),
    include_str!("migrations/0007_summaries.sql"),
    include_str!("migrations/0008_continues.sql"),
    include_str!("migrations/0009_name_steps.sql"),
    include_str!("migrations/0010_merges.sql"),
    include_str!("migrations/0011_more_steps.sql"),
    include_str!("migrations/0012_places.sql"),
    include_str!("migrations/0013_left.sql"),
    include_str!("migrations/0014_restored.sql"),
    include_str!("migrations/0015_news.sql"),
    include_str!("migrations/0016_pictures.sql"),
    include_str!("migrations/0017_clock.sql"),
    include_str!("migrations/0018_perhaps_told.sql"),
];

/// How long a process waits for another one that writes.
const PATIENCE: Duration = Duration::from_secs(5);

/// Opens the library in a folder, and makes it where there is none.
pub(super) fn open_folder(folder: &Path) -> Result<Connection, Problem> {
    std::fs::create_dir_all(folder)?;
    let file = folder.join(FILE_NAME);
    match std::fs::metadata(&file) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => create(folder, &file)?,
        Err(error) => return Err(error.into()),
        Ok(found) if found.len() == 0 => {
            return Err(Problem::Damaged("the file is empty".to_owned()));
        }
        Ok(_) => {}
    }
    let mut db = Connection::open_with_flags(
        &file,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    prepare(&mut db)?;
    Ok(db)
}

/// Opens a library in memory.
pub(super) fn open_memory() -> Result<Connection, Problem> {
    let mut db = Connection::open_in_memory()?;
    prepare(&mut db)?;
    Ok(db)
}

/// Makes a new library beside its place and moves it there when it is complete, so that an empty or half-made file is
/// always damage, never a start that was cut short. If another process was quicker, its library stays.
fn create(folder: &Path, file: &Path) -> Result<(), Problem> {
    if folder.join(format!("{FILE_NAME}-wal")).exists() && !file.exists() {
        return Err(Problem::Damaged(format!(
            "the file is gone, only its log {FILE_NAME}-wal is there"
        )));
    }
    let draft = draft_name(folder);
    remove_draft(&draft);
    let made = build(&draft).and_then(|()| place(&draft, file));
    remove_draft(&draft);
    made
}

fn build(draft: &Path) -> Result<(), Problem> {
    let mut db = Connection::open(draft)?;
    prepare(&mut db)?;
    db.close().map_err(|(_, error)| error)?;
    Ok(())
}

fn place(draft: &Path, file: &Path) -> Result<(), Problem> {
    match std::fs::hard_link(draft, file) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        // Some file systems have no hard links.
        Err(_) if !file.exists() => Ok(std::fs::rename(draft, file)?),
        Err(error) => Err(error.into()),
    }
}

fn draft_name(folder: &Path) -> PathBuf {
    let me = format!("{}-{:?}", std::process::id(), std::thread::current().id());
    let me: String = me
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect();
    folder.join(format!("{FILE_NAME}.new-{me}"))
}

/// Removes what is left of a draft; that it cannot be removed harms nobody.
fn remove_draft(draft: &Path) {
    for ending in ["", "-wal", "-shm", "-journal"] {
        let mut name = draft.as_os_str().to_owned();
        name.push(ending);
        let _ = std::fs::remove_file(PathBuf::from(name));
    }
}

/// Brings an open file to the newest format, and the connection to how it is used here.
pub(super) fn prepare(db: &mut Connection) -> Result<(), Problem> {
    settle(db)?;
    check_ours(db)?;
    db.pragma_update(None, "journal_mode", "wal")?;
    db.pragma_update(None, "synchronous", "full")?;
    migrate(db)
}

/// The settings of a connection that say nothing of how it writes.
pub(super) fn settle(db: &Connection) -> Result<(), Problem> {
    db.busy_timeout(PATIENCE)?;
    db.set_prepared_statement_cache_capacity(128);
    for (name, value) in [
        ("trusted_schema", 0_i64),
        ("cell_size_check", 1),
        ("mmap_size", 0),
        ("foreign_keys", 1),
    ] {
        db.pragma_update(None, name, value)?;
    }
    Ok(())
}

/// Which program a file says that it is of.
pub(super) fn application_of(db: &Connection) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, "application_id", |row| row.get(0))
}

fn check_ours(db: &Connection) -> Result<(), Problem> {
    let application = application_of(db)?;
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if application == APPLICATION_ID || (application == 0 && tables == 0) {
        Ok(())
    } else {
        Err(Problem::Foreign)
    }
}

fn migrate(db: &mut Connection) -> Result<(), Problem> {
    let known = newest();
    let at: i64 = format_of(db)?;
    if at == known {
        return Ok(());
    }
    if at > known || at < 0 {
        return Err(Problem::Newer { found: at, known });
    }
    let step = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have been quicker.
    let at = format_of(&step)?;
    for migration in MIGRATIONS
        .iter()
        .skip(usize::try_from(at).unwrap_or(usize::MAX))
    {
        step.execute_batch(migration)?;
    }
    step.pragma_update(None, "application_id", APPLICATION_ID)?;
    step.pragma_update(None, "user_version", known.max(at))?;
    step.commit()?;
    Ok(())
}

/// The newest format.
pub(super) fn newest() -> i64 {
    MIGRATIONS.len() as i64
}

/// The format of a file.
pub(super) fn format_of(db: &Connection) -> Result<i64, Problem> {
    Ok(db.pragma_query_value(None, "user_version", |row| row.get(0))?)
}
