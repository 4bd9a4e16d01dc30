"""Labels of speakers at the start of a paragraph: "Q:", "SMITH:", "Dana Cole (chair):", "Mr. PELL."."""

from __future__ import annotations

import dataclasses
import re
from typing import Literal

from onrecord.lang.en import lexicon, outlets, transcripts
from onrecord.text.spans import Span, span_or_none

Kind = Literal["question", "answer", "name", "role", "insert"]


@dataclasses.dataclass(frozen=True, slots=True)
class Label:
    """A label, with offsets in its paragraph.

    Attributes:
        kind: what it stands for; an `insert` such as "TEXT:" has no speaker.
        words: the label with title, description and parentheses.
        name: the name or the role in it, without titles and articles; None for "Q" and "A" alone.
        start: where the words after it begin.
        certain: whether it has a form that only labels of speakers have.
        marked: whether it is inside the quotation marks of its words.
    """

    kind: Kind
    words: Span
    name: Span | None
    start: int
    certain: bool
    marked: bool = False


_OPENING = r"[“\"‘«„]"
# A clock before the label, and emphasis as in Markdown.
_LEAD = (
    r"(?P<mark>[“\"‘«„]?)(?:[*_]{1,3})?(?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?[\])]?(?:\s?[-–—])?\s{1,3})?"
)
_ASKED = re.compile(
    rf"{_LEAD}(?P<label>(?:(?P<letter>[QA])|(?P<word>Question|Answer|QUESTION|ANSWER))\d{{0,2}}"
    r"(?:\s?\((?:from\s)?(?P<from>[^()]{1,60})\))?)(?:\s?[:.][*_]{0,3}\s{1,9}(?=\S)|(?<=Q)(?=[A-Z][a-z’']+\s))"
)
# A record of proceedings: "Mr. PELL (when his name was called). Present."
_CALLED = re.compile(
    rf"{_LEAD}(?P<label>(?:Mr|Mrs|Ms|Miss|Dr|The)\.? "
    r"(?P<name>[A-Z][A-Z’'-]+(?: [A-Z][A-Z’'-]+){0,4}(?: pro tempore)?)"
    r"(?: of [A-Z]\w+(?: [A-Z]\w+)?)?)(?: \([^()]{1,80}\))?\. (?=[A-Z“\"(])"
)
_COLON = re.compile(
    rf"{_LEAD}(?P<label>[^\W\d_a-z](?:[^:\n“”\"«»?!]|(?<=\d):(?=\d)){{0,140}}?)\s?:[*_]{{0,3}}(?:\s{{1,9}}|\Z)"
)
_PAREN = re.compile(r"\s?[\[(]([^()\[\]]{1,80})[\])]")
_CLOCK = re.compile(r"\s?[\[(]\d{1,2}:\d{2}[^\])]{0,12}[\])]\s?\Z")
_WORD = re.compile(r"[^\s,]+")
_PARTICLES = frozenset({"of", "de", "la", "van", "von", "bin", "al", "der", "den", "del", "da", "di", "ibn", "y", "el"})
_PLACED = re.compile(r" (?i:from|in|of|at) (?i:the )?[^\W\d_a-z][\w.’' -]{0,60}\Z|, (?:in|from|at) .{0,80}\Z")
_PRONOUNS = lexicon.words("i you he she it we they this that these those there is are was were")
# Endings of verbs, and what the verb itself has in their place.
_ENDINGS = (("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ied", "y"))
_OF = frozenset({"of", "for", "to"})
_MOST = 5  # words of a name


def read_label(text: str) -> Label | None:
    """The label with which a paragraph begins; None if it has none."""
    if match := _ASKED.match(text):
        kind: Kind = "question" if (match["letter"] or match["word"])[0] == "Q" else "answer"
        named = span_or_none(*match.span("from")) if match["from"] else None
        if named is not None and not _is_name(named.exact(text)):
            named = None
        return Label(kind, Span(*match.span("label")), named, match.end(), True, bool(match["mark"]))
    if match := _CALLED.match(text):
        name = Span(*match.span("name"))
        kind = "role" if match["label"].startswith("The ") else "name"
        return Label(kind, Span(*match.span("label")), name, match.end(), True, bool(match["mark"]))
    match = _COLON.match(text)
    if match is None:
        return None
    span = Span(*match.span("label"))
    clock = _CLOCK.search(span.exact(text))
    span = Span(span.start, span.start + clock.start()) if clock and clock.start() else span
    return _of_words(text, span, match.end(), bool(match["mark"]))


