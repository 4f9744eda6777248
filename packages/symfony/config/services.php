<?php

/**
 * The services that every application gets.
 */

declare(strict_types=1);

use NoSocket\Bundle\Command\CleanupCommand;
use NoSocket\Bundle\Command\DiagnoseCommand;
use NoSocket\Bundle\Command\InstallCommand;
use NoSocket\Bundle\Connection\Connections;
use NoSocket\Bundle\Connection\ExtensionWarmer;
use NoSocket\Bundle\Controller\GrantController;
use NoSocket\Bundle\Controller\PollController;
use NoSocket\Bundle\Grant\GrantIssuer;
use NoSocket\Bundle\Grant\Subject;
use NoSocket\Bundle\Http\CsrfGuard;
use NoSocket\Bundle\Http\CurrentTab;
use NoSocket\Bundle\Http\SameOrigin;
use NoSocket\Bundle\Page\PageFactory;
use Symfony\Component\DependencyInjection\Loader\Configurator\ContainerConfigurator;

use function Symfony\Component\DependencyInjection\Loader\Configurator\service;

return static function (ContainerConfigurator $container): void {
    $services = $container->services();
    $connections = service(Connections::class);
    $logger = service('logger')->nullOnInvalid();

    $services->set(Connections::class);
    $services->set(Subject::class)->args([service('security.token_storage')->nullOnInvalid()]);
    $services->set(GrantIssuer::class)->args([
        '$connections' => $connections,
        '$subject' => service(Subject::class),
        '$checker' => service('security.authorization_checker')->nullOnInvalid(),
        '$ttlSeconds' => null,
        '$logger' => $logger,
        '$dispatcher' => service('event_dispatcher')->nullOnInvalid(),
    ])->tag('monolog.logger', ['channel' => 'nosocket']);
    $services->set(PageFactory::class)->args([$connections, service(GrantIssuer::class), service(Subject::class)]);
    $services->set(CurrentTab::class)->args([service('request_stack')]);
    $services->set(SameOrigin::class);
    $services->set(CsrfGuard::class);

    $services->set(PollController::class)->args([$connections, $logger])
        ->tag('controller.service_arguments')->tag('monolog.logger', ['channel' => 'nosocket']);
    $services->set(GrantController::class)
        ->args([
            $connections,
            service(GrantIssuer::class),
            service(SameOrigin::class),
            service(CsrfGuard::class),
            $logger,
        ])
        ->tag('controller.service_arguments')->tag('monolog.logger', ['channel' => 'nosocket']);

    foreach ([InstallCommand::class, CleanupCommand::class, DiagnoseCommand::class] as $command) {
        $services->set($command)->args([$connections])->tag('console.command');
    }
    $services->set('nosocket.extension_warmer', ExtensionWarmer::class)->tag('kernel.cache_warmer');
};
