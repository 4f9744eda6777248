<?php

declare(strict_types=1);

namespace NoSocket\Laravel\Tests;

use App\Models\User;
use Illuminate\Auth\Events\Logout;
use Illuminate\Support\Facades\Auth;
use Illuminate\Support\Facades\Broadcast;
use Illuminate\Support\Facades\Event;
use Illuminate\Testing\TestResponse;
use NoSocket\GrantException;
use NoSocket\Laravel\Events\GrantIssued;
use NoSocket\Laravel\Facades\NoSocket;

final class GrantTest extends TestCase
{
    protected function setUp(): void
    {
        parent::setUp();
        $this->makeTables();
    }

    public function testOneRequestForManyChannelsIsAnsweredWithOneGrantForThoseThatMayBeRead(): void
    {
        $channels = ['private-orders.1', 'private-orders.2', 'private-App.Models.User.1', 'news', 'presence-team'];
        $this->actingAs($this->user());
        $answer = $this->ask(...$channels)->assertOk();
        self::assertSame(['private-orders.2'], $answer['forbidden']);
        self::assertSame(['id' => 1, 'name' => 'Ada'], $answer['channels']['presence-team']);
        self::assertTrue($answer['channels']['private-orders.1']);
        $claims = self::claims($answer['token']);
        self::assertSame(array_values(array_diff($channels, ['private-orders.2'])), $claims['channels']);
        self::assertSame('user:1', $claims['sub']);
        self::assertStringContainsString('no-store', $answer->headers->get('Cache-Control'));
    }

    public function testNothingThatMayBeReadIsForbidden(): void
    {
        foreach (['private-orders.2', 'private-orders.77', 'private-unknown', 'presence-unknown'] as $channel) {
            $this->actingAs($this->user())->ask($channel)->assertForbidden();
        }
        $this->postJson('/nosocket/grant')->assertForbidden();
        $this->ask(['private-orders.1'], 7, null)->assertForbidden();
    }

    /** A grant's `*` stands for any channel: it must never get into one from outside. */
    public function testPatternsAndOtherStrangeNamesAreForbidden(): void
    {
        foreach (['*', 'private-*', 'p*', "news\n", 'a b', 'é', '', str_repeat('a', 129)] as $channel) {
            $answer = $this->ask($channel, 'news')->assertOk();
            self::assertSame(['news'], self::claims($answer['token'])['channels']);
        }
    }

    public function testTheSessionIsReadAndNeverWritten(): void
    {
        $this->post('/login', ['email' => 'ada@example.test', 'password' => 'secret'])->assertRedirect();
        [$file] = glob($this->folder . '/storage/framework/sessions/*');
        // A logout while the request is under way.
        Broadcast::channel('ending', function () use ($file): bool {
            return unlink($file);
        });
        $id = $this->app->make('session.store')->getId();
        // Without credentials, requests for JSON send no cookies, and would have a new session.
        $this->withCredentials()->withCookie('order_desk_session', $id);
        $answer = $this->ask('private-ending', 'private-orders.1')->assertOk();
        self::assertSame([], $answer['forbidden']);
        self::assertFileDoesNotExist($file, 'what was ended stays ended');
        self::assertSame([], $answer->headers->getCookies());
        self::assertSame([], $this->ask('private-orders.2')->assertForbidden()->headers->getCookies());
    }

    public function testAfterALogoutThatTakesBackTheUsersGrantsNoneIsGood(): void
    {
        $revoke = static fn (Logout $event) => NoSocket::revoke("user:{$event->user->getAuthIdentifier()}");
        Event::listen(Logout::class, $revoke);
        $token = $this->actingAs($this->user())->ask('private-orders.1')->assertOk()['token'];
        NoSocket::poll(['private-orders.1' => []], $token);
        Auth::logout();
        $this->expectException(GrantException::class);
        $this->expectExceptionMessage('was revoked');
        NoSocket::poll(['private-orders.1' => []], $token);
    }

    public function testGuestsAreGrantedPublicChannelsOnly(): void
    {
        $answer = $this->ask('news', 'private-orders.1', 'presence-team', '42');
        self::assertSame(['news', '42'], self::claims($answer['token'])['channels']);
        self::assertSame(['private-orders.1', 'presence-team'], $answer['forbidden']);
        self::assertMatchesRegularExpression('/^guest:[0-9a-f]{16}$/', self::claims($answer['token'])['sub']);
    }

    public function testPublicChannelsCanBeLimited(): void
    {
        config(['nosocket.public_channels' => ['news.*']]);
        $answer = $this->ask('news.eu', 'orders')->assertOk();
        self::assertSame(['news.eu'], self::claims($answer['token'])['channels']);
    }

    public function testLaravelsOwnRouteAndOneChannelNameDoAsWell(): void
    {
        $this->actingAs($this->user());
        $answer = $this->post('/broadcasting/auth', ['channel_name' => 'private-orders.1'])->assertOk();
        self::assertSame(['private-orders.1'], self::claims($answer['token'])['channels']);
        $this->post('/broadcasting/auth', ['channel_name' => 'private-orders.2'])->assertForbidden();
    }

    public function testAtMostAHundredChannels(): void
    {
        $channels = array_map(fn (int $n): string => "news.$n", range(1, 101));
        $this->ask(...$channels)->assertStatus(422);
        $this->ask(...array_slice($channels, 1))->assertOk();
    }

    public function testAGuardOfTheChannelIsAsked(): void
    {
        config(['auth.guards.staff' => ['driver' => 'session', 'provider' => 'users']]);
        Broadcast::channel('staff', fn (User $user) => true, ['guards' => ['staff']]);
        $this->actingAs($this->user())->ask('private-staff')->assertForbidden();
        $this->actingAs($this->user(), 'staff')->ask('private-staff')->assertOk();
    }

    public function testIssuedGrantsAreTold(): void
    {
        Event::fake([GrantIssued::class]);
        $this->ask('news', 'private-orders.1');
        Event::assertDispatched(fn (GrantIssued $event) => $event->channels === ['news']
            && $event->forbidden === ['private-orders.1']);
    }

    private function ask(mixed ...$channels): TestResponse
    {
        return $this->postJson('/nosocket/grant', ['channels' => $channels]);
    }
}
