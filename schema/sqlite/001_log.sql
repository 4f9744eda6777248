-- One row per channel. Emitting takes this row first, which makes position order equal commit order.
CREATE TABLE nosocket_channels (
    id         INTEGER PRIMARY KEY,  -- what events refer to
    name       TEXT    NOT NULL COLLATE BINARY UNIQUE, -- 1 to 128 bytes, compared byte for byte
    epoch      TEXT    NOT NULL,     -- random label of this life of the channel's positions
    head       INTEGER NOT NULL,     -- the highest position given out
    floor      INTEGER NOT NULL,     -- the highest position that retention has taken away
    changed_at INTEGER NOT NULL      -- when the head last moved, milliseconds since the Unix epoch
);

-- The events, clustered by channel and position. The payload stands last, so that a scan need not step over it.
CREATE TABLE nosocket_events (
    channel_id    INTEGER NOT NULL REFERENCES nosocket_channels (id), -- the channel
    position      INTEGER NOT NULL,  -- dense in its channel, from 1
    expires_at    INTEGER NOT NULL,  -- from then on it counts as taken away, milliseconds since the Unix epoch
    transient     INTEGER NOT NULL,  -- 1 if it may vanish without a resync
    created_at    INTEGER NOT NULL,  -- when it was emitted, milliseconds since the Unix epoch
    event         TEXT    NOT NULL,  -- its name
    except_client TEXT,              -- the browser tab that drops it
    payload       TEXT    NOT NULL,  -- JSON, kept byte for byte
    PRIMARY KEY (channel_id, position)
) WITHOUT ROWID;

-- For cleanup.
CREATE INDEX nosocket_events_expires_at ON nosocket_events (expires_at);

-- The rate limiter's state where rate_limiter = database: one row per subject and address that polled lately.
CREATE TABLE nosocket_rate_limits (
    key_hash   BLOB    PRIMARY KEY,  -- SHA-256 of the limiter's key
    tat        INTEGER NOT NULL,     -- theoretical arrival time of GCRA, microseconds since the Unix epoch
    denied     INTEGER NOT NULL,     -- 1 if the last hit was refused
    expires_at INTEGER NOT NULL      -- from then on the row says nothing, milliseconds since the Unix epoch
) WITHOUT ROWID;

CREATE INDEX nosocket_rate_limits_expires_at ON nosocket_rate_limits (expires_at);

-- Facts about the schema itself.
CREATE TABLE nosocket_meta (
    name  TEXT PRIMARY KEY,          -- schema_version; boot_id, the boot of the machine that wrote last
    value TEXT NOT NULL
) WITHOUT ROWID;
