<?php

declare(strict_types=1);

namespace App\Events;

use Illuminate\Broadcasting\Channel;
use Illuminate\Contracts\Broadcasting\ShouldBroadcastNow;

final class PriceChanged implements ShouldBroadcastNow
{
    public function __construct(
        private int $cents,
    ) {
    }

    /** @return list<Channel> */
    public function broadcastOn(): array
    {
        return [new Channel('prices'), new Channel('prices.eur')];
    }

    public function broadcastAs(): string
    {
        return 'price.changed';
    }

    /** @return array<string, mixed> */
    public function broadcastWith(): array
    {
        return ['cents' => $this->cents];
    }
}
