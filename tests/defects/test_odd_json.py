"""Descriptors and schemas with odd JSON anywhere: problems or a clear refusal, and never a traceback."""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import OnrecordError
from onrecord.validation import validate

from ..small_package import write_small_package

# What stands where something else should.
ODD: list[Any] = [
    *(None, True, 0, -1, 1.5, "", "x", "../x", "\ud800", "a" * 1000, 10**30, float("inf")),
    *([], {}, [1], [[]], {"a": 1}, ["a"], "http://localhost/x.json"),
]
PROPERTIES = [
    "schema",
    "dialect",
    "profile",
    "$schema",
    "constraints",
    "enum",
    "pattern",
    "missingValues",
    "foreignKeys",
    "primaryKey",
    "uniqueKeys",
    "fields",
    "categories",
    "path",
    "data",
    "encoding",
    "compression",
    "format",
    "type",
    "minimum",
    "maxLength",
    "bareNumber",
    "decimalChar",
    "trueValues",
]


def places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The place of each value in JSON, as keys and numbers from the top; not the top itself."""
    if place:
        yield place
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(inner, (*place, key))


def spoil(value: Any, draw: st.DataObject) -> None:
    """Replaces, removes or adds something."""
    *way, last = draw.draw(st.sampled_from(list(places(value))), "place")
    for key in way:
        value = value[key]
    odd = draw.draw(st.sampled_from(ODD), "value")
    match draw.draw(st.sampled_from(["replace", "replace", "remove", "add"]), "change"):
        case "replace":
            value[last] = odd
        case "remove":
            del value[last]
        case "add" if isinstance(value, dict):
            value[draw.draw(st.sampled_from(PROPERTIES), "property")] = odd
        case _:
            value.append(odd)


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_odd_json(data: st.DataObject) -> None:
    """The validator judges, or says in words why it cannot."""
    with tempfile.TemporaryDirectory() as temporary:
        package = Path(temporary)
        write_small_package(package)
        files = [package / "datapackage.json", *sorted((package / "schemas").glob("*.json"))]
        file = data.draw(st.sampled_from(files), "file")
        value = json.loads(file.read_bytes())
        spoil(value, data)
        file.write_text(json.dumps(value), encoding="utf-8")
        with contextlib.suppress(OnrecordError):
            validate(package)
