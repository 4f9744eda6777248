--TEST--
NoSocket: info: phpinfo() opens no database
--INI--
nosocket.dsn="sqlite:{PWD}/phpinfo_connects_nothing.ini.sqlite"
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

ob_start();
phpinfo(INFO_MODULES);
ob_end_clean();
var_dump(file_exists(__DIR__ . '/phpinfo_connects_nothing.ini.sqlite'));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
bool(false)
