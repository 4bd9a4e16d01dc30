"""Articles in PDF (ISO 32000) that have a text layer: lines at their places become paragraphs."""

from __future__ import annotations

import collections
import dataclasses
import io
import itertools
import logging
import re
import statistics
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from onrecord.errors import SourceError
from onrecord.ingestion.composed import UNFIT
from onrecord.ingestion.document import Document, Original, Refusal, joined
from onrecord.ingestion.formats.reading import read_whole, refusal_of_list
from onrecord.ingestion.formats.registry import Format, Request
from onrecord.ingestion.limits import LONGEST_TEXT
from onrecord.ingestion.properties import facts_of_properties
from onrecord.ingestion.zones import Zone

if TYPE_CHECKING:
    from pypdf import PdfReader

LARGEST_PDF = 128 * 1024 * 1024
MOST_PAGES = 500
# Bytes and operations of the drawing of a page with its text, without its pictures.
_LARGEST_PAGE = 4 * 1024 * 1024
_MOST_OPERATIONS = 500_000
# The lines at the top and at the bottom of a page among which its number and its running head are.
_MARGIN = 3
_APART = 1.6  # of the size of the letters, between a running head and the text
_NEAR = 3.0  # points between the places of a running head on two pages
_PAGE_NUMBER = re.compile(r"\W{0,5}(?:page\s)?\d{1,4}(?:\s?(?:/|of)\s?\d{1,4})?\W{0,5}", re.IGNORECASE)
_ENDED = re.compile(r"[.!?:…][”\"’')\]]{0,3}\Z")
_HYPHEN = re.compile(r"(?P<word>[^\W\d_]{2,40})[-\u2010\u00ad]\Z")
_FIRST = re.compile(r"[^\W\d_]{1,40}")
# How much larger the letters of a heading are than those of the text, and the gaps between paragraphs than others.
_HEADING, _GAP = 1.18, 1.3
_SHORT = 0.8  # of the longest lines: a line that ends a paragraph
_INDENT = 0.5  # of the size of the letters
_LIGATURES = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
)
_QUIET = logging.NullHandler()  # without it, the library's warnings would be printed


