"""Packages as their descriptors have them: the only reader of `datapackage.json`."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from onrecord.errors import OnrecordError, PackageError
from onrecord.package import DESCRIPTOR, descriptor_at
from onrecord.package.files import is_inside
from onrecord.package.json_files import read_json
from onrecord.package.resources import Fetch, Resource, read_resource
from onrecord.tableschema.schema import is_version_1

TEXTS_SETTINGS = ("full", "none")
# The property that says by which rules a package gets its versions. Namespaced, as the standard has no such property:
# it is for any package, and makes none a package of onrecord.
VERSIONING = "onrecord:versioning"
RECIPE, ADDITIVE = "recipe", "additive"
_MOST_TABLES = 10_000


@dataclasses.dataclass(frozen=True)
class Package:
    """A data package: the folder that holds it, its descriptor, what that lists, and the name of its file."""

    folder: Path
    descriptor: Mapping[str, Any] = dataclasses.field(repr=False)
    resources: tuple[Resource, ...]
    described_in: str = DESCRIPTOR

    @property
    def described(self) -> Path:
        """The file of its descriptor."""
        return self.folder / self.described_in

    @functools.cached_property
    def tables(self) -> dict[str, Resource]:
        """The resources that are tables, by name, in the descriptor's order."""
        return {resource.name: resource for resource in self.resources if resource.table is not None}

    @property
    def is_own(self) -> bool:
        """Whether it is one of onrecord's own, as the property `onrecord` of its descriptor says, not its tables."""
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


def _once(fetch: Fetch) -> Fetch:
    """Downloads each URL once, as several resources may be at one; one that failed is not asked for again."""
    found: dict[str, Path | OnrecordError] = {}

    def fetched(url: str) -> Path:
        if url not in found:
            try:
                found[url] = fetch(url)
            except OnrecordError as error:
                found[url] = error
        if isinstance(one := found[url], OnrecordError):
            raise one
        return one

    return fetched


def read_package(place: Path, fetch: Fetch | None = None) -> Package:
    """The package at a place, with the reason for each resource that cannot be read.

    Args:
        place: its folder, or its descriptor, which may have any name that ends with .json.
        fetch: what downloads a URL and gives the file; None where nothing is fetched.

    Raises:
        PackageError: the descriptor is missing or is not JSON object with a list of resources, or there are too many.
    """
    path = descriptor_at(place)
    folder = path.parent
    if not is_inside(folder, path.name):
        raise PackageError(f"{path}: no such file, so {folder} is not a package; name one, or run onrecord convert")
    descriptor = read_json(path, folder)
    if not isinstance(descriptor, dict) or not isinstance(descriptor.get("resources"), list):
        raise PackageError(f"{path}: a descriptor is a JSON object with a list of resources")
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
