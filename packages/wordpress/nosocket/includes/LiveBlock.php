<?php

/**
 * The block nosocket/live: the shortcode's content with controls.
 */

declare(strict_types=1);

namespace NoSocket\WordPress;

defined('ABSPATH') || exit;

final class LiveBlock
{
    public static function register(): void
    {
        wp_register_script(
            'nosocket-block',
            plugins_url('assets/block.js', FILE),
            ['wp-blocks', 'wp-block-editor', 'wp-components', 'wp-element', 'wp-i18n'],
            VERSION,
            true,
        );
        wp_set_script_translations('nosocket-block', 'nosocket');
        $attributes = array_map(
            static fn (mixed $default): array => ['type' => is_int($default) ? 'integer' : 'string', 'default' => $default],
            LiveContent::DEFAULTS + ['content' => ''],
        );
        // Not from block.json, which would be read on every page.
        register_block_type('nosocket/live', [
            'api_version' => 2,
            'attributes' => $attributes,
            'editor_script_handles' => ['nosocket-block'],
            'render_callback' => [self::class, 'render'],
            'supports' => ['html' => false],
        ]);
    }

    /** @param array<string, mixed> $attributes */
    public static function render(array $attributes): string
    {
        return LiveContent::render($attributes + LiveContent::DEFAULTS, (string) ($attributes['content'] ?? ''));
    }
}
