<?php

declare(strict_types=1);

namespace NoSocket\CodeIgniter\Controllers;

use CodeIgniter\Controller;
use CodeIgniter\HTTP\ResponseInterface;

/**
 * Gives the current user a grant for the channels that the page asks for, all or none.
 *
 * It changes nothing and a foreign page can't read its answer. A body in JSON and the browser's own word on where the
 * request comes from make sure that a foreign page can't even ask.
 */
class GrantController extends Controller
{
    /** So many as a grant can name. */
    private const MOST_CHANNELS = 1000;

    public function create(): ResponseInterface
    {
        $from = $this->request->getHeaderLine('Sec-Fetch-Site');
        if (!in_array($from, ['', 'same-origin'], true)) {
            return $this->refuse(403, 'forbidden', 'This did not come from our own page.');
        }
        if (!str_starts_with($this->request->getHeaderLine('Content-Type'), 'application/json')) {
            return $this->refuse(415, 'invalid_request', 'The body must be JSON.');
        }
        $channels = json_decode((string) $this->request->getBody(), true)['channels'] ?? null;
        if (!$this->isListOfNames($channels)) {
            return $this->refuse(400, 'invalid_request', 'channels must be a list of names.');
        }
        $token = service('nosocketChannels')->grant($channels);

        return $token === null
            ? $this->refuse(403, 'forbidden', 'These channels are not for you.')
            : $this->answer(200, ['token' => $token]);
    }

    private function isListOfNames(mixed $channels): bool
    {
        return is_array($channels) && array_is_list($channels) && $channels !== []
            && count($channels) <= self::MOST_CHANNELS && array_filter($channels, is_string(...)) === $channels;
    }

    private function refuse(int $status, string $code, string $error): ResponseInterface
    {
        return $this->answer($status, ['error' => $error, 'code' => $code]);
    }

    /** @param array<string, string> $body */
    private function answer(int $status, array $body): ResponseInterface
    {
        return $this->response->setStatusCode($status)->setHeader('Cache-Control', 'no-store')
            ->setContentType('application/json')->setBody(json_encode($body, JSON_THROW_ON_ERROR));
    }
}
