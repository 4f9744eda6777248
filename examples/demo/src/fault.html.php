<?php

/**
 * The page's stand-in while something is set up wrongly.
 *
 * @var string $fault
 */

declare(strict_types=1);

?>
<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>NoSocket demo</title>
  <link rel="icon" href="icon.svg">
  <link rel="stylesheet" href="style.css">
</head>
<body class="fault">
  <main class="card">
    <h1>Almost there</h1>
    <p><?= htmlspecialchars($fault) ?></p>
  </main>
</body>
</html>
