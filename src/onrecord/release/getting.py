"""Getting a release: downloaded, verified and put into a folder that tells where it came from."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from onrecord.errors import DownloadError, PackageError
from onrecord.package import DESCRIPTOR
from onrecord.package.descriptor import file_facts, slug
from onrecord.package.files import copy_file, names, open_inside, walk
from onrecord.package.json_files import read_json
from onrecord.package.opening import unpack
from onrecord.package.staging import PREFIX, recover, staged, temporary_folder
from onrecord.release.download import fetch, fetch_unknown, read_small
from onrecord.release.download_sources import FolderSource, Source, StoreSource, WebSource
from onrecord.release.index import INDEX, LARGEST_INDEX, NAME, Entry, parse_index
from onrecord.release.receipt import RECEIPT, Receipt, dump_receipt, read_receipt
from onrecord.release.signing import can_verify, is_signed_by, read_public_key
from onrecord.release.stores import WEB, Store, is_remote
from onrecord.release.sums import SIGNATURE, SUMS, parse_sums
from onrecord.release.targets import local_path
from onrecord.release.version import Level
from onrecord.text.printable import address, without_secrets
from onrecord.text.versions import parse_version

if TYPE_CHECKING:
    from semver import Version

_LATEST = "latest"
_LARGEST_SUMS = 16 * 1024 * 1024
_LARGEST_SIGNATURE = 1024
_SHOWN = 3
_BESIDES = re.compile(r"[?#].*", re.DOTALL)
_LIKE_A_VERSION = re.compile(r"v?\d[\w.+-]*", re.ASCII)


@dataclasses.dataclass(frozen=True, slots=True)
class Download:
    """A release in a folder: what `get` returns.

    Attributes:
        name: the package's name.
        version: the release's version; empty where the package has none.
        folder: where it is.
        zip: the verified zip, in the cache.
        is_new: whether it was written now; else it was there already.
        replaced: the version that was in the folder before; empty where there was none.
        key: the public key that signed it; empty where it is not signed, or the signature could not be checked.
        is_trusted: whether that key is one that the caller named, or the one of the version that was there before.
        is_known: whether somebody has told the hash of the zip; else it was checked against nothing.

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


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """A later release: its version, how far it reaches from the one before (patch, minor, major), what it changed."""

    version: str
    level: str
    changes: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Updates:
    """What is later than the release in a folder.

    Attributes:
        folder: the folder.
        url: where the releases are.
        name: the package's name.
        version: the version that the folder holds.
        newest: the newest that there is.
        steps: the releases after it, the oldest first.
        level: how far they reach together: none, patch, minor or major.
        is_listed: whether the version that the folder holds is among the releases.
    """

    folder: Path
    url: str
    name: str
    version: str
    newest: str
    steps: tuple[Step, ...]
    level: str
    is_listed: bool


@dataclasses.dataclass(frozen=True, slots=True)
class _Place:
    """What a URL names: the folder, how its user wrote it without secrets, and the version or the zip in it."""

    source: Source
    url: str
    version: str = ""
    zip: str = ""


def get(url: str | Path, folder: str | Path | None = None, *, key: str | Path | None = None) -> Download:
    """Downloads a release, verifies it, and puts it into a folder as a whole or not at all.

    Args:
        url: folder of a package's releases, its index.json, or a zip: http(s)://, s3:// and all else that fsspec
            knows, or a path. `@VERSION` behind a folder names a version; else the newest one is meant.
        folder: where it goes; NAME-VERSION in the current folder unless told. An earlier version that `get` has put
            there and nobody has changed is replaced.
        key: the public key that must have signed it: a PEM file, or `ed25519:` and base64.

    Raises:
        DownloadError: there is no such release, it is not as it was published, it is not signed by the key, or the
            folder holds something else.
        PackageError: the zip is broken or unsafe.

    Examples:
        >>> download = onrecord.get("dist/small@1.0.0", "got")
        >>> download.version, download.folder.name, download.is_new
        ('1.0.0', 'got', True)
    """
    try:
        place = _locate(str(url))
        wanted = read_public_key(key) if key is not None else ""
        return _from_zip(place, folder, wanted) if place.zip else _from_index(place, folder, wanted)
    except OSError as error:
        raise DownloadError(f"{error.filename or folder}: {error.strerror or error}; check that place") from error


