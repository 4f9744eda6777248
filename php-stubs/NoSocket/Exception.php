<?php

namespace NoSocket;

/**
 * Marks everything that the extension throws.
 */
interface Exception extends \Throwable
{
    /** The error's `code` on the wire, such as `grant_expired`, `rate_limited` or `unavailable`. */
    public function getErrorCode(): string;
}
