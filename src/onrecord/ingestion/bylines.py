"""Bylines: the words that name the authors of an article, with `By` or without, and their posts."""

from __future__ import annotations

import dataclasses
import re

from onrecord.lang.en import lexicon, outlets, pages
from onrecord.text.calendar import MONTHS, WEEKDAYS
from onrecord.text.phrases import Phrases
from onrecord.text.spans import Span


@dataclasses.dataclass(frozen=True, slots=True)
class Byline:
    """A byline.

    Attributes:
        words: the words that name the authors, with their posts, without `By`.
        authors: the names among them.
        is_certain: whether the words themselves show that they are a byline, by `By`, a post or an outlet.
    """

    words: Span
    authors: tuple[Span, ...]
    is_certain: bool = True


def _either(words: frozenset[str]) -> str:
    return "|".join(sorted(words))


LEAD = re.compile(
    rf"(?:(?:{_either(pages.WORKS)})(?: and \w{{1,20}})? )?by\b[:\s]\s{{0,3}}"
    rf"|(?:{_either(pages.AUTHORS)})(?:\(s\))?:\s{{0,3}}(?:by\s{{1,3}})?"
    rf"|(?-i:By)(?=(?-i:[A-Z]))|{pages.INTERVIEWERS}"
    r"|from (?=(?-i:[^\W\d_a-z])|(?:staff|wire|news|agency|combined|local)\b)",
    re.IGNORECASE,
)
# The end of an article: "Reporting by Nora Pell; Editing by Ida Brandt", "(Reporting by Nora Pell in Tarn)".
_MAKING = re.compile(
    rf"\(?(?:{_either(pages.WORKS - {'posted', 'published'})})(?: and \w{{1,20}})? by[:\s]\s{{0,3}}", re.IGNORECASE
)
_AGENCY = Phrases(pages.AGENCIES, after=r"\Z")
_DESK = re.compile(rf"(?:{pages.DESKS})\Z", re.IGNORECASE)
_BETWEEN = re.compile(rf"\s{{0,2}},?\s(?:and|&|with|{pages.INTERVIEWERS.strip()})\s|\s?[,;/]\s?", re.IGNORECASE)
_OUTLET = re.compile(r"The(?: [^\W\d_a-z][\w’'-]{1,20}){1,4}")
_PIECE = re.compile(r"\S+")
# A word of a name, an initial, a particle before a surname, and what follows a surname.
_WORD = re.compile(r"(?:[a-z]{1,2}['’-])?[^\W\d_a-z](?:[^\W\d]|[’'-]|\.(?=[\w-]))*\.?\Z")
_PARTICLES = lexicon.words(
    "van von der den de la del della di da dos du al el bin ibn ten ter le y e st wa ole abu bint"
)
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|phd|md)\.?\Z", re.IGNORECASE)
_PLACE = re.compile(r"\s(?:in|at|reports? from|reporting from)\s(?=[^\W\d_a-z])")
_HELPED = re.compile(
    r"[,;]? (?:(?:and )?(?:with )?additional reporting|(?:and |with )?(?:edited|translated|curated|editing|writing|"
    r"graphics?|research|photo(?:graph)?s?|photography|pictures?|illustrations?|illustrated|videos?|portraits?) by)\b",
    re.IGNORECASE,
)
_REPORTS = re.compile(r"\s(?:reports?|writes)(?=(?: (?:in|at|from) [^\W\d_a-z]| from\b.{0,40})?[:.]?\Z)")
_BRACKETED = re.compile(r"\((?:Rev|Dr|Prof|Mrs?|Ms|Sir|Fr|Sr)\.?\)\s")
_ASIDE = re.compile(r"\s?\([^()]{1,40}\)")
_PRONOUNS = re.compile(r"\s?\((?:she|he|they|her|him|them)(?:/\w{2,6}){1,2}\)", re.IGNORECASE)
_FOR = re.compile(r"(?i:(?:special )?(?:to|for|of) (?:the )?)[^\W\d_a-z]")
# What no name begins with.
_NO_NAMES = frozenset(word.lower() for word in (*MONTHS, *WEEKDAYS)) | lexicon.words("""
    the a an this that these those my your our his her its their why how what when where who page no not all new photo
    photos picture
""")
_OUTLETS = outlets.WORDS | outlets.ACRONYMS
# What a post or an outlet consists of, begins with, and ends with.
_OF_POSTS = pages.POSTS | pages.QUALIFIERS | pages.TOPICS
_BEFORE_POSTS = pages.CREDENTIALS | pages.QUALIFIERS
_LAST_OF_POSTS = pages.CREDENTIALS | outlets.WORDS
_IN_POSTS = lexicon.words("of for at the and in to & on")
_LONGEST_POST = 14  # words of a post after a name
_LONGEST = 250  # characters of a byline
_MOST = 25  # words of a byline
_MOST_OF_NAME = 7  # words of a name


