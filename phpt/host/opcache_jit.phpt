--TEST--
NoSocket: host: code that the JIT compiler has translated calls every method as before
--EXTENSIONS--
opcache
--INI--
opcache.enable=1
opcache.enable_cli=1
opcache.jit=tracing
opcache.jit_buffer_size=16M
opcache.jit_hot_func=2
opcache.jit_hot_loop=2
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

class Counted implements JsonSerializable
{
    public function __construct(private int $n)
    {
    }

    public function jsonSerialize(): mixed
    {
        return ['n' => $this->n];
    }
}

class Refusing implements JsonSerializable
{
    public function jsonSerialize(): mixed
    {
        throw new DomainException('not today');
    }
}

function turn(NoSocket $nosocket, string $grant, int $n): int
{
    $id = $nosocket->emit('orders', 'counted', new Counted($n), ttlSeconds: 60)->id;
    $nosocket->emitBatch([['channel' => 'orders', 'event' => 'batched', 'payload' => new Counted($n)]]);
    $result = $nosocket->poll(['orders' => ['cursor' => $id - 1]], $grant);
    try {
        $nosocket->emit('orders', 'refused', new Refusing());
    } catch (DomainException) {
        $id++;
    }
    try {
        $nosocket->emit('no spaces', 'refused');
    } catch (NoSocket\InvalidArgumentException) {
        $id++;
    }
    json_encode($result);

    return $id - 2 + $result->events[1]->payload['n'] - $n + $nosocket->cursors(['orders'])['orders']['cursor'];
}

$nosocket = newLog(__FILE__);
$grant = grantAll($nosocket);
$sum = 0;
for ($n = 1; $n <= 300; $n++) {
    $sum += turn($nosocket, $grant, $n);
}
// The ids 1, 3, 5 … and the heads 2, 4, 6 …
var_dump($sum === array_sum(range(1, 600)));
$jit = opcache_get_status(false)['jit'];
var_dump($jit['on'], $jit['buffer_free'] < $jit['buffer_size']);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
bool(true)
bool(true)
bool(true)
