<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Tests;

use NoSocket\Bundle\Mercure\NoSocketHub;
use Symfony\Component\Mercure\Exception\RuntimeException;
use Symfony\Component\Mercure\HubInterface;
use Symfony\Component\Mercure\Update;

final class MercureTest extends BundleTestCase
{
    public function testUpdatesBecomeEvents(): void
    {
        self::boot(['mercure' => true]);
        $hub = $this->hub();
        self::assertInstanceOf(NoSocketHub::class, $hub);
        $topics = ['https://example.com/books/1', 'books'];
        self::assertSame('https://example.com/books/1/1', $hub->publish(new Update($topics, '{"stock":3}')));
        $hub->publish(new Update('books', 'gone', true, null, 'book.removed'));
        $grant = self::nosocket()->grant(['*'], 'user:1');
        $poll = ['books' => ['cursor' => 0], 'https://example.com/books/1' => ['cursor' => 0]];
        $events = \json_decode(self::nosocket()->poll($poll, $grant), true)['events'];
        $found = \array_map(
            static fn (array $event): array => [$event['channel'], $event['id'], $event['event'], $event['payload']],
            $events,
        );
        self::assertEqualsCanonicalizing([
            ['https://example.com/books/1', 1, 'message', '{"stock":3}'],
            ['books', 1, 'message', '{"stock":3}'],
            ['books', 2, 'book.removed', 'gone'],
        ], $found);
    }

    public function testAFailureIsOneOfMercures(): void
    {
        self::boot(['mercure' => true]);
        try {
            $this->hub()->publish(new Update(['books', 'a topic with spaces'], 'x'));
            self::fail('A bad topic was accepted.');
        } catch (RuntimeException $fault) {
            self::assertInstanceOf(\NoSocket\InvalidArgumentException::class, $fault->getPrevious());
        }
        self::assertSame(0, self::nosocket()->cursors(['books'])['books']['cursor']);
        $this->expectException(RuntimeException::class);
        $this->hub()->publish(new Update([], 'x'));
    }

    public function testTheRestOfTheInterface(): void
    {
        self::boot(['mercure' => true]);
        self::assertSame('http://localhost/nosocket/poll', $this->hub()->getPublicUrl());
        self::assertNull($this->hub()->getFactory());
        $this->expectExceptionMessage('NoSocket needs no publisher token');
        $this->hub()->getProvider()->getJwt();
    }

    public function testWithoutBeingAskedNobodyTakesMercuresPlace(): void
    {
        self::boot();
        self::assertFalse(self::getContainer()->has(HubInterface::class));
    }

    private function hub(): HubInterface
    {
        return self::getContainer()->get(NoSocketHub::class);
    }
}
