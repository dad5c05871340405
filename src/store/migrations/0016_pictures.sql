-- Pictures that the person asked to see, as they came. What a page showed can be gone there a day later, so they are evidence
-- like snapshots: never changed, never deleted. at is when the picture came, in microseconds since 1970.
CREATE TABLE picture (
    url   TEXT PRIMARY KEY,
    at    INTEGER NOT NULL,
    bytes BLOB NOT NULL
) STRICT;
