-- Steps that can be taken back: one for each thing the person did. undone_at: it is taken back now.
-- dropped: a newer step came after it was taken back, so that it cannot be done again.
CREATE TABLE step (
    n         INTEGER PRIMARY KEY AUTOINCREMENT,
    at        INTEGER NOT NULL,
    what      TEXT NOT NULL,
    blog      BLOB NOT NULL,
    undone_at INTEGER,
    dropped   INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE step_entry (
    step  INTEGER NOT NULL REFERENCES step (n),
    entry BLOB NOT NULL,
    PRIMARY KEY (step, entry)
) STRICT, WITHOUT ROWID;

-- Which step made a mark, and which one last took it off a place.
ALTER TABLE mark ADD COLUMN step INTEGER;
ALTER TABLE mark_anchor ADD COLUMN removed_by INTEGER;
CREATE INDEX mark_step ON mark (step) WHERE step IS NOT NULL;
CREATE INDEX mark_anchor_mark ON mark_anchor (mark);
CREATE INDEX mark_anchor_removed_by ON mark_anchor (removed_by) WHERE removed_by IS NOT NULL;
