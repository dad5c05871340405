-- What the person corrected of names; applied in this order to old and new snapshots. undone_at: taken back.
CREATE TABLE name_correction (
    n         INTEGER PRIMARY KEY AUTOINCREMENT,
    body      TEXT NOT NULL,
    at        INTEGER NOT NULL,
    undone_at INTEGER
) STRICT;
