--TEST--
NoSocket: emit: payloads are stored in the shortest JSON that json_encode gives
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

foreach (
    [
        null, 0.1 + 0.2, 1.0, 'a/b', 'grüße 👍', '</script>', [], new stdClass(), ['a' => new stdClass(), 'b' => []],
    ] as $payload
) {
    echo $nosocket->emit('orders', 'order.created', $payload)->payloadJson, "\n";
}
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
null
0.30000000000000004
1.0
"a/b"
"grüße 👍"
"</script>"
[]
{}
{"a":{},"b":[]}
