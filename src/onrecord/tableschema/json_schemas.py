"""JSON Schemas of the values in a column: judged in a bounded time, and without fetching anything."""

from __future__ import annotations

import graphlib
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from onrecord.tableschema.patterns import is_readable, searcher
from onrecord.text.printable import shown

# References that may be followed for one value: two at each step of a recursion double with each of its steps.
_MOST_REFERENCES = 10_000
# What odd schemas make the library raise.
_STUMBLES = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
_REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")
# What applies other schemas to the same value, by the kind of what it holds: a schema, a list of them, or some by name.
_ONE, _LISTED, _NAMED = ("not", "if", "then", "else"), ("allOf", "anyOf", "oneOf"), ("dependentSchemas", "dependencies")
_UNJUDGED = "not-judged"


def fits(schema: Any) -> Callable[[Any], bool] | None:
    """What tells whether a value is as a JSON Schema asks; None where the schema is none, or could take forever.

    A value that takes too long is refused.
    """
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend, validator_for
    from jsonschema_specifications import REGISTRY  # type: ignore[import-untyped]

    if why_not(schema) or any(searcher(pattern) is None for pattern in _patterns(schema)):
        return None
    kind = validator_for(schema, default=Draft202012Validator)
    followed = 0

    def counted(follow: Callable[..., Any]) -> Callable[..., Any]:
        def count(*args: Any) -> Any:
            nonlocal followed
            followed += 1
            if followed > _MOST_REFERENCES:
                raise RecursionError
            return follow(*args)

        return count

    known = kind.VALIDATORS
    own = {name: counted(known[name]) for name in _REFERENCES if name in known} | _LINEAR
    # What is not in this registry is not fetched from the network.
    validator = extend(kind, own)(schema, registry=REGISTRY)  # type: ignore[no-untyped-call]

    def is_valid(value: Any) -> bool:
        nonlocal followed
        followed = 0
        try:
            return bool(validator.is_valid(value))
        except (ArithmeticError, RecursionError):
            return False
        except _STUMBLES:
            return True  # the fault is the schema's

    return is_valid


def why_not(schema: Any) -> tuple[str, str, str] | None:
    """The rule, the reason and the remedy where no value is judged by a JSON Schema, whatever its patterns are."""
    from jsonschema import Draft202012Validator, SchemaError
    from jsonschema.validators import validator_for

    try:
        kind = validator_for(schema, default=Draft202012Validator)
        # A checker of formats would compile the patterns, however long that takes.
        kind.check_schema(schema, format_checker=None)  # type: ignore[call-arg]
        if _is_beyond(schema):
            message = "matches names by patterns, and asks for unevaluatedProperties"
            return _UNJUDGED, message, "ask for one of both"
        return _astray(schema)
    except (SchemaError, RecursionError, *_STUMBLES):
        return "descriptor-error", "is not valid", "correct the schema"


def _astray(schema: Any) -> tuple[str, str, str] | None:
    """What is wrong with the references in a schema: one that leads to nothing, or round in a circle.

    Source of the circles: JSON Schema 2020-12, Core, "Guarding Against Infinite Recursion". What leads back to a schema
    by way of a part of the value ends where the value does.
    """
    from jsonschema_specifications import REGISTRY
    from referencing import jsonschema as drafts
    from referencing.exceptions import Unresolvable

    def draft_of(contents: Any, above: Any) -> Any:
        stated = contents.get("$schema") if isinstance(contents, Mapping) else None
        return drafts.specification_with(stated, default=above) if isinstance(stated, str) else above

    alone = {draft.name for draft in (drafts.DRAFT3, drafts.DRAFT4, drafts.DRAFT6, drafts.DRAFT7)}
    draft = draft_of(schema, drafts.DRAFT202012)
    ahead = [(schema, draft, REGISTRY.resolver_with_root(draft.create_resource(schema)))]
    seen = {id(schema)}
    same_value: dict[int, set[int]] = {}
    for contents, draft, resolver in ahead:  # grows
        if not isinstance(contents, Mapping):
            continue
        next_to = []
        for name in _REFERENCES:
            if not isinstance(reference := contents.get(name), str):
                continue
            try:
                found = resolver.lookup(reference)
            except Unresolvable:
                return _leads_nowhere(reference)
            next_to.append((found.contents, draft_of(found.contents, draft), found.resolver))
        is_alone = draft.name in alone and "$ref" in contents  # a $ref has no neighbours there
        applied = [*(one for one, _, _ in next_to), *(() if is_alone else _applied(contents))]
        same_value[id(contents)] = {id(one) for one in applied}
        below = draft.create_resource(contents).subresources()
        next_to += [(one.contents, draft_of(one.contents, draft), resolver.in_subresource(one)) for one in below]
        for one in next_to:
            if id(one[0]) not in seen:
                seen.add(id(one[0]))
                ahead.append(one)
    try:
        graphlib.TopologicalSorter(same_value).prepare()
    except graphlib.CycleError:
        return _UNJUDGED, "refers to itself for one and the same value, without end", "correct the schema"
    return None


