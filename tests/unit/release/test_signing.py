"""Keys and signatures, with openssl on the other side."""

from __future__ import annotations

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
    """The environment holds its password; a wrong or missing one is told."""
    run("pkey", "-in", "key.pem", "-aes256", "-passout", "pass:mill", "-out", "locked.pem", folder=keys)
    monkeypatch.delenv("ONRECORD_KEY_PASSWORD", raising=False)
    with pytest.raises(
        ReleaseError, match=r"locked\.pem: the key is encrypted; set ONRECORD_KEY_PASSWORD to its password"
    ):
        signing.read_private_key(keys / "locked.pem")
    monkeypatch.setenv("ONRECORD_KEY_PASSWORD", "mall")
    with pytest.raises(ReleaseError, match=r"locked\.pem: ONRECORD_KEY_PASSWORD is wrong, or no private key in PEM"):
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
        "public.pem": "no private key in PEM",
        "other.pem": "no Ed25519 key; make one with openssl genpkey -algorithm ed25519 -out other.pem",
    }.items():
        with pytest.raises(ReleaseError, match=rf"{name}: {words}"):
            signing.read_private_key(keys / name)
    for name, words in {
        "missing.pem": "No such file or directory; name the file of the key",
        "key.pem": "no public key in PEM",
        "other-public.pem": "no Ed25519 key; ask the publisher",
    }.items():
        with pytest.raises(DownloadError, match=rf"{name}: {words}"):
            signing.read_public_key(keys / name)


@pytest.mark.parametrize("text", ["ed25519:", "ed25519:AAAA", "ed25519:?", "ed25519:" + "A" * 44, "rsa:AAAA"])
def test_a_text_that_is_no_key(text: str) -> None:
    """Neither a caller's key nor one that an index states can be such a text."""
    with pytest.raises(DownloadError):
        signing.read_public_key(text)
    with pytest.raises(DownloadError, match=r"is no public key; expected ed25519: and 32 bytes in base64$"):
        signing.is_signed_by(text, b"", b"")


def test_without_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra that brings it is told."""
    import sys

    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives", None)
    words = r"^signatures need the package cryptography; run pip install 'onrecord\[sign\]'$"
    with pytest.raises(ReleaseError, match=words):
        signing.read_private_key(tmp_path / "key.pem")
    with pytest.raises(DownloadError, match=words):
        signing.read_public_key(tmp_path / "public.pem")
