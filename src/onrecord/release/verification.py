"""Downloads verified by the index, the list of hashes and its signature."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from onrecord.errors import DownloadError
from onrecord.package import DESCRIPTOR
from onrecord.release.download import fetch, fetch_unknown, read_small
from onrecord.release.download_sources import Source
from onrecord.release.index import INDEX, Entry
from onrecord.release.location import Location
from onrecord.release.signing import can_verify, is_signed_by
from onrecord.release.sums import SIGNATURE, SUMS, parse_sums

_LARGEST_SUMS = 16 * 1024 * 1024
_LARGEST_SIGNATURE = 1024


def fetch_zip(location: Location, key: str) -> tuple[Path, Mapping[str, str]]:
    """A zip that no index lists, and the hashes in the SHA256SUMS next to it, if it has the zip's.

    Args:
        location: names the zip.
        key: the public key that must have signed the hashes; empty if no key is required.

    Returns:
        The zip in the cache, and the hash of each listed file by its path; none if the zip's hash is unknown.

    Raises:
        DownloadError: the zip cannot be downloaded, is not the published file, or is not signed by the key.
    """
    source, url = location.source, location.source.url_of(location.zip)
    sums = read_small(source, SUMS, _LARGEST_SUMS)
    listed: Mapping[str, str] = {}
    if key:
        signature = read_small(source, SIGNATURE, _LARGEST_SIGNATURE)
        if sums is None or signature is None:
            raise DownloadError(f"{url}: not signed, but a key was named; get it from its folder with {INDEX}")
        if not is_signed_by(key, signature, sums):
            raise DownloadError(f"{url}: not signed by {key}; do not use it")
        listed = parse_sums(sums, source.url_of(SUMS))
        if location.zip not in listed:
            raise DownloadError(f"{source.url_of(SUMS)}: signed, but does not list {location.zip}; do not use it")
    elif sums is not None:
        with suppress(DownloadError):  # a different file of that name
            listed = parse_sums(sums, source.url_of(SUMS))
    if location.zip not in listed:
        return fetch_unknown(source, location.zip), {}
    return fetch(source, location.zip, None, listed[location.zip]), listed


def verify_release(source: Source, name: str, entry: Entry, trusted: str) -> str:
    """The public key that signed a release.

    Args:
        source: the folder of the index.
        name: the package's name.
        entry: the release in the index.
        trusted: the key that must have signed it; empty if no key is required.

    Returns:
        The key; empty if no key is required and the release is not signed or cryptography is not installed.

    Raises:
        DownloadError: the release is not signed by the key, or the signature is for other files.
    """
    place = source.url_of(entry.path)
    if entry.signature is None or entry.sums is None:
        if trusted:
            raise DownloadError(f"{place}: not signed, but {trusted} should have signed it; do not use it")
        return ""
    if not trusted and not can_verify():
        return ""
    key = trusted or entry.public_key
    if not key:
        message = "signed, but the index does not say by which key"
        raise DownloadError(f"{place}: {message}; ask the publisher for the key, and name it with --key")
    sums = read_small(source, entry.sums, _LARGEST_SUMS)
    signature = read_small(source, entry.signature, _LARGEST_SIGNATURE)
    if sums is None or signature is None:
        raise DownloadError(f"{place}: the index names a signature that is missing; report it to the publisher")
    if not is_signed_by(key, signature, sums):
        other = f", but by {entry.public_key}" if trusted and entry.public_key not in (None, trusted) else ""
        raise DownloadError(f"{place}: not signed by {key}{other}; do not use it unless its publisher confirms the key")
    # The name of the zip ties the signature to this version: the files of older versions are signed as well.
    signed = parse_sums(sums, source.url_of(entry.sums))
    stated = {f"{name}-{entry.version}.zip": entry.zip_sha256, DESCRIPTOR: entry.descriptor_sha256}
    if entry.zip != f"{entry.path}/{name}-{entry.version}.zip" or any(
        signed.get(path) != sha256 for path, sha256 in stated.items()
    ):
        raise DownloadError(f"{place}: the signature is not for these files; do not use them")
    return key


def listed_files(source: Source, entry: Entry) -> Mapping[str, str] | None:
    """The hash of each file of a release by its path in it; None for an old release whose files are not listed.

    Raises:
        DownloadError: the list of hashes that the index names is missing.
    """
    below = f"{entry.path}/"
    listed = {file.path.removeprefix(below): file.sha256 for file in entry.files if file.path.startswith(below)}
    if not listed and entry.sums is not None:
        content = read_small(source, entry.sums, _LARGEST_SUMS)
        if content is None:
            place = source.url_of(entry.sums)
            raise DownloadError(f"{place}: missing, but the index names it; report it to the publisher")
        listed = parse_sums(content, source.url_of(entry.sums))
    return {**listed, DESCRIPTOR: entry.descriptor_sha256} if listed else None


def compare_files(hashes: Mapping[str, str], listed: Mapping[str, str], place: str) -> None:
    """Compares the files of the zip at `place` with the list of the release.

    Raises:
        DownloadError: a file has a different hash, or is not listed.
    """
    for path, sha256 in hashes.items():
        if path not in listed:
            raise DownloadError(f"{place}: contains {path}, which the release does not list; do not use it")
        if listed[path] != sha256:
            raise DownloadError(f"{place}: its {path} is not the published file; report it to the publisher")
