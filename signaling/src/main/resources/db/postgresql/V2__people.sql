-- For whom a session was made: whoever got a join token.
CREATE TABLE seats (
    room        TEXT NOT NULL REFERENCES sessions (room),
    participant TEXT COLLATE "C" NOT NULL,
    name        TEXT NOT NULL,
    role        TEXT NOT NULL,
    PRIMARY KEY (room, participant)
);

CREATE INDEX seats_of_participant ON seats (participant);

-- What they said of it, the last that each of them said.
CREATE TABLE feedback (
    room        TEXT   NOT NULL REFERENCES sessions (room),
    participant TEXT   COLLATE "C" NOT NULL,
    rating      BIGINT NOT NULL,
    comment     TEXT,
    at_ms       BIGINT NOT NULL,
    PRIMARY KEY (room, participant)
);
