<?php

declare(strict_types=1);

namespace NoSocket\CodeIgniter\Tests;

use Config\Services;
use NoSocket\CodeIgniter\Channels;
use NoSocket\CodeIgniter\Config\Registrar;
use NoSocket\CodeIgniter\Filters\MayRead;

final class ServicesTest extends TestCase
{
    public function testTheServiceIsTheExtensionWithTheSettings(): void
    {
        $event = service('nosocket')->emit('orders', 'order.created', ['id' => 1]);
        self::assertSame(1, $event->id);
        self::assertSame(1, (new \NoSocket(['dsn' => $this->config->dsn]))->cursors(['orders'])['orders']['cursor']);
    }

    public function testItIsSharedUnlessAskedOtherwise(): void
    {
        self::assertSame(service('nosocket'), service('nosocket'));
        self::assertNotSame(service('nosocket'), Services::nosocket(false));
        self::assertInstanceOf(Channels::class, service('nosocketChannels'));
    }

    public function testTheFilterHasAName(): void
    {
        self::assertSame(['nosocket-channel' => MayRead::class], Registrar::Filters()['aliases']);
        if (self::isReal()) {
            self::assertSame(MayRead::class, config('Filters')->aliases['nosocket-channel']);
        }
    }
}
