<?php

declare(strict_types=1);

namespace CodeIgniter\HTTP;

class IncomingRequest implements RequestInterface
{
    /** @param array<string, string> $headers */
    public function __construct(private readonly ?string $body = null, private array $headers = [])
    {
    }

    public function getBody(): ?string
    {
        return $this->body;
    }

    public function getHeaderLine(string $name): string
    {
        return $this->headers[$name] ?? '';
    }
}
