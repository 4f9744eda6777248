<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Tests;

use Symfony\Bundle\FrameworkBundle\KernelBrowser;
use Symfony\Component\HttpFoundation\Response;

final class PollTest extends BundleTestCase
{
    public function testAnswersWithWhatIsNewer(): void
    {
        $browser = self::browser();
        self::nosocket()->emit('orders', 'order.created', ['id' => 1.0]);
        $response = $this->poll($browser, '{"subscriptions": {"orders": {"cursor": 0}, "42": {}}}');
        self::assertSame(200, $response->getStatusCode());
        $answer = \json_decode((string) $response->getContent());
        self::assertSame('order.created', $answer->events[0]->event);
        self::assertEquals((object) ['orders' => 1, '42' => 0], $answer->cursors);
        $this->assertHeaders($response);
    }

    public function testNoSubscriptionsGetMapsThatAreObjects(): void
    {
        $response = $this->poll(self::browser(), '{"subscriptions": {}}');
        self::assertSame(
            '{"events":[],"cursors":{},"epochs":{},"has_more":false,"resync_required":[]}',
            $response->getContent(),
        );
    }

    /** @dataProvider refusals */
    public function testRefuses(int $status, string $code, string $body, ?string $grant = '*'): void
    {
        $this->assertRefused($status, $code, $this->poll(self::browser(), $body, $grant));
    }

    public static function refusals(): array
    {
        $subscription = static fn (string $json): string => "{\"subscriptions\": {\"orders\": $json}}";

        return [
            'an empty body' => [400, 'invalid_request', ''],
            'what is not JSON' => [400, 'invalid_request', 'subscriptions[orders]=1'],
            'bytes that are not UTF-8' => [400, 'invalid_request', "\"\xff\""],
            'an array' => [400, 'invalid_request', '[]'],
            'no subscriptions' => [400, 'invalid_request', '{}'],
            'subscriptions that are a list' => [400, 'invalid_request', '{"subscriptions": []}'],
            'a subscription that is a list' => [400, 'invalid_request', $subscription('[]')],
            'a subscription that is null' => [400, 'invalid_request', $subscription('null')],
            'a grant that is no string' => [400, 'invalid_request', '{"subscriptions": {}, "grant": 5}'],
            'a cursor that is a string' => [400, 'invalid_request', $subscription('{"cursor": "1"}')],
            'a cursor that is a float' => [400, 'invalid_request', $subscription('{"cursor": 1.0}')],
            'a cursor that is too large' => [400, 'invalid_request', $subscription('{"cursor": 9223372036854775808}')],
            'an unknown replay' => [400, 'invalid_request', $subscription('{"replay": "all"}')],
            'a bad channel' => [400, 'invalid_request', '{"subscriptions": {"my orders": {}}}'],
            'an empty channel' => [400, 'invalid_request', '{"subscriptions": {"": {}}}'],
            'deep nesting' => [400, 'invalid_request', \str_repeat('{"a":', 5000)],
            'a long body' => [413, 'too_large', \str_repeat(' ', 65537)],
            'no grant' => [403, 'grant_missing', '{"subscriptions": {}}', null],
            'a bad grant' => [403, 'grant_invalid', '{"subscriptions": {}}', 'x.y.z'],
            'another channel than granted' => [403, 'forbidden', $subscription('{}'), 'news'],
        ];
    }

    public function testOtherMethodsAreToldToPost(): void
    {
        $browser = self::browser();
        foreach (['GET', 'PUT', 'DELETE', 'OPTIONS'] as $method) {
            $browser->request($method, '/nosocket/poll');
            $this->assertRefused(405, 'method_not_allowed', $browser->getResponse());
            self::assertSame('POST', $browser->getResponse()->headers->get('Allow'));
        }
    }

    public function testTheGrantIsFoundWhereverItCanBeSent(): void
    {
        $browser = self::browser();
        $grant = self::nosocket()->grant(['a'], 'user:1');
        foreach (
            [
                ['HTTP_AUTHORIZATION' => "Bearer $grant"],
                ['HTTP_AUTHORIZATION' => "bearer  $grant "],
                ['REDIRECT_HTTP_AUTHORIZATION' => "Bearer $grant"],
                ['HTTP_X_NOSOCKET_GRANT' => $grant],
                ['HTTP_AUTHORIZATION' => 'Negotiate abc', 'HTTP_X_NOSOCKET_GRANT' => $grant],
            ] as $headers
        ) {
            $browser->request('POST', '/nosocket/poll', [], [], $headers, '{"subscriptions": {"a": {}}}');
            self::assertSame(200, $browser->getResponse()->getStatusCode(), \implode(', ', \array_keys($headers)));
        }
        $body = "{\"subscriptions\": {\"a\": {}}, \"grant\": \"$grant\"}";
        $browser->request('POST', '/nosocket/poll', [], [], [], $body);
        self::assertSame(200, $browser->getResponse()->getStatusCode());
    }

