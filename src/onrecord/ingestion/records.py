"""Records of JSON, tables and front matter that are articles; their text and facts are found by their names."""

from __future__ import annotations

import ast
import dataclasses
import functools
import hashlib
import html
import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from onrecord.errors import SourceError
from onrecord.ingestion.bylines import is_post_line
from onrecord.ingestion.composed import UNFIT, composed
from onrecord.ingestion.dates import DayOrder, is_open, order_of, read_date
from onrecord.ingestion.document import Document, Fact, Refusal
from onrecord.ingestion.particulars import bare_byline, read_byline
from onrecord.ingestion.record_names import FACTS, IN_UTC, KEYS, LANGUAGES, MISSING, NOBODY, TEXTS
from onrecord.package.own_cells import SEPARATOR

Record: TypeAlias = Mapping[str, Any]
# What a file has at a place: a record, or why it is not one.
Item: TypeAlias = tuple[str, "Record | Refusal"]

# The records by which a file is judged before any is read.
_SAMPLE = 20
# Characters of a fact; a longer value is something else.
_LONGEST_FACT = 1_000
_MOST_AUTHORS = 50
_DEEPEST = 3  # of a list of records in an object
_MOST_NAMES = 30  # in a message
_URL = re.compile(r"https?://[^\s/?#<>\"{}|\\^`@]+(?:[/?#][^\s<>\"{}|\\^`]*)?")
_GAP = re.compile(r"(?<=[^\W_])[\s_-]{1,10}(?=[^\W_])")  # not the first character, as in `_source`
_TAG = re.compile(r"<[^<>]{1,500}>")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", re.IGNORECASE)
_DIVIDERS = re.compile(r"[;|\n]")
# The end of a text that an interface shortened.
_SHOWN_WORDS = 5  # the last before the cut
_CUT = re.compile(r"\[\+\d{1,7} chars\]\s{0,9}\Z")
_DATED = ("published", "updated")


def read_records(
    items: Callable[[], Iterator[Item]], columns: Mapping[str, str], where: str, names: Sequence[str] = ()
) -> Iterator[Document | Refusal]:
    """The articles that records are, in order, and why other records are not.

    Args:
        items: gives the records from the first, each time that it is called.
        columns: the names in the file by ours, for those that the user gave.
        where: the file, as messages name it.
        names: the names of all columns, if the file has a header.

    Raises:
        SourceError: no record has a text, two names could be that of the text, or a name that the user gave is missing.
    """
    sample = [record for _, record in itertools.islice(items(), _SAMPLE) if not isinstance(record, Refusal)]
    there = list(dict.fromkeys(itertools.chain(names, *(_names(record) for record in sample))))
    _check_columns(columns, there, sample, where)
    if sample and "text" not in columns:
        _check_text(there, sample, where)
    order = None
    if any(is_open(value) for record in sample for value in _dates(record, columns)):
        order = order_of(
            value for _, each in items() if not isinstance(each, Refusal) for value in _dates(each, columns)
        )
    ignored = _ignored(names, columns)
    empty = True
    for locator, record in items():
        empty = False
        if isinstance(record, Refusal):
            yield dataclasses.replace(record, locator=locator)
            continue
        found = article_of_record(record, columns, locator, order)
        if ignored and isinstance(found, Document):
            found, ignored = dataclasses.replace(found, ignored=ignored), ()
        yield found
    if empty:
        raise SourceError(f"{where}: it has no records; leave it out, or restore its articles")


def article_of_record(
    record: Record, columns: Mapping[str, str], locator: str, order: DayOrder | None = None
) -> Document | Refusal:
    """The article that a record is."""
    facts = facts_of(record, columns, order)
    key = _key(record, columns, facts)
    texts = _texts(record, columns)
    if len(texts) > 1:
        names = " and ".join(texts)
        message = f"{names} could all be the text; choose one: --columns text={next(iter(texts))}"
        return Refusal("invalid", encodable(message), locator, key)
    words = next(iter(texts.values()), "")
    if _CUT.search(words[-40:]):
        last = " ".join(_CUT.sub("", words).split()[-_SHOWN_WORDS:])
        where = facts["url"].value if "url" in facts else "its address"
        message = encodable(f"its text is cut off after {last!r}; get the page at {where}")
        return Refusal("no_text", message, locator, key)
    if "text" in columns and (message := _fault(record, "text", columns["text"])):
        return Refusal("invalid", message, locator, key)
    if not words:
        named = columns.get("text") or "its text"
        return Refusal("no_text", f"{named} is empty; get the whole article, or leave it out", locator, key)
    title = facts["title"].value if "title" in facts else ""
    key = key or hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:16]
    return composed(words, title=title, facts=facts, key=key, locator=locator)