def _leads_nowhere(reference: str) -> tuple[str, str, str]:
    message = f"refers to {shown(reference)}, which"
    if urlsplit(reference).scheme:
        return _UNJUDGED, f"{message} is not fetched", "write what stands there into the schema, below $defs"
    return "descriptor-error", f"{message} is not in it", "correct the reference"


def _applied(schema: Mapping[str, Any]) -> Iterator[Any]:
    """The schemas in a schema that are applied to the same value as the schema itself."""
    for name in _ONE:
        yield schema.get(name)
    for name in _LISTED:
        yield from listed if isinstance(listed := schema.get(name), list) else ()
    for name in _NAMED:
        yield from named.values() if isinstance(named := schema.get(name), Mapping) else ()


def slow_patterns(schema: Any) -> Iterator[str]:
    """The regular expressions in a JSON Schema that nobody could wait for."""
    yield from (pattern for pattern in _patterns(schema) if is_readable(pattern) and searcher(pattern) is None)


def _objects(schema: Any) -> Iterator[Mapping[str, Any]]:
    """All objects in a value of JSON."""
    inner = [schema]
    for one in inner:  # grows
        if isinstance(one, Mapping):
            yield one
            inner.extend(one.values())
        elif isinstance(one, list):
            inner.extend(one)


def _patterns(schema: Any) -> Iterator[str]:
    for one in _objects(schema):
        if isinstance(pattern := one.get("pattern"), str):
            yield pattern
        if isinstance(named := one.get("patternProperties"), Mapping):
            yield from named


def _is_beyond(schema: Any) -> bool:
    """Whether the library would match a pattern by itself, however long that takes."""
    keys = set[str]().union(*_objects(schema))
    return {"patternProperties", "unevaluatedProperties"} <= keys


def _matches(validator: Any, pattern: str, value: Any, schema: Any) -> Iterator[Any]:
    if isinstance(value, str) and not _has(pattern, value):
        yield _error(f"{pattern} does not match")


def _named_alike(validator: Any, named: Any, value: Any, schema: Any) -> Iterator[Any]:
    for pattern, inner in named.items() if isinstance(value, dict) else ():
        for name in value:
            if _has(pattern, name):
                yield from validator.descend(value[name], inner, path=name, schema_path=pattern)


def _others(validator: Any, inner: Any, value: Any, schema: Any) -> Iterator[Any]:
    """What the properties that are neither named nor alike must be."""
    if isinstance(value, dict):
        known, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
        for name in value:
            if name not in known and not any(_has(pattern, name) for pattern in patterns):
                yield from validator.descend(value[name], inner, path=name)


def _has(pattern: str, text: str) -> bool:
    search = searcher(pattern)
    return search is not None and search(text)


def _error(message: str) -> Any:
    from jsonschema import ValidationError

    return ValidationError(message)


def _unique(validator: Any, unique: Any, value: Any, schema: Any) -> Iterator[Any]:
    """Whether the items of a list differ, in a time that grows with their number and not with its square."""
    if unique and isinstance(value, list):
        texts = {json.dumps(one, sort_keys=True) for one in value}
        if len(texts) < len(value):
            yield _error("an item is there twice")


# The keywords whose own validators take longer than the value is long.
_LINEAR: dict[str, Callable[..., Any]] = {
    "uniqueItems": _unique,
    "pattern": _matches,
    "patternProperties": _named_alike,
    "additionalProperties": _others,
}