def package_at(place: str | Path) -> Path:
    """The path of a package: one of this machine as it is, or the verified zip of a release, in the cache.

    Args:
        place: a folder, its datapackage.json or a zip; or what `get` takes, as a URL, or a folder of releases with or
            without `@VERSION`.

    Raises:
        DownloadError: there is no such release, or it is not as it was published.
    """
    url = str(place)
    if "://" not in url:
        path = Path(url)
        holds_releases = (path / INDEX).is_file() and not (path / DESCRIPTOR).is_file()
        if not holds_releases and (path.exists() or "@" not in url):
            return path
    located = _locate(url)
    if located.zip:
        return _zip_alone(located, "")[0]
    name, entry = _chosen(located)
    _verify_entry(located.source, name, entry, "")
    return fetch(located.source, entry.zip, entry.zip_bytes, entry.zip_sha256)


def check_updates(folder: str | Path = ".", url: str | Path | None = None) -> Updates:
    """What releases there are after the one in a folder, and what they changed; nothing is written.

    Args:
        folder: a folder with a release.
        url: where the releases are; what `get` has noted in the folder unless told.

    Raises:
        DownloadError: the folder holds no release, or nobody has told where it came from, or that cannot be read.
    """
    folder = Path(folder)
    receipt = read_receipt(folder)
    if receipt is None and url is None:
        raise DownloadError(
            f"{folder}: no note of where it came from; name the URL, too: onrecord get --check-updates URL {folder}"
        )
    if url is None and receipt and not receipt.may_be_asked:
        raise DownloadError(
            f"{folder}: its note says that it came from {receipt.url}, which is asked only if you name it: "
            f"onrecord get --check-updates URL {folder}"
        )
    place = _locate(str(url if url is not None else receipt.url if receipt else ""))
    name, entries = _index_of(place)
    mine, version = (receipt.name, receipt.version) if receipt else _named(folder)
    here = parse_version(version)
    if here is None or mine != name:
        raise DownloadError(f"{folder}: holds {mine} {version or 'without a version'}, but {place.url} has {name}")
    later = sorted((entry for entry in entries if entry.version > here), key=lambda entry: entry.version)
    before = [here, *(entry.version for entry in later)]
    levels = [_level(one, entry.version) for one, entry in zip(before, later, strict=False)]
    return Updates(
        folder=folder,
        url=place.url,
        name=name,
        version=version,
        newest=str(entries[0].version),
        steps=tuple(
            Step(str(entry.version), level.name.lower(), entry.changes)
            for level, entry in zip(levels, later, strict=True)
        ),
        level=max(levels, default=Level.NONE).name.lower(),
        is_listed=any(entry.version == here for entry in entries),
    )


def _level(old: Version, new: Version) -> Level:
    """How far it is from one version to a later one."""
    if old.major != new.major:
        return Level.MAJOR
    return Level.MINOR if old.minor != new.minor else Level.PATCH


def _locate(url: str) -> _Place:
    """What a URL or path names.

    Raises:
        DownloadError: it is not a URL, what stands behind the @ is not a version, or nothing knows such URLs.
    """
    try:
        urlsplit(url)
    except ValueError as error:
        raise DownloadError(f"{address(url)}: {without_secrets(str(error), url)}; check the URL") from None
    version = ""
    is_path = "://" not in url
    # A version belongs to the path, not to what is sent to a server besides.
    named = _BESIDES.sub("", url) if _is_of_the_web(url) else url
    head, at, tail = named.rpartition("@")
    is_address = _is_of_the_web(url) and "/" not in urlsplit(head).path
    if at and not is_address and not (is_path and Path(url).exists()):
        if tail == _LATEST or parse_version(tail):
            url, version = head + url[len(named) :], tail.removeprefix(_LATEST)
        elif _LIKE_A_VERSION.fullmatch(tail):
            raise DownloadError(f"{address(url)}: {tail} is not a version; expected one such as @1.2.0, or @{_LATEST}")
    base, name = _split(url)
    if name == INDEX or name.endswith(".zip"):
        source = _source(base)
        return _Place(source, source.url_of("").rstrip("/"), version, name if name != INDEX else "")
    source = _source(url)
    return _Place(source, source.url_of("").rstrip("/"), version)


