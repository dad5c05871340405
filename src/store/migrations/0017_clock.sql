-- The time of day that an entry's page states, in minutes, where it states no day with it. Entries are written again by the next
-- merge of their blog, which begins from nothing: also because the searched text has the line of author and time at its end.
ALTER TABLE entry ADD COLUMN clock INTEGER;
UPDATE entry SET hash = zeroblob(16);
DELETE FROM merge_part;
