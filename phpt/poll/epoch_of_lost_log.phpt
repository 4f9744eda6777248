--TEST--
NoSocket: poll: a reader of a log that is gone is told to resync
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$first = newLog(__FILE__);
$first->emit('orders', 'order.created');
$old = $first->cursors(['orders'])['orders'];

$second = newLog(__FILE__);
$grant = grantAll($second);
showPoll($second->poll(['orders' => ['cursor' => 0, 'epoch' => $old['epoch']]], $grant));
showPoll($second->poll(['orders' => $old], $grant));

$second->emitBatch(array_fill(0, 3, ['channel' => 'orders', 'event' => 'order.created']));
showPoll($second->poll(['orders' => $old], $grant));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
events: none; cursors: orders=0; resync: orders; more: no
events: none; cursors: orders=0; resync: orders; more: no
events: none; cursors: orders=3; resync: orders; more: no
