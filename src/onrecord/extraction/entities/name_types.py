"""One type for each name of an article, decided over all its mentions and what the text around them shows.

The reader sees one window at a time and is unsure of names that it does not know. Here its opinions are added up with
evidence from the syntax: titles, appositions, determiners, whose member somebody is.
"""

from __future__ import annotations

import collections
import dataclasses
import functools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from typing import TYPE_CHECKING

from onrecord.extraction.entities.descriptions import described_type
from onrecord.extraction.entities.name import READ, Name
from onrecord.extraction.entities.name_forms import acronyms_of, key_of
from onrecord.extraction.entities.name_spans import surname
from onrecord.ingestion import Zone
from onrecord.lang.en import lexicon, voters
from onrecord.nlp.articles import ParsedArticle, Passage
from onrecord.nlp.noun_phrases import SUBJECTS

if TYPE_CHECKING:
    from spacy.tokens import Token

# What a mention in the headline counts, of what others count.
_HEADLINE = 0.3
# What a piece of evidence counts for a type.
_SURE, _LIKELY, _WEAK = 2.0, 1.0, 0.5
_NAMED = 3.0  # more than its own words: "the novel Salt Road"
_UNSURE = 0.6  # below this probability, a place may be something else
_OTHERS = frozenset({"NNS", "NNPS", "NNP", "PRP", "PRP$"})  # tags of words that a pronoun after them may mean
_GENDERED = re.compile(r"\b(?:s?he|h(?:im|er|is))\b", re.IGNORECASE)
_DEMONYM = re.compile(r"(?:[ae]?an|ese|ish|i|ic)s?\Z")
_STEM = 4  # letters that a place and its people share at least
_ENDING = 3  # how much longer or shorter one of them may be
_ARTICLE = re.compile(r"\b[Tt]he \Z")
_ACRONYM = re.compile(r"[A-Z]{2,6}\Z")
_SCORE = re.compile(r"\b\d{1,3}[-–]\d{1,3}\b")
# After the verb of a match: words in which a game is named, characters of the score.
_WORDS_TO_GAMES, _TO_SCORE = 8, 200
_GAMES = lexicon.words("game match goal")
_GIVEN = lexicon.FEMALE_NAMES | lexicon.MALE_NAMES
_NO_BUILDING = re.compile(r"\b(?:19|20)\d\d\Z|\band \w+\Z")
_SETTLEMENTS = lexicon.TOWNS - lexicon.words("city country county island region state province")
_SPEAKING = lexicon.words("speak learn")
# Houses that are mostly not named after their town, and the links of those who are there.
_HOUSES = lexicon.words("hotel tavern nightclub restaurant lodge")
_AT = lexicon.words("at inside outside")
_NUMBER = re.compile(r"[ivxl]+|[\d.]+|nos?")
_LINKS = lexicon.words("of for on to in at against")
_BUILDINGS = lexicon.FACILITIES - lexicon.ORGANIZATIONS
_BODY_WORDS = lexicon.ORGANIZATIONS | lexicon.COMPANIES
# What the own words of a name show, first things first.
_KINDS = (("law", lexicon.LAWS), ("event", lexicon.EVENTS), ("facility", _BUILDINGS), ("other", lexicon.PRODUCTS))
_MODIFYING = frozenset({"ADJ", "NOUN", "PROPN"})
_WORKS = lexicon.WORKS | {"book", "podcast"}
_KNOWN_HEADS = _BODY_WORDS.union(*(words for _, words in _KINDS))
_TYPED = frozenset({"person", "organization", "place", "group", "facility"})

Evidence = Iterator[tuple[str, float]]
_Scores = dict[str, dict[str, float]]  # by name and type


@dataclasses.dataclass(frozen=True, slots=True)
class _Seen:
    """A mention of a name with its tokens in its paragraph.

    `alone` says whether it is a word that no longer name has, `lonely` whether the reader sees no other person, and the
    article says neither "he" nor "she".
    """

    name: Name
    passage: Passage
    tokens: Sequence[Token]
    alone: bool
    lonely: bool


