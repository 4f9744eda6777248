--TEST--
NoSocket: class: the constant VERSION is the extension's version
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

var_dump(NoSocket::VERSION === phpversion('nosocket'), preg_match('/^\d+\.\d+\.\d+/', NoSocket::VERSION));
var_dump(newLog(__FILE__)->diagnostics()['version'] === NoSocket::VERSION);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
bool(true)
int(1)
bool(true)
