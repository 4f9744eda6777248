--TEST--
NoSocket: grant: issuing a grant opens no database
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$path = databasePath(__FILE__);
newLog(__FILE__, ['dsn' => "sqlite:$path"])->grant(['orders'], 'user:42');
var_dump(file_exists($path));

var_dump(is_string((new NoSocket(['secret' => SECRET]))->grant(['orders'], 'user:42')));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
bool(false)
bool(true)
