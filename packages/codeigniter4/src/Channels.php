<?php

declare(strict_types=1);

namespace NoSocket\CodeIgniter;

use NoSocket\CodeIgniter\Config\NoSocket as Config;

/**
 * What the current user may read, by the application's Authorizer.
 */
final class Channels
{
    public function __construct(private readonly ?Authorizer $authorizer)
    {
    }

    public static function of(Config $config): self
    {
        if ($config->authorizer === null) {
            return new self(null);
        }
        if (!is_a($config->authorizer, Authorizer::class, true)) {
            throw new \LogicException("Config\\NoSocket::\$authorizer: {$config->authorizer} is no " . Authorizer::class . '.');
        }

        return new self(new $config->authorizer());
    }

    /** The user, or null: then nothing may be read. */
    public function subject(): ?string
    {
        return $this->authorizer?->subject();
    }

    /**
     * Whether the user may read all of these.
     *
     * @param list<string> $channels
     */
    public function allow(array $channels): bool
    {
        if ($this->subject() === null) {
            return false;
        }
        foreach ($channels as $channel) {
            // A prefix would grant channels that nobody was asked about.
            if (str_contains($channel, '*') || !$this->authorizer->mayRead($channel)) {
                return false;
            }
        }

        return true;
    }

    /**
     * Signs a grant for the current user.
     *
     * @param list<string> $channels
     *
     * @return string|null null: they may not read all of these
     */
    public function grant(array $channels): ?string
    {
        return $channels !== [] && $this->allow($channels)
            ? service('nosocket')->grant($channels, (string) $this->subject())
            : null;
    }
}
