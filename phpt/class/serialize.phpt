--TEST--
NoSocket: class: a handle cannot be serialised
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
attempt(fn () => serialize($nosocket));
attempt(fn () => serialize(['deep' => $nosocket]));
attempt(fn () => unserialize('O:8:"NoSocket":0:{}'));
attempt(fn () => unserialize('C:8:"NoSocket":0:{}'));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
Exception: Serialization of 'NoSocket' is not allowed
Exception: Serialization of 'NoSocket' is not allowed
Exception: Unserialization of 'NoSocket' is not allowed
%AException: %s'NoSocket'%s
