<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Tests;

use NoSocket\Bundle\Connection\Connections;
use NoSocket\Bundle\Connection\Limits;
use NoSocket\Bundle\Event\EventsEmitted;
use NoSocket\Bundle\Message\Emit;
use NoSocket\Bundle\NoSocketInterface;
use NoSocket\Bundle\PublisherInterface;
use NoSocket\Bundle\Tests\App\Autowired;
use NoSocket\Bundle\Tests\App\TestKernel;

final class ConnectionsTest extends BundleTestCase
{
    public function testEmitsAndReadsBack(): void
    {
        self::boot();
        $event = self::nosocket()->emit('orders', 'order.created', ['id' => 123]);
        self::assertSame([1, 'orders', 'order.created'], [$event->id, $event->channel, $event->event]);
        $grant = self::nosocket()->grant(['orders'], 'user:1');
        $answer = \json_decode(self::nosocket()->poll(['orders' => ['cursor' => 0]], $grant), true);
        self::assertSame(['id' => 123], $answer['events'][0]['payload']);
        self::assertSame(1, self::nosocket()->cursors(['orders'])['orders']['cursor']);
    }

    public function testARevokedGrantIsRefusedAndTheNextOneGood(): void
    {
        self::boot();
        $before = self::nosocket()->grant(['orders'], 'user:1');
        self::nosocket()->revoke('user:1');
        self::nosocket()->poll(['orders' => []], self::nosocket()->grant(['orders'], 'user:1'));
        $this->expectException(\NoSocket\GrantException::class);
        $this->expectExceptionMessage('was revoked');
        self::nosocket()->poll(['orders' => []], $before);
    }

    public function testABatchIsStoredAsAWholeOrNotAtAll(): void
    {
        self::boot();
        $events = self::nosocket()->emitBatch([new Emit('a', 'x', 1, 60, 'tab', true), new Emit('a', 'y')]);
        self::assertSame([1, 2], [$events[0]->id, $events[1]->id]);
        try {
            self::nosocket()->emitBatch([new Emit('a', 'z'), new Emit('bad name', 'z')]);
            self::fail('A bad name was accepted.');
        } catch (\NoSocket\InvalidArgumentException $refused) {
            self::assertStringContainsString('1', $refused->getMessage());
        }
        self::assertSame(2, self::nosocket()->cursors(['a'])['a']['cursor']);
    }

    /** @dataProvider debugOrNot */
    public function testConnectionsAreAutowiredByTypeAndName(bool $debug): void
    {
        self::boot([
            'default_connection' => 'main',
            'connections' => ['main' => self::log(), 'audit' => self::log(['table_prefix' => 'audit_'])],
        ], $debug);
        $autowired = self::getContainer()->get(Autowired::class);
        self::assertSame($autowired->publisher, $autowired->nosocket);
        self::assertSame($autowired->auditPublisher, $autowired->auditNosocket);
        self::assertSame(self::getContainer()->get(Connections::class)->get('audit'), $autowired->auditNosocket);
        $autowired->auditPublisher->emit('logins', 'login');
        self::assertSame(1, $autowired->auditNosocket->cursors(['logins'])['logins']['cursor']);
        self::assertSame(0, $autowired->nosocket->cursors(['logins'])['logins']['cursor']);
        self::assertSame('audit_', $autowired->auditNosocket->diagnostics()['settings']['table_prefix']);
    }

    public static function debugOrNot(): array
    {
        return ['with the profiler' => [true], 'without' => [false]];
    }

    public function testAnUnknownConnectionIsNamedBesideTheKnownOnes(): void
    {
        self::boot();
        $this->expectExceptionMessage('connection "audit". Configured under nosocket.connections: default.');
        self::getContainer()->get(Connections::class)->get('audit');
    }

    public function testWithoutConfigurationSettingsComeFromTheEnvironment(): void
    {
        $file = 'sqlite:' . TestKernel::folder() . '/environment.sqlite';
        \putenv("NOSOCKET_DSN=$file");
        \putenv('NOSOCKET_MAX_BODY=4096');
        try {
            self::boot(['connections' => ['default' => []]]);
            self::assertSame($file, self::nosocket()->diagnostics()['settings']['dsn']);
            self::assertSame(4096, self::nosocket()->limits()->maxBody);
        } finally {
            \putenv('NOSOCKET_DSN');
            \putenv('NOSOCKET_MAX_BODY');
        }
    }

