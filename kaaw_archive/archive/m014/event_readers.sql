-- Events that a reader of `kaaw events --reader NAME` got, or people were told of; by uid, so that kaaw derive repeats none.
CREATE TABLE _read_events (
    reader TEXT NOT NULL,
    uid TEXT NOT NULL,
    PRIMARY KEY (reader, uid)
) STRICT;
