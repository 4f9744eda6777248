--TEST--
NoSocket: settings: all of them can come from the environment
--ENV--
NOSOCKET_DSN=sqlite:{PWD}/environment.env.sqlite
NOSOCKET_DB_USER=app
NOSOCKET_DB_PASSWORD=hunter2
NOSOCKET_SECRET=the secret of the tests: 32 bytes and more
NOSOCKET_EVENT_TTL=1
NOSOCKET_GRANT_TTL=2
NOSOCKET_POLL_LIMIT=3
NOSOCKET_MAX_CHANNELS=4
NOSOCKET_MAX_PAYLOAD=500
NOSOCKET_MAX_BODY=600
NOSOCKET_RATE_LIMIT=7
NOSOCKET_RATE_WINDOW=8
NOSOCKET_RATE_LIMITER=off
NOSOCKET_CLEANUP_PROBABILITY=0.5
NOSOCKET_PERSISTENT=0
NOSOCKET_CONNECT_TIMEOUT=10
NOSOCKET_STATEMENT_TIMEOUT=11
NOSOCKET_TABLE_PREFIX=app_
NOSOCKET_NEXT_POLL_MS=9
NOSOCKET_BEACON_DIR=/srv/app/public/beacons
NOSOCKET_BEACON_URL=/beacons
NOSOCKET_BEACON_BUCKETS=12
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = new NoSocket();

foreach ($nosocket->diagnostics()['settings'] as $name => $value) {
    if ($name === 'dsn') {
        $value = str_replace(__DIR__, '', $value);
    }
    echo "$name: ", var_export($value, true), "\n";
}
[$header, $body, $signature] = explode('.', $nosocket->grant(['orders'], 'user:42'));
var_dump(decodeBase64Url($signature) === hash_hmac('sha256', "$header.$body", SECRET, true));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
dsn: 'sqlite:/environment.env.sqlite'
user: 'app'
password: %s
secret: %s
event_ttl: 1
grant_ttl: 2
poll_limit: 3
max_channels: 4
max_payload: 500
max_body: 600
rate_limit: 7
rate_window: 8
rate_limiter: 'off'
cleanup_probability: 0.5
persistent: false
connect_timeout: 10
statement_timeout: 11
table_prefix: 'app_'
next_poll_ms: 9
beacon_dir: '/srv/app/public/beacons'
beacon_url: '/beacons/'
beacon_buckets: 12
bool(true)
