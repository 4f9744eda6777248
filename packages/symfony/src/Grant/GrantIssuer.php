<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Grant;

use NoSocket\Bundle\Connection\Connections;
use NoSocket\Bundle\Event\GrantIssued;
use Psr\EventDispatcher\EventDispatcherInterface;
use Psr\Log\LoggerInterface;
use Symfony\Component\Security\Core\Authorization\AuthorizationCheckerInterface;

/**
 * Asks the application's voters which channels the current user may read, and signs a grant for those.
 */
final class GrantIssuer
{
    /** The attribute that voters decide on; the subject is the channel's name. Without a voter all is denied. */
    public const SUBSCRIBE = 'NOSOCKET_SUBSCRIBE';

    /**
     * @param int|null $ttlSeconds null: the connection's `grant_ttl`
     */
    public function __construct(
        private readonly Connections $connections,
        private readonly Subject $subject,
        private readonly ?AuthorizationCheckerInterface $checker,
        private readonly ?int $ttlSeconds = null,
        private readonly ?LoggerInterface $logger = null,
        private readonly ?EventDispatcherInterface $dispatcher = null,
    ) {
    }

    /**
     * A grant for those of the channels that are allowed. One that is denied takes nothing away from the others.
     *
     * @param list<string> $channels   names; prefixes are for {@see \NoSocket\Bundle\NoSocketInterface::grant()}
     * @param string|null  $connection null: the default connection
     *
     * @throws \InvalidArgumentException   if a name ends in `*`: a voter would see one name where many are meant
     * @throws \NoSocket\Exception         if a name is bad, or no secret is set
     */
    public function issue(array $channels, ?string $connection = null): Grant
    {
        $allowed = $denied = [];
        foreach (\array_unique($channels) as $channel) {
            if ($this->allows($channel)) {
                $allowed[] = $channel;
            } else {
                $denied[] = $channel;
            }
        }
        $connection ??= $this->connections->default;
        $subject = (string) $this->subject;
        $token = $allowed === []
            ? null
            : $this->connections->get($connection)->grant($allowed, $subject, $this->ttlSeconds);
        if ($denied !== []) {
            $this->logger?->info('NoSocket denied {subject} the channels {denied}.', [
                'subject' => $subject,
                'denied' => \implode(', ', $denied),
            ]);
        }
        $this->dispatcher?->dispatch(new GrantIssued($connection, $subject, $allowed, $denied));

        return new Grant($token, $allowed, $denied);
    }

    private function allows(string $channel): bool
    {
        if (\str_ends_with($channel, '*')) {
            throw new \InvalidArgumentException("\"$channel\" is a prefix; voters decide about single channels.");
        }
        if ($this->checker === null) {
            throw new \LogicException(
                'Nobody can decide who may read which channel: install symfony/security-bundle and write a voter for '
                . self::SUBSCRIBE . ', or call grant() of NoSocketInterface for what you have decided yourself.',
            );
        }

        return $this->checker->isGranted(self::SUBSCRIBE, $channel);
    }
}
