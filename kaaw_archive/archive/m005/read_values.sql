-- What was read where a person's correction stands now; snapshot_id 0: the value is the article's own.
CREATE TABLE _read_values (
    article_id INTEGER NOT NULL,
    snapshot_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    value TEXT,
    PRIMARY KEY (article_id, snapshot_id, name)
) STRICT, WITHOUT ROWID;
