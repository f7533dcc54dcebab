-- People, companies and their secrets. A membership is a part of the person's row, so that nobody can belong to two
-- companies. Of tokens, tickets, links and keys only SHA-256 hashes are kept; of passwords only argon2id's texts.

CREATE TABLE companies (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    side TEXT COLLATE "C" NOT NULL,
    country TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    -- Raised by whoever counts the company's people, links or keys: its row lock.
    revision BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE users (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    email TEXT COLLATE "C" NOT NULL,
    -- Lower case and in normal form, made in Rust: neither database folds as the other does.
    email_key TEXT COLLATE "C" NOT NULL UNIQUE,
    -- NULL: enters by a one-time link only.
    password TEXT COLLATE "C",
    language TEXT COLLATE "C" NOT NULL,
    zone TEXT COLLATE "C" NOT NULL,
    domestic BIGINT NOT NULL,
    company_id TEXT COLLATE "C" REFERENCES companies (id),
    admin BIGINT NOT NULL DEFAULT 0,
    joined_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX users_company ON users (company_id);

-- The nil id as edition stands for every edition, also those to come; hence no foreign key.
CREATE TABLE grants (
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    edition_id TEXT COLLATE "C" NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (user_id, edition_id, role)
);

CREATE TABLE sessions (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    token BYTEA NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id, created_at);
CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE tickets (
    secret BYTEA NOT NULL PRIMARY KEY,
    session_id TEXT COLLATE "C" NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX tickets_session ON tickets (session_id);

-- An invitation names a company, a reset a person. Withdrawn is written as used: either way the link is dead.
CREATE TABLE links (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    secret BYTEA NOT NULL UNIQUE,
    user_id TEXT COLLATE "C" REFERENCES users (id),
    company_id TEXT COLLATE "C" REFERENCES companies (id),
    admin BIGINT NOT NULL DEFAULT 0,
    email TEXT COLLATE "C" NOT NULL,
    email_key TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    made_by TEXT COLLATE "C" REFERENCES users (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX links_company ON links (company_id, used_at);
CREATE INDEX links_user ON links (user_id, used_at);
CREATE INDEX links_made_by ON links (made_by, used_at);

-- A key is its company's, or an organiser's own; it acts as its maker either way.
CREATE TABLE api_keys (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    secret BYTEA NOT NULL UNIQUE,
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    company_id TEXT COLLATE "C" REFERENCES companies (id),
    name TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT,
    revoked_at BIGINT
);
CREATE INDEX api_keys_company ON api_keys (company_id, revoked_at);
CREATE INDEX api_keys_user ON api_keys (user_id, revoked_at);
