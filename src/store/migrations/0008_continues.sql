-- Further pages of a blog, which were found by the blog's own links, and the end that pages state for their coverage.
ALTER TABLE sighting ADD COLUMN continues INTEGER NOT NULL DEFAULT 0;
ALTER TABLE blog ADD COLUMN ends_at INTEGER;
