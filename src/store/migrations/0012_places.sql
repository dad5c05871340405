-- The places of an entry with what hangs there, in their order: read whenever the entry is written, without another look-up
-- for each. From this version on the bodies of entries name each snapshot once; older bodies are still read.
DROP INDEX entry_source_entry;
CREATE INDEX entry_source_entry ON entry_source (entry, snapshot, line, part, hang);

-- Whether an older program read any snapshot is asked whenever one is added.
CREATE INDEX snapshot_read_with ON snapshot (read_with);
