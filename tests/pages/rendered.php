<?php

/**
 * The same tab, with the channels' heads rendered into it, as an application does before it reads its data.
 */

declare(strict_types=1);

$cursors = (new NoSocket())->cursors([$_GET['channel']]);
header('Cache-Control: no-store');
$json = json_encode((object) $cursors, JSON_HEX_TAG | JSON_THROW_ON_ERROR);
?>
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>A tab that PHP has rendered</title>
<link rel="icon" href="data:,">
<table id="facts"></table>
<script type="application/json" id="cursors"><?= $json ?></script>
<script type="module" src="/pages/tab.js"></script>
</html>
