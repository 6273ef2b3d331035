-- Who uses the REST API. digest is SHA-256 of the secret, in hexadecimal; scopes are separated by
-- spaces.
CREATE TABLE api_keys (
    id         TEXT   NOT NULL PRIMARY KEY,
    tenant     TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    scopes     TEXT   NOT NULL,
    digest     TEXT   NOT NULL,
    created_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Whose session it is; its plan says so too.
ALTER TABLE sessions ADD COLUMN tenant TEXT NOT NULL DEFAULT 'main';

CREATE INDEX sessions_of_tenant ON sessions (tenant, ord);

-- 1 once they were put out of the room, for good.
ALTER TABLE seats ADD COLUMN put_out INTEGER NOT NULL DEFAULT 0;

-- What requests with an Idempotency-Key were answered, so that the same again is answered the same.
-- digest tells another request under the same key; seed is what new ids are made of; status, headers
-- and body are null while nothing was answered. The body is sealed.
CREATE TABLE answers (
    tenant     TEXT   NOT NULL,
    key        TEXT   NOT NULL,
    digest     TEXT   NOT NULL,
    seed       TEXT   NOT NULL,
    status     INTEGER,
    location   TEXT,
    etag       TEXT,
    body       TEXT,
    created_ms INTEGER NOT NULL,
    PRIMARY KEY (tenant, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX answers_by_age ON answers (created_ms);
