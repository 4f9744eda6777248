--TEST--
NoSocket: grant: with several secrets the first signs and all verify
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$path = databasePath(__FILE__);
$handle = fn (string|array $secret) => newLog(__FILE__, ['dsn' => "sqlite:$path", 'secret' => $secret]);
$old = $handle(OLD_SECRET);
$both = $handle([SECRET, OLD_SECRET]);
$new = $handle(SECRET);

showPoll($both->poll(['orders' => []], grantAll($old)));
showPoll($both->poll(['orders' => []], grantAll($both)));
showPoll($new->poll(['orders' => []], grantAll($both)));
attempt(fn () => $old->poll(['orders' => []], grantAll($both)));
attempt(fn () => $new->poll(['orders' => []], grantAll($old)));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
events: none; cursors: orders=0; resync: none; more: no
events: none; cursors: orders=0; resync: none; more: no
events: none; cursors: orders=0; resync: none; more: no
NoSocket\GrantException (grant_invalid): %s
NoSocket\GrantException (grant_invalid): %s
