<?php

/**
 * Mercure's hub, as far as publishers know it.
 */

declare(strict_types=1);

use NoSocket\Bundle\Mercure\NoSocketHub;
use NoSocket\Bundle\PublisherInterface;
use Symfony\Component\DependencyInjection\Loader\Configurator\ContainerConfigurator;
use Symfony\Component\Mercure\HubInterface;

use function Symfony\Component\DependencyInjection\Loader\Configurator\service;

return static function (ContainerConfigurator $container): void {
    $container->services()
        ->set(NoSocketHub::class)->args([service(PublisherInterface::class), service('router')])
        ->alias(HubInterface::class, NoSocketHub::class);
};
