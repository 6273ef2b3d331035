-- Sessions of which something was transcribed; ord is the order of the first lines. state is open
-- until webhooks were told that nothing more comes, then done.
CREATE TABLE transcripts (
    ord   BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    room  TEXT   NOT NULL UNIQUE REFERENCES sessions (room),
    state TEXT   NOT NULL
);

CREATE INDEX transcripts_open ON transcripts (ord) WHERE state = 'open';
