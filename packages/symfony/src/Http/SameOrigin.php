<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Http;

use Symfony\Component\HttpFoundation\Request;

/**
 * Whether a request was sent by a page of the application's own.
 */
final class SameOrigin
{
    /**
     * @param list<string> $allowedOrigins others that are trusted as much, such as `https://app.example.com`
     */
    public function __construct(private readonly array $allowedOrigins = [])
    {
    }

    /**
     * Browsers say where a POST comes from. What says nothing is no browser, and has no user's cookies to misuse.
     */
    public function allows(Request $request): bool
    {
        $origin = $request->headers->get('Origin');
        if ($origin !== null && \in_array($origin, $this->allowedOrigins, true)) {
            return true;
        }
        // Sent to secure origins only; not misled by a proxy that ends TLS.
        $site = $request->headers->get('Sec-Fetch-Site');
        if ($site !== null) {
            return $site === 'same-origin';
        }

        return $origin === null || $origin === $request->getSchemeAndHttpHost();
    }
}
