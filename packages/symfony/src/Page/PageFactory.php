<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Page;

use NoSocket\Bundle\Connection\Connections;
use NoSocket\Bundle\Grant\GrantIssuer;
use NoSocket\Bundle\Grant\Subject;

/**
 * Prepares pages that follow channels.
 */
final class PageFactory
{
    public function __construct(
        private readonly Connections $connections,
        private readonly GrantIssuer $issuer,
        private readonly Subject $subject,
    ) {
    }

    /**
     * Asks the voters, signs a grant and reads the channels' positions. Call it *before* reading the data that the page
     * shows: what is emitted in between then reaches the page.
     *
     * @param list<string> $channels   those that are not allowed end up in the page's `denied`
     * @param string|null  $connection null: the default connection
     *
     * @throws \NoSocket\Exception
     */
    public function follow(array $channels, ?string $connection = null): Page
    {
        $connection ??= $this->connections->default;
        $grant = $this->issuer->issue($channels, $connection);
        $positions = $grant->channels === [] ? [] : $this->connections->get($connection)->cursors($grant->channels);

        return new Page($connection, $this->namespace($connection), $grant->token, $positions, $grant->denied);
    }

    /** Tabs of one user share a leader and cursors; the next user of the browser must not inherit them. */
    private function namespace(string $connection): string
    {
        return "$connection-" . \substr(\hash('sha256', (string) $this->subject), 0, 16);
    }
}
