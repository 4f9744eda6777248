<?php

declare(strict_types=1);

namespace NoSocket\CodeIgniter\Tests;

use php_user_filter;

/**
 * Takes what a command writes to its standard streams.
 */
final class Capture extends php_user_filter
{
    private static string $written = '';

    /** @var list<resource> */
    private array $filters = [];

    public static function start(): self
    {
        in_array('capture', stream_get_filters(), true) || stream_filter_register('capture', self::class);
        self::$written = '';
        $capture = new self();
        foreach ([STDOUT, STDERR] as $stream) {
            $capture->filters[] = stream_filter_append($stream, 'capture', STREAM_FILTER_WRITE);
        }

        return $capture;
    }

    public function stop(): string
    {
        array_map(stream_filter_remove(...), $this->filters);

        return self::$written;
    }

    /**
     * @param resource $in
     * @param resource $out
     * @param int      $consumed
     */
    public function filter($in, $out, &$consumed, bool $closing): int
    {
        while ($bucket = stream_bucket_make_writeable($in)) {
            self::$written .= $bucket->data;
            $consumed += $bucket->datalen;
        }

        return PSFS_PASS_ON;
    }
}
