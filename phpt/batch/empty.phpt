--TEST--
NoSocket: emitBatch: an empty batch stores nothing
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

var_dump($nosocket->emitBatch([]));
showLog($nosocket);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
array(0) {
}
the log holds 0 channels, 0 events
