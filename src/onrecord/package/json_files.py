"""JSON files, which may come from a stranger."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from onrecord.errors import PackageError
from onrecord.package.files import read_file, read_inside
from onrecord.text.bounded_json import LARGEST, NotReadable, parse_json


def read_json(path: Path, within: Path | None = None) -> Any:
    """The value that a JSON file holds.

    Args:
        path: the file.
        within: folder of the package that the file belongs to; the path may not leave it.

    Raises:
        PackageError: the file is missing, is not JSON in UTF-8, is too large or nested too deeply, or leaves the
            package.
    """
    try:
        if within is None:
            content = read_file(path, LARGEST)
        else:
            content = read_inside(within, path.relative_to(within).as_posix(), LARGEST)
        return parse_json(content)
    except FileNotFoundError:
        raise PackageError(f"{path}: no such file") from None
    except OSError as error:
        raise PackageError(f"{path}: {error.strerror or error}") from None
    except NotReadable as error:
        raise PackageError(f"{path}: {error}") from None
