<?php

/**
 * Plugin Name:       NoSocket
 * Description:       Live pages without a daemon: events go into a short-lived log in your database, and browsers fetch what is new.
 * Version:           0.1.0
 * Requires at least: 6.1
 * Requires PHP:      8.1
 * Author:            The NoSocket authors
 * License:           MIT
 * License URI:       https://opensource.org/licenses/MIT
 * Text Domain:       nosocket
 *
 * This file only says which class answers which hook. A class is loaded when its hook fires, so a page that does not
 * use NoSocket pays for this list and nothing else.
 */

declare(strict_types=1);

namespace NoSocket\WordPress;

defined('ABSPATH') || exit;

const VERSION = '0.1.0';
const EXTENSION_AT_LEAST = '0.1.0';
const FILE = __FILE__;

require_once __DIR__ . '/includes/autoload.php';
require_once __DIR__ . '/includes/functions.php';

register_activation_hook(__FILE__, [Lifecycle::class, 'activate']);
register_deactivation_hook(__FILE__, [Lifecycle::class, 'deactivate']);
add_action('wp_initialize_site', [Lifecycle::class, 'siteCreated'], 200);
add_filter('wpmu_drop_tables', [Tables::class, 'addOfSite'], 10, 2);
add_action('admin_init', [Lifecycle::class, 'upgrade']);

add_action('nosocket_emit', [Emitter::class, 'onAction'], 10, 6);
add_action('nosocket_cleanup', [Cleanup::class, 'run']);
add_action('rest_api_init', [Rest::class, 'register']);

add_action('wp_enqueue_scripts', [Assets::class, 'register'], 1);
add_action('admin_enqueue_scripts', [Assets::class, 'register'], 1);
add_shortcode('nosocket_live', [LiveContent::class, 'shortcode']);
add_action('init', [LiveBlock::class, 'register']);

add_action('admin_menu', [SettingsPage::class, 'addToMenu']);
add_action('admin_init', [SettingsPage::class, 'register']);
add_action('admin_notices', [Notice::class, 'show']);
add_action('network_admin_notices', [Notice::class, 'show']);
add_filter('plugin_action_links_' . plugin_basename(__FILE__), [SettingsPage::class, 'addActionLink']);
add_filter('site_status_tests', [SiteHealth::class, 'addTest']);
add_filter('debug_information', [SiteHealth::class, 'addInformation']);

add_action('woocommerce_new_order', [WooCommerce::class, 'orderCreated'], 10, 2);
add_action('woocommerce_order_status_changed', [WooCommerce::class, 'orderStatusChanged'], 10, 4);
add_action('woocommerce_product_set_stock', [WooCommerce::class, 'stockChanged']);
add_action('woocommerce_variation_set_stock', [WooCommerce::class, 'stockChanged']);
add_filter('nosocket_authorized_channels', [WooCommerce::class, 'authorize'], 5, 3);

if (defined('WP_CLI') && WP_CLI) {
    \WP_CLI::add_command('nosocket', Cli::class);
}
