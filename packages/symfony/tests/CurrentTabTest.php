<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Tests;

use NoSocket\Bundle\Http\CurrentTab;
use PHPUnit\Framework\TestCase;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\RequestStack;

final class CurrentTabTest extends TestCase
{
    /** @dataProvider headers */
    public function testIdComesFromTheHeader(?string $header, ?string $id): void
    {
        $requests = new RequestStack();
        $headers = $header === null ? [] : ['HTTP_X_SOCKET_ID' => $header];
        $requests->push(Request::create('/', 'POST', [], [], [], $headers));
        self::assertSame($id, (new CurrentTab($requests))->id());
    }

    public static function headers(): array
    {
        return [
            'a tab\'s id' => ['0b5c7f6e-8d0a-4a44-b1f7-5f8a1f5a6b7c', '0b5c7f6e-8d0a-4a44-b1f7-5f8a1f5a6b7c'],
            'none' => [null, null],
            'an empty one' => ['', null],
            'one with spaces' => ['a b', null],
            'one with a line' => ["a\n", null],
            'one that is too long' => [\str_repeat('a', 65), null],
        ];
    }

    public function testOutsideOfRequestsThereIsNone(): void
    {
        self::assertNull((new CurrentTab(new RequestStack()))->id());
    }
}
