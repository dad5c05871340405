-- When what was taken back last came to hold again: of two libraries that are joined, the one that did something later with a
-- mark, a name of a blog, a decision or a correction is followed.
ALTER TABLE mark_anchor ADD COLUMN restored_at INTEGER;
ALTER TABLE shelf ADD COLUMN restored_at INTEGER;
ALTER TABLE decision ADD COLUMN restored_at INTEGER;
ALTER TABLE name_correction ADD COLUMN restored_at INTEGER;
