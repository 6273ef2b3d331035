-- Lines of transcripts, each in its best version; place is the order in which they came. The log is
-- what they are made of, and texts has what was said, under seq. words are the folded words of that,
-- each once: null until the line was read for them, empty when the text was erased or is to be.
CREATE TABLE transcript_lines (
    place    BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    room     TEXT    NOT NULL REFERENCES sessions (room),
    id       TEXT    NOT NULL COLLATE "C",
    seq      BIGINT  NOT NULL,
    who      TEXT    NOT NULL,
    at_ms    BIGINT  NOT NULL,
    end_ms   BIGINT  NOT NULL,
    language TEXT,
    rev      INTEGER NOT NULL,
    words    TEXT,
    -- Words are separated by blanks and compared as they are.
    found_by TSVECTOR GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED,
    UNIQUE (room, id)
);

CREATE INDEX transcript_lines_in_order ON transcript_lines (room, at_ms, id);
CREATE INDEX transcript_lines_unread ON transcript_lines (place) WHERE words IS NULL;
CREATE INDEX transcript_words ON transcript_lines USING gin (found_by);

INSERT INTO transcript_lines (room, id, seq, who, at_ms, end_ms, language, rev)
    SELECT room, id, seq, who, at_ms, end_ms, language, rev FROM (
        SELECT *, row_number() OVER (PARTITION BY room, id ORDER BY rev DESC, seq) AS version FROM (
            SELECT room,
                seq,
                fact ->> 'id'                AS id,
                fact ->> 'who'               AS who,
                (fact ->> 'atMs')::bigint    AS at_ms,
                (fact ->> 'endAtMs')::bigint AS end_ms,
                fact ->> 'language'          AS language,
                (fact ->> 'rev')::integer    AS rev
            FROM (
                SELECT room, seq, json::json -> 'fact' AS fact FROM events
                WHERE room IN (SELECT room FROM transcripts)
            ) AS facts
            WHERE fact ->> 'kind' = 'transcribed'
        ) AS versions
    ) AS ranked WHERE version = 1 ORDER BY room, seq;
