<?php

/**
 * The secrets of one site of a network, where all sites are configured with the same ones: a grant of one site is
 * worth nothing on another. Known to poll.php too, which runs without WordPress.
 */

declare(strict_types=1);

namespace NoSocket\WordPress;

final class SiteSecret
{
    /**
     * @param list<string> $secrets
     *
     * @return list<string>
     */
    public static function derive(array $secrets, int $site): array
    {
        return array_map(static fn (string $secret): string => hash_hmac('sha256', "nosocket site $site", $secret), $secrets);
    }
}
