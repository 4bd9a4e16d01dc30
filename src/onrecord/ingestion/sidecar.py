"""The sidecar `NAME.toml` of an article `NAME.txt`: facts that the text itself lacks."""

from __future__ import annotations

import dataclasses
import datetime
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from onrecord.errors import SourceError
from onrecord.ingestion.limits import LARGEST_SIDECAR
from onrecord.package.own_cells import rejects
from onrecord.package.own_tables import own_tables

SUFFIX = ".toml"


@dataclasses.dataclass(frozen=True, slots=True)
class Sidecar:
    """The facts in a sidecar; the keys are columns of the table `articles`, which defines them."""

    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    language: str = "en"
    rights: str | None = None


KEYS = tuple(field.name for field in dataclasses.fields(Sidecar))


def parse_sidecar(content: bytes, path: Path) -> Sidecar:
    """The sidecar with the content of the file `path`.

    Raises:
        SourceError: it is not TOML, a key is not one of `KEYS`, or the table `articles` does not allow a value.
    """
    if len(content) > LARGEST_SIDECAR:
        raise SourceError(
            f"{path}: {len(content):,} bytes; a sidecar has at most {LARGEST_SIDECAR:,}, so keep only {', '.join(KEYS)}"
        )
    try:
        values = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}: not UTF-8 at byte {error.start}; save the sidecar as UTF-8") from None
    except RecursionError:
        raise SourceError(f"{path}: its values are nested too deeply; keep only {', '.join(KEYS)}") from None
    except ValueError as error:  # also a number with thousands of digits
        raise SourceError(f"{path}: not TOML: {error}; put values in quotation marks") from None
    return sidecar_of(values, path)


def sidecar_of(values: Mapping[str, object], path: str | Path) -> Sidecar:
    """The sidecar with `values`; messages name it by `path`.

    Raises:
        SourceError: a key is not one of `KEYS`, or the table `articles` does not allow a value.
    """
    facts: dict[str, str] = {}
    for key, value in values.items():
        if key not in KEYS:
            raise SourceError(f"{path}: unknown key {_shown(key)}; a sidecar has only {', '.join(KEYS)}")
        if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            value = value.isoformat()  # TOML has a type for dates
        facts[key] = _checked(path, key, value)
    return Sidecar(**facts)


def _checked(path: str | Path, key: str, value: object) -> str:
    if not isinstance(value, str):
        raise SourceError(f"{path}: {key} is {_shown(value)}; write it as a string in quotation marks")
    if not value.strip() or value != value.strip():
        raise SourceError(f"{path}: {key} is {_shown(value)}; leave the key out, or give a value without outer blanks")
    if re.search(r"[\x00-\x1f\x7f]", value):
        raise SourceError(f"{path}: {key} is {_shown(value)}; remove line breaks and control characters")
    field = own_tables()["articles"].field(key)
    if rejects(field, value):
        expected = "an EDTF date such as" if field.notation == "edtf" else "something like"
        raise SourceError(f"{path}: {key} is {_shown(value)}; expected {expected} {field.example!r}")
    if key == "url" and "@" in value.partition("://")[2].partition("/")[0]:
        raise SourceError(f"{path}: url has a user or a password, which all readers would see; remove them")
    if key == "url" and not re.fullmatch(r"https?://[^\s/<>\"{}|\\^`]+(/[^\s<>\"{}|\\^`]*)?", value):
        raise SourceError(f"{path}: url is {_shown(value)}; expected something like {field.example!r}")
    if key == "language" and value.split("-")[0].lower() != "en":
        raise SourceError(
            f"{path}: language is {_shown(value)}; only English texts can be converted, so leave out this article"
        )
    return value


def _shown(value: object, limit: int = 60) -> str:
    try:
        message = repr(value)
    except (ValueError, RecursionError):  # a number with thousands of digits, deeply nested lists
        return f"a value of type {type(value).__name__}"
    return message if len(message) <= limit else f"{message[: limit // 2]}…{message[-(limit // 2) :]}"
