-- Summaries of sessions; ord is the order in which they were first wanted. state is pending until a
-- model has made it or could not; next_ms is when it is to be tried. content is what it says, as
-- JSON; edited_by and edited_name are null for one that was edited with an API key.
CREATE TABLE summaries (
    ord         INTEGER PRIMARY KEY AUTOINCREMENT,
    room        TEXT    NOT NULL UNIQUE REFERENCES sessions (room),
    state       TEXT    NOT NULL,
    version     INTEGER NOT NULL,
    tries       INTEGER NOT NULL,
    next_ms     INTEGER NOT NULL,
    content     TEXT,
    model       TEXT,
    made_ms     INTEGER,
    edited_by   TEXT,
    edited_name TEXT,
    edited_ms   INTEGER
) STRICT;

CREATE INDEX summaries_pending ON summaries (next_ms) WHERE state = 'pending';
