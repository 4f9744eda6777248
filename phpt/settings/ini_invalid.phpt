--TEST--
NoSocket: settings: a bad value in php.ini is an exception that names the setting, not a startup error
--INI--
nosocket.poll_limit=many
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

attempt(fn () => new NoSocket());
attempt(fn () => newLog(__FILE__, ['poll_limit' => 5]));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
NoSocket\InvalidArgumentException (%s): %Snosocket.poll_limit%smany%S
no exception