def facts_of(
    record: Record, columns: Mapping[str, str], order: DayOrder | None = None, basis: str = "record"
) -> dict[str, Fact]:
    """The facts that a record states, in the forms of the table `articles`; what is not in a form is left out."""
    found = {}
    for fact in FACTS:
        for name, value in _values(record, fact, columns):
            if (form := _form(fact, name, value, order)) is not None:
                found[fact] = Fact(form, basis)
                break
    return found


def fact_named(name: str) -> str | None:
    """The fact that has a name, `text` for that of the text; None if no fact has it.

    Examples:
        >>> fact_named("Pub Date")
        'published'
    """
    names = {"text": tuple(itertools.chain.from_iterable(TEXTS)), **FACTS}
    folded = _folded(name)
    return next((fact for fact in names if folded in {fact, *map(_folded, names[fact])}), None)


def _ignored(names: Sequence[str], columns: Mapping[str, str]) -> tuple[str, ...]:
    """The columns of a table that are neither the text nor a fact nor the key of its articles."""
    used = {*map(_folded, columns.values()), *map(_folded, KEYS), ""}
    return tuple(name for name in names if _folded(name) not in used and fact_named(name) is None)


def form_of(fact: str, value: Any, order: DayOrder | None = None) -> str | None:
    """A value of a fact in the form of the table `articles`; None if it cannot be one."""
    return _form(fact, fact, value, order)


def has_text(record: Record, columns: Mapping[str, str]) -> bool:
    """Whether a record has a text by a name that texts have, or by the name that the user gave."""
    return bool(_texts(record, columns))


def find(record: Record, path: str) -> Any:
    """The value of a name in a record, or of a path with dots; None if it is missing.

    Examples:
        >>> find({"Title": {"rendered": "No"}}, "title.rendered")
        'No'
    """
    if path in record:
        return record[path]
    names = _folded_names(tuple(record))
    if (name := names.get(_folded(path))) is not None:
        return record[name]
    first, dot, rest = path.partition(".")
    if not dot or (name := names.get(_folded(first))) is None:
        return None
    value = record[name]
    if isinstance(value, list):
        found = [find(each, rest) for each in value[:_MOST_AUTHORS] if isinstance(each, Mapping)]
        return [each for each in found if each is not None] or None
    return find(value, rest) if isinstance(value, Mapping) else None


@functools.lru_cache(maxsize=1024)
def _possible(there: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, ...]:
    """Those of our names that a record with certain names may have; all its neighbors in a file have the same."""
    folded = _folded_names(there)
    return tuple(name for name in names if _folded(name) in folded or _folded(name.partition(".")[0]) in folded)


@functools.lru_cache(maxsize=256)
def _folded_names(names: tuple[str, ...]) -> dict[str, str]:
    """The names of a record by their folded forms, the first of equal names."""
    return {_folded(name): name for name in reversed(names)}


@functools.lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    return _GAP.sub("", name.strip(" \ufeff")).lower()


def _names(record: Record) -> Iterator[str]:
    """The names in a record, and the paths to those in its objects."""
    for name, value in record.items():
        yield name
        if isinstance(value, Mapping):
            yield from (f"{name}.{inner}" for inner in value)


def _check_columns(columns: Mapping[str, str], there: Sequence[str], sample: Sequence[Record], where: str) -> None:
    for ours, theirs in columns.items():
        if message := next((found for record in sample if (found := _fault(record, ours, theirs))), ""):
            raise SourceError(f"{where}: {message}")
        if theirs not in there and not any(find(record, theirs) is not None for record in sample):
            names = _listed(_inner_names(sample) or there)
            raise SourceError(f"{where}: no column {theirs!r}, mapped to {ours}; there are {names}")


