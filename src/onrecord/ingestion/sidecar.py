"""The sidecar `NAME.toml` of an article `NAME.txt`: facts that the text itself lacks."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from onrecord.errors import SourceError
from onrecord.ingestion.facts import KEYS, Facts, facts_of
from onrecord.ingestion.limits import LARGEST_SIDECAR

SUFFIX = ".toml"
BASIS = "sidecar"


def parse_sidecar(content: bytes, path: Path) -> Facts:
    """The facts in a sidecar with the content of the file `path`.

    Raises:
        SourceError: it is not TOML, a key is not one of `facts.KEYS`, or the table `articles` does not allow a value.
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


def sidecar_of(values: Mapping[str, object], path: str | Path) -> Facts:
    """The facts of a sidecar with `values`; messages name it by `path`.

    Raises:
        SourceError: as for `parse_sidecar`.
    """
    return facts_of(values, path, BASIS)
