"""Getting a release: downloaded, verified and put into a folder with a note of where it came from."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from onrecord.errors import DownloadError, PackageError
from onrecord.package import DESCRIPTOR
from onrecord.package.descriptor import slug
from onrecord.package.opening import unpack
from onrecord.package.staging import temporary_folder
from onrecord.release.destination import hashes_of, held_release, name_and_version, put_files, refuse_older
from onrecord.release.download import fetch
from onrecord.release.index import INDEX, NAME
from onrecord.release.location import Location, choose_release, locate
from onrecord.release.receipt import Receipt
from onrecord.release.signing import read_public_key
from onrecord.release.verification import compare_files, fetch_zip, listed_files, verify_release
from onrecord.text.versions import parse_version


@dataclasses.dataclass(frozen=True, slots=True)
class Download:
    """A release in a folder: what `get` returns.

    Attributes:
        name: the package's name.
        version: the release's version; empty if the package has no version.
        folder: the folder that holds the release.
        zip: the verified zip, in the cache.
        is_new: whether the release was written now; False if the folder held it already.
        replaced: the version that was in the folder before; empty for a new folder.
        key: the public key that signed the release; empty if it is not signed, or its signature was not checked.
        is_trusted: whether the caller named that key, or it is the key of the version that was there before.
        is_known: whether the hash of the zip was published; if not, the zip was compared with nothing.

    Examples:
        >>> onrecord.get("dist/small").folder.name
        'small-1.0.0'
    """

    name: str
    version: str
    folder: Path
    zip: Path
    is_new: bool
    replaced: str
    key: str
    is_trusted: bool
    is_known: bool


def get(url: str | Path, folder: str | Path | None = None, *, key: str | Path | None = None) -> Download:
    """Downloads a release, verifies it, and puts it into a folder as a whole or not at all.

    Args:
        url: folder of a package's releases, its index.json, or a zip: http(s)://, s3:// and all else that fsspec
            knows, or a path. `@VERSION` after a folder names a version; the default is the newest.
        folder: where it goes; by default NAME-VERSION in the current folder. An earlier version from `get` is
            replaced if nobody has changed it.
        key: the public key that must have signed it: a PEM file, or `ed25519:` and base64.

    Raises:
        DownloadError: there is no such release, it is not as published, it is not signed by the key, or the folder
            holds something else.
        PackageError: the zip is broken or unsafe.

    Examples:
        >>> download = onrecord.get("dist/small@1.0.0", "got")
        >>> download.version, download.folder.name, download.is_new
        ('1.0.0', 'got', True)
    """
    try:
        location = locate(str(url))
        trusted = read_public_key(key) if key is not None else ""
        return _from_zip(location, folder, trusted) if location.zip else _from_index(location, folder, trusted)
    except OSError as error:
        raise DownloadError(f"{error.filename or folder}: {error.strerror or error}; check that place") from error


def package_at(place: str | Path) -> Path:
    """The path of a package: a local path as it is, or the verified zip of a release, in the cache.

    Args:
        place: a folder, its datapackage.json or a zip; or what `get` takes, as a URL, or a folder of releases with or
            without `@VERSION`.

    Raises:
        DownloadError: there is no such release, or it is not as published.
    """
    url = str(place)
    if "://" not in url:
        path = Path(url)
        holds_releases = (path / INDEX).is_file() and not (path / DESCRIPTOR).is_file()
        if not holds_releases and (path.exists() or "@" not in url):
            return path
    location = locate(url)
    if location.zip:
        return fetch_zip(location, "")[0]
    name, entry = choose_release(location)
    verify_release(location.source, name, entry, "")
    return fetch(location.source, entry.zip, entry.zip_bytes, entry.zip_sha256)


def _from_index(location: Location, folder: str | Path | None, key: str) -> Download:
    name, entry = choose_release(location)
    version = str(entry.version)
    target = Path(folder) if folder is not None else Path(f"{name}-{version}")
    receipt = held_release(target, name)
    refuse_older(target, receipt, version, "" if location.version else f"name the version: {location.url}@{version}")
    trusted = key or (receipt.key if receipt else "")
    signer = verify_release(location.source, name, entry, trusted)
    url = location.source.url_of(entry.zip)
    archive = fetch(location.source, entry.zip, entry.zip_bytes, entry.zip_sha256)
    with temporary_folder() as temporary:
        root = _unpacked(archive, temporary, url)
        hashes = hashes_of(root)
        listed = listed_files(location.source, entry) or {**hashes, DESCRIPTOR: entry.descriptor_sha256}
        compare_files(hashes, listed, url)
        new = Receipt(location.url, name, version, signer, hashes)
        is_new = put_files(root, target, receipt, new, url)
    replaced = receipt.version if receipt and is_new else ""
    return Download(name, version, target, archive, is_new, replaced, signer, bool(trusted), is_known=True)


def _from_zip(location: Location, folder: str | Path | None, key: str) -> Download:
    archive, sums = fetch_zip(location, key)
    url = location.source.url_of(location.zip)
    with temporary_folder() as temporary:
        root = _unpacked(archive, temporary, url)
        hashes = hashes_of(root)
        if DESCRIPTOR in sums:  # it lists the files of a release, not only zips
            compare_files(hashes, sums, url)
        name, version = name_and_version(root)
        is_usual = NAME.fullmatch(name) and parse_version(version)
        usual = f"{name}-{version}" if is_usual else slug(location.zip.removesuffix(".zip"))
        target = Path(folder) if folder is not None else Path(usual)
        receipt = held_release(target, name)
        if receipt and receipt.key and not key:
            raise DownloadError(
                f"{target}: holds a release that {receipt.key} has signed; name that key, or another folder"
            )
        is_named = bool(version) and location.zip == f"{name}-{version}.zip"
        refuse_older(target, receipt, version, "" if is_named else f"name it {name}-{version}.zip")
        is_new = put_files(root, target, receipt, Receipt(url, name, version, key, hashes), url)
    replaced = receipt.version if receipt and is_new else ""
    return Download(name, version, target, archive, is_new, replaced, key, bool(key), is_known=bool(sums))


def _unpacked(archive: Path, folder: Path, url: str) -> Path:
    """The folder of the package in a zip from `url`, unpacked into `folder`."""
    try:
        return unpack(archive, folder, is_release=True)
    except PackageError as error:
        raise PackageError(str(error).replace(str(archive), url)) from error
