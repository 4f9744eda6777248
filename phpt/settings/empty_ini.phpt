--TEST--
NoSocket: settings: an empty value in php.ini or the environment counts as not set
--INI--
nosocket.poll_limit=
nosocket.secret=
--ENV--
NOSOCKET_POLL_LIMIT=
NOSOCKET_MAX_CHANNELS=
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$settings = newLog(__FILE__)->diagnostics()['settings'];
var_dump($settings['poll_limit'], $settings['max_channels']);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
int(100)
int(100)
