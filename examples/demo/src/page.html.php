<?php

/**
 * The demo's HTML.
 *
 * @var array{counter: array{value: int}, orders: list<array<string, mixed>>} $page what the scripts start from
 * @var string $databaseName
 */

declare(strict_types=1);

use Demo\Store;

$json = json_encode($page, JSON_THROW_ON_ERROR | JSON_HEX_TAG | JSON_HEX_AMP);

?>
<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>NoSocket demo</title>
  <meta name="description" content="A shared counter and a live order list: realtime for PHP without a daemon.">
  <link rel="icon" href="icon.svg">
  <link rel="stylesheet" href="style.css">
  <script type="application/json" id="page"><?= $json ?></script>
  <script type="module" src="app.js"></script>
</head>
<body>
  <a class="skip" href="#counter-title">Skip to the demo</a>

  <header class="top">
    <p class="brand"><img src="icon.svg" alt="" width="32" height="32"> NoSocket <span>demo</span></p>
    <p class="pill" data-testid="role" data-role="follower" id="role"><i></i><span>connecting</span></p>
    <a class="button primary" href="" target="_blank" rel="noopener" data-testid="open-tab">Open a second tab
      <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M6 3.500H3.500v9h9V10M9 3.500h3.500V7M12 4 7.500 8.500"/></svg></a>
  </header>

  <section class="hero">
    <h1>Click in one tab.<br>Watch the other follow.</h1>
    <p>No WebSocket, no daemon, no broker. PHP appends events to a log in <?= $databaseName ?>, and one tab of your
      browser asks for what is new, on behalf of all of them.</p>
  </section>

  <main class="grid">
    <section class="card counter" aria-labelledby="counter-title">
      <header><h2 id="counter-title">Shared counter</h2><code>demo:counter</code></header>
      <output id="counter" data-testid="counter" aria-live="polite" aria-atomic="true"><?= $page['counter']['value'] ?></output>
      <div class="buttons">
        <button type="button" class="button" data-action="decrement" data-testid="decrement" aria-label="Subtract one">−1</button>
        <button type="button" class="button primary" data-action="increment" data-testid="increment" aria-label="Add one">+1</button>
        <button type="button" class="button quiet" data-action="reset" data-testid="reset">Reset</button>
      </div>
    </section>

    <section class="card orders" aria-labelledby="orders-title">
      <header><h2 id="orders-title">Orders</h2><code>demo:orders</code></header>
      <form id="order-form" data-testid="order-form">
        <fieldset>
          <legend class="unseen">What to order</legend>
<?php foreach (Store::ITEMS as $item => $price) : ?>
          <label><input type="radio" name="item" value="<?= $item ?>"<?= $item === 'Notebook' ? ' checked' : '' ?>><span><?= $item ?></span></label>
<?php endforeach ?>
        </fieldset>
        <button class="button primary" data-testid="place-order">Place order</button>
      </form>
      <ol id="orders" data-testid="order-list" aria-label="Latest orders"></ol>
      <p class="empty" id="no-orders">No orders yet. Place the first one.</p>
    </section>

    <section class="card traffic" aria-labelledby="traffic-title" data-testid="traffic">
      <header><h2 id="traffic-title">This tab’s traffic</h2><code id="tab-id" title="This tab’s id"></code></header>
      <p id="role-story" class="story"></p>
      <div class="wire" aria-hidden="true"><b id="wire-end"></b><i id="wire-tabs"></i><b id="wire-middle"></b><i id="wire-poll"></i><b>poll.php</b></div>
      <dl class="figures">
        <div><dt>polls</dt><dd id="poll-count" data-testid="poll-count">0</dd></div>
        <div><dt>per minute</dt><dd id="poll-rate" data-testid="poll-rate">0</dd></div>
        <div><dt>received</dt><dd id="poll-bytes" data-testid="poll-bytes">0 B</dd></div>
        <div><dt>events</dt><dd id="event-count" data-testid="event-count">0</dd></div>
      </dl>
      <div id="pulse" class="pulse" aria-hidden="true" hidden></div>

      <h3>Cursors</h3>
      <dl id="cursors" class="cursors" data-testid="cursors"></dl>

      <h3>Events</h3>
      <ol id="event-log" class="log" tabindex="0" data-testid="event-log" aria-label="Events in this tab"></ol>
      <p class="empty" id="no-events">Nothing yet. Click something.</p>

      <h3>Polls</h3>
      <ol id="poll-log" class="log polls" tabindex="0" data-testid="poll-log" aria-label="Polls of this tab"></ol>
      <p class="empty" id="no-polls">None from this tab.</p>
    </section>
  </main>

  <section class="how" aria-labelledby="how-title">
    <h2 id="how-title">How this works</h2>
    <ol>
      <li>
        <h3>A click reaches PHP</h3>
        <p><code>action.php</code> changes the data and emits an event. It is one more row in an indexed log, in the
          database that the application already has.</p>
        <pre><code>$nosocket->emit('demo:counter',
  'counter.changed', ['value' => 7]);</code></pre>
      </li>
      <li>
        <h3>One tab asks</h3>
        <p>Your browser’s tabs elect a leader. It alone sends short requests: “I have seen up to 41, what is newer?”
          Mostly the answer is “nothing”: one indexed query.</p>
        <pre><code>{"demo:counter":
  {"cursor": 41, "epoch": "9f2c4e1a"}}</code></pre>
      </li>
      <li>
        <h3>All tabs hear</h3>
        <p>The leader passes what came to the other tabs, inside the browser. Each applies it and moves its own cursor.
          Close the leader: another tab takes over, and nothing is lost.</p>
        <pre><code>client.on('counter.changed',
  ({ value }) => show(value));</code></pre>
      </li>
      <li>
        <h3>Nothing falls between</h3>
        <p>Events have gapless numbers in each channel. A tab sees every one, once and in order. If history is gone
          (a long sleep, a restored backup), the tab is told to refresh.</p>
        <pre><code>onResync: ({ channel }) =>
  reload(channel)</code></pre>
      </li>
    </ol>
    <p class="note">This page polls every 2 seconds, and every second after an event, so that the demo feels live.
      By default it is every 30 seconds, every 10 while you are active, and every 2 after events.</p>
  </section>

  <footer>NoSocket <?= NoSocket::VERSION ?> · PHP <?= PHP_VERSION ?> · <?= $databaseName ?></footer>

  <p id="announcer" class="unseen" role="status"></p>
  <p id="notice" class="notice" role="alert" data-testid="notice" hidden></p>

  <template id="order-row">
    <li>
      <span class="number"></span>
      <span class="what"><b></b><small></small></span>
      <span class="state"></span>
      <button type="button" class="button small" data-testid="advance-order"></button>
    </li>
  </template>
  <noscript><p class="notice">This demo needs JavaScript.</p></noscript>
</body>
</html>
