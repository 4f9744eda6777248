<?php

namespace NoSocket;

/**
 * This client polls too often.
 */
class RateLimitException extends \RuntimeException implements Exception
{
    /** The error's `code` on the wire. */
    protected string $errorCode = 'internal';

    /** Whole seconds to wait. */
    protected int $retryAfter = 1;

    /** Whole seconds to wait, at least 1. */
    public function getRetryAfter(): int
    {
    }

    /** The error's `code` on the wire. */
    public function getErrorCode(): string
    {
    }
}
