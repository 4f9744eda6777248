<?php

/**
 * The profiler's panel.
 */

declare(strict_types=1);

use NoSocket\Bundle\Debug\NoSocketCollector;
use Symfony\Component\DependencyInjection\Loader\Configurator\ContainerConfigurator;

use function Symfony\Component\DependencyInjection\Loader\Configurator\tagged_iterator;

return static function (ContainerConfigurator $container): void {
    $container->services()->set(NoSocketCollector::class)
        ->args([tagged_iterator('nosocket.traceable', 'connection')])
        ->tag('data_collector', [
            'id' => 'nosocket',
            'template' => NoSocketCollector::getTemplate(),
            'priority' => 200,
        ]);
};
