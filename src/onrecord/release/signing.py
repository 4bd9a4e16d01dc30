"""Signatures: Ed25519 over the list of a release's hashes."""

from __future__ import annotations

import base64
import binascii
import os
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import DownloadError, OnrecordError, ReleaseError
from onrecord.package.files import open_file

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PREFIX = "ed25519:"
PASSWORD = "ONRECORD_KEY_PASSWORD"
_LENGTH = 32  # bytes of a public key
_LARGEST = 64 * 1024  # bytes of a file with a key
_MISSING = "signatures need the package cryptography; run pip install 'onrecord[sign]'"


def read_private_key(path: Path) -> Ed25519PrivateKey:
    """The key in a PEM file, as `openssl genpkey -algorithm ed25519` writes it.

    One that is encrypted is opened with the password in the environment variable ONRECORD_KEY_PASSWORD.

    Raises:
        ReleaseError: the file is missing or holds no such key, or the password is missing or wrong.
    """
    serialization = _library(ReleaseError)
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    content = _content(path, ReleaseError)
    password = os.environ.get(PASSWORD)
    encrypted = b"ENCRYPTED" in content
    try:
        key = serialization.load_pem_private_key(content, password.encode() if password and encrypted else None)
    except TypeError:
        raise ReleaseError(f"{path}: the key is encrypted; set {PASSWORD} to its password") from None
    except Exception as error:  # the library has many for a file that is none or a wrong password
        what = f"{PASSWORD} is wrong, or " if encrypted else ""
        raise ReleaseError(f"{path}: {what}no private key in PEM ({_first_line(error)})") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise ReleaseError(f"{path}: no Ed25519 key; make one with openssl genpkey -algorithm ed25519 -out {path.name}")
    return key


def public_key_of(key: Ed25519PrivateKey) -> str:
    """The public half of a key, as an index states it: `ed25519:` and base64."""
    return PREFIX + base64.b64encode(key.public_key().public_bytes_raw()).decode("ascii")


def read_public_key(key: str | Path) -> str:
    """A public key as an index states it, from that form or from a PEM file.

    Raises:
        DownloadError: it is neither, or no Ed25519 key.
    """
    if str(key).startswith(PREFIX):
        if _bytes_of(str(key)) is None:
            raise DownloadError(f"{key}: no public key; expected {PREFIX} and {_LENGTH} bytes in base64")
        return str(key)
    serialization = _library(DownloadError)
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

    content = _content(Path(key), DownloadError)
    try:
        loaded = serialization.load_pem_public_key(content)
    except Exception as error:
        raise DownloadError(
            f"{key}: no public key in PEM ({_first_line(error)}); name its file, or give {PREFIX} and base64"
        ) from None
    if not isinstance(loaded, Ed25519PublicKey) or isinstance(loaded, Ed25519PrivateKey):
        raise DownloadError(f"{key}: no Ed25519 key; ask the publisher for the key that its releases are signed with")
    return PREFIX + base64.b64encode(loaded.public_bytes_raw()).decode("ascii")


def is_signed_by(key: str, signature: bytes, message: bytes) -> bool:
    """Whether `signature` is the one of `message` by a public key.

    Raises:
        DownloadError: the key is none, or cryptography is not installed.
    """
    _library(DownloadError)
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    raw = _bytes_of(key)
    if raw is None:
        raise DownloadError(f"{key[:100]!r} is no public key; expected {PREFIX} and {_LENGTH} bytes in base64")
    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def can_verify() -> bool:
    """Whether the library that verifies signatures is installed."""
    import importlib.util

    return importlib.util.find_spec("cryptography") is not None


def _bytes_of(key: str) -> bytes | None:
    try:
        raw = base64.b64decode(key.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        return None
    return raw if key.startswith(PREFIX) and len(raw) == _LENGTH else None


def _library(error: type[OnrecordError]):  # type: ignore[no-untyped-def]
    try:
        from cryptography.hazmat.primitives import serialization
    except ImportError:
        raise error(_MISSING) from None
    return serialization


def _content(path: Path, error: type[OnrecordError]) -> bytes:
    try:
        with open_file(path) as file:
            return file.read(_LARGEST)
    except OSError as problem:
        raise error(f"{path}: {problem.strerror or problem}; name the file of the key") from None


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0].partition(".")[0][:100]
