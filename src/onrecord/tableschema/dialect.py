"""How a delimited file is divided into cells, in the terms of the Table Dialect standard."""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Iterator

TERMINATORS = ("\r\n", "\n", "\r")  # the usual line terminators, in the order in which they are looked for


@dataclasses.dataclass(frozen=True, slots=True)
class Dialect:
    """How a file is divided into cells, in the terms of the Table Dialect standard.

    `header` is whether the file has a header; without `header_rows` that is the first record that is not a comment. A
    `line_terminator` that is a line feed, a carriage return or the two together has no effect: as for the csv module,
    each of these ends a line. With any other terminator, only that ends a row.
    """

    delimiter: str = ","
    quote_char: str | None = '"'
    double_quote: bool = True
    escape_char: str | None = None
    skip_initial_space: bool = False
    comment_char: str | None = None
    comment_rows: tuple[int, ...] = ()
    line_terminator: str | None = None
    header: bool = True
    header_rows: tuple[int, ...] = ()
    header_join: str = " "
    null_sequence: str | None = None

    @property
    def is_plain(self) -> bool:
        """Whether polars can read the rows after the header."""
        marks = {self.delimiter, self.quote_char}
        known = all(mark and len(mark) == 1 and (mark == "\t" or " " < mark <= "~") for mark in marks)
        odd = self.escape_char or self.skip_initial_space or self.comment_char or self.comment_rows
        return known and len(marks) == 2 and self.double_quote and not odd and not self.has_odd_ends

    @property
    def has_odd_ends(self) -> bool:
        """Whether rows end with an unusual line terminator."""
        return self.line_terminator is not None and self.line_terminator not in TERMINATORS

    @property
    def is_beyond_csv(self) -> bool:
        """Whether the csv module cannot read it."""
        is_long = isinstance(self.delimiter, str) and len(self.delimiter) > 1
        return self.has_odd_ends or is_long or self.has_escaped_null

    @property
    def has_escaped_null(self) -> bool:
        """Whether the null sequence has the escape character, as in MySQL: then it is recognized before escapes are."""
        null, escape = self.null_sequence, self.escape_char
        return isinstance(null, str) and isinstance(escape, str) and bool(escape) and escape in null

    def check(self) -> None:
        """Checks that files can be read by the dialect.

        Raises:
            TypeError: a property is of the wrong type.
            ValueError: a property has an impossible value, or the value of another property.
        """
        if not self.is_beyond_csv:
            self.reader(iter(()))
            return
        stated = [self.delimiter, *([] if self.line_terminator is None else [self.line_terminator])]
        if not all(isinstance(mark, str) and mark for mark in stated):
            raise ValueError("delimiter and lineTerminator are strings that are not empty")
        ends = (self.line_terminator,) if self.has_odd_ends else TERMINATORS
        if self.delimiter in ends or {self.quote_char, self.escape_char} & {self.delimiter, *ends}:
            raise ValueError("delimiter, lineTerminator, quoteChar and escapeChar are not all different")
        dataclasses.replace(self, delimiter=",", line_terminator=None).reader(iter(()))

    def reader(self, lines: Iterator[str]) -> Iterator[list[str]]:
        """The csv module's reader of lines in this dialect.

        Raises:
            TypeError: the csv module does not allow the dialect.
            ValueError: likewise.
        """
        return csv.reader(
            lines,
            strict=True,
            delimiter=self.delimiter,
            quotechar=self.quote_char,
            quoting=csv.QUOTE_MINIMAL if self.quote_char else csv.QUOTE_NONE,
            doublequote=self.double_quote,
            escapechar=self.escape_char,
            skipinitialspace=self.skip_initial_space,
        )
