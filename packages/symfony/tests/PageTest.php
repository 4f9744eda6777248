<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Tests;

use Symfony\Bundle\FrameworkBundle\KernelBrowser;

final class PageTest extends BundleTestCase
{
    public function testThePageGetsGrantPositionsAndAddresses(): void
    {
        $browser = self::browser(user: 'alice');
        self::nosocket()->emit('orders', 'order.created');
        $page = $this->page($browser, ['orders', 'user:alice', 'user:bob']);
        self::assertSame(['/nosocket/poll', '/nosocket/grant'], [$page['endpoint'], $page['grantUrl']]);
        self::assertSame(['orders', 'user:alice'], self::claims($page['token'])['channels']);
        self::assertSame(1, $page['subscriptions']['orders']['cursor']);
        self::assertIsString($page['subscriptions']['orders']['epoch']);
        self::assertSame(['cursor' => 0, 'epoch' => null], $page['subscriptions']['user:alice']);
        self::assertSame([['user:bob'], null], [$page['denied'], $page['csrfToken']]);
    }

    public function testNothingInItCanEndTheElement(): void
    {
        $browser = self::browser();
        $channel = 'news</script><b>&\'"';
        $page = $this->page($browser, [$channel]);
        self::assertArrayHasKey($channel, $page['subscriptions']);
        $html = (string) $browser->getResponse()->getContent();
        self::assertSame(1, \substr_count($html, '</script'));
        self::assertStringNotContainsString('<b>', $html);
    }

    public function testWithoutAllowedChannelsThereIsNoToken(): void
    {
        $page = $this->page($browser = self::browser(), ['orders']);
        self::assertSame([null, ['orders']], [$page['token'], $page['denied']]);
        self::assertStringContainsString('"subscriptions":{}', (string) $browser->getResponse()->getContent());
    }

    public function testUsersOfOneBrowserHaveDifferentNamespaces(): void
    {
        $guest = $this->page($browser = self::browser(), ['news'])['namespace'];
        $as = static fn (string $user): array => ['PHP_AUTH_USER' => $user, 'PHP_AUTH_PW' => 'secret'];
        $alice = $this->page($browser, ['news'], $as('alice'))['namespace'];
        $bob = $this->page($browser, ['news'], $as('bob'))['namespace'];
        self::assertCount(3, \array_unique([$guest, $alice, $bob]));
        self::assertSame($alice, $this->page($browser, ['news', 'orders'], $as('alice'))['namespace']);
    }

    public function testTheEndpointCanBeAFileBesideTheFramework(): void
    {
        $page = $this->page(self::browser(['endpoint' => '/poll.php']), ['news']);
        self::assertSame('/poll.php', $page['endpoint']);
    }

    public function testATemplateCanNameChannelsItself(): void
    {
        self::boot();
        $template = self::getContainer()->get('twig')->createTemplate('{{ nosocket(["news"], "live") }}');
        self::assertStringStartsWith('<script type="application/json" id="live">{"endpoint":', $template->render());
    }

    /**
     * @param list<string>          $channels
     * @param array<string, string> $server
     *
     * @return array<string, mixed>
     */
    private function page(KernelBrowser $browser, array $channels, array $server = []): array
    {
        $query = \http_build_query(['channels' => $channels]);
        $crawler = $browser->request('GET', "/page?$query", [], [], $server);
        self::assertSame(200, $browser->getResponse()->getStatusCode(), (string) $browser->getResponse()->getContent());

        return \json_decode($crawler->filter('script#nosocket')->text(null, false), true, 512, \JSON_THROW_ON_ERROR);
    }
}
