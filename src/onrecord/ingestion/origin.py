"""The origin `NAME.origin.json` of a text `NAME.txt` that was derived from another file: from what, and how.

A text that was derived once is not derived again: its rows point into it. The origin says which bytes it came from, by
their hash, which step made it, what the file said about the article, and where each stretch of the text is in the
original.
"""

from __future__ import annotations

import bisect
import codecs
import dataclasses
import html
import itertools
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from onrecord.errors import SourceError
from onrecord.ingestion.document import Block, Piece
from onrecord.ingestion.facts import KEYS, Facts
from onrecord.ingestion.limits import LARGEST_ORIGIN
from onrecord.ingestion.zones import Zone
from onrecord.package import ORIGIN
from onrecord.package.files import is_inside, read_inside
from onrecord.text.bounded_json import parse_json
from onrecord.text.spans import Span

ORIGINALS = "originals"
# What its properties may be, as it may come from a stranger.
_STEP = re.compile(r"(?:[a-z0-9_-]{1,40}@[0-9]{1,6})?")
_WORDS = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]{0,1000}")
_PATH = re.compile(rf"(?:{ORIGINALS}/[0-9a-f]{{2}}/[0-9a-f]{{64}}\.[a-z0-9]{{1,8}})?")
# Codecs of text alone: Python has others, some of which fail on any input.
_ENCODING = re.compile(
    r"(?:utf-?8(?:-sig)?|utf-?(?:16|32)(?:-?[lb]e)?|ascii|cp\d{3,5}|windows-\d{4}|(?:iso-?8859|latin)[-_]?\d{1,2}"
    r"|koi8-[ru]|mac[-_][a-z0-9]{2,12}|gb2312|gbk|gb18030|big5(?:hkscs)?|euc[-_][a-z]{2}|shift[-_]jis|iso2022[-_]jp|tis-620)?",
    re.IGNORECASE,
)
_MOST_CHARACTERS = 1 << 28


@dataclasses.dataclass(frozen=True, slots=True)
class Origin:
    """Where a text comes from.

    Attributes:
        step: the step that derived the text, with its version: `html@1`; empty if the text is as it was found.
        file: the name of the file, without folders.
        locator: where the article is in the file; empty if it is all of it.
        path: of the original in the package; its name is the SHA-256 of its bytes. Empty if the text is the original.
        encoding: how offsets decode the original; empty if it is not text.
        facts: what the file says about the article.
        blocks: the paragraphs of the text.
        pieces: where each stretch of the text is in the original.
    """

    step: str
    file: str
    path: str
    locator: str = ""
    encoding: str = ""
    facts: Facts = dataclasses.field(default_factory=Facts)
    blocks: tuple[Block, ...] = ()
    pieces: tuple[Piece, ...] = ()

    @property
    def sha256(self) -> str:
        """The hash of the original."""
        return self.path.rpartition("/")[2].partition(".")[0]

    def places(self, span: Span) -> tuple[Span, ...]:
        """Where the characters of a span of the text are in the original as decoded, in order; empty if not known.

        Examples:
            >>> stretches = (0, 4, 3, 7), (4, 5, 7, 12), (5, 9, 12, 16)  # "Noel& son" in "<p>Noel&amp; son</p>"
            >>> pieces = tuple(Piece(Span(a, b), Span(c, d)) for a, b, c, d in stretches)
            >>> Origin("html@1", "a.html", "", pieces=pieces).places(Span(3, 6))
            (Span(start=6, end=13),)
        """
        found: list[Span] = []
        first = bisect.bisect_right(self.pieces, span.start, key=lambda piece: piece.text.end)
        for piece in self.pieces[first:]:
            if piece.text.start >= span.end:
                break
            place = piece.original
            if len(piece.text) == len(piece.original):
                start, end = max(span.start, piece.text.start), min(span.end, piece.text.end)
                place = Span(start, end).shift(piece.original.start - piece.text.start)
            if found and found[-1].end == place.start:
                place = Span(found.pop().start, place.end)
            found.append(place)
        return tuple(found)


def original_path(sha256: str, suffix: str) -> str:
    """Where a package keeps an original.

    Example:
        >>> original_path("3f" + "0" * 62, ".html")[:24]
        'originals/3f/3f000000000'
    """
    return f"{ORIGINALS}/{sha256[:2]}/{sha256}{suffix}"


def origin_path(text_path: str) -> str:
    """The path in a package of the origin of a text.

    Example:
        >>> origin_path("seeds/ferry.html.txt")
        'seeds/ferry.html.origin.json'
    """
    return text_path.removesuffix(PurePosixPath(text_path).suffix) + ORIGIN


