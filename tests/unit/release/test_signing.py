"""Keys and signatures, with openssl on the other side."""

from __future__ import annotations

import base64
import shutil
import subprocess
from pathlib import Path

import pytest

from onrecord.errors import DownloadError, ReleaseError
from onrecord.release import signing

pytest.importorskip("cryptography", reason="needs cryptography: pip install 'onrecord[sign]'")
openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl")


def run(*arguments: str, folder: Path) -> None:
    """Runs openssl in a folder."""
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """A folder with `key.pem` and `public.pem`, as the commands of docs/publishing.md make them."""
    run("genpkey", "-algorithm", "ed25519", "-out", "key.pem", folder=tmp_path)
    run("pkey", "-in", "key.pem", "-pubout", "-out", "public.pem", folder=tmp_path)
    return tmp_path


@openssl
def test_openssl_verifies_what_is_signed_here(keys: Path) -> None:
    """The signature is the plain one of Ed25519 over the bytes of the file."""
    key = signing.read_private_key(keys / "key.pem")
    (keys / "sums").write_bytes(b"abc  file\n")
    (keys / "sums.sig").write_bytes(key.sign(b"abc  file\n"))
    verify = ("pkeyutl", "-verify", "-pubin", "-inkey", "public.pem", "-rawin", "-in", "sums", "-sigfile", "sums.sig")
    run(*verify, folder=keys)
    (keys / "sums").write_bytes(b"abd  file\n")
    with pytest.raises(subprocess.CalledProcessError):
        run(*verify, folder=keys)


@openssl
def test_both_forms_of_a_public_key(keys: Path) -> None:
    """The PEM file and the text of the index are one key, which verifies its own signatures alone."""
    private = signing.read_private_key(keys / "key.pem")
    key = signing.public_key_of(private)
    assert key.startswith("ed25519:")
    assert signing.read_public_key(keys / "public.pem") == signing.read_public_key(key) == key
    signature = private.sign(b"a")
    assert signing.is_signed_by(key, signature, b"a")
    assert not signing.is_signed_by(key, signature, b"b")
    assert not signing.is_signed_by(key, signature[:-1], b"a")
    assert not signing.is_signed_by(key, b"", b"a")


