-- The message centre. A reader's row holds his read mark and his unread count; whoever writes him a notice locks it
-- first, so that two commits cannot tell the same count. Notices are kept in the order in which they are read.

CREATE TABLE inboxes (
    reader TEXT NOT NULL PRIMARY KEY REFERENCES users (id),
    read_until BIGINT NOT NULL,
    unread BIGINT NOT NULL,
    added BIGINT NOT NULL
) WITHOUT ROWID;

CREATE TABLE notices (
    reader TEXT NOT NULL REFERENCES inboxes (reader),
    at BIGINT NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    appointment TEXT,
    body TEXT NOT NULL,
    PRIMARY KEY (reader, at, id)
) WITHOUT ROWID;