def _titled(seen: _Seen) -> Evidence:
    """Councillor Vane is a person."""
    first = seen.tokens[0]
    before = seen.passage.doc[first.i - 1] if first.i else None
    if before is not None and before.text[0].isupper() and before.lower_.rstrip(".") in lexicon.HONORIFICS:
        yield "person", _SURE


def _described(seen: _Seen) -> Evidence:
    """What the noun says in "the lobby group Norvik" and "Norvik, a shipping company,"."""
    own = {token.i for token in seen.tokens}
    first, last = seen.tokens[0], next((token for token in seen.tokens if token.head.i not in own), seen.tokens[-1])
    doc = seen.passage.doc
    before = doc[first.i - 1] if first.i else None
    if before is not None and before.text == "(":
        return  # "the harbor department (Tarn, Kell and Voll)"
    nouns = []
    if before is not None and before.text == "The" and not before.is_sent_start:
        before = doc[first.i - 2]  # "the novel The Long Road"
    if before is not None and before.tag_ == "NN" and before.is_alpha and _introduces(before, last, seen):
        nouns.append(before)
    after = [child for token in seen.tokens for child in token.children if child.dep_ == "appos"]
    nouns += [noun for noun in after if noun.pos_ == "NOUN" and noun.i not in own]
    if first.i > 1 and doc[first.i - 1].text == "," and seen.name.entity_type == "other":
        nouns += [noun for noun in [doc[first.i - 2]] if noun.lemma_.lower() in _WORKS]  # "her memoir, Night Ferry,"
    led = before is not None and before.pos_ == "ADP"  # the parse is wrong: "Vane, founder of Norvik"
    if last.dep_ == "appos" and last.head.pos_ == "NOUN" and last.head.i < first.i and not led:
        nouns.append(last.head)
    if last.dep_ == "oprd" and last.head.dep_ == "acl" and last.head.lemma_.lower() in lexicon.NAMING:
        nouns.append(last.head.head)  # "a charity called Norvik"
    for noun in nouns[:1]:
        lemma, known = noun.lemma_.lower(), described_type(noun)
        if noun.lower_ in lexicon.TOWNS or lemma in lexicon.LANDFORMS:
            yield "place", _SURE
        elif lemma in _BUILDINGS - {"port"} and noun.tag_ == "NN":  # "Tarn, a port in the north," is a town
            yield "facility", _LIKELY
        elif known == "organization":
            yield "organization", _SURE
        elif lemma in lexicon.EVENTS and noun is before:
            yield "event", _NAMED  # "the exhibition Night Ferry"
        elif lemma in _WORKS:
            # Not in "the actor who left the film, Ida Brandt".
            yield "work", _NAMED if noun is before else _SURE if seen.name.entity_type != "person" else 0.0
        elif lemma in lexicon.PRODUCTS and noun is before:
            yield "other", _SURE  # "the app Kwikpay"
        elif known == "person" and noun.lower_ in lexicon.ROLES:
            yield "person", _LIKELY
        elif known == "other" and noun is before and len(seen.tokens) == 1:
            yield "other", _LIKELY  # "the yacht Adela"
            yield "person", -_WEAK


def _before_noun(seen: _Seen) -> Evidence:
    """What the noun after a name says in "Katu township" and "the World Rivers 2030 report"."""
    last, doc = seen.tokens[-1], seen.passage.doc
    noun = doc[last.i + 1] if last.i + 1 < len(doc) else None
    if noun is None or not noun.is_lower or noun.tag_ != "NN":
        return
    if noun.lower_ in _SETTLEMENTS and seen.name.entity_type != "group":
        yield "place", _LIKELY
    elif seen.name.entity_type == "other" and noun.lemma_.lower() in lexicon.DOCUMENTS | _WORKS:
        yield "work", _LIKELY
    elif seen.name.entity_type == "other" and noun.lemma_.lower() in lexicon.EVENTS:
        yield "event", _LIKELY


