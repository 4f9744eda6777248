--TEST--
NoSocket: emit: an event's time is UTC with milliseconds, whatever the time zone
--INI--
date.timezone=Asia/Kathmandu
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

$before = (int) floor(microtime(true) * 1000);
$createdAt = $nosocket->emit('orders', 'order.created')->createdAt;
$after = (int) floor(microtime(true) * 1000);

var_dump(preg_match('/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/D', $createdAt));
$milliseconds = (int) (new DateTimeImmutable($createdAt))->format('Uv');
var_dump($before <= $milliseconds && $milliseconds <= $after);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
int(1)
bool(true)