@dataclasses.dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page.

    Attributes:
        words: its words.
        page: the number of its page.
        x: its beginning, in points from the left.
        y: its height, in points from the bottom.
        size: of its letters, in points.
    """

    words: str
    page: int
    x: float
    y: float
    size: float


@dataclasses.dataclass(frozen=True, slots=True)
class _Shape:
    """How the text of a file is set.

    Attributes:
        body: the size of most letters, in points.
        leading: from a line to the next, in points.
        full: characters of a line that is full.
        is_indented: whether the first line of a paragraph is.
    """

    body: float
    leading: float
    full: int
    is_indented: bool


def read(file: BinaryIO, request: Request) -> Iterator[Document | Refusal]:
    """The article in the text layer of a file.

    Raises:
        SourceError: it is damaged or protected by a password, or has more pages or larger pages than an article.
    """
    import pypdf

    content = read_whole(file, request.where, LARGEST_PDF)
    logging.getLogger("pypdf").addHandler(_QUIET)
    try:
        with pypdf.apply_configuration(stream_parsing_work_maximum_count=_MOST_OPERATIONS):
            lines, properties = _lines(content, request.where)
    except SourceError:
        raise
    except Exception as error:  # the library raises what the damage leads to
        reason = (str(error).splitlines() or [""])[0][:200] or type(error).__name__
        raise SourceError(
            f"{request.where}: a damaged PDF ({reason}); print it to a new PDF, and convert that"
        ) from None
    text, blocks = joined(_paragraphs(_without_margins(lines)))
    if refusal := refusal_of_list(text):
        yield refusal
    elif text:
        yield Document(text, blocks, facts_of_properties(properties), Original(content, ".pdf"))
    else:
        remedy = "add one by OCR, for example: ocrmypdf FILE.pdf NEW.pdf"
        yield Refusal("no_text", f"pages without a text layer, as a scanner makes them; {remedy}")


def _lines(content: bytes, where: str) -> tuple[list[_Line], dict[str, object]]:
    """The lines of all pages, as they are drawn, and the properties of the file."""
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(content))
    # Many files can be read by everybody, and are encrypted to keep others from changing them.
    if reader.is_encrypted and not _is_open(reader):
        raise SourceError(f"{where}: a PDF protected by a password; save it without the password")
    if len(reader.pages) > MOST_PAGES:
        raise SourceError(
            f"{where}: {len(reader.pages):,} pages; an article has at most {MOST_PAGES}, so extract its pages"
        )
    found: list[_Line] = []
    length = 0
    for number, page in enumerate(reader.pages):
        drawing = page.get_contents()
        if drawing is not None and len(drawing.get_data()) > _LARGEST_PAGE:
            raise SourceError(
                f"{where}: page {number + 1} is drawn in more than {_LARGEST_PAGE >> 20} MiB; leave it out"
            )
        lines = _lines_of_page(page, number)
        length += sum(len(line.words) for line in lines)
        if length > LONGEST_TEXT:
            raise SourceError(f"{where}: a text of more than {LONGEST_TEXT:,} characters; extract the article's pages")
        found += lines
    stated = reader.metadata
    return found, {"title": stated.title, "authors": stated.author} if stated else {}


def _is_open(reader: PdfReader) -> bool:
    from pypdf.errors import DependencyError

    try:
        return bool(reader.decrypt(""))
    except (DependencyError, NotImplementedError):
        return False


def _lines_of_page(page: Any, number: int) -> list[_Line]:
    found: list[_Line] = []
    words: list[str] = []
    place: tuple[float, float, float] | None = None

    def add(text: str, outer: Sequence[float], inner: Sequence[float], _: Any, size: float) -> None:
        nonlocal place
        for part, each in enumerate(text.split("\n")):
            if part:
                end()
            words.append(each)
            if place is None and each.strip():
                x = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
                y = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
                place = float(x), float(y), abs(float(size) * float(inner[3] * outer[3] or inner[0] * outer[0]))

    def end() -> None:
        nonlocal place
        line = " ".join(UNFIT.sub("", "".join(words)).translate(_LIGATURES).split())
        if line and place is not None:
            found.append(_Line(line, number, *place))
        words.clear()
        place = None

    # Sideways text is a mark of the archive or the credit of a picture.
    page.extract_text(orientations=(0,), visitor_text=add)
    end()
    return found


def _without_margins(lines: Sequence[_Line]) -> list[_Line]:
    """The lines without the page numbers and what is repeated at the top or at the bottom of pages."""
    pages = [_rows(list(group)) for _, group in itertools.groupby(lines, key=lambda line: line.page)]
    places: dict[str, list[_Line]] = collections.defaultdict(list)
    for line in itertools.chain.from_iterable(row for rows in pages for row in (*rows[:_MARGIN], *rows[-_MARGIN:])):
        places[_folded(line.words)].append(line)
    left_out: set[int] = set()
    for rows in pages:
        for outside in (rows, rows[::-1]):
            for row, inner in itertools.zip_longest(outside[:_MARGIN], outside[1 : _MARGIN + 1]):
                if not all(_is_of_margin(line, places[_folded(line.words)]) for line in row) or _touch(row, inner):
                    break
                left_out.update(map(id, row))
    return [line for line in lines if id(line) not in left_out]


def _rows(page: list[_Line]) -> list[list[_Line]]:
    """The lines of a page by their height, from the top."""
    found: list[list[_Line]] = []
    for line in sorted(page, key=lambda line: -line.y):
        if found and found[-1][0].y - line.y <= _NEAR:
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _is_of_margin(line: _Line, like: Sequence[_Line]) -> bool:
    is_repeated = any(abs(each.y - line.y) <= _NEAR and each.page != line.page for each in like[:MOST_PAGES])
    return is_repeated or _PAGE_NUMBER.fullmatch(line.words) is not None


def _touch(row: Sequence[_Line], inner: Sequence[_Line] | None) -> bool:
    """Whether two rows follow each other as lines of a text do."""
    if inner is None:
        return False
    size = row[0].size
    return abs(size - inner[0].size) < 0.08 * size and abs(row[0].y - inner[0].y) < _APART * size


def _folded(words: str) -> str:
    """The words of a running head without the number of the page."""
    return re.sub(r"\d+", "0", words).casefold()


def _paragraphs(lines: Sequence[_Line]) -> Iterator[tuple[str, Zone | None]]:
    """The paragraphs that lines are parts of, in the order in which they are drawn."""
    if not lines:
        return
    sizes = collections.Counter[float]()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.words)
    body = max(sizes, key=lambda size: (sizes[size], size))
    # The gap between two lines of a paragraph is that of most lines.
    gaps = [round(a.y - b.y, 1) for a, b in itertools.pairwise(lines) if a.page == b.page and 0 < a.y - b.y < 4 * body]
    leading = min(statistics.multimode(gaps), default=1.2 * body)
    full = sorted(len(line.words) for line in lines if round(line.size, 1) == body)[-max(1, len(lines) // 4)]
    there = collections.Counter(
        word for line in lines for word in re.findall(r"[^\W\d_](?:[^\W\d_]|-(?=[^\W\d_]))*", line.words)
    )
    columns = _columns(lines)
    shape = _Shape(body, leading, full, any(_is_indented(line, edge, body) for line, edge in columns))
    words, last = "", None
    for line, edge in columns:
        if last is not None and _begins(line, last, edge, shape):
            yield words, _zone(last, body)
            words = ""
        words = _continued(words, line.words, there) if words else line.words
        last = line
    if last is not None:
        yield words, _zone(last, body)


def _columns(lines: Sequence[_Line]) -> list[tuple[_Line, float]]:
    """The lines, each with the place where the lines of its column begin, but for those that are indented."""
    found: list[tuple[_Line, float]] = []
    column: list[_Line] = []
    for line in [*lines, None]:
        if column and (line is None or _is_above(line, column[-1])):
            starts = collections.Counter(round(each.x, 1) for each in column)
            most = max(starts.values())
            # A short column may have as many indented lines as others.
            edge = min(start for start, count in starts.items() if 2 * count >= most)
            found += [(each, edge) for each in column]
            column = []
        if line is not None:
            column.append(line)
    return found


def _is_above(line: _Line, last: _Line) -> bool:
    """Whether a line begins a new column or page."""
    return line.page != last.page or line.y > last.y + _NEAR


def _is_indented(line: _Line, edge: float, body: float) -> bool:
    return abs(line.size - body) < 0.1 * body and _INDENT * body < line.x - edge < 5 * body


def _begins(line: _Line, last: _Line, edge: float, shape: _Shape) -> bool:
    """Whether a line begins a paragraph after another line."""
    if abs(line.size - last.size) > 0.08 * max(line.size, last.size):
        return True
    is_above = _is_above(line, last)
    is_ended, is_short = bool(_ENDED.search(last.words)), len(last.words) < _SHORT * shape.full
    if _is_indented(line, edge, shape.body):
        # All lines of a block quotation are indented.
        return is_above or is_short or is_ended or line.x - last.x > _INDENT * shape.body
    if is_above:
        return is_ended and is_short
    if last.y - line.y > _GAP * shape.leading * line.size / shape.body:
        return True
    is_body = abs(line.size - shape.body) < 0.1 * shape.body
    return is_body and is_short and is_ended and not shape.is_indented and not line.words[0].islower()


def _zone(line: _Line, body: float) -> Zone | None:
    return Zone.HEADLINE if line.size > _HEADING * body else None


def _continued(words: str, following: str, there: collections.Counter[str]) -> str:
    """Two lines of a paragraph as one; a hyphen between them stays if the text has the word with it elsewhere."""
    hyphen, first = _HYPHEN.search(words), _FIRST.match(following)
    if hyphen is None or first is None:
        return f"{words} {following}"
    compound = f"{hyphen['word']}-{first[0]}"
    is_divided = first[0].islower() and (there[hyphen["word"] + first[0]] > 0 or there[compound] == 0)
    return words[:-1] + following if is_divided or words[-1] == "\u00ad" else words + following


FORMAT = Format("pdf", 1, "a PDF", frozenset({".pdf"}), lambda head: b"%PDF-" in head[:1024], read)
