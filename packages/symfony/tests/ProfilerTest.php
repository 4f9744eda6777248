<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Tests;

use NoSocket\Bundle\Connection\NativeNoSocket;
use NoSocket\Bundle\Debug\NoSocketCollector;
use NoSocket\Bundle\Debug\TraceableNoSocket;

final class ProfilerTest extends BundleTestCase
{
    public function testTheCollectorHasWhatARequestDid(): void
    {
        $browser = self::browser();
        $browser->enableProfiler();
        $browser->request('POST', '/place', [], [], ['HTTP_X_SOCKET_ID' => 'tab-1']);
        $collector = $this->collector($browser->getProfile());
        self::assertSame(
            [['orders', 1, 'order.placed', 'tab-1'], ['news', 1, 'a', null], ['news', 2, 'b', null]],
            \array_map(
                static fn (array $event): array => [$event['channel'], $event['id'], $event['event'], $event['except']],
                $collector->getEvents(),
            ),
        );
        self::assertGreaterThan(0, $collector->getMs());
        self::assertSame(['id' => 7], $collector->getEvents()[0]['payload']->getValue(true));

        $browser->enableProfiler();
        $browser->request('GET', '/page?channels[]=news');
        $collector = $this->collector($browser->getProfile());
        self::assertSame([], $collector->getEvents());
        self::assertSame(['grant', 'cursors'], \array_column($collector->getCalls(), 'method'));
    }

    public function testThePanelIsRenderedWithoutGrants(): void
    {
        $browser = self::browser();
        $browser->enableProfiler();
        $browser->request('POST', '/place');
        $token = $browser->getProfile()->getToken();
        $crawler = $browser->request('GET', "/_profiler/$token?panel=nosocket");
        self::assertSame(200, $browser->getResponse()->getStatusCode());
        self::assertStringContainsString('order.placed', $crawler->filter('table')->text());
        $browser->request('GET', "/_profiler/$token?panel=nosocket");

        $grant = self::nosocket()->grant(['news'], 'user:1');
        $browser->enableProfiler();
        $body = '{"subscriptions": {"news": {"cursor": 0}}}';
        $browser->request('POST', '/nosocket/poll', [], [], ['HTTP_X_NOSOCKET_GRANT' => $grant], $body);
        $calls = $this->collector($browser->getProfile())->getCalls();
        self::assertSame('poll', $calls[0]['method']);
        self::assertStringNotContainsString($grant, \serialize($calls));
    }

    public function testWhatFailedIsShownAsFailed(): void
    {
        self::boot();
        $traceable = self::getContainer()->get('nosocket.connection.default');
        self::assertInstanceOf(TraceableNoSocket::class, $traceable);
        try {
            $traceable->emit('bad name', 'x');
        } catch (\NoSocket\InvalidArgumentException) {
        }
        $collector = new NoSocketCollector(['default' => $traceable]);
        $collector->lateCollect();
        self::assertSame(1, $collector->getErrors());
        self::assertStringContainsString('bad name', (string) $collector->getEvents()[0]['error']);
        $traceable->reset();
        $collector->lateCollect();
        self::assertSame([], $collector->getEvents());
    }

    public function testWithoutDebugNothingIsTraced(): void
    {
        self::boot([], false);
        self::assertInstanceOf(NativeNoSocket::class, self::getContainer()->get('nosocket.connection.default'));
        self::assertFalse(self::getContainer()->has(NoSocketCollector::class));
    }

    private function collector(mixed $profile): NoSocketCollector
    {
        self::assertInstanceOf(\Symfony\Component\HttpKernel\Profiler\Profile::class, $profile);
        $collector = $profile->getCollector('nosocket');
        self::assertInstanceOf(NoSocketCollector::class, $collector);

        return $collector;
    }
}
