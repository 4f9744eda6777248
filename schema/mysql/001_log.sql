-- One row per channel. Emitting takes this row first, which makes position order equal commit order.
CREATE TABLE IF NOT EXISTS nosocket_channels (
    id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'what events refer to',
    name       VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT '1 to 128 bytes, compared byte for byte',
    epoch      VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'random label of this life of the positions',
    head       BIGINT NOT NULL COMMENT 'the highest position given out',
    floor      BIGINT NOT NULL COMMENT 'the highest position that retention has taken away',
    changed_at BIGINT NOT NULL COMMENT 'when the head last moved, milliseconds since the Unix epoch',
    PRIMARY KEY (id),
    UNIQUE KEY name (name)
) ENGINE = InnoDB;

-- The events, clustered by channel and position.
CREATE TABLE IF NOT EXISTS nosocket_events (
    channel_id    BIGINT UNSIGNED NOT NULL COMMENT 'the channel',
    position      BIGINT NOT NULL COMMENT 'dense in its channel, from 1',
    expires_at    BIGINT NOT NULL COMMENT 'from then on it counts as taken away, milliseconds since the Unix epoch',
    created_at    BIGINT NOT NULL COMMENT 'when it was emitted, milliseconds since the Unix epoch',
    transient     TINYINT NOT NULL COMMENT '1 if it may vanish without a resync',
    event         VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'its name',
    except_client VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'the browser tab that drops it',
    payload       MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'JSON, kept byte for byte',
    PRIMARY KEY (channel_id, position),
    KEY expires_at (expires_at)
) ENGINE = InnoDB;

-- The rate limiter's state where rate_limiter = database: one row per subject and address that polled lately.
CREATE TABLE IF NOT EXISTS nosocket_rate_limits (
    key_hash   BINARY(32) NOT NULL COMMENT 'SHA-256 of the limiter''s key',
    tat        BIGINT NOT NULL COMMENT 'theoretical arrival time of GCRA, microseconds since the Unix epoch',
    denied     BIGINT NOT NULL COMMENT 'how long the last hit was told to wait, microseconds; 0 if it was admitted',
    expires_at BIGINT NOT NULL COMMENT 'from then on the row says nothing, milliseconds since the Unix epoch',
    PRIMARY KEY (key_hash),
    KEY expires_at (expires_at)
) ENGINE = InnoDB;

-- Facts about the schema itself.
CREATE TABLE IF NOT EXISTS nosocket_meta (
    name  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'schema_version',
    value VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (name)
) ENGINE = InnoDB;

-- One row as long as the server runs: it is empty after every start, which is how a restart is noticed. A transaction
-- becomes visible on InnoDB a moment before it is durable, so a crash can take back what a reader has seen, and its
-- positions would be given out again: after a start, every channel gets a new epoch.
CREATE TABLE IF NOT EXISTS nosocket_since_start (
    started TINYINT NOT NULL COMMENT 'always 1',
    PRIMARY KEY (started)
) ENGINE = MEMORY;