@openssl
def test_an_encrypted_key(keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment holds its password; a wrong or missing one is reported."""
    run("pkey", "-in", "key.pem", "-aes256", "-passout", "pass:mill", "-out", "locked.pem", folder=keys)
    monkeypatch.delenv("ONRECORD_KEY_PASSWORD", raising=False)
    with pytest.raises(
        ReleaseError, match=r"locked\.pem: the key is encrypted; set ONRECORD_KEY_PASSWORD to its password"
    ):
        signing.read_private_key(keys / "locked.pem")
    monkeypatch.setenv("ONRECORD_KEY_PASSWORD", "mall")
    with pytest.raises(
        ReleaseError, match=r"locked\.pem: ONRECORD_KEY_PASSWORD is wrong, or this is not a private key in PEM"
    ):
        signing.read_private_key(keys / "locked.pem")
    monkeypatch.setenv("ONRECORD_KEY_PASSWORD", "mill")
    assert signing.public_key_of(signing.read_private_key(keys / "locked.pem")) == signing.read_public_key(
        keys / "public.pem"
    )
    signing.read_private_key(keys / "key.pem")


@openssl
def test_what_is_no_key(keys: Path) -> None:
    """A missing file, something else, a key of another kind, and the two halves confused."""
    run("genpkey", "-algorithm", "x25519", "-out", "other.pem", folder=keys)
    run("pkey", "-in", "other.pem", "-pubout", "-out", "other-public.pem", folder=keys)
    for name, words in {
        "missing.pem": "No such file or directory; name the file of the key",
        "public.pem": "not a private key in PEM",
        "other.pem": "not an Ed25519 key; make a key with openssl genpkey -algorithm ed25519 -out other.pem",
    }.items():
        with pytest.raises(ReleaseError, match=rf"{name}: {words}"):
            signing.read_private_key(keys / name)
    for name, words in {
        "missing.pem": "No such file or directory; name the file of the key",
        "key.pem": "not a public key in PEM",
        "other-public.pem": "not an Ed25519 key; ask the publisher",
    }.items():
        with pytest.raises(DownloadError, match=rf"{name}: {words}"):
            signing.read_public_key(keys / name)


@pytest.mark.parametrize("text", ["ed25519:", "ed25519:AAAA", "ed25519:?", "ed25519:" + "A" * 44, "rsa:AAAA"])
def test_a_text_that_is_no_key(text: str) -> None:
    """Neither a caller's key nor one that an index states can be such a text."""
    with pytest.raises(DownloadError):
        signing.read_public_key(text)
    with pytest.raises(DownloadError, match=r"is not a public key; expected ed25519: and 32 bytes in base64$"):
        signing.is_signed_by(text, b"", b"")


# The curve of RFC 8032, 5.1: points as pairs of x and y, added by the formulas for an Edwards curve.
PRIME = 2**255 - 19
D = -121665 * pow(121666, -1, PRIME) % PRIME


def added(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    """The sum of two points."""
    product = D * one[0] * other[0] * one[1] * other[1]
    x = (one[0] * other[1] + other[0] * one[1]) * pow(1 + product, -1, PRIME)
    y = (one[1] * other[1] + one[0] * other[0]) * pow(1 - product, -1, PRIME)
    return x % PRIME, y % PRIME


ORDER = 2**252 + 27742317777372353535851937790883648493  # of the base point; the whole curve has eight times as many
NEUTRAL = (0, 1)


def point(y: int) -> tuple[int, int] | None:
    """A point with this y, decoded as in 5.1.3; None if it is missing."""
    square = (y * y - 1) * pow(D * y * y + 1, -1, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    for candidate in (x, x * pow(2, (PRIME - 1) // 4, PRIME) % PRIME):
        if (candidate * candidate - square) % PRIME == 0:
            return candidate, y
    return None


def times(number: int, one: tuple[int, int]) -> tuple[int, int]:
    """A point, added to itself."""
    total = NEUTRAL
    while number:
        if number & 1:
            total = added(total, one)
        one, number = added(one, one), number >> 1
    return total


def test_small_orders_by_the_formulas_of_the_curve() -> None:
    """The order of a point times the base point's leaves a part that divides 8; the multiples of one with 8 are all."""
    eighths = (times(ORDER, found) for found in map(point, range(2, 100)) if found)
    generator = next(one for one in eighths if times(4, one) != NEUTRAL)
    points = {times(number, generator) for number in range(8)}
    assert len(points) == 8
    assert {y for _, y in points} == signing._SMALL_ORDER


def encoded(y: int, sign: int) -> str:
    """A public key as an index states it."""
    return "ed25519:" + base64.b64encode((y | sign << 255).to_bytes(32, "little")).decode()


@pytest.mark.parametrize("sign", [0, 1])
@pytest.mark.parametrize("more", [0, PRIME])
def test_keys_of_small_order(sign: int, more: int) -> None:
    """Neither they nor another way to write them are keys; the six other ways are those that fit below 2**255."""
    for y in sorted(signing._SMALL_ORDER):
        if y + more >= 2**255:
            continue
        words = "is not a public key in the form of RFC 8032" if more else "is a public key of small order"
        for action in (signing.read_public_key, lambda key: signing.is_signed_by(key, b"\x01" + bytes(63), b"any")):
            with pytest.raises(DownloadError, match=words):
                action(encoded(y + more, sign))
        assert not signing.is_public_key(encoded(y + more, sign))


@pytest.mark.parametrize("y", range(PRIME, 2**255))
def test_a_second_way_to_write_a_key(y: int) -> None:
    """A y that is not below the prime is refused, whatever point it would be."""
    assert not signing.is_public_key(encoded(y, 0))
    assert not signing.is_public_key(encoded(y, 1))


def test_a_second_way_to_write_base64() -> None:
    """The last character has bits that say nothing; they are zero."""
    key = encoded(9, 0)
    assert signing.is_public_key(key)
    assert not signing.is_public_key(f"{key[:-2]}B=")
    assert not signing.is_public_key(f"{key}\n")


def test_a_file_with_a_key_of_small_order(tmp_path: Path) -> None:
    """A PEM file can hold one as well."""
    prefix = bytes.fromhex("302a300506032b6570032100")  # SubjectPublicKeyInfo of RFC 8410
    content = base64.b64encode(prefix + bytes(32)).decode()
    (tmp_path / "key.pem").write_text(f"-----BEGIN PUBLIC KEY-----\n{content}\n-----END PUBLIC KEY-----\n")
    with pytest.raises(DownloadError, match=r"is a public key of small order|not a public key in PEM"):
        signing.read_public_key(tmp_path / "key.pem")


def test_without_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra that brings it is reported."""
    import sys

    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives", None)
    words = r"^signatures need the package cryptography; run pip install 'onrecord\[sign\]'$"
    with pytest.raises(ReleaseError, match=words):
        signing.read_private_key(tmp_path / "key.pem")
    with pytest.raises(DownloadError, match=words):
        signing.read_public_key(tmp_path / "public.pem")