def byline_at_end(words: str) -> Byline | None:
    """The byline at the end of an article, which is about its making.

    Examples:
        >>> line = "Reporting by Nora Pell; editing by Ida Brandt"
        >>> [name.exact(line) for name in byline_at_end(line).authors]
        ['Nora Pell']
    """
    match = _MAKING.match(words) if len(words) <= 2 * _LONGEST else None
    if match is None:
        return None
    end = next((place for place in (words.find(mark, match.end()) for mark in ";)") if place >= 0), len(words))
    return read_people(words, match.end(), end, is_signed=True)


def is_desk(words: str) -> bool:
    """Whether words sign for a newsroom, without a name: "Staff Reporter"."""
    return len(words) <= _LONGEST and _DESK.match(words.strip()) is not None


def is_agency(words: str) -> bool:
    """Whether words are the name of a news agency."""
    return len(words) <= _LONGEST and _AGENCY.match(words.strip()) is not None


def is_post(words: str) -> bool:
    """Whether words name a post or an outlet, not a person."""
    return not pages.CREDENTIALS.isdisjoint(_plain(words))


def is_post_alone(words: str) -> bool:
    """Whether words are a post and nothing else: "Local Democracy Reporter"."""
    tokens = [Span(*match.span()) for match in _PIECE.finditer(words)]
    return bool(tokens) and is_post(words) and not words.endswith(".") and _is_postlike(_plain(words), tokens, words)


def is_post_line(words: str) -> bool:
    """Whether a line under a byline names the author's post or outlet, as in "Special to the Tarn Courier"."""
    if len(words.split()) > 10 or re.search(r"[.!?:]\Z", words):
        return False
    return is_post(words) or is_agency(words) or bool(_FOR.match(words)) or is_outlet(words)


def is_special(words: str) -> bool:
    """Whether words are those of an article that was written for an outlet: "Special to the Tarn Courier"."""
    return len(words) <= _LONGEST and _FOR.match(words) is not None


def is_outlet(words: str) -> bool:
    """Whether words end like the name of an outlet: "The Tarn Courier"."""
    plain = _plain(words)
    ends = {plain[-1], *plain[-1].split("-"), plain[0]} if plain else frozenset()
    return not ends.isdisjoint(_OUTLETS)


