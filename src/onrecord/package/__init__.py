"""What a data package is: its descriptor and resources, row ids, and files opened safely and written atomically."""

from pathlib import Path

# The name of a descriptor unless the user names another file, since the standard defines no way to find it; and the
# ending that several descriptors in one folder usually have.
DESCRIPTOR = "datapackage.json"
_ANY_NAME, _HABIT = ".json", ".package.json"
# The folder of the texts, and the endings of the files about one text: what people state, and where it comes from.
SEEDS, SIDECAR, ORIGIN = "seeds", ".toml", ".origin.json"


def is_descriptor(path: Path) -> bool:
    """Whether a path has a name that a descriptor may have."""
    return path.suffix.lower() == _ANY_NAME


def descriptor_at(place: Path) -> Path:
    """The descriptor of the package at a place: the file itself, or the descriptor in the folder; it may be missing.

    In a folder it is `datapackage.json`, or else the only file with a name such as `NAME.package.json`.
    """
    if not place.is_dir():
        return place if is_descriptor(place) else place / DESCRIPTOR
    if not (place / DESCRIPTOR).exists():
        named = [path for path in place.iterdir() if path.name.endswith(_HABIT)]
        if len(named) == 1:
            return named[0]
    return place / DESCRIPTOR
