-- The time of day that an entry's page states, in minutes, where it states no day with it. Entries whose time was not known are
-- written again by the next merge of their blog, which begins from nothing.
ALTER TABLE entry ADD COLUMN clock INTEGER;
UPDATE entry SET hash = zeroblob(16) WHERE published_at IS NULL;
DELETE FROM merge_part;
