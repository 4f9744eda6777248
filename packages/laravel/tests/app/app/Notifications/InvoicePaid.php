<?php

declare(strict_types=1);

namespace App\Notifications;

use Illuminate\Notifications\Notification;

final class InvoicePaid extends Notification
{
    public function __construct(
        private int $number,
    ) {
    }

    /** @return list<string> */
    public function via(): array
    {
        return ['broadcast'];
    }

    /** @return array<string, mixed> */
    public function toArray(): array
    {
        return ['number' => $this->number];
    }
}
