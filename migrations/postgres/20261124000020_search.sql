-- The search index. A document keeps its number for life: hits are paged by it, the latest entered first. Its tokens
-- come ready, as lexemes with their positions. A list of pending entries would be read whole by every search, so there is
-- none.

CREATE TABLE search_docs (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    UNIQUE (kind, id)
);

CREATE TABLE search_words (
    number BIGINT NOT NULL PRIMARY KEY,
    words TSVECTOR NOT NULL
);

CREATE INDEX search_words_by_word ON search_words USING gin (words) WITH (fastupdate = off);
