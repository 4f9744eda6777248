<?php

declare(strict_types=1);

namespace NoSocket\CodeIgniter;

use NoSocket\CodeIgniter\Config\NoSocket as Config;
use RuntimeException;

/**
 * The options for `new NoSocket()` that Config\NoSocket comes to, and where its database comes from.
 */
final class Settings
{
    /** The first version of the extension that has everything that is used here. */
    public const VERSION = '0.1.0';

    /** Properties of Config\NoSocket that are options of the extension. */
    private const OPTIONS = [
        'dsn', 'user', 'password', 'eventTtl', 'grantTtl', 'pollLimit', 'maxChannels', 'maxPayload', 'maxBody', 'rateLimit',
        'rateWindow', 'rateLimiter', 'cleanupProbability', 'persistent', 'connectTimeout', 'statementTimeout', 'tablePrefix',
        'nextPollMs', 'headCache', 'beaconDir', 'beaconUrl', 'beaconBuckets', 'trustedProxies', 'corsOrigins', 'emitFailure',
    ];

    /**
     * @param array<string, mixed> $options
     * @param string               $source  where the database comes from, for people
     * @param string|null          $dbGroup CodeIgniter's group of the database, if it comes from one
     */
    private function __construct(
        #[\SensitiveParameter] public readonly array $options,
        public readonly string $source,
        public readonly ?string $dbGroup,
    ) {
    }

    public static function of(Config $config): self
    {
        $options = self::options($config);
        if ($config->dsn !== null) {
            return new self($options, 'Config\NoSocket', null);
        }
        if ((ini_get('nosocket.dsn') ?: '') !== '') {
            return new self($options, 'php.ini', null);
        }
        if ((getenv('NOSOCKET_DSN') ?: '') !== '') {
            return new self($options, 'the environment', null);
        }
        if ($config->dbGroup === null) {
            return new self($options, 'nowhere', null);
        }
        $group = $config->dbGroup === '' ? config('Database')->defaultGroup : $config->dbGroup;

        return new self($options + DatabaseGroup::options($group), "Config\\Database, group $group", $group);
    }

    /** Says what to do when PHP has no such class, instead of leaving it at that. */
    public static function requireExtension(): void
    {
        if (!extension_loaded('nosocket')) {
            throw new RuntimeException('PHP has not loaded the extension NoSocket: add extension=nosocket to php.ini. '
                . 'The web server and the command line may have one each; `php --ini` names the latter.');
        }
        if (version_compare(\NoSocket::VERSION, self::VERSION, '<')) {
            throw new RuntimeException('The extension NoSocket is too old: ' . \NoSocket::VERSION . '. This package needs '
                . self::VERSION . ' or newer.');
        }
    }

    /** @return array<string, mixed> */
    private static function options(Config $config): array
    {
        $options = [];
        foreach (self::OPTIONS as $property) {
            if ($config->{$property} !== null) {
                $options[strtolower(preg_replace('/[A-Z]/', '_$0', $property))] = $config->{$property};
            }
        }
        if ($config->secret !== null) {
            $options['secret'] = array_map(trim(...), explode(',', $config->secret));
        }

        return $options;
    }
}
