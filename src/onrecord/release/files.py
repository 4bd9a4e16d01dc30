"""The files of a package that go into a release."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from onrecord.errors import ReleaseError
from onrecord.ingestion.origin import origin_path
from onrecord.package import DESCRIPTOR, SEEDS, SIDECAR
from onrecord.package.files import inside, is_inside, walk
from onrecord.package.own_tables import data_path, own_tables
from onrecord.package.package import Package
from onrecord.package.resources import Resource

CHANGELOG = "data/CHANGELOG.md"
HISTORY = "changes"
CORRECTIONS = "corrections"


def is_seed(path: str) -> bool:
    """Whether a path in a package is that of an article's text or sidecar."""
    return PurePosixPath(path).parts[:1] == (SEEDS,)


def is_history(resource: Resource) -> bool:
    """Whether a resource is onrecord's table of the changes of each release, not another table of that name."""
    table = resource.table
    own = own_tables()[HISTORY].columns
    return bool(table and resource.name == HISTORY and resource.path == data_path(HISTORY) and table.columns == own)


def release_files(package: Package) -> dict[str, Path]:
    """The files of a release by their path in the package, sorted.

    They are the descriptor, under the name that readers expect, the files that it lists with schemas and dialects, the
    sidecars and origins of the listed texts, the corrections and the changelog. Other files of the folder, such as the
    originals that texts were derived from, and files at a URL, are left out.

    Raises:
        PackageError: a path leaves the package.
        ReleaseError: the package lists a text although `onrecord.texts` forbids it.
    """
    seeds = [resource.path for resource in package.resources if is_seed(resource.path)]
    if seeds and package.texts == "none":
        raise ReleaseError(f"{package.described}: lists {seeds[0]}, but onrecord.texts is 'none'; run convert again")
    listed = (path for resource in package.resources for path in (*resource.local_parts, *resource.companions))
    required = {*listed}
    # Without the URL in its sidecar, an article would get a different id when the download is converted again.
    sidecars = (str(PurePosixPath(seed).with_suffix(SIDECAR)) for seed in seeds)
    origins = map(origin_path, seeds)
    optional = (CHANGELOG, *sidecars, *origins, *_corrections(package.folder))
    found = {path for path in optional if is_inside(package.folder, path)}
    places = {**{path: path for path in required | found}, DESCRIPTOR: package.described_in}
    return {path: inside(package.folder, places[path]) for path in sorted(places)}


def _corrections(folder: Path) -> list[str]:
    paths = walk(folder, CORRECTIONS)
    return [path for path in paths if not any(part.startswith(".") for part in path.split("/"))]
