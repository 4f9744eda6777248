--TEST--
NoSocket: info: the extension's name, classes and settings
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$extension = new ReflectionExtension('nosocket');
var_dump(extension_loaded('nosocket'), $extension->getName());

$classes = $extension->getClassNames();
sort($classes);
echo implode("\n", $classes), "\n";

$settings = array_keys(ini_get_all('nosocket', false));
echo implode("\n", $settings), "\n";
--EXPECT--
bool(true)
string(8) "nosocket"
NoSocket
NoSocket\Event
NoSocket\Exception
NoSocket\GrantException
NoSocket\InternalException
NoSocket\InvalidArgumentException
NoSocket\PollResult
NoSocket\RateLimitException
NoSocket\StorageException
nosocket.beacon_buckets
nosocket.beacon_dir
nosocket.beacon_url
nosocket.cleanup_probability
nosocket.connect_timeout
nosocket.dsn
nosocket.event_ttl
nosocket.grant_ttl
nosocket.max_body
nosocket.max_channels
nosocket.max_payload
nosocket.next_poll_ms
nosocket.password
nosocket.persistent
nosocket.poll_limit
nosocket.rate_limit
nosocket.rate_limiter
nosocket.rate_window
nosocket.secret
nosocket.statement_timeout
nosocket.table_prefix
nosocket.user
