--TEST--
NoSocket: poll: without subscriptions the answer is empty
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

$result = $nosocket->poll([], grantAll($nosocket));
showPoll($result);
echo $result->toJson(), "\n", json_encode($result), "\n";
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
events: none; cursors: none; resync: none; more: no
{"events":[],"cursors":{},"epochs":{},"has_more":false,"resync_required":[]}
{"events":[],"cursors":{},"epochs":{},"has_more":false,"resync_required":[]}
