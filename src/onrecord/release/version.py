"""Which version comes next after a change, by how far the change reaches."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from semver import Version


class Level(enum.IntEnum):
    """How far a change reaches."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3


def bump(version: Version, level: Level) -> Version:
    """The next version after a change of this level; the version itself where nothing changed.

    A pre-release is followed by the release that it announces where that is step enough.
    """
    return version if level is Level.NONE else version.next_version(level.name.lower())