def _spoken(seen: _Seen) -> Evidence:
    """A people's name is a language's after a verb of speaking, or after "in" with no noun: "speaks Kurdish"."""
    token, doc = seen.tokens[-1], seen.passage.doc
    is_people = _DEMONYM.search(token.lower_) and not token.lower_.endswith("s")
    if seen.name.entity_type not in {"group", "place"} or len(seen.tokens) > 1 or not is_people:
        return
    after = doc[token.i + 1] if token.i + 1 < len(doc) else None
    if after is not None and after.pos_ in _MODIFYING and after.head.i >= token.i:
        return
    before = token.head
    spoken = token.dep_ == "dobj" and before.lemma_.lower() in _SPEAKING
    said_in = token.dep_ == "pobj" and before.i == token.i - 1 and before.lower_ in {"in", "into"}
    if spoken or (said_in and seen.name.entity_type == "group"):  # not "in Milan"
        yield "other", _LIKELY
        yield seen.name.entity_type, -_LIKELY


def _introduces(noun: Token, name: Token, seen: _Seen) -> bool:
    """Whether a noun says what the name after it is: not in "the film Brandt made", "the state Senate"."""
    if name.dep_ in SUBJECTS and name.head.dep_ in {"relcl", "acl"} and noun.dep_ != "ROOT":
        return False  # a sentence with no other verb has no clause: "The yacht Adela sank."
    if noun.dep_ not in {"compound", "amod"} or name.dep_ == "appos":
        return True
    unsure = (seen.name.probability or 0.0) < _UNSURE
    is_name = seen.name.entity_type != "person" or (len(seen.tokens) == 1 and unsure)
    opening = next((token for token in reversed(noun.doc[: noun.i]) if token.pos_ not in _MODIFYING), None)
    begins = opening is not None and opening.pos_ in {"DET", "PRON"}
    has_kind = not _KNOWN_HEADS.isdisjoint(_heads(seen.name.text))
    return is_name and begins and noun.lower_ not in lexicon.TOWNS and not has_kind


def _owning(seen: _Seen) -> Evidence:
    """In "Labour's Tom Vane", Labour cannot be a person."""
    last, doc = seen.tokens[-1], seen.passage.doc
    owned = doc[last.i + 2] if last.i + 2 < len(doc) and doc[last.i + 1].tag_ == "POS" else None
    if owned is not None and owned.ent_type_ == "PERSON" and owned.ent_iob_ == "B" and owned.i < last.head.i:
        yield "person", -_LIKELY
        yield "organization", _WEAK


def _acronym(seen: _Seen) -> Evidence:
    """Capitals among small letters cannot be a person, and are rarely a place."""
    if _ACRONYM.match(seen.name.text) and not seen.passage.text.isupper():
        yield "person", -_LIKELY
        yield "organization", _WEAK


def _definite(seen: _Seen) -> Evidence:
    """A person has no article: "the Bight"."""
    first, last = seen.tokens[0], seen.tokens[-1]
    before = seen.passage.doc[first.i - 1] if first.i else None
    if before is not None and before.lower_ == "the" and before.head.i == last.i and last.tag_ == "NNP":
        yield "person", -_LIKELY


def _spoken_for(seen: _Seen) -> Evidence:
    """Who has a spokesman or employees is rarely a place."""
    last = seen.tokens[-1]
    if (
        last.dep_ == "pobj"
        and last.head.lower_ in {"for", "at"}
        and last.head.head.lemma_.lower() in lexicon.SPEAKING_FOR
    ):
        yield "place", -_LIKELY
        yield "organization", _WEAK


def _within(seen: _Seen) -> Evidence:
    """Nobody lives in a person."""
    last = seen.tokens[-1]
    inside = last.dep_ == "pobj" and last.head.lower_ in {"in", "across", "throughout"}
    if inside and seen.name.entity_type == "person" and len(seen.tokens) == 1 and last.i == last.head.i + 1:
        yield "person", -_WEAK
        yield "place", _WEAK


