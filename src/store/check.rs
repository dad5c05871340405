//! Looking for damage that the database does not notice by itself. Nothing is mended here.

use rusqlite::Connection;

use crate::store::error::Problem;
use crate::store::snapshots;

/// Checks the structure of the file, and every snapshot against its hash.
pub(super) fn check(db: &Connection) -> Result<Vec<String>, Problem> {
    let mut findings = Vec::new();
    let mut query = db.prepare("PRAGMA integrity_check(20)")?;
    for line in query.query_map([], |row| row.get::<_, String>(0))? {
        let line = line?;
        if line != "ok" {
            findings.push(line);
        }
    }
    for n in snapshots::all(db)? {
        for problem in [
            snapshots::bytes_of(db, n).err(),
            snapshots::reading_of(db, n).err(),
        ]
        .into_iter()
        .flatten()
        {
            findings.push(problem.to_string());
        }
    }
    Ok(findings)
}
