"""Where a name begins and ends: the reader's marks without titles, tallies and cut words."""

from __future__ import annotations

import re

from onrecord.lang.en import lexicon
from onrecord.nlp.articles import Passage
from onrecord.text.spans import Span

_GENERATIONS = frozenset({"Jr", "Sr", "II", "III", "IV"})
_GENERATION = re.compile(rf", (?:{'|'.join(sorted(_GENERATIONS))})\b")
_ABBREVIATED = re.compile(r"\b(?:Inc|Corp|Co|Ltd|Bros|Jr|Sr|(?:[A-Z]\.){1,9}[A-Z])\Z")
# After a name that ends in an abbreviation, the period is followed by more of the sentence: "Brandt Falls, Neb. (AP)".
_GOES_ON = re.compile(r"\.(?=[,;:)]|[  ][(—–-])")
# A tally right after the name of a body: "cleared the Senate 31-8".
_TALLY = re.compile(r"\s{1,9}\d{1,9}[-–—‑]\d{1,9}\Z")
# More numbers of the same after a plural: "Terminals 2 & 3".
_NUMBERED = re.compile(r"\w\ws \d{1,3}\Z")
_MORE_NUMBERS = re.compile(r"(?:, \d{1,3})*,? (?:&|and|or) \d{1,3}\b(?![-.,]?\d)")
_HONORABLE = re.compile(r"(?:The )?(?:Rt\.?|Right) Hon(?:\.|ou?rable)? (?=[A-Z])")
# Before a country or a town that the reader takes for a given name: "Bishop of Tarn Hugh Amery".
_OFFICE_OF = re.compile(rf"\b({'|'.join(sorted(word.capitalize() for word in lexicon.TITLES))}) of \Z")
_INITIALS = re.compile(r"(?<![\w.’'-])(?:[A-Z]\.[  ]?){1,9}\Z")
# The forms of abbreviated titles: three consonants or more, or three letters or more with a period.
_TITLE_FORM = re.compile(r"[B-DF-HJ-NP-TV-XZ][b-df-hj-np-tv-xz]{2,}|[A-Z][a-z]{2,}\.")
# The second of two peoples: "Franco-Algerian".
_JOINED = re.compile(r"(?<=o)-[A-Z][a-z]+(?:[ae]n|ish|ese|i)s?\b")
# The first part of a word, with an article or a particle: "al-Rahbi", "O’Hare".
_PREFIX = re.compile(r"(?<![\w’'-])(?:(?:[Aa]l|[Ee]l|a[drsz]|ash)-|[^\W\d_]{1,2}[’'])\Z")
# Small words before a surname, without those that have other uses: "bin Haldan".
_PARTICLE = re.compile(rf"(?<![\w’'-])(?:(?:{'|'.join(sorted(lexicon.PARTICLES - {'do', 'den'}))})[ \u00a0]){{1,3}}\Z")
# A part of a name in brackets right after it: "JD(S)".
_BRACKETED = re.compile(r"(?<=[A-Z])\([A-Z]\w{0,3}\)")
# The most characters before a name that are looked at.
_BEFORE = 40


def name_span(passage: Passage, text: str, span: Span, *, is_person: bool) -> Span:
    """The place of a name that was marked at `span` of the article's text.

    A person's name has its initials, but no title before it, no letters of an honour and no description after it.
    """
    span = _from_start(text, span)
    if is_person:
        span = _with_initials(passage, text, _person(text, span))
        if (particles := _PARTICLE.search(span.prefix(text, _BEFORE))) is not None:
            span = Span(span.start - len(particles[0]), span.end)
    if re.search(r"\w-\Z", span.prefix(text, 2)) and " " in span.exact(text):
        # "the anti-Tarn Harbor Trust": a name does not begin within a word.
        span = Span(span.start + span.exact(text).index(" ") + 1, span.end)
    if (people := _JOINED.match(text, span.end)) is not None and " " not in span.exact(text):
        span = Span(span.start, people.end())
    if text[span.end : span.end + 1] == "." and (
        _ABBREVIATED.search(span.exact(text)) or _GOES_ON.match(text, span.end)
    ):
        span = Span(span.start, span.end + 1)
    if _NUMBERED.search(span.exact(text)) and (more := _MORE_NUMBERS.match(text, span.end)) is not None:
        span = Span(span.start, more.end())
    if (tally := _TALLY.search(span.exact(text))) is not None:
        span = Span(span.start, span.start + tally.start())
    return _balanced(text, span)