    public function testWhoPollsTooOftenIsToldWhenToComeBack(): void
    {
        $browser = self::browser(['connections' => [
            'default' => self::log(['rate_limiter' => 'database', 'rate_limit' => 1, 'rate_window' => 600]),
        ]]);
        self::assertSame(200, $this->poll($browser, '{"subscriptions": {}}')->getStatusCode());
        $refused = $this->poll($browser, '{"subscriptions": {}}');
        $this->assertRefused(429, 'rate_limited', $refused);
        self::assertGreaterThan(0, (int) $refused->headers->get('Retry-After'));
        $browser->setServerParameter('REMOTE_ADDR', '192.0.2.7');
        self::assertSame(200, $this->poll($browser, '{"subscriptions": {}}')->getStatusCode(), 'the address counts');
    }

    public function testAFaultOfTheServersIsLoggedAndNotToldToTheClient(): void
    {
        $browser = self::browser(['connections' => [
            'default' => self::log(['dsn' => 'mysql:host=127.0.0.1;port=1;dbname=private', 'user' => 'private']),
        ]]);
        $response = $this->poll($browser, '{"subscriptions": {"a": {}}}');
        $this->assertRefused(503, 'unavailable', $response);
        self::assertSame('5', $response->headers->get('Retry-After'));
        self::assertStringNotContainsString('127.0.0.1', (string) $response->getContent());
        self::assertStringContainsString('127.0.0.1', \implode("\n", self::logger()->lines));
    }

    public function testAWrongConfigurationIsLoggedAndNotToldToTheClient(): void
    {
        $browser = self::browser(['connections' => ['default' => self::log(['secret' => 'short'])]]);
        $browser->request('POST', '/nosocket/poll', [], [], [], '{"subscriptions": {}}');
        $this->assertRefused(500, 'internal', $browser->getResponse());
        self::assertStringContainsString('secret', \implode("\n", self::logger()->lines));
        self::assertStringNotContainsString('secret', (string) $browser->getResponse()->getContent());
    }

    public function testEachConnectionHasItsOwnAddress(): void
    {
        $browser = self::browser(['connections' => ['default' => self::log(), 'audit' => self::log()]]);
        $audit = self::getContainer()->get('nosocket.connection.audit');
        $audit->emit('logins', 'login');
        $grant = ['HTTP_AUTHORIZATION' => 'Bearer ' . $audit->grant(['logins'], 'user:1')];
        $body = '{"subscriptions": {"logins": {"cursor": 0}}}';
        $browser->request('POST', '/nosocket/poll/audit', [], [], $grant, $body);
        self::assertStringContainsString('"event":"login"', (string) $browser->getResponse()->getContent());
        $browser->request('POST', '/nosocket/poll/none', [], [], $grant, '{"subscriptions": {}}');
        self::assertSame(404, $browser->getResponse()->getStatusCode());
    }

    private function poll(KernelBrowser $browser, string $body, ?string $grant = '*'): Response
    {
        $token = match ($grant) {
            null, 'x.y.z' => $grant,
            default => self::nosocket()->grant([$grant], 'user:1'),
        };
        $headers = $token === null ? [] : ['HTTP_AUTHORIZATION' => "Bearer $token"];
        $browser->request('POST', '/nosocket/poll', [], [], $headers, $body);

        return $browser->getResponse();
    }

    private function assertRefused(int $status, string $code, Response $response): void
    {
        $body = \json_decode((string) $response->getContent(), true);
        self::assertSame([$status, $code], [$response->getStatusCode(), $body['code']]);
        self::assertGreaterThan(10, \strlen($body['error']));
        $this->assertHeaders($response);
    }

    private function assertHeaders(Response $response): void
    {
        self::assertSame('application/json', $response->headers->get('Content-Type'));
        self::assertStringContainsString('no-store', (string) $response->headers->get('Cache-Control'));
        self::assertSame([], $response->headers->getCookies());
    }
}
