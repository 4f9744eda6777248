-- One row per channel. Emitting takes this row first, which makes position order equal commit order. No index covers
-- a column that an emit changes, and the page has room, so that the row is updated in place.
CREATE TABLE nosocket_channels (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name       text COLLATE "C" NOT NULL UNIQUE,
    epoch      text NOT NULL,
    head       bigint NOT NULL,
    floor      bigint NOT NULL,
    changed_at bigint NOT NULL
) WITH (fillfactor = 50);
COMMENT ON COLUMN nosocket_channels.id IS 'what events refer to';
COMMENT ON COLUMN nosocket_channels.name IS '1 to 128 bytes, compared byte for byte';
COMMENT ON COLUMN nosocket_channels.epoch IS 'random label of this life of the channel''s positions';
COMMENT ON COLUMN nosocket_channels.head IS 'the highest position given out';
COMMENT ON COLUMN nosocket_channels.floor IS 'the highest position that retention has taken away';
COMMENT ON COLUMN nosocket_channels.changed_at IS 'when the head last moved, milliseconds since the Unix epoch';

CREATE TABLE nosocket_events (
    channel_id    bigint NOT NULL,
    position      bigint NOT NULL,
    expires_at    bigint NOT NULL,
    created_at    bigint NOT NULL,
    transient     boolean NOT NULL,
    event         text NOT NULL,
    except_client text,
    payload       text NOT NULL,
    PRIMARY KEY (channel_id, position)
);
COMMENT ON COLUMN nosocket_events.channel_id IS 'the channel';
COMMENT ON COLUMN nosocket_events.position IS 'dense in its channel, from 1';
COMMENT ON COLUMN nosocket_events.expires_at IS 'from then on it counts as taken away, milliseconds since the Unix epoch';
COMMENT ON COLUMN nosocket_events.created_at IS 'when it was emitted, milliseconds since the Unix epoch';
COMMENT ON COLUMN nosocket_events.transient IS 'whether it may vanish without a resync';
COMMENT ON COLUMN nosocket_events.event IS 'its name';
COMMENT ON COLUMN nosocket_events.except_client IS 'the browser tab that drops it';
COMMENT ON COLUMN nosocket_events.payload IS 'JSON, kept byte for byte';

-- For cleanup.
CREATE INDEX nosocket_events_expires_at ON nosocket_events (expires_at);

-- The rate limiter's state where rate_limiter = database: one row per subject and address that polled lately. Not
-- logged: after a crash of the server everybody begins with a fresh quota.
CREATE UNLOGGED TABLE nosocket_rate_limits (
    key_hash   bytea PRIMARY KEY,
    tat        bigint NOT NULL,
    denied     boolean NOT NULL,
    expires_at bigint NOT NULL
) WITH (fillfactor = 50);
COMMENT ON COLUMN nosocket_rate_limits.key_hash IS 'SHA-256 of the limiter''s key';
COMMENT ON COLUMN nosocket_rate_limits.tat IS 'theoretical arrival time of GCRA, microseconds since the Unix epoch';
COMMENT ON COLUMN nosocket_rate_limits.denied IS 'whether the last hit was refused';
COMMENT ON COLUMN nosocket_rate_limits.expires_at IS 'from then on the row says nothing, milliseconds since the Unix epoch';
CREATE INDEX nosocket_rate_limits_expires_at ON nosocket_rate_limits (expires_at);

-- Facts about the schema itself.
CREATE TABLE nosocket_meta (
    name  text PRIMARY KEY,
    value text NOT NULL
);
COMMENT ON COLUMN nosocket_meta.name IS 'schema_version';
