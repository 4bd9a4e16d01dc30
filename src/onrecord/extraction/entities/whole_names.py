"""Names that the reader cut or stretched: joint names, names with small words in capitals, names in headlines."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterator, Sequence, Set
from typing import TYPE_CHECKING

from onrecord.extraction.entities.name import Name
from onrecord.extraction.entities.name_forms import key_of
from onrecord.ingestion import Zone
from onrecord.lang.en import lexicon
from onrecord.nlp.articles import ParsedArticle, Passage
from onrecord.text.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_GENITIVE = re.compile(r"[’']s\b")
_OWNER = re.compile(r"([^’']+)[’']s (?=[^\W\d_a-z])")
_OWNER_OF_THING = re.compile(r"([^’']+)[’']s [^\W\d_A-Z][\w-]*(?: [^\W\d_A-Z][\w-]*)* ?")
_LONG = 4  # letters of a word that has a capital in a headline in title case
_CAPITALIZED = 0.7  # the least share of such words
_UNSURE = 0.7  # below this probability, a single word that the reader takes for a person may be half of a joint name
_UNKNOWN = 0.4  # below this probability, it may be half of one whatever it is taken for
# Tags of words that have a capital within a sentence only as a part of a name: "Stand Up To Racism".
_SMALL = frozenset({"VB", "VBP", "VBZ", "VBG", "VBN", "RB", "RP", "IN", "TO", "PRP$"})
# First words of the owners whose names buildings keep: "St. Ann's", "King's", "Children's".
_PERSONAL = (
    lexicon.TITLES
    | lexicon.KIN
    | lexicon.PEOPLE
    | lexicon.FEMALE_NAMES
    | lexicon.MALE_NAMES
    | lexicon.words("st saint our all holy men women people children")
)
_PLACED = frozenset({"in", "at", "near", "across", "between", "both"})


def whole_names(parsed: ParsedArticle, names: Sequence[Name]) -> list[Name]:
    """The names in text order, joined and completed, without words of headlines that name nothing.

    Args:
        parsed: the article.
        names: names that the reader found, in text order.
    """
    made: list[Name] = []
    for name in _of_headlines(parsed, _with_genitives(parsed, names)):
        if made and (joint := _joint(parsed, made[-1], name, names)) is not None:
            made[-1] = joint
        else:
            made.append(name)
    bodies = {key_of(name.text) for name in made if name.entity_type in {"organization", "place"}}
    places = {key_of(name.text, "place") for name in made if name.entity_type == "place"}
    whole = (part for name in made for part in _without_owner(parsed, _completed(parsed, name), places))
    return [_without_body(parsed, name, bodies) for name in whole]


def _with_genitives(parsed: ParsedArticle, names: Sequence[Name]) -> list[Name]:
    """The names, with the sign of the owner where it is a part of a name: "Mabry's cut its prices".

    There it follows the subject of a verb, or ends a phrase, though nothing is owned; and the article has no such name
    without it.
    """
    owners = [name for name in names if " " not in name.text and _GENITIVE.match(parsed.text, name.span.end)]
    plain = {name.text for name in names if not _GENITIVE.match(parsed.text, name.span.end)}
    whole = {name.text for name in owners if name.text not in plain and _owns_nothing(parsed, name)}
    return [_with_genitive(parsed, name) if name.text in whole else name for name in names]


def _with_genitive(parsed: ParsedArticle, name: Name) -> Name:
    span = Span(name.span.start, name.span.end + 2)
    return dataclasses.replace(name, span=span, text=span.exact(parsed.text), entity_type="organization")


def _owns_nothing(parsed: ParsedArticle, name: Name) -> bool:
    passage = parsed.passage_at(name.span)
    token = passage.tokens(name.span)[-1]
    if name.zone is Zone.HEADLINE:
        return False
    if token.dep_ in {"nsubj", "poss"} and token.head.tag_ in {"VBD", "VBP", "VBZ"}:
        return bool(token.head.i > token.i + 1)
    after = passage.doc[token.i + 2] if token.i + 2 < len(passage.doc) else None
    return token.dep_ == "pobj" and token.head.lower_ in {"at", "from"} and (after is None or after.is_punct)


def _without_owner(parsed: ParsedArticle, name: Name, places: Set[str]) -> list[Name]:
    """A name without the place that has it: "Velmara’s Cape Lund", where the article names Velmara, too.

    So has a building of several words whose owner is not a person: "Lund's Garden Clinic", but "St. Ann's Hospital".
    """
    if (owner := _OWNER_OF_THING.fullmatch(name.text)) is not None:  # "Velmara’s east coast"
        span = Span(name.span.start, name.span.start + owner.end(1))
        return [dataclasses.replace(name, span=span, text=owner[1])]
    owner = _OWNER.match(name.text)
    if owner is None:
        return [name]
    span = Span(name.span.start + owner.end(), name.span.end)
    thing = dataclasses.replace(name, span=span, text=span.exact(parsed.text))
    if key_of(owner[1], "place") in places:
        return [thing]
    if name.entity_type not in {"place", "facility"} or not _is_owned_building(owner[1], thing.text):
        return [name]
    owning = Span(name.span.start, name.span.start + owner.end(1))
    return [dataclasses.replace(name, span=owning, text=owner[1], entity_type="place"), thing]


def _is_owned_building(owner: str, thing: str) -> bool:
    """Whether a building has a name without its owner: "Lund's Garden Clinic", not "King's Cross Station"."""
    words = thing.lower().split()
    return (
        len(words) > 1
        and words[-1] in lexicon.FACILITIES
        and _PERSONAL.isdisjoint({owner.split()[0].lower().rstrip("."), owner.split()[-1].lower()})
    )


def _without_body(parsed: ParsedArticle, name: Name, bodies: Set[str]) -> Name:
    """A person's name without the name of a body next to it: "TARM Hector Vane"."""
    words = list(re.finditer(r"\S+", name.text))
    if name.entity_type != "person" or len(words) < 3:
        return name
    if key_of(words[0][0]) in bodies:
        words = words[1:]
    elif words[-1][0].isupper() and key_of(words[-1][0]) in bodies:
        words = words[:-1]
    span = Span(words[0].start(), words[-1].end()).shift(name.span.start)
    return dataclasses.replace(name, span=span, text=span.exact(parsed.text))


