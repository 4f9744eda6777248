<?php

/**
 * Content that follows a channel: `[nosocket_live channel="public:news" event="headline"]`. What is known when the page
 * is made is in the page; what comes later, the script puts there. Values only ever become text.
 */

declare(strict_types=1);

namespace NoSocket\WordPress;

defined('ABSPATH') || exit;

final class LiveContent
{
    public const DEFAULTS = [
        'channel' => '',
        'event' => '*',
        'field' => '',
        'mode' => 'replace',
        'max' => 10,
        'element' => 'div',
    ];

    /** @param array<string, string>|string $attributes */
    public static function shortcode(array|string $attributes, ?string $content = null): string
    {
        // wpautop has been there before, and leaves half paragraphs at the edges.
        $content = trim((string) preg_replace('~^\s*(</p>|<br\s*/?>)|(<p>|<br\s*/?>)\s*$~', '', trim((string) $content)));
        return self::render(shortcode_atts(self::DEFAULTS, (array) $attributes, 'nosocket_live'), $content);
    }

    /**
     * @param array<string, mixed> $attributes those of DEFAULTS
     * @param string               $content    with {fields}: a template for each event; without: shown until one comes
     */
    public static function render(array $attributes, string $content): string
    {
        $content = wp_kses_post($content);
        $channel = (string) $attributes['channel'];
        if (!Channels::isName($channel) || !($attributes['event'] === '*' || Channels::isName($attributes['event']))) {
            return current_user_can('edit_posts') ? esc_html__('NoSocket: this needs a channel and an event.', 'nosocket') : '';
        }
        if (Extension::problem() !== null) {
            return Template::isOne($content) ? '' : $content;
        }
        if (!nosocket_can_read($channel)) {
            return '';
        }
        Assets::enqueue();
        return self::element($attributes, $content);
    }

    /** @param array<string, mixed> $attributes */
    private static function element(array $attributes, string $content): string
    {
        $mode = in_array($attributes['mode'], ['append', 'prepend'], true) ? $attributes['mode'] : 'replace';
        $most = $mode === 'replace' ? 1 : max(1, min(100, (int) $attributes['max']));
        $template = Template::isOne($content) ? $content : '';
        $recent = RecentEvents::of((string) $attributes['channel'], (string) $attributes['event'], $most);
        $field = (string) $attributes['field'];
        $items = array_map(
            static fn (mixed $payload): string => sprintf('<div class="nosocket-live-item">%s</div>', $template === ''
                ? esc_html(Template::text($payload, $field))
                : Template::fill($template, $payload)),
            $mode === 'prepend' ? array_reverse($recent->payloads) : $recent->payloads,
        );
        $data = [
            'channel' => $attributes['channel'],
            'event' => $attributes['event'],
            'field' => $field,
            'mode' => $mode,
            'max' => $most,
            'cursor' => $recent->cursor,
            'epoch' => $recent->epoch,
        ];
        $html = '';
        foreach (array_filter($data, static fn (mixed $value): bool => $value !== null && $value !== '') as $name => $value) {
            $html .= sprintf(' data-nosocket-%s="%s"', $name, esc_attr((string) $value));
        }
        return sprintf(
            '<%1$s class="nosocket-live" aria-live="polite"%2$s>%3$s%4$s</%1$s>',
            $attributes['element'] === 'section' ? 'section' : 'div',
            $html,
            $template === '' ? '' : "<template>$template</template>",
            $items === [] && $template === '' ? $content : implode('', $items),
        );
    }
}
