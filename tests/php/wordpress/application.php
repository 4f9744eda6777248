<?php

/**
 * The application on top of the plugin: who may read what, what is emitted when, and a page that shows what came.
 */

declare(strict_types=1);

// Every user has a channel; editors have one together. Nobody may read "board".
add_filter('nosocket_authorized_channels', static function (array $authorized, array $requested, WP_User $user): array {
    if ($user->ID > 0) {
        $authorized[] = "user:$user->ID";
    }
    return user_can($user, 'edit_posts') ? [...$authorized, 'editors'] : $authorized;
}, 10, 3);

add_action('save_post_post', static function (int $id, WP_Post $post): void {
    if ($post->post_status === 'publish') {
        do_action('nosocket_emit', 'editors', 'post.saved', ['title' => $post->post_title], 600, nosocket_tab());
    }
}, 10, 2);

add_filter('nosocket_grant_ttl', static fn ($ttl) => (int) get_option('test_grant_ttl') ?: $ttl);

// Tests don't wait for half a minute.
add_filter('nosocket_client_options', static fn (array $options): array => [
    'normalInterval' => 400,
    'activeInterval' => 400,
    'burstInterval' => 300,
    'tokenRefreshWindow' => 500,
] + $options);

// /?application=…: the channels to subscribe, and a list of what came. &module: with a module instead of a classic script.
add_action('template_redirect', static function (): void {
    if (!isset($_GET['application'])) {
        return;
    }
    $channels = explode(',', sanitize_text_field(wp_unslash($_GET['application'])));
    if (isset($_GET['module'])) {
        add_action('wp_enqueue_scripts', 'application_module');
    }
    add_action('wp_enqueue_scripts', static function () use ($channels): void {
        if (isset($_GET['module'])) {
            return;
        }
        nosocket_enqueue();
        wp_add_inline_script('nosocket', 'window.seen = []; window.forbidden = [];'
            . 'nosocket.on("*", (payload, event) => seen.push(`${event.channel} ${event.event} ${JSON.stringify(payload)}`));'
            . 'nosocket.on("nosocket.forbidden", ({channel}) => forbidden.push(channel));'
            . 'for (const channel of ' . wp_json_encode($channels) . ') nosocket.subscribe(channel);');
    });
    echo '<!doctype html><html><head><title>Application</title>';
    wp_head();
    echo '</head><body>';
    wp_footer();
    echo '</body></html>';
    exit;
});

/** A module that imports the plugin's. Before WordPress 6.5 this page does by hand what WordPress did not do yet. */
function application_module(): void
{
    $own = content_url('mu-plugins/application.js');
    if (function_exists('wp_enqueue_script_module')) {
        nosocket_enqueue_module();
        wp_enqueue_script_module('application', $own, ['nosocket']);
        return;
    }
    $imports = ['imports' => ['nosocket' => plugins_url('nosocket/assets/nosocket.module.min.js')]];
    add_action('wp_head', [NoSocket\WordPress\Assets::class, 'printConfiguration']);
    add_action('wp_head', static function () use ($own, $imports): void {
        printf('<script type="importmap">%s</script><script type="module" src="%s"></script>', wp_json_encode($imports), esc_url($own));
    });
}

// What the page has cost.
add_action('wp_footer', static function (): void {
    global $wpdb;
    printf('<!-- queries: %d -->', $wpdb->num_queries);
}, PHP_INT_MAX);
