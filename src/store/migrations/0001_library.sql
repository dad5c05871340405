-- The library, first version. Files in this folder are only ever added to, never changed.
-- Three kinds of tables: what came in (snapshot*, sighting, decision, mark*), what is remembered for ever (entry_alias),
-- and what is derived from those and can be rebuilt (sketch_key, link, blog, entry*).

CREATE TABLE library (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    changes INTEGER NOT NULL
) STRICT;
INSERT INTO library VALUES (1, 0);

CREATE TABLE blog (
    n          INTEGER PRIMARY KEY,
    id         BLOB NOT NULL UNIQUE,
    title      TEXT NOT NULL DEFAULT '',
    publisher  TEXT,
    url        TEXT,
    head       BLOB,
    entries    INTEGER NOT NULL DEFAULT 0,
    unread     INTEGER NOT NULL DEFAULT 0,
    changed    INTEGER NOT NULL DEFAULT 0,
    bookmarked INTEGER NOT NULL DEFAULT 0,
    snapshots  INTEGER NOT NULL DEFAULT 0,
    last_seen  INTEGER,
    added_at   INTEGER NOT NULL DEFAULT 0
) STRICT;

-- own_blog is the id of the blog whose first snapshot this is: every blog id ever shown is one of these.
-- captured_at repeats what the sightings say together. pairs_skipped: not every candidate was judged.
CREATE TABLE snapshot (
    n             INTEGER PRIMARY KEY,
    id            BLOB NOT NULL UNIQUE,
    own_blog      BLOB NOT NULL UNIQUE,
    blog          INTEGER REFERENCES blog (n),
    size          INTEGER NOT NULL,
    captured_at   INTEGER,
    added_at      INTEGER NOT NULL,
    read_with     INTEGER NOT NULL DEFAULT 0,
    pairs_skipped INTEGER NOT NULL DEFAULT 0,
    dropped       INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX snapshot_blog ON snapshot (blog);

CREATE TABLE snapshot_raw (
    snapshot INTEGER PRIMARY KEY REFERENCES snapshot (n),
    bytes    BLOB NOT NULL
) STRICT;

CREATE TABLE snapshot_reading (
    snapshot INTEGER PRIMARY KEY REFERENCES snapshot (n),
    reading  BLOB NOT NULL,
    sketch   BLOB NOT NULL
) STRICT;

CREATE TABLE sighting (
    n             INTEGER PRIMARY KEY,
    snapshot      INTEGER NOT NULL REFERENCES snapshot (n),
    name          TEXT NOT NULL,
    origin        TEXT NOT NULL,
    captured_at   INTEGER,
    modified_hint INTEGER,
    url           TEXT,
    media_type    TEXT,
    seen_at       INTEGER NOT NULL
) STRICT;
CREATE INDEX sighting_snapshot ON sighting (snapshot);
CREATE INDEX sighting_name ON sighting (name);

CREATE TABLE sketch_key (
    key      INTEGER NOT NULL,
    snapshot INTEGER NOT NULL REFERENCES snapshot (n),
    PRIMARY KEY (key, snapshot)
) STRICT, WITHOUT ROWID;
CREATE INDEX sketch_key_snapshot ON sketch_key (snapshot);

-- Verdicts worth keeping: accepted pairs, and doubtful ones. a < b.
CREATE TABLE link (
    a        INTEGER NOT NULL REFERENCES snapshot (n),
    b        INTEGER NOT NULL REFERENCES snapshot (n),
    same     INTEGER NOT NULL,
    doubtful INTEGER NOT NULL,
    score    REAL NOT NULL,
    why      TEXT NOT NULL,
    PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_b ON link (b);

-- What the person decided of two snapshots; a < b. Later decisions replace earlier ones, which stay on record.
CREATE TABLE decision (
    n         INTEGER PRIMARY KEY AUTOINCREMENT,
    a         INTEGER NOT NULL REFERENCES snapshot (n),
    b         INTEGER NOT NULL REFERENCES snapshot (n),
    same      INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    undone_at INTEGER
) STRICT;
CREATE INDEX decision_a ON decision (a);
CREATE INDEX decision_b ON decision (b);

-- rank counts from the oldest entry, so that new entries above move no row.
CREATE TABLE entry (
    n             INTEGER PRIMARY KEY,
    blog          INTEGER NOT NULL REFERENCES blog (n) ON DELETE CASCADE,
    rank          INTEGER NOT NULL,
    id            BLOB NOT NULL,
    hash          BLOB NOT NULL,
    read          INTEGER NOT NULL DEFAULT 0,
    bookmarked_at INTEGER,
    state         INTEGER NOT NULL,
    gap_before    INTEGER NOT NULL,
    published_at  INTEGER,
    note          TEXT
) STRICT;
-- Everything a row of the timeline shows, so that reading 100,000 of them touches no table.
CREATE INDEX entry_row ON entry (blog, rank, id, read, bookmarked_at, state, gap_before, published_at);
CREATE INDEX entry_id ON entry (id);
CREATE INDEX entry_bookmarked ON entry (bookmarked_at) WHERE bookmarked_at IS NOT NULL;

CREATE TABLE entry_body (
    entry INTEGER PRIMARY KEY REFERENCES entry (n) ON DELETE CASCADE,
    body  BLOB NOT NULL
) STRICT;

-- The shown revision. shown: the fingerprint and the word count of each of its blocks.
CREATE TABLE entry_text (
    entry   INTEGER PRIMARY KEY REFERENCES entry (n) ON DELETE CASCADE,
    heading TEXT NOT NULL,
    text    TEXT NOT NULL,
    shown   BLOB NOT NULL
) STRICT;
CREATE VIRTUAL TABLE entry_fts USING fts5 (
    heading, text,
    content = 'entry_text', content_rowid = 'entry',
    tokenize = 'unicode61 remove_diacritics 2'
);

-- Every place that an entry stands for. hang: 0 = held only, 1 = read marks hang here, 2 = bookmarks and notes too.
CREATE TABLE entry_source (
    snapshot INTEGER NOT NULL,
    line     INTEGER NOT NULL,
    part     INTEGER NOT NULL,
    entry    INTEGER NOT NULL REFERENCES entry (n) ON DELETE CASCADE,
    hang     INTEGER NOT NULL,
    PRIMARY KEY (snapshot, line, part, entry)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_source_entry ON entry_source (entry);

-- Every entry id ever minted and the place that it stands for.
CREATE TABLE entry_alias (
    id       BLOB PRIMARY KEY,
    snapshot INTEGER NOT NULL REFERENCES snapshot (n),
    line     INTEGER NOT NULL,
    part     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Marks hang on places in snapshots, never on entries. kind: 1 = read, 2 = bookmark, 3 = note.
CREATE TABLE mark (
    n    INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,
    at   INTEGER NOT NULL,
    seen BLOB,
    note TEXT
) STRICT;
CREATE TABLE mark_anchor (
    snapshot   INTEGER NOT NULL REFERENCES snapshot (n),
    line       INTEGER NOT NULL,
    part       INTEGER NOT NULL,
    mark       INTEGER NOT NULL REFERENCES mark (n),
    removed_at INTEGER,
    PRIMARY KEY (snapshot, line, part, mark)
) STRICT, WITHOUT ROWID;

-- What the person did, in order; only ever added to.
CREATE TABLE mark_log (
    n      INTEGER PRIMARY KEY AUTOINCREMENT,
    at     INTEGER NOT NULL,
    entry  BLOB NOT NULL,
    change TEXT NOT NULL,
    note   TEXT
) STRICT;
