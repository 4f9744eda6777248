<?php

/**
 * The thin poll endpoint: answers without loading WordPress. It works where php.ini (a pool, a virtual host, .user.ini)
 * or the environment has nosocket.dsn, .user, .password, .secret and .table_prefix, and holds no setting itself.
 *
 * In a network, `?site=<id>` says whose log is read. Only grants of that site are good for it.
 */

declare(strict_types=1);

use NoSocket\WordPress\PollAnswer;
use NoSocket\WordPress\SiteSecret;

require __DIR__ . '/includes/PollAnswer.php';

PollAnswer::send(static function (): void {
    $options = [];
    $site = filter_input(INPUT_GET, 'site', FILTER_VALIDATE_INT, ['options' => ['min_range' => 1]]);
    if (is_int($site)) {
        require __DIR__ . '/includes/SiteSecret.php';
        $secrets = array_map('trim', explode(',', (string) (ini_get('nosocket.secret') ?: getenv('NOSOCKET_SECRET'))));
        $prefix = (string) (ini_get('nosocket.table_prefix') ?: getenv('NOSOCKET_TABLE_PREFIX'));
        $options = [
            'secret' => SiteSecret::derive(array_values(array_filter($secrets, 'strlen')), $site),
            'table_prefix' => $prefix . ($site === 1 ? '' : "{$site}_"),
            // One worker answers for all sites; it cannot keep a connection for each.
            'persistent' => false,
        ];
    }
    (new NoSocket($options))->respond();
});
