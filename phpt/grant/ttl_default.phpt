--TEST--
NoSocket: grant: without a time the setting grant_ttl counts
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

foreach ([[], ['grant_ttl' => 77]] as $options) {
    $token = newLog(__FILE__, $options)->grant(['orders'], 'user:42', null);
    $claims = json_decode(decodeBase64Url(explode('.', $token)[1]), true);
    var_dump($claims['exp'] - $claims['iat']);
}
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
int(3600)
int(77)
