--TEST--
NoSocket: emit: payloads come back as they went in
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$grant = grantAll($nosocket);

$payloads = [
    null, true, false, 0, -1, PHP_INT_MAX, PHP_INT_MIN, 1.5, 1.0, 1.0E+25, '', '0', 'text', 'a/b', "quote \" and \\",
    "line\nfeed", "nul\0byte", 'grüße', "\u{2028}", '👩‍🚀', [], [[]], [1, [2, [3]]], ['a' => ['b' => null]], [1 => 'b'],
];
foreach ($payloads as $index => $payload) {
    $event = $nosocket->emit('payloads', 'given', $payload);
    $read = $nosocket->poll(['payloads' => ['cursor' => $event->id - 1]], $grant)->events[0];
    if ($read->payload !== $payload || $event->payload !== $payload || $read->payloadJson !== $event->payloadJson) {
        echo "payload $index: ", var_export($read->payload, true), "\n";
    }
}
echo count($payloads), " payloads\n";
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
25 payloads
