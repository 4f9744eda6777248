<?php

declare(strict_types=1);

namespace Board;

/**
 * A request that can't be granted; its code is the HTTP status, its message is for the user.
 */
final class Refusal extends \RuntimeException
{
    public function __construct(int $status, string $message)
    {
        parent::__construct($message, $status);
    }
}
