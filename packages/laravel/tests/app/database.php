<?php

// The tables of the application, and what is in them: two users with an order each.

declare(strict_types=1);

use App\Models\Order;
use App\Models\User;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Hash;
use Illuminate\Support\Facades\Schema;

Schema::create('users', function (Blueprint $table) {
    $table->id();
    $table->string('name');
    $table->string('email')->unique();
    $table->string('password');
    $table->rememberToken();
    $table->timestamps();
});
Schema::create('orders', function (Blueprint $table) {
    $table->id();
    $table->foreignId('user_id');
    $table->boolean('shipped')->default(false);
    $table->timestamps();
});
foreach (['Ada', 'Bob'] as $name) {
    $email = strtolower($name) . '@example.test';
    $user = User::create(['name' => $name, 'email' => $email, 'password' => Hash::make('secret')]);
    Order::create(['user_id' => $user->id]);
}
