--TEST--
NoSocket: emitBatch: each entry has its own time to live and may be transient
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

$nosocket->emitBatch([
    ['channel' => 'chat', 'event' => 'typing', 'ttl_seconds' => 1, 'transient' => true],
    ['channel' => 'chat', 'event' => 'message'],
    ['channel' => 'orders', 'event' => 'order.created', 'ttl_seconds' => 1],
    ['channel' => 'orders', 'event' => 'order.created', 'ttl_seconds' => 3600],
]);

waitForExpired($nosocket, 2);
showPoll($nosocket->poll(['chat' => ['cursor' => 0], 'orders' => ['cursor' => 0]], grantAll($nosocket)));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
events: chat#2; cursors: chat=2, orders=2; resync: orders; more: no
