"""Named mentions: what the pipeline's entity recognizer finds, put right by rules about names in news.

The small model errs in known ways: it takes headlines in title case for names, possessives for parts of names, types
one name differently from sentence to sentence, and misses names with small words inside.
"""

from __future__ import annotations

import collections
import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from onrecord.extract import lexicon
from onrecord.identifiers import fold
from onrecord.ingest import Zone
from onrecord.ingest.layout import is_title_case
from onrecord.language import VERSION, ParsedArticle, Passage
from onrecord.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_TYPES = {
    "PERSON": "person",
    "ORG": "organization",
    "GPE": "place",
    "LOC": "place",
    "NORP": "group",
    "FAC": "facility",
    "EVENT": "event",
    "WORK_OF_ART": "work",
    "LAW": "law",
}
MODEL = f"names:en_core_web_sm@{VERSION}"
FORM = "names:form@1"
LAYOUT = "names:layout@1"
REPEAT = "names:repeat@1"
QUOTED = "names:quoted@1"
BARE = "names:source@1"
_PREFIXES = frozenset({"anti", "pro", "non", "ex", "pre", "post", "mid"})
_NO_LAST_WORD = lexicon.TITLES | lexicon.ROLES


@dataclasses.dataclass(frozen=True, slots=True)
class Name:
    """A name where it stands; `entity_type` is one of the types in the schema of the table `entities`."""

    span: Span
    text: str
    entity_type: str
    zone: Zone
    method: str


def find_names(parsed: ParsedArticle, quoted_names: Sequence[Span] = ()) -> list[Name]:
    """All names of an article in text order, none inside another.

    Args:
        parsed: the article.
        quoted_names: names that stand in quotation marks, found elsewhere.
    """
    text, layout = parsed.text, parsed.article.layout
    found = [
        Name(span, span.exact(text), _quoted_type(parsed, span), _zone(parsed, span), QUOTED) for span in quoted_names
    ]
    if layout.credit:
        found.append(Name(layout.credit, layout.credit.exact(text), "organization", Zone.BODY, LAYOUT))
    if layout.dateline:
        found.append(_city(layout.dateline, text))
    if layout.byline:
        for match in re.finditer(r"[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*)+", layout.byline.exact(text)):
            span = Span(*match.span()).shift(layout.byline.start)
            if match[0].split()[-1].lower() in lexicon.ROLES | lexicon.TITLES:
                continue  # "Courthouse Reporter"
            found.append(Name(span, span.exact(text), "person", Zone.BYLINE, LAYOUT))
    for passage in parsed.passages:
        if passage.zone is Zone.BYLINE or _is_title_case(passage):
            continue
        found += _unless_overlapping(found, [*_by_form(passage), *_recognized(passage)])
    for span in layout.photo_credits:
        found += _unless_overlapping(found, [Name(span, span.exact(text), "organization", Zone.CAPTION, LAYOUT)])
    found = _with_one_type(found)
    found += _unless_overlapping(found, list(_known(parsed, found)))
    return sorted(found, key=lambda name: name.span)


def _city(dateline: Span, text: str) -> Name:
    """The town of a dateline, without its state or country and in small letters: "HARBOR CITY, Maine"."""
    town = re.split(r"[,/]", dateline.exact(text))[0]
    name = re.sub(r"\w+(?:[’']\w+)*", lambda word: word[0].capitalize() if word[0].isupper() else word[0], town)
    return Name(Span(0, len(town)).shift(dateline.start), name, "place", Zone.DATELINE, LAYOUT)


def _is_title_case(passage: Passage) -> bool:
    return passage.zone is Zone.HEADLINE and is_title_case(passage.text)


def _zone(parsed: ParsedArticle, span: Span) -> Zone:
    return next(passage.zone for passage in parsed.passages if passage.span.covers(span))


def _unless_overlapping(found: Sequence[Name], more: Iterable[Name]) -> list[Name]:
    taken = [name.span for name in found]
    added = []
    for name in more:
        if not any(name.span.overlaps(span) for span in taken):
            added.append(name)
            taken.append(name.span)
    return added


def _recognized(passage: Passage) -> Iterator[Name]:
    for entity in passage.doc.ents:
        if entity.label_ not in _TYPES:
            continue
        for tokens in _split_at_possessives(list(entity)):
            kept = _trim(tokens)
            if kept and _is_name(kept):
                titled = kept[0].i > entity.start and _is_title(kept[0].nbor(-1))
                yield _name(passage, kept, "person" if titled else _TYPES[entity.label_], MODEL)


