<?php

declare(strict_types=1);

namespace NoSocket\CodeIgniter\Commands;

use CodeIgniter\CLI\BaseCommand;
use CodeIgniter\CLI\CLI;
use NoSocket\CodeIgniter\Diagnosis;

/**
 * `php spark nosocket:doctor`: looks at everything that has to be right, and says what to do where it is not.
 */
class Doctor extends BaseCommand
{
    protected $group = 'NoSocket';

    protected $name = 'nosocket:doctor';

    protected $description = 'Says what is wrong with NoSocket here, if anything.';

    public function run(array $params): int
    {
        $status = EXIT_SUCCESS;
        foreach ((new Diagnosis())->findings() as [$subject, $finding, $isFault]) {
            CLI::write(($isFault ? '[!] ' : '[ok] ') . "$subject: $finding", $isFault ? 'red' : 'green');
            $status = $isFault ? EXIT_ERROR : $status;
        }

        return $status;
    }
}
