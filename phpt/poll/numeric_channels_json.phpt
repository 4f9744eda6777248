--TEST--
NoSocket: poll: numeric channel names stay an object's keys in JSON
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$nosocket->emit('0', 'first');
$nosocket->emit('1', 'second');

$result = $nosocket->poll(['0' => ['cursor' => 1], '1' => ['cursor' => 1]], grantAll($nosocket));
var_dump(str_contains($result->toJson(), '"cursors":{"0":1,"1":1}'));
var_dump(preg_match('/"epochs":\{"0":"\w+","1":"\w+"\}/', $result->toJson()));
var_dump(str_contains(json_encode($result), '"cursors":{"0":1,"1":1}'));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
bool(true)
int(1)
bool(true)
