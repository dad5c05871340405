-- Whether what was told of an entry was handed over for certain (0); else the program ended at that very moment, and it was the
-- first that was told of the entry (1), or an edit (2).
ALTER TABLE told ADD COLUMN perhaps INTEGER NOT NULL DEFAULT 0;
