"""The properties of documents: title and author, where a person wrote them and no program filled them in."""

from __future__ import annotations

from collections.abc import Mapping

from onrecord.ingestion.document import Fact
from onrecord.ingestion.records import facts_of

# What programs write for a title: their names, that of a new document, of a file.
_PROGRAMS = (
    "microsoft word",
    "microsoft powerpoint",
    "untitled",
    "anonymous",
    "unspecified",
    "word document",
    "powerpoint presentation",
    "print",
)
_NEW = frozenset({"document", "doc", "slide", "layout", "page", "title"})
_SUFFIXES = frozenset("doc docx pdf indd qxd pages odt rtf txt htm html pub ppt pptx".split())  # noqa: SIM905
# What they write for an author.
_NOBODY = frozenset(
    {
        "python-docx",
        "owner",
        "author",
        "unknown",
        "anonymous",
        "office",
        "default",
        "pc",
        "hp",
        "dell",
        "apple",
        "creator",
    }
)


def _is_title(value: str) -> bool:
    """Whether a title has words that a person wrote."""
    folded = value.strip().lower()
    is_file = folded.rpartition(".")[2] in _SUFFIXES or (" " not in folded and any(mark in folded for mark in "_/\\"))
    is_new = folded.rstrip("0123456789 ") in _NEW
    return any(map(str.isalpha, folded)) and not (is_file or is_new or folded.startswith(_PROGRAMS))


def _is_author(value: str) -> bool:
    """Whether an author is not an account or a program."""
    folded = value.strip().lower()
    is_account = folded.endswith("user") or folded.startswith(("admin", "adobe")) or any(map(str.isdigit, folded))
    return not is_account and folded not in _NOBODY


def facts_of_properties(properties: Mapping[str, object]) -> dict[str, Fact]:
    """The facts in the properties of a document, by our names; without what programs fill in.

    Examples:
        >>> facts_of_properties({"title": "Microsoft Word - ferry.docx", "authors": "Nora Pell"})
        {'authors': Fact(value='Nora Pell', basis='properties')}
    """
    kept = {name: value.strip("\ufeff \0()<>[]") for name, value in properties.items() if isinstance(value, str)}
    if not _is_title(kept.get("title", "")):
        kept.pop("title", None)
    if not _is_author(kept.get("authors", "")):
        kept.pop("authors", None)
    return facts_of(kept, {}, basis="properties")
