"""JSON Schemas of the values in a column: judged in a bounded time, and without fetching anything."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from onrecord.validate.patterns import is_readable, searcher

# References that may be followed for one value: two at each step of a recursion double with each of its steps.
_MOST_REFERENCES = 10_000
# What odd schemas make the library raise.
_STUMBLES = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
_REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")


def fits(schema: Any) -> Callable[[Any], bool] | None:
    """What tells whether a value is as a JSON Schema asks; None where the schema is none, or could take forever.

    A value that takes too long is refused.
    """
    from jsonschema import Draft202012Validator, SchemaError
    from jsonschema.validators import extend, validator_for
    from referencing import Registry
    from referencing.exceptions import Unresolvable

    try:
        kind = validator_for(schema, default=Draft202012Validator)
        # A checker of formats would compile the patterns, however long that takes.
        kind.check_schema(schema, format_checker=None)  # type: ignore[call-arg]
        if any(searcher(pattern) is None for pattern in _patterns(schema)) or _is_beyond(schema):
            return None
    except (SchemaError, RecursionError, *_STUMBLES):
        return None
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
    # An empty registry, lest references are fetched from the network.
    validator = extend(kind, own)(schema, registry=Registry())  # type: ignore[no-untyped-call]

    def is_valid(value: Any) -> bool:
        nonlocal followed
        followed = 0
        try:
            return bool(validator.is_valid(value))
        except (ArithmeticError, RecursionError):
            return False
        except (Unresolvable, *_STUMBLES):
            return True  # the fault is the schema's

    return is_valid


def why_not(schema: Any) -> str:
    """Why no value is judged by a JSON Schema whose patterns are not slow; empty where values are."""
    if fits(schema) is not None:
        return ""
    return "matches names by patterns, and asks for unevaluatedProperties" if _is_beyond(schema) else "is not valid"


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


def _error(told: str) -> Any:
    from jsonschema import ValidationError

    return ValidationError(told)


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
