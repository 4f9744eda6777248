<?php

declare(strict_types=1);

namespace NoSocket\CodeIgniter;

use NoSocket\CodeIgniter\Config\NoSocket as Config;
use RuntimeException;

/**
 * What a rendered page hands to the browser's client.
 */
final class Page
{
    /** @param array<string|int, array{cursor: int, epoch: string|null}> $positions by channel */
    public static function render(array $positions): string
    {
        $config = Config::current();
        $channels = service('nosocketChannels');
        $names = array_map(strval(...), array_keys($positions));
        $grant = $channels->grant($names) ?? throw new RuntimeException(
            'The current user may not read all of these channels: ' . implode(', ', $names)
            . '. Config\NoSocket::$authorizer decides that.',
        );
        $prefix = trim($config->routePrefix, '/');
        $page = [
            'endpoint' => self::endpoint($config, $prefix),
            'grantUrl' => $prefix === '' ? null : site_url("$prefix/grant"),
            // One of its own for each user: two who share a browser share no polls.
            'namespace' => 'ci4:' . hash('sha256', (string) $channels->subject()),
            'token' => $grant,
            'positions' => (object) $positions,
        ];

        return '<script type="application/json" id="nosocket">'
            . json_encode($page, JSON_HEX_TAG | JSON_THROW_ON_ERROR) . '</script>';
    }

    /** The thin endpoint where it lies, else the route. */
    private static function endpoint(Config $config, string $prefix): string
    {
        return match (true) {
            $config->endpoint !== null => $config->endpoint,
            is_file(Published::endpoint()) => base_url('nosocket/poll.php'),
            $prefix !== '' => site_url("$prefix/poll"),
            default => throw new RuntimeException('There is nothing to poll: run php spark nosocket:install, or set '
                . '$routePrefix or $endpoint in Config\NoSocket.'),
        };
    }
}
