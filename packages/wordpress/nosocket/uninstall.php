<?php

/**
 * WordPress runs this when the plugin is deleted.
 */

declare(strict_types=1);

defined('WP_UNINSTALL_PLUGIN') || exit;

require_once __DIR__ . '/includes/autoload.php';

NoSocket\WordPress\Lifecycle::uninstall();