def _split(url: str) -> tuple[str, str]:
    """The folder of a URL or path, and the last name in it."""
    if "://" not in url:
        return str(Path(url).parent), Path(url).name
    parts = urlsplit(url)
    folder, _, name = parts.path.rpartition("/")
    return urlunsplit(parts._replace(path=folder)), name


def _source(url: str) -> Source:
    if _is_of_the_web(url):
        return WebSource(url)
    if is_remote(url):
        return StoreSource(Store(url, DownloadError))
    return FolderSource(local_path(url).absolute())


def _is_of_the_web(url: str) -> bool:
    return url.partition("://")[0].lower() in WEB and "://" in url


def _index_of(place: _Place) -> tuple[str, tuple[Entry, ...]]:
    url = place.source.url_of(INDEX)
    content = read_small(place.source, INDEX, LARGEST_INDEX)
    if content is None:
        remedy = "name the folder of a package that holds index.json, with @1.0.0 for one version, or a zip"
        raise DownloadError(f"{url}: not found; {remedy}")
    name, entries = parse_index(content, url)
    if not entries:
        raise DownloadError(f"{url}: lists no release yet")
    return name, entries


def _chosen(place: _Place) -> tuple[str, Entry]:
    """The package's name, and the release that is meant."""
    name, entries = _index_of(place)
    wanted = parse_version(place.version)
    entry = next((entry for entry in entries if wanted is None or str(entry.version) == str(wanted)), None)
    if entry is None:
        there = ", ".join(str(entry.version) for entry in entries)
        raise DownloadError(f"{place.url}: no version {wanted} of {name}; there are {there}")
    return name, entry


def _from_index(place: _Place, folder: str | Path | None, key: str) -> Download:
    name, entry = _chosen(place)
    version = str(entry.version)
    target = Path(folder) if folder is not None else Path(f"{name}-{version}")
    receipt = _standing(target, name)
    _refuse_older(target, receipt, version, "" if place.version else f"name the version: {place.url}@{version}")
    trusted = key or (receipt.key if receipt else "")
    signer = _verify_entry(place.source, name, entry, trusted)
    url = place.source.url_of(entry.zip)
    archive = fetch(place.source, entry.zip, entry.zip_bytes, entry.zip_sha256)
    with temporary_folder() as temporary:
        root = _unpacked(archive, temporary, url)
        hashes = _hashes(root)
        _compare(hashes, _listed(place.source, entry) or {**hashes, DESCRIPTOR: entry.descriptor_sha256}, url)
        new = Receipt(place.url, name, version, signer, hashes)
        is_new = _put(root, target, receipt, new, url)
    replaced = receipt.version if receipt and is_new else ""
    return Download(name, version, target, archive, is_new, replaced, signer, bool(trusted), is_known=True)


def _from_zip(place: _Place, folder: str | Path | None, key: str) -> Download:
    archive, sums = _zip_alone(place, key)
    url = place.source.url_of(place.zip)
    with temporary_folder() as temporary:
        root = _unpacked(archive, temporary, url)
        hashes = _hashes(root)
        if DESCRIPTOR in sums:  # the list of the files of a release, and not of zips alone
            _compare(hashes, sums, url)
        name, version = _named(root)
        is_usual = NAME.fullmatch(name) and parse_version(version)
        usual = f"{name}-{version}" if is_usual else slug(place.zip.removesuffix(".zip"))
        target = Path(folder) if folder is not None else Path(usual)
        receipt = _standing(target, name)
        if receipt and receipt.key and not key:
            raise DownloadError(
                f"{target}: holds a release that {receipt.key} has signed; name that key, or another folder"
            )
        is_named = bool(version) and place.zip == f"{name}-{version}.zip"
        _refuse_older(target, receipt, version, "" if is_named else f"name it {name}-{version}.zip")
        is_new = _put(root, target, receipt, Receipt(url, name, version, key, hashes), url)
    replaced = receipt.version if receipt and is_new else ""
    return Download(name, version, target, archive, is_new, replaced, key, bool(key), is_known=bool(sums))


