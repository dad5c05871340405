-- Where the person left a blog, under the id that it had then: the entry under the cursor, the entry at the top of the view
-- (absent: the beginning), and its line there; where that line shows text, which text of the entry and from which byte on.
CREATE TABLE left_at (
    blog   BLOB PRIMARY KEY,
    at     INTEGER NOT NULL,
    cursor BLOB NOT NULL,
    top    BLOB,
    line   INTEGER NOT NULL,
    text   INTEGER,
    start  INTEGER
) STRICT;
