<?php

/**
 * Orders and stock of WooCommerce, live. Its hooks fire only where it is.
 */

declare(strict_types=1);

namespace NoSocket\WordPress;

defined('ABSPATH') || exit;

final class WooCommerce
{
    /** For who may edit orders. */
    public const ORDERS = 'woocommerce:orders';

    /** Followed by the customer's user id, for that user. */
    public const CUSTOMER = 'woocommerce:customer:';

    /** Followed by the product's id, for everybody, as the shop's pages are. */
    public const PRODUCT = Channels::PUBLIC_PREFIX . 'woocommerce:product:';

    public static function orderCreated(mixed $id, mixed $order = null): void
    {
        self::tellOfOrder('order.created', (int) $id, $order, []);
    }

    public static function orderStatusChanged(mixed $id, mixed $from, mixed $to, mixed $order = null): void
    {
        self::tellOfOrder('order.status_changed', (int) $id, $order, ['from' => (string) $from, 'to' => (string) $to]);
    }

    public static function stockChanged(mixed $product): void
    {
        if (!Preferences::get('woocommerce') || !is_object($product)) {
            return;
        }
        $id = (int) $product->get_id();
        self::emit(self::PRODUCT . $id, 'stock.changed', [
            'product_id' => $id,
            'status' => (string) $product->get_stock_status(),
            // In the shop's words, and with a number only if the shop shows numbers.
            'availability' => wp_strip_all_tags((string) ($product->get_availability()['availability'] ?? '')),
        ]);
    }

    /**
     * @param array<string> $authorized
     * @param list<string>  $requested
     *
     * @return array<string>
     */
    public static function authorize(array $authorized, array $requested, \WP_User $user): array
    {
        if ($user->ID > 0) {
            $authorized[] = self::CUSTOMER . $user->ID;
        }
        if (in_array(self::ORDERS, $requested, true) && user_can($user, 'edit_shop_orders')) {
            $authorized[] = self::ORDERS;
        }
        return $authorized;
    }

    /** @param array<string, string> $more */
    private static function tellOfOrder(string $event, int $id, mixed $order, array $more): void
    {
        if (!Preferences::get('woocommerce')) {
            return;
        }
        $order = is_object($order) ? $order : (function_exists('wc_get_order') ? wc_get_order($id) : null);
        $payload = ['id' => $id, 'status' => is_object($order) ? (string) $order->get_status() : ''] + $more;
        self::emit(self::ORDERS, $event, $payload);
        $customer = is_object($order) ? (int) $order->get_customer_id() : 0;
        if ($customer > 0) {
            self::emit(self::CUSTOMER . $customer, $event, $payload);
        }
    }

    /** @param array<string, mixed> $payload */
    private static function emit(string $channel, string $event, array $payload): void
    {
        if (Extension::problem() === null) {
            Emitter::emit($channel, $event, $payload, null, Tab::ofRequest());
        }
    }
}
