-- When the person was reading a blog, under the id that it had then, and the ids of the entries that were withdrawn then
-- (of eight bytes each).
CREATE TABLE visit (
    n         INTEGER PRIMARY KEY AUTOINCREMENT,
    blog      BLOB NOT NULL,
    at        INTEGER NOT NULL,
    withdrawn BLOB NOT NULL
) STRICT;
CREATE INDEX visit_blog ON visit (blog, at);