def _check_text(there: Sequence[str], sample: Sequence[Record], where: str) -> None:
    # A list of records may have the name of a text.
    folded = {_folded(name) for name in there if not any(_objects(record.get(name)) for record in sample)}
    if not any(_texts(record, {}) for record in sample) and folded.isdisjoint(_folded(n) for row in TEXTS for n in row):
        message = f"none of its columns is known to be the text ({_listed(_inner_names(sample) or there)})"
        raise SourceError(f"{where}: {message}; name it, as in --columns text=NAME, or in the file's sidecar")
    for record in sample:
        texts = _texts(record, {})
        if len(texts) > 1:
            message = f"{' and '.join(texts)} could all be the text"
            raise SourceError(encodable(f"{where}: {message}; choose one: --columns text={next(iter(texts))}"))


def _objects(value: Any) -> list[Record]:
    """The objects in a list; none if it is another value."""
    return [each for each in value[:_SAMPLE] if isinstance(each, Mapping)] if isinstance(value, list) else []


def _list_on(record: Record, path: str) -> tuple[str, str, list[Record]] | None:
    """The list of objects that a path leads through: its own path, the path in its objects, and the first of these."""
    names = _folded_names(tuple(record))
    first, dot, rest = path.partition(".")
    if not dot or path in record or _folded(path) in names or (name := names.get(_folded(first))) is None:
        return None
    value = record[name]
    if isinstance(value, Mapping):
        found = _list_on(value, rest)
        return found and (f"{name}.{found[0]}", *found[1:])
    objects = _objects(value)
    return (name, rest, objects) if objects else None


def _fault(record: Record, ours: str, theirs: str) -> str:
    """Why a path of the user is not read in a record; empty if it is. Only authors may be many."""
    if ours == "authors" or (found := _list_on(record, theirs)) is None:
        return ""
    path, rest, objects = found
    names = _listed(list(dict.fromkeys(itertools.chain.from_iterable(map(_names, objects)))))
    message = f"{theirs!r}, mapped to {ours}, leads through a list of records ({path})"
    return encodable(f"{message}; name what each of them has ({names}), as in --columns {ours}={rest}")


def _mapped(record: Record, ours: str, theirs: str) -> Any:
    """The value of a path of the user; None if it is missing, or if it would be that of many records."""
    return find(record, theirs) if ours == "authors" or _list_on(record, theirs) is None else None


def _inner_names(sample: Sequence[Record]) -> list[str]:
    """The names in the records that objects hold in a list; none if the objects have the longest words themselves."""
    found = [objects for record in sample for objects in _lists(record, _DEEPEST)]
    best = max(found, key=_longest, default=[])
    if _longest(best) < _longest(sample):
        return []
    return list(dict.fromkeys(itertools.chain.from_iterable(map(_names, best))))


def _lists(record: Record, depth: int) -> Iterator[list[Record]]:
    """The lists of objects in a record and in its objects."""
    for value in record.values():
        if objects := _objects(value):
            yield objects
        elif depth and isinstance(value, Mapping):
            yield from _lists(value, depth - 1)


def _longest(records: Sequence[Record]) -> int:
    """The most characters of a value in records or in their objects."""
    inner = [value for record in records for value in record.values() if isinstance(value, Mapping)]
    values = (value for each in (*records, *inner) for value in each.values())
    return max((len(value) for value in values if isinstance(value, str)), default=0)


def encodable(words: str) -> str:
    r"""Words of a file as a message may have them: halves of characters, which UTF-8 cannot hold, are escaped.

    Examples:
        >>> encodable("a\ud83d")
        'a\\ud83d'
    """
    return words.encode("utf-8", "backslashreplace").decode("utf-8")


def _listed(names: Sequence[str]) -> str:
    shown = [name if len(name) <= 40 else f"{name[:39]}…" for name in names[:_MOST_NAMES] if name]
    shown += [f"{len(names) - _MOST_NAMES} more"] if len(names) > _MOST_NAMES else []
    return encodable(", ".join(shown))


def _texts(record: Record, columns: Mapping[str, str]) -> dict[str, str]:
    """The different texts of a record by their names."""
    if "text" in columns:
        words = _text(_mapped(record, "text", columns["text"]))
        return {columns["text"]: words} if words else {}
    found: dict[str, str] = {}
    there = tuple(record)
    for row in TEXTS:
        possible = _possible(there, row)
        name, words = next(((name, words) for name in possible if (words := _text(find(record, name)))), ("", ""))
        if words and words not in found.values():
            found[name] = words
    return found


def _text(value: Any) -> str:
    """The words of a value: a text, or a list of paragraphs."""
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        value = "\n\n".join(value)
    if not isinstance(value, str) or value.strip().lower() in MISSING:
        return ""
    return value