def _zip_alone(place: _Place, key: str) -> tuple[Path, Mapping[str, str]]:
    """A zip that no index tells of, and the list of hashes beside it; an empty one where none tells that of the zip."""
    source, url = place.source, place.source.url_of(place.zip)
    sums = read_small(source, SUMS, _LARGEST_SUMS)
    listed: Mapping[str, str] = {}
    if key:
        signature = read_small(source, SIGNATURE, _LARGEST_SIGNATURE)
        if sums is None or signature is None:
            raise DownloadError(f"{url}: not signed, but a key was named; get it from its folder with {INDEX}")
        if not is_signed_by(key, signature, sums):
            raise DownloadError(f"{url}: not signed by {key}; do not use it")
        listed = parse_sums(sums, source.url_of(SUMS))
        if place.zip not in listed:
            raise DownloadError(f"{source.url_of(SUMS)}: signed, but does not list {place.zip}; do not use it")
    elif sums is not None:
        with suppress(DownloadError):  # it is something else of that name
            listed = parse_sums(sums, source.url_of(SUMS))
    if place.zip not in listed:
        return fetch_unknown(source, place.zip), {}
    return fetch(source, place.zip, None, listed[place.zip]), listed


def _verify_entry(source: Source, name: str, entry: Entry, trusted: str) -> str:
    """The key that signed a release; empty where it is not signed and no key is asked for, or none can be checked."""
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
        raise DownloadError(f"{place}: {message}; ask its publisher for the key, and name it with --key")
    sums = read_small(source, entry.sums, _LARGEST_SUMS)
    signature = read_small(source, entry.signature, _LARGEST_SIGNATURE)
    if sums is None or signature is None:
        raise DownloadError(f"{place}: the index tells of a signature that is not there; tell its publisher")
    if not is_signed_by(key, signature, sums):
        other = f", but by {entry.public_key}" if trusted and entry.public_key not in (None, trusted) else ""
        raise DownloadError(f"{place}: not signed by {key}{other}; do not use it unless its publisher confirms the key")
    # The name of the zip ties the signature to this version: the files of an older one are signed as well.
    signed = parse_sums(sums, source.url_of(entry.sums))
    stated = {f"{name}-{entry.version}.zip": entry.zip_sha256, DESCRIPTOR: entry.descriptor_sha256}
    if entry.zip != f"{entry.path}/{name}-{entry.version}.zip" or any(
        signed.get(path) != sha256 for path, sha256 in stated.items()
    ):
        raise DownloadError(f"{place}: the signature is not the one of these files; do not use them")
    return key


def _unpacked(archive: Path, folder: Path, url: str) -> Path:
    """The folder of the package in a zip that was downloaded from `url`, taken apart into `folder`."""
    try:
        return unpack(archive, folder, is_release=True)
    except PackageError as error:
        raise PackageError(str(error).replace(str(archive), url)) from error


def _listed(source: Source, entry: Entry) -> Mapping[str, str] | None:
    """The hash of each file of a release by its path in it; None for a release of old, of which none is listed."""
    below = f"{entry.path}/"
    listed = {file.path.removeprefix(below): file.sha256 for file in entry.files if file.path.startswith(below)}
    if not listed and entry.sums is not None:
        content = read_small(source, entry.sums, _LARGEST_SUMS)
        if content is None:
            raise DownloadError(f"{source.url_of(entry.sums)}: not there, but the index names it; tell its publisher")
        listed = parse_sums(content, source.url_of(entry.sums))
    return {**listed, DESCRIPTOR: entry.descriptor_sha256} if listed else None


