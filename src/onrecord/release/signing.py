"""Signatures: Ed25519 of the list of a release's hashes."""

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
# A public key is the y of a point of the curve modulo this prime, with the sign of its x as the highest bit (RFC 8032,
# 5.1.2). A y that is not below the prime would be a second form of another key; decoding must fail (5.1.3).
_PRIME = 2**255 - 19
# The y of the eight points whose order divides 8: with such a key, anybody can make a signature that fits any message.
# libsodium's `ge25519_has_small_order` refuses the same points, in this order.
_SMALL_ORDER = frozenset(
    int.from_bytes(bytes.fromhex(y), "little")
    for y in (
        "0000000000000000000000000000000000000000000000000000000000000000",  # order 4
        "0100000000000000000000000000000000000000000000000000000000000000",  # order 1
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",  # order 8
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",  # order 8
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  # order 2
    )
)
_LARGEST = 64 * 1024  # bytes of a file with a key
_SHOWN = 100  # characters of a key in a message
_MISSING = "signatures need the package cryptography; run pip install 'onrecord[sign]'"


def read_private_key(path: Path) -> Ed25519PrivateKey:
    """The key in a PEM file, as `openssl genpkey -algorithm ed25519` writes it.

    An encrypted key is decrypted with the password in the environment variable ONRECORD_KEY_PASSWORD.

    Raises:
        ReleaseError: the file is missing or does not hold such a key, or the password is missing or wrong.
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
    except Exception as error:  # the library has many errors for a wrong file or password
        what = f"{PASSWORD} is wrong, or this is " if encrypted else ""
        raise ReleaseError(f"{path}: {what}not a private key in PEM ({_first_line(error)})") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise ReleaseError(
            f"{path}: not an Ed25519 key; make a key with openssl genpkey -algorithm ed25519 -out {path.name}"
        )
    return key


def public_key_of(key: Ed25519PrivateKey) -> str:
    """The public half of a key, as an index states it: `ed25519:` and base64."""
    return PREFIX + base64.b64encode(key.public_key().public_bytes_raw()).decode("ascii")


def read_public_key(key: str | Path) -> str:
    """A public key in the form of an index, from that form or from a PEM file.

    Raises:
        DownloadError: it is neither, or not an Ed25519 key.
    """
    if str(key).startswith(PREFIX):
        _bytes_of(str(key))
        return str(key)
    serialization = _library(DownloadError)
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

    content = _content(Path(key), DownloadError)
    try:
        loaded = serialization.load_pem_public_key(content)
    except Exception as error:
        raise DownloadError(
            f"{key}: not a public key in PEM ({_first_line(error)}); name its file, or give {PREFIX} and base64"
        ) from None
    if not isinstance(loaded, Ed25519PublicKey) or isinstance(loaded, Ed25519PrivateKey):
        raise DownloadError(f"{key}: not an Ed25519 key; ask the publisher for the key of its signatures")
    stated = PREFIX + base64.b64encode(loaded.public_bytes_raw()).decode("ascii")
    _bytes_of(stated)
    return stated


def is_public_key(key: str) -> bool:
    """Whether a text is a public key that only its owner can sign for."""
    try:
        _bytes_of(key)
    except DownloadError:
        return False
    return True


def is_signed_by(key: str, signature: bytes, message: bytes) -> bool:
    """Whether `signature` is the signature of `message` by a public key.

    Raises:
        DownloadError: the key is invalid, or cryptography is not installed.
    """
    _library(DownloadError)
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    raw = _bytes_of(key)
    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def can_verify() -> bool:
    """Whether the library that verifies signatures is installed."""
    import importlib.util

    return importlib.util.find_spec("cryptography") is not None


def _bytes_of(key: str) -> bytes:
    """The bytes of a public key.

    Raises:
        DownloadError: it is invalid, is not in the only form that RFC 8032 allows, or its point has a small order.
    """
    shown = repr(key[:_SHOWN])
    try:
        raw = base64.b64decode(key.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if not key.startswith(PREFIX) or len(raw) != _LENGTH or PREFIX + base64.b64encode(raw).decode("ascii") != key:
        raise DownloadError(f"{shown} is not a public key; expected {PREFIX} and {_LENGTH} bytes in base64")
    y = int.from_bytes(raw, "little") % 2**255
    if y >= _PRIME:
        raise DownloadError(f"{shown} is not a public key in the form of RFC 8032; do not trust it")
    if y in _SMALL_ORDER:
        raise DownloadError(
            f"{shown} is a public key of small order, whose signatures anybody can make; do not trust it"
        )
    return raw


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
