<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Tests;

use NoSocket\Bundle\Event\GrantIssued;
use NoSocket\Bundle\Grant\GrantIssuer;
use Symfony\Bundle\FrameworkBundle\KernelBrowser;
use Symfony\Component\HttpFoundation\Response;

final class GrantTest extends BundleTestCase
{
    public function testAGrantCoversWhatTheVotersAllowAndNamesTheRest(): void
    {
        $browser = self::browser(user: 'alice');
        $answer = $this->answer($this->ask($browser, ['news', 'orders', 'user:alice', 'user:bob', 'orders']));
        $allowed = ['news', 'orders', 'user:alice'];
        self::assertSame([$allowed, ['user:bob']], [$answer['channels'], $answer['denied']]);
        $claims = self::claims($answer['token']);
        self::assertSame([$allowed, 'user:alice'], [$claims['channels'], $claims['sub']]);
        self::assertSame(3600, $claims['exp'] - $claims['iat']);
        self::assertStringContainsString('no-store', (string) $browser->getResponse()->headers->get('Cache-Control'));
    }

    public function testAVisitorWhoIsNotLoggedInIsAGuest(): void
    {
        $answer = $this->answer($this->ask(self::browser(), ['news', 'orders']));
        self::assertSame(['orders'], $answer['denied']);
        self::assertSame('guest', self::claims($answer['token'])['sub']);
    }

    public function testNothingAllowedIsForbidden(): void
    {
        $response = $this->ask(self::browser(), ['orders', 'user:alice']);
        self::assertSame(403, $response->getStatusCode());
        $answer = $this->answer($response);
        self::assertSame(['forbidden', ['orders', 'user:alice']], [$answer['code'], $answer['denied']]);
    }

    public function testTheTimeToLiveIsConfigurable(): void
    {
        $answer = $this->answer($this->ask(self::browser(['grant' => ['ttl' => 20]]), ['news']));
        $claims = self::claims($answer['token']);
        self::assertSame(20, $claims['exp'] - $claims['iat']);
    }

    /** @dataProvider badRequests */
    public function testRefuses(int $status, string $body, string $method = 'POST', string $type = 'json'): void
    {
        $browser = self::browser();
        $type = ['CONTENT_TYPE' => $type === 'json' ? 'application/json' : $type];
        $browser->request($method, '/nosocket/grant', [], [], $type, $body);
        self::assertSame($status, $browser->getResponse()->getStatusCode());
        self::assertArrayNotHasKey('token', $this->answer($browser->getResponse()));
    }

    public static function badRequests(): array
    {
        $channels = static fn (mixed $channels): string => (string) \json_encode(['channels' => $channels]);

        return [
            'another method' => [405, '', 'GET'],
            'what is not JSON' => [400, 'channels[]=news'],
            'what a form of another site can send' => [400, $channels(['news']), 'POST', 'text/plain'],
            'no channels' => [400, '{}'],
            'an empty list' => [400, $channels([])],
            'an object' => [400, $channels(['a' => 'news'])],
            'a prefix, of which a voter would see only one name' => [400, $channels(['news*'])],
            'a number' => [400, $channels([42])],
            'a bad name' => [400, $channels(["news\n"])],
            'a long name' => [400, $channels([\str_repeat('n', 129)])],
            'more channels than one poll may have' => [400, $channels(\array_fill(0, 101, 'news'))],
        ];
    }

    /** @dataProvider senders */
    public function testOnlyPagesOfThisSiteAreAnswered(bool $allowed, array $headers): void
    {
        $browser = self::browser(['grant' => ['allowed_origins' => ['https://app.example.com']]]);
        self::assertSame($allowed ? 200 : 403, $this->ask($browser, ['news'], $headers)->getStatusCode());
    }

    public static function senders(): array
    {
        $from = static fn (string $origin, ?string $site = null): array
            => ['HTTP_ORIGIN' => $origin] + ($site === null ? [] : ['HTTP_SEC_FETCH_SITE' => $site]);

        return [
            'a page of this site' => [true, $from('http://localhost', 'same-origin')],
            'one behind a proxy that ends TLS' => [true, $from('https://localhost', 'same-origin')],
            'one in a browser that sends no Sec-Fetch-Site' => [true, $from('http://localhost')],
            'an origin that is trusted' => [true, $from('https://app.example.com', 'same-site')],
            'no browser' => [true, []],
            'another site' => [false, $from('https://evil.example', 'cross-site')],
            'a neighbour' => [false, $from('http://blog.localhost', 'same-site')],
            'another site in such a browser' => [false, $from('https://evil.example')],
            'a sandboxed frame' => [false, $from('null')],
        ];
    }

    public function testACsrfTokenIsWantedIfConfigured(): void
    {
        $browser = self::browser(['grant' => ['csrf_token' => true]]);
        self::assertSame(403, $this->ask($browser, ['news'])->getStatusCode());
        self::assertSame(403, $this->ask($browser, ['news'], ['HTTP_X_CSRF_TOKEN' => 'x'])->getStatusCode());
        $crawler = $browser->request('GET', '/page?channels[]=news');
        $page = \json_decode($crawler->filter('#nosocket')->text(), true);
        $token = ['HTTP_X_CSRF_TOKEN' => $page['csrfToken']];
        self::assertSame(200, $this->ask($browser, ['news'], $token)->getStatusCode());
    }

    public function testListenersAndTheLogHearOfDecisionsAndNotOfTokens(): void
    {
        $browser = self::browser(user: 'alice');
        $this->ask($browser, ['orders', 'user:bob']);
        [$event] = self::listener()->heard;
        self::assertEquals(new GrantIssued('default', 'user:alice', ['orders'], ['user:bob']), $event);
        self::assertContains('info: NoSocket denied user:alice the channels user:bob.', self::logger()->lines);
    }

    public function testAPrefixIsRefusedInPhpToo(): void
    {
        self::boot();
        $this->expectExceptionMessage('"news*" is a prefix');
        self::getContainer()->get(GrantIssuer::class)->issue(['news*']);
    }

    /**
     * @param array<string, string> $headers
     */
    private function ask(KernelBrowser $browser, array $channels, array $headers = []): Response
    {
        $body = (string) \json_encode(['channels' => $channels]);
        $browser->request('POST', '/nosocket/grant', [], [], ['CONTENT_TYPE' => 'application/json'] + $headers, $body);

        return $browser->getResponse();
    }

    /**
     * @return array<string, mixed>
     */
    private function answer(Response $response): array
    {
        return \json_decode((string) $response->getContent(), true, 512, \JSON_THROW_ON_ERROR);
    }
}
