<?php

declare(strict_types=1);

namespace Demo;

/**
 * What a visitor may do, and what the others are told of it.
 */
final class Actions
{
    public function __construct(private readonly Store $store)
    {
    }

    /**
     * @param array<mixed> $request
     *
     * @return array{string, string, array<string, mixed>} channel, event and payload
     */
    public function perform(array $request): array
    {
        [$item, $id, $from] = [$request['item'] ?? null, $request['id'] ?? null, $request['from'] ?? null];
        return match ($request['action'] ?? null) {
            'increment' => ['demo:counter', 'counter.changed', $this->store->addToCounter(1)],
            'decrement' => ['demo:counter', 'counter.changed', $this->store->addToCounter(-1)],
            'reset' => ['demo:counter', 'counter.changed', $this->store->resetCounter()],
            'place' => ['demo:orders', 'order.placed', $this->place($item)],
            'advance' => ['demo:orders', 'order.changed', $this->advance($id, $from)],
            default => throw new Refusal(400, 'There is no such action.'),
        };
    }

    /** @return array<string, mixed> */
    private function place(mixed $item): array
    {
        if (!is_string($item) || !isset(Store::ITEMS[$item])) {
            throw new Refusal(400, 'We don\'t sell that.');
        }
        return $this->store->placeOrder($item);
    }

    /** @return array<string, mixed> */
    private function advance(mixed $id, mixed $from): array
    {
        if (!is_int($id) || !is_string($from) || !isset(Store::NEXT_STATE[$from])) {
            throw new Refusal(400, 'An order and its state are needed.');
        }
        return $this->store->advanceOrder($id, $from) ?? throw new Refusal(409, 'Somebody else was faster.');
    }
}
