"""The releases that a URL or a path names."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from onrecord.errors import DownloadError
from onrecord.package.stores import WEB, Store, is_remote
from onrecord.release.download import read_small
from onrecord.release.download_sources import FolderSource, Source, StoreSource, WebSource
from onrecord.release.index import INDEX, LARGEST_INDEX, Entry, parse_index
from onrecord.release.pages import PAGE
from onrecord.release.targets import local_path
from onrecord.text.printable import address, without_secrets
from onrecord.text.versions import parse_version

_LATEST = "latest"
# What a web server gets after the path.
_QUERY = re.compile(r"[?#].*", re.DOTALL)
_LIKE_A_VERSION = re.compile(r"v?\d[\w.+-]*", re.ASCII)


@dataclasses.dataclass(frozen=True, slots=True)
class Location:
    """The folder that a URL names, and the release in it.

    Attributes:
        source: reads the folder.
        url: the folder as its user wrote it, without secrets.
        version: the version that the URL names; empty for the newest.
        zip: the name of the zip that the URL names; empty if it names a folder or an index.
    """

    source: Source
    url: str
    version: str = ""
    zip: str = ""


def locate(url: str) -> Location:
    """What a URL or path names.

    Raises:
        DownloadError: it is not a URL, what follows the @ is not a version, or no library reads such URLs.
    """
    try:
        urlsplit(url)
    except ValueError as error:
        raise DownloadError(f"{address(url)}: {without_secrets(str(error), url)}; check the URL") from None
    version = ""
    is_path = "://" not in url
    # A version belongs to the path, not to the query.
    named = _QUERY.sub("", url) if _is_web(url) else url
    head, at, tail = named.rpartition("@")
    is_user = _is_web(url) and "/" not in urlsplit(head).path
    if at and not is_user and not (is_path and Path(url).exists()):
        if tail == _LATEST or parse_version(tail):
            url, version = head + url[len(named) :], tail.removeprefix(_LATEST)
        elif _LIKE_A_VERSION.fullmatch(tail):
            raise DownloadError(f"{address(url)}: {tail} is not a version; expected one such as @1.2.0, or @{_LATEST}")
    base, name = _split(url)
    if name in (INDEX, PAGE) or name.endswith(".zip"):
        source = _source(base)
        return Location(source, source.url_of("").rstrip("/"), version, name if name.endswith(".zip") else "")
    source = _source(url)
    return Location(source, source.url_of("").rstrip("/"), version)


def _split(url: str) -> tuple[str, str]:
    """The folder of a URL or path, and its last name."""
    if "://" not in url:
        return str(Path(url).parent), Path(url).name
    parts = urlsplit(url)
    folder, _, name = parts.path.rpartition("/")
    return urlunsplit(parts._replace(path=folder)), name


def _source(url: str) -> Source:
    if _is_web(url):
        return WebSource(url)
    if is_remote(url):
        return StoreSource(Store(url, DownloadError))
    return FolderSource(local_path(url).absolute())


def _is_web(url: str) -> bool:
    return url.partition("://")[0].lower() in WEB and "://" in url


def read_releases(location: Location) -> tuple[str, tuple[Entry, ...]]:
    """The package's name and its releases by the index, the newest first.

    Raises:
        DownloadError: there is no index, or it lists no release.
        ReleaseError: it is not an index.
    """
    url = location.source.url_of(INDEX)
    content = read_small(location.source, INDEX, LARGEST_INDEX)
    if content is None:
        remedy = "name the folder of a package that holds index.json, with @1.0.0 for one version, or a zip"
        raise DownloadError(f"{url}: not found; {remedy}")
    name, entries = parse_index(content, url)
    if not entries:
        raise DownloadError(f"{url}: lists no release yet")
    return name, entries


def choose_release(location: Location) -> tuple[str, Entry]:
    """The package's name, and the release that a location names.

    Raises:
        DownloadError: there is no such release.
    """
    name, entries = read_releases(location)
    chosen = parse_version(location.version)
    entry = next((entry for entry in entries if chosen is None or str(entry.version) == str(chosen)), None)
    if entry is None:
        listed = ", ".join(str(entry.version) for entry in entries)
        raise DownloadError(f"{location.url}: no version {chosen} of {name}; there are {listed}")
    return name, entry
