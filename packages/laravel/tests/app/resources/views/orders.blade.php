<!doctype html>
<html lang="en">
<head>
    <meta charset="utf-8">
    <meta name="csrf-token" content="{{ csrf_token() }}">
    <title>Orders · Order Desk</title>
    <link rel="stylesheet" href="/style.css">
    @nosocket($page)
    @include('importmap')
    <script type="module" src="/{{ request('client') === 'plain' ? 'plain' : 'echo' }}.js"></script>
</head>
<body>
<main>
    <h1>Order Desk</h1>
    <p>Logged in as <b data-testid="user">{{ auth()->user()->name }}</b> ·
        <span data-testid="client"></span> · <span data-testid="role"></span>, <span data-testid="status"></span></p>
    <table>
        <tr><th>Order</th><th>State</th><th></th></tr>
        @foreach ($orders as $order)
            <tr>
                <td>{{ $order->id }}</td>
                <td data-testid="order-{{ $order->id }}">{{ $order->shipped ? 'shipped' : 'open' }}</td>
                <td><button data-ship="{{ $order->id }}" data-testid="ship-{{ $order->id }}">Ship</button></td>
            </tr>
        @endforeach
    </table>
    <button data-testid="notify">Notify me</button>
    <h2>What came</h2>
    <ol data-testid="log"></ol>
    <form method="post" action="/logout">@csrf <button data-testid="logout">Log out</button></form>
</main>
</body>
</html>
