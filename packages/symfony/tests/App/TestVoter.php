<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Tests\App;

use NoSocket\Bundle\Grant\GrantIssuer;
use Symfony\Component\Security\Core\Authentication\Token\TokenInterface;
use Symfony\Component\Security\Core\Authorization\Voter\Voter;

/**
 * `news…` is for everybody, `orders` for users, `user:<name>` for that user.
 *
 * @extends Voter<string, string>
 */
final class TestVoter extends Voter
{
    protected function supports(string $attribute, $subject): bool
    {
        return $attribute === GrantIssuer::SUBSCRIBE && \is_string($subject);
    }

    protected function voteOnAttribute(string $attribute, $subject, TokenInterface $token): bool
    {
        $user = $token->getUser();

        return \str_starts_with($subject, 'news')
            || $user !== null && \in_array($subject, ['orders', "user:{$user->getUserIdentifier()}"], true);
    }
}
