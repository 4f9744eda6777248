<?php

/**
 * The controls of the settings page.
 */

declare(strict_types=1);

namespace NoSocket\WordPress;

defined('ABSPATH') || exit;

final class SettingsFields
{
    /**
     * @return array<string, array{string, callable}> label and control, by the preference's name
     */
    public static function all(): array
    {
        return [
            'endpoint' => [__('Browsers poll', 'nosocket'), [self::class, 'endpoint']],
            'normal_interval' => [__('Seconds between polls', 'nosocket'), [self::class, 'number']],
            'active_interval' => [__('… while the visitor is active', 'nosocket'), [self::class, 'number']],
            'event_ttl' => [__('Seconds an event is kept', 'nosocket'), [self::class, 'number']],
            'grant_ttl' => [__('Seconds a grant is good for', 'nosocket'), [self::class, 'number']],
            'woocommerce' => [__('WooCommerce', 'nosocket'), [self::class, 'wooCommerce']],
        ];
    }

    /** @param array{name: string} $field */
    public static function endpoint(array $field): void
    {
        $choices = [
            'rest' => __('the REST route (works everywhere)', 'nosocket'),
            'thin' => __('poll.php (without loading WordPress)', 'nosocket'),
        ];
        printf('<select id="nosocket_endpoint" name="%s" aria-describedby="nosocket_endpoint_note">', esc_attr(self::nameOf($field)));
        foreach ($choices as $value => $label) {
            printf(
                '<option value="%s"%s>%s</option>',
                esc_attr($value),
                selected($value, Preferences::get('endpoint'), false),
                esc_html($label),
            );
        }
        printf('</select><p class="description" id="nosocket_endpoint_note">%s</p>', esc_html(self::endpointNote()));
    }

    /** @param array{name: string} $field */
    public static function number(array $field): void
    {
        $notes = [
            'normal_interval' => __('Empty: 30.', 'nosocket'),
            'active_interval' => __('Empty: 10. After an event it is every 2 seconds for half a minute, whatever stands here.', 'nosocket'),
            'event_ttl' => __('Empty: as in php.ini, or 3600. A browser that was away for longer reads its page again.', 'nosocket'),
            'grant_ttl' => __('Empty: as in php.ini, or 3600. Someone who logs out or loses a right reads on until then.', 'nosocket'),
        ];
        $name = $field['name'];
        printf(
            '<input type="number" class="small-text" id="%1$s" name="%2$s" value="%3$s" min="%4$d" max="%5$d" aria-describedby="%1$s_note">'
                . '<p class="description" id="%1$s_note">%6$s</p>',
            esc_attr("nosocket_$name"),
            esc_attr(self::nameOf($field)),
            esc_attr((string) (Preferences::get($name) ?: '')),
            (int) Preferences::LIMITS[$name][0],
            (int) Preferences::LIMITS[$name][1],
            esc_html($notes[$name]),
        );
    }

    /** @param array{name: string} $field */
    public static function wooCommerce(array $field): void
    {
        // An unticked box sends nothing; the hidden field says so.
        printf(
            '<input type="hidden" name="%1$s" value="0"><label><input type="checkbox" id="nosocket_woocommerce" name="%1$s" value="1"%2$s> %3$s</label>',
            esc_attr(self::nameOf($field)),
            checked(Preferences::get('woocommerce'), true, false),
            esc_html__('Emit events when orders and stock change (if WooCommerce is active).', 'nosocket'),
        );
    }

    /** @param array{name: string} $field */
    private static function nameOf(array $field): string
    {
        return Preferences::OPTION . '[' . $field['name'] . ']';
    }

    private static function endpointNote(): string
    {
        $missing = ThinEndpoint::missing();
        if ($missing === []) {
            return __('php.ini has what poll.php needs. It is tried when you save.', 'nosocket');
        }
        /* translators: %s: names of settings */
        return sprintf(__('For poll.php, php.ini or the environment still lacks: %s.', 'nosocket'), implode(', ', $missing));
    }
}
