<?php

declare(strict_types=1);

namespace NoSocket\Laravel\Tests;

use App\Events\OrderShipped;
use App\Models\Order;
use Illuminate\Support\Facades\DB;
use NoSocket\Laravel\Facades\NoSocket;
use PHPUnit\Framework\AssertionFailedError;

final class FakeTest extends TestCase
{
    public function testEmitsAndBroadcastsAreRecordedAndReachNoLog(): void
    {
        $this->makeTables();
        $log = $this->log();
        NoSocket::fake();
        NoSocket::assertNothingEmitted();
        NoSocket::emit('orders', 'order.created', ['id' => 7], except: 'tab');
        $paid = ['channel' => 'orders', 'event' => 'order.paid'];
        NoSocket::emitBatch([$paid, $paid]);
        broadcast(new OrderShipped(Order::find(1)));
        NoSocket::assertEmitted('order.created');
        NoSocket::assertEmitted('order.created', fn ($e) => $e->payload['id'] === 7 && $e->except === 'tab');
        NoSocket::assertEmittedTimes('order.paid', 2);
        NoSocket::assertEmitted(OrderShipped::class, fn ($e) => $e->channel === 'private-orders.1');
        NoSocket::assertNotEmitted('order.created', fn ($e) => $e->payload['id'] === 8);
        NoSocket::assertNotEmitted('order.deleted');
        self::assertSame(0, $log->diagnostics()['log']['events']);
    }

    public function testWhatIsAfterACommitIsRecordedAtOnce(): void
    {
        NoSocket::fake();
        DB::transaction(function () {
            NoSocket::afterCommit(fn ($nosocket) => $nosocket->emit('orders', 'order.created'));
            NoSocket::assertEmitted('order.created');
        });
        NoSocket::assertEmittedTimes('order.created', 1);
    }

    public function testAssertionsFail(): void
    {
        NoSocket::fake();
        NoSocket::emit('orders', 'order.created', ['id' => 7]);
        $wrong = [
            fn () => NoSocket::assertEmitted('order.paid'),
            fn () => NoSocket::assertEmitted('order.created', fn ($e) => false),
            fn () => NoSocket::assertEmittedTimes('order.created', 2),
            fn () => NoSocket::assertNotEmitted('order.created'),
            fn () => NoSocket::assertNothingEmitted(),
        ];
        foreach ($wrong as $assert) {
            try {
                $assert();
            } catch (AssertionFailedError $e) {
                self::assertStringContainsString('order.', $e->getMessage());
                continue;
            }
            self::fail('An assertion that is wrong did not fail.');
        }
    }

    public function testTheRealRulesHold(): void
    {
        NoSocket::fake();
        $this->expectException(\NoSocket\InvalidArgumentException::class);
        NoSocket::emit('a channel with spaces', 'event');
    }

    public function testItsFilesAreGoneAfterwards(): void
    {
        $files = fn (): array => glob(sys_get_temp_dir() . '/nosocket-fake-*');
        $before = $files();
        $real = $this->log();
        NoSocket::fake()->emit('a', 'b');
        $made = array_diff($files(), $before);
        self::assertNotEmpty($made);
        NoSocket::swap($real);
        self::assertSame([], array_filter($made, 'file_exists'));
    }
}
