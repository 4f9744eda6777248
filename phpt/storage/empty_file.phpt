--TEST--
NoSocket: storage: an empty file becomes a log
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$path = databasePath(__FILE__);
touch($path);
var_dump(newLog(__FILE__, ['dsn' => "sqlite:$path"])->emit('orders', 'order.created')->id);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
int(1)
