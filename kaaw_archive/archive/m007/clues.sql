-- NULL: a document, or read before there was such a clue.
ALTER TABLE snapshots ADD COLUMN author_clue TEXT;
ALTER TABLE snapshots ADD COLUMN title_clue TEXT;
ALTER TABLE snapshots ADD COLUMN kind_clue TEXT;
