"""The receipt: the file in which `get` records where a folder came from, which release it holds, and its files.

A folder, and its receipt, may come from a stranger. The receipt decides which files the next `get` replaces or removes
and where `--check-updates` asks, so it is not trusted before it is checked here: it has exactly the expected
properties, of the right types and lengths; its paths may occur in a release (`package.names`); its URL has no secrets.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from onrecord.errors import DownloadError, PackageError
from onrecord.package.files import read_inside
from onrecord.package.names import check_names, has_controls
from onrecord.package.stores import REMOTE
from onrecord.release.index import NAME, SHA256
from onrecord.release.signing import is_public_key
from onrecord.text.bounded_json import NotReadable, parse_json
from onrecord.text.printable import address
from onrecord.text.versions import parse_version

RECEIPT = ".onrecord-get.json"
_LARGEST = 32 * 1024 * 1024
_LONGEST_URL, _LONGEST_NAME, _LONGEST_VERSION = 2_000, 200, 100
_SCHEME = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.\-]*)://")
_IPV6 = re.compile(r"\[[0-9A-Fa-f:.]*\]")
_LOCAL = {"file", "local"}  # `get` records these as paths


@dataclasses.dataclass(frozen=True, slots=True)
class Receipt:
    """The release that `get` has put into a folder.

    Attributes:
        url: where the releases are, without secrets; a path for a local folder.
        name: the package's name.
        version: the release's version; empty if the package has no version.
        key: the public key that signed it; empty if it is not signed.
        files: the SHA-256 of each file by its path.
    """

    url: str
    name: str
    version: str
    key: str
    files: Mapping[str, str]

    @property
    def may_be_asked(self) -> bool:
        """Whether its URL may be contacted although the user did not name it: a web server or a store, not a path."""
        match = _SCHEME.match(self.url)
        return bool(match and match["scheme"].lower() in REMOTE)


def read_receipt(folder: Path) -> Receipt | None:
    """The receipt in a folder; None if it is missing.

    Raises:
        DownloadError: onrecord cannot have written the file.
    """
    path = folder / RECEIPT
    try:
        content = read_inside(folder, RECEIPT, _LARGEST)
    except FileNotFoundError:
        return None
    except (IsADirectoryError, PackageError) as error:
        raise DownloadError(f"{path}: not written by onrecord ({error}); remove it") from None
    try:
        values = parse_json(content, strict=True, largest=_LARGEST)
        names = {field.name for field in dataclasses.fields(Receipt)}
        if not isinstance(values, dict) or values.keys() != names:
            raise ValueError(f"expected an object with {', '.join(sorted(names))}")
        receipt = Receipt(**values)
        _check(receipt)
    except (NotReadable, ValueError) as error:
        raise DownloadError(f"{path}: not written by onrecord ({error}); remove it") from None
    return receipt


def dump_receipt(receipt: Receipt, place: str) -> bytes:
    """The file of a receipt.

    Raises:
        DownloadError: a receipt cannot have the name, the version or the files of the release at `place`.
    """
    try:
        _check(receipt)
    except ValueError as error:
        raise DownloadError(f"{place}: {error}; report it to the publisher") from None
    return (json.dumps(dataclasses.asdict(receipt), indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def _check(receipt: Receipt) -> None:
    """Raises a ValueError if a receipt has an impossible value."""
    _check_text("url", receipt.url, _LONGEST_URL)
    _check_text("name", receipt.name, _LONGEST_NAME)
    _check_text("version", receipt.version, _LONGEST_VERSION)
    # A zip alone may be any package; an index only lists valid names and versions.
    if not receipt.url.endswith(".zip"):
        if not NAME.fullmatch(receipt.name):
            raise ValueError(f"name is {receipt.name!r}, which an index cannot have")
        if parse_version(receipt.version) is None:
            raise ValueError(f"version is {receipt.version!r}, which an index cannot have")
    match = _SCHEME.match(receipt.url)
    if "::" in _IPV6.sub("", receipt.url):
        raise ValueError("url is several URLs in one")
    if not receipt.url or address(receipt.url) != receipt.url or (match and match["scheme"].lower() in _LOCAL):
        raise ValueError("url is not a place that get records")
    if not isinstance(receipt.key, str) or (receipt.key and not is_public_key(receipt.key)):
        raise ValueError(f"key is not a public key: {str(receipt.key)[:100]!r}")
    if not isinstance(receipt.files, Mapping):
        raise ValueError("files is not an object")
    for path, sha256 in receipt.files.items():
        if not isinstance(sha256, str) or not SHA256.fullmatch(sha256):
            raise ValueError(f"the hash of {path[:100]!r} is {str(sha256)[:100]!r}")
    check_names(receipt.files)


def _check_text(what: str, value: Any, longest: int) -> None:
    if not isinstance(value, str) or len(value) > longest or has_controls(value):
        raise ValueError(f"{what} is {str(value)[:100]!r}, not a line of at most {longest:,} characters")
