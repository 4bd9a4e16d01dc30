"""Where the running onrecord was installed from, as a requirement that another machine can install.

Installers record an origin other than the package index in `direct_url.json`; see PEP 610 and
https://packaging.python.org/en/latest/specifications/direct-url/.
"""

from __future__ import annotations

import dataclasses
import importlib.metadata
import json
import re
from typing import Any
from urllib.parse import SplitResult, urlsplit, urlunsplit

from onrecord.errors import PackageError

_NAME = "onrecord"
# An environment variable, the only form in which pip lets a requirement carry a secret.
_VARIABLES = re.compile(r"\$\{[A-Z0-9_]+\}(?::\$\{[A-Z0-9_]+\})?")
_FORMS = "write it as 'onrecord==0.2.0' or 'onrecord @ git+https://…'"
_REMEDY = "if the index lacks it, name another origin: onrecord init --requirement 'onrecord @ git+https://…'"


@dataclasses.dataclass(frozen=True, slots=True)
class Origin:
    """A requirement; if it is not the origin itself, because other machines cannot install that, `note` says why."""

    requirement: str
    note: str = ""


def named(requirement: str) -> Origin:
    """The origin that a user names.

    Raises:
        PackageError: it is not a requirement, or a requirement of another package.

    Example:
        >>> named("onrecord == 0.2.0").requirement
        'onrecord==0.2.0'
    """
    from packaging.requirements import InvalidRequirement, Requirement
    from packaging.utils import canonicalize_name

    try:
        parsed = Requirement(requirement)
    except InvalidRequirement as error:
        message = str(error).partition("\n")[0]
        raise PackageError(
            f"a requirement has the form of a line in requirements.txt: {requirement!r}: {message}; {_FORMS}"
        ) from None
    if canonicalize_name(parsed.name) != _NAME:
        raise PackageError(f"the requirement must name onrecord: {requirement!r} is another package; {_FORMS}")
    return Origin(str(parsed))


def with_extra(requirement: str, extra: str) -> str:
    """A requirement with one more extra.

    Example:
        >>> with_extra("onrecord[duckdb]==0.2.0", "convert")
        'onrecord[convert,duckdb]==0.2.0'
    """
    from packaging.requirements import Requirement

    parsed = Requirement(requirement)
    parsed.extras.add(extra)
    return str(parsed)


def installed() -> Origin:
    """The origin of the running onrecord; its version on the package index if nobody else could reach the origin.

    Raises:
        PackageError: it runs without being installed, so its origin is unknown.
    """
    try:
        distribution = importlib.metadata.distribution(_NAME)
    except importlib.metadata.PackageNotFoundError:
        raise PackageError(
            "a package names the onrecord that made it, but the running onrecord is not installed; install it, "
            "or name a requirement: --requirement onrecord==VERSION"
        ) from None
    on_index = f"{_NAME}=={distribution.version}"
    written = distribution.read_text("direct_url.json")
    if written is None:
        return Origin(on_index)
    reason = "its installer recorded no origin of a kind that PEP 610 defines"
    try:
        noted = json.loads(written)
        parts = urlsplit(noted["url"])
        if parts.scheme == "file":
            reason = "onrecord was installed from this machine, where CI cannot get it"
        elif parts.query:
            reason = "the URL that onrecord was installed from has parameters, which may be secret"
        elif requirement := _requirement(noted, parts):
            return Origin(requirement)
    except (ValueError, TypeError, KeyError, AttributeError, PackageError):
        pass  # for `reason`
    return Origin(on_index, f"requirements.txt names {on_index} of the package index: {reason}; {_REMEDY}")


def _requirement(noted: dict[str, Any], parts: SplitResult) -> str:
    """The requirement for a recorded origin; empty if PEP 610 does not define its kind."""
    fragments = []
    match noted:
        case {"vcs_info": {"vcs": str(system), "commit_id": str(commit)}}:
            url = f"{system}+{_without_secrets(parts)}@{commit}"
        case {"archive_info": dict(archive)}:
            url = _without_secrets(parts)
            hashes = archive.get("hashes") or dict([archive["hash"].split("=", 1)] if archive.get("hash") else [])
            fragments += [f"{name}={value}" for name, value in sorted(hashes.items()) if name == "sha256"]
        case _:
            return ""
    if subdirectory := noted.get("subdirectory"):
        fragments.append(f"subdirectory={subdirectory}")
    return named(f"{_NAME} @ {url}{'#' if fragments else ''}{'&'.join(fragments)}").requirement


def _without_secrets(parts: SplitResult) -> str:
    """The URL without user and password, except variables and the user that ssh needs."""
    user, at, host = parts.netloc.rpartition("@")
    is_kept = _VARIABLES.fullmatch(user) or (parts.scheme == "ssh" and ":" not in user)
    return urlunsplit(parts._replace(netloc=f"{user}{at}{host}" if is_kept else host, fragment=""))
