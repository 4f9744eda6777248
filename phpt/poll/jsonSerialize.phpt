--TEST--
NoSocket: poll: json_encode() says the same as toJson()
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
foreach ([['id' => 123], [], new stdClass(), ['a' => new stdClass(), 'b' => []], 1.5, null, '👍'] as $payload) {
    $nosocket->emit('orders', 'order.created', $payload, except: $payload === null ? 'tab-1' : null);
}

foreach ([['orders' => ['cursor' => 0]], ['orders' => ['cursor' => 99]], ['users' => []]] as $subscriptions) {
    $result = $nosocket->poll($subscriptions, grantAll($nosocket));
    var_dump(json_decode(json_encode($result)) == json_decode($result->toJson()));
}
$result = $nosocket->poll(['orders' => ['cursor' => 0]], grantAll($nosocket));
preg_match_all('/"payload":(.*?),"created_at"/', json_encode($result, JSON_UNESCAPED_UNICODE), $payloads);
echo implode("\n", $payloads[1]), "\n";
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
bool(true)
bool(true)
bool(true)
{"id":123}
[]
{}
{"a":{},"b":[]}
1.5
null
"👍"
