--TEST--
NoSocket: settings: all of them can come from php.ini
--INI--
nosocket.dsn="sqlite:{PWD}/ini.ini.sqlite"
nosocket.user=app
nosocket.password=hunter2
nosocket.secret="the secret of the tests: 32 bytes and more"
nosocket.event_ttl=1
nosocket.grant_ttl=2
nosocket.poll_limit=3
nosocket.max_channels=4
nosocket.max_payload=500
nosocket.max_body=600
nosocket.rate_limit=7
nosocket.rate_window=8
nosocket.rate_limiter="off"
nosocket.cleanup_probability=0.5
nosocket.persistent=Off
nosocket.connect_timeout=10
nosocket.statement_timeout=11
nosocket.table_prefix=app_
nosocket.next_poll_ms=9
nosocket.beacon_dir=/srv/app/public/beacons
nosocket.beacon_url=/beacons
nosocket.beacon_buckets=12
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
dsn: 'sqlite:/ini.ini.sqlite'
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
