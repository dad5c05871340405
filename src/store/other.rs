//! Another library, opened to be read: one that was copied here, that a program synchronises, or that is in use. Nothing of
//! it is ever changed; where it has to be brought to the form of today first, that happens to a copy.

use std::ffi::OsString;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use std::time::SystemTime;

use rusqlite::Connection;
use rusqlite::ErrorCode;
use rusqlite::OpenFlags;
use rusqlite::Row;

use crate::engine::text::SafeText;
use crate::store::Result;
use crate::store::StoreError;
use crate::store::error::Problem;
use crate::store::open;

/// How every database file begins.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// Copies that a program left behind which was killed are removed after so long.
const STALE: Duration = Duration::from_secs(24 * 60 * 60);

/// Another library.
#[derive(Debug)]
pub struct Other {
    db: Connection,
    place: String,
    /// How the file was when it was opened, where nobody had it open.
    alone: Option<Print>,
    // Removed only when the connection is closed: the fields are dropped in this order.
    _draft: Option<Draft>,
}

impl Other {
    /// Opens the library that a file is, or that a folder holds. A copy, where one is needed, is made in the folder `beside`,
    /// which is that of the person's own library.
    pub fn open(path: &Path, beside: &Path) -> Result<Self> {
        let file = if path.is_dir() {
            path.join(open::FILE_NAME)
        } else {
            path.to_owned()
        };
        // The path is shown in errors, and a file's name may hold anything.
        let place = SafeText::new(&file.display().to_string()).to_string();
        let found = looks_right(&file)
            .and_then(|()| not_own(&file, beside))
            .and_then(|()| connect(&file, beside));
        match found {
            Ok((db, alone, copy)) => Ok(Self {
                db,
                place,
                alone,
                _draft: copy,
            }),
            Err(problem) => Err(StoreError { place, problem }),
        }
    }

    /// The path of its file.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// Reads rows one after the other, and hands each over before the next is read.
    pub(super) fn each<T>(
        &self,
        sql: &str,
        with: impl rusqlite::Params,
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
        mut take: impl FnMut(T) -> std::result::Result<(), Problem>,
    ) -> std::result::Result<(), Problem> {
        let mut query = self.db.prepare_cached(sql).map_err(|e| self.at(e))?;
        let mut rows = query.query(with).map_err(|e| self.at(e))?;
        while let Some(row) = rows.next().map_err(|e| self.at(e))? {
            take(read(row).map_err(|e| self.at(e))?)?;
        }
        Ok(())
    }

    /// The first row, if there is one.
    pub(super) fn first<T>(
        &self,
        sql: &str,
        with: impl rusqlite::Params,
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> std::result::Result<Option<T>, Problem> {
        let mut query = self.db.prepare_cached(sql).map_err(|e| self.at(e))?;
        let mut rows = query.query(with).map_err(|e| self.at(e))?;
        let row = rows.next().map_err(|e| self.at(e))?;
        row.map(read).transpose().map_err(|e| self.at(e))
    }

    /// Whether what was read is of one state of the library. One that nobody has open is read without a word to others, so
    /// that somebody may begin to write.
    pub(super) fn is_one_state(&self) -> bool {
        self.alone.as_ref().is_none_or(Print::holds)
    }

    /// A problem that lies in this library, not in the person's own.
    pub(super) fn at(&self, problem: impl Into<Problem>) -> Problem {
        Problem::Other {
            place: self.place.clone(),
            problem: Box::new(problem.into()),
        }
    }
}

/// Whether a file may be a library at all, from outside.
fn looks_right(file: &Path) -> std::result::Result<(), Problem> {
    let no = |why: &str| Err(Problem::NoLibrary(why.to_owned()));
    let mut opened = match fs::File::open(file) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return no("there is no such file");
        }
        Err(error) => return Err(Problem::Closed(error.to_string())),
        Ok(_) if !file.is_file() => return no("it is no file"),
        Ok(opened) => opened,
    };
    let mut begin = [0; MAGIC.len()];
    match opened.read_exact(&mut begin) {
        Ok(()) if begin == *MAGIC => Ok(()),
        _ => no("it is no database"),
    }
}

fn not_own(file: &Path, beside: &Path) -> std::result::Result<(), Problem> {
    let own = fs::canonicalize(beside.join(open::FILE_NAME));
    match (fs::canonicalize(file), own) {
        (Ok(file), Ok(own)) if file == own => {
            Err(Problem::NoLibrary("it is your own library".to_owned()))
        }
        _ => Ok(()),
    }
}

/// A connection, how its file was where it must stay so, and the copy that it is to, if it is.
type Connected = (Connection, Option<Print>, Option<Draft>);

