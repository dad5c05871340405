-- A correction of a name is a step that can be taken back, where it was made in the reader.
ALTER TABLE name_correction ADD COLUMN step INTEGER REFERENCES step (n);
