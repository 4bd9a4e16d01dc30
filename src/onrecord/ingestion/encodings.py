"""The encodings of text files: Unicode, or an encoding of one byte a character where the words show which."""

from __future__ import annotations

import codecs
import io
import re
from typing import BinaryIO

from onrecord.errors import SourceError

UTF_8 = "utf-8"
# The marks that begin a file, longest first, because that of UTF-16 begins that of UTF-32. Python's decoders of these
# names read the mark and leave it out.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# ISO-8859-1 and, but for the sign of the euro, ISO-8859-15 are parts of the first.
_OF_ONE_BYTE = ("windows-1252", "macintosh")
# Characters that no English text has where they are if it was decoded as it was encoded: a capital after a small
# letter, a letter without another next to it, a sign of money or a quotation mark inside a word, other signs at all.
# The apostrophe of Windows-1252 is the í of the Macintosh: "it’s" and "Martín" differ by the letters around it.
_LETTER = "a-zA-Z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0131"
_SMALL = "a-z\u00df-\u00f6\u00f8-\u00ff"
_CAPITAL = "\u00c0-\u00d6\u00d8-\u00de\u0178\u0152\u0160\u017d"
_ACCENTED = "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0131"
_CLITIC = r"(?:s|t|d|m|re|ve|ll)\b"
_MISPLACED = re.compile(
    rf"(?<=[{_SMALL}])[{_CAPITAL}]"
    rf"|(?<=[{_SMALL}])(?:í(?={_CLITIC})|’(?=[{_SMALL}])(?!{_CLITIC})|‘)"
    rf"|(?<![{_LETTER}])[{_ACCENTED}](?![{_LETTER}])"
    r"|(?<=[a-z])[£€¥¢“‘„‚«»‹›…•©®°±½¼¾¿¡§¶†‡](?=[a-z])|(?<=[a-z])”(?=[a-z])"
    r"|“(?=[\s.,;:!?)]|\Z)|(?<=[\s(])”"
    r"|[\x80-\x9f¤¦¨¬¯³´¸¹¿ºªµ¶þÞðÐ×÷¡ˆ˜˘˙˚˝˛ˇÿ∂∆∏∑∫∞√≈≠≤≥◊Ωπﬁﬂ\uf8ff‰ƒ†‡]"
)
_OTHER = re.compile(r"[^\x00-\x7f]")
_BLOCK = 1024 * 1024
_REMEDY = "save it as UTF-8, for example: iconv -f WINDOWS-1252 -t UTF-8"


def decoded(content: bytes, where: str) -> tuple[str, str]:
    r"""The text that bytes hold, and their encoding; a byte order mark of UTF-8 is part of the text.

    Raises:
        SourceError: they are binary, or in an encoding that they do not show.

    Examples:
        >>> decoded(b"\x93No,\x94 she said.", "a.txt")
        ('“No,” she said.', 'windows-1252')
    """
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    try:
        if encoding is not None:
            return content.decode(encoding), encoding
        refuse_binary(content, where)
        return content.decode(UTF_8), UTF_8
    except UnicodeDecodeError as error:
        if encoding is not None:
            raise SourceError(
                f"{where}: not {encoding.upper()} at byte {error.start}; save it as UTF-8", "encoding"
            ) from None
        wrong = error.start
    encoding = _of_one_byte(content, wrong, where)
    return content.decode(encoding), encoding


def encoding_of(file: BinaryIO, where: str) -> str:
    """The encoding of a file that can be read again from its beginning, where it is left.

    For UTF-8 it is the encoding that leaves a byte order mark out.

    Raises:
        SourceError: as for `decoded`; a file of one byte a character is judged by its first million bytes with others.
    """
    file.seek(0)
    decoder = codecs.getincrementaldecoder(UTF_8)()
    place = 0
    while block := file.read(_BLOCK):
        encoding = None if place else next((name for mark, name in _MARKS if block.startswith(mark)), None)
        if encoding is None:
            refuse_binary(block, where)
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                encoding = _of_one_byte(block, place, where)
        if encoding is not None:
            file.seek(0)
            return encoding
        place += len(block)
    file.seek(0)
    return "utf-8-sig"


def seekable(file: BinaryIO, where: str, largest: int) -> BinaryIO:
    """The file, or a copy of it in memory if it can be read only once.

    Raises:
        SourceError: such a file is larger than `largest`.
    """
    if file.seekable():
        return file
    content = file.read(largest + 1)
    if len(content) > largest:
        raise SourceError(
            f"{where}: more than {largest >> 20} MiB that can be read only once; save them as a file", "encoding"
        )
    return io.BytesIO(content)


def empty_file(where: str) -> SourceError:
    """The error of a file without text."""
    return SourceError(f"{where}: an empty file; remove it or restore its text", "no_text")


def refuse_binary(content: bytes, where: str) -> None:
    """Checks that a file in an encoding of single bytes is text.

    Raises:
        SourceError: it has a NUL.
    """
    if b"\0" in content:
        raise SourceError(
            f"{where}: a binary file (NUL at byte {content.index(0)}); give the article as plain text", "encoding"
        )


def _of_one_byte(content: bytes, wrong: int, where: str) -> str:
    """The encoding in which all characters have their places, if there is only one, or all give the same text."""
    found: dict[str, str] = {}
    for encoding in _OF_ONE_BYTE:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        # A text has names in other languages, too.
        if 50 * sum(1 for _ in _MISPLACED.finditer(text)) <= sum(1 for _ in _OTHER.finditer(text)):
            found.setdefault(text, encoding)
    if len(found) != 1:
        raise SourceError(
            f"{where}: not UTF-8 at byte {wrong}, and the words do not show its encoding; {_REMEDY}", "encoding"
        )
    return next(iter(found.values()))
