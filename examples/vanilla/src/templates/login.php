<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width">
  <title>Log in · Board</title>
  <link rel="stylesheet" href="style.css">
  <link rel="icon" href="icon.svg">
</head>
<body class="narrow">
  <main class="card">
    <h1>Board</h1>
    <form method="post" action="login.php">
      <input type="hidden" name="csrf" value="<?= $e($csrfToken) ?>">
      <label>Name <input name="name" required autocomplete="username" autocapitalize="none" autofocus></label>
      <label>Password <input name="password" type="password" required autocomplete="current-password"></label>
<?php if ($error !== null) : ?>
      <p class="error" role="alert"><?= $e($error) ?></p>
<?php endif ?>
      <button>Log in</button>
    </form>
  </main>
</body>
</html>
