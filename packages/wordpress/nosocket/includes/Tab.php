<?php

/**
 * The browser tab that sent the current request.
 */

declare(strict_types=1);

namespace NoSocket\WordPress;

defined('ABSPATH') || exit;

final class Tab
{
    public static function ofRequest(): ?string
    {
        $id = isset($_SERVER['HTTP_X_SOCKET_ID']) ? sanitize_text_field(wp_unslash($_SERVER['HTTP_X_SOCKET_ID'])) : '';
        return preg_match('/^[!-~]{1,128}$/D', $id) === 1 ? $id : null;
    }
}
