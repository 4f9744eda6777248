<?php

declare(strict_types=1);

namespace NoSocket\CodeIgniter\Tests;

use Config\Services;
use NoSocket\CodeIgniter\Commands\Install;
use RuntimeException;

final class HelperTest extends TestCase
{
    public function testAPageGetsEndpointsPositionsAndAGrant(): void
    {
        service('nosocket')->emit('orders', 'order.created');
        $positions = nosocket_positions(['orders']);
        service('nosocket')->emit('orders', 'order.created');
        $page = $this->read(nosocket_page($positions));
        self::assertSame(1, $page['positions']['orders']['cursor']);
        self::assertStringEndsWith('nosocket/grant', $page['grantUrl']);
        self::assertStringEndsWith('nosocket/poll', $page['endpoint']);
        $subscriptions = ['orders' => $page['positions']['orders']];
        self::assertSame(2, service('nosocket')->poll($subscriptions, $page['token'])->events[0]->id);
    }

    public function testThePageCannotBeLeftByAChannelsName(): void
    {
        Rules::$readable[] = '</script>';
        self::assertSame(1, substr_count(nosocket_page(nosocket_positions(['</script>'])), '</script>'));
        array_pop(Rules::$readable);
    }

    public function testUsersHaveNamespacesOfTheirOwn(): void
    {
        $ours = $this->read(nosocket_page(nosocket_positions(['orders'])))['namespace'];
        Rules::$subject = 'user:2';
        self::assertNotSame($ours, $this->read(nosocket_page(nosocket_positions(['orders'])))['namespace']);
    }

    public function testAChannelThatTheUserMayNotReadIsAFaultOfThePage(): void
    {
        $this->expectException(RuntimeException::class);
        $this->expectExceptionMessage('user:2');
        nosocket_page(nosocket_positions(['orders', 'user:2']));
    }

    public function testTheThinEndpointIsTakenOnceItIsThere(): void
    {
        $this->spark(Install::class);
        self::assertStringEndsWith('nosocket/poll.php', $this->read(nosocket_page(nosocket_positions(['orders'])))['endpoint']);
        $this->config->endpoint = 'https://poll.example.org/';
        self::assertSame('https://poll.example.org/', $this->read(nosocket_page(nosocket_positions(['orders'])))['endpoint']);
    }

    public function testWithoutRoutesAPageStillHasItsGrant(): void
    {
        $this->config->routePrefix = '';
        $this->config->endpoint = '/poll.php';
        self::assertNull($this->read(nosocket_page(nosocket_positions(['orders'])))['grantUrl']);
        $this->config->endpoint = null;
        $this->expectException(RuntimeException::class);
        $this->expectExceptionMessage('nothing to poll');
        nosocket_page(nosocket_positions(['orders']));
    }

    public function testTheSenderIsTheTabThatSaysSo(): void
    {
        foreach (['3f2a-77' => '3f2a-77', '' => null, "a b" => null] as $sent => $sender) {
            Services::injectMock('request', $this->request('', $sent === '' ? [] : ['X-Socket-ID' => $sent]));
            self::assertSame($sender, nosocket_sender());
        }
    }

    /** @return array<string, mixed> */
    private function read(string $html): array
    {
        self::assertMatchesRegularExpression('#^<script type="application/json" id="nosocket">.*</script>$#', $html);

        return json_decode(strip_tags($html), true, flags: JSON_THROW_ON_ERROR);
    }
}
