--TEST--
NoSocket: poll: a busy channel does not keep another one waiting
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__, ['poll_limit' => 4]);
$grant = grantAll($nosocket);
for ($i = 0; $i < 50; $i++) {
    $nosocket->emit('busy', 'ticked');
}
$nosocket->emit('quiet', 'spoke');

foreach ([['busy', 'quiet'], ['quiet', 'busy']] as $channels) {
    $result = $nosocket->poll(array_fill_keys($channels, ['cursor' => 0]), $grant);
    $counts = array_count_values(array_map(fn ($event) => $event->channel, $result->events));
    var_dump($counts['quiet'], $counts['busy'], $result->cursors['quiet'], $result->cursors['busy'], $result->hasMore);
}
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
int(1)
int(3)
int(1)
int(3)
bool(true)
int(1)
int(3)
int(1)
int(3)
bool(true)
