-- What a fair shows: its sections, what an exhibitor says of itself, its products, and what somebody marked for later.
-- A text in two languages is two columns; an empty one means that the other serves both. What is read and written whole
-- (a tree of sections, a homepage, a specification) is one JSON text each.

CREATE TABLE sections (
    edition TEXT NOT NULL PRIMARY KEY REFERENCES editions (id),
    revision BIGINT NOT NULL,
    tree TEXT NOT NULL
) WITHOUT ROWID;

ALTER TABLE exhibitors ADD COLUMN name_zh TEXT NOT NULL DEFAULT '';
ALTER TABLE exhibitors ADD COLUMN business_zh TEXT NOT NULL DEFAULT '';
ALTER TABLE exhibitors ADD COLUMN section TEXT;
ALTER TABLE exhibitors ADD COLUMN revision BIGINT NOT NULL DEFAULT 1;
CREATE INDEX exhibitors_by_section ON exhibitors (edition, section, name_key, id);

CREATE TABLE homepages (
    exhibitor TEXT NOT NULL PRIMARY KEY REFERENCES exhibitors (id),
    revision BIGINT NOT NULL,
    body TEXT NOT NULL
) WITHOUT ROWID;

-- A row of `shelves` is locked by whoever counts a stand's products.
CREATE TABLE shelves (
    exhibitor TEXT NOT NULL PRIMARY KEY REFERENCES exhibitors (id),
    products BIGINT NOT NULL
) WITHOUT ROWID;

CREATE TABLE products (
    id TEXT NOT NULL PRIMARY KEY,
    exhibitor TEXT NOT NULL REFERENCES exhibitors (id),
    edition TEXT NOT NULL REFERENCES editions (id),
    name TEXT NOT NULL,
    name_zh TEXT NOT NULL,
    category_key TEXT NOT NULL,
    featured BIGINT NOT NULL,
    body TEXT NOT NULL,
    revision BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX products_of_stand ON products (exhibitor, featured, id);
CREATE INDEX products_of_edition ON products (edition, id);
CREATE INDEX products_by_category ON products (edition, category_key, id);

CREATE TABLE favorites (
    person TEXT NOT NULL REFERENCES users (id),
    kind TEXT NOT NULL,
    object TEXT NOT NULL,
    edition TEXT NOT NULL REFERENCES editions (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (person, edition, kind, object)
) WITHOUT ROWID;