def _values(record: Record, fact: str, columns: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    names = (columns[fact],) if fact in columns else _possible(tuple(record), FACTS[fact])
    taken = {columns["text"]} if "text" in columns else set()
    for name in names:
        value = _mapped(record, fact, name) if fact in columns else find(record, name)
        if value is not None and name not in taken:
            yield name, value


def _dates(record: Record, columns: Mapping[str, str]) -> Iterator[str]:
    for fact in _DATED:
        yield from (value for _, value in _values(record, fact, columns) if isinstance(value, str))


def _key(record: Record, columns: Mapping[str, str], facts: Mapping[str, Fact]) -> str:
    for name in (columns["id"],) if "id" in columns else _possible(tuple(record), KEYS):
        value = _mapped(record, "id", name) if "id" in columns else find(record, name)
        if isinstance(value, str | int) and not isinstance(value, bool) and (words := _words(value)):
            return words
    return next((facts[fact].value for fact in ("url", "title") if fact in facts), "")


def _words(value: Any) -> str:
    """The words of a single value, without markup, line breaks and outer blanks; empty if it is missing."""
    if isinstance(value, Mapping):
        named = (find(value, name) for name in ("name", "rendered", "#text", "@value", "@id", "title"))
        value = next((each for each in named if isinstance(each, str)), "")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    words = str(value)
    if len(words) > _LONGEST_FACT:
        return ""
    if "&" in words or "<" in words:
        words = html.unescape(_TAG.sub("", words))
    words = " ".join(UNFIT.sub("", words).split())
    return "" if words.lower() in MISSING else words


def _form(fact: str, name: str, value: Any, order: DayOrder | None) -> str | None:
    """A value in the form of the table `articles`; None if it has another."""
    if fact == "authors":
        return SEPARATOR.join(authors_of(value)) or None
    each = value if isinstance(value, list) else [value]
    words = next((found for one in each if (found := _words(one))), "")
    if not words:
        return None
    if fact in _DATED:
        return read_date(words, order, is_utc=name.endswith(IN_UTC))
    if fact in ("url", "language"):  # the reader of pages is loaded only if a record has one
        from onrecord.ingestion.pages import values as pages
    if fact == "url":
        return pages.url(words) if _URL.fullmatch(words) else None
    if fact == "language":
        tag = LANGUAGES.get(words.lower(), words.replace("_", "-"))
        return pages.language(tag) if _LANGUAGE.fullmatch(tag) else None
    # Numbers name the rows of another table.
    is_named = not words.isdecimal() and not _URL.match(words)
    return words if is_named or fact == "title" else None


def authors_of(value: Any) -> list[str]:
    """The names of authors in a value: a list, an object with a name, or words such as "By Nora Pell and Ida Mott".

    Examples:
        >>> authors_of("['Nora Pell', 'Ida Mott']")
        ['Nora Pell', 'Ida Mott']
    """
    if isinstance(value, str) and value.strip().startswith("[") and len(value) <= _LONGEST_FACT:
        value = _literal(value.strip())
    found = []
    for each in value[:_MOST_AUTHORS] if isinstance(value, list) else [value]:
        inner = each.get("name") if isinstance(each, Mapping) else None
        for one in inner[:_MOST_AUTHORS] if isinstance(inner, list) else [each]:
            found += [name for part in _DIVIDERS.split(_words_of_author(one)) for name in _people(part.strip(" ,"))]
    people = [name for name in found if len(found) == 1 or not is_post_line(name)]
    return list(dict.fromkeys(people))[:_MOST_AUTHORS]


def _literal(words: str) -> Any:
    """The list that Python or JSON wrote into a cell, or else the words."""
    try:
        found = ast.literal_eval(words)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return words
    return found if isinstance(found, list) else words


def _words_of_author(value: Any) -> str:
    """The words of an author; line breaks between authors stay, because they divide them."""
    if isinstance(value, str) and "\n" in value:
        return "\n".join(map(_words, value.splitlines()[:_MOST_AUTHORS]))
    return _words(value)


def _people(words: str) -> list[str]:
    """The people that a byline names, or else the whole of it; nobody for an account, an address or a number."""
    if words.lower() in NOBODY | MISSING or words.isdecimal() or re.search(r"https?:|\w@\w", words):
        return []
    byline = read_byline(words) or bare_byline(words)
    if byline is not None and byline.authors:
        return [span.exact(words) for span in byline.authors]
    return [words[3:] if words[:3].lower() == "by " else words]
