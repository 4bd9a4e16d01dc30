"""What the pages of a release have in common: their frame, their style, and what they may load, which is nothing.

A page is one file that stays as it is, also if it is saved or sent: its style is in it. It has no script that runs, and
its policy lets none run, whatever a table contains.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from onrecord import __version__
from onrecord.package.dictionary import constraints, literal, short_address, type_of
from onrecord.package.files import read_file
from onrecord.release.metadata.about import About
from onrecord.release.metadata.linked import reference, schema_org
from onrecord.release.pages import GENERATOR
from onrecord.text.html import LOOK, environment, web_address
from onrecord.text.printable import visible

if TYPE_CHECKING:
    from jinja2 import Environment

_POLICY = "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'"
_CODE = re.compile("`([^`]+)`")
_TEMPLATES = Path(__file__).parents[1] / "templates"
# Limits, so that a page stays readable and below half a megabyte; what is left out is counted, and is in the files.
MOST_FILES = 200
MOST_CHANGES = 100
_LONGEST = 1_000  # characters of a description, a change or a reason


def cut(text: str, limit: int = _LONGEST) -> str:
    """A text, or its beginning if it is long.

    Example:
        >>> cut("a long word", 6)
        'a long…'
    """
    return text if len(text) <= limit else f"{text[:limit].rstrip()}…"


def described(text: str) -> Markup:
    """A description for a page: the standard allows Markdown in it, of which code spans are shown as such.

    Example:
        >>> described("as in `<b>`")
        Markup('as in <code>&lt;b&gt;</code>')
    """
    words, *spans = _CODE.split(visible(text, lines=True))
    pairs = zip(spans[::2], spans[1::2], strict=True)
    return escape(words) + Markup("").join(Markup("<code>{}</code>{}").format(*pair) for pair in pairs)


@functools.cache
def templates() -> Environment:
    """The templates of the pages, and what all of them use."""
    style = b"\n".join(map(read_file, (LOOK, _TEMPLATES / "release.css"))).decode("ascii")
    digest = base64.b64encode(hashlib.sha256(style.encode("ascii")).digest()).decode("ascii")
    made = environment(_TEMPLATES, lstrip_blocks=True, keep_trailing_newline=True, auto_reload=False)
    made.filters |= {
        "cut": cut,
        "described": described,
        "web_address": web_address,
        "reference": reference,
        "literal": literal,
    }
    made.globals |= {
        "style": Markup(style),
        "policy": f"{_POLICY}; style-src 'sha256-{digest}'",
        "generator": f"{GENERATOR} {__version__}",
        "onrecord": __version__,
        "constraints": constraints,
        "type_of": type_of,
        "short_address": short_address,
        "most_files": MOST_FILES,
        "most_changes": MOST_CHANGES,
    }
    return made


def render(template: str, about: About, **values: Any) -> str:
    """A page.

    Args:
        template: the name of its template.
        about: the release that it shows.
        values: what else the template shows.
    """
    return templates().get_template(template).render(about=about, linked=json_ld(_dataset(about)), **values)


def _dataset(about: About) -> Mapping[str, Any]:
    """The schema.org Dataset of a page; dataset.jsonld has all of its files."""
    document = schema_org(about)
    return {**document, "distribution": document["distribution"][:MOST_FILES]}


def json_ld(document: Mapping[str, Any]) -> Markup:
    r"""A document as the content of a `script` element of JSON-LD: in ASCII, inert whatever it contains.

    Example:
        >>> json_ld({"name": "</script>"})
        Markup('{"name": "\\u003c/script\\u003e"}')
    """
    text = json.dumps(document)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    # No character of it means anything in HTML.
    return Markup(text)
