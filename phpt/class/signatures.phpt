--TEST--
NoSocket: class: reflection shows the parameters' names, types and defaults
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

foreach (
    [
        'NoSocket', 'NoSocket\Event', 'NoSocket\PollResult', 'NoSocket\Exception', 'NoSocket\RateLimitException',
    ] as $name
) {
    $class = new ReflectionClass($name);
    foreach ($class->getMethods() as $method) {
        if ($method->getDeclaringClass()->getName() !== $name) {
            continue;
        }
        $parameters = array_map(function (ReflectionParameter $parameter) {
            $sensitive = $parameter->getAttributes(SensitiveParameter::class) ? '#[SensitiveParameter] ' : '';
            $default = $parameter->isOptional() ? ' = ' . json_encode($parameter->getDefaultValue()) : '';

            return "$sensitive{$parameter->getType()} \${$parameter->getName()}$default";
        }, $method->getParameters());
        $type = $method->getReturnType();
        echo $method->isPublic() ? '' : 'private ', $name, '::', $method->getName();
        echo '(', implode(', ', $parameters), ')', $type === null ? '' : ": $type", "\n";
    }
}
--EXPECT--
NoSocket::__construct(#[SensitiveParameter] array $options = [])
NoSocket::emit(string $channel, string $event, mixed $payload = null, ?int $ttlSeconds = null, ?string $except = null, bool $transient = false): NoSocket\Event
NoSocket::emitBatch(array $events): array
NoSocket::poll(array $subscriptions, #[SensitiveParameter] string $grant, ?string $clientKey = null): NoSocket\PollResult
NoSocket::grant(array $channels, string $subject, ?int $ttlSeconds = null): string
NoSocket::revoke(string $subject): void
NoSocket::respond(): void
NoSocket::cursors(array $channels): array
NoSocket::cleanup(): int
NoSocket::install(): int
NoSocket::renewEpochs(): int
NoSocket::diagnostics(): array
private NoSocket\Event::__construct()
NoSocket\Event::jsonSerialize(): array
private NoSocket\PollResult::__construct()
NoSocket\PollResult::toJson(): string
NoSocket\PollResult::jsonSerialize(): object
NoSocket\Exception::getErrorCode(): string
NoSocket\RateLimitException::getErrorCode(): string
NoSocket\RateLimitException::getRetryAfter(): int