def _worded(seen: _Seen) -> Evidence:
    """The last word may be a kind of organization; of a person with a given name, it is a surname."""
    words = seen.name.text.split()
    if len(words) == 1 and words[0].lower() in lexicon.BODIES:
        yield "organization", _SURE  # "Congress"
    if len(words) == 1 and seen.tokens[0].tag_ == "NNPS" and words[0].lower() in lexicon.COLLECTIVES:
        yield "group", _SURE  # "Progressives"
    if len(words) > 1 and words[-1].lower() in lexicon.TOWNS - {"city"}:  # of which many teams have the name
        yield "place", _LIKELY
    if len(words) > 1 and words[-1].lower() in voters.GROUPS and "of" not in words:  # not "Council of Ministers"
        yield "group", _LIKELY  # "Tarn Republicans"
    if len(words) > 1 and words[0].lower() in _GIVEN:
        yield "person", _WEAK


def _based(seen: _Seen) -> Evidence:
    """Where somebody is based or born is a place: "DC-based"; not "Kenyan-born"."""
    last, doc = seen.tokens[-1], seen.passage.doc
    after = "".join(token.lower_ for token in doc[last.i + 1 : last.i + 3])
    if seen.name.entity_type != "group" and after in {"-based", "-born", "-headquartered"}:
        yield "place", _LIKELY


def _of_people(seen: _Seen) -> Evidence:
    """In "the Yuin people", Yuin are a group."""
    last, doc = seen.tokens[-1], seen.passage.doc
    following = doc[last.i + 1] if last.i + 1 < len(doc) else None
    if following is not None and following.lower_ in {"people", "tribe", "peoples"}:
        yield "group", _LIKELY


def _playing(seen: _Seen) -> Evidence:
    """A town that beats another by a score is a team: "Tarn beat Kell 2-1"."""
    last = seen.tokens[-1]
    verb = last.head
    if seen.name.entity_type == "place" and last.dep_ in {"nsubj", "dobj"} and verb.lemma_.lower() in lexicon.PLAYING:
        end = min(verb.idx + _TO_SCORE, seen.passage.sentence_of(verb).end_char)
        score = _SCORE.search(seen.passage.text, verb.idx, end)
        after = seen.passage.doc[verb.i + 1 : verb.i + 1 + _WORDS_TO_GAMES]
        if score is not None or any(token.lemma_.lower() in _GAMES for token in after):
            yield "organization", _SURE
            yield "place", -_LIKELY


def _having_its(seen: _Seen) -> Evidence:
    """Not a person has "its" or "their" things: "Norvik lost its licence"."""
    token, doc = seen.tokens[-1], seen.passage.doc
    if not seen.alone or token.dep_ not in SUBJECTS or any(child.dep_ == "conj" for child in token.children):
        return
    for word in doc[token.i + 1 : seen.passage.sentence_of(token).end]:
        if word.dep_ == "poss" and (word.lower_ == "its" or (word.lower_ == "their" and seen.lonely)):
            yield "person", -_LIKELY
        if word.tag_ in _OTHERS or word.dep_ in SUBJECTS:
            return


def _called_next(seen: _Seen) -> Evidence:
    """In "Norvik cut its prices. The company said", the company is Norvik, of which nobody is sure."""
    (token, *more), passage = seen.tokens, seen.passage
    unsure = seen.name.entity_type != "place" or (seen.name.probability or 0.0) < _UNSURE
    if more or not seen.alone or not unsure or token.dep_ not in SUBJECTS:
        return
    after = passage.sentence_of(token).end
    noun = passage.doc[after + 1] if after + 1 < len(passage.doc) else None
    if noun is None or passage.doc[after].lower_ != "the" or noun.dep_ not in SUBJECTS:
        return
    if noun.lemma_.lower() in lexicon.GENERIC_ORGANIZATIONS or noun.lower_.endswith(lexicon.MAKERS):
        yield "organization", _SURE


def own_type(name: str) -> str | None:
    """The type that the words of a name show by themselves: Kell Bridge, Treaty of Lund, Velmar 30 Index."""
    kind = next((kind for kind, words in _KINDS if not words.isdisjoint(_heads(name))), None)
    # "Best Restaurant 2030" is a title, and "Belt and Road" no road.
    return None if kind == "facility" and _NO_BUILDING.search(name) else kind


