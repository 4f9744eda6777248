<?php

/**
 * `helper('nosocket')`: for controllers and views.
 */

declare(strict_types=1);

use NoSocket\CodeIgniter\Page;

if (!function_exists('nosocket_positions')) {
    /**
     * Where the channels stand. To be asked *before* the data that the page shows are read, and handed to
     * nosocket_page() in the view: then nothing falls between the page and its first poll.
     *
     * @param list<string> $channels
     *
     * @return array<string|int, array{cursor: int, epoch: string|null}>
     */
    function nosocket_positions(array $channels): array
    {
        return service('nosocket')->cursors($channels);
    }

    /**
     * What the browser's `connect()` reads: endpoints, positions and a grant for the current user, as a block of JSON.
     *
     * @param array<string|int, array{cursor: int, epoch: string|null}> $positions of nosocket_positions()
     *
     * @throws RuntimeException if the user may not read all of the channels
     */
    function nosocket_page(array $positions): string
    {
        return Page::render($positions);
    }

    /** The tab that sent this request, for emit()'s `except`: it knows already what it has just done. */
    function nosocket_sender(): ?string
    {
        $id = service('request')->getHeaderLine('X-Socket-ID');

        return preg_match('/^[\w-]{1,64}$/D', $id) ? $id : null;
    }
}
