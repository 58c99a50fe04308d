-- The search index over the newest version of each article. The analysed text is kept because an external-content
-- index can only be deleted from with the very words that it was given.

CREATE TABLE search_texts (
    article_id INTEGER PRIMARY KEY REFERENCES articles (id),
    title TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE search_index USING fts5 (
    title, text, content='search_texts', content_rowid='article_id', tokenize='unicode61 remove_diacritics 2'
);
CREATE TRIGGER search_texts_inserted AFTER INSERT ON search_texts BEGIN
    INSERT INTO search_index (rowid, title, text) VALUES (new.article_id, new.title, new.text);
END;
CREATE TRIGGER search_texts_deleted AFTER DELETE ON search_texts BEGIN
    INSERT INTO search_index (search_index, rowid, title, text)
    VALUES ('delete', old.article_id, old.title, old.text);
END;
CREATE TRIGGER search_texts_updated AFTER UPDATE ON search_texts BEGIN
    INSERT INTO search_index (search_index, rowid, title, text)
    VALUES ('delete', old.article_id, old.title, old.text);
    INSERT INTO search_index (rowid, title, text) VALUES (new.article_id, new.title, new.text);
END;
