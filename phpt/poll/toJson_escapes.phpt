--TEST--
NoSocket: poll: names with quotes and backslashes make valid JSON
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$channel = 'App\Events\"Order"</script>';
$nosocket->emit($channel, '"\\', 'payload', except: '\\"');

$result = $nosocket->poll([$channel => ['cursor' => 0]], grantAll($nosocket));
$wire = json_decode($result->toJson(), true, flags: JSON_THROW_ON_ERROR);
var_dump($wire['events'][0]['channel'] === $channel, $wire['cursors'] === [$channel => 1]);
var_dump($wire['events'][0]['event'], $wire['events'][0]['except'], array_keys($wire['epochs']) === [$channel]);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
bool(true)
bool(true)
string(2) ""\"
string(2) "\""
bool(true)
