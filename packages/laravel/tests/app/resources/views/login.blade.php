<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Log in · Order Desk</title>
<link rel="stylesheet" href="/style.css">
<main>
    <h1>Order Desk</h1>
    <form method="post" action="/login">
        @csrf
        <label>E-mail <input name="email" type="email" autocomplete="username" required></label>
        <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
        <button>Log in</button>
    </form>
</main>
</html>
