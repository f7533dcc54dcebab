-- Editions and who takes part in them. The rules are one JSON text with a revision, because they change as a whole and
-- are read as a whole; the newest announcement stands in the edition's row, because it is written with one statement.
-- What is searched is folded in Rust into key columns, so that both databases find the same rows.

CREATE TABLE editions (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    zone TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    rules TEXT NOT NULL,
    revision BIGINT NOT NULL,
    is_current BIGINT NOT NULL,
    announcement TEXT,
    announced_at BIGINT
) WITHOUT ROWID;
CREATE UNIQUE INDEX editions_current ON editions (is_current) WHERE is_current = 1;

CREATE TABLE exhibitors (
    id TEXT NOT NULL PRIMARY KEY,
    company TEXT NOT NULL REFERENCES companies (id),
    edition TEXT NOT NULL REFERENCES editions (id),
    name TEXT NOT NULL,
    booth TEXT NOT NULL,
    business TEXT NOT NULL,
    name_key TEXT NOT NULL,
    search_key TEXT NOT NULL,
    UNIQUE (company, edition)
) WITHOUT ROWID;
CREATE INDEX exhibitors_by_name ON exhibitors (edition, name_key, id);

-- A calendar is a salesperson's, or, without a person, the exhibitor's queue: one each.
CREATE TABLE grids (
    id TEXT NOT NULL PRIMARY KEY,
    exhibitor TEXT NOT NULL REFERENCES exhibitors (id),
    person TEXT REFERENCES users (id),
    on_duty BIGINT NOT NULL,
    UNIQUE (exhibitor, person)
) WITHOUT ROWID;
CREATE UNIQUE INDEX grids_queue ON grids (exhibitor) WHERE person IS NULL;
CREATE INDEX grids_person ON grids (person);
