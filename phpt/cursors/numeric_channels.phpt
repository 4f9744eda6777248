--TEST--
NoSocket: cursors: numeric channel names come as the integer keys that PHP makes of them
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$nosocket->emit('42', 'answered');

$cursors = $nosocket->cursors(['42', 7, '007']);
var_dump(array_keys($cursors), $cursors[42]['cursor'], $cursors['42']['cursor'], $cursors[7]);
showPoll($nosocket->poll($cursors, $nosocket->grant(array_keys($cursors), 'tester')));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
array(3) {
  [0]=>
  int(42)
  [1]=>
  int(7)
  [2]=>
  string(3) "007"
}
int(1)
int(1)
array(2) {
  ["cursor"]=>
  int(0)
  ["epoch"]=>
  NULL
}
events: none; cursors: 42=1, 7=0, 007=0; resync: none; more: no
