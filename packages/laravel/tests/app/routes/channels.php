<?php

declare(strict_types=1);

use App\Models\Order;
use App\Models\User;
use Illuminate\Support\Facades\Broadcast;

Broadcast::channel('App.Models.User.{id}', fn (User $user, string $id) => $user->id === (int) $id);

// The order is bound by its id; who is not its owner is refused.
Broadcast::channel('orders.{order}', fn (User $user, Order $order) => $user->id === (int) $order->user_id);

Broadcast::channel('team', fn (User $user) => ['id' => $user->id, 'name' => $user->name]);
