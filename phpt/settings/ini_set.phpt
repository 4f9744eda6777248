--TEST--
NoSocket: settings: a script can set what is no secret, for handles made afterwards
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$before = newLog(__FILE__);
var_dump(ini_set('nosocket.poll_limit', '7'), ini_get('nosocket.poll_limit'));
$after = newLog(__FILE__);

var_dump($before->diagnostics()['settings']['poll_limit'], $after->diagnostics()['settings']['poll_limit']);
var_dump(ini_set('nosocket.secret', SECRET), ini_set('nosocket.password', 'hunter2'));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
string(0) ""
string(1) "7"
int(100)
int(7)
bool(false)
bool(false)
