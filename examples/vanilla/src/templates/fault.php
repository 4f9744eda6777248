<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width">
  <title>Something is wrong · Board</title>
  <link rel="stylesheet" href="style.css">
  <link rel="icon" href="icon.svg">
</head>
<body class="narrow">
  <main class="card">
    <h1>Something is wrong</h1>
    <p><?= $e($why) ?></p>
  </main>
</body>
</html>
