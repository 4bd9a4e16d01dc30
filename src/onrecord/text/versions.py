"""Version numbers by Semantic Versioning 2.0.0."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from semver import Version

# A version names a folder and a file; file systems take 255 bytes.
_LONGEST = 100


def parse_version(text: object) -> Version | None:
    """The version in `text`; None if it is not a semantic version of at most 100 characters.

    Versions compare as the standard says: build metadata is kept but ignored.

    >>> parse_version("2.0.0-rc.1") < parse_version("2.0.0")
    True
    >>> print(parse_version("1.0.0-01"))
    None
    """
    if not isinstance(text, str) or len(text) > _LONGEST:
        return None
    from semver import Version

    try:
        return Version.parse(text)
    except ValueError:
        return None
