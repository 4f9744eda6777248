--TEST--
NoSocket: emit: objects are encoded as json_encode does
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

enum Status: string
{
    case Paid = 'paid';
}

class Order
{
    public int $id = 123;
    public ?Status $status = Status::Paid;
    protected string $hidden = 'protected';
    private string $secret = 'private';
}

class Money implements JsonSerializable
{
    public function __construct(private int $cents)
    {
    }

    public function jsonSerialize(): string
    {
        return sprintf('%.2f', $this->cents / 100);
    }
}

$nosocket = newLog(__FILE__);

foreach (
    [
        new Order(), Status::Paid, new Money(1999), ['total' => new Money(5)], new ArrayObject(['a' => 1]),
        fn () => 1,
    ] as $payload
) {
    echo $nosocket->emit('orders', 'order.created', $payload)->payloadJson, "\n";
}
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
{"id":123,"status":"paid"}
"paid"
"19.99"
{"total":"0.05"}
{"a":1}
{}
