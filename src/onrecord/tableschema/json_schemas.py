"""JSON Schemas for the values of a column: checked in limited time, and without fetching anything."""

from __future__ import annotations

import graphlib
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from onrecord.tableschema.patterns import is_readable, searcher
from onrecord.text.printable import shown

# References that may be followed for one value: with two at each step of a recursion, their number doubles every step.
_MOST_REFERENCES = 10_000
# Errors that the library raises for odd schemas.
_STUMBLES = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
_REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")
# Keywords that apply other schemas to the same value; they hold a schema, a list of schemas, or schemas by name.
_ONE, _LISTED, _NAMED = ("not", "if", "then", "else"), ("allOf", "anyOf", "oneOf"), ("dependentSchemas", "dependencies")
_UNJUDGED = "not-judged"


def fits(schema: Any) -> Callable[[Any], bool] | None:
    """A test of whether a value is valid by a JSON Schema; None if the schema is invalid or could take forever.

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
    # Schemas that are not in this registry are not fetched from the network.
    validator = extend(kind, own)(schema, registry=REGISTRY)  # type: ignore[no-untyped-call]

    def is_valid(value: Any) -> bool:
        nonlocal followed
        followed = 0
        try:
            return bool(validator.is_valid(value))
        except (ArithmeticError, RecursionError):
            return False
        except _STUMBLES:
            return True  # the fault is in the schema

    return is_valid


def why_not(schema: Any) -> tuple[str, str, str] | None:
    """The rule, the reason and the remedy if values cannot be checked by a JSON Schema, apart from its patterns."""
    from jsonschema import Draft202012Validator, SchemaError
    from jsonschema.validators import validator_for

    try:
        kind = validator_for(schema, default=Draft202012Validator)
        # A format checker would compile the patterns, however long that takes.
        kind.check_schema(schema, format_checker=None)  # type: ignore[call-arg]
        if _is_beyond(schema):
            return _UNJUDGED, "has both patternProperties and unevaluatedProperties", "use only one of them"
        return _astray(schema)
    except (SchemaError, RecursionError, *_STUMBLES):
        return "descriptor-error", "is not valid", "correct the schema"


def _astray(schema: Any) -> tuple[str, str, str] | None:
    """The rule, the reason and the remedy if a reference in a schema leads nowhere or in a circle.

    Source for circles: JSON Schema 2020-12, Core, "Guarding Against Infinite Recursion". A circle through parts of the
    value ends with the value.
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
        is_alone = draft.name in alone and "$ref" in contents  # these drafts ignore keywords next to a $ref
        applied = [*(inner for inner, _, _ in next_to), *(() if is_alone else _applied(contents))]
        same_value[id(contents)] = {id(inner) for inner in applied}
        below = draft.create_resource(contents).subresources()
        next_to += [(part.contents, draft_of(part.contents, draft), resolver.in_subresource(part)) for part in below]
        for found_next in next_to:
            if id(found_next[0]) not in seen:
                seen.add(id(found_next[0]))
                ahead.append(found_next)
    try:
        graphlib.TopologicalSorter(same_value).prepare()
    except graphlib.CycleError:
        return _UNJUDGED, "refers to itself endlessly for the same value", "correct the schema"
    return None


def _leads_nowhere(reference: str) -> tuple[str, str, str]:
    message = f"refers to {shown(reference)}, which"
    if urlsplit(reference).scheme:
        return _UNJUDGED, f"{message} is not fetched", "copy the schema from there into this schema, below $defs"
    return "descriptor-error", f"{message} is not in it", "correct the reference"


def _applied(schema: Mapping[str, Any]) -> Iterator[Any]:
    """The schemas in a schema that apply to the same value as the schema itself."""
    for name in _ONE:
        yield schema.get(name)
    for name in _LISTED:
        yield from listed if isinstance(listed := schema.get(name), list) else ()
    for name in _NAMED:
        yield from named.values() if isinstance(named := schema.get(name), Mapping) else ()


def slow_patterns(schema: Any) -> Iterator[str]:
    """The regular expressions in a JSON Schema that could take forever."""
    yield from (pattern for pattern in _patterns(schema) if is_readable(pattern) and searcher(pattern) is None)


def _objects(schema: Any) -> Iterator[Mapping[str, Any]]:
    """All objects in a JSON value."""
    inner = [schema]
    for value in inner:  # grows
        if isinstance(value, Mapping):
            yield value
            inner.extend(value.values())
        elif isinstance(value, list):
            inner.extend(value)


def _patterns(schema: Any) -> Iterator[str]:
    for each in _objects(schema):
        if isinstance(pattern := each.get("pattern"), str):
            yield pattern
        if isinstance(named := each.get("patternProperties"), Mapping):
            yield from named


def _is_beyond(schema: Any) -> bool:
    """Whether the library would match a pattern with its own code, however long that takes."""
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
    """Checks the properties that neither `properties` nor `patternProperties` covers."""
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
    """Checks that the items of a list differ, in a time that grows with their number, not with its square."""
    if unique and isinstance(value, list):
        texts = {json.dumps(item, sort_keys=True) for item in value}
        if len(texts) < len(value):
            yield _error("an item is repeated")


# Keywords whose validators in the library take more than linear time.
_LINEAR: dict[str, Callable[..., Any]] = {
    "uniqueItems": _unique,
    "pattern": _matches,
    "patternProperties": _named_alike,
    "additionalProperties": _others,
}
