"""Which models read the articles: their files, versions and hashes, known without loading them."""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path

WEIGHTS = Path(__file__).parent / "weights"
VERSION = "3"
HASHES = {
    "antecedents.npz": "c345a4ee3869a90c13a43debf040e2a5584e0ab36345152b85689f939f456311",
    "reader.onnx": "8a3361f73ebe74a95e5b7d8b17561f8776057fd6d420508ddaf5c4bdc74684aa",
    "tokenizer.json": "5fd1c882abbd30517dced455a2c9768945ec726b96727927e4959348d9de550b",
    "votes.onnx": "87e24f25362767456d16d9891250cc39dc83db82f5a213faa0106ca7ab49d150",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Model:
    """The identity of a language model, as a package's descriptor records it.

    `sha256` is computed over the names and hashes of the parts that are used.
    """

    name: str
    version: str
    sha256: str


def fingerprint(hashes: dict[str, str]) -> str:
    """SHA-256 over the names and hashes of files."""
    return hashlib.sha256("\n".join(f"{name} {sha256}" for name, sha256 in sorted(hashes.items())).encode()).hexdigest()


def models() -> tuple[Model, ...]:
    """The language models that read articles: the reader, and the spaCy pipeline for tokens and lemmas.

    Raises:
        ModelError: the pipeline is not installed, or has the wrong version or hash.
    """
    from onrecord.nlp import pipeline

    return Model("onrecord-reader", VERSION, fingerprint(HASHES)), pipeline.identity()
