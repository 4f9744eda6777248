<?php

declare(strict_types=1);

namespace NoSocket\CodeIgniter\Tests;

use CodeIgniter\HTTP\Response;
use NoSocket\CodeIgniter\Controllers\GrantController;
use NoSocket\CodeIgniter\Controllers\PollController;

final class ControllersTest extends TestCase
{
    public function testAPageGetsAGrantForWhatItsUserMayRead(): void
    {
        $response = $this->ask('{"channels": ["orders"]}');
        self::assertSame(200, $response->getStatusCode());
        self::assertStringContainsString('no-store', $response->getHeaderLine('Cache-Control'));
        self::assertStringStartsWith('application/json', $response->getHeaderLine('Content-Type'));
        $token = json_decode($response->getBody())->token;
        self::assertSame([], service('nosocket')->poll(['orders' => []], $token)->events);
    }

    /** @dataProvider refusals */
    public function testWhatIsRefused(int $status, string $code, string $body, array $headers = []): void
    {
        $response = $this->ask($body, $headers);
        self::assertSame($status, $response->getStatusCode());
        self::assertSame($code, json_decode($response->getBody())->code);
    }

    /** @return iterable<string, array{int, string, string, 3?: array<string, string>}> */
    public static function refusals(): iterable
    {
        $good = '{"channels": ["orders"]}';
        yield 'somebody else\'s channel' => [403, 'forbidden', '{"channels": ["orders", "user:2"]}'];
        yield 'a prefix' => [403, 'forbidden', '{"channels": ["*"]}'];
        yield 'another site' => [403, 'forbidden', $good, ['Sec-Fetch-Site' => 'cross-site']];
        yield 'a form' => [415, 'invalid_request', $good, ['Content-Type' => 'text/plain']];
        yield 'no JSON' => [400, 'invalid_request', '{'];
        yield 'no list' => [400, 'invalid_request', '{"channels": {"a": "orders"}}'];
        yield 'no names' => [400, 'invalid_request', '{"channels": [["orders"]]}'];
        yield 'nothing' => [400, 'invalid_request', '{"channels": []}'];
        yield 'too much' => [400, 'invalid_request', json_encode(['channels' => array_fill(0, 1001, 'orders')])];
        yield 'not even an object' => [400, 'invalid_request', '"channels"'];
    }

    public function testThePollRouteAnswersAsTheExtensionDoes(): void
    {
        $response = $this->dispatch(PollController::class, 'answer', $this->request());
        // Here is no HTTP request: the extension says so in its own words.
        self::assertArrayHasKey('code', json_decode($response->getBody(), true));
        self::assertStringContainsString('no-store', $response->getHeaderLine('Cache-Control'));
    }

    public function testWrongSettingsAreAnInternalErrorThatTellsNothing(): void
    {
        $this->config->eventTtl = -1;
        $response = $this->dispatch(PollController::class, 'answer', $this->request());
        self::assertSame(500, $response->getStatusCode());
        self::assertSame('internal', json_decode($response->getBody())->code);
        self::assertStringNotContainsString('event_ttl', $response->getBody());
    }

    /** @param array<string, string> $headers */
    private function ask(string $body, array $headers = []): Response
    {
        $headers += ['Content-Type' => 'application/json', 'Sec-Fetch-Site' => 'same-origin'];

        return $this->dispatch(GrantController::class, 'create', $this->request($body, $headers));
    }
}
