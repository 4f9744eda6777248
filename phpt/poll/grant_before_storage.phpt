--TEST--
NoSocket: poll: a bad grant is refused before the database is opened
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$path = databasePath(__FILE__);
$nosocket = newLog(__FILE__, ['dsn' => "sqlite:$path"]);

attempt(fn () => $nosocket->poll(['orders' => []], 'garbage'));
var_dump(file_exists($path));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
NoSocket\GrantException (grant_invalid): %s
bool(false)
