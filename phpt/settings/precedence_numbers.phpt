--TEST--
NoSocket: settings: each setting is taken from the first place that has it
--INI--
nosocket.poll_limit=20
nosocket.max_channels=20
--ENV--
NOSOCKET_POLL_LIMIT=30
NOSOCKET_MAX_CHANNELS=30
NOSOCKET_EVENT_TTL=30
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$settings = newLog(__FILE__, ['poll_limit' => 10])->diagnostics()['settings'];
var_dump($settings['poll_limit'], $settings['max_channels'], $settings['event_ttl'], $settings['grant_ttl']);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
int(10)
int(20)
int(30)
int(3600)
