<?php

declare(strict_types=1);

namespace NoSocket\Laravel\Console;

use Illuminate\Console\Command;
use NoSocket\Laravel\Diagnosis\Doctor;

/**
 * Looks at everything that NoSocket needs, and says what to do about what is wrong.
 */
final class DoctorCommand extends Command
{
    protected $signature = 'nosocket:doctor
        {--url= : The application as browsers reach it; default is app.url}
        {--no-poll : Do not ask the poll endpoint}';

    protected $description = 'Check the extension, the settings, the database and the poll endpoint of NoSocket';

    public function handle(Doctor $doctor): int
    {
        $url = $this->option('no-poll') ? null : (string) ($this->option('url') ?: config('app.url'));
        $sound = true;
        foreach ($doctor->examine($url) as $finding) {
            $this->line(sprintf(
                '  <%1$s>%2$-6s</%1$s> %3$-10s %4$s',
                $finding->good ? 'info' : 'error',
                $finding->good ? 'ok' : 'wrong',
                $finding->part,
                $finding->text,
            ));
            $sound = $sound && $finding->good;
        }
        return $sound ? self::SUCCESS : self::FAILURE;
    }
}
