<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Tests;

use NoSocket\Bundle\Tests\App\Autowired;
use NoSocket\Bundle\Tests\App\MinimalKernel;
use PHPUnit\Framework\TestCase;
use Symfony\Component\HttpFoundation\Request;

/**
 * An application that has none of what the bundle can work with.
 */
final class MinimalTest extends TestCase
{
    /** @dataProvider environments */
    public function testEmitsAndPolls(string $environment, bool $debug): void
    {
        \putenv('NOSOCKET_DSN=sqlite:' . App\TestKernel::folder() . "/minimal-$environment.sqlite");
        \putenv('NOSOCKET_SECRET=the secret of the minimal application: long enough');
        try {
            $kernel = new MinimalKernel($environment, $debug);
            $kernel->boot();
            $nosocket = $kernel->getContainer()->get(Autowired::class)->nosocket;
            $nosocket->emit('news', 'published');
            $poll = self::post('poll', '{"subscriptions": {"news": {"cursor": 0}}}');
            $poll->headers->set('X-NoSocket-Grant', $nosocket->grant(['news'], 'user:1'));
            self::assertStringContainsString('"published"', (string) $kernel->handle($poll)->getContent());

            self::assertSame(500, $kernel->handle(self::post('grant', '{"channels": ["news"]}'))->getStatusCode());
            $log = \implode("\n", $kernel->getContainer()->get('logger')->lines);
            self::assertStringContainsString('install symfony/security-bundle and write a voter', $log);
        } finally {
            \putenv('NOSOCKET_DSN');
            \putenv('NOSOCKET_SECRET');
            \restore_exception_handler();
        }
    }

    public static function environments(): array
    {
        return ['with debug' => ['dev', true], 'without' => ['prod', false]];
    }

    private static function post(string $route, string $body): Request
    {
        $server = ['CONTENT_TYPE' => 'application/json'];

        return Request::create("/nosocket/$route", 'POST', [], [], [], $server, $body);
    }
}
