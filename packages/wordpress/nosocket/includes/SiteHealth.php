<?php

/**
 * Tools → Site Health: one test, and a section of information.
 */

declare(strict_types=1);

namespace NoSocket\WordPress;

defined('ABSPATH') || exit;

final class SiteHealth
{
    /**
     * @param array<string, array<string, mixed>> $tests
     *
     * @return array<string, array<string, mixed>>
     */
    public static function addTest(array $tests): array
    {
        $tests['direct']['nosocket'] = ['label' => __('NoSocket', 'nosocket'), 'test' => [self::class, 'test']];
        return $tests;
    }

    /**
     * @return array<string, mixed>
     */
    public static function test(): array
    {
        $problem = Diagnosis::problem();
        if ($problem !== null) {
            return self::result('critical', __('Live events are not delivered', 'nosocket'), $problem);
        }
        if (!ThinEndpoint::isChosen() && ThinEndpoint::missing() === []) {
            $advice = __('php.ini has what poll.php needs, which answers without loading WordPress. Choose it in the settings.', 'nosocket');
            return self::result('recommended', __('Live events could be delivered with less work', 'nosocket'), $advice);
        }
        $fine = __('The extension is loaded, its tables are there, and expired events are removed once an hour.', 'nosocket');
        return self::result('good', __('Live events are delivered', 'nosocket'), $fine);
    }

    /**
     * @param array<string, array<string, mixed>> $information
     *
     * @return array<string, array<string, mixed>>
     */
    public static function addInformation(array $information): array
    {
        $information['nosocket'] = ['label' => __('NoSocket', 'nosocket'), 'fields' => Diagnosis::lines()];
        return $information;
    }

    /**
     * @return array<string, mixed>
     */
    private static function result(string $status, string $label, string $description): array
    {
        $link = sprintf(
            '<a href="%s">%s</a>',
            esc_url(admin_url('options-general.php?page=' . SettingsPage::SLUG)),
            esc_html__('NoSocket’s settings', 'nosocket'),
        );
        return [
            'label' => $label,
            'status' => $status,
            'badge' => ['label' => __('Live events', 'nosocket'), 'color' => $status === 'critical' ? 'red' : 'blue'],
            'description' => '<p>' . esc_html($description) . '</p>',
            'actions' => current_user_can('manage_options') ? "<p>$link</p>" : '',
            'test' => 'nosocket',
        ];
    }
}