def _split_at_possessives(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """As in "Durham’s WRAL-TV" is two names; "Children’s Hospital" is one, as its first part is no name by itself."""
    start = 0
    for index, token in enumerate(tokens):
        owner = tokens[start:index]
        if token.tag_ == "POS" and owner and owner[-1].ent_type_ and len(tokens) > index + 1 and _is_owner(owner):
            yield list(owner)
            start = index + 1
    yield list(tokens[start:])


def _is_owner(tokens: Sequence[Token]) -> bool:
    text = tokens[0].doc.text
    words = " ".join(token.text for token in tokens)
    # A name that owns something stands elsewhere in the paragraph too, or is followed by a name of its own.
    return len(re.findall(rf"\b{re.escape(words)}\b", text)) > 1 or _is_acronym(tokens[-1].nbor(2))


def _is_acronym(token: Token) -> bool:
    return token.text.isupper() and len(token.text) > 2


def _trim(tokens: list[Token]) -> list[Token]:
    """Without determiners, titles before a person's name, possessive marks and punctuation at the ends."""
    while tokens and (
        tokens[0].text.lower() in _PREFIXES
        or tokens[0].text == "-"
        or tokens[0].pos_ in {"DET", "PUNCT", "ADP", "CCONJ"}
        or tokens[0].text.lower() in {"the", "a", "an"}
        or (
            tokens[0].ent_type_ == "PERSON" and len(tokens) > 1 and tokens[0].text.rstrip(".").lower() in lexicon.TITLES
        )
    ):
        tokens = tokens[1:]
    while tokens and (tokens[-1].tag_ == "POS" or tokens[-1].is_punct or tokens[-1].is_space):
        tokens = tokens[:-1]
    return tokens


def _is_title(token: Token) -> bool:
    word = token.text.rstrip(".").lower()
    titles = lexicon.TITLES | {"member"}
    return word in lexicon.HONORIFICS or (
        token.ent_type_ == "PERSON" and (word in titles or word.removesuffix("s") in titles)
    )


def _is_name(tokens: Sequence[Token]) -> bool:
    words = [token for token in tokens if token.is_alpha or any(c.isalnum() for c in token.text)]
    if not any(token.text[0].isupper() or not token.text.islower() for token in words):
        return False
    # "Black and Brown communities": what modifies a common noun as an adjective is no name of an organization.
    if tokens[0].dep_ == "amod" and len(words) > 1 and words[1].pos_ == "CCONJ":
        return False
    if len(words) == 1 and words[0].lower_.rstrip(".") in lexicon.GENERIC | lexicon.HONORIFICS:
        return False
    return not (tokens[0].ent_type_ != "NORP" and len(words) == 1 and words[0].is_stop)


def _name(passage: Passage, tokens: Sequence[Token], entity_type: str, method: str) -> Name:
    span = passage.span_of(tokens[0], tokens[-1])
    text = passage.text[span.start - passage.offset : span.end - passage.offset]
    if _is_person(passage, tokens, text):
        entity_type = "person"
    return Name(span, text, _type_by_form(text, entity_type), passage.zone, method)


def _is_person(passage: Passage, tokens: Sequence[Token], name: str) -> bool:
    """Whether a title before it or a given name in it makes a name a person's."""
    words = [word.strip(".").lower() for word in name.split()]
    if words[-1] in lexicon.ORGANIZATIONS - lexicon.SURNAMES or len(words) > 4:
        return False
    before = passage.doc[tokens[0].i - 1] if tokens[0].i else None
    titled = before is not None and before.text[:1].isupper() and before.text.rstrip(".").lower() in lexicon.HONORIFICS
    given = 2 <= len(words) <= 3 and words[0] in lexicon.FEMALE_NAMES | lexicon.MALE_NAMES
    return titled or (given and words[-1] not in lexicon.FACILITIES | lexicon.PLACES and "of" not in words)


def _type_by_form(name: str, guess: str) -> str:
    """The type that the last word of a name of several words settles."""
    words = name.split()
    last = words[-1].rstrip(".").lower()
    if len(words) < 2 or guess == "group":
        return guess
    if guess == "person":  # Ellen Park and Winston Church are people
        return "organization" if last in lexicon.ORGANIZATIONS - lexicon.SURNAMES else guess
    if last in lexicon.FACILITIES and last not in lexicon.ORGANIZATIONS:
        return "facility"
    if last in lexicon.PLACES:
        return "place"
    if last in lexicon.ORGANIZATIONS and guess in {"place", "facility"}:
        return "organization"
    return guess


def _by_form(passage: Passage) -> Iterator[Name]:
    """Names that the recognizer missed: two or more capitalized words inside a sentence, small words between them."""
    run: list[Token] = []
    for token in [*passage.doc, None]:
        if token is not None and _continues_name(run, token):
            run.append(token)
            continue
        run = _trim(run)
        while run and run[-1].text.islower():
            run.pop()
        if _is_missed_name(run) and (entity_type := _guess_type(run)):
            yield _name(passage, run, entity_type, FORM)
        run = [token] if token is not None and _continues_name([], token) else []


def _is_missed_name(run: Sequence[Token]) -> bool:
    capitals = [token for token in run if token.text[0].isupper() and not token.is_stop]
    if len(capitals) < 2 or not _may_begin(run) or all(token.ent_type_ for token in capitals):
        return False
    first, last = run[0].text.rstrip(".").lower(), run[-1].text.rstrip(".").lower()
    return first not in _NO_LAST_WORD and last not in _NO_LAST_WORD


def _continues_name(run: Sequence[Token], token: Token) -> bool:
    """Capitalized words outside other names (of peoples apart: "Jewish Voice for Peace") and small words after them."""
    if token.text[:1].isupper() and token.pos_ in {"PROPN", "ADJ", "NOUN"}:
        return token.ent_type_ == "" or (token.ent_type_ == "NORP" and (not token.i or token.nbor(-1).text != "-"))
    return bool(run) and token.text.lower() in {"of", "for", "&"} and run[-1].text[0].isupper()


def _may_begin(run: Sequence[Token]) -> bool:
    """Not at the start of a sentence, where any word has a capital, unless all its words are proper nouns."""
    before = run[0].nbor(-1) if run[0].i else None
    starts = before is None or run[0].is_sent_start or before.text in "“\"‘'.:"
    return not starts or all(token.pos_ == "PROPN" for token in run)


def _guess_type(tokens: Sequence[Token]) -> str | None:
    """The type that a word of the name or its place in the sentence tells; None where nothing does."""
    words = {token.text.lower() for token in tokens}
    if tokens[0].ent_type_ == "NORP" and tokens[0].tag_ in {"NNS", "NNPS"}:
        return "group"
    if tokens[-1].text.lower() in lexicon.PLACES:
        return "place"
    if words & lexicon.ORGANIZATIONS or "for" in words or "&" in words:
        return "organization"
    if words & lexicon.FACILITIES:
        return "facility"
    # Two or three words that do something are a person more often than not.
    acts = tokens[-1].dep_ in {"nsubj", "nsubjpass"} or (tokens[-1].dep_ == "conj" and tokens[-1].head.dep_ == "nsubj")
    return "person" if acts and len(tokens) <= 3 and "of" not in words else None


def _quoted_type(parsed: ParsedArticle, span: Span) -> str:
    words = {word.strip(",.").lower() for word in span.exact(parsed.text).split()}
    return "organization" if words & lexicon.ORGANIZATIONS else "work"


def _with_one_type(names: Sequence[Name]) -> list[Name]:
    """One name has one type in an article: the one that it was given most often, a full person's name first."""
    votes: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for name in names:
        votes[fold(name.text)][name.entity_type] += 1
    surnames = {fold(name.text.split()[-1]) for name in names if name.entity_type == "person" and " " in name.text}
    typed = []
    for name in names:
        key = fold(name.text)
        entity_type = votes[key].most_common(1)[0][0]
        if key in surnames and entity_type in {"organization", "place", "work"} and votes[key]["place"] < 2:
            entity_type = "person"
        typed.append(dataclasses.replace(name, entity_type=entity_type))
    return typed


def _known(parsed: ParsedArticle, names: Sequence[Name]) -> Iterator[Name]:
    """Names and surnames that were not seen everywhere they stand, as in headlines in title case."""
    types = {name.text: name.entity_type for name in names if name.text[0].isupper()}
    surnames = {name.text.split()[-1] for name in names if name.entity_type == "person" and " " in name.text}
    types |= {surname: "person" for surname in surnames if surname[0].isupper() and len(surname) > 2}
    if not types:
        return
    longest_first = sorted(types, key=lambda name: (-len(name), name))
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    for passage in parsed.passages:
        if passage.text.isupper():  # there a name in capitals may be any word
            continue
        for match in pattern.finditer(passage.text):
            yield Name(Span(*match.span()).shift(passage.offset), match[0], types[match[0]], passage.zone, REPEAT)
