<?php

declare(strict_types=1);

namespace NoSocket\Bundle\DependencyInjection;

use Symfony\Component\Config\Definition\Builder\ArrayNodeDefinition;
use Symfony\Component\Config\Definition\Builder\TreeBuilder;
use Symfony\Component\Config\Definition\ConfigurationInterface;

/**
 * The configuration under the key `nosocket`.
 */
final class Configuration implements ConfigurationInterface
{
    public function getConfigTreeBuilder(): TreeBuilder
    {
        $tree = new TreeBuilder('nosocket');
        /** @var ArrayNodeDefinition $root */
        $root = $tree->getRootNode();
        $root->validate()
            ->ifTrue(static fn (array $nosocket): bool
                => !isset($nosocket['connections'][$nosocket['default_connection']]))
            ->then(static fn (array $nosocket) => throw new \InvalidArgumentException(\sprintf(
                'default_connection is "%s"; configured under connections: %s.',
                $nosocket['default_connection'],
                \implode(', ', \array_keys($nosocket['connections'])),
            )));
        $root->children()
            ->scalarNode('default_connection')
                ->info('The connection that NoSocketInterface and PublisherInterface stand for.')
                ->cannotBeEmpty()->defaultValue('default')->end()
            ->booleanNode('in_memory')
                ->info('For tests: all connections remember what is emitted, without a database and the extension.')
                ->defaultFalse()->end()
            ->scalarNode('endpoint')
                ->info('Path of poll.php for the default connection, such as /poll.php. null: the route.')
                ->defaultNull()->end()
            ->booleanNode('mercure')
                ->info('Whether Mercure\'s HubInterface stands for the default connection.')
                ->defaultFalse()->end()
        ->end();
        $this->addGrant($root);
        $this->addConnections($root);

        return $tree;
    }

    private function addGrant(ArrayNodeDefinition $root): void
    {
        $root->children()->arrayNode('grant')->addDefaultsIfNotSet()->info('How the route nosocket_grant answers.')
            ->children()
                ->integerNode('ttl')->info('Seconds that a grant is good for. null: the connection\'s grant_ttl.')
                    ->max(2_678_400)->defaultNull()->end()
                ->booleanNode('csrf_token')
                    ->info('Whether requests need a CSRF token beside the check of their origin. It starts a session.')
                    ->defaultFalse()->end()
                ->arrayNode('allowed_origins')
                    ->info('Other origins whose pages may ask for grants. The CORS headers are yours to send.')
                    ->example(['https://app.example.com'])->scalarPrototype()->end()->end()
            ->end();
    }

    private function addConnections(ArrayNodeDefinition $root): void
    {
        $connections = $root->fixXmlConfig('connection')->children()->arrayNode('connections')
            ->info('Event logs by name. A setting that is null is left to php.ini (nosocket.*) and the environment.')
            ->useAttributeAsKey('name')->normalizeKeys(false)
            ->defaultValue(['default' => []])->requiresAtLeastOneElement()
            ->arrayPrototype();
        // Variable nodes take %env(default::…)% and %env(csv:…)%; the extension checks types.
        $settings = $connections->children()
            ->variableNode('dsn')->info('sqlite:/path, mysql:host=…;dbname=…, pgsql:host=…;dbname=…, or a URL.')
                ->example('%env(resolve:NOSOCKET_DSN)%')->defaultNull()->end()
            ->variableNode('user')->info('For server databases.')->defaultNull()->end()
            ->variableNode('password')->info('For server databases.')->defaultNull()->end()
            ->arrayNode('secret')
                ->info('Signs grants: at least 32 bytes. Several (a list, or commas): the first signs, all verify.')
                ->example('%env(NOSOCKET_SECRET)%')
                ->beforeNormalization()->castToArray()->end()->variablePrototype()->end()->end()
            ->scalarNode('table_prefix')->info('Letters, digits and _ before the tables\' names.')
                ->defaultNull()->end()
            ->enumNode('rate_limiter')->info('memory: this machine; database: several web servers. Default memory.')
                ->values(['memory', 'database', 'off', null])->defaultNull()->end()
            ->floatNode('cleanup_probability')->info('Chance that an emit also removes expired events. Default 0.01.')
                ->max(1)->defaultNull()->end()
            ->scalarNode('beacon_dir')->info('Absolute path of the folder for static beacons. Default none: they are off.')
                ->example('%kernel.project_dir%/public/nosocket-beacons')->defaultNull()->end()
            ->scalarNode('beacon_url')->info('Where browsers reach that folder: a path or a URL. Needed with beacon_dir.')
                ->example('/nosocket-beacons/')->defaultNull()->end()
            ->booleanNode('persistent')->info('Keep the connection when the request ends. Default true.')
                ->defaultNull()->end();
        foreach (self::NUMBERS as $name => [$max, $info]) {
            $settings->integerNode($name)->info($info)->max($max)->defaultNull();
        }
    }

    // Without the lower limits: Symfony tries 0 for %env(int:…)%. The extension checks all of them.
    private const NUMBERS = [
        'event_ttl' => [315_360_000, 'Seconds an event is kept. Default 3600.'],
        'grant_ttl' => [2_678_400, 'Seconds a grant is good for. Default 3600.'],
        'poll_limit' => [1000, 'Events in one poll\'s answer. Default 100.'],
        'max_channels' => [1000, 'Channels in one poll, and in one request for a grant. Default 100.'],
        'max_payload' => [16_777_216, 'Bytes of one event\'s JSON. Default 65536.'],
        'max_body' => [16_777_216, 'Bytes of a poll request. Default 65536.'],
        'rate_limit' => [1_000_000, 'Polls in one window, for one user at one address. Default 120.'],
        'rate_window' => [86_400, 'The window, in seconds. Default 60.'],
        'connect_timeout' => [60, 'Seconds to wait for a connection to a database server. Default 3.'],
        'statement_timeout' => [600, 'Seconds a database server may take for a statement. Default 10.'],
        'next_poll_ms' => [3_600_000, 'If above 0, a floor under the clients\' polling interval. Default 0.'],
        'head_cache' => [60_000, 'Milliseconds for which a poll may be answered from shared memory. Default 1000.'],
        'beacon_buckets' => [4096, 'Files that channels are spread over. Default 256.'],
    ];
}
