<?php

/**
 * Runs code inside a WordPress and prints what it returns as JSON. Input: {site, before, code, user}; `before` runs
 * before WordPress is loaded.
 */

declare(strict_types=1);

$input = json_decode(stream_get_contents(STDIN), true, 512, JSON_THROW_ON_ERROR);
ini_set('memory_limit', '512M');
$_SERVER['HTTP_HOST'] = 'wp.test';
$_SERVER['REQUEST_URI'] = '/';
$_SERVER['REQUEST_METHOD'] = 'GET';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';

/** Makes the tables of a fresh WordPress, on request those of a network. */
function install_for_test(bool $network): bool
{
    global $wpdb, $wp_rewrite;
    require_once ABSPATH . 'wp-admin/includes/upgrade.php';
    add_filter('pre_wp_mail', '__return_true');
    wp_install('Test', 'admin', 'admin@example.test', true, '', 'correct horse');
    $wp_rewrite->set_permalink_structure('/%postname%/');
    $wp_rewrite->flush_rules(false);
    if ($network) {
        foreach ($wpdb->tables('ms_global') as $table => $name) {
            $wpdb->$table = $name;
        }
        install_network();
        populate_network(1, 'wp.test', 'admin@example.test', 'Network', '/', false);
    }
    return true;
}

ob_start();
eval($input['before']);
require $input['site'] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';
wp_set_current_user($input['user']);
$result = eval($input['code']);
$printed = ob_get_clean();
if ($printed !== '') {
    fwrite(STDERR, $printed);
}
echo json_encode($result, JSON_THROW_ON_ERROR);