def read_people(words: str, start: int, end: int, *, is_signed: bool) -> Byline | None:
    """The byline that a stretch of words is: names, each perhaps with a post and a place.

    Args:
        words: the words of a line.
        start: where the stretch begins.
        end: where it ends.
        is_signed: whether `By` or its like comes before it.
    """
    if helped := _HELPED.search(words, start, end):
        end = helped.start()
    if (title := _BRACKETED.match(words, start, end)) is not None:
        start = title.end()
    if (pronouns := _PRONOUNS.search(words, start, end)) is not None and pronouns.end() == end:
        end = pronouns.start()
    if (reports := _REPORTS.search(words[:end], start)) is not None:
        end = reports.start()
    whole = Span(start, end).trim(words, " ,;|•·–—-(:.\t\u00a0") if start < end else None
    if whole is None or len(whole) > _LONGEST or len(whole.exact(words).split()) > _MOST:
        return None
    whole = _with_period(words, whole)
    named = whole.exact(words)
    if is_desk(named) or (is_desk(named.partition(",")[0]) and _is_place(named.partition(",")[2].strip() or ".")):
        return Byline(whole, ())
    if is_agency(named):
        return Byline(whole, ()) if is_signed else None
    authors: list[Span] = []
    certain, last = is_signed, whole.start
    pieces = _pieces(words, whole)
    is_with_places = ";" in named
    for number, piece in enumerate(pieces):
        read = piece.exact(words)
        last = piece.end
        if is_with_places and authors and words[: piece.start].rstrip().endswith(",") and _is_place(read):
            continue  # "Nora Pell, Port Tarn; Ida Brandt, Oslo"
        if not (is_signed or number) and read.split()[0].strip(".").lower() in lexicon.TITLES:
            return None
        if authors and words[: piece.start].rstrip().endswith(",") and is_outlet(read):
            certain = True
        elif name := _name(words, piece, is_alone=number == 0 and (is_signed or len(pieces) == 2)):
            authors.append(name)
            certain |= name.end < piece.end and is_post(words[name.end : piece.end])
            certain |= name.start > piece.start
        elif _is_post_piece(words, piece) and (authors or is_signed):
            certain = True
        elif not (authors and _is_place(read)):
            return None
    if last == whole.start or (not authors and not is_signed):
        return None
    if (
        not is_signed
        and not any(" " in name.exact(words) for name in authors[:1] + authors[1:] if len(authors) != 1)
        and (len(authors) > 1 or " " not in authors[0].exact(words))
    ):
        return None
    return Byline(Span(whole.start, last), tuple(authors), certain)


def _pieces(words: str, whole: Span) -> list[Span]:
    """The stretches between commas and the like; a suffix such as `Jr.` is part of the name before it."""
    found: list[Span] = []
    place = whole.start
    gaps = [Span(*match.span()) for match in _BETWEEN.finditer(words, whole.start, whole.end)]
    for stop, after in [*((gap.start, gap.end) for gap in gaps), (whole.end, whole.end)]:
        piece = Span(place, stop).trim(words) if place < stop else None
        place = after
        if piece is None:
            continue
        if found and _SUFFIX.match(piece.exact(words)):
            found[-1] = Span(found[-1].start, piece.end)
        else:
            found.append(piece)
    return found


def _name(words: str, piece: Span, *, is_alone: bool) -> Span | None:
    """The name in a piece of a byline, without the post before or after it and without its place.

    A single word is a name only if it is `is_alone` after `By`.
    """
    end = piece.end
    if (place := _PLACE.search(words, piece.start, end)) and _is_place(words[place.end() : end]):
        end = place.start()
    if (aside := _ASIDE.search(words, piece.start, end)) and aside.end() == end:
        end = aside.start()
    tokens = [Span(*match.span()) for match in _PIECE.finditer(words, piece.start, end)]
    plain = [token.exact(words).strip(".,’'").lower() for token in tokens]
    if not tokens or (len(tokens) > 1 and plain[1] not in pages.POSTS and is_agency(tokens[0].exact(words))):
        return None
    posts = [number for number, word in enumerate(plain) if word in pages.POSTS]
    if posts and posts[0] < len(tokens) - 2 and posts[-1] < len(tokens) - 1 and posts[0] < 4:
        # A post before the name: "Courier political editor Nora Pell".
        tokens, plain = tokens[posts[-1] + 1 :], plain[posts[-1] + 1 :]
    count = 0
    for number, (token, word) in enumerate(zip(tokens, plain, strict=True)):
        is_particle = word in _PARTICLES and 0 < number < len(tokens) - 1
        if not is_particle and (not _WORD.match(token.exact(words)) or _ends_name(word, number)):
            break
        count = number + 1
    rest = words[tokens[count].start : end] if count < len(tokens) else ""
    if count and rest and not (_is_postlike(plain[count:], tokens[count:], words) or is_agency(rest)):
        return None
    if rest:
        count = _without_post(plain, count)
    while count and plain[count - 1] in _PARTICLES:
        count -= 1
    if not (2 <= count <= _MOST_OF_NAME or (is_alone and count == 1 and count == len(tokens))):
        return None
    if (
        plain[0] in _NO_NAMES
        or not _IN_POSTS.isdisjoint(plain[:count])
        or is_post(" ".join(plain[max(0, count - 1) : count]))
    ):
        return None
    return Span(tokens[0].start, tokens[count - 1].end)


