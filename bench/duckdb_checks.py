"""The checks of a package of bench/packages.py, written for DuckDB.

`python bench/duckdb_checks.py FOLDER` runs them; `--print` shows them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

TYPES = {
    "integer": "try_cast({0} AS BIGINT) IS NULL",
    "number": "try_cast({0} AS DOUBLE) IS NULL",
    "date": "try_cast({0} AS DATE) IS NULL",
    "time": "try_cast({0} AS TIME) IS NULL",
    "datetime": "try_cast({0} AS TIMESTAMPTZ) IS NULL",
    "boolean": "{0} NOT IN ('true', 'false')",
}
NUMBERS = {"integer": "BIGINT", "number": "DOUBLE"}


def _name(name: str) -> str:
    return f'"{name}"'


def _names(names: list[str]) -> str:
    return ", ".join(map(_name, names))


def conditions(field: dict[str, Any]) -> Iterator[str]:
    """SQL conditions that are true for rows that break a rule of a field."""
    name, rules = _name(field["name"]), field.get("constraints", {})
    if rules.get("required"):
        yield f"{name} IS NULL"
    if field["type"] in TYPES:
        yield f"({name} IS NOT NULL AND {TYPES[field['type']].format(name)})"
    if "enum" in rules:
        yield f"{name} NOT IN ({', '.join(repr(value) for value in rules['enum'])})"
    if "pattern" in rules:
        yield f"NOT regexp_full_match({name}, '{rules['pattern']}')"
    if "minimum" in rules:
        number = f"try_cast({name} AS {NUMBERS[field['type']]})"
        yield f"{number} NOT BETWEEN {rules['minimum']} AND {rules['maximum']}"
    if "minLength" in rules:
        yield f"length({name}) < {rules['minLength']}"
    if "maxLength" in rules:
        yield f"length({name}) > {rules['maxLength']}"


def checks(descriptor: dict[str, Any]) -> Iterator[str]:
    """Queries that count wrong rows: one query a table, and one a key."""
    for resource in descriptor["resources"]:
        table, schema = resource["name"], resource["schema"]
        wrong = [condition for field in schema["fields"] for condition in conditions(field)]
        yield f"SELECT count(*) FROM {table} WHERE {' OR '.join(wrong)}"
        key = _names(schema["primaryKey"])
        yield f"SELECT count(*) FROM (SELECT {key} FROM {table} GROUP BY {key} HAVING count(*) > 1)"
        for foreign in schema.get("foreignKeys", ()):
            other, names = foreign["reference"]["resource"], _names(foreign["fields"])
            yield f"SELECT count(*) FROM {table} ANTI JOIN {other} USING ({names})"


def main(folder: str, *options: str) -> None:
    """Prints the number of rows that each check rejects."""
    descriptor = json.loads(Path(folder, "datapackage.json").read_text(encoding="utf-8"))
    if options == ("--print",):
        print(*checks(descriptor), sep=";\n")
        return
    connection = duckdb.connect(config={"threads": 1})
    for resource in descriptor["resources"]:
        read = f"read_csv('{folder}/{resource['path']}', all_varchar=true, header=true, delim=',', quote='\"')"
        connection.execute(f"CREATE TABLE {resource['name']} AS SELECT * FROM {read}")
    print(*(connection.execute(check).fetchall()[0][0] for check in checks(descriptor)))


if __name__ == "__main__":
    main(*sys.argv[1:])
