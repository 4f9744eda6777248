<?php

declare(strict_types=1);

use CodeIgniter\Router\RouteCollection;
use NoSocket\CodeIgniter\Config\NoSocket;
use NoSocket\CodeIgniter\Controllers\GrantController;
use NoSocket\CodeIgniter\Controllers\PollController;

/** @var RouteCollection $routes */
$prefix = trim(NoSocket::current()->routePrefix, '/');
if ($prefix !== '') {
    $routes->post("$prefix/grant", '\\' . GrantController::class . '::create');
    $routes->post("$prefix/poll", '\\' . PollController::class . '::answer');
}
