"""The receipt: the note that `get` leaves in a folder of where it came from, which release it is, and its files.

A folder may come from a stranger, and its receipt with it. It decides which files the next `get` replaces or removes
and where `--check-updates` asks, so it is hostile until it was checked here: it has exactly its properties, each of its
type and length; its paths are such as a release can have (`package.names`); its URL is one, without secrets.
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
from onrecord.release.index import NAME, SHA256
from onrecord.release.signing import is_public_key
from onrecord.release.stores import REMOTE
from onrecord.text.bounded_json import NotReadable, parse_json
from onrecord.text.printable import address
from onrecord.text.versions import parse_version

RECEIPT = ".onrecord-get.json"
_LARGEST = 32 * 1024 * 1024
_LONGEST_URL, _LONGEST_NAME, _LONGEST_VERSION = 2_000, 200, 100
_SCHEME = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.\-]*)://")
_IPV6 = re.compile(r"\[[0-9A-Fa-f:.]*\]")
_LOCAL = {"file", "local"}  # what `get` notes as a path


@dataclasses.dataclass(frozen=True, slots=True)
class Receipt:
    """What `get` has put into a folder.

    Attributes:
        url: where the releases are, without secrets; a path for a folder of this machine.
        name: the package's name.
        version: the release's version; empty where the package has none.
        key: the public key that has signed it; empty where it is not signed.
        files: the hash of each file by its path.
    """

    url: str
    name: str
    version: str
    key: str
    files: Mapping[str, str]

    @property
    def may_be_asked(self) -> bool:
        """Whether its URL is of a kind that is asked without its user's word: a web server or a store, no path."""
        match = _SCHEME.match(self.url)
        return bool(match and match["scheme"].lower() in REMOTE)


def read_receipt(folder: Path) -> Receipt | None:
    """The receipt in a folder; None where there is none.

    Raises:
        DownloadError: it is not one that onrecord writes.
    """
    path = folder / RECEIPT
    try:
        content = read_inside(folder, RECEIPT, _LARGEST)
    except FileNotFoundError:
        return None
    except (IsADirectoryError, PackageError) as error:
        raise DownloadError(f"{path}: not what onrecord has written there ({error}); remove it") from None
    try:
        values = parse_json(content, strict=True, largest=_LARGEST)
        names = {field.name for field in dataclasses.fields(Receipt)}
        if not isinstance(values, dict) or values.keys() != names:
            raise ValueError(f"expected an object with {', '.join(sorted(names))}")
        receipt = Receipt(**values)
        _check(receipt)
    except (NotReadable, ValueError) as error:
        raise DownloadError(f"{path}: not what onrecord has written there ({error}); remove it") from None
    return receipt


def dump_receipt(receipt: Receipt, place: str) -> bytes:
    """The file of a receipt.

    Raises:
        DownloadError: the release at `place` has a name, a version or files that no receipt can have.
    """
    try:
        _check(receipt)
    except ValueError as error:
        raise DownloadError(f"{place}: {error}; report it to the publisher") from None
    return (json.dumps(dataclasses.asdict(receipt), indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def _check(receipt: Receipt) -> None:
    """Raises a ValueError where a receipt says what cannot be."""
    _check_text("url", receipt.url, _LONGEST_URL)
    _check_text("name", receipt.name, _LONGEST_NAME)
    _check_text("version", receipt.version, _LONGEST_VERSION)
    # A zip alone is of anybody's package; an index says what each of its releases is called.
    if not receipt.url.endswith(".zip"):
        if not NAME.fullmatch(receipt.name):
            raise ValueError(f"name is {receipt.name!r}, which no index has")
        if parse_version(receipt.version) is None:
            raise ValueError(f"version is {receipt.version!r}, which no index has")
    match = _SCHEME.match(receipt.url)
    if "::" in _IPV6.sub("", receipt.url):
        raise ValueError("url is several URLs in one")
    if not receipt.url or address(receipt.url) != receipt.url or (match and match["scheme"].lower() in _LOCAL):
        raise ValueError("url is not a place that get notes")
    if not isinstance(receipt.key, str) or (receipt.key and not is_public_key(receipt.key)):
        raise ValueError(f"key is not a public key: {str(receipt.key)[:100]!r}")
    if not isinstance(receipt.files, Mapping):
        raise ValueError("files is not a valid object")
    for path, sha256 in receipt.files.items():
        if not isinstance(sha256, str) or not SHA256.fullmatch(sha256):
            raise ValueError(f"the hash of {path[:100]!r} is {str(sha256)[:100]!r}")
    check_names(receipt.files)


def _check_text(what: str, value: Any, longest: int) -> None:
    if not isinstance(value, str) or len(value) > longest or has_controls(value):
        raise ValueError(f"{what} is {str(value)[:100]!r}, no line of at most {longest:,} characters")
