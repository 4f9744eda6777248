--TEST--
NoSocket: settings: numbers out of range are refused with the setting's name
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$bad = [
    ['event_ttl' => 0], ['event_ttl' => 315360001], ['grant_ttl' => 0], ['grant_ttl' => 2678401], ['poll_limit' => 0],
    ['poll_limit' => -1], ['max_channels' => 0], ['max_payload' => 0], ['max_payload' => PHP_INT_MAX],
    ['max_body' => 0],
    ['cleanup_probability' => -0.1], ['cleanup_probability' => 1.1], ['cleanup_probability' => NAN],
    ['cleanup_probability' => INF], ['next_poll_ms' => -1], ['next_poll_ms' => PHP_INT_MAX],
    ['beacon_buckets' => 0], ['beacon_buckets' => 4097],
];
foreach ($bad as $options) {
    echo key($options), ': ';
    attempt(fn () => new NoSocket($options));
}
--EXPECTF--
event_ttl: NoSocket\InvalidArgumentException (%s): %Sevent_ttl%s
event_ttl: NoSocket\InvalidArgumentException (%s): %Sevent_ttl%s
grant_ttl: NoSocket\InvalidArgumentException (%s): %Sgrant_ttl%s
grant_ttl: NoSocket\InvalidArgumentException (%s): %Sgrant_ttl%s
poll_limit: NoSocket\InvalidArgumentException (%s): %Spoll_limit%s
poll_limit: NoSocket\InvalidArgumentException (%s): %Spoll_limit%s
max_channels: NoSocket\InvalidArgumentException (%s): %Smax_channels%s
max_payload: NoSocket\InvalidArgumentException (%s): %Smax_payload%s
max_payload: NoSocket\InvalidArgumentException (%s): %Smax_payload%s
max_body: NoSocket\InvalidArgumentException (%s): %Smax_body%s
cleanup_probability: NoSocket\InvalidArgumentException (%s): %Scleanup_probability%s
cleanup_probability: NoSocket\InvalidArgumentException (%s): %Scleanup_probability%s
cleanup_probability: NoSocket\InvalidArgumentException (%s): %Scleanup_probability%s
cleanup_probability: NoSocket\InvalidArgumentException (%s): %Scleanup_probability%s
next_poll_ms: NoSocket\InvalidArgumentException (%s): %Snext_poll_ms%s
next_poll_ms: NoSocket\InvalidArgumentException (%s): %Snext_poll_ms%s
beacon_buckets: NoSocket\InvalidArgumentException (%s): %Sbeacon_buckets%s
beacon_buckets: NoSocket\InvalidArgumentException (%s): %Sbeacon_buckets%s
