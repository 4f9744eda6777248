--TEST--
NoSocket: process: a payload that leads back to its event is collected
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

class Payload
{
    public int $id = 1;
    private ?object $event = null;

    public function keep(object $event): void
    {
        $this->event = $event;
    }

    public function __destruct()
    {
        echo "collected\n";
    }
}

$payload = new Payload();
$event = newLog(__FILE__)->emit('orders', 'order.created', $payload);
$payload->keep($event);
unset($payload, $event);
gc_collect_cycles();
echo "end\n";
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
collected
end
