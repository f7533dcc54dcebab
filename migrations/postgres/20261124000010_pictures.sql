-- Pictures of products, named by the SHA-256 of what was uploaded and kept only as they were drawn anew, in three sizes;
-- the same upload is one row, whoever brings it. What a company uploads is counted under its own row's lock, what an
-- organiser without a company uploads under his.

CREATE TABLE pictures (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE picture_variants (
    picture TEXT COLLATE "C" NOT NULL REFERENCES pictures (id),
    variant TEXT COLLATE "C" NOT NULL,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (picture, variant)
);

-- The owner is a company's id or a user's.
CREATE TABLE picture_owners (
    owner TEXT COLLATE "C" NOT NULL,
    picture TEXT COLLATE "C" NOT NULL REFERENCES pictures (id),
    uploaded_at BIGINT NOT NULL,
    PRIMARY KEY (owner, picture)
);
CREATE INDEX picture_owners_picture ON picture_owners (picture);
