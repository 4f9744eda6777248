<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Tests;

use NoSocket\Bundle\Message\CleanUp;
use NoSocket\Bundle\Message\Emit;
use NoSocket\Bundle\Message\EmitEvents;
use Symfony\Component\Messenger\Exception\HandlerFailedException;
use Symfony\Component\Messenger\MessageBusInterface;
use Symfony\Component\Messenger\Stamp\HandledStamp;

final class MessengerTest extends BundleTestCase
{
    public function testMessagesAreEmitted(): void
    {
        self::boot();
        $this->bus()->dispatch(new Emit('orders', 'order.created', ['id' => 1]));
        $this->bus()->dispatch(new EmitEvents([new Emit('orders', 'a'), new Emit('orders', 'b', except: 'tab-1')]));
        $grant = self::nosocket()->grant(['orders'], 'user:1');
        $answer = \json_decode(self::nosocket()->poll(['orders' => ['cursor' => 0]], $grant), true);
        self::assertSame(['order.created', 'a', 'b'], \array_column($answer['events'], 'event'));
        self::assertSame('tab-1', $answer['events'][2]['except']);
    }

    public function testAMessageMayNameItsConnection(): void
    {
        self::boot(['connections' => ['default' => self::log(), 'audit' => self::log()]]);
        $this->bus()->dispatch(new EmitEvents([new Emit('logins', 'login')], 'audit'));
        $audit = self::getContainer()->get('nosocket.connection.audit');
        self::assertSame(1, $audit->cursors(['logins'])['logins']['cursor']);
        self::assertSame(0, self::nosocket()->cursors(['logins'])['logins']['cursor']);
    }

    public function testMessagesSurviveAQueue(): void
    {
        $message = new EmitEvents([new Emit('orders', 'a', ['id' => 1], 60, 'tab', true)], 'audit');
        self::assertEquals($message, \unserialize(\serialize($message)));
    }

    public function testWhatCannotBeEmittedIsLeftToMessenger(): void
    {
        self::boot();
        $this->expectException(HandlerFailedException::class);
        $this->bus()->dispatch(new Emit('bad name', 'a'));
    }

    public function testCleaningUpIsAMessageForSchedulers(): void
    {
        self::boot();
        $envelope = $this->bus()->dispatch(new CleanUp());
        self::assertNotNull($envelope->last(HandledStamp::class));
    }

    private function bus(): MessageBusInterface
    {
        return self::getContainer()->get(MessageBusInterface::class);
    }
}
