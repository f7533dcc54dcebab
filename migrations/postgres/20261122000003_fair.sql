-- Editions and who takes part in them. The rules are one JSON text with a revision, because they change as a whole and
-- are read as a whole; the newest announcement stands in the edition's row, because it is written with one statement.
-- What is searched is folded in Rust into key columns, so that both databases find the same rows.

CREATE TABLE editions (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL UNIQUE,
    zone TEXT COLLATE "C" NOT NULL,
    first_day TEXT COLLATE "C" NOT NULL,
    last_day TEXT COLLATE "C" NOT NULL,
    rules TEXT COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL,
    is_current BIGINT NOT NULL,
    announcement TEXT COLLATE "C",
    announced_at BIGINT
);
CREATE UNIQUE INDEX editions_current ON editions (is_current) WHERE is_current = 1;

CREATE TABLE exhibitors (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    company TEXT COLLATE "C" NOT NULL REFERENCES companies (id),
    edition TEXT COLLATE "C" NOT NULL REFERENCES editions (id),
    name TEXT COLLATE "C" NOT NULL,
    booth TEXT COLLATE "C" NOT NULL,
    business TEXT COLLATE "C" NOT NULL,
    name_key TEXT COLLATE "C" NOT NULL,
    search_key TEXT COLLATE "C" NOT NULL,
    UNIQUE (company, edition)
);
CREATE INDEX exhibitors_by_name ON exhibitors (edition, name_key, id);

-- A calendar is a salesperson's, or, without a person, the exhibitor's queue: one each.
CREATE TABLE grids (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    exhibitor TEXT COLLATE "C" NOT NULL REFERENCES exhibitors (id),
    person TEXT COLLATE "C" REFERENCES users (id),
    on_duty BIGINT NOT NULL,
    UNIQUE (exhibitor, person)
);
CREATE UNIQUE INDEX grids_queue ON grids (exhibitor) WHERE person IS NULL;
CREATE INDEX grids_person ON grids (person);
