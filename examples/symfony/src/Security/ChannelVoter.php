<?php

declare(strict_types=1);

namespace App\Security;

use NoSocket\Bundle\Grant\GrantIssuer;
use Symfony\Component\Security\Core\Authentication\Token\TokenInterface;
use Symfony\Component\Security\Core\Authorization\Voter\Voter;

/**
 * Who may read which channel.
 *
 * @extends Voter<string, string>
 */
final class ChannelVoter extends Voter
{
    protected function supports(string $attribute, mixed $subject): bool
    {
        return $attribute === GrantIssuer::SUBSCRIBE;
    }

    protected function voteOnAttribute(string $attribute, mixed $subject, TokenInterface $token): bool
    {
        $user = $token->getUser();
        if ($user === null) {
            return false;
        }

        return match ($subject) {
            'orders', 'stock', 'user:' . $user->getUserIdentifier() => true,
            'admin' => \in_array('ROLE_ADMIN', $user->getRoles(), true),
            default => false,
        };
    }
}
