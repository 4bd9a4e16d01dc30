"""The layout of a block of CSV: where its rows end, and whether polars divides it into the cells of the csv module."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from onrecord.tableschema.dialect import Dialect

if TYPE_CHECKING:  # it takes half as long to import as polars, and files without quotation marks do not need it
    import numpy as np

    _Numbers: TypeAlias = np.ndarray[Any, np.dtype[np.int64]]

# For larger blocks numpy counts frequent bytes three times as fast; for smaller blocks its import costs more.
_SMALL = 1024 * 1024
_SPARSE = 100  # average distance of a byte's occurrences above which numpy is slower
_SAMPLE = 64 * 1024
_FEED, _RETURN = ord("\n"), ord("\r")


@dataclasses.dataclass(frozen=True, slots=True)
class Layout:
    """Where rows end in the bytes of a block.

    Attributes:
        size: how many bytes belong to whole rows; 0 if no row ends in the block.
        rows: how many rows these are.
        ended: how many of them end with a line feed; the last row of a file may end with the file.
        feeds: how many line feeds they have, including those in cells.
        returns: how many of them end with a carriage return and a line feed.
        is_flat: whether each row is one line.
        quotes: the places of the quotation marks, in order; None for a block without any.
        delimiter: the byte that divides cells.
        feeds_at: the places of the line feeds, including those in cells; None if not computed yet.
        ends_at: the places of the line feeds that end rows; None if not computed yet.
    """

    size: int
    rows: int
    ended: int
    feeds: int
    returns: int
    is_flat: bool
    quotes: _Numbers | None
    delimiter: int
    feeds_at: _Numbers | None = None
    ends_at: _Numbers | None = None

    @classmethod
    def of(cls, content: bytes, dialect: Dialect, *, is_last: bool) -> Layout | None:
        """The layout of a block, None if polars and the csv module might differ.

        Args:
            content: bytes that begin with a row.
            dialect: a plain dialect.
            is_last: whether the file ends with these bytes.
        """
        quote, delimiter = dialect.quote_char, ord(dialect.delimiter)
        if quote is None or quote.encode() not in content:
            size = len(content) if is_last else content.rfind(b"\n") + 1
            feeds = _count(content, _FEED, size)
            returns = content.count(b"\r", 0, size) if b"\r" in content else 0
            if returns and content.count(b"\r\n", 0, size) != returns:
                return None
            unended = is_last and not content.endswith(b"\n")
            return cls(size, feeds + unended, feeds, feeds, returns, True, None, delimiter)
        import numpy as np

        data = np.frombuffer(content, np.uint8)
        quotes = np.flatnonzero(data == ord(quote))
        feeds_at = np.flatnonzero(data == _FEED)
        ends = feeds_at[np.searchsorted(quotes, feeds_at) % 2 == 0]
        size = len(content) if is_last else int(ends[-1]) + 1 if len(ends) else 0
        quotes = quotes[: np.searchsorted(quotes, size)]
        if not _are_plain(data[:size], quotes, delimiter):
            return None
        returns_at = np.flatnonzero(data[:size] == _RETURN) if b"\r" in content else quotes[:0]
        returns_at = returns_at[np.searchsorted(quotes, returns_at) % 2 == 0]
        if len(returns_at) and not (returns_at[-1] + 1 < size and (data[returns_at + 1] == _FEED).all()):
            return None
        feeds = int(np.searchsorted(feeds_at, size))
        unended = is_last and not (len(ends) and ends[-1] + 1 == size)
        rows = len(ends) + unended
        is_flat = len(ends) == feeds
        return cls(size, rows, len(ends), feeds, len(returns_at), is_flat, quotes, delimiter, feeds_at[:feeds], ends)

    def _outside(self, content: bytes, byte: int) -> _Numbers:
        """The places of a byte outside quotation marks."""
        if byte == _FEED and self.ends_at is not None:
            return self.ends_at
        import numpy as np

        places = np.flatnonzero(np.frombuffer(content, np.uint8) == byte)
        return places if self.quotes is None else places[np.searchsorted(self.quotes, places) % 2 == 0]

    def _ends(self, content: bytes) -> _Numbers:
        """The ends of rows: the places of their line feeds, or the end of the file."""
        import numpy as np

        ends = self._outside(content, _FEED)
        return ends if len(ends) == self.rows else np.append(ends, len(content))

    def ragged(self, content: bytes, width: int, *, any_wide: bool) -> dict[int, int]:
        """The rows that do not have `width` cells, with their number of cells.

        Args:
            content: the bytes of the rows.
            width: how many cells a row should have.
            any_wide: whether a row may have more.
        """
        # If no row has more cells, the sum shows whether a row has fewer, except for rows of at most one cell.
        is_simple = self.quotes is None and width > 1 and not any_wide
        if is_simple and _count(content, self.delimiter, len(content)) == self.rows * (width - 1):
            return {}
        import numpy as np

        delimiters, ends = self._outside(content, self.delimiter), self._ends(content)
        counts = np.diff(np.searchsorted(delimiters, ends), prepend=0) + 1
        lengths = np.diff(ends, prepend=-1) - 1
        data = np.frombuffer(content, np.uint8)
        empty = (lengths == 0) | ((lengths == 1) & (data[ends - 1] == _RETURN))
        counts[empty] = 0
        return {int(row): int(counts[row]) for row in np.flatnonzero(counts != width)}

    def lines(self, content: bytes, first: int) -> _Numbers:
        """The line where each row starts, given the line of the first row."""
        import numpy as np

        feeds = self.feeds_at
        if feeds is None:
            feeds = np.flatnonzero(np.frombuffer(content, np.uint8) == _FEED)
        starts = np.searchsorted(feeds, self._ends(content)[:-1]) + 1
        return np.append(0, starts) + first

    def take(self, content: bytes, rows: Sequence[int]) -> bytes:
        """The bytes of some rows."""
        import numpy as np

        ends = self._ends(content)
        starts = np.append(0, ends[:-1] + 1)[rows].tolist()
        return b"".join(content[start:end] + b"\n" for start, end in zip(starts, ends[rows].tolist(), strict=True))

    def first_end(self, content: bytes, terminator: str) -> int:
        """The line, from 0, of the first row that ends with a line terminator; there must be such a row."""
        if self.is_flat and not self.returns:
            return 0
        import numpy as np

        feeds = self._outside(content, _FEED)
        returned = (feeds > 0) & (np.frombuffer(content, np.uint8)[feeds - 1] == _RETURN)
        first = feeds[returned == (terminator == "\r\n")][0]
        return content.count(b"\n", 0, int(first))


def lines_with_nul(content: bytes, first: int) -> list[int]:
    """The lines of a block with a NUL character, given the number of its first line."""
    import numpy as np

    feeds = np.flatnonzero(np.frombuffer(content, np.uint8) == _FEED)
    nuls = np.flatnonzero(np.frombuffer(content, np.uint8) == 0)
    return [int(line) + first for line in np.unique(np.searchsorted(feeds, nuls))]


def _count(content: bytes, byte: int, size: int) -> int:
    """How often a byte occurs in the first `size` bytes."""
    if size < _SMALL or content.count(byte, 0, _SAMPLE) * _SPARSE < _SAMPLE:
        return content.count(byte, 0, size)
    import numpy as np

    return int(np.count_nonzero(np.frombuffer(content, np.uint8, size) == byte))


def _are_plain(data: np.ndarray[Any, np.dtype[np.uint8]], quotes: _Numbers, delimiter: int) -> bool:
    """Whether each odd quotation mark opens a cell, and each even mark closes it or is doubled."""
    import numpy as np

    if len(quotes) % 2:
        return False
    opening, closing = quotes[::2], quotes[1::2]
    before, after = data[opening[opening > 0] - 1], data[closing[closing + 1 < len(data)] + 1]
    is_allowed = np.zeros(256, bool)
    is_allowed[[delimiter, _FEED, *data[quotes[:1]]]] = True
    if not is_allowed[before].all():
        return False
    is_allowed[_RETURN] = True
    return bool(is_allowed[after].all())
