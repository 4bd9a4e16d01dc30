"""The words of rows, for search in the browser: an inverted index in files that are loaded as they are needed.

Pagefind and Lunr were considered. Pagefind answers with WebAssembly and fetch, which browsers refuse to pages opened
from disk; Lunr loads one index as a whole, which has tens of megabytes for 10,000 articles. Here the words are sorted
and divided into files of equal size, so that a word, or a beginning of words, is in one or a few of them.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator

_WORD = re.compile(r"[^\W_]+")
_LARGEST = 48_000  # characters of a file, unless a single word needs more
# A word of so many rows is not worth its file: it would be as long as the rest of the index.
_MOST_ROWS = 100_000


@functools.lru_cache(1024)  # a name, or the words of a claim, are in several rows of an article
def words_of(text: str) -> frozenset[str]:
    """The words of a text as they are searched for: in lower case, without accents.

    The script of the site does the same to what people type.

    Example:
        >>> sorted(words_of("Café des Élus, 2nd floor"))
        ['2nd', 'cafe', 'des', 'elus', 'floor']
    """
    if text.isascii():
        return frozenset(_WORD.findall(text.lower()))
    found = set(_WORD.findall(unicodedata.normalize("NFC", text).lower()))
    return frozenset(word if word.isascii() else _plain(word) for word in found)


def _plain(word: str) -> str:
    parts = unicodedata.normalize("NFKD", word)
    return "".join(each for each in parts if not unicodedata.category(each).startswith("M"))


class Words:
    """Which rows have which words; rows are added in the order of their numbers."""

    def __init__(self) -> None:
        self._rows: dict[str, array[int]] = {}

    def add(self, row: int, texts: Iterable[str], ids: Iterable[str] = ()) -> None:
        """Adds the words of a row, and the ids by which it is found as by words."""
        for word in set[str]().union(*map(words_of, texts), map(_word_of, ids)):
            if (rows := self._rows.get(word)) is None:
                rows = self._rows[word] = array("I")
            rows.append(row)

    def common(self) -> list[str]:
        """The words that are in too many rows to be searched for."""
        return sorted(word for word, rows in self._rows.items() if len(rows) > _MOST_ROWS)

    def files(self) -> Iterator[list[list[str]]]:
        """The content of each file: pairs of a word and its rows, each as the distance from the row before.

        Words are in the order in which JavaScript compares strings: by units of UTF-16.
        """
        content: list[list[str]] = []
        size = 0
        for word in sorted(self._rows, key=lambda word: word.encode("utf-16-be", "surrogatepass")):
            rows = self._rows.pop(word)
            if len(rows) > _MOST_ROWS:
                continue
            steps = " ".join(map(str, _steps(rows)))
            if content and size + len(steps) > _LARGEST:
                yield content
                content, size = [], 0
            content.append([word, steps])
            size += len(word) + len(steps) + 6
        if content:
            yield content


def _word_of(row_id: str) -> str:
    """The part of an id after its prefix, which no text has as a word by chance."""
    return row_id.rpartition("_")[2]


def _steps(rows: array[int]) -> Iterator[int]:
    before = 0
    for row in rows:
        yield row - before
        before = row
