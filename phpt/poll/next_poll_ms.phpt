--TEST--
NoSocket: poll: the setting next_poll_ms goes with each answer, if it is set
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

foreach ([[], ['next_poll_ms' => 5000]] as $options) {
    $nosocket = newLog(__FILE__, $options);
    $result = $nosocket->poll(['orders' => []], grantAll($nosocket));
    var_dump(json_decode($result->toJson(), true)['next_poll_ms'] ?? 'not there');
    var_dump(json_decode(json_encode($result), true)['next_poll_ms'] ?? 'not there');
}
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
string(9) "not there"
string(9) "not there"
int(5000)
int(5000)
