<?php

/**
 * Settings → NoSocket.
 */

declare(strict_types=1);

namespace NoSocket\WordPress;

defined('ABSPATH') || exit;

final class SettingsPage
{
    public const SLUG = 'nosocket';
    public const SCREEN = 'settings_page_nosocket';

    private const SECTION = 'nosocket_main';

    public static function addToMenu(): void
    {
        add_options_page(__('NoSocket', 'nosocket'), __('NoSocket', 'nosocket'), 'manage_options', self::SLUG, [self::class, 'show']);
    }

    /**
     * @param array<string> $links
     *
     * @return array<string>
     */
    public static function addActionLink(array $links): array
    {
        $link = sprintf('<a href="%s">%s</a>', esc_url(admin_url('options-general.php?page=' . self::SLUG)), esc_html__('Settings', 'nosocket'));
        return ['settings' => $link, ...$links];
    }

    public static function register(): void
    {
        register_setting(self::SLUG, Preferences::OPTION, [
            'type' => 'object',
            'sanitize_callback' => [self::class, 'sanitize'],
            'show_in_rest' => false,
        ]);
        add_settings_section(self::SECTION, __('Settings', 'nosocket'), '__return_null', self::SLUG);
        foreach (SettingsFields::all() as $name => [$label, $control]) {
            add_settings_field("nosocket_$name", $label, $control, self::SLUG, self::SECTION, [
                'label_for' => "nosocket_$name",
                'name' => $name,
            ]);
        }
    }

    /**
     * @param mixed $values what the form has sent, or what the plugin stores itself
     *
     * @return array<string, string|int|bool>
     */
    public static function sanitize(mixed $values): array
    {
        $before = Preferences::all();
        $clean = Preferences::clean((array) $values + ['installed' => $before['installed']]);
        Handle::forget();
        if ($clean['endpoint'] === 'thin' && $before['endpoint'] !== 'thin') {
            $problem = ThinEndpoint::problem();
            if ($problem !== null) {
                $clean['endpoint'] = 'rest';
                /* translators: %s: a sentence */
                add_settings_error(Preferences::OPTION, 'nosocket_thin', sprintf(__('poll.php was not chosen: %s', 'nosocket'), esc_html($problem)));
            }
        }
        return $clean;
    }

    public static function show(): void
    {
        if (!current_user_can('manage_options')) {
            return;
        }
        echo '<div class="wrap"><h1>', esc_html(get_admin_page_title()), '</h1>';
        echo '<h2>', esc_html__('State', 'nosocket'), '</h2>';
        echo '<table class="widefat striped" role="presentation" style="max-width: 60em"><tbody>';
        foreach (Diagnosis::lines() as ['label' => $label, 'value' => $value]) {
            printf('<tr><th scope="row" style="width: 14em">%s</th><td>%s</td></tr>', esc_html($label), esc_html($value));
        }
        echo '</tbody></table>';
        echo '<form action="', esc_url(admin_url('options.php')), '" method="post">';
        settings_fields(self::SLUG);
        do_settings_sections(self::SLUG);
        submit_button();
        echo '</form></div>';
    }
}
