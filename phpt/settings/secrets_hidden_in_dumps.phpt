--TEST--
NoSocket: settings: no way to print a handle shows its secrets
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__, ['secret' => [SECRET, OLD_SECRET], 'user' => 'app', 'password' => 'hunter2']);
$nosocket->emit('orders', 'order.created');

ob_start();
var_dump($nosocket);
print_r($nosocket);
var_export($nosocket);
print_r((array) $nosocket);
print_r(get_object_vars($nosocket));
echo json_encode($nosocket), json_encode($nosocket->diagnostics());
echo new ReflectionObject($nosocket);
$output = ob_get_clean();

foreach ([SECRET, OLD_SECRET, 'hunter2'] as $secret) {
    var_dump(str_contains($output, $secret));
}
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
bool(false)
bool(false)
bool(false)
