-- The log everything hangs on: facts numbered per topic, the ids of commands already answered, durable timers and
-- reactions, and what the database knows about itself. PostgreSQL's twin also keeps each fact's transaction id, by
-- which a lost wake-up is found; with SQLite there is one process and nothing to find.

CREATE TABLE meta (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE topics (
    name TEXT NOT NULL PRIMARY KEY,
    head BIGINT NOT NULL
) WITHOUT ROWID;

CREATE TABLE facts (
    topic TEXT NOT NULL,
    seq BIGINT NOT NULL,
    kind TEXT NOT NULL,
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    by_user TEXT,
    by_side TEXT,
    body TEXT NOT NULL,
    xid BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (topic, seq)
) WITHOUT ROWID;

CREATE TABLE commands (
    actor TEXT NOT NULL,
    id TEXT NOT NULL,
    hash BLOB NOT NULL,
    answer TEXT,
    at BIGINT NOT NULL,
    PRIMARY KEY (actor, id)
) WITHOUT ROWID;
CREATE INDEX commands_at ON commands (at);

CREATE TABLE jobs (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    object TEXT NOT NULL,
    due BIGINT NOT NULL,
    body TEXT NOT NULL,
    fence BIGINT NOT NULL DEFAULT 0,
    lease_until BIGINT NOT NULL DEFAULT 0,
    attempts BIGINT NOT NULL DEFAULT 0,
    parked BIGINT NOT NULL DEFAULT 0,
    error TEXT,
    UNIQUE (kind, object)
);
CREATE INDEX jobs_due ON jobs (parked, due);

CREATE TABLE nodes (
    id TEXT NOT NULL PRIMARY KEY,
    until BIGINT NOT NULL,
    applied BIGINT NOT NULL
) WITHOUT ROWID;