    public function testWhatAVariableLeavesOpenIsLeftToPhpIni(): void
    {
        $_SERVER['NOSOCKET_TEST_SECRETS'] = self::SECRET . ',' . \str_repeat('x', 32);
        $open = '%env(default::NOSOCKET_TEST_MISSING)%';
        $settings = ['user' => $open, 'password' => $open, 'secret' => '%env(csv:NOSOCKET_TEST_SECRETS)%'];
        self::boot(['connections' => ['default' => self::log($settings)]]);
        self::assertSame('', self::nosocket()->diagnostics()['settings']['user']);
        self::assertNotSame('', self::nosocket()->grant(['a'], 'user:1'));
        self::ensureKernelShutdown();
        self::boot(['connections' => ['default' => ['dsn' => $open, 'secret' => $open]]]);
        self::assertSame('none', self::nosocket()->diagnostics()['connection']['backend']);
    }

    public function testNumbersMayComeFromVariables(): void
    {
        $_SERVER['NOSOCKET_TEST_TTL'] = '77';
        $variable = '%env(int:NOSOCKET_TEST_TTL)%';
        $log = self::log(['event_ttl' => $variable]);
        self::boot(['grant' => ['ttl' => $variable], 'connections' => ['default' => $log]]);
        self::assertSame(77, self::nosocket()->diagnostics()['settings']['event_ttl']);
    }

    public function testLimitsComeFromWhereTheExtensionTakesThem(): void
    {
        self::assertEquals(new Limits(65536, 100), Limits::from([]));
        \ini_set('nosocket.max_channels', '7');
        self::assertSame(7, Limits::from([])->maxChannels);
        self::assertSame(9, Limits::from(['max_channels' => 9])->maxChannels);
        \ini_restore('nosocket.max_channels');
        self::boot(['connections' => ['default' => self::log(['max_body' => 1000])]]);
        self::assertSame(1000, self::nosocket()->limits()->maxBody);
        self::assertSame(1000, self::nosocket()->diagnostics()['settings']['max_body']);
    }

    public function testSeveralSecretsRotate(): void
    {
        $old = \str_repeat('old', 16);
        $log = self::log(['secret' => $old]);
        self::boot(['connections' => ['default' => $log]]);
        $grant = self::nosocket()->grant(['a'], 'user:1');
        self::ensureKernelShutdown();
        self::boot(['connections' => ['default' => ['secret' => self::SECRET . ', ' . $old] + $log]]);
        self::assertStringContainsString('"cursors":{"a":0}', self::nosocket()->poll(['a' => []], $grant));
        self::ensureKernelShutdown();
        self::boot(['connections' => ['default' => ['secret' => [self::SECRET]] + $log]]);
        $this->expectException(\NoSocket\GrantException::class);
        self::nosocket()->poll(['a' => []], $grant);
    }

    public function testListenersAndTheLogHearOfEmittedEvents(): void
    {
        self::boot();
        self::nosocket()->emitBatch([new Emit('a', 'x'), new Emit('b', 'y')]);
        [$event] = self::listener()->heard;
        self::assertInstanceOf(EventsEmitted::class, $event);
        self::assertSame('default', $event->connection);
        self::assertSame(['x', 'y'], \array_column($event->events, 'event'));
        self::assertContains('debug: NoSocket emitted y as b 1.', self::logger()->lines);
    }

    public function testAFailingListenerDoesNotLookLikeAFailedEmit(): void
    {
        self::boot();
        self::listener()->fails = true;
        self::assertSame(1, self::nosocket()->emit('a', 'x')->id);
        self::assertContains('error: A listener of EventsEmitted failed: the listener failed', self::logger()->lines);
    }

    public function testTheSecretIsInNoDumpOfTheConnection(): void
    {
        self::boot([], false);
        $fault = null;
        try {
            self::nosocket()->emit('bad name', 'x');
        } catch (\NoSocket\InvalidArgumentException $fault) {
        }
        self::assertNotNull($fault);
        self::assertStringNotContainsString(self::SECRET, (string) $fault);
    }

    public function testPublisherIsWhatServicesAskFor(): void
    {
        self::boot();
        self::assertInstanceOf(PublisherInterface::class, self::getContainer()->get(PublisherInterface::class));
        self::assertInstanceOf(NoSocketInterface::class, self::getContainer()->get(PublisherInterface::class));
    }
}
