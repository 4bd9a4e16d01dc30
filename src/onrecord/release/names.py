"""Checks of file names before a release is written."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.errors import ReleaseError
from onrecord.package.names import check_names


def refuse_names(paths: Iterable[str]) -> None:
    """Refuses paths that, by `check_names`, cannot be part of a release.

    Raises:
        ReleaseError: there is such a path.
    """
    try:
        check_names(paths)
    except ValueError as fault:
        raise ReleaseError(f"{fault}; rename it") from None
