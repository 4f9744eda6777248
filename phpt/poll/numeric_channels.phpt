--TEST--
NoSocket: poll: numeric channel names work although PHP makes integers of them
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$nosocket->emit('42', 'answered');
$nosocket->emit('-7', 'answered');
$nosocket->emit('007', 'answered');

$result = $nosocket->poll(
    ['42' => ['cursor' => 0], '-7' => ['cursor' => 0], '007' => ['cursor' => 5]],
    $nosocket->grant(['42', '-7', '00*'], 'tester'),
);
showPoll($result);
var_dump($result->cursors, array_keys($result->epochs), $result->resyncRequired, $result->events[0]->channel);

$wire = json_decode($result->toJson());
var_dump($wire->cursors->{'42'}, $wire->resync_required);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
events: 42#1, -7#1; cursors: 42=1, -7=1, 007=1; resync: 007; more: no
array(3) {
  [42]=>
  int(1)
  [-7]=>
  int(1)
  ["007"]=>
  int(1)
}
array(3) {
  [0]=>
  int(42)
  [1]=>
  int(-7)
  [2]=>
  string(3) "007"
}
array(1) {
  [0]=>
  string(3) "007"
}
string(2) "42"
int(1)
array(1) {
  [0]=>
  string(3) "007"
}
