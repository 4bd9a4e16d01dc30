"""JSON Schemas of the values in a column: judged in a bounded time, and without fetching anything."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from onrecord.validate.patterns import longest

# References that may be followed for one value: two at each step of a recursion double with each of its steps.
_MOST_REFERENCES = 10_000
# What odd schemas make the library raise.
_STUMBLES = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
_REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")


def fits(schema: Any) -> Callable[[Any], bool] | None:
    """What tells whether a value is as a JSON Schema asks; None where the schema is none, or could take forever.

    A value that takes too long, as one with a text that is too long for a pattern does, is refused.
    """
    from jsonschema import Draft202012Validator, SchemaError
    from jsonschema.validators import extend, validator_for
    from referencing import Registry
    from referencing.exceptions import Unresolvable

    try:
        kind = validator_for(schema, default=Draft202012Validator)
        kind.check_schema(schema)
        patterns = list(_patterns(schema))
        limit = min((longest(pattern, anywhere=True) for pattern in patterns), default=float("inf"))
        if not limit or any(_is_broken(pattern) for pattern in patterns):
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
    own = {name: counted(known[name]) for name in _REFERENCES if name in known} | {"uniqueItems": _unique}
    # An empty registry, lest references are fetched from the network.
    validator = extend(kind, own)(schema, registry=Registry())  # type: ignore[no-untyped-call]

    def is_valid(value: Any) -> bool:
        nonlocal followed
        followed = 0
        try:
            return (not patterns or _longest_text(value) <= limit) and bool(validator.is_valid(value))
        except (ArithmeticError, RecursionError):
            return False
        except (Unresolvable, *_STUMBLES):
            return True  # the fault is the schema's

    return is_valid


def slow_patterns(schema: Any) -> Iterator[str]:
    """The regular expressions in a JSON Schema that nobody could wait for."""
    yield from (pattern for pattern in _patterns(schema) if not longest(pattern, anywhere=True))


def _patterns(schema: Any) -> Iterator[str]:
    inner = [schema]
    for one in inner:  # grows
        if isinstance(one, Mapping):
            if isinstance(pattern := one.get("pattern"), str):
                yield pattern
            if isinstance(named := one.get("patternProperties"), Mapping):
                yield from named
            inner.extend(one.values())
        elif isinstance(one, list):
            inner.extend(one)


def _is_broken(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        return True
    return False


def _longest_text(value: Any) -> int:
    """The length of the longest text in a value of JSON, the names of properties among them."""
    inner, length = [value], 0
    for one in inner:  # grows
        if isinstance(one, str):
            length = max(length, len(one))
        elif isinstance(one, dict):
            inner.extend(one)
            inner.extend(one.values())
        elif isinstance(one, list):
            inner.extend(one)
    return length


def _unique(validator: Any, unique: Any, value: Any, schema: Any) -> Iterator[Any]:
    """Whether the items of a list differ, in a time that grows with their number and not with its square."""
    from jsonschema import ValidationError

    if unique and isinstance(value, list):
        texts = {json.dumps(one, sort_keys=True) for one in value}
        if len(texts) < len(value):
            yield ValidationError("an item stands twice")
