"""The facts about an article in a page: each from the first place of the table of precedence that gives it."""

from __future__ import annotations

import dataclasses
import functools
import itertools
import re
import urllib.parse
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from onrecord.ingestion.document import Fact
from onrecord.ingestion.pages import data, precedence, values
from onrecord.ingestion.pages.classes import Kind, kinds_of
from onrecord.ingestion.pages.source import NUMBERS, Source, shown
from onrecord.package.ids import fold
from onrecord.package.own_cells import SEPARATOR

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

# A value as a page has it, with the types of the object that it names.
_Value = tuple[str, frozenset[str] | set[str]]
_MOST_AUTHORS = 20
_TIMES, _UP = 50, 6
_INSIDE = 200  # nodes in an element whose words are read
_LATER = re.compile(r"updat|modif|revis", re.IGNORECASE)
_SITE = re.compile(r"\s[|–—:·»-]\s")


@dataclasses.dataclass(slots=True)
class Shown:
    """What the page shows a reader, for facts that programs are not given.

    Attributes:
        headline: the headline; None if the page shows no headline.
        bylines: the paragraphs that name authors.
        published: gives the day on a line by itself.
        section: gives the label above the headline.
    """

    headline: str | None = None
    bylines: Sequence[str] = ()
    published: Callable[[], str | None] = lambda: None
    section: Callable[[], str | None] = lambda: None


_CLOSED = frozenset({"false", "locked"})  # by schema.org, by Open Graph


