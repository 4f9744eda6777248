<?php

namespace NoSocket;

/**
 * The grant is missing, invalid or expired, or does not cover a channel that was asked for.
 */
class GrantException extends \RuntimeException implements Exception
{
    /** The error's `code` on the wire. */
    protected string $errorCode = 'internal';

    /** The error's `code` on the wire. */
    public function getErrorCode(): string
    {
    }
}
