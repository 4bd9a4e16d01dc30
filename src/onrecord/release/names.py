"""Names of the files of a release, before it is written."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.errors import ReleaseError
from onrecord.package.names import check_names


def refuse_names(paths: Iterable[str]) -> None:
    """Refuses paths of which `check_names` says that they cannot be part of a release.

    Raises:
        ReleaseError: there is such a path; the remedy is to rename the file.
    """
    try:
        check_names(paths)
    except ValueError as fault:
        raise ReleaseError(f"{fault}; rename it") from None
