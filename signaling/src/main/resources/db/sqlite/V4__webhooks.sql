-- Where integrators want to be told of what happens; ord is the order of making. A removed one stays
-- until its deliveries are deleted. secret is sealed.
CREATE TABLE webhooks (
    ord        INTEGER PRIMARY KEY AUTOINCREMENT,
    id         TEXT    NOT NULL UNIQUE,
    tenant     TEXT    NOT NULL,
    url        TEXT    NOT NULL,
    events     TEXT    NOT NULL,
    secret     TEXT    NOT NULL,
    state      TEXT    NOT NULL,
    created_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX webhooks_of_tenant ON webhooks (tenant);

-- What is on its way to them, and what became of it. room is empty for a test. Of what waits only
-- the first of a webhook and room, by ord, has a next_ms; of what does not, each has a done_ms.
CREATE TABLE deliveries (
    ord        INTEGER PRIMARY KEY AUTOINCREMENT,
    id         TEXT    NOT NULL UNIQUE,
    webhook    TEXT    NOT NULL REFERENCES webhooks (id),
    room       TEXT    NOT NULL,
    event      TEXT    NOT NULL,
    type       TEXT    NOT NULL,
    body       TEXT    NOT NULL,
    created_ms INTEGER NOT NULL,
    give_up_ms INTEGER NOT NULL,
    state      TEXT    NOT NULL,
    attempts   INTEGER NOT NULL,
    next_ms    INTEGER,
    status     INTEGER,
    error      TEXT,
    done_ms    INTEGER
) STRICT;

CREATE INDEX deliveries_of_webhook ON deliveries (webhook, ord);
CREATE INDEX deliveries_waiting ON deliveries (webhook, room, ord) WHERE state = 'waiting';
CREATE INDEX deliveries_due ON deliveries (next_ms) WHERE next_ms IS NOT NULL;
CREATE INDEX deliveries_done ON deliveries (done_ms) WHERE done_ms IS NOT NULL;