def _ends_name(word: str, number: int) -> bool:
    """Whether a capitalized word after a name begins its owner's post or outlet."""
    return number > 1 and (
        word in pages.POSTS
        or word in {"the", "special", "for"}
        or ("-" in word and not outlets.WORDS.isdisjoint(word.split("-")))
    )


def _is_postlike(plain: list[str], tokens: list[Span], words: str) -> bool:
    """Whether the words after a name are its owner's post or outlet, and no headline or sentence about them."""
    if len(plain) > _LONGEST_POST or ":" in words[tokens[0].start : tokens[-1].end]:
        return False
    is_for = plain[0] in {"for", "special"}
    for word, token in zip(plain[is_for:], tokens[is_for:], strict=True):
        is_capital = token.exact(words).lstrip("(")[0].isupper()
        if word in _IN_POSTS and word != "the" and is_capital:
            return False
        if not (is_capital or word in _IN_POSTS or word in _OF_POSTS):
            return False
    is_named = plain[-1] in _LAST_OF_POSTS or plain[-1].split("-")[0] in outlets.WORDS
    return is_for or is_named or plain[0] in _BEFORE_POSTS or _is_head(plain)


def _is_head(plain: list[str]) -> bool:
    """Whether words name who is something of something: "Chief Economist and Director of Research"."""
    return "of" in plain[1:] and not pages.CREDENTIALS.isdisjoint(plain[: plain.index("of")])


def _without_post(plain: list[str], count: int) -> int:
    """The number of words without those that belong to the post after them: "Nora Pell Chief Political ‖ Editor"."""
    while count and (plain[count - 1] in pages.QUALIFIERS or plain[count - 1] in pages.TOPICS):
        count -= 1
    return count


def _is_post_piece(words: str, piece: Span) -> bool:
    """Whether a stretch between commas is a post, an outlet or an agency."""
    read = piece.exact(words)
    tokens = [Span(*match.span()) for match in _PIECE.finditer(words, piece.start, piece.end)]
    return (
        is_agency(read)
        or (is_outlet(read) and _is_place(read))
        or _OUTLET.fullmatch(read) is not None
        or _is_postlike(_plain(read), tokens, words)
    )


def _is_place(words: str) -> bool:
    """Whether words after a name may be where it was written: "Nora Pell, Abuja"."""
    tokens = words.split()
    return len(tokens) <= 3 and all(_WORD.match(token) for token in tokens)


def _with_period(words: str, whole: Span) -> Span:
    """The period after an abbreviation such as `Jr.` belongs to it."""
    tail = words[max(whole.start, whole.end - 4) : whole.end]
    if words[whole.end : whole.end + 1] == "." and re.search(r"\b(?:jr|sr|[A-Z])\Z", tail, re.IGNORECASE):
        return Span(whole.start, whole.end + 1)
    return whole


def _plain(words: str) -> list[str]:
    return [word.strip(".,()[]’'“”\"").lower() for word in words.split()]
