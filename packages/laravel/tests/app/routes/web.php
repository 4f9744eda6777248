<?php

declare(strict_types=1);

use App\Events\OrderShipped;
use App\Models\Order;
use App\Notifications\InvoicePaid;
use Illuminate\Http\Request;
use Illuminate\Support\Facades\Auth;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Route;
use NoSocket\Laravel\Facades\NoSocket;

Route::view('/login', 'login')->name('login');

Route::post('/login', function (Request $request) {
    abort_unless(Auth::attempt($request->only('email', 'password')), 422);
    $request->session()->regenerate();
    return redirect('/orders');
});

Route::post('/logout', function (Request $request) {
    Auth::logout();
    $request->session()->invalidate();
    $request->session()->regenerateToken();
    return redirect('/login');
});

Route::middleware('auth')->group(function () {
    Route::get('/orders', function (Request $request) {
        $page = NoSocket::page($request->has('bare') ? [] : $request->get('channels', ['private-orders.1']));
        return view('orders', ['page' => $page, 'orders' => Order::all()]);
    });

    Route::post('/orders/{order}/ship', function (Order $order) {
        DB::transaction(function () use ($order) {
            $order->update(['shipped' => true]);
            broadcast(new OrderShipped($order))->toOthers();
        });
        return ['shipped' => $order->id];
    });

    Route::post('/notify', function (Request $request) {
        $request->user()->notify(new InvoicePaid(2026001));
        return ['notified' => true];
    });
});

Route::get('/prices', fn () => view('prices', ['page' => NoSocket::page(['prices', 'private-orders.1'])]));
