"""Markdown (CommonMark), with the facts in its front matter."""

from __future__ import annotations

import dataclasses
import datetime
import itertools
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from onrecord.errors import SourceError
from onrecord.ingestion.composed import UNFIT, under_headline
from onrecord.ingestion.document import BREAK, Block, Document, Original, Piece, Refusal
from onrecord.ingestion.encodings import decoded
from onrecord.ingestion.formats.reading import read_whole
from onrecord.ingestion.formats.registry import Format, Request
from onrecord.ingestion.records import facts_of
from onrecord.ingestion.zones import Zone
from onrecord.text.spans import Span, span_or_none

if TYPE_CHECKING:
    from markdown_it.token import Token

# Characters of front matter, which has some ten values.
_LARGEST_FRONT = 64 * 1024
_OPENING = re.compile(r"\ufeff?(?P<mark>---|\+\+\+)[ \t]*\r?\n")
_CLOSING = {
    "---": re.compile(r"^---[ \t]*\r?$", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*\r?$", re.MULTILINE),
}
_LINE_END = re.compile(r"\r\n?|\n")
# What follows the words of a link, and a picture; a title with brackets is not looked into.
_DESTINATION = re.compile(r"\](?:\([^()\[\]\n]{0,2000}\)|\[[^\[\]\n]{0,500}\])?")
_PICTURE = re.compile(r"!\[[^\[\]\n]{0,2000}\](?:\([^()\[\]\n]{0,2000}\)|\[[^\[\]\n]{0,500}\])?")
_FEWEST_WORDS = 3  # of a description that is a caption, not the name of a file


@dataclasses.dataclass(frozen=True, slots=True)
class _Run:
    """A part of a paragraph.

    Attributes:
        kind: `words`, `gap`, `link` (the end of a link), `address` (the end of a link that is its own address),
            `picture` or `markup`.
        shown: the words as they are printed.
        written: the words as they are written; empty if they are not.
    """

    kind: str
    shown: str = ""
    written: str = ""


def read(file: BinaryIO, request: Request) -> Iterator[Document | Refusal]:
    """The article that a file in Markdown is.

    Raises:
        SourceError: it is binary, or its front matter is neither YAML nor TOML.
    """
    content = read_whole(file, request.where)
    text, encoding = decoded(content, request.where)
    opening = _OPENING.match(text)
    closing = _CLOSING[opening["mark"]].search(text, opening.end()) if opening else None
    facts, start = {}, 0
    if opening and closing:
        values = _values(opening["mark"], text[opening.end() : closing.start()], request.where)
        facts = facts_of(values, request.columns, basis="properties")
        start = closing.end()
    blocks, pieces, words, has_title = _blocks(text, start)
    if not words:
        yield Refusal("no_text", "a file without paragraphs; restore its text, or remove it")
        return
    document = Document(words, blocks, facts, Original(content, ".md", encoding), pieces)
    yield under_headline(facts["title"].value, document) if "title" in facts and not has_title else document


def _values(mark: str, written: str, where: str) -> Mapping[str, Any]:
    """The values of front matter; those of YAML are strings, lists and mappings."""
    if len(written) > _LARGEST_FRONT:
        raise SourceError(f"{where}: front matter of more than {_LARGEST_FRONT:,} characters; keep only the facts")
    try:
        if mark == "+++":
            found: Any = tomllib.loads(written.replace("\r\n", "\n"))
        else:
            import yaml

            # The loader that makes nothing but strings; an alias adds no copy.
            found = yaml.load(written, Loader=yaml.BaseLoader)
    except RecursionError:
        raise SourceError(
            f"{where}: the values of its front matter are nested too deeply; keep only the facts"
        ) from None
    except Exception as error:
        reason = " ".join(str(error).split())[:200]
        raise SourceError(
            f"{where}: its front matter cannot be read ({reason}); put values in quotation marks"
        ) from None
    if not isinstance(found, Mapping):
        return {}
    return {
        str(name): value.isoformat() if isinstance(value, datetime.date) else value for name, value in found.items()
    }


def _blocks(text: str, start: int) -> tuple[tuple[Block, ...], tuple[Piece, ...], str, bool]:
    """The paragraphs of a text from a place on, their pieces, their words, and whether one is a title."""
    from markdown_it import MarkdownIt

    # Escapes and references stay separate from the words, so that their places are known.
    parser = MarkdownIt("commonmark").enable("table").disable("text_join")
    tokens = parser.parse(text[start:])
    ends = [start, *(match.end() for match in _LINE_END.finditer(text, start)), len(text)]
    parts: list[str] = []
    blocks: list[Block] = []
    pieces: list[Piece] = []
    place, has_title = 0, False
    for before, token in itertools.pairwise(tokens):
        if token.type != "inline" or before.type not in {"heading_open", "paragraph_open"}:
            continue
        runs, zone = _runs(token.children or []), Zone.HEADLINE if before.type == "heading_open" else None
        if caption := _caption(token.children or []):
            runs, zone = [_Run("words", caption)], Zone.CAPTION
        runs = _trimmed(_trimmed(runs, str.lstrip), str.rstrip)
        words = "".join(run.shown for run in runs)
        if not words:
            continue
        has_title |= before.tag == "h1"
        first, last = token.map or [0, 0]
        block = Span(place, place + len(words))
        source = span_or_none(ends[min(first, len(ends) - 1)], ends[min(last, len(ends) - 1)])
        if source is not None:
            pieces += _pieces(runs, text, source, block)
        blocks.append(Block(block, zone))
        parts.append(words)
        place += len(words) + len(BREAK)
    return tuple(blocks), tuple(pieces), BREAK.join(parts) + "\n" if parts else "", has_title


def _runs(children: Sequence[Token]) -> list[_Run]:
    """The parts of a paragraph; pictures in it are not shown."""
    found = []
    for child in children:
        match child.type:
            case "text" | "code_inline":
                found.append(_Run("words", UNFIT.sub("", child.content), child.content))
            case "text_special":
                found.append(_Run("words", UNFIT.sub("", child.content), child.markup))
            case "softbreak" | "hardbreak":
                found.append(_Run("gap", " "))
            case "link_close":
                found.append(_Run("address" if child.markup == "autolink" else "link"))
            case "image":
                found.append(_Run("picture"))
            case "html_inline":
                found.append(_Run("markup", "", child.content))
    return found


def _trimmed(runs: list[_Run], strip: Callable[[str], str]) -> list[_Run]:
    """The parts of a paragraph without the blanks at one of its ends."""
    found = list(runs)
    for number in range(len(runs)) if strip is str.lstrip else reversed(range(len(runs))):
        run = runs[number]
        is_plain = run.shown == run.written
        found[number] = dataclasses.replace(
            run, shown=strip(run.shown), written=strip(run.written) if is_plain else run.written
        )
        if found[number].shown:
            break
    return found


def _pieces(runs: Sequence[_Run], text: str, source: Span, block: Span) -> Iterator[Piece]:
    """The pieces of a paragraph: of its words where they are found, or else of the whole.

    Args:
        runs: its parts.
        text: the text as it is written.
        source: the lines of the paragraph in it.
        block: the paragraph in the text that is printed.
    """
    found = _located(runs, text, source)
    if found is not None:
        yield from (Piece(shown.shift(block.start), written) for shown, written in found)
    elif (whole := source.trim(text)) is not None and len(whole) != len(block):
        yield Piece(block, whole)


def _located(runs: Sequence[_Run], text: str, source: Span) -> list[tuple[Span, Span]] | None:
    """Where words are among those that are printed, and in the text as it is written; None if a place is not sure."""
    found: list[tuple[Span, Span]] = []
    place, cursor = 0, source.start
    for run in runs:
        if run.kind in {"link", "picture"}:
            opening, pattern = ("]", _DESTINATION) if run.kind == "link" else ("![", _PICTURE)
            match = pattern.match(text, max(text.find(opening, cursor, source.end), cursor), source.end)
            if match is None or text[match.end() : match.end() + 1] in {"(", "["}:
                return None
            cursor = match.end()
        elif run.kind == "address":
            cursor = text.find(">", cursor, source.end) + 1 or source.end
        elif run.written:
            start = text.find(run.written, cursor, source.end)
            if start < 0:
                return None
            cursor = start + len(run.written)
            if run.shown:
                found.append((Span(place, place + len(run.shown)), Span(start, cursor)))
        place += len(run.shown)
    return found


def _caption(children: Sequence[Token]) -> str:
    """The title or the description of a picture that is a paragraph by itself."""
    solid = [
        child for child in children if child.type != "softbreak" and (child.type != "text" or child.content.strip())
    ]
    if len(solid) != 1 or solid[0].type != "image":
        return ""
    caption = " ".join(UNFIT.sub("", str(solid[0].attrs.get("title") or solid[0].content)).split())
    return caption if len(caption.split()) >= _FEWEST_WORDS else ""


FORMAT = Format("markdown", 1, "Markdown", frozenset({".md", ".markdown", ".mdown"}), lambda _: False, read)
