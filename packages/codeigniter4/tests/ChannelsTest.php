<?php

declare(strict_types=1);

namespace NoSocket\CodeIgniter\Tests;

use LogicException;
use NoSocket\CodeIgniter\Filters\MayRead;

final class ChannelsTest extends TestCase
{
    public function testAGrantCoversWhatTheAuthorizerAllows(): void
    {
        $token = service('nosocketChannels')->grant(['orders', 'user:1']);
        $claims = json_decode(base64_decode(strtr(explode('.', $token)[1], '-_', '+/')), true);
        self::assertSame(['user:1', ['orders', 'user:1']], [$claims['sub'], $claims['channels']]);
    }

    public function testOneThatIsForbiddenForbidsAll(): void
    {
        self::assertNull(service('nosocketChannels')->grant(['orders', 'user:2']));
    }

    public function testNobodyMayReadAPrefix(): void
    {
        Rules::$readable[] = '*';
        self::assertFalse(service('nosocketChannels')->allow(['*']));
        array_pop(Rules::$readable);
    }

    public function testWithoutAUserNothingMayBeRead(): void
    {
        Rules::$subject = null;
        self::assertFalse(service('nosocketChannels')->allow(['orders']));
        self::assertNull(service('nosocketChannels')->grant(['orders']));
    }

    public function testWithoutAnAuthorizerNothingMayBeRead(): void
    {
        $this->config->authorizer = null;
        self::assertFalse(service('nosocketChannels')->allow(['orders']));
    }

    public function testAnAuthorizerThatIsNoneSaysSo(): void
    {
        $this->config->authorizer = self::class;
        $this->expectException(LogicException::class);
        $this->expectExceptionMessage('$authorizer: ' . self::class . ' is no');
        service('nosocketChannels');
    }

    public function testTheFilterLetsThroughWhoMayReadTheChannels(): void
    {
        self::assertNull((new MayRead())->before($this->request(), ['orders']));
        $refusal = (new MayRead())->before($this->request(), ['orders', 'user:2']);
        self::assertSame(403, $refusal->getStatusCode());
        self::assertSame('forbidden', json_decode($refusal->getBody())->code);
    }

    public function testTheFilterNeedsChannels(): void
    {
        $this->expectException(LogicException::class);
        (new MayRead())->before($this->request(), null);
    }
}
