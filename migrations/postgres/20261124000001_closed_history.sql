-- What a topic has told may end to be anybody's to replay, as when somebody leaves the company whose news filled his
-- inbox: facts up to `closed` are not replayed, the snapshot stands for them.

ALTER TABLE topics ADD COLUMN closed BIGINT NOT NULL DEFAULT 0;
