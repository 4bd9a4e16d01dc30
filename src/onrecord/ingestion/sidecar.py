"""The sidecar `NAME.toml` of an article `NAME.txt`: what the text itself lacks."""

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
    """What a sidecar may say; the keys are columns of the table `articles`, which defines them."""

    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    language: str = "en"
    rights: str | None = None


KEYS = tuple(field.name for field in dataclasses.fields(Sidecar))


def parse_sidecar(content: bytes, path: Path) -> Sidecar:
    """The sidecar that is the content of the file `path`.

    Raises:
        SourceError: not TOML, a key that is not one of `KEYS`, or a value that the table `articles` does not allow.
    """
    if len(content) > LARGEST_SIDECAR:
        raise SourceError(
            f"{path}: {len(content):,} bytes; a sidecar has {LARGEST_SIDECAR:,} at most, so leave in it only "
            f"{', '.join(KEYS)}"
        )
    try:
        values = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}: not UTF-8 at byte {error.start}; save the sidecar as UTF-8") from None
    except RecursionError:
        raise SourceError(f"{path}: its values are nested too deeply; leave in it only {', '.join(KEYS)}") from None
    except ValueError as error:  # also of a number of thousands of digits
        raise SourceError(f"{path}: not TOML: {error}; a value stands in quotation marks") from None
    return sidecar_of(values, path)


def sidecar_of(values: Mapping[str, object], path: str | Path) -> Sidecar:
    """The sidecar that says `values`; `path` is what messages call it.

    Raises:
        SourceError: a key is not one of `KEYS`, or the table `articles` does not allow a value.
    """
    said: dict[str, str] = {}
    for key, value in values.items():
        if key not in KEYS:
            raise SourceError(f"{path}: unknown key {_shown(key)}; a sidecar has only {', '.join(KEYS)}")
        if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            value = value.isoformat()  # TOML has dates of its own
        said[key] = _checked(path, key, value)
    return Sidecar(**said)


def _checked(path: str | Path, key: str, value: object) -> str:
    if not isinstance(value, str):
        raise SourceError(f"{path}: {key} is {_shown(value)}; write it as a string in quotation marks")
    if not value.strip() or value != value.strip():
        raise SourceError(f"{path}: {key} is {_shown(value)}; leave the key out, or give a value without outer blanks")
    if re.search(r"[\x00-\x1f\x7f]", value):
        raise SourceError(f"{path}: {key} is {_shown(value)}; leave line breaks and control characters out")
    field = own_tables()["articles"].field(key)
    if rejects(field, value):
        expected = "an EDTF date such as" if field.notation == "edtf" else "something like"
        raise SourceError(f"{path}: {key} is {_shown(value)}; expected {expected} {field.example!r}")
    if key == "url" and "@" in value.partition("://")[2].partition("/")[0]:
        raise SourceError(f"{path}: url has a user or a password, which all readers would see; leave them out")
    if key == "url" and not re.fullmatch(r"https?://[^\s/<>\"{}|\\^`]+(/[^\s<>\"{}|\\^`]*)?", value):
        raise SourceError(f"{path}: url is {_shown(value)}; expected something like {field.example!r}")
    if key == "language" and value.split("-")[0].lower() != "en":
        raise SourceError(
            f"{path}: language is {_shown(value)}; only English texts can be converted, leave this one out"
        )
    return value


def _shown(value: object, limit: int = 60) -> str:
    try:
        message = repr(value)
    except (ValueError, RecursionError):  # a number of thousands of digits, a list in a list in a list ...
        return f"a value of type {type(value).__name__}"
    return message if len(message) <= limit else f"{message[: limit // 2]}…{message[-(limit // 2) :]}"
