-- The log everything hangs on: facts numbered per topic, the ids of commands already answered, durable timers and
-- reactions, and what the database knows about itself. Each fact keeps the id of its transaction: a poll that reads
-- every visible fact at or above a snapshot's xmin cannot miss one (DESIGN 1, law 3).

CREATE TABLE meta (
    key TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    value TEXT COLLATE "C" NOT NULL
);

CREATE TABLE topics (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    head BIGINT NOT NULL
);

CREATE TABLE facts (
    topic TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    by_user TEXT COLLATE "C",
    by_side TEXT COLLATE "C",
    body TEXT COLLATE "C" NOT NULL,
    xid BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text::bigint),
    PRIMARY KEY (topic, seq)
);

CREATE INDEX facts_xid ON facts (xid);

CREATE TABLE commands (
    actor TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    hash BYTEA NOT NULL,
    answer TEXT COLLATE "C",
    at BIGINT NOT NULL,
    PRIMARY KEY (actor, id)
);
CREATE INDEX commands_at ON commands (at);

CREATE TABLE jobs (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL,
    object TEXT COLLATE "C" NOT NULL,
    due BIGINT NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    fence BIGINT NOT NULL DEFAULT 0,
    lease_until BIGINT NOT NULL DEFAULT 0,
    attempts BIGINT NOT NULL DEFAULT 0,
    parked BIGINT NOT NULL DEFAULT 0,
    error TEXT COLLATE "C",
    UNIQUE (kind, object)
);
CREATE INDEX jobs_due ON jobs (parked, due);

CREATE TABLE nodes (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    until BIGINT NOT NULL,
    applied BIGINT NOT NULL
);
