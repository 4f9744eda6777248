<?php

// Answers a poll whose body comes from a wrapper of the application's own, in which the application emits, and fails
// where `?fails` says so.

declare(strict_types=1);

final class ReplacedInput
{
    public mixed $context;
    private bool $given = false;

    public function stream_open(): bool
    {
        (new NoSocket())->emit('orders', 'order.created');
        return true;
    }

    public function stream_read(): string
    {
        if (isset($_GET['fails'])) {
            @trigger_error('no body', E_USER_ERROR);
        }
        [$before, $this->given] = [$this->given, true];
        return $before ? '' : '{"subscriptions":{"orders":{"cursor":0}}}';
    }

    public function stream_eof(): bool
    {
        return $this->given;
    }

    public function stream_stat(): array
    {
        return [];
    }
}

stream_wrapper_unregister('php');
stream_wrapper_register('php', ReplacedInput::class);
(new NoSocket())->respond();