def _joint(parsed: ParsedArticle, first: Name, second: Name, names: Sequence[Name]) -> Name | None:
    """Two names as one: "Stone & Sons", "Tarn and Kell Police", "Lund and Voll, a shop chain,"; None if they are two.

    In the first case, the reader has cut the name at the sign; it also cuts names at no-break spaces.
    """
    between = parsed.text[first.span.end : second.span.start]
    if first.zone is not second.zone:
        return None
    whole = Span(first.span.start, second.span.end)
    if len(between) == 1 and between.isspace() and first.entity_type == second.entity_type == "person":
        return dataclasses.replace(first, span=whole, text=whole.exact(parsed.text))
    if between == " & " or (between == " " and second.text.startswith("& ")):
        return dataclasses.replace(first, span=whole, text=whole.exact(parsed.text), entity_type="organization")
    if between != " and ":
        return None
    passage = parsed.passage_at(first.span)
    joint = (
        _shares_a_noun(passage, first, second, names)
        or _is_a_company(passage, first, second)
        or _is_cut(first, second, names)
    )
    if not joint:
        return None
    return dataclasses.replace(first, span=whole, text=whole.exact(parsed.text), entity_type="organization")


def _shares_a_noun(passage: Passage, first: Name, second: Name, names: Sequence[Name]) -> bool:
    """Whether the last word of the second name belongs to the first, too: "Tarn and Kell Police"."""
    words = second.text.split()
    if second.entity_type != "organization" or len(words) < 2 or words[-1].lower() not in lexicon.ORGANIZATIONS:
        return False
    if words[0].lower() in {"the", "national", "state", "city", "county"} or any(
        other.text in {second.text, f"{first.text} {words[-1]}"} and other.span != second.span for other in names
    ):
        return False
    is_place = first.entity_type == "place" or (
        first.entity_type == "person" and " " not in first.text and (first.probability or 0) < _UNSURE
    )
    tokens = passage.tokens(first.span)
    before = passage.doc[tokens[0].i - 1] if tokens and tokens[0].i else None
    return is_place and (before is None or before.lower_ not in _PLACED | lexicon.TITLES)


def _is_a_company(passage: Passage, first: Name, second: Name) -> bool:
    """Whether two surnames are called a single thing: "Lund and Voll, a shop chain,"."""
    if " " in first.text or " " in second.text:
        return False
    tokens = passage.tokens(second.span)
    after = list(passage.doc[tokens[-1].i + 1 : tokens[-1].i + 3]) if tokens else []
    if len(after) < 2 or after[0].text != "," or after[1].lower_ not in {"a", "an"}:
        return False
    noun = after[1].head
    return noun.tag_ == "NN" and noun.dep_ == "appos" and noun.lower_ not in lexicon.TOGETHER | lexicon.ROLES


