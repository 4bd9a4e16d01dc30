"""The sidecar `NAME.toml` of an article `NAME.txt`: facts that the text itself lacks.

The sidecar `export.toml` of an export may also name its columns.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from onrecord.errors import SourceError
from onrecord.ingestion.facts import KEYS, Facts, facts_of, require_facts
from onrecord.ingestion.limits import LARGEST_SIDECAR
from onrecord.ingestion.records import fact_named

BASIS = "sidecar"
COLUMNS = "columns"  # the table of an export's sidecar


def parse_sidecar(content: bytes, path: Path) -> Facts:
    """The facts in a sidecar with the content of the file `path`.

    Raises:
        SourceError: it is not TOML, a key names none of `facts.KEYS`, or the table `articles` does not allow a value.
    """
    return sidecar_of(_values(content, path), path)


def parse_export_sidecar(content: bytes, path: Path) -> tuple[Facts, Mapping[str, str]]:
    """The facts in the sidecar of a file of many articles, and the columns that its table `[columns]` names.

    Raises:
        SourceError: as for `parse_sidecar`, or a column is not a name.
    """
    values = _values(content, path)
    columns = values.pop(COLUMNS, {})
    if not isinstance(columns, dict) or not all(isinstance(name, str) for name in columns.values()):
        raise SourceError(f'{path}: columns is not a table of names; write it as [columns], then text = "story"')
    require_facts(columns, f"{path}, columns")
    return sidecar_of(values, path), columns


def sidecar_of(values: Mapping[str, object], path: str | Path) -> Facts:
    """The facts of a sidecar with `values`; messages name it by `path`.

    The keys are the names that facts have in records and in metadata.csv, too.

    Raises:
        SourceError: as for `parse_sidecar`.

    Examples:
        >>> sidecar_of({"date": "2031-05-13"}, "ferry.toml").published
        '2031-05-13'
    """
    named: dict[str, object] = {}
    for key, value in values.items():
        fact = fact_named(key)
        fact = fact if fact in KEYS else key  # which is refused by the name that it has
        if fact in named:
            raise SourceError(f"{path}: the key {key[:60]!r} is {fact} again; keep one of them")
        named[fact] = value
    return facts_of(named, path, BASIS)


def _values(content: bytes, path: Path) -> dict[str, Any]:
    if len(content) > LARGEST_SIDECAR:
        raise SourceError(
            f"{path}: {len(content):,} bytes; a sidecar has at most {LARGEST_SIDECAR:,}, so keep only {', '.join(KEYS)}"
        )
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}: not UTF-8 at byte {error.start}; save the sidecar as UTF-8") from None
    except RecursionError:
        raise SourceError(f"{path}: its values are nested too deeply; keep only {', '.join(KEYS)}") from None
    except ValueError as error:  # also a number with thousands of digits
        raise SourceError(f'{path}: not TOML: {error}; correct that place, as in: title = "Ferry stays"') from None
