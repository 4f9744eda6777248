<!doctype html>
<html lang="en">
<head>
    <meta charset="utf-8">
    <meta name="csrf-token" content="{{ csrf_token() }}">
    <title>Prices · Order Desk</title>
    <link rel="stylesheet" href="/style.css">
    @nosocket($page)
    @include('importmap')
    <script type="module" src="/prices.js"></script>
</head>
<body>
<main>
    <h1>Prices</h1>
    <p>For everybody. <span data-testid="role"></span>, <span data-testid="status"></span></p>
    <ol data-testid="log"></ol>
</main>
</body>
</html>
