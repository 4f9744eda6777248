--TEST--
NoSocket: grant: two grants for the same are told apart
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

var_dump($nosocket->grant(['orders'], 'user:42') === $nosocket->grant(['orders'], 'user:42'));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
bool(false)
