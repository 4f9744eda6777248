<?php

/**
 * The routes to import: polls and grants. The last part of the path names a connection other than the default one.
 */

declare(strict_types=1);

use NoSocket\Bundle\Controller\GrantController;
use NoSocket\Bundle\Controller\PollController;
use Symfony\Component\Routing\Loader\Configurator\RoutingConfigurator;

// All methods, because the controllers answer the wrong ones in the protocol's form.
return static function (RoutingConfigurator $routes): void {
    foreach (['poll' => PollController::class, 'grant' => GrantController::class] as $name => $controller) {
        $routes->add("nosocket_$name", "/nosocket/$name/{connection}")
            ->controller($controller)->defaults(['connection' => null]);
    }
};
