--TEST--
NoSocket: cleanup: floors rise to the last lasting event removed, not for transient ones
--EXTENSIONS--
pdo
pdo_sqlite
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$path = databasePath(__FILE__);
$nosocket = newLog(__FILE__, ['dsn' => "sqlite:$path"]);
$nosocket->emitBatch([
    ['channel' => 'lasting', 'event' => 'a', 'ttl_seconds' => 1],
    ['channel' => 'lasting', 'event' => 'b', 'ttl_seconds' => 1],
    ['channel' => 'lasting', 'event' => 'c'],
    ['channel' => 'mixed', 'event' => 'a', 'ttl_seconds' => 1],
    ['channel' => 'mixed', 'event' => 'b', 'ttl_seconds' => 1, 'transient' => true],
    ['channel' => 'transient', 'event' => 'a', 'ttl_seconds' => 1, 'transient' => true],
    ['channel' => 'untouched', 'event' => 'a'],
]);
waitForExpired($nosocket, 5);
$nosocket->cleanup();

$rows = (new PDO("sqlite:$path"))->query('SELECT name, head, floor FROM nosocket_channels ORDER BY name');
foreach ($rows->fetchAll(PDO::FETCH_ASSOC) as $row) {
    echo "$row[name]: head $row[head], floor $row[floor]\n";
}
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
lasting: head 3, floor 2
mixed: head 2, floor 1
transient: head 1, floor 0
untouched: head 1, floor 0
