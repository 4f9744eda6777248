<?php

declare(strict_types=1);

namespace CodeIgniter\HTTP;

class Response implements ResponseInterface
{
    private int $status = 200;

    /** @var array<string, string> */
    private array $headers = [];

    private ?string $body = null;

    public function setStatusCode(int $status): static
    {
        $this->status = $status;

        return $this;
    }

    public function getStatusCode(): int
    {
        return $this->status;
    }

    public function setHeader(string $name, string $value): static
    {
        $this->headers[$name] = $value;

        return $this;
    }

    public function getHeaderLine(string $name): string
    {
        return $this->headers[$name] ?? '';
    }

    public function setContentType(string $type): static
    {
        return $this->setHeader('Content-Type', "$type; charset=UTF-8");
    }

    public function setBody(string $body): static
    {
        $this->body = $body;

        return $this;
    }

    public function getBody(): ?string
    {
        return $this->body;
    }
}
