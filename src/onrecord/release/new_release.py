"""A release that is to be written: what its caller has decided of it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from onrecord.release.accepted import Accepted
from onrecord.release.changes import Change
from onrecord.release.history import Row

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from semver import Version


@dataclasses.dataclass(frozen=True, slots=True)
class NewRelease:
    """A release to write.

    Attributes:
        version: its version.
        created: when it was made, if that is stated.
        previous: the version of the release that it was compared with.
        changes: what changed since, the highest level first.
        reason: why it is made, if that is stated.
        history: the rows of `changes`, including those of this release.
        key: the key to sign it with; None for an unsigned release.
        accepted: its accepted problems, if there are any.
    """

    version: Version
    created: str | None
    previous: Version | None
    changes: tuple[Change, ...]
    reason: str | None
    history: list[Row]
    key: Ed25519PrivateKey | None
    accepted: Accepted | None = None
