<?php

declare(strict_types=1);

namespace NoSocket\Laravel\Broadcasting;

use Illuminate\Contracts\Events\Dispatcher;
use Illuminate\Http\Request;
use NoSocket\Laravel\Events\GrantIssued;
use NoSocket\Laravel\NoSocketManager;
use Psr\Log\LoggerInterface;

/**
 * One grant for all channels that a request may read.
 */
final class Grants
{
    public function __construct(
        private readonly NoSocketManager $nosocket,
        private readonly Dispatcher $events,
        private readonly LoggerInterface $log,
    ) {
    }

    /**
     * @param array<string|int, mixed> $permitted what the user is in each channel that may be read
     * @param list<string>             $asked     channels that were asked for
     *
     * @return array{token: string, channels: array<string|int, mixed>, forbidden: list<string>}|null null: none of
     *                                                                                                them may be read
     */
    public function issue(Request $request, array $permitted, array $asked): ?array
    {
        $subject = self::subject($request);
        $channels = array_map('strval', array_keys($permitted));
        $forbidden = array_values(array_filter($asked, fn (string $name): bool => ! in_array($name, $channels, true)));
        if ($forbidden !== []) {
            $this->log->info('NoSocket: refused channels.', compact('subject', 'forbidden'));
        }
        if ($channels === []) {
            return null;
        }
        $token = $this->nosocket->grant($channels, $subject);
        $this->events->dispatch(new GrantIssued($subject, $channels, $forbidden));
        return ['token' => $token, 'channels' => $permitted, 'forbidden' => $forbidden];
    }

    /**
     * Whom a grant is for. Polls are limited by it, and a browser's tabs share what they poll by it; each guest's
     * session is therefore a subject of its own.
     */
    public static function subject(Request $request): string
    {
        $user = $request->user();
        if ($user === null) {
            return $request->hasSession()
                ? 'guest:' . substr(hash('sha256', $request->session()->getId()), 0, 16)
                : 'guest';
        }
        $id = method_exists($user, 'getAuthIdentifierForBroadcasting')
            ? $user->getAuthIdentifierForBroadcasting()
            : $user->getAuthIdentifier();
        return "user:$id";
    }
}
