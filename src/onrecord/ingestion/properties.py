"""The properties of documents: title and author, where a person wrote them and no program filled them in."""

from __future__ import annotations

import re
from collections.abc import Mapping

from onrecord.ingestion.document import Fact
from onrecord.ingestion.records import facts_of

# What programs write for a title: the name of a file, of themselves, of a new document; and for an author.
_NO_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)|untitled|anonymous|unspecified|unknown|document|doc|print|word document|powerpoint presentation)\b"
    r".{0,200}"
    r"|.{0,200}\.(?:docx?|pdf|indd|qxd|pages|odt|rtf|txt|html?|pub|ppt)|[\W\d_]{0,200}|\S{0,200}[_/\\]\S{0,200}"
    r"|(?:slide|layout|page) ?\d{0,5}",
    re.IGNORECASE,
)
_BRACKETS = "()[]<> "
_NOBODY = re.compile(
    r"(?:python-docx|unspecified|microsoft office user|user|owner|admin\w{0,12}|author|unknown|anonymous|office|default|pc|hp|dell"
    r"|\w{0,20}user|un-?named|apple|adobe.{0,50}|creator|writer|.{0,50}\d.{0,50})",
    re.IGNORECASE,
)


def facts_of_properties(properties: Mapping[str, object]) -> dict[str, Fact]:
    """The facts in the properties of a document, by our names; without what programs fill in.

    Examples:
        >>> facts_of_properties({"title": "Microsoft Word - ferry.docx", "authors": "Nora Pell"})
        {'authors': Fact(value='Nora Pell', basis='properties')}
    """
    kept = {name: value.strip("\ufeff \0") for name, value in properties.items() if isinstance(value, str)}
    if _NO_TITLE.fullmatch(kept.get("title", "").strip(_BRACKETS)):
        kept.pop("title", None)
    if _NOBODY.fullmatch(kept.get("authors", "").strip(_BRACKETS)):
        kept.pop("authors", None)
    return facts_of(kept, {}, basis="properties")
