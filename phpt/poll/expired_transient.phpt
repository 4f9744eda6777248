--TEST--
NoSocket: poll: an expired transient event leaves a gap and no resync, before and after cleanup
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$grant = grantAll($nosocket);
$nosocket->emit('chat', 'message');
$nosocket->emit('chat', 'typing', ttlSeconds: 1, transient: true);
$nosocket->emit('chat', 'message');
$nosocket->emit('chat', 'typing', ttlSeconds: 1, transient: true);
waitForExpired($nosocket, 2);

$show = function () use ($nosocket, $grant) {
    foreach ([0, 1, 2, 3, 4, null] as $cursor) {
        showPoll($nosocket->poll(['chat' => ['cursor' => $cursor, 'replay' => 'retained']], $grant));
    }
};
$show();
echo 'removed: ', $nosocket->cleanup(), "\n";
$show();
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
events: chat#1, chat#3; cursors: chat=4; resync: none; more: no
events: chat#3; cursors: chat=4; resync: none; more: no
events: chat#3; cursors: chat=4; resync: none; more: no
events: none; cursors: chat=4; resync: none; more: no
events: none; cursors: chat=4; resync: none; more: no
events: chat#1, chat#3; cursors: chat=4; resync: none; more: no
removed: 2
events: chat#1, chat#3; cursors: chat=4; resync: none; more: no
events: chat#3; cursors: chat=4; resync: none; more: no
events: chat#3; cursors: chat=4; resync: none; more: no
events: none; cursors: chat=4; resync: none; more: no
events: none; cursors: chat=4; resync: none; more: no
events: chat#1, chat#3; cursors: chat=4; resync: none; more: no
