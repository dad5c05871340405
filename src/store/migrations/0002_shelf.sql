-- How the person keeps blogs: names, tags, archive, deleted ones. Like marks, this hangs on snapshots, so that no merge
-- can lose it: on the one that the blog's id stood for at the time. kind: 1 = name, 2 = archived, 3 = deleted, 4 = tag.
-- What is taken back stays on record with the time of that.
CREATE TABLE shelf (
    n         INTEGER PRIMARY KEY AUTOINCREMENT,
    snapshot  INTEGER NOT NULL REFERENCES snapshot (n),
    kind      INTEGER NOT NULL,
    value     TEXT NOT NULL,
    at        INTEGER NOT NULL,
    undone_at INTEGER
) STRICT;
CREATE INDEX shelf_snapshot ON shelf (snapshot);

-- When the newest dated entry was published, and how many were in each of equal stretches from the oldest to it
-- (numbers of four bytes). Derived; absent until the timeline is written again.
ALTER TABLE blog ADD COLUMN newest INTEGER;
ALTER TABLE blog ADD COLUMN activity BLOB;

-- Tags of an entry, one a line. Derived from the marks of kind 4.
ALTER TABLE entry ADD COLUMN tags TEXT;
