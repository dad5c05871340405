-- When a snapshot counts as news, where that is later than when it was added: another library had it, but not the one that
-- the person was at last.
ALTER TABLE snapshot ADD COLUMN news_at INTEGER;
