<?php

// Prints the shape of the extension's classes as JSON, in one form whether they come from the extension or from stubs.
// Arguments: the stub files to load; without any, the extension is what is described.

declare(strict_types=1);

function describeClass(ReflectionClass $class): array
{
    // What is private is nobody's business, except that a constructor is.
    $shown = fn ($member) => !$member->isPrivate() || $member->name === '__construct';
    $own = fn (array $members) => array_filter($members, fn ($member) => $member->class === $class->name && $shown($member));
    $interfaces = $class->getInterfaceNames();
    sort($interfaces);

    return [
        'kind' => $class->isInterface() ? 'interface' : ($class->isTrait() ? 'trait' : ($class->isEnum() ? 'enum' : 'class')),
        'final' => $class->isFinal(),
        'abstract' => $class->isAbstract() && !$class->isInterface(),
        'parent' => ($class->getParentClass() ?: null)?->name,
        'interfaces' => $interfaces,
        'constants' => byName($own($class->getReflectionConstants()), describeConstant(...)),
        'properties' => byName($own($class->getProperties()), describeProperty(...)),
        'methods' => byName($own($class->getMethods()), describeMethod(...)),
    ];
}

function describeConstant(ReflectionClassConstant $constant): array
{
    return ['modifiers' => $constant->getModifiers(), 'value' => $constant->getValue()];
}

function describeProperty(ReflectionProperty $property): array
{
    return [
        'modifiers' => Reflection::getModifierNames($property->getModifiers()),
        'type' => typeName($property->getType()),
        'default' => $property->hasDefaultValue() ? var_export($property->getDefaultValue(), true) : null,
    ];
}

function describeMethod(ReflectionMethod $method): array
{
    return [
        'modifiers' => Reflection::getModifierNames($method->getModifiers()),
        'returns' => typeName($method->getReturnType() ?? $method->getTentativeReturnType()),
        'by_reference' => $method->returnsReference(),
        'required' => $method->getNumberOfRequiredParameters(),
        'parameters' => array_map(describeParameter(...), $method->getParameters()),
    ];
}

function describeParameter(ReflectionParameter $parameter): array
{
    return [
        'name' => $parameter->getName(),
        'type' => typeName($parameter->getType()),
        'optional' => $parameter->isOptional(),
        'default' => $parameter->isDefaultValueAvailable() ? var_export($parameter->getDefaultValue(), true) : null,
        'variadic' => $parameter->isVariadic(),
        'by_reference' => $parameter->isPassedByReference(),
        'attributes' => array_map(fn (ReflectionAttribute $attribute) => $attribute->getName(), $parameter->getAttributes()),
    ];
}

function typeName(?ReflectionType $type): ?string
{
    return $type === null ? null : (string) $type;
}

function byName(array $members, callable $describe): object
{
    $described = [];
    foreach ($members as $member) {
        $described[$member->getName()] = $describe($member);
    }
    ksort($described);

    return (object) $described;
}

/**
 * @return array{list<string>, list<string>} classes and functions, before any stub is loaded those of PHP and of this file
 */
function declared(): array
{
    return [[...get_declared_classes(), ...get_declared_interfaces()], get_defined_functions()['user']];
}

$stubs = array_slice($argv, 1);
if ($stubs === []) {
    $extension = new ReflectionExtension('nosocket');
    [$classes, $functions] = [$extension->getClassNames(), array_keys($extension->getFunctions())];
} else {
    [$otherClasses, $otherFunctions] = declared();
    array_map(fn (string $file) => require_once $file, $stubs);
    [$classes, $functions] = declared();
    [$classes, $functions] = [array_diff($classes, $otherClasses), array_diff($functions, $otherFunctions)];
}

$described = byName(array_map(fn (string $name) => new ReflectionClass($name), $classes), describeClass(...));
echo json_encode(['classes' => $described, 'functions' => array_values($functions)], JSON_THROW_ON_ERROR);
