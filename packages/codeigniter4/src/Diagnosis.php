<?php

declare(strict_types=1);

namespace NoSocket\CodeIgniter;

use NoSocket\CodeIgniter\Config\NoSocket as Config;
use Throwable;

/**
 * Looks at all that has to be right for NoSocket to work in this application.
 *
 * @phpstan-type Finding array{string, string, bool} subject, finding, whether it is a fault
 */
final class Diagnosis
{
    /** @return list<Finding> */
    public function findings(): array
    {
        try {
            Settings::requireExtension();
            $config = Config::current();
            $settings = Settings::of($config);
            $nosocket = new \NoSocket($settings->options);
        } catch (Throwable $fault) {
            return [['settings', $fault->getMessage(), true]];
        }

        return [
            ['extension', \NoSocket::VERSION, false],
            ...$this->database($nosocket, $settings),
            $this->secret($nosocket),
            $this->authorizer($config),
            $this->endpoint($config, $settings),
            $this->csrf($config),
        ];
    }

    /** @return list<Finding> */
    private function database(\NoSocket $nosocket, #[\SensitiveParameter] Settings $settings): array
    {
        ['connection' => $connection, 'log' => $log, 'beacons' => $beacons] = $nosocket->diagnostics();
        $where = "{$connection['backend']} {$connection['server_version']}, from {$settings->source}";
        if ($connection['error'] !== null) {
            return [['database', "$where. {$connection['error']}", true]];
        }

        return [
            ['database', $where, false],
            ['log', "{$log['channels']} channels, {$log['events']} events, {$log['expired']} expired", false],
            ...($beacons === null ? [] : [['beacons', $beacons['error'] ?? $beacons['folder'], $beacons['error'] !== null]]),
        ];
    }

    /** @return Finding */
    private function secret(\NoSocket $nosocket): array
    {
        try {
            $nosocket->grant(['nosocket-doctor'], 'nosocket-doctor', ttlSeconds: 1);

            return ['secret', 'set', false];
        } catch (Throwable $fault) {
            return ['secret', $fault->getMessage(), true];
        }
    }

    /** @return Finding */
    private function authorizer(Config $config): array
    {
        try {
            Channels::of($config);
        } catch (Throwable $fault) {
            return ['authorizer', $fault->getMessage(), true];
        }

        return $config->authorizer === null
            ? ['authorizer', 'none, so nobody may read anything. Set $authorizer in app/Config/NoSocket.php.', true]
            : ['authorizer', $config->authorizer, false];
    }

    /** @return Finding */
    private function endpoint(Config $config, #[\SensitiveParameter] Settings $settings): array
    {
        $prefix = trim($config->routePrefix, '/');

        return match (true) {
            $config->endpoint !== null => ['endpoint', "{$config->endpoint}, as set", false],
            $prefix === '' && !is_file(Published::endpoint()) => [
                'endpoint',
                'none: there are no routes. Run: php spark nosocket:install',
                true,
            ],
            Published::isStale($settings) => [
                'endpoint',
                'poll.php works with other settings than the application. Run: php spark nosocket:install',
                true,
            ],
            is_file(Published::endpoint()) => ['endpoint', Published::endpoint(), false],
            default => ['endpoint', 'the route; each poll starts CodeIgniter. Faster: php spark nosocket:install', false],
        };
    }

    /**
     * The filter would refuse polls, which come without a cookie's authority and need no token.
     *
     * @return Finding
     */
    private function csrf(Config $config): array
    {
        $prefix = trim($config->routePrefix, '/');
        $before = config('Filters')->globals['before'] ?? [];
        $except = (array) ($before['csrf']['except'] ?? []);
        $isFault = $prefix !== '' && (in_array('csrf', $before, true) || isset($before['csrf']))
            && array_intersect(["$prefix/*", "$prefix*"], $except) === [];

        return $isFault
            ? ['csrf', "the filter refuses the routes. In app/Config/Filters.php: 'csrf' => ['except' => ['$prefix/*']]", true]
            : ['csrf', 'not in the way', false];
    }
}
