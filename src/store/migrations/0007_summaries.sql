-- What each snapshot brings besides entries: its name, its form, the lines that were set aside. Derived; filled in when a
-- snapshot is read. Before, all of it stood in the head of the blog and was written again with every snapshot.
ALTER TABLE snapshot_reading ADD COLUMN summary BLOB;