class Facts:
    """The facts of a page.

    Args:
        tree: the page.
        source: its source.
        url: the address from which it was fetched; empty if it is not known.
    """

    def __init__(self, tree: LexborHTMLParser, source: Source, url: str = "") -> None:
        self._tree, self._source, self._url = tree, source, url
        self._metas = data.metas(tree)
        self._objects = data.json_objects(source.data)
        self._index = data.index_of(self._objects)
        self._microdata = data.microdata(tree, self.words_of)
        base = tree.css_first("base[href]")
        self._base = urllib.parse.urljoin(url, (base.attributes.get("href") or "")[:2000]) if base is not None else url
        titles = (_ for name in ("og:title", "twitter:title", "title") for _ in self._metas.get(name, ()))
        self._title = shown(source.title)
        self._addresses = {
            address
            for value in itertools.chain(self._of_link("canonical"), self._metas.get("og:url", ()), [url])
            if (address := values.url(value, self._base))
        }
        known = {fold(words) for words in (*titles, self._title)}
        self._articles = data.article_of(self._objects, lambda item: self._is_this(item, known))

    def _is_this(self, item: dict[str, Any], titles: set[str]) -> bool:
        """Whether an object names this page by its address or its headline."""
        for name in ("url", "mainEntityOfPage", "@id"):
            for words, _ in data.texts_of(item.get(name), {}):
                if values.url(words, self._base) in self._addresses:
                    return True
        headline = item.get("headline")
        return isinstance(headline, str) and any(fold(data.plain(headline))[:60] in title for title in titles)

    def words_of(self, node: LexborNode) -> str:
        """The first words of an element, as the source has them."""
        source = self._source
        texts = (
            inner.text_content or ""
            for inner in itertools.islice(node.traverse(include_text=True), _INSIDE)
            if inner.is_text_node
        )
        runs = [int(number) for text in texts for number in NUMBERS.findall(text)]
        return shown(" ".join(source.text[source.starts[n] : source.ends[n]] for n in runs if n < len(source.starts)))

    def headlines(self) -> list[str]:
        """What the page calls the article, for programs."""
        found = [
            words for basis, names in precedence.PLACES["title"][1:] for words, _ in self._values(basis, names, Shown())
        ]
        found += [words for item in self._articles for words, _ in data.texts_of(item.get("alternativeHeadline"), {})]
        return list(dict.fromkeys(words for words in found if words))

    def sites(self) -> list[str]:
        """The names of the outlet."""
        return [
            words
            for basis, names in precedence.PLACES["publisher"][:3]
            for words, _ in self._values(basis, names, Shown())
        ]

    def is_article(self) -> bool:
        """Whether the page says that it is an article."""
        if any(data.types_of(item) & (precedence.ARTICLES | precedence.WORKS) for item in self._articles):
            return True
        return "article" in self._metas.get("og:type", ()) or "article:published_time" in self._metas

    def is_for_subscribers(self) -> bool:
        """Whether the page says that not everybody may read the article."""
        stated = [item.get("isAccessibleForFree") for item in self._articles]
        stated += self._metas.get("article:content_tier", ())
        return any(value is False or (isinstance(value, str) and value.lower() in _CLOSED) for value in stated)

    def read(self, page: Shown) -> dict[str, Fact]:
        """The facts, by the columns of `articles`."""
        found: dict[str, Fact] = {}
        for column, places in precedence.PLACES.items():
            if column == "authors":
                continue  # it depends on the publisher
            is_date = column in ("published", "updated")
            fact = self._date(column, page) if is_date else self._first(column, places, page)
            if fact is not None:
                found[column] = fact
        authors = self._authors(page, found.get("publisher"))
        if authors is not None:
            found["authors"] = authors
        return found

    def _first(self, column: str, places: tuple[tuple[str, str], ...], page: Shown) -> Fact | None:
        read: Callable[[str], str | None] = _READERS.get(column, values.words)
        roots: Fact | None = None
        for basis, names in places:
            for words, _ in self._values(basis, names, page):
                value = values.url(words, self._base) if column == "url" else read(words)
                if value is None:
                    continue
                fact = Fact(value, basis)
                if (
                    column != "url"
                    or urllib.parse.urlsplit(value).path.strip("/")
                    or urllib.parse.urlsplit(value).query
                ):
                    return fact
                roots = roots or fact  # the address of the whole site, which templates put on every page
        return roots

    def _date(self, column: str, page: Shown) -> Fact | None:
        """A date; a later place that gives the time of the same day is better than the day alone."""
        best: Fact | None = None
        for basis, names in precedence.PLACES[column]:
            for words, _ in self._values(basis, names, page):
                value = values.date(words)
                if value is None:
                    continue
                if best is None or (len(best.value) == len("2031-05-08") and value.startswith(f"{best.value}T")):
                    best = Fact(value, basis)
                if len(best.value) > len("2031-05-08"):
                    return best
        return best

    def _authors(self, page: Shown, publisher: Fact | None) -> Fact | None:
        """The authors: the people of the first place that names people, or else the first organization."""
        organization: Fact | None = None
        outlet = fold(publisher.value) if publisher else ""
        for basis, places in precedence.PLACES["authors"]:
            people: dict[str, str] = {}
            for words, types in self._values(basis, places, page):
                is_person = "Person" in types
                for name in values.names(words, is_structured=bool(types)):
                    is_organization = bool(types & precedence.ORGANIZATIONS) or fold(name) == outlet
                    is_organization |= not is_person and (values.is_post(name) or len(name.split()) == 1)
                    if is_organization:
                        organization = organization or Fact(name, basis)
                    else:
                        people.setdefault(fold(name), self._cased(name))
            if people:
                return Fact(SEPARATOR.join(itertools.islice(people.values(), _MOST_AUTHORS)), basis)
        return organization

    def _cased(self, name: str) -> str:
        """A name in capitals as the page has it elsewhere, or else with its initials in capitals."""
        if not name.isupper() or len(name.split()) < 2:
            return name
        for match in itertools.islice(re.finditer(re.escape(name), self._source.text, re.IGNORECASE), 20):
            if not match[0].isupper() and match[0][0].isupper():
                return match[0]
        return re.sub(r"[^\W\d_]+", lambda match: match[0].capitalize(), name)

    def _values(self, basis: str, names: str, page: Shown) -> Iterator[_Value]:
        """The values of properties at a place."""
        for name in names.split():
            if basis == "json-ld":
                for item in self._articles:
                    yield from data.texts_of(item.get(name), self._index)
                    if name in ("articleSection",):
                        continue
            elif basis == "microdata":
                yield from self._microdata.get(name, ())
            elif basis in ("open-graph", "meta"):
                yield from ((words, frozenset()) for words in self._metas.get(name, ()))
            elif basis == "link":
                yield from ((words, frozenset()) for words in self._of_link(name))
            elif basis == "time":
                yield from ((words, frozenset()) for words in self._times(name))
            elif basis == "record":
                yield self._url, frozenset()
            elif basis == "text":
                lines = page.bylines if name == "byline" else [page.published() or ""]
                yield from ((words, frozenset()) for words in lines)
            else:
                yield from ((words, frozenset()) for words in self._of_markup(name, page))

    @functools.cached_property
    def _links(self) -> list[tuple[list[str], str]]:
        """The links of the page, each with its relations and its address."""
        found = (node.attributes for node in self._tree.css("link[rel][href], a[rel=license][href]")[:2000])
        return [((link.get("rel") or "").lower().split(), link.get("href") or "") for link in found]

    def _of_link(self, name: str) -> Iterator[str]:
        return (address for relations, address in self._links if name in relations)

    def _of_markup(self, name: str, page: Shown) -> Iterator[str]:
        parts = _SITE.split(self._title)
        if name == "headline":
            yield page.headline or ""
        elif name == "lang":
            node = self._tree.css_first("html")
            yield ((node.attributes.get("lang") or node.attributes.get("xml:lang")) if node is not None else "") or ""
        elif name == "title":
            yield self._title[: self._title.rindex(parts[-1])].rstrip(" |–—:·»-") if len(parts) > 1 else self._title
        elif name == "site" and len(parts) > 1 and page.headline and fold(page.headline)[:30] in fold(self._title):
            yield parts[-1] if len(parts[-1].split()) <= 6 else ""
        elif name == "section":
            yield page.section() or ""
        elif name == "author":
            for node in self._tree.css("a[rel~=author], [rel=author]")[:_MOST_AUTHORS]:
                yield self.words_of(node)

    def _words_before(self, node: LexborNode) -> Iterator[str]:
        """The words of the two nodes before a node, such as "Updated"."""
        for _ in range(2):
            if node.prev is None:
                return
            node = node.prev
            yield self.words_of(node)[:40]

    def _times(self, name: str) -> Iterator[str]:
        """The moments in `time` elements: of the update where the names around it say so, otherwise of publication."""
        for node in self._tree.css("time[datetime]")[:_TIMES]:
            names, kinds, outer = "", Kind.NOTHING, node
            for level in range(_UP):
                attributes = outer.attributes
                own = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
                names += f" {own} {attributes.get('itemprop') or ''}" if level < 2 else ""
                kinds |= kinds_of(own)
                if outer.tag in ("aside", "nav", "footer", "li"):
                    kinds |= Kind.JUNK
                if outer.parent is None or not outer.parent.is_element_node:
                    break
                outer = outer.parent
            before = " ".join(self._words_before(node))
            is_later = bool(_LATER.search(names) or _LATER.search(before) or _LATER.search(self.words_of(node)[:20]))
            if (name == "updated") == is_later and not kinds & (Kind.JUNK | Kind.LIVE):
                yield node.attributes.get("datetime") or ""


_READERS: Mapping[str, Callable[[str], str | None]] = {"language": values.language}
