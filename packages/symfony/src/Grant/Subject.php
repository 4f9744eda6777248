<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Grant;

use Symfony\Component\Security\Core\Authentication\Token\Storage\TokenStorageInterface;

/**
 * Whom a grant is for: `user:<identifier>`, or `guest` where nobody is logged in.
 */
final class Subject implements \Stringable
{
    public function __construct(private readonly ?TokenStorageInterface $tokens = null)
    {
    }

    public function __toString(): string
    {
        $user = $this->tokens?->getToken()?->getUser();

        return $user === null ? 'guest' : 'user:' . $user->getUserIdentifier();
    }
}
