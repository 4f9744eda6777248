-- Subjects whose grants were taken back: one row each, for as long as such a grant could still be good. Every poll looks
-- its reader up here.
CREATE TABLE IF NOT EXISTS nosocket_revocations (
    subject_hash BINARY(32) NOT NULL COMMENT 'SHA-256 of the grants'' subject',
    revoked_at   BIGINT NOT NULL COMMENT 'grants issued until then are void, milliseconds since the Unix epoch',
    expires_at   BIGINT NOT NULL COMMENT 'from then on the row says nothing, milliseconds since the Unix epoch',
    PRIMARY KEY (subject_hash),
    KEY expires_at (expires_at)
) ENGINE = InnoDB;
