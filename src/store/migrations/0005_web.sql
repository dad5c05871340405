-- What is remembered of the web: addresses that were asked for, what was already told, and the captures of archives.
-- Nothing here is derived; losing it costs requests, never entries.

-- One row for each address that a person gave. etag and modified belong to the address `answered`.
-- content is the fingerprint of what the page last said. Times are microseconds since 1970.
CREATE TABLE address (
    url        TEXT PRIMARY KEY,
    answered   TEXT,
    etag       TEXT,
    modified   TEXT,
    content    BLOB,
    checked_at INTEGER,
    changed_at INTEGER,
    failures   INTEGER NOT NULL DEFAULT 0,
    tail_began INTEGER
) STRICT, WITHOUT ROWID;

-- Hosts that asked to be left alone.
CREATE TABLE host (
    name  TEXT PRIMARY KEY,
    until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Entries that `tail` printed, by the id they had then, and the fingerprint of the text that it printed.
CREATE TABLE told (
    entry BLOB PRIMARY KEY,
    text  BLOB NOT NULL,
    at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Captures that archives list of a page. state: 0 = wanted, 1 = fetched, 2 = not a live blog, 3 = failed.
CREATE TABLE capture (
    page    TEXT NOT NULL,
    at      INTEGER NOT NULL,
    address TEXT NOT NULL,
    digest  TEXT,
    state   INTEGER NOT NULL DEFAULT 0,
    tries   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (page, at, address)
) STRICT, WITHOUT ROWID;

CREATE INDEX sighting_origin ON sighting (origin);
