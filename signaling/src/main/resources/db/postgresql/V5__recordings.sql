-- Recordings of sessions; ord is the order of making. manifest is what was made of one, as the
-- recorder wrote it. done_ms is when it was ready or had failed.
CREATE TABLE recordings (
    ord        BIGINT  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id         TEXT    NOT NULL UNIQUE,
    room       TEXT    NOT NULL REFERENCES sessions (room),
    state      TEXT    NOT NULL,
    started_ms BIGINT  NOT NULL,
    ended_ms   BIGINT,
    stopped    TEXT,
    manifest   TEXT,
    error      TEXT,
    done_ms    BIGINT
);

CREATE INDEX recordings_of_room ON recordings (room);
CREATE INDEX recordings_unmade ON recordings (ord) WHERE state = 'processing';
CREATE INDEX recordings_done ON recordings (done_ms) WHERE done_ms IS NOT NULL AND state <> 'deleted';
