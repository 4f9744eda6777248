<?php

declare(strict_types=1);

namespace CodeIgniter;

use CodeIgniter\HTTP\RequestInterface;
use CodeIgniter\HTTP\ResponseInterface;

class Controller
{
    protected $request;

    protected $response;

    public function initController(RequestInterface $request, ResponseInterface $response, ?object $logger): void
    {
        $this->request = $request;
        $this->response = $response;
    }
}
