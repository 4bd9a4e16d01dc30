"""What a data package is: its descriptor and resources, row ids, and files opened safely and written atomically."""

from pathlib import Path

# How a descriptor is called unless its user names another file, as the standard defines no way to find one; and how
# those are called by habit of which several lie in one folder.
DESCRIPTOR = "datapackage.json"
_ANY_NAME, _HABIT = ".json", ".package.json"


def is_descriptor(path: Path) -> bool:
    """Whether a path is called as a descriptor may be."""
    return path.suffix.lower() == _ANY_NAME


def descriptor_at(place: Path) -> Path:
    """The descriptor of the package at a place: that file, or the one in that folder; it may be missing.

    In a folder it is `datapackage.json`, else the only file that is called `NAME.package.json`.
    """
    if not place.is_dir():
        return place if is_descriptor(place) else place / DESCRIPTOR
    if not (place / DESCRIPTOR).exists():
        named = [path for path in place.iterdir() if path.name.endswith(_HABIT)]
        if len(named) == 1:
            return named[0]
    return place / DESCRIPTOR
