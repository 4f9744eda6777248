--TEST--
NoSocket: storage: diagnostics() tells versions, state and contents
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$nosocket->emit('orders', 'order.created');
$nosocket->emit('users', 'user.created');

$diagnostics = $nosocket->diagnostics();
unset($diagnostics['settings']);
var_dump($diagnostics);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
array(6) {
  ["version"]=>
  string(%d) "%d.%d.%d%S"
  ["connection"]=>
  array(7) {
    ["backend"]=>
    string(6) "sqlite"
    ["state"]=>
    string(%d) "%s"
    ["server_version"]=>
    string(%d) "%S3.%s"
    ["schema_version"]=>
    int(2)
    ["conflicts"]=>
    int(0)
    ["reconnects"]=>
    int(0)
    ["error"]=>
    NULL
  }
  ["log"]=>
  array(3) {
    ["channels"]=>
    int(2)
    ["events"]=>
    int(2)
    ["expired"]=>
    int(0)
  }
  ["rate_limiter"]=>
  array(2) {
    ["kind"]=>
    string(3) "off"
    ["state"]=>
    string(%d) "%S"
  }
  ["head_cache"]=>
  string(%d) "shared: %s"
  ["beacons"]=>
  NULL
}
