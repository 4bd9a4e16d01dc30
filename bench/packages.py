"""Packages of any size to time validators with: items that refer to parents; keys, an enum, patterns, ranges.

`python bench/packages.py FOLDER --rows 20000000` makes a package, the same each time; `--shape` makes other kinds of
tables, as a validator may be fast on one kind and slow on another.
"""

from __future__ import annotations

import argparse
import copy
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

# The kinds of items: plain; with other column names; with texts of 25 words; with gaps; with a different date and time
# in each row; with line breaks in cells; with lines that end with CR LF; compressed; with many columns.
SHAPES = ("plain", "renamed", "long texts", "gaps", "dates", "line breaks", "crlf", "gzip", "wide")
_WIDE = 40  # further columns
_WORDS = 25
_TALK = (
    *("of", "the", "a", "in", "council", "vote", "harbor", "said", "on", "to", "bridge"),
    *("and", "that", "was", "for", "market", "it", "he"),
)
KINDS = ("direct", "indirect", "mixed", "fragment", "other")
_ROWS = 500_000  # rows made at a time
_PRIME = 1_000_000_007
# The defects: a column and its wrong value; the last breaks a reference.
DEFECTS = (
    ("kind", "shouted"),
    ("code", "ab-12"),
    ("count", "-1"),
    ("count", "1001"),
    ("count", "many"),
    ("score", "1.5"),
    ("day", "31.12.2024"),
    ("active", "perhaps"),
    ("name", None),
    ("parent_id", "pa_none"),
)


def _field(name: str, kind: str, **constraints: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "constraints": {"required": True, **constraints}}


SCHEMAS: dict[str, dict[str, Any]] = {
    "parents": {
        "fields": [_field("parent_id", "string", pattern="pa_[0-9]{7}"), _field("label", "string")],
        "primaryKey": ["parent_id"],
    },
    "items": {
        "fields": [
            _field("item_id", "string", pattern="it_[0-9]{10}"),
            _field("parent_id", "string"),
            _field("kind", "string", enum=list(KINDS)),
            _field("code", "string", pattern="[A-Z]{2}-[0-9]{4}"),
            _field("count", "integer", minimum=0, maximum=1000),
            _field("score", "number", minimum=0, maximum=1),
            _field("day", "date"),
            _field("active", "boolean"),
            _field("name", "string", minLength=1, maxLength=40),
            {"name": "note", "type": "string"},
        ],
        "primaryKey": ["item_id"],
        "foreignKeys": [{"fields": ["parent_id"], "reference": {"resource": "parents", "fields": ["parent_id"]}}],
    },
}


def _renamed(name: str) -> str:
    return f"{name.upper()} of the record"


def schemas_of(shape: str) -> dict[str, dict[str, Any]]:
    """The Table Schemas of the two tables in one of the `SHAPES`."""
    schemas = copy.deepcopy(SCHEMAS)
    fields: list[dict[str, Any]] = schemas["items"]["fields"]
    if shape == "renamed":
        for schema in schemas.values():
            for field in schema["fields"]:
                field["name"] = _renamed(field["name"])
            schema["primaryKey"] = [_renamed(name) for name in schema["primaryKey"]]
            for key in schema.get("foreignKeys", ()):
                key["fields"] = [_renamed(name) for name in key["fields"]]
                key["reference"]["fields"] = [_renamed(name) for name in key["reference"]["fields"]]
    elif shape in ("long texts", "line breaks"):
        fields.append(_field("body", "string", minLength=1))
    elif shape == "gaps":
        for field in fields:
            if field["name"] in ("count", "score", "day", "active"):
                field["constraints"].pop("required")
    elif shape == "dates":
        fields += [_field("born", "date"), _field("seen", "datetime"), _field("at", "time")]
    elif shape == "wide":
        fields += [_field(f"answer_{number}", "integer", minimum=0, maximum=9) for number in range(_WIDE)]
    return schemas