def _of_words(text: str, span: Span, start: int, marked: bool) -> Label | None:
    """The label of the words before a colon."""
    words = span.exact(text)
    first = re.split(r"[\s,(]", words)[0].lower().strip("*_’'")
    head = re.split(r"\s?[,(\[]", words)[0]
    if first in transcripts.HEADINGS:
        return Label("insert", span, None, start, False, marked) if len(head.split()) <= _MOST else None
    placed = _PLACED.search(head)
    core = head[: placed.start()] if placed and placed.start() else head
    described = len(core) < len(words)
    after = words[len(head) :]
    if after.count(",") > 3 or len(_PAREN.sub("", after).split()) > 10 or _is_clause(words):
        return None
    is_role = core.lower().startswith("the ") and core.split()[-1].lower() not in outlets.WORDS
    name, titled = ("", True) if is_role else _without_title(core)
    if not name:
        for paren in _PAREN.finditer(after):
            named = _without_title(paren[1])[0] if " " in paren[1] else ""
            if named and _is_name(named):
                inner = Span(paren.end(1) - len(named), paren.end(1)).shift(span.start + len(head))
                return Label("name", span, inner, start, True, marked)
        if not _is_role(core):
            return None
        role = re.sub(r"\A(?:The|THE|An?) ", "", core)
        at = span.start + core.index(role)
        return Label("role", span, Span(at, at + len(role)), start, True, marked)
    if not _is_name(name):
        return None
    at = span.start + core.rindex(name)
    certain = described or titled or " " in name or (name.isupper() and len(name) > 1)
    return Label("name", span, Span(at, at + len(name)), start, certain, marked)


def _is_clause(words: str) -> bool:
    """Whether words before a colon are a clause: "Ida Brandt, the mayor, says", "Wait, it gets better"."""
    plain = words.lower().split()
    ends = words.split()[-1].islower() and _is_reporting(plain[-1])
    return ends or _is_reporting(plain[0]) or not _PRONOUNS.isdisjoint(plain)


def _is_reporting(word: str) -> bool:
    """Whether a word is a form of a verb of saying, other than its base, which may be a noun ("State Senator")."""
    stems = {word.removesuffix(ending) + left for ending, left in _ENDINGS if word.endswith(ending)}
    return not stems.isdisjoint(lexicon.SPEECH) or word in {"said", "told", "wrote", "spoke"}


def _without_title(core: str) -> tuple[str, bool]:
    """The name in the first words of a label, and whether a title is before it; no name if all of it is a role."""
    words = list(_WORD.finditer(core))
    place = 0
    for number, word in enumerate(words):
        plain = word[0].strip(".").lower()
        is_title = plain in transcripts.SPEAKERS | transcripts.QUALIFIERS | lexicon.HONORIFICS | lexicon.BODIES
        is_short = word[0].endswith(".") and plain.isalpha() and len(plain) > 1 and number + 1 < len(words)
        is_article = number == 0 and plain in {"the", "a", "an"}
        if place == number > 0 and plain in _OF:
            return "", True  # "The Minister for Housing"
        if is_title or is_short or is_article or word[0].isdigit() or (place == number and word[0][0].islower()):
            place = number + 1
    name = core[words[place].start() :] if place < len(words) else ""
    return name, place > 0


def _is_role(core: str) -> bool:
    words = [word[0].strip(".") for word in _WORD.finditer(core)]
    speakers = transcripts.SPEAKERS | lexicon.BODIES
    known = speakers | transcripts.QUALIFIERS | _OF | {"the", "a", "an", "and", "in", "from"}
    fits = all(word[0].isupper() or word.isdigit() or word in known for word in words)
    return len(words) <= _MOST + 1 and fits and any(word.lower() in speakers for word in words)


def _is_name(name: str) -> bool:
    words = name.split()
    return 0 < len(words) <= _MOST and all(
        re.fullmatch(r"[^\W\d_a-z][\w.’'-]*", word) or (number and word.lower() in _PARTICLES)
        for number, word in enumerate(words)
    )
