-- How a blog is kept, what belongs together and saved filters are steps that can be taken back, too.
-- step: which one made the row; undone_by: which one last took it back.
ALTER TABLE shelf ADD COLUMN step INTEGER REFERENCES step (n);
ALTER TABLE shelf ADD COLUMN undone_by INTEGER REFERENCES step (n);
ALTER TABLE decision ADD COLUMN step INTEGER REFERENCES step (n);
ALTER TABLE decision ADD COLUMN undone_by INTEGER REFERENCES step (n);
CREATE INDEX shelf_step ON shelf (step) WHERE step IS NOT NULL;
CREATE INDEX shelf_undone_by ON shelf (undone_by) WHERE undone_by IS NOT NULL;

-- What a saved filter was before a step and after it; absent: there was none of this name.
CREATE TABLE step_filter (
    step   INTEGER PRIMARY KEY REFERENCES step (n),
    name   TEXT NOT NULL,
    before TEXT,
    after  TEXT
) STRICT;

-- Pairs on which the person is to be asked.
CREATE INDEX link_doubtful ON link (a, b) WHERE doubtful AND NOT same;
