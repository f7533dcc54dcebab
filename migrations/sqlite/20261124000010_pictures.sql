-- Pictures of products, named by the SHA-256 of what was uploaded and kept only as they were drawn anew, in three sizes;
-- the same upload is one row, whoever brings it. What a company uploads is counted under its own row's lock, what an
-- organiser without a company uploads under his.

CREATE TABLE pictures (
    id TEXT NOT NULL PRIMARY KEY,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    created_at BIGINT NOT NULL
) WITHOUT ROWID;

-- With row numbers: bodies of this length do not belong into the tree that is searched.
CREATE TABLE picture_variants (
    picture TEXT NOT NULL REFERENCES pictures (id),
    variant TEXT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (picture, variant)
);

-- The owner is a company's id or a user's.
CREATE TABLE picture_owners (
    owner TEXT NOT NULL,
    picture TEXT NOT NULL REFERENCES pictures (id),
    uploaded_at BIGINT NOT NULL,
    PRIMARY KEY (owner, picture)
) WITHOUT ROWID;
CREATE INDEX picture_owners_picture ON picture_owners (picture);