/// Connects to a library as it stands, or to a copy of it in the form of today.
fn connect(file: &Path, beside: &Path) -> std::result::Result<Connected, Problem> {
    sweep(beside);
    let there = |ending| sibling(file, ending).exists();
    let (db, alone) = match (there("-wal"), there("-shm")) {
        // A log without its index is of a library whose program was stopped, or which was copied with it: to read it there,
        // the index would have to be written beside it.
        (true, false) => {
            let copy = Draft::new(beside);
            fs::copy(file, &copy.file)?;
            fs::copy(sibling(file, "-wal"), sibling(&copy.file, "-wal"))?;
            return modern(copy);
        }
        (_, true) => (read_only(file, "mode=ro")?, None),
        // Nobody has it open: then not even a log is begun beside it.
        (false, false) => {
            let print = Print::of(file)?;
            (read_only(file, "immutable=1")?, Some(print))
        }
    };
    if open::format_of(&db)? == open::newest() {
        begin(&db)?;
        return Ok((db, alone, None));
    }
    let copy = Draft::new(beside);
    db.execute("VACUUM INTO ?1", [copy.file.to_string_lossy().as_ref()])?;
    if alone.is_some_and(|print| !print.holds()) {
        return Err(Problem::Busy);
    }
    modern(copy)
}

/// How a file is from outside: what changes when anybody writes to it.
#[derive(Debug)]
struct Print {
    file: PathBuf,
    size: u64,
    modified: SystemTime,
}

impl Print {
    fn of(file: &Path) -> std::io::Result<Self> {
        let found = fs::metadata(file)?;
        Ok(Self {
            file: file.to_owned(),
            size: found.len(),
            modified: found.modified()?,
        })
    }

    /// Whether nobody has written to the file.
    fn holds(&self) -> bool {
        Self::of(&self.file).is_ok_and(|now| (now.size, now.modified) == (self.size, self.modified))
    }
}

/// Brings a copy to the form of today, and connects to it.
fn modern(copy: Draft) -> std::result::Result<Connected, Problem> {
    let mut db = Connection::open_with_flags(
        &copy.file,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    check(&db)?;
    open::prepare(&mut db)?;
    begin(&db)?;
    Ok((db, None, Some(copy)))
}

fn read_only(file: &Path, how: &str) -> std::result::Result<Connection, Problem> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    let db = Connection::open_with_flags(address(file, how), flags)?;
    open::settle(&db)?;
    check(&db)?;
    Ok(db)
}

/// A path as an address of SQLite's, which can say how the file is opened.
fn address(file: &Path, how: &str) -> String {
    let mut out = String::from("file:");
    for byte in file.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' => out.push(char::from(*byte)),
            byte if byte.is_ascii_alphanumeric() => out.push(char::from(*byte)),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out + "?" + how
}

/// Refuses what is no library of ours, or one of a newer program; and what is a library from outside only.
fn check(db: &Connection) -> std::result::Result<(), Problem> {
    let refused = |error: rusqlite::Error| match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => Problem::NoLibrary("it is no database".to_owned()),
        _ => error.into(),
    };
    let ours = open::application_of(db).map_err(refused)? == open::APPLICATION_ID;
    let found = open::format_of(db)?;
    let known = open::newest();
    let hollow = db.query_row(
        "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type IN ('view', 'trigger'))",
        [],
        |row| row.get(0),
    )?;
    match (ours, hollow) {
        (false, _) => Err(Problem::Foreign),
        (true, _) if found > known || found < 1 => Err(Problem::Newer { found, known }),
        (true, true) => Err(Problem::Damaged(
            "it holds what no liveblog puts there".to_owned(),
        )),
        (true, false) => Ok(()),
    }
}

/// Holds on to the state of now: what others write from here on is not seen.
fn begin(db: &Connection) -> std::result::Result<(), Problem> {
    db.execute_batch("BEGIN; SELECT changes FROM library;")?;
    Ok(())
}

/// A copy of a library, which is removed with this.
#[derive(Debug)]
struct Draft {
    file: PathBuf,
}

const COPY: &str = "library.db.other-";

impl Draft {
    fn new(beside: &Path) -> Self {
        let file = beside.join(format!("{COPY}{}", std::process::id()));
        let copy = Self { file };
        copy.remove();
        copy
    }

    /// That it cannot be removed harms nobody.
    fn remove(&self) {
        for ending in ["", "-wal", "-shm", "-journal"] {
            let _ = fs::remove_file(sibling(&self.file, ending));
        }
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        self.remove();
    }
}

/// Removes copies that were left behind long ago.
fn sweep(beside: &Path) {
    let now = SystemTime::now();
    for entry in fs::read_dir(beside).into_iter().flatten().flatten() {
        let old = entry.metadata().and_then(|found| found.modified());
        let old = old.is_ok_and(|at| now.duration_since(at).is_ok_and(|age| age > STALE));
        if old && entry.file_name().to_string_lossy().starts_with(COPY) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn sibling(file: &Path, ending: &str) -> PathBuf {
    let mut name: OsString = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