@functools.lru_cache(1 << 12)
def _heads(name: str) -> tuple[str, ...]:
    """The word that says of what kind the named is, and the same with the word before it: "office", "head-office".

    It is before "of" and the like, or else at the end; no body is for an act: "Control of Dogs Act".
    """
    words = [word.strip(".,()").lower() for word in name.split()]
    end = next((place for place, word in enumerate(words) if place and _NUMBER.fullmatch(word)), len(words))
    link = next((place for place, word in enumerate(words) if place and word in _LINKS), end)
    words = words[: end if words[end - 1] in {"act", "bill"} else min(link, end)]
    return words[-1], "-".join(words[-2:])


def _by_own_words(name: Name) -> Evidence:
    """What the words of a name say of it, by what the reader takes it for.

    Of a person they say nothing: "Ida Church". Words that end the names of companies, too, decide only if the reader
    does not take it for one.
    """
    kind, heads = name.entity_type, _heads(name.text)
    if kind == "person" or (" " not in name.text and kind not in {"other", "group"}):
        return
    shown = own_type(name.text)
    if shown is None and kind in {"other", "group"} and _BODY_WORDS.isdisjoint(heads):
        words = name.text.lower().split()
        shown = next((kind for kind, known in _KINDS[:2] if not known.isdisjoint(words)), None)  # "Copa Tarnia"
    if shown is not None and not (kind == "organization" and heads[0] in lexicon.SHARED):
        yield shown, _SURE
    elif not _BODY_WORDS.isdisjoint(heads):
        is_building = heads[0] in lexicon.FACILITIES and heads[1] not in lexicon.ORGANIZATIONS
        if kind in {"other", "place", "facility"} and is_building:
            yield "facility", _LIKELY
        elif kind != "group":
            yield "organization", _WEAK


_RULES: tuple[Callable[[_Seen], Evidence], ...] = (
    _titled,
    _described,
    _owning,
    _acronym,
    _definite,
    _spoken_for,
    _within,
    _worded,
    _based,
    _of_people,
    _before_noun,
    _spoken,
    _playing,
    _having_its,
    _called_next,
)


def with_types(parsed: ParsedArticle, names: Sequence[Name]) -> list[Name]:
    """Gives each name a single type over the article; `person` if it is the surname of a full name."""
    scores: _Scores = collections.defaultdict(lambda: collections.defaultdict(float))
    fixed: dict[str, str] = {}
    definite: set[str] = set()  # names that "the" precedes
    parts = {word for name in names if " " in name.text for word in key_of(name.text).split()}
    people = {key_of(name.text) for name in names if name.entity_type == "person"}
    gendered = _GENDERED.search(parsed.text) is not None
    for name in names:
        key = key_of(name.text)
        weight = _HEADLINE if name.zone is Zone.HEADLINE else 1.0
        scores[key][name.entity_type] += weight * (1.0 if name.probability is None else name.probability)
        for entity_type, points in _by_own_words(name) if name.method == READ else ():
            scores[key][entity_type] += weight * points
        if name.method != READ:
            fixed.setdefault(key, name.entity_type)
        if _ARTICLE.search(name.span.prefix(parsed.text)):
            definite.add(key)
        is_typed = name.entity_type in _TYPED
        if name.method == READ and (is_typed or name.entity_type == "other"):
            passage = parsed.passage_at(name.span)
            tokens = passage.tokens(name.span)
            if tokens and passage.zone is not Zone.HEADLINE:
                seen = _Seen(
                    name, passage, tokens, " " not in key and key not in parts, not gendered and people <= {key}
                )
                for rule in _RULES if is_typed else (_described, _before_noun):
                    for entity_type, points in rule(seen):
                        # What the reader has no type for is nobody.
                        scores[key][entity_type] += points if is_typed or entity_type != "person" else 0.0
    types = {key: fixed.get(key) or _best(points) for key, points in scores.items()}
    groups = {key for key, entity_type in types.items() if entity_type == "group"}
    types |= {key: "group" for key in types if " " in key and key.split()[-1] in groups}  # "Tarn Lutherans"
    for key in [key for key, entity_type in types.items() if entity_type == "organization" and key.count(" ") == 1]:
        given, _, family = key.partition(" ")
        if given in _GIVEN and types.get(family) == "person":
            types[key] = "person"
    types |= dict.fromkeys(_short_names_of_houses(parsed, names, types), "facility")
    types |= _types_of_acronyms({name.text for name in names}, types)
    _people_of_places(types)
    for key in [key for key, entity_type in types.items() if entity_type == "organization"]:
        base, _, form = key.rpartition(" ")
        if form.strip(".") in lexicon.LEGAL_FORMS and base.strip(",") in types:
            types[base.strip(",")] = "organization"  # "Norvik" of "Norvik Inc."
    surnames = {key_of(surname(n.text)) for n in names if types[key_of(n.text)] == "person" and " " in n.text}
    return [
        dataclasses.replace(name, entity_type=_type_of(key_of(name.text), types, surnames, definite, scores))
        for name in names
    ]


