-- What merges remember of a blog, so that a further snapshot need not be merged with all others from nothing. Derived: read
-- only by the version of the program that wrote it, written again by any other.
CREATE TABLE merge_part (
    blog    INTEGER NOT NULL REFERENCES blog (n) ON DELETE CASCADE,
    part    INTEGER NOT NULL,
    version INTEGER NOT NULL,
    body    BLOB NOT NULL,
    UNIQUE (blog, part)
) STRICT;
