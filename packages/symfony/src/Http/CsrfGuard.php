<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Http;

use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\Security\Csrf\CsrfToken;
use Symfony\Component\Security\Csrf\CsrfTokenManagerInterface;

/**
 * The CSRF token of grant requests, where the application wants one beside the check of the origin.
 */
final class CsrfGuard
{
    private const TOKEN_ID = 'nosocket';

    /**
     * @param CsrfTokenManagerInterface|null $tokens null: no token is wanted
     */
    public function __construct(private readonly ?CsrfTokenManagerInterface $tokens = null)
    {
    }

    public function token(): ?string
    {
        return $this->tokens?->getToken(self::TOKEN_ID)->getValue();
    }

    public function allows(Request $request): bool
    {
        return $this->tokens === null || $this->tokens->isTokenValid(
            new CsrfToken(self::TOKEN_ID, $request->headers->get('X-CSRF-Token')),
        );
    }
}
