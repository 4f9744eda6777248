--TEST--
NoSocket: host: a preloaded file may emit, and so may what it declares
--EXTENSIONS--
opcache
--INI--
opcache.enable=1
opcache.enable_cli=1
opcache.preload={PWD}/preload.inc
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

var_dump(count(opcache_get_status()['preload_statistics']['functions']));
var_dump(emitOnce(preloadedLog()));
showLog(preloadedLog());
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
int(2)
int(2)
the log holds 1 channels, 2 events
