"""The page on a package as one HTML file."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from onrecord import __version__
from onrecord.package.files import read_file
from onrecord.package.package import Package
from onrecord.package.records import read_tables
from onrecord.site.articles import view
from onrecord.site.corpus import Corpus, Tables, open_corpus, select
from onrecord.site.notes import runs
from onrecord.site.overview import grids, speakers
from onrecord.text.html import environment

if TYPE_CHECKING:
    from jinja2 import Template

MAX_ARTICLES = 200
MAX_ROWS = 5_000
_TEMPLATES = Path(__file__).parent / "templates"
_ABOUT = ("name", "title", "description", "version", "created")
_COUNTED = {
    "articles": "article",
    "quotes": "quote",
    "votes": "vote",
    "claims": "claim",
    "entities": "entity",
}
_KINDS = {
    "person": "People",
    "organization": "Organizations",
    "group": "Groups",
    "place": "Places",
    "facility": "Facilities",
    "event": "Events",
    "work": "Works",
    "law": "Laws",
}
_RESULTS = {"pass": "passed", "fail": "failed", "tie": "tied", "": "result not stated"}
# HTML parsers turn a lone carriage return into a line feed and drop NUL.
_UNPARSABLE = {0x0D: "&#13;", 0x00: "\ufffd"}


def render(package: Package) -> tuple[bytes, tuple[str, ...]]:
    """The page on a package, in UTF-8, and notes on what it leaves out.

    Raises:
        PackageError: a table or one of its columns is missing, or a file cannot be read.
    """
    tables = read_tables(package)
    corpus = open_corpus(package, select(tables, MAX_ARTICLES))
    notes = tuple(_notes(package, tables, corpus))
    style, script = (Markup(read_file(_TEMPLATES / name).decode("utf-8")) for name in ("page.css", "page.js"))
    page = _template().render(
        package={key: str(package.descriptor.get(key) or "") for key in _ABOUT},
        counts={table: len(tables[table]) for table in _COUNTED},
        notes=notes,
        speakers=speakers(tables),
        articles=[view(corpus, article) for article in corpus.tables["articles"]],
        grids=list(grids(package, corpus, MAX_ROWS)),
        licenses=list(_licenses(package)),
        model=_models(package),
        version=__version__,
        style=style,
        script=script,
        policy="; ".join(
            (
                "default-src 'none'",
                f"style-src {_fingerprint(style)}",
                f"script-src {_fingerprint(script)}",
                "base-uri 'none'",
                "form-action 'none'",
            )
        ),
    )
    # Lone surrogates, which a descriptor may contain, cannot be encoded in UTF-8.
    return page.encode("utf-8", "xmlcharrefreplace"), notes


def _notes(package: Package, tables: Tables, corpus: Corpus) -> Iterator[str]:
    shown, total = len(corpus.tables["articles"]), len(tables["articles"])
    if shown < total:
        yield (
            f"This page shows the first {shown:,} of {total:,} articles and the rows read from them. "
            "The counts and the list of speakers cover all; data/ holds everything."
        )
    if long := [name for name, rows in corpus.tables.items() if len(rows) > MAX_ROWS]:
        yield f"Tables of which this page shows the first {MAX_ROWS:,} rows only: {', '.join(long)}."
    if package.texts == "none" and any(source.text is None for source in corpus.sources.values()):
        yield (
            "This package leaves out its articles’ texts (onrecord.texts is “none”). Quotes, votes and claims "
            "are shown by the words that their rows hold; with the texts at their paths they are marked."
        )


def _licenses(package: Package) -> Iterator[tuple[str, str]]:
    """Names and URLs of the package's licenses."""
    declared = package.descriptor.get("licenses")
    for terms in declared if isinstance(declared, list) else ():
        if isinstance(terms, Mapping):
            yield str(terms.get("title") or terms.get("name") or terms.get("path")), terms.get("path", "")


def _models(package: Package) -> str:
    """Names and versions of the language models that the rows were made with; empty if they are not stated."""
    models = package.settings.get("models")
    stated = [model for model in models if isinstance(model, Mapping)] if isinstance(models, list) else []
    return " and ".join(f"{model.get('name', '')} {model.get('version', '')}".strip() for model in stated)


def _template() -> Template:
    templates = environment(_TEMPLATES, _parsable, lstrip_blocks=True, keep_trailing_newline=True)
    templates.filters["web_address"] = web_address
    templates.globals |= {"singular": _COUNTED, "kinds": _KINDS, "results": _RESULTS, "runs": runs}
    return templates.get_template("page.html.jinja")


def _parsable(value: Any) -> Markup:
    return Markup(str(escape(value)).translate(_UNPARSABLE))


def web_address(value: Any) -> str:
    """The value if it is a URL of the web; otherwise empty, as nothing else may become a link."""
    try:
        parts = urlsplit(value) if isinstance(value, str) else None
    except ValueError:
        return ""
    return value if parts and parts.scheme in ("http", "https") and parts.netloc else ""


def _fingerprint(inline: str) -> str:
    """The source expression by which a content security policy admits an inline style or script."""
    digest = hashlib.sha256(inline.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