def make(folder: Path, rows: int, defects: int = 0, edits: int = 0, shape: str = "plain") -> Path:
    """Writes a package to a folder.

    Args:
        folder: the folder; created if it is missing.
        rows: number of items; there is a parent for each hundred.
        defects: number of wrong cells of items, evenly spread, of each kind of `DEFECTS` in turn.
        edits: number of items renamed, of items removed, and of items added, compared with the package without edits.
        shape: one of `SHAPES`.

    Returns:
        The path of its descriptor.
    """
    (folder / "data").mkdir(parents=True, exist_ok=True)
    parents = max(1, rows // 100)
    ids = np.arange(parents)
    frame = pl.DataFrame({"number": ids}).select(
        parent_id="pa_" + pl.col("number").cast(pl.String).str.zfill(7),
        label="parent " + pl.col("number").cast(pl.String),
    )
    end = "\r\n" if shape == "crlf" else "\n"
    suffix = ".csv.gz" if shape == "gzip" else ".csv"
    rename = _renamed if shape == "renamed" else str
    frame.rename(rename).write_csv(folder / "data" / "parents.csv", line_terminator=end)
    target = folder / "data" / f"items{suffix}"
    with gzip.open(target, "wb", compresslevel=6) if shape == "gzip" else target.open("wb") as file:
        for number, items in enumerate(_items(rows, parents, defects)):
            kept = _edited(items, rows // edits) if edits else items
            kept = _shaped(kept, shape, number).rename(rename)
            kept.write_csv(file, include_header=not number, line_terminator=end)
    resources = [
        {
            "name": name,
            "type": "table",
            "profile": "tabular-data-resource",
            "path": f"data/{name}{suffix if name == 'items' else '.csv'}",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            **({"dialect": {"lineTerminator": end}} if shape == "crlf" else {}),
            "schema": schema,
        }
        for name, schema in schemas_of(shape).items()
    ]
    descriptor = folder / "datapackage.json"
    value = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "bench",
        "version": "1.0.0",
        "resources": resources,
    }
    descriptor.write_text(json.dumps(value, indent=1), encoding="utf-8")
    return descriptor


def _items(rows: int, parents: int, defects: int) -> Iterator[pl.DataFrame]:
    chance = np.random.default_rng(2031)
    letters = np.array(list("ABCDEFGHJKLMNPQRSTUVWXYZ"))
    words = np.array(["barge", "ferry", "mill", "tram", "clinic", "harbor", "depot", "school", "bridge", "market"])
    for first in range(0, rows, _ROWS):
        n = min(_ROWS, rows - first)
        number = np.arange(first, first + n)
        draw = chance.integers
        frame = pl.DataFrame(
            {
                "item": number * 7919 % _PRIME,
                "parent": draw(0, parents, n),
                "kind": np.array(KINDS)[draw(0, len(KINDS), n)],
                "one": letters[draw(0, len(letters), n)],
                "two": letters[draw(0, len(letters), n)],
                "digits": draw(0, 10_000, n),
                "count": draw(0, 1001, n),
                "score": draw(0, 10_000, n) / 10_000,
                "day": np.datetime64("2010-01-01") + draw(0, 8000, n),
                "active": draw(0, 2, n).astype(bool),
                "word": words[draw(0, len(words), n)],
                "tail": draw(0, 100_000, n),
                "noted": draw(0, 2, n).astype(bool),
            }
        )
        text = pl.String
        items = frame.select(
            item_id="it_" + pl.col("item").cast(text).str.zfill(10),
            parent_id="pa_" + pl.col("parent").cast(text).str.zfill(7),
            kind="kind",
            code=pl.col("one") + pl.col("two") + "-" + pl.col("digits").cast(text).str.zfill(4),
            count=pl.col("count").cast(text),
            score=pl.col("score").cast(text),
            day=pl.col("day").cast(text),
            active=pl.col("active").cast(text),
            name=pl.col("word") + " " + pl.col("tail").cast(text),
            note=pl.when("noted").then(pl.col("word") + " note"),
        )
        yield _spoil(items, number, rows, defects) if defects else items


def _shaped(items: pl.DataFrame, shape: str, part: int) -> pl.DataFrame:
    """The items in one of the `SHAPES`, the same each time."""
    n, chance = len(items), np.random.default_rng(7 + part)
    if shape in ("long texts", "line breaks"):
        words = np.array(_TALK)
        drawn = words[chance.integers(0, len(words), (n, _WORDS))]
        body = pl.DataFrame(drawn).select(pl.concat_str(pl.all(), separator=" ").alias("body")).to_series()
        if shape == "line breaks":
            body = (
                body.to_frame().select(pl.col("body").str.replace_all(" the ", '\n"the", ', literal=True))
            ).to_series()
        return items.with_columns(body)
    if shape == "gaps":
        names = ("count", "score", "day", "active")
        holes = [pl.Series(f"gap_{name}", chance.integers(0, 3, n) == 0) for name in names]
        filled = [pl.when(pl.col(f"gap_{name}")).then(None).otherwise(name).alias(name) for name in names]
        return items.with_columns(holes).with_columns(filled).drop(hole.name for hole in holes)
    if shape == "dates":
        day = np.datetime64("1900-01-01") + chance.integers(0, 40_000, n)
        second = np.datetime64("2000-01-01T00:00:00") + chance.integers(0, 900_000_000, n)
        seen = pl.Series("seen", second.astype("datetime64[ms]"))
        return items.with_columns(
            pl.Series("born", day).cast(pl.String),
            seen.dt.strftime("%Y-%m-%dT%H:%M:%SZ"),
            seen.dt.strftime("%H:%M:%S").alias("at"),
        )
    if shape == "wide":
        answers = [pl.Series(f"answer_{number}", chance.integers(0, 10, n)).cast(pl.String) for number in range(_WIDE)]
        return items.with_columns(answers)
    return items


def _spoil(items: pl.DataFrame, number: np.ndarray[Any, Any], rows: int, defects: int) -> pl.DataFrame:
    step = rows // defects
    kind = np.where((number % step == 0) & (number // step < defects), number // step % len(DEFECTS), -1)
    items = items.with_columns(spoilt=pl.Series(kind))
    for which, (column, value) in enumerate(DEFECTS):
        wrong = pl.when(pl.col("spoilt") == which).then(pl.lit(value, dtype=pl.String)).otherwise(column)
        items = items.with_columns(wrong.alias(column))
    return items.drop("spoilt")


def _edited(items: pl.DataFrame, step: int) -> pl.DataFrame:
    place = pl.int_range(pl.len()) % step
    new = items.filter(place == 2).with_columns(item_id=pl.col("item_id").str.replace("it_0", "it_9"))
    name = pl.when(place == 0).then(pl.col("name") + " II").otherwise("name")
    return pl.concat([items.with_columns(name.alias("name")).filter(place != 1), new])


def main() -> None:
    """Makes a package."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--defects", type=int, default=0)
    parser.add_argument("--edits", type=int, default=0)
    parser.add_argument("--shape", choices=SHAPES, default=SHAPES[0])
    args = parser.parse_args()
    print(make(args.folder, args.rows, args.defects, args.edits, args.shape))


if __name__ == "__main__":
    main()
