<?php

declare(strict_types=1);

namespace NoSocket\Bundle\DependencyInjection;

use NoSocket\Bundle\Connection\Connections;
use NoSocket\Bundle\Connection\NativeNoSocket;
use NoSocket\Bundle\Debug\TraceableNoSocket;
use NoSocket\Bundle\Grant\GrantIssuer;
use NoSocket\Bundle\Http\CsrfGuard;
use NoSocket\Bundle\Http\SameOrigin;
use NoSocket\Bundle\NoSocketInterface;
use NoSocket\Bundle\PublisherInterface;
use NoSocket\Bundle\Test\InMemoryNoSocket;
use NoSocket\Bundle\Twig\PageRenderer;
use Symfony\Component\Config\FileLocator;
use Symfony\Component\DependencyInjection\Compiler\ServiceLocatorTagPass;
use Symfony\Component\DependencyInjection\ContainerBuilder;
use Symfony\Component\DependencyInjection\ContainerInterface;
use Symfony\Component\DependencyInjection\Definition;
use Symfony\Component\DependencyInjection\Extension\Extension;
use Symfony\Component\DependencyInjection\Loader\PhpFileLoader;
use Symfony\Component\DependencyInjection\Reference;
use Symfony\Component\Mercure\HubInterface;
use Symfony\Component\Messenger\MessageBusInterface;
use Twig\Environment;

/**
 * Makes the configuration into services.
 */
final class NoSocketExtension extends Extension
{
    public function getAlias(): string
    {
        return 'nosocket';
    }

    /**
     * @param array<mixed> $configs
     */
    public function load(array $configs, ContainerBuilder $container): void
    {
        $config = $this->processConfiguration(new Configuration(), $configs);
        $loader = new PhpFileLoader($container, new FileLocator(\dirname(__DIR__, 2) . '/config'));
        $loader->load('services.php');
        if (\class_exists(Environment::class)) {
            $loader->load('twig.php');
            $container->getDefinition(PageRenderer::class)->setArgument('$endpoint', $config['endpoint']);
        }
        if (\interface_exists(MessageBusInterface::class)) {
            $loader->load('messenger.php');
        }
        if ($container->getParameter('kernel.debug')) {
            $loader->load('debug.php');
        }
        $this->addConnections($config, $container);
        $container->getDefinition(GrantIssuer::class)->setArgument('$ttlSeconds', $config['grant']['ttl']);
        $container->getDefinition(SameOrigin::class)->setArguments([$config['grant']['allowed_origins']]);
        if ($config['grant']['csrf_token']) {
            $container->getDefinition(CsrfGuard::class)->setArguments([new Reference('security.csrf.token_manager')]);
        }
        if ($config['mercure']) {
            $this->addMercure($loader, $container);
        }
    }

    /**
     * @param array<string, mixed> $config
     */
    private function addConnections(array $config, ContainerBuilder $container): void
    {
        $references = [];
        foreach ($config['connections'] as $name => $settings) {
            $id = "nosocket.connection.$name";
            $container->setDefinition($id, $this->connection($name, $settings, $config['in_memory']));
            $this->addAliases($container, $id, $name);
            if ($container->getParameter('kernel.debug')) {
                $container->register("$id.traceable", TraceableNoSocket::class)
                    ->setDecoratedService($id)
                    ->setArguments([new Reference("$id.traceable.inner")])
                    ->addTag('kernel.reset', ['method' => 'reset'])
                    ->addTag('nosocket.traceable', ['connection' => $name]);
            }
            $references[$name] = new Reference($id);
        }
        $container->setAlias(NoSocketInterface::class, "nosocket.connection.{$config['default_connection']}");
        $container->setAlias(PublisherInterface::class, "nosocket.connection.{$config['default_connection']}");
        $container->getDefinition(Connections::class)->setArguments([
            ServiceLocatorTagPass::register($container, $references),
            \array_keys($config['connections']),
            $config['default_connection'],
        ]);
        if ($config['in_memory']) {
            // Variables that only the real connections need would be reported as never used.
            $container->resolveEnvPlaceholders($config['connections']);
            $container->register(InMemoryNoSocket::class)->setPublic(true);
            $container->removeDefinition('nosocket.extension_warmer');
        }
    }

    /**
     * @param array<string, mixed> $settings
     */
    private function connection(string $name, array $settings, bool $inMemory): Definition
    {
        if ($inMemory) {
            // One for all, so that tests need not know which connection an event goes to.
            return (new Definition(InMemoryNoSocket::class))
                ->setFactory([new Reference('service_container'), 'get'])->setArguments([InMemoryNoSocket::class]);
        }
        $settings['secret'] = ($settings['secret'] ?? []) ?: null;

        return (new Definition(NativeNoSocket::class))
            ->setArguments([
                $name,
                $settings,
                new Reference('logger', ContainerInterface::NULL_ON_INVALID_REFERENCE),
                new Reference('event_dispatcher', ContainerInterface::NULL_ON_INVALID_REFERENCE),
            ])
            ->addTag('monolog.logger', ['channel' => 'nosocket']);
    }

    private function addAliases(ContainerBuilder $container, string $id, string $name): void
    {
        $container->registerAliasForArgument($id, NoSocketInterface::class, "$name.nosocket");
        $container->registerAliasForArgument($id, PublisherInterface::class, "$name.publisher");
    }

    private function addMercure(PhpFileLoader $loader, ContainerBuilder $container): void
    {
        if (!\interface_exists(HubInterface::class)) {
            throw new \LogicException(
                'nosocket.mercure is true, and HubInterface is missing. Run: composer require symfony/mercure',
            );
        }
        $loader->load('mercure.php');
    }
}
