<?php

declare(strict_types=1);

namespace NoSocket\Laravel\Tests;

use App\Events\OrderShipped;
use App\Events\PriceChanged;
use App\Models\Order;
use App\Notifications\InvoicePaid;
use Illuminate\Broadcasting\BroadcastException;
use Illuminate\Broadcasting\EncryptedPrivateChannel;
use Illuminate\Support\Facades\Broadcast;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Event;
use NoSocket\Laravel\Events\EventsEmitted;
use RuntimeException;

final class BroadcastTest extends TestCase
{
    protected function setUp(): void
    {
        parent::setUp();
        $this->makeTables();
    }

    public function testAnEventGoesToItsChannelUnderItsClassName(): void
    {
        broadcast(new OrderShipped(Order::find(1)));
        [$event] = $this->eventsOn('private-orders.1');
        self::assertSame(OrderShipped::class, $event->event);
        self::assertSame('by post', $event->payload['carrier']);
        self::assertSame(1, $event->payload['order']['id']);
        self::assertArrayNotHasKey('socket', $event->payload);
        self::assertNull($event->except);
    }

    public function testToOthersLeavesOutTheTabThatAsked(): void
    {
        $this->app['request']->headers->set('X-Socket-ID', 'tab-1');
        broadcast(new OrderShipped(Order::find(1)))->toOthers();
        self::assertSame('tab-1', $this->eventsOn('private-orders.1')[0]->except);
    }

    public function testASocketIdOfAnotherFormLeavesNobodyOut(): void
    {
        $this->app['request']->headers->set('X-Socket-ID', 'not a tab');
        broadcast(new OrderShipped(Order::find(1)))->toOthers();
        self::assertNull($this->eventsOn('private-orders.1')[0]->except);
    }

    public function testAnEventGoesToAllItsChannelsUnderANameOfItsOwn(): void
    {
        event(new PriceChanged(1999));
        foreach (['prices', 'prices.eur'] as $channel) {
            [$event] = $this->eventsOn($channel);
            self::assertSame(['price.changed', ['cents' => 1999]], [$event->event, $event->payload]);
        }
    }

    public function testNotificationsGoToTheUsersChannel(): void
    {
        $this->user()->notify(new InvoicePaid(7));
        [$event] = $this->eventsOn('private-App.Models.User.1');
        self::assertSame('Illuminate\Notifications\Events\BroadcastNotificationCreated', $event->event);
        self::assertSame(7, $event->payload['number']);
    }

    public function testATransactionsEventsGoOutWithItsCommit(): void
    {
        DB::transaction(function () {
            Order::create(['user_id' => 1]);
            broadcast(new OrderShipped(Order::find(1)));
            self::assertSame([], $this->eventsOn('private-orders.1'));
        });
        self::assertCount(1, $this->eventsOn('private-orders.1'));
    }

    public function testWhatIsRolledBackWasNeverEmitted(): void
    {
        try {
            DB::transaction(function () {
                broadcast(new OrderShipped(Order::find(1)));
                $this->log()->afterCommit(fn ($nosocket) => $nosocket->emit('news', 'never'));
                throw new RuntimeException('no');
            });
        } catch (RuntimeException) {
        }
        self::assertSame([], [...$this->eventsOn('private-orders.1'), ...$this->eventsOn('news')]);
    }

    public function testAfterCommitWithoutATransactionIsNow(): void
    {
        $this->log()->afterCommit(fn ($nosocket) => $nosocket->emit('news', 'now'));
        self::assertCount(1, $this->eventsOn('news'));
    }

    public function testAFailureIsABroadcastExceptionWithItsCause(): void
    {
        try {
            Broadcast::driver()->broadcast(['a channel with spaces'], 'event', []);
            self::fail('It was emitted.');
        } catch (BroadcastException $e) {
            self::assertStringContainsString('NoSocket: ', $e->getMessage());
            self::assertInstanceOf(\NoSocket\InvalidArgumentException::class, $e->getPrevious());
        }
    }

    public function testWhatMustBeEncryptedIsNotSentInTheClear(): void
    {
        $this->expectException(BroadcastException::class);
        Broadcast::driver()->broadcast([new EncryptedPrivateChannel('secrets')], 'event', []);
    }

    public function testWhatWasEmittedIsTold(): void
    {
        Event::fake([EventsEmitted::class]);
        broadcast(new PriceChanged(1));
        Event::assertDispatched(fn (EventsEmitted $told) => count($told->events) === 2 && $told->events[0]->id === 1);
    }
}
