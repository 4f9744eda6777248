<?php

declare(strict_types=1);

namespace App;

use App\Events\OrderShipped;
use App\Events\PriceChanged;
use App\Models\Order;
use Illuminate\Foundation\Console\Kernel;
use Illuminate\Support\Facades\Artisan;

final class ConsoleKernel extends Kernel
{
    protected function commands(): void
    {
        Artisan::command('app:price {cents}', fn (string $cents) => event(new PriceChanged((int) $cents)));
        Artisan::command('app:ship {order}', function (int $order) {
            event(new OrderShipped(Order::find($order), 'by hand'));
        });
    }
}
