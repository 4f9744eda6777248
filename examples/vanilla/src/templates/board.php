<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width">
  <title>Board</title>
  <link rel="stylesheet" href="style.css">
  <link rel="icon" href="icon.svg">
  <script type="application/json" id="page"><?= json_encode($page, JSON_HEX_TAG | JSON_THROW_ON_ERROR) ?></script>
  <script type="module" src="app.js"></script>
</head>
<body>
  <header>
    <h1>Board</h1>
    <p><b data-testid="user"><?= $e($userName) ?></b> <span class="state" data-testid="state" role="status"></span></p>
    <form method="post" action="logout.php">
      <input type="hidden" name="csrf" value="<?= $e($page['csrfToken']) ?>">
      <button class="quiet" data-testid="logout">Log out</button>
    </form>
  </header>
  <main class="card">
    <form id="write">
      <label class="to">To
        <select name="to" data-testid="to">
          <option value="">everybody</option>
<?php foreach ($others as $other) : ?>
          <option value="<?= $other['id'] ?>">only <?= $e($other['name']) ?></option>
<?php endforeach ?>
        </select>
      </label>
      <label class="text">Message <input name="text" required maxlength="500" autocomplete="off" data-testid="text"></label>
      <button data-testid="send">Send</button>
    </form>
    <p class="error" role="alert" data-testid="notice" hidden></p>
    <ol id="messages" data-testid="messages" aria-label="Messages"></ol>
  </main>
  <noscript><p class="error">This page needs JavaScript.</p></noscript>
</body>
</html>
