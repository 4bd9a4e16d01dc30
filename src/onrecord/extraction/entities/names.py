"""Named mentions: the names that the reader found, and names known from layout, quotation marks and repetition.

The reader sees one window at a time. Here each name gets a single type in the article, and occurrences that the reader
missed are added.
"""

from __future__ import annotations

import collections
import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence

from onrecord.extraction.entities.descriptions import described_type, introduced_by
from onrecord.extraction.entities.name import LABEL, LAYOUT, QUOTED, READ, REPEAT, Name
from onrecord.extraction.entities.name_forms import common_acronyms
from onrecord.extraction.entities.name_spans import is_titled, name_span, surname
from onrecord.extraction.entities.name_types import own_type, with_types
from onrecord.extraction.entities.nicknames import with_nicknames
from onrecord.extraction.entities.whole_names import whole_names
from onrecord.ingestion import Zone
from onrecord.lang.en import lexicon
from onrecord.nlp.articles import ParsedArticle
from onrecord.nlp.reader import Marked
from onrecord.package.ids import fold
from onrecord.text.spans import Places, Span

_TYPES = {
    "Person": "person",
    "Organization": "organization",
    "Location": "place",
    "NORP": "group",
    "Facility": "facility",
    "Product": "other",
    "Misc": "other",
}
_WORD = re.compile(r"\w+")
# Before quotation marks, it says that words are meant, not what has them as its name: the word “Cochino”.
_TERM = re.compile(r"\b(?:word|term|phrase|expression)s? [“\"‘'«]\Z")
_WORK = re.compile(rf"\b(?:{'|'.join(sorted(lexicon.WORKS))}),? [“\"‘'«]\Z")  # the album “Proof”
_TITLED = re.compile(r"(\w+) [“\"‘'«]\Z")
# The least share of a name in quotation marks that the reader takes for a name.
_MOSTLY = 0.7
# The most characters of a name whose other occurrences are searched for.
_LONGEST = 200
_INHABITANTS = re.compile(r"(?:[ae]ns|is|ers|ites)\Z")


def find_names(parsed: ParsedArticle, quoted_names: Sequence[Span] = (), speakers: Sequence[Span] = ()) -> list[Name]:
    """All names of an article in text order, none inside another.

    Args:
        parsed: the article.
        quoted_names: names in quotation marks; see `quoted_names.split_names`.
        speakers: names in the labels of a transcript.
    """
    text, layout = parsed.text, parsed.article.layout
    quoted = {span: _quoted_type(parsed, span) for span in quoted_names}
    found = [Name(span, span.exact(text), kind, _zone(parsed, span), QUOTED) for span, kind in quoted.items() if kind]
    found += [
        Name(span, span.exact(text), _speaking_type(span.exact(text)), _zone(parsed, span), LABEL) for span in speakers
    ]
    if layout.credit:
        found.append(Name(layout.credit, layout.credit.exact(text), "organization", Zone.BODY, LAYOUT))
    if layout.dateline:
        found.append(_city(layout.dateline, text))
    found += [Name(span, span.exact(text), "person", Zone.BYLINE, LAYOUT) for span in layout.authors]
    credited = [Name(span, span.exact(text), "organization", Zone.CAPTION, LAYOUT) for span in layout.photo_credits]
    found += _unless_overlapping(found, credited)
    common, no_names = common_acronyms(text), Places((span, span) for span, kind in quoted.items() if not kind)
    marks = (
        mark
        for mark in with_nicknames(parsed)
        if mark.kind in _TYPES
        and not (_is_title(parsed, mark) or _is_common(parsed, mark))
        and mark.span.exact(text).removesuffix("s") not in common
        and next(no_names.over(mark.span), None) is None
    )
    read = whole_names(parsed, [_name(parsed, mark) for mark in marks])
    found += _unless_overlapping(found, [name for name in read if name.zone is not Zone.BYLINE])
    found = with_types(parsed, found)
    found += _unless_overlapping(found, list(_known(parsed, found)))
    plain = (dataclasses.replace(name, text=_plain(name.text)) for name in found)
    return sorted(plain, key=lambda name: name.span)


def _plain(name: str) -> str:
    """A name without line breaks and soft hyphens."""
    return " ".join(name.replace("\u00ad", "").split())


def _city(dateline: Span, text: str) -> Name:
    """The town of a dateline, without state or country, capitalized: "Harbor City" for "HARBOR CITY, Maine"."""
    town = re.split(r"[,/]", dateline.exact(text))[0]
    name = re.sub(r"\w+(?:[’']\w+)*", lambda word: word[0].capitalize() if word[0].isupper() else word[0], town)
    return Name(Span(0, len(town)).shift(dateline.start), name, "place", Zone.DATELINE, LAYOUT)


def _speaking_type(name: str) -> str:
    """The type of who speaks in a transcript: a person, unless a word of the name is that of an organization."""
    return "person" if lexicon.ORGANIZATIONS.isdisjoint(fold(name).split()) else "organization"


def _zone(parsed: ParsedArticle, span: Span) -> Zone:
    return parsed.passage_at(span).zone


