"""The next version after a change, by the level of the change."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from semver import Version


class Level(enum.IntEnum):
    """The level of a change."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3


def bump(version: Version, level: Level) -> Version:
    """The next version after a change of this level; the version itself for `NONE`.

    A pre-release is followed by the release that it announces if that is high enough.
    """
    return version if level is Level.NONE else version.next_version(level.name.lower())
