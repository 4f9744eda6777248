<?php

/**
 * The template's function `nosocket()`.
 */

declare(strict_types=1);

use NoSocket\Bundle\Connection\Connections;
use NoSocket\Bundle\Http\CsrfGuard;
use NoSocket\Bundle\Page\PageFactory;
use NoSocket\Bundle\Twig\NoSocketTwigExtension;
use NoSocket\Bundle\Twig\PageRenderer;
use Symfony\Component\DependencyInjection\Loader\Configurator\ContainerConfigurator;

use function Symfony\Component\DependencyInjection\Loader\Configurator\service;

return static function (ContainerConfigurator $container): void {
    $container->services()
        ->set(NoSocketTwigExtension::class)->tag('twig.extension')
        ->set(PageRenderer::class)->tag('twig.runtime')->args([
            '$pages' => service(PageFactory::class),
            '$connections' => service(Connections::class),
            '$urls' => service('router'),
            '$csrf' => service(CsrfGuard::class),
        ]);
};