def _short_names_of_houses(parsed: ParsedArticle, names: Sequence[Name], types: Mapping[str, str]) -> Iterator[str]:
    """The names of houses without the last word: "Mavone" after "Mavone Tavern", if nothing is in or of Mavone."""
    places: dict[str, list[Name]] = collections.defaultdict(list)
    for name in names:
        places[key_of(name.text)].append(name)
    for house in [key for key, kind in types.items() if kind == "facility" and key.split()[-1] in _HOUSES]:
        short = house.rpartition(" ")[0]
        others = [key for key in types if key not in {house, short} and short in key]
        if short not in places or others or min(n.span for n in places[short]) < min(n.span for n in places[house]):
            continue
        if all(_is_of_house(parsed, name) for name in places[short]):
            yield short


def _is_of_house(parsed: ParsedArticle, name: Name) -> bool:
    tokens = parsed.passage_at(name.span).tokens(name.span)
    last = tokens[-1] if tokens else None
    return last is not None and (
        last.dep_ in SUBJECTS | {"poss", "dobj"} or (last.dep_ == "pobj" and last.head.lower_ in _AT)
    )


def _types_of_acronyms(names: Set[str], types: Mapping[str, str]) -> dict[str, str]:
    """The types of the full names of acronyms, by the keys of these: "TBP" has that of Trans-Border Pact."""
    found: dict[str, set[str]] = collections.defaultdict(set)
    for name in names:
        if " " in name and types[key_of(name)] != "person":
            for short in acronyms_of(name):
                found[short].add(types[key_of(name)])
    acronyms = {name for name in names if _ACRONYM.fullmatch(name)} & found.keys()
    return {key_of(name): next(iter(found[name])) for name in acronyms if len(found[name]) == 1}


def _best(points: Mapping[str, float]) -> str:
    """The type with the most points; with none left for any, it is an organization."""
    best = max(sorted(points), key=lambda entity_type: points[entity_type])
    return best if points[best] > 0 else "organization"


def _type_of(key: str, types: Mapping[str, str], surnames: Set[str], definite: Set[str], scores: _Scores) -> str:
    entity_type = types[key]
    if key.endswith("s") and (key[:-1] in surnames or types.get(key[:-1]) == "person") and key in definite:
        return "group"  # "the Vanes"
    doubtful = entity_type != "group" and scores[key]["place"] < _SURE
    return "person" if key in surnames and doubtful else entity_type


def _people_of_places(types: dict[str, str]) -> None:
    """Makes a group of the people of a place of the article, and a place of what has a people: Velmara, "Velmaran"."""
    for group in [key for key, entity_type in types.items() if entity_type == "group" and _DEMONYM.search(key)]:
        for key in [key for key, entity_type in types.items() if entity_type in {"person", "organization"}]:
            if " " not in key and _derives(group, key):
                types[key] = "place"
    places = [key for key, entity_type in types.items() if entity_type == "place"]
    for key in places:
        word = key.split()[-1]
        if _DEMONYM.search(word) and any(_derives(word, other.split()[-1]) for other in places if other != key):
            types[key] = "group"


def _derives(word: str, place: str) -> bool:
    """Whether a word is a place's name with another ending: "honduran" for "honduras"."""
    shared = next((n for n, (a, b) in enumerate(zip(word, place, strict=False)) if a != b), min(len(word), len(place)))
    return shared >= max(_STEM, len(place) - 2) and word != place and abs(len(word) - len(place)) <= _ENDING
