-- Recordings of sessions; ord is the order of making. manifest is what was made of one, as the
-- recorder wrote it. done_ms is when it was ready or had failed.
CREATE TABLE recordings (
    ord        INTEGER PRIMARY KEY AUTOINCREMENT,
    id         TEXT    NOT NULL UNIQUE,
    room       TEXT    NOT NULL REFERENCES sessions (room),
    state      TEXT    NOT NULL,
    started_ms INTEGER NOT NULL,
    ended_ms   INTEGER,
    stopped    TEXT,
    manifest   TEXT,
    error      TEXT,
    done_ms    INTEGER
) STRICT;

CREATE INDEX recordings_of_room ON recordings (room);
CREATE INDEX recordings_unmade ON recordings (ord) WHERE state = 'processing';
CREATE INDEX recordings_done ON recordings (done_ms) WHERE done_ms IS NOT NULL AND state <> 'deleted';
