<?php

/**
 * The handlers of the bundle's messages.
 */

declare(strict_types=1);

use NoSocket\Bundle\Connection\Connections;
use NoSocket\Bundle\Message\CleanUp;
use NoSocket\Bundle\Message\Emit;
use NoSocket\Bundle\Message\EmitEvents;
use NoSocket\Bundle\Messenger\MessageHandler;
use Symfony\Component\DependencyInjection\Loader\Configurator\ContainerConfigurator;

use function Symfony\Component\DependencyInjection\Loader\Configurator\service;

return static function (ContainerConfigurator $container): void {
    $container->services()->set(MessageHandler::class)->args([service(Connections::class)])
        ->tag('messenger.message_handler', ['handles' => Emit::class, 'method' => 'emit'])
        ->tag('messenger.message_handler', ['handles' => EmitEvents::class, 'method' => 'emitEvents'])
        ->tag('messenger.message_handler', ['handles' => CleanUp::class, 'method' => 'cleanUp']);
};
