<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Http;

/**
 * A request that is not answered; the code is the protocol's.
 */
final class Refusal extends \RuntimeException
{
    /**
     * @param string $errorCode the protocol's `code`, such as `invalid_request`
     */
    public function __construct(public readonly string $errorCode, string $message)
    {
        parent::__construct($message);
    }
}
