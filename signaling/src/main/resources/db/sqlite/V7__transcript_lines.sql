-- Lines of transcripts, each in its best version; place is the order in which they came. The log is
-- what they are made of, and texts has what was said, under seq. words are the folded words of that,
-- each once: null until the line was read for them, empty when the text was erased or is to be.
CREATE TABLE transcript_lines (
    place    INTEGER PRIMARY KEY AUTOINCREMENT,
    room     TEXT    NOT NULL REFERENCES sessions (room),
    id       TEXT    NOT NULL,
    seq      INTEGER NOT NULL,
    who      TEXT    NOT NULL,
    at_ms    INTEGER NOT NULL,
    end_ms   INTEGER NOT NULL,
    language TEXT,
    rev      INTEGER NOT NULL,
    words    TEXT,
    UNIQUE (room, id)
) STRICT;

CREATE INDEX transcript_lines_in_order ON transcript_lines (room, at_ms, id);
CREATE INDEX transcript_lines_unread ON transcript_lines (place) WHERE words IS NULL;

-- Which lines have a word. Words are separated by blanks and compared as they are.
CREATE VIRTUAL TABLE transcript_words USING fts5 (
    words,
    content = 'transcript_lines',
    content_rowid = 'place',
    tokenize = 'ascii',
    detail = 'none',
    columnsize = 0,
    prefix = '2 3'
);

-- What is taken out is gone, and not only marked.
INSERT INTO transcript_words (transcript_words, rank) VALUES ('secure-delete', 1);

CREATE TRIGGER transcript_lines_added AFTER INSERT ON transcript_lines
BEGIN
    INSERT INTO transcript_words (rowid, words) SELECT new.place, new.words WHERE new.words <> '';
END;

CREATE TRIGGER transcript_lines_changed AFTER UPDATE OF words ON transcript_lines
BEGIN
    INSERT INTO transcript_words (transcript_words, rowid, words)
        SELECT 'delete', old.place, old.words WHERE old.words <> '';
    INSERT INTO transcript_words (rowid, words) SELECT new.place, new.words WHERE new.words <> '';
END;

CREATE TRIGGER transcript_lines_removed AFTER DELETE ON transcript_lines
BEGIN
    INSERT INTO transcript_words (transcript_words, rowid, words)
        SELECT 'delete', old.place, old.words WHERE old.words <> '';
END;

INSERT INTO transcript_lines (room, id, seq, who, at_ms, end_ms, language, rev)
    SELECT room, id, seq, who, at_ms, end_ms, language, rev FROM (
        SELECT *, row_number() OVER (PARTITION BY room, id ORDER BY rev DESC, seq) AS version FROM (
            SELECT room,
                seq,
                json ->> '$.fact.id'       AS id,
                json ->> '$.fact.who'      AS who,
                json ->> '$.fact.atMs'     AS at_ms,
                json ->> '$.fact.endAtMs'  AS end_ms,
                json ->> '$.fact.language' AS language,
                json ->> '$.fact.rev'      AS rev
            FROM events
            WHERE room IN (SELECT room FROM transcripts) AND json ->> '$.fact.kind' = 'transcribed'
        )
    ) WHERE version = 1 ORDER BY room, seq;
