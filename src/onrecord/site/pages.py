"""Pages from templates: third-party text is shown and cannot run, and each page says what it may load."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from onrecord import __version__
from onrecord.package.files import read_file, write_file
from onrecord.package.package import Package
from onrecord.site import addresses, fragments, sentences
from onrecord.text.html import LOOK, environment, web_address

_TEMPLATES = Path(__file__).parent / "templates"
# The files that the pages share, each from these files.
ASSETS = {
    "site.css": (LOOK, _TEMPLATES / "site.css"),
    **{name: (_TEMPLATES / name,) for name in ("site.js", "table.js", "search.js")},
}
# Scripts and styles only from the site itself, none in a page; nothing else is loaded from anywhere.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
)
# The kinds of pages, and the scripts that they load.
SCRIPTS = {
    "article": ("site",),
    "entity": (),
    "outlet": (),
    "vote": (),
    "table": ("table",),
    "start": (),
    "search": ("table", "search"),
    "voices": (),
}
_IN_NAVIGATION = frozenset(("table", "search", "start", "voices"))  # it marks the page that is shown
_CUT = Markup("<!-- the content of the page -->")
_ABOUT = ("name", "title", "description", "version", "created")


class Pages:
    """Writes the pages of a site.

    Args:
        site: folder of the site.
        package: the package that it is about.
    """

    def __init__(self, site: Path, package: Package) -> None:
        self._site = site
        templates = environment(_TEMPLATES, parsable, lstrip_blocks=True, keep_trailing_newline=True, auto_reload=False)
        templates.filters["web_address"] = web_address
        templates.filters["in_hash"] = in_hash
        about = {key: str(package.descriptor.get(key) or "") for key in _ABOUT}
        templates.globals |= {
            "package": about,
            "name": about["title"] or about["name"] or "Package",
            "version": __version__,
            "policy": POLICY,
            "kinds": sentences.KINDS,
            "entity_page": addresses.entity_page,
            "article_page": addresses.article_page,
            "vote_page": addresses.vote_page,
            "outlet_page": addresses.outlet_page,
            "table_page": addresses.table_page,
            "blocks": fragments.blocks,
            "cards": fragments.cards,
            "cast": fragments.cast,
            "chart": fragments.chart,
            "source": fragments.source,
        }
        self._contents = {name: templates.get_template(f"{name}.html.jinja") for name in SCRIPTS if name != "entity"}
        self._frame = templates.get_template("page.html.jinja")
        self._frames: dict[tuple[str, str], list[str]] = {}

    def write(self, template: str, path: str, title: str, **values: Any) -> None:
        """Writes a page at its path.

        Args:
            template: the name of its template, a key of `SCRIPTS`.
            path: its path in the site.
            title: its title.
            values: what the template shows.
        """
        self.write_content(
            template, path, title, self._contents[template].render(top=top_of(path), path=path, **values)
        )

    def write_content(self, kind: str, path: str, title: str, content: str) -> None:
        """Writes a page whose content is markup already.

        Args:
            kind: the kind of page, a key of `SCRIPTS`.
            path: its path in the site.
            title: its title.
            content: what is in its element `main`.
        """
        before, between, after = self._frame_of(kind, path)
        page = f"{before}{fragments.shown(title)}{between}{content}{after}"
        # Lone surrogates, which a descriptor may contain, cannot be encoded in UTF-8.
        write_file(self._site / path, page.encode("utf-8", "xmlcharrefreplace"))

    def _frame_of(self, kind: str, path: str) -> list[str]:
        """What is before the title of a page, between title and content, and after the content."""
        top = top_of(path)
        key = (kind, path if kind in _IN_NAVIGATION else top)
        if key not in self._frames:
            page = self._frame.render(top=top, path=path, scripts=SCRIPTS[kind], title=_CUT, main=_CUT)
            self._frames[key] = page.split(str(_CUT))
        return self._frames[key]

    def write_assets(self) -> None:
        """Writes the style and the scripts that the pages share."""
        for name, parts in ASSETS.items():
            write_file(self._site / "assets" / name, b"\n".join(map(read_file, parts)))


def top_of(path: str) -> str:
    """The way from a page to the top of the site."""
    return "../" * path.count("/")


def parsable(value: Any) -> Any:
    """A value for a page: HTML parsers turn a lone carriage return into a line feed, and drop NUL."""
    if type(value) is str and ("\r" in value or "\0" in value):
        return Markup(str(escape(value)).replace("\r", "&#13;").replace("\0", "\ufffd"))
    return value


def in_hash(value: str) -> str:
    """A value as part of the hash of an address, by which a table is filtered."""
    return quote(value, safe="", errors="replace")


def licenses(package: Package) -> list[tuple[str, str]]:
    """Names and URLs of the package's licenses."""
    declared = package.descriptor.get("licenses")
    return [
        (str(terms.get("title") or terms.get("name") or terms.get("path")), terms.get("path", ""))
        for terms in (declared if isinstance(declared, list) else ())
        if isinstance(terms, Mapping)
    ]


def models(package: Package) -> str:
    """Names and versions of the language models that the rows were made with; empty if they are not stated."""
    stated = package.settings.get("models")
    known = [model for model in stated if isinstance(model, Mapping)] if isinstance(stated, list) else []
    return " and ".join(f"{model.get('name', '')} {model.get('version', '')}".strip() for model in known)
