-- The search index. A document keeps its number for life: hits are paged by it, the latest entered first. The index
-- holds tokens and no text. They come ready, so the tokenizer that only parts at spaces and signs is the right one; a
-- single Chinese character and the first letters of a word are answered from indexes of their own. `head` is the title
-- once more, marked, so that titles are asked without reading all that stands elsewhere.

CREATE TABLE search_docs (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    UNIQUE (kind, id)
);

CREATE VIRTUAL TABLE search_words USING fts5 (
    scope, head, title, body,
    content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '1 2 3'
);
