"""What a page says about itself for programs: JSON-LD, microdata, `meta` and `link`."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from onrecord.ingestion.pages import precedence
from onrecord.ingestion.pages.source import shown
from onrecord.text.bounded_json import NotReadable, parse_json

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

# Bytes of JSON-LD, and objects and values in it that are looked at: a live blog has thousands.
_LARGEST, _MOST, _DEEPEST = 4 * 1024 * 1024, 20_000, 8
_MOST_METAS, _MOST_ITEMS, _MOST_SCRIPTS = 2_000, 3_000, 100
_COMMA = re.compile(r'("(?:[^"\\]|\\.)*+")|,(?=\s*+[}\]])', re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x1f]")
# Comments in which old pages hide scripts, before and after.
_WRAPPERS = (("<!--", "-->"), ("//<![CDATA[", "//]]>"), ("/*<![CDATA[*/", "/*]]>*/"), ("<![CDATA[", "]]>"))
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")


def json_objects(scripts: Sequence[str]) -> list[dict[str, Any]]:
    """The objects of JSON-LD in the scripts of a page that may describe it, in order."""
    found: list[dict[str, Any]] = []
    for script in scripts[:_MOST_SCRIPTS]:
        found += itertools.islice(_objects(_parsed(script)), _MOST)
    return found


def _parsed(text: str) -> Any:
    """The value of JSON as pages write it: with raw line breaks, trailing commas, comments of HTML around it."""
    for write in (lambda words: words, _repaired):
        try:
            return parse_json(_CONTROL.sub(" ", write(text)).encode("utf-8", "replace"), largest=_LARGEST)
        except NotReadable:
            continue
    return None


def _repaired(text: str) -> str:
    text = text.strip()
    for before, after in _WRAPPERS:
        text = text.removeprefix(before).removesuffix(after).strip()
    return _COMMA.sub(lambda match: match[1] or "", text).rstrip(" ;\t\r\n")


def _objects(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """The objects at the top, in graphs and lists, and those that a page says are its main part."""
    if isinstance(value, list) and depth < _DEEPEST:
        for item in value[:_MOST]:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage", "itemReviewed"):
            if isinstance(value.get(name), dict | list) and depth < _DEEPEST:
                yield from _objects(value[name], depth + 1)


def types_of(item: Mapping[str, Any]) -> set[str]:
    """The types of an object, without the address of their vocabulary."""
    types = item.get("@type")
    names = types if isinstance(types, list) else [types]
    return {re.split(r"[/#:]", name)[-1] for name in names if isinstance(name, str)}


def article_of(objects: list[dict[str, Any]], is_this: Callable[[dict[str, Any]], bool]) -> list[dict[str, Any]]:
    """The objects that describe the article, those of the most specific type first.

    Args:
        objects: all objects of the page.
        is_this: whether an object names this page by its address or its headline, where several of a type compete.
    """
    found: list[dict[str, Any]] = []
    for names in (precedence.ARTICLES, precedence.WORKS, precedence.PAGES):
        group = [item for item in objects if types_of(item) & names]
        found += next(([item] for item in group if is_this(item)), group[:1])
    return found


def index_of(objects: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The objects by their `@id`s; the fullest of those with the same."""
    index: dict[str, dict[str, Any]] = {}
    for item in objects:
        name = item.get("@id")
        if isinstance(name, str) and len(item) > len(index.get(name, {})):
            index[name] = item
    return index


def texts_of(value: Any, index: Mapping[str, dict[str, Any]], depth: int = 0) -> Iterator[tuple[str, set[str]]]:
    """The words of a value, each with the types of the object that has them as its name."""
    if isinstance(value, str):
        yield plain(value), set()
    elif isinstance(value, int) and not isinstance(value, bool):
        yield str(value), set()
    elif isinstance(value, list) and depth < _DEEPEST:
        for item in value[:100]:
            yield from texts_of(item, index, depth + 1)
    elif isinstance(value, dict) and depth < _DEEPEST:
        named = {**index.get(value["@id"], {}), **value} if isinstance(value.get("@id"), str) else value
        own = next((named[key] for key in ("name", "@value", "url", "@id") if named.get(key)), None)
        for words, _ in texts_of(own, {}, depth + 1):
            yield words, types_of(named)


def plain(words: str) -> str:
    """The words of a value, in which pages leave character references and tags."""
    return shown(_TAG.sub("", shown(words)) if "<" in words or "&" in words else words)


def metas(tree: LexborHTMLParser) -> dict[str, list[str]]:
    """The values of `meta` elements by their names, in lower case."""
    found: dict[str, list[str]] = {}
    for node in tree.css("meta[content]")[:_MOST_METAS]:
        attributes = node.attributes
        content = shown(attributes.get("content") or "")
        for key in ("property", "name", "itemprop", "http-equiv"):
            for name in (attributes.get(key) or "").lower().split():
                if content:
                    found.setdefault(name, []).append(content)
                    found.setdefault(name.replace(":", ".").replace("_", "."), []).append(content)
    for number in range(1, 5):  # "Written by" and its value are two elements
        for label, content in zip(
            found.get(f"twitter:label{number}", ()), found.get(f"twitter:data{number}", ()), strict=False
        ):
            found.setdefault(f"twitter:{label.lower().replace(' ', '-')}", []).append(content)
    return found


def microdata(tree: LexborHTMLParser, words_of: Callable[[LexborNode], str]) -> dict[str, list[tuple[str, set[str]]]]:
    """The properties of the article in microdata, each with its values and their types.

    Args:
        tree: the page.
        words_of: the words of an element.
    """
    scopes = [
        node
        for node in tree.css("[itemscope][itemtype]")[:_MOST_ITEMS]
        if _types(node) & (precedence.ARTICLES | precedence.WORKS)
    ]
    nodes = tree.css("[itemprop]")[:_MOST_ITEMS]
    chosen = min(scopes, key=lambda node: not _types(node) & precedence.ARTICLES, default=None)
    found: dict[str, list[tuple[str, set[str]]]] = {}
    for node in nodes:
        scope = _scope(node)
        if (scope is None) != (chosen is None) or (
            scope is not None and chosen is not None and scope.mem_id != chosen.mem_id
        ):
            continue
        attributes = node.attributes
        types: set[str] = set()
        value = _value(node, words_of)
        if "itemscope" in attributes:
            types = _types(node)
            name = next(
                (
                    inner
                    for inner in node.css("[itemprop~=name]")[:20]
                    if (s := _scope(inner)) is not None and s.mem_id == node.mem_id
                ),
                None,
            )
            value = _value(name, words_of) if name is not None else value
        for prop in (attributes.get("itemprop") or "").split():
            if value:
                found.setdefault(prop, []).append((plain(value), types))
    return found


def _types(node: LexborNode) -> set[str]:
    return {re.split(r"[/#]", name)[-1] for name in (node.attributes.get("itemtype") or "").split()}


def _value(node: LexborNode, words_of: Callable[[LexborNode], str]) -> str:
    attributes = node.attributes
    for key in ("content", "datetime"):
        if attributes.get(key):
            return attributes[key] or ""
    if node.tag in ("a", "link") and not (
        node.tag == "a" and {"author", "name", "publisher"} & set((attributes.get("itemprop") or "").split())
    ):
        return attributes.get("href") or ""
    return words_of(node)


def _scope(node: LexborNode) -> LexborNode | None:
    """The element whose item a property belongs to; None if it belongs to no item."""
    outer = node.parent
    for _ in range(60):
        if outer is None or not outer.is_element_node:
            return None
        if "itemscope" in outer.attributes:
            return outer
        outer = outer.parent
    return None
