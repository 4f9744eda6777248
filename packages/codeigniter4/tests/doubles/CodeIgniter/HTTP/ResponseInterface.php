<?php

declare(strict_types=1);

namespace CodeIgniter\HTTP;

interface ResponseInterface
{
}
