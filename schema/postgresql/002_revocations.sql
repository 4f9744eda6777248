-- Subjects whose grants were taken back: one row each, for as long as such a grant could still be good. Every poll looks
-- its reader up here.
CREATE TABLE nosocket_revocations (
    subject_hash bytea PRIMARY KEY,
    revoked_at   bigint NOT NULL,
    expires_at   bigint NOT NULL
);
COMMENT ON COLUMN nosocket_revocations.subject_hash IS 'SHA-256 of the grants'' subject';
COMMENT ON COLUMN nosocket_revocations.revoked_at IS 'grants issued until then are void, milliseconds since the Unix epoch';
COMMENT ON COLUMN nosocket_revocations.expires_at IS 'from then on the row says nothing, milliseconds since the Unix epoch';
CREATE INDEX nosocket_revocations_expires_at ON nosocket_revocations (expires_at);
