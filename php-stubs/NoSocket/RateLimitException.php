<?php

namespace NoSocket;

/**
 * This client polls too often.
 */
class RateLimitException extends \RuntimeException implements Exception
{
    /** Whole seconds to wait, at least 1. */
    public function getRetryAfter(): int
    {
    }

    /** The error's `code` on the wire. */
    public function getErrorCode(): string
    {
    }
}
