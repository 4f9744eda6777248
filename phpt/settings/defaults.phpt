--TEST--
NoSocket: settings: their defaults
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = new NoSocket(['dsn' => 'sqlite:' . databasePath(__FILE__)]);
$diagnostics = $nosocket->diagnostics();
removeLimits($nosocket);

unset($diagnostics['settings']['dsn']);
foreach ($diagnostics['settings'] as $name => $value) {
    echo "$name: ", var_export($value, true), "\n";
}
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
user: ''
password: ''
secret: ''
event_ttl: 3600
grant_ttl: 3600
poll_limit: 100
max_channels: 100
max_payload: 65536
max_body: 65536
rate_limit: 120
rate_window: 60
rate_limiter: 'memory'
cleanup_probability: 0.01
persistent: true
connect_timeout: 3
statement_timeout: 10
table_prefix: ''
next_poll_ms: 0
beacon_dir: ''
beacon_url: ''
beacon_buckets: 256
