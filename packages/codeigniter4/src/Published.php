<?php

declare(strict_types=1);

namespace NoSocket\CodeIgniter;

use RuntimeException;

/**
 * What `nosocket:install` places: the thin endpoint in the public folder, and beside the application the settings that
 * it needs. So a poll costs no boot of the framework.
 */
final class Published
{
    private const ENDPOINT = <<<'PHP'
        <?php

        /**
         * Where browsers poll: the grant is all that it knows, and CodeIgniter is not started.
         * Written by `php spark nosocket:install`, as are the settings.
         */

        declare(strict_types=1);

        try {
            (new NoSocket(require %s))->respond();
        } catch (Throwable $fault) {
            error_log('NoSocket: ' . $fault->getMessage());
            http_response_code(500);
            header('Content-Type: application/json');
            header('Cache-Control: no-store');
            echo '{"error":"internal error; the server\'s error log says more","code":"internal"}';
        }

        PHP;

    /** The folder that the web server serves as /nosocket. */
    public static function folder(): string
    {
        return rtrim(FCPATH, '/\\') . '/nosocket';
    }

    public static function endpoint(): string
    {
        return self::folder() . '/poll.php';
    }

    public static function settings(): string
    {
        return WRITEPATH . 'nosocket.php';
    }

    public static function write(#[\SensitiveParameter] Settings $settings): void
    {
        // It can hold a password. Who owns it and their group may read it: one of them must be PHP's user.
        self::put(self::settings(), self::settingsFile($settings), 0640);
        self::put(self::endpoint(), sprintf(self::ENDPOINT, var_export(self::settings(), true)), 0644);
        self::put(self::folder() . '/codeigniter.js', (string) file_get_contents(__DIR__ . '/../resources/codeigniter.js'), 0644);
    }

    /** @return int how many files of the browser client were copied */
    public static function copyClient(string $from): int
    {
        $files = is_file("$from/nosocket.js") ? glob("$from/*.js") : [];
        if ($files === []) {
            throw new RuntimeException("$from is not the folder of the browser client: it has no nosocket.js.");
        }
        foreach ($files as $file) {
            self::put(self::folder() . '/client/' . basename($file), (string) file_get_contents($file), 0644);
        }

        return count($files);
    }

    /** Whether the endpoint works with other settings than the application does. */
    public static function isStale(#[\SensitiveParameter] Settings $settings): bool
    {
        return is_file(self::endpoint()) && (!is_readable(self::settings())
            || file_get_contents(self::settings()) !== self::settingsFile($settings));
    }

    private static function settingsFile(#[\SensitiveParameter] Settings $settings): string
    {
        return "<?php\n\n// Written by `php spark nosocket:install`: run it again when a setting has changed.\nreturn "
            . var_export($settings->options, true) . ";\n";
    }

    /** Whoever reads it meanwhile sees the old file or the new one, never a part. */
    private static function put(string $file, #[\SensitiveParameter] string $content, int $mode): void
    {
        $folder = dirname($file);
        $new = "$file.new";
        if (
            !is_dir($folder) && !@mkdir($folder, 0755, true)
            || !@touch($new) || !chmod($new, $mode) || file_put_contents($new, $content) === false || !rename($new, $file)
        ) {
            throw new RuntimeException("$file can't be written.");
        }
        if (function_exists('opcache_invalidate')) {
            opcache_invalidate($file, true);
        }
    }
}