def origin_of(package: Path, text_path: str) -> Origin | None:
    """The origin of a text in a package; None if the text is as it was found.

    Raises:
        SourceError: as `parse_origin`.
        PackageError: the path leaves the package.
    """
    path = origin_path(text_path)
    if not is_inside(package, path):
        return None
    return parse_origin(read_inside(package, path, LARGEST_ORIGIN), package / path)


def written_origin(origin: Origin) -> bytes:
    """An origin as the content of its file."""
    value = {
        "step": origin.step,
        "file": origin.file,
        "locator": origin.locator,
        "original": origin.path,
        "encoding": origin.encoding,
        "facts": {key: [fact.value, fact.basis] for key, fact in origin.facts.pairs.items()},
        "blocks": [[block.span.start, block.span.end, block.zone or ""] for block in origin.blocks],
        "pieces": [
            [piece.text.start, piece.text.end, piece.original.start, piece.original.end] for piece in origin.pieces
        ],
    }
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8") + b"\n"


def parse_origin(content: bytes, path: Path) -> Origin:
    """The origin with the content of the file `path`.

    Raises:
        SourceError: it is not an origin as `written_origin` makes it.
    """
    try:
        return _origin(parse_json(content, strict=True, largest=LARGEST_ORIGIN))
    except (ValueError, TypeError, KeyError, AttributeError, LookupError, RecursionError) as error:
        reason = f"{type(error).__name__}: {error}"[:120]
        remedy = "remove it and the text, and convert the original again"
        raise SourceError(f"{path}: not an origin that onrecord wrote ({reason}); {remedy}") from None


def _origin(value: Mapping[str, Any]) -> Origin:
    names = ("step", "file", "original", "locator", "encoding")
    step, file, path, locator, encoding = (value[name] for name in names)
    forms = (_STEP, _WORDS, _PATH, _WORDS, _ENCODING)
    for name, each, form in zip(names, (step, file, path, locator, encoding), forms, strict=True):
        if not isinstance(each, str) or not form.fullmatch(each):
            raise ValueError(f"{name} is {each!r}")
    if encoding:
        codecs.lookup(encoding)
    elif value["pieces"]:
        raise ValueError("pieces without an encoding")
    stated = {key: (str(fact), str(basis)) for key, (fact, basis) in value["facts"].items() if key in KEYS}
    facts = Facts(
        **{key: fact for key, (fact, _) in stated.items()}, basis={key: basis for key, (_, basis) in stated.items()}
    )
    blocks = tuple(Block(_span(start, end), Zone(zone) if zone else None) for start, end, zone in value["blocks"])
    pieces = tuple(Piece(_span(a, b), _span(c, d)) for a, b, c, d in value["pieces"])
    _require_order([block.span for block in blocks], "blocks")
    _require_order([piece.text for piece in pieces], "pieces")
    _require_order([piece.original for piece in pieces], "places in the original")
    return Origin(step, file, path, locator, encoding, facts, blocks, pieces)


def _span(start: Any, end: Any) -> Span:
    if type(start) is not int or type(end) is not int or end > _MOST_CHARACTERS:
        raise ValueError(f"{start!r}-{end!r} is not a span")
    return Span(start, end)


def _require_order(spans: Sequence[Span], what: str) -> None:
    """Spans are in order and apart, so that what reads them takes time in proportion to the text."""
    if any(after.start < before.end for before, after in itertools.pairwise(spans)):
        raise ValueError(f"{what} overlap or are not in order")


def fault_in_blocks(text: str, origin: Origin) -> str:
    """Where a block of a text is not one of its paragraphs; empty if all are."""
    for block in origin.blocks:
        words = block.span.exact(text)
        if len(words) < len(block.span) or words != words.strip() or not words:
            return f"characters {block.span} are not a paragraph of the text"
    return ""


def fault_in_pieces(text: str, original: bytes, origin: Origin) -> str:
    """Where a piece of a text differs from its original; empty if none does.

    Character references are resolved, and white space counts as one blank, as in a browser.
    """
    if not origin.encoding:
        return ""
    source = original.decode(origin.encoding, "replace")
    if origin.pieces and (origin.pieces[-1].text.end > len(text) or origin.pieces[-1].original.end > len(source)):
        return f"the pieces go beyond the text or beyond {origin.path}"
    for piece in origin.pieces:
        words, found = piece.text.exact(text), piece.original.exact(source)
        if words != found and _collapsed(words) != _collapsed(html.unescape(found)):
            return f"characters {piece.text} of the text are not characters {piece.original} of {origin.path}"
    return ""


def _collapsed(words: str) -> str:
    return " ".join(words.split()) or " " * bool(words)
