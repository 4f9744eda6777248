--TEST--
NoSocket: emit: a transient event is delivered like any other while it lasts
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

$nosocket->emit('chat', 'typing', ['who' => 'Ada'], transient: true);
$nosocket->emit('chat', 'message', ['text' => 'Hello']);

$result = $nosocket->poll(['chat' => ['cursor' => 0]], grantAll($nosocket));
showPoll($result);
var_dump($result->events[0]->payload);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
events: chat#1, chat#2; cursors: chat=2; resync: none; more: no
array(1) {
  ["who"]=>
  string(3) "Ada"
}
