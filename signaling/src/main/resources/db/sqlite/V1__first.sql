-- What the REST API lists; ord is the order of making.
CREATE TABLE sessions (
    ord        INTEGER PRIMARY KEY AUTOINCREMENT,
    room       TEXT    NOT NULL UNIQUE,
    plan       TEXT    NOT NULL,
    epoch      TEXT    NOT NULL,
    state      TEXT    NOT NULL,
    active_ms  INTEGER NOT NULL,
    started_ms INTEGER,
    ended_ms   INTEGER,
    outcome    TEXT,
    created_ms INTEGER NOT NULL,
    -- When it ends by itself if nobody comes.
    empty_until_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX sessions_nobody_came_to ON sessions (empty_until_ms) WHERE state = 'scheduled';

-- The logs. hash is SHA-256 of the hash of the row before (64 zeros before the first) and json.
CREATE TABLE events (
    room    TEXT    NOT NULL REFERENCES sessions (room),
    seq     INTEGER NOT NULL,
    wall_ms INTEGER NOT NULL,
    json    TEXT    NOT NULL,
    hash    TEXT    NOT NULL,
    PRIMARY KEY (room, seq)
) STRICT, WITHOUT ROWID;

-- What people wrote; the row has the SHA-256 of salt and text. A deleted line is an erased text.
CREATE TABLE texts (
    room TEXT    NOT NULL,
    seq  INTEGER NOT NULL,
    salt TEXT    NOT NULL,
    text TEXT    NOT NULL,
    PRIMARY KEY (room, seq),
    FOREIGN KEY (room, seq) REFERENCES events (room, seq)
) STRICT, WITHOUT ROWID;

-- When a node was last alive.
CREATE TABLE checkpoints (
    node     TEXT    PRIMARY KEY,
    alive_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