def _name(parsed: ParsedArticle, mark: Marked) -> Name:
    entity_type = _TYPES[mark.kind]
    marked = mark.span.exact(parsed.text)
    if is_titled(marked) and _last_word(marked) not in lexicon.ORGANIZATIONS:
        entity_type = "person"
    passage = parsed.passage_at(mark.span)
    span = name_span(passage, parsed.text, mark.span, is_person=entity_type == "person")
    words = span.exact(parsed.text)
    if words.split()[0].lower() in lexicon.STORMS and " " in words:
        entity_type = "event"
    elif entity_type == "place":
        last = passage.tokens(span)[-1]
        # An adjective that has an article, and no noun, is a place: "in the Caribbean".
        alone = last.dep_ in {"pobj", "nsubj", "dobj"} and last.i > 0 and passage.doc[last.i - 1].lower_ == "the"
        entity_type = _kind_of_place(words, "NNP" if alone and last.tag_ == "JJ" else last.tag_)
    return Name(span, words, entity_type, passage.zone, READ, mark.probability)


def _is_title(parsed: ParsedArticle, mark: Marked) -> bool:
    """Whether a mark is only a title: "Insp." in "Det. Insp. Lena Ray"."""
    marked = mark.span.exact(parsed.text)
    if marked.isupper() and marked.lower() in lexicon.ROLES:
        return True  # "the CFO"
    is_short = marked.rstrip(".").lower() in lexicon.ABBREVIATED_TITLES
    return is_short and bool(re.match(r"\.? [A-Z]", parsed.text[mark.span.end :][:3]))


def _is_common(parsed: ParsedArticle, mark: Marked) -> bool:
    """Whether a mark has small letters only, in a paragraph that has others: a word of another language, as a rule."""
    return mark.span.exact(parsed.text).islower() and not parsed.passage_at(mark.span).text.islower()


def _last_word(name: str) -> str:
    return name.split()[-1].strip(".,").lower()


def _kind_of_place(name: str, tag: str) -> str:
    """`place`, or `group` for an adjective or a plural such as "Kenyans": the reader does not always know these."""
    return "group" if tag == "JJ" or (tag == "NNPS" and _INHABITANTS.search(name)) else "place"


def _unless_overlapping(found: Sequence[Name], more: Iterable[Name]) -> list[Name]:
    taken = Places((name.span, name) for name in found)
    added = []
    for name in more:
        if next(taken.over(name.span), None) is None:
            added.append(name)
            taken.add(name.span, name)
    return added


def _quoted_type(parsed: ParsedArticle, span: Span) -> str | None:
    """`organization` by its words; that of the noun which the name introduces, or of the reader; else `work`.

    A single word in quotation marks that nothing takes for a name has no type: the word “Cochino”, the “Greens”.
    """
    passage = parsed.passage_at(span)
    noun = introduced_by(passage, span)
    introduced = described_type(noun) if noun is not None else None
    words = [word.strip(",.") for word in span.exact(parsed.text).split()]
    before = span.prefix(parsed.text)
    if _TERM.search(before):
        return None
    if _WORK.search(before):
        return "work"
    titled = _TITLED.search(before)
    if titled is not None and titled[1].lower() in lexicon.OFFICES:
        return "person"  # the emperor “Otto the Great”
    if lexicon.ORGANIZATIONS & {word.lower() for word in words} and introduced != "person":
        return "organization"
    if noun is not None and noun.lemma_.lower() in lexicon.TOWNS:
        return "place"
    inside = [mark for mark in parsed.reading.names if span.covers(mark.span) and mark.kind in _TYPES]
    read = next((_TYPES[mark.kind] for mark in inside if len(mark.span) >= _MOSTLY * len(span)), None)
    if introduced not in {None, "other"}:
        return introduced
    if read in {"person", "organization", "place"}:
        return read if read == "person" else own_type(span.exact(parsed.text)) or read
    capitals = sum(word[:1].isupper() for word in words)
    return "work" if capitals > 1 else read or introduced


def _known(parsed: ParsedArticle, names: Sequence[Name]) -> Iterator[Name]:
    """Yields occurrences of known names and surnames that the reader missed, as in headlines in title case."""
    types = {name.text: name.entity_type for name in names if name.text[0].isupper()}
    surnames = {surname(name.text) for name in names if name.entity_type == "person" and " " in name.text}
    types |= {surname: "person" for surname in surnames if surname[0].isupper() and len(surname) > 2}
    # A single pattern of all names would try each of them at each word.
    lengths: dict[str, list[int]] = collections.defaultdict(list)  # first word -> lengths of its names, descending
    openings = {(-len(name), word[0]) for name in types if len(name) <= _LONGEST and (word := _WORD.match(name))}
    for length, opening in sorted(openings):
        lengths[opening].append(-length)
    for passage in parsed.passages:
        text, free = passage.text, 0
        if text.isupper():  # there a name in capitals may be any word
            continue
        for word in _WORD.finditer(text):
            start = word.start()
            for end in (start + length for length in lengths.get(word[0], ()) if start >= free):
                if text[start:end] in types and not _WORD.match(text, end, end + 1):
                    name, free = text[start:end], end
                    yield Name(Span(start, end).shift(passage.offset), name, types[name], passage.zone, REPEAT)
                    break
