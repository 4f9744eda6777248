--TEST--
NoSocket: settings: wrong types are refused with the setting's name
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$bad = [
    ['dsn' => 5], ['dsn' => null], ['dsn' => []], ['user' => 5], ['password' => 5], ['secret' => 5], ['secret' => null],
    ['secret' => []], ['secret' => [5]], ['event_ttl' => 'soon'], ['event_ttl' => 1.5], ['event_ttl' => true],
    ['poll_limit' => []], ['poll_limit' => null], ['max_channels' => new stdClass()],
    ['cleanup_probability' => 'often'],
    ['persistent' => 'maybe'], ['persistent' => 2], ['table_prefix' => 5], ['next_poll_ms' => 0.5],
    ['beacon_dir' => false], ['beacon_url' => 5], ['beacon_buckets' => 'many'],
];
foreach ($bad as $options) {
    echo key($options), ': ';
    attempt(fn () => new NoSocket($options));
}
--EXPECTF--
dsn: NoSocket\InvalidArgumentException (%s): %Sdsn%s
dsn: NoSocket\InvalidArgumentException (%s): %Sdsn%s
dsn: NoSocket\InvalidArgumentException (%s): %Sdsn%s
user: NoSocket\InvalidArgumentException (%s): %Suser%s
password: NoSocket\InvalidArgumentException (%s): %Spassword%s
secret: NoSocket\InvalidArgumentException (%s): %Ssecret%s
secret: NoSocket\InvalidArgumentException (%s): %Ssecret%s
secret: NoSocket\InvalidArgumentException (%s): %Ssecret%s
secret: NoSocket\InvalidArgumentException (%s): %Ssecret%s
event_ttl: NoSocket\InvalidArgumentException (%s): %Sevent_ttl%s
event_ttl: NoSocket\InvalidArgumentException (%s): %Sevent_ttl%s
event_ttl: NoSocket\InvalidArgumentException (%s): %Sevent_ttl%s
poll_limit: NoSocket\InvalidArgumentException (%s): %Spoll_limit%s
poll_limit: NoSocket\InvalidArgumentException (%s): %Spoll_limit%s
max_channels: NoSocket\InvalidArgumentException (%s): %Smax_channels%s
cleanup_probability: NoSocket\InvalidArgumentException (%s): %Scleanup_probability%s
persistent: NoSocket\InvalidArgumentException (%s): %Spersistent%s
persistent: NoSocket\InvalidArgumentException (%s): %Spersistent%s
table_prefix: NoSocket\InvalidArgumentException (%s): %Stable_prefix%s
next_poll_ms: NoSocket\InvalidArgumentException (%s): %Snext_poll_ms%s
beacon_dir: NoSocket\InvalidArgumentException (%s): %Sbeacon_dir%s
beacon_url: NoSocket\InvalidArgumentException (%s): %Sbeacon_url%s
beacon_buckets: NoSocket\InvalidArgumentException (%s): %Sbeacon_buckets%s
