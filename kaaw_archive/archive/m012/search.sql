-- Two indexes over all versions. `search_index` holds terms (lemmas, parts of compounds, bases of derivations) and is
-- made by kaaw_archive alone; the number of an entry is article_id << 16 | version. `snapshots_fts` holds words as they
-- stand, umlauts included, and is kept by triggers, so that every SQLite program can search with it.

DROP TABLE search_index;
DROP TABLE search_texts;

CREATE VIRTUAL TABLE search_index USING fts5 (
    title, text, author, title_weak, text_weak, content='', tokenize="unicode61 remove_diacritics 0 tokenchars '~'"
);

-- Terms of each form of a word, by the language of the text; another analysis makes them again.
CREATE TABLE _word_forms (
    language TEXT NOT NULL,
    form TEXT NOT NULL,
    terms TEXT NOT NULL,
    PRIMARY KEY (language, form)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE snapshots_fts USING fts5 (
    title, text, content="snapshots", content_rowid="id", tokenize="unicode61 remove_diacritics 0"
);
INSERT INTO snapshots_fts (snapshots_fts) VALUES ('rebuild');
CREATE TRIGGER _snapshots_fts_inserted AFTER INSERT ON snapshots BEGIN
    INSERT INTO snapshots_fts (rowid, title, text) VALUES (new.id, new.title, new.text);
END;
CREATE TRIGGER _snapshots_fts_deleted AFTER DELETE ON snapshots BEGIN
    INSERT INTO snapshots_fts (snapshots_fts, rowid, title, text) VALUES ('delete', old.id, old.title, old.text);
END;
CREATE TRIGGER _snapshots_fts_updated AFTER UPDATE OF title, text ON snapshots BEGIN
    INSERT INTO snapshots_fts (snapshots_fts, rowid, title, text) VALUES ('delete', old.id, old.title, old.text);
    INSERT INTO snapshots_fts (rowid, title, text) VALUES (new.id, new.title, new.text);
END;

-- kaaw_archive sets it to the version of its analysis once it has made the index.
UPDATE _state SET version = 0 WHERE name = 'search';
