<?php

declare(strict_types=1);

namespace NoSocket\CodeIgniter\Filters;

use CodeIgniter\Filters\FilterInterface;
use CodeIgniter\HTTP\RequestInterface;
use CodeIgniter\HTTP\ResponseInterface;

/**
 * Lets only those through who may read all channels that are named: `['filter' => 'nosocket-channel:orders']`. For the data
 * that a channel's events are about, so that both have the same rule.
 */
class MayRead implements FilterInterface
{
    public function before(RequestInterface $request, $arguments = null)
    {
        if (($arguments ?? []) === []) {
            throw new \LogicException('The filter nosocket-channel needs channels, such as nosocket-channel:orders.');
        }
        if (service('nosocketChannels')->allow(array_values($arguments))) {
            return null;
        }

        return service('response')->setStatusCode(403)->setContentType('application/json')
            ->setBody('{"error":"This is not for you.","code":"forbidden"}');
    }

    public function after(RequestInterface $request, ResponseInterface $response, $arguments = null)
    {
        return null;
    }
}
