<?php

declare(strict_types=1);

namespace NoSocket\Laravel\Tests;

use Illuminate\Support\Facades\Blade;
use NoSocket\Laravel\Facades\NoSocket;
use NoSocket\Laravel\Page;

final class PageTest extends TestCase
{
    public function testAPageHasAGrantAndPositionsForWhatItsUserMayRead(): void
    {
        $this->makeTables();
        $this->actingAs($this->user());
        $this->app['request']->setUserResolver(fn () => $this->user());
        NoSocket::emit('private-orders.1', 'shipped');
        NoSocket::emit('private-orders.2', 'shipped');
        $page = NoSocket::page(['private-orders.1', 'private-orders.2', '42']);
        self::assertSame(['private-orders.2'], $page['forbidden']);
        self::assertSame(['private-orders.1', '42'], self::claims($page['token'])['channels']);
        self::assertSame(1, $page['cursors']->{'private-orders.1'}['cursor']);
        self::assertSame(['cursor' => 0, 'epoch' => null], $page['cursors']->{'42'});
        self::assertSame(['/nosocket/poll', '/nosocket/grant'], [$page['endpoint'], $page['grantEndpoint']]);
        self::assertSame('order-desk:user:1', $page['namespace']);
    }

    public function testAPageWithoutAnythingToReadHasNoGrant(): void
    {
        $page = NoSocket::page(['private-orders.1']);
        self::assertNull($page['token']);
        self::assertSame(['private-orders.1'], $page['forbidden']);
    }

    public function testTheDirectiveRendersJsonThatNothingBreaksOutOf(): void
    {
        $php = Blade::compileString("@nosocket(['</script><script>alert(1)</script>', \"it's\"])");
        ob_start();
        eval("?>$php");
        $html = ob_get_clean();
        self::assertSame(1, substr_count($html, '</script>'));
        $page = json_decode(strip_tags($html), true, flags: JSON_THROW_ON_ERROR);
        self::assertContains("it's", array_keys($page['channels']));
        self::assertStringNotContainsString("it's", $html);
    }

    public function testTheDirectiveTakesAPageThatWasMadeEarlier(): void
    {
        $page = NoSocket::page(['news']);
        NoSocket::emit('news', 'too.late');
        self::assertStringContainsString('"cursor":0', (string) $this->app->make(Page::class)->script($page));
    }

    public function testANameInTheTextOfAPageIsNoDirective(): void
    {
        self::assertSame('"@nosocket/client"', Blade::compileString('"@nosocket/client"'));
    }

    public function testAddressesElsewhereStayAsTheyAre(): void
    {
        config(['nosocket.endpoint' => 'https://poll.example.test/poll.php']);
        self::assertSame('https://poll.example.test/poll.php', NoSocket::page([])['endpoint']);
    }
}
