<?php

declare(strict_types=1);

namespace NoSocket\Laravel\Http;

use Symfony\Component\HttpFoundation\Cookie;
use Symfony\Component\HttpFoundation\ResponseHeaderBag;

/**
 * Headers of an answer in the background. A cookie in it would put back the session and the CSRF token that a login or
 * logout beside it has just replaced.
 */
final class CookielessHeaders extends ResponseHeaderBag
{
    public function setCookie(Cookie $cookie): void
    {
    }
}
