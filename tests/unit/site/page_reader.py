"""Reads a page of the site back as a browser would, as far as the tests need it."""

from __future__ import annotations

import dataclasses
from html.parser import HTMLParser
from pathlib import Path

VOID = frozenset(("input", "link", "meta"))


@dataclasses.dataclass
class Element:
    """An element with its attributes, and all text inside it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""

    @property
    def classes(self) -> list[str]:
        """The element's classes."""
        return self.attributes.get("class", "").split()


class Page(HTMLParser):
    """The elements of a page, in order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)
        self.close()
        assert not self._open, f"left open: {[element.tag for element in self._open]}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens an element."""
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Adds an element that closes itself."""
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """Closes an element, which must be the innermost open one."""
        assert self._open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        """Adds text to all open elements."""
        for element in self._open:
            element.text += data

    def all(self, tag: str = "", css: str = "") -> list[Element]:
        """The elements of a tag and a class."""
        return [
            element for element in self.elements if tag in ("", element.tag) and (not css or css in element.classes)
        ]

    def values(self, attribute: str) -> list[str]:
        """The values of an attribute."""
        return [element.attributes[attribute] for element in self.elements if attribute in element.attributes]


def read_page(path: Path) -> Page:
    """The page in a file, its characters as stored."""
    return Page(path.read_bytes().decode("utf-8"))


def squeezed(text: str) -> str:
    """The text with runs of white space made one space, as a browser shows it."""
    return " ".join(text.split())
