--TEST--
NoSocket: grant: channels may be integers, as PHP makes them of numeric array keys
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$nosocket->emit('42', 'answered');

$token = $nosocket->grant([42, -7], 'tester');
echo decodeBase64Url(explode('.', $token)[1]), "\n";
showPoll($nosocket->poll([42 => ['cursor' => 0], '-7' => []], $token));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
{%S"channels":["42","-7"]%S}
events: 42#1; cursors: 42=1, -7=0; resync: none; more: no
