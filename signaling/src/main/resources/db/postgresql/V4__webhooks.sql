-- Where integrators want to be told of what happens; ord is the order of making. A removed one stays
-- until its deliveries are deleted. secret is sealed.
CREATE TABLE webhooks (
    ord        BIGINT  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id         TEXT    NOT NULL UNIQUE,
    tenant     TEXT    NOT NULL,
    url        TEXT    NOT NULL,
    events     TEXT    NOT NULL,
    secret     TEXT    NOT NULL,
    state      TEXT    NOT NULL,
    created_ms BIGINT  NOT NULL
);

CREATE INDEX webhooks_of_tenant ON webhooks (tenant);

-- What is on its way to them, and what became of it. room is empty for a test. Of what waits only
-- the first of a webhook and room, by ord, has a next_ms; of what does not, each has a done_ms.
CREATE TABLE deliveries (
    ord        BIGINT  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id         TEXT    NOT NULL UNIQUE,
    webhook    TEXT    NOT NULL REFERENCES webhooks (id),
    room       TEXT    NOT NULL,
    event      TEXT    NOT NULL,
    type       TEXT    NOT NULL,
    body       TEXT    NOT NULL,
    created_ms BIGINT  NOT NULL,
    give_up_ms BIGINT  NOT NULL,
    state      TEXT    NOT NULL,
    attempts   BIGINT  NOT NULL,
    next_ms    BIGINT,
    status     BIGINT,
    error      TEXT,
    done_ms    BIGINT
);

CREATE INDEX deliveries_of_webhook ON deliveries (webhook, ord);
CREATE INDEX deliveries_waiting ON deliveries (webhook, room, ord) WHERE state = 'waiting';
CREATE INDEX deliveries_due ON deliveries (next_ms) WHERE next_ms IS NOT NULL;
CREATE INDEX deliveries_done ON deliveries (done_ms) WHERE done_ms IS NOT NULL;