def _from_start(text: str, span: Span) -> Span:
    """The name from the beginning of its first word on, if it was cut at a hyphen or an apostrophe."""
    if text[span.start] == "-" and len(span) > 1:
        span = Span(span.start + 1, span.end)
    prefix = _PREFIX.search(span.prefix(text, _BEFORE))
    return Span(span.start - len(prefix[0]), span.end) if prefix is not None else span


def without_period(text: str, span: Span) -> Span:
    """The name without a period that ends the sentence: “Little Vane.”."""
    name = span.exact(text)
    stopped = name.endswith(".") and not _ABBREVIATED.search(name[:-1]) and name[-2:-1].islower()
    return Span(span.start, span.end - 1) if stopped else span


def surname(name: str) -> str:
    """The last word of a person's name, without "Jr." and the like after it."""
    words = name.replace(",", " ").split()
    while len(words) > 1 and words[-1].rstrip(".") in _GENERATIONS:
        words.pop()
    return words[-1]


def is_titled(name: str) -> bool:
    """Whether a name of several words begins with a title that only people have: "Rt Hon Ida Brandt"."""
    if _HONORABLE.match(name):
        return True
    first, _, rest = name.partition(" ")
    return bool(rest) and first.rstrip(".").lower() in lexicon.HONORIFICS


def _person(text: str, span: Span) -> Span:
    """A person's name without a title before it and a description after it; a title alone is left as it is."""
    name = span.exact(text)
    end = name.find(",") if "," in name and not _GENERATION.search(name) else len(name)
    if (honor := _HONORABLE.match(name)) is not None:
        return _person(text, Span(span.start + honor.end(), span.end))
    words = list(re.finditer(r"\S+", name[:end]))
    if len(words) > 2 and _OFFICE_OF.search(span.prefix(text, _BEFORE)):
        return Span(words[1].start(), end).shift(span.start)
    while len(words) > 2 and words[-1][0].lower().replace(".", "") in lexicon.POST_NOMINALS:
        end = words[-2].end()
        words.pop()
    start = next(
        (
            word.start()
            for place, word in enumerate(words)
            if word[0][0].isupper() and not _is_title(word[0], is_last=place == len(words) - 1)
        ),
        0,
    )
    return Span(start, end).shift(span.start) if start < end else span


def _is_title(word: str, *, is_last: bool) -> bool:
    return word.rstrip(".").lower() in lexicon.TITLES or (not is_last and bool(_TITLE_FORM.fullmatch(word)))


def _with_initials(passage: Passage, text: str, span: Span) -> Span:
    """The name with the initials before it in its sentence: "A. B. Brandt"."""
    first = max(passage.offset, span.start - _BEFORE)
    initials = _INITIALS.search(text, first, span.start)
    tokens = passage.tokens(span)
    if initials is None or not tokens or not len(passage.doc):
        return span
    begins = passage.place(passage.sentence_of(tokens[0])).start
    return Span(initials.start(), span.end) if begins <= initials.start() else span


def _balanced(text: str, span: Span) -> Span:
    """The name without what follows a bracket that it only opens or only closes; with one that closes it: "JD(S)"."""
    name = span.exact(text)
    if (closing := _BRACKETED.match(text, span.start + len(name.partition("(")[0]))) is not None and name[-1] != " ":
        return Span(span.start, max(span.end, closing.end()))
    uneven = [pair for pair in ("()", "[]") if name.count(pair[0]) != name.count(pair[1])]
    end = min((name.index(mark) for pair in uneven for mark in pair if mark in name), default=0)
    return Span(span.start, span.start + end).trim(text) or span if end else span
