<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Tests;

use NoSocket\Bundle\Message\Emit;
use NoSocket\Bundle\Test\EmittedEventsAssertions;
use PHPUnit\Framework\AssertionFailedError;

final class InMemoryTest extends BundleTestCase
{
    use EmittedEventsAssertions;

    public function testAnApplicationsTestSeesWhatWasEmitted(): void
    {
        $browser = self::browser(['in_memory' => true]);
        self::assertNothingEmitted();
        $browser->request('POST', '/place', [], [], ['HTTP_X_SOCKET_ID' => 'tab-1']);
        self::assertEmitted('orders', 'order.placed', static fn (array $order): bool => $order['id'] === 7);
        $notForTheTab = static fn (mixed $payload, Emit $event): bool => $event->except === 'tab-1';
        self::assertEmitted('orders', 'order.placed', $notForTheTab);
        self::assertNotEmitted('orders', 'order.removed');
        self::assertNotEmitted('orders', 'order.placed', static fn (array $order): bool => $order['id'] === 8);
        self::assertCount(2, self::nosocket()->emitted('news'));
        try {
            self::assertEmitted('orders', 'order.removed');
        } catch (AssertionFailedError $failure) {
            self::assertStringContainsString('Emitted: order.placed on orders, a on news', $failure->getMessage());

            return;
        }
        self::fail('It found what was not emitted.');
    }

    public function testAnApplicationsTestSeesWhoseGrantsWereTakenBack(): void
    {
        self::boot(['in_memory' => true]);
        self::nosocket()->revoke('user:1');
        self::assertSame(['user:1'], self::nosocket()->revoked());
    }

    public function testPagesAndPollsWorkAsWell(): void
    {
        $browser = self::browser(['in_memory' => true]);
        self::nosocket()->emit('news', 'old');
        $crawler = $browser->request('GET', '/page?channels[]=news');
        $page = \json_decode($crawler->filter('#nosocket')->text(), true);
        self::assertSame(1, $page['subscriptions']['news']['cursor']);
        $answer = \json_decode(self::nosocket()->poll(['news' => ['cursor' => 0]], 'any'), true);
        [$event] = $answer['events'];
        self::assertSame([1, 'old', null], [$event['id'], $event['event'], $event['payload']]);
        self::assertSame(['news' => 1], $answer['cursors']);
        self::nosocket()->clear();
        self::assertNothingEmitted();
    }
}
