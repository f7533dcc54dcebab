-- What a fair shows: its sections, what an exhibitor says of itself, its products, and what somebody marked for later.
-- A text in two languages is two columns; an empty one means that the other serves both. What is read and written whole
-- (a tree of sections, a homepage, a specification) is one JSON text each.

CREATE TABLE sections (
    edition TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES editions (id),
    revision BIGINT NOT NULL,
    tree TEXT COLLATE "C" NOT NULL
);

ALTER TABLE exhibitors ADD COLUMN name_zh TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE exhibitors ADD COLUMN business_zh TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE exhibitors ADD COLUMN section TEXT COLLATE "C";
ALTER TABLE exhibitors ADD COLUMN revision BIGINT NOT NULL DEFAULT 1;
CREATE INDEX exhibitors_by_section ON exhibitors (edition, section, name_key, id);

CREATE TABLE homepages (
    exhibitor TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES exhibitors (id),
    revision BIGINT NOT NULL,
    body TEXT COLLATE "C" NOT NULL
);

-- A row of `shelves` is locked by whoever counts a stand's products.
CREATE TABLE shelves (
    exhibitor TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES exhibitors (id),
    products BIGINT NOT NULL
);

CREATE TABLE products (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    exhibitor TEXT COLLATE "C" NOT NULL REFERENCES exhibitors (id),
    edition TEXT COLLATE "C" NOT NULL REFERENCES editions (id),
    name TEXT COLLATE "C" NOT NULL,
    name_zh TEXT COLLATE "C" NOT NULL,
    category_key TEXT COLLATE "C" NOT NULL,
    featured BIGINT NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL
);
CREATE INDEX products_of_stand ON products (exhibitor, featured, id);
CREATE INDEX products_of_edition ON products (edition, id);
CREATE INDEX products_by_category ON products (edition, category_key, id);

CREATE TABLE favorites (
    person TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    kind TEXT COLLATE "C" NOT NULL,
    object TEXT COLLATE "C" NOT NULL,
    edition TEXT COLLATE "C" NOT NULL REFERENCES editions (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (person, edition, kind, object)
);
