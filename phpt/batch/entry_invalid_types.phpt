--TEST--
NoSocket: emitBatch: an entry's types are not converted
--FILE--
<?php

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

$good = ['channel' => 'orders', 'event' => 'order.created'];
$bad = [
    ['channel' => 1.5], ['channel' => true], ['channel' => []], ['event' => 42], ['event' => []],
    ['ttl_seconds' => '60'], ['ttl_seconds' => 60.0], ['ttl_seconds' => true],
    ['except' => 7], ['except' => []], ['transient' => 1], ['transient' => 'yes'],
];
foreach ($bad as $fields) {
    attempt(fn () => $nosocket->emitBatch([$good, $fields + $good]));
}
showLog($nosocket);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
NoSocket\InvalidArgumentException (invalid_request): %S1%Schannel%s
NoSocket\InvalidArgumentException (invalid_request): %S1%Schannel%s
NoSocket\InvalidArgumentException (invalid_request): %S1%Schannel%s
NoSocket\InvalidArgumentException (invalid_request): %S1%Sevent%s
NoSocket\InvalidArgumentException (invalid_request): %S1%Sevent%s
NoSocket\InvalidArgumentException (invalid_request): %S1%Sttl_seconds%s
NoSocket\InvalidArgumentException (invalid_request): %S1%Sttl_seconds%s
NoSocket\InvalidArgumentException (invalid_request): %S1%Sttl_seconds%s
NoSocket\InvalidArgumentException (invalid_request): %S1%Sexcept%s
NoSocket\InvalidArgumentException (invalid_request): %S1%Sexcept%s
NoSocket\InvalidArgumentException (invalid_request): %S1%Stransient%s
NoSocket\InvalidArgumentException (invalid_request): %S1%Stransient%s
the log holds 0 channels, 0 events
