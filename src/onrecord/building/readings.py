"""Readings: all that is read from one article, as a value that processes and the cache pass on as bytes."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import importlib.metadata
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.building.copies import Sketch
from onrecord.errors import ModelError
from onrecord.extraction.values import Extraction
from onrecord.ingestion import Article, Layout
from onrecord.nlp.models import models
from onrecord.package.files import read_file, walk

if TYPE_CHECKING:
    import msgspec

# The libraries whose versions decide what is read from a text, besides the code and the models.
_LIBRARIES = ("numpy", "onnxruntime", "spacy", "tokenizers")


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """What is read from an article.

    Attributes:
        layout: its headline, byline and paragraphs.
        extraction: the values found in it.
        sketch: its body, to compare it with those of other articles.
    """

    layout: Layout
    extraction: Extraction
    sketch: Sketch


def read(article: Article) -> Reading:
    """Reads an article with the language model, which is loaded once per process.

    Raises:
        ModelError: the model is missing, or has the wrong version or hash.
    """
    from onrecord.building.sketching import sketch
    from onrecord.extraction.extract import extract
    from onrecord.nlp.articles import parse

    (parsed,) = parse([article])
    return Reading(article.layout, extract(parsed), sketch(article.text, article.layout))


def encoded(reading: Reading) -> bytes:
    """A reading as MessagePack."""
    content: bytes = _coder()[0].encode(reading)
    return content


def decoded(content: bytes) -> Reading:
    """The reading that `encoded` made into `content`.

    Raises:
        ValueError: the content is anything else.
    """
    reading: Reading = _coder()[1].decode(content)
    return reading


def key_of(sha256: str, published: str | None, blocks: Any = ()) -> str:
    """What a reading depends on, as a hash: the text, the day that relative dates count from, the paragraphs, the code.

    Args:
        sha256: the hash of the text.
        published: the day of publication.
        blocks: the paragraphs, where the format of the source shows them.
    """
    parts = json.dumps([fingerprint(), sha256, published, [(b.span.start, b.span.end, b.zone) for b in blocks]])
    return hashlib.sha256(parts.encode("utf-8")).hexdigest()


@functools.cache
def fingerprint() -> str:
    """A hash of the code of this onrecord, the models, and the versions of the libraries that read texts.

    Raises:
        ModelError: the model is missing.
    """
    digest = hashlib.sha256()
    here = Path(__file__).parents[1]
    for path in walk(here):
        if path.endswith(".py"):
            digest.update(f"{path}\0".encode())
            digest.update(hashlib.sha256(read_file(here / path)).digest())
    versions = {name: _version(name) for name in _LIBRARIES}
    digest.update(json.dumps([versions, [dataclasses.asdict(model) for model in models()]]).encode())
    return digest.hexdigest()


def _version(library: str) -> str:
    try:
        return importlib.metadata.version(library)
    except importlib.metadata.PackageNotFoundError:
        raise ModelError(f"{library} is not installed; run pip install 'onrecord[convert]'") from None


@functools.cache
def _coder() -> tuple[msgspec.msgpack.Encoder, msgspec.msgpack.Decoder[Reading]]:
    import msgspec

    return msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(Reading)
