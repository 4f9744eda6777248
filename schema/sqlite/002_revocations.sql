-- Subjects whose grants were taken back: one row each, for as long as such a grant could still be good. Every poll looks
-- its reader up here.
CREATE TABLE nosocket_revocations (
    subject_hash BLOB    PRIMARY KEY, -- SHA-256 of the grants' subject
    revoked_at   INTEGER NOT NULL,   -- grants issued until then are void, milliseconds since the Unix epoch
    expires_at   INTEGER NOT NULL    -- from then on the row says nothing, milliseconds since the Unix epoch
) WITHOUT ROWID;

CREATE INDEX nosocket_revocations_expires_at ON nosocket_revocations (expires_at);