def _compare(hashes: Mapping[str, str], listed: Mapping[str, str], place: str) -> None:
    """Raises where a file of the zip at `place` is not the one that the list of the release has, or none of it."""
    for path, sha256 in hashes.items():
        if path not in listed:
            raise DownloadError(f"{place}: no list of the release names the {path} in it; do not use it")
        if listed[path] != sha256:
            raise DownloadError(f"{place}: its {path} is not the one that was published; tell its publisher")


def _standing(folder: Path, name: str) -> Receipt | None:
    """What an earlier `get` has left in a folder, which may be missing or empty.

    Raises:
        DownloadError: it holds something else, or what it holds was changed.
    """
    if folder.is_dir():
        recover(folder)
    elif folder.exists() or folder.is_symlink():
        raise DownloadError(f"{folder}: not a folder; name another one")
    if not folder.exists() or not names(folder):
        return None
    receipt = read_receipt(folder)
    if receipt is None or receipt.name != name:
        held = f"{receipt.name} {receipt.version}" if receipt else "something else"
        raise DownloadError(f"{folder}: holds {held}; name a folder that is empty or does not exist yet")
    there = _hashes(folder)
    changed = sorted(path for path in {*there, *receipt.files} if there.get(path) != receipt.files.get(path))
    if changed:
        message = ", ".join(changed[:_SHOWN]) + (", ..." if len(changed) > _SHOWN else "")
        raise DownloadError(
            f"{folder}: not as it was downloaded ({message}); move your files away or name another folder"
        )
    return receipt


def _refuse_older(folder: Path, receipt: Receipt | None, version: str, remedy: str) -> None:
    """Refuses a release that is older than the one in a folder, unless its user has named it (no `remedy`).

    A server that is attacked, or whoever sits between, can always offer an old release, which is as well signed as the
    new one.
    """
    held, offered = (parse_version(receipt.version) if receipt else None), parse_version(version)
    if remedy and held and offered and offered < held:
        raise DownloadError(
            f"{folder}: holds {held}, and {offered}, which is offered as the newest, is older; ask its publisher why, "
            f"or, to go back, {remedy}"
        )


def _put(root: Path, folder: Path, old: Receipt | None, new: Receipt, place: str) -> bool:
    """Puts the files below `root`, which came from `place`, into a folder, all at once; False where they are there."""
    note = dump_receipt(new, place)
    if old and old.files == new.files:
        return False
    if old and new.version and _is_same(old.version, new.version):
        raise DownloadError(
            f"{place}: not the {new.version} that {folder} holds, though a release never changes; ask its publisher "
            "which one is right, and get it into another folder"
        )
    with staged(folder) as staging:
        there = _hashes(folder) if folder.is_dir() else {}
        if there != (old.files if old else {}) or read_receipt(folder) != old:
            raise DownloadError(f"{folder}: changed while this run was at work; see what is there, and get it again")
        for path in new.files:
            with open_inside(root, path) as source:
                copy_file(source, staging.path(path))
        for path in old.files if old else ():
            if path not in new.files:
                staging.delete(path)
        staging.write(RECEIPT, note)
    return True


def _is_same(one: str, other: str) -> bool:
    """Whether two versions are one, also where one of them tells of another build."""
    versions = parse_version(one), parse_version(other)
    return one == other or (None not in versions and versions[0] == versions[1])


def _hashes(folder: Path) -> dict[str, str]:
    """The hash of each file below a folder by its path, without the notes of onrecord; a link has none."""
    found = {}
    for path in walk(folder):
        if path != RECEIPT and not path.startswith(PREFIX):
            is_plain = not (folder / path).is_symlink() and (folder / path).is_file()
            found[path] = file_facts(folder / path, folder).sha256 if is_plain else ""
    return found


def _named(folder: Path) -> tuple[str, str]:
    """Name and version in the descriptor of a package."""
    try:
        descriptor: Any = read_json(folder / DESCRIPTOR, folder)
        values = (descriptor.get("name"), descriptor.get("version"))
    except (PackageError, AttributeError) as error:
        raise DownloadError(f"{folder / DESCRIPTOR}: not the descriptor of a package ({error})") from None
    name, version = (value if isinstance(value, str) else "" for value in values)
    return name, version
