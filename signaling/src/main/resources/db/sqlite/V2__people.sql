-- For whom a session was made: whoever got a join token.
CREATE TABLE seats (
    room        TEXT NOT NULL REFERENCES sessions (room),
    participant TEXT NOT NULL,
    name        TEXT NOT NULL,
    role        TEXT NOT NULL,
    PRIMARY KEY (room, participant)
) STRICT, WITHOUT ROWID;

CREATE INDEX seats_of_participant ON seats (participant);

-- What they said of it, the last that each of them said.
CREATE TABLE feedback (
    room        TEXT    NOT NULL REFERENCES sessions (room),
    participant TEXT    NOT NULL,
    rating      INTEGER NOT NULL,
    comment     TEXT,
    at_ms       INTEGER NOT NULL,
    PRIMARY KEY (room, participant)
) STRICT, WITHOUT ROWID;
