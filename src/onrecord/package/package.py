"""Packages as their descriptors declare them: the only reader of `datapackage.json`."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from onrecord.errors import OnrecordError, PackageError
from onrecord.package import DESCRIPTOR, SEEDS, descriptor_at
from onrecord.package.files import is_inside
from onrecord.package.json_files import read_json
from onrecord.package.resources import Fetch, Resource, read_resource
from onrecord.tableschema.schema import is_version_1

# Folders of files that no resource lists, from which onrecord makes a package.
_SOURCES = frozenset({"corrections", SEEDS})
TEXTS_SETTINGS = ("full", "none")
# The setting `tables` of a package whose tables are files of Parquet, as a conversion on many machines leaves them.
PARTS = "parts"
# The table with the texts of such a package: a file for each of millions of texts would be slow everywhere.
TEXTS = "texts"
# The property that says by which rules a package gets its versions. It has our prefix, as the standard has no such
# property; any package may have it, which does not make it one of onrecord's own.
VERSIONING = "onrecord:versioning"
RECIPE, ADDITIVE = "recipe", "additive"
_MOST_TABLES = 10_000


@dataclasses.dataclass(frozen=True)
class Package:
    """A data package: its folder, its descriptor, the resources listed there, and the name of the descriptor's file."""

    folder: Path
    descriptor: Mapping[str, Any] = dataclasses.field(repr=False)
    resources: tuple[Resource, ...]
    described_in: str = DESCRIPTOR

    @property
    def described(self) -> Path:
        """The path of its descriptor."""
        return self.folder / self.described_in

    @functools.cached_property
    def tables(self) -> dict[str, Resource]:
        """The resources that are tables, by name, in the descriptor's order."""
        return {resource.name: resource for resource in self.resources if resource.table is not None}

    @property
    def is_own(self) -> bool:
        """Whether it is one of onrecord's own packages: whether its descriptor has the property `onrecord`."""
        return isinstance(self.descriptor.get("onrecord"), Mapping)

    @property
    def texts(self) -> str:
        """Whether the package carries its articles' texts: `full` or `none`."""
        return str(self.settings.get("texts", "full"))

    @property
    def settings(self) -> Mapping[str, Any]:
        """The descriptor's `onrecord` property: the settings and the origin of the tables."""
        settings = self.descriptor.get("onrecord", {})
        return settings if isinstance(settings, Mapping) else {}


def refuse_as_output(package: Package, path: Path) -> None:
    """Refuses to write an output over a file of a package: its descriptor, a file of a resource, or a source of them.

    A new file may go into its folders, such as a file of corrections.

    Args:
        package: the package.
        path: the file to write.

    Raises:
        PackageError: it is one of these.
    """
    place, top = path.resolve(), package.folder.resolve()
    if not place.is_relative_to(top) or not path.exists():
        return
    inner = place.relative_to(top)
    listed = {name for resource in package.resources for name in (*resource.parts, *resource.companions)}
    is_source = package.is_own and inner.parts[0] in _SOURCES
    if is_source or inner.as_posix() in {package.described_in, *listed}:
        raise PackageError(f"{path}: a file of the package, which would be lost; name another file")


def _once(fetch: Fetch) -> Fetch:
    """Downloads each URL only once, even if several resources have it or the download failed."""
    found: dict[str, Path | OnrecordError] = {}

    def fetched(url: str) -> Path:
        if url not in found:
            try:
                found[url] = fetch(url)
            except OnrecordError as error:
                found[url] = error
        if isinstance(outcome := found[url], OnrecordError):
            raise outcome
        return outcome

    return fetched


def read_package(place: Path, fetch: Fetch | None = None) -> Package:
    """The package at a place; each resource that cannot be read has the reason.

    Args:
        place: its folder, or its descriptor, which may have any name that ends with .json.
        fetch: downloads a URL and returns the file; None if nothing is to be downloaded.

    Raises:
        PackageError: the descriptor is missing or is not a JSON object with a list of resources, or there are too many.
    """
    path = descriptor_at(place)
    folder = path.parent
    if not is_inside(folder, path.name):
        raise PackageError(f"{path}: no such file, so {folder} is not a package; name one, or run onrecord convert")
    descriptor = read_json(path, folder)
    if not isinstance(descriptor, dict) or not isinstance(descriptor.get("resources"), list):
        raise PackageError(f"{path}: not a descriptor; write a JSON object with a list of resources")
    settings = descriptor.get("onrecord", {})
    if not isinstance(settings, dict):
        raise PackageError(f'{path}: onrecord is {settings!r}; expected an object such as {{"texts": "full"}}')
    texts = settings.get("texts", "full")
    if texts not in TEXTS_SETTINGS:
        raise PackageError(f"{path}: onrecord.texts is {texts!r}; it must be one of {', '.join(TEXTS_SETTINGS)}")
    is_v1 = is_version_1(descriptor, otherwise=True)
    fetch = fetch and _once(fetch)
    entries = enumerate(descriptor["resources"])
    resources = [read_resource(folder, number, declared, fetch, is_v1=is_v1) for number, declared in entries]
    if sum(resource.table is not None for resource in resources) > _MOST_TABLES:
        raise PackageError(f"{path}: more than {_MOST_TABLES:,} tables; divide the package")
    return Package(folder, descriptor, tuple(resources), path.name)