def _is_cut(first: Name, second: Name, names: Sequence[Name]) -> bool:
    """Whether the reader knows neither half of a company's name: "Reef Turtle and Otter Boat Tours"."""
    words = second.text.lower().split()
    parts = {first.text, second.text}
    return (
        first.entity_type in {"other", "place", "organization"}
        and second.entity_type in {"other", "organization"}
        and (first.probability or 0.0) < _UNKNOWN
        and (second.probability or 0.0) < _UNSURE
        and len(words) > 1
        and words[-1] in lexicon.COMPANIES
        and sum(name.text in parts for name in names) == len(parts)
    )


def _of_event(parsed: ParsedArticle, name: Name) -> Name:
    """A storm's name with the word for a storm before it: "Hurricane Nora"."""
    tokens = parsed.passage_at(name.span).tokens(name.span)
    if not tokens or " " in name.text or not tokens[0].i:
        return name
    kind = tokens[0].nbor(-1)
    if not (kind.lower_ in lexicon.STORMS and kind.text[0].isupper()):
        return name
    span = Span(name.span.start - (tokens[0].idx - kind.idx), name.span.end)
    return dataclasses.replace(name, span=span, text=span.exact(parsed.text), entity_type="event")


def _completed(parsed: ParsedArticle, name: Name) -> Name:
    """The name with the small words in capitals around it, which no sentence has outside a name."""
    name = _of_event(parsed, name)
    if name.entity_type == "person" or name.zone is Zone.HEADLINE:
        return name
    passage = parsed.passage_at(name.span)
    tokens = passage.tokens(name.span)
    is_sentence = passage.text.rstrip()[-1:] in {".", "!", "?", "”", '"'} and not passage.text.isupper()
    if not tokens or (not is_sentence and _is_in_title_case(passage.text)):
        return name
    doc, first, last = passage.doc, tokens[0].i, tokens[-1].i
    # The first word of a sentence has a capital anyway.
    while first and not (doc[first].is_sent_start or doc[first - 1].is_sent_start):
        before = doc[first - 1]
        goes_on = first < tokens[0].i and not before.ent_type_ and bool(before.text.istitle())
        if not (_is_capital(before) or goes_on):
            break
        first -= 1
    while last + 1 < len(doc) and not doc[last + 1].is_sent_start and _is_capital(doc[last + 1]):
        last += 1
    if (first, last) == (tokens[0].i, tokens[-1].i):
        return name
    span = passage.span_of(doc[first], doc[last])
    entity_type = "organization" if name.entity_type in {"group", "place"} else name.entity_type
    return dataclasses.replace(name, span=span, text=span.exact(parsed.text), entity_type=entity_type)


def _is_capital(token: Token) -> bool:
    return token.tag_ in _SMALL and bool(token.text.istitle())


@functools.lru_cache(maxsize=16)  # one paragraph may have many names
def _is_in_title_case(text: str) -> bool:
    long: list[str] = [word for word in _WORD.findall(text) if len(word) >= _LONG]
    return sum(word[0].isupper() for word in long) > _CAPITALIZED * len(long)


def _of_headlines(parsed: ParsedArticle, names: Sequence[Name]) -> Iterator[Name]:
    """The names; those of a headline in capitals without words that the body has in small letters.

    "First American City" in "Tarn Becomes First American City to Ban Geese" is not a name of the article.
    """
    body = [passage for passage in parsed.passages if passage.zone is not Zone.HEADLINE]
    small = {word for passage in body for word in _WORD.findall(passage.text) if word.islower()}
    known = {word for name in names if name.zone is not Zone.HEADLINE for word in key_of(name.text).split()}
    for name in names:
        if name.zone is not Zone.HEADLINE or not body or not _is_in_title_case(parsed.passage_at(name.span).text):
            yield name
            continue
        words = list(re.finditer(r"\S+", name.text))
        kept = [word for word in words if key_of(word[0]) in known or word[0].lower() not in small]
        if len(kept) == len(words):
            yield name
        elif kept and all(key_of(word[0]) in known for word in kept):
            span = Span(kept[0].start(), kept[-1].end()).shift(name.span.start)
            yield dataclasses.replace(name, span=span, text=span.exact(parsed.text))
