"""Clusters: the forms of an entity's name, and which shorter forms may mean the same entity."""

from __future__ import annotations

import collections
import dataclasses
import functools
import itertools
import re
import unicodedata
from collections.abc import Sequence, Set

from onrecord.extraction.entities.name import Name
from onrecord.lang.en import lexicon, outlets
from onrecord.package.ids import fold

# The most people with a surname that is resolved, and the most words of a description.
MOST_NAMESAKES, _MOST_WORDS = 200, 20
_SHORTENED = 3  # letters that a short form of a given name has at least: "Ken", "Kenneth"
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
_THE = re.compile(r"\A(?:the|la|el|le|los|las) ")  # "La Araucania", "Araucania"
_ARTICLE = re.compile(r"\A[ae]l-")
_WITH_ARTICLE = re.compile(r"\w [ae]l[ -]")
_OPENING = frozenset({" (", " (the ", "'s (", "’s (", "' (", "’ ("})
_DIVISION = re.compile(r"(?<=\w) (?:state|province|prefecture)\Z")  # "Jalisco State", "Jalisco"
# The parts of a body that lead it.
_LEADING = lexicon.words("council board committee commission secretariat")
# Nouns for bodies that have parts, unlike the police and the press: "Tarn Bank Pension Office".
_BODIES = (lexicon.ORGANIZATIONS | lexicon.BODIES) - lexicon.COLLECTIVES - outlets.WORDS
_LINKS = lexicon.words("of for in at and &")
_HOW_KNOWN = r"(?:also|formerly|better|previously|locally|originally|popularly|widely|commonly)"
# Between two names of the same: ", also known as ", " (real name ", ", born ", ", whose birth name is ".
_KNOWN_AS = re.compile(
    rf",? \(?(?:(?:(?:who|which) (?:is|was) )?(?:{_HOW_KNOWN} )?(?:known|referred to)"
    r"(?: to [a-z ]{1,30})? as (?:the )?"
    r"|(?:alias|(?:aka|a\.k\.a\.|n[ée]e|(?:who was )?born|formerly)(?: as)?),? "
    r"|(?:whose )?(?:real|birth|original|full|former|legal|maiden|stage) name(?: is| was|:)? )"
)
# Words, and the acronym of the last of them in brackets or after "or".
_EXPLAINED = re.compile(
    r"(?<![\w’'-])(?P<words>[^\W\d_][\w’'-]{0,25}(?:[ \u00a0][^\W\d_][\w’'-]{0,25}){1,6})"
    r"(?: \((?P<bracketed>[A-Z]{2,6})s?\)|, or (?P<other>[A-Z]{2,6})s?\b)"
)
_SHORT = re.compile(r" \([A-Z]{2,6}s?\)|, or [A-Z]{2}")  # as in `_EXPLAINED`, which is slow
_INITIALS = re.compile(r"(?:[^\W\d_]\. ?){2,}")
# Words that alone do not stand for a name.
_VAGUE = lexicon.words(
    "national american united new the university house senate congress parliament department ministry city county state"
)


@dataclasses.dataclass(slots=True)
class Cluster:
    """An entity while its mentions are still being collected.

    Attributes:
        entity_type: its type.
        named: whether it has a name.
        forms: the forms of its name, or its descriptions, and how often each is used.
        role: its title or office.
        gender: `f` or `m`.
        described_as: words that describe it.
        offices: the nouns for what a person is, each with all words that the text uses with it.
        titles: the words before a person's name, in small letters: "former radio host".
        name: the fullest form; see `add`.
        times: how often it is mentioned by any form.
    """

    entity_type: str
    named: bool
    forms: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)
    role: str | None = None
    gender: str | None = None
    described_as: set[str] = dataclasses.field(default_factory=set)
    offices: dict[str, set[str]] = dataclasses.field(default_factory=dict)
    titles: set[str] = dataclasses.field(default_factory=set)
    name: str = ""
    times: int = 0
    _rank: tuple[int, int, int, str] = (0, 0, 0, "")

    def add(self, form: str) -> None:
        """Counts a use of a form.

        The name is the form with the most words; of these the longest, then the most frequent. The name of a place is
        its most frequent form: "Durham" rather than "City of Durham".
        """
        self.forms[form] += 1
        self.times += 1
        words = 0 if self.entity_type == "place" else len(form.split())
        often = (self.forms[form], len(form)) if self.entity_type == "place" else (len(form), self.forms[form])
        self._rank = max(self._rank, (words, *often, form))
        self.name = self._rank[-1]


@functools.lru_cache(1 << 15)
def key_of(name: str, entity_type: str = "") -> str:
    """What all spellings of a name have in common: folded, without accents, initials and countries spelled alike.

    Of a person, so are words that a hyphen joins; of a group, one and several members: "an Arab", "Arabs"; of a body
    that votes, the place that it is of: "Pellham's Planning Commission", "Pellham Planning Commission".
    """
    plain = unicodedata.normalize("NFD", fold(name))
    plain = unicodedata.normalize("NFC", "".join(letter for letter in plain if not unicodedata.combining(letter)))
    if _INITIALS.fullmatch(plain):
        plain = plain.replace(".", "").replace(" ", "")
    if entity_type == "person":
        return plain.replace("-", " ")
    if entity_type == "group" and plain.endswith("s") and not plain.endswith("ss"):
        return plain[:-1]
    if entity_type == "organization":
        place, owns, body = plain.partition("'s ")
        return f"{place} {body}" if owns and not lexicon.BODIES.isdisjoint(body.split()) else plain
    return lexicon.COUNTRIES.get(plain, plain) if entity_type == "place" else plain


@functools.lru_cache(1 << 15)
def _words(name: str) -> tuple[str, ...]:
    return tuple(key_of(name).split())


@functools.lru_cache(1 << 15)
def _parts_of(name: str) -> tuple[str, ...]:
    """The words of a name with the parts of words that a hyphen joins, however it is spelled elsewhere."""
    return tuple(key_of(name).replace("-", " ").split())


@functools.lru_cache(1 << 15)
def person_words(name: str) -> tuple[str, ...]:
    """The words of a person's name, folded, without "Jr." and its like and without the marks of a nickname.

    The Arabic article, which has several spellings, is left out: "al-Murad", "el-Murad", "El Murad"; "ibn" is "bin".
    """
    words = [_ARTICLE.sub("", word.strip("\"'(),")) for word in _words(name)]
    kept = [word.strip(".") for word in words if word and word not in _SUFFIXES]
    kept = ["bin" if word == "ibn" else word for word in kept]
    # "Al Lowe" may be Albert; "El" alone is a name, too.
    return tuple(word for place, word in enumerate(kept) if word not in {"al", "el"} or not place) or tuple(kept)


@functools.lru_cache(1 << 15)
def generation(name: str) -> str:
    """What distinguishes a father from a son of the same name: `jr`, `sr`, `ii` and so on; empty if nothing does."""
    return next((word.strip(".,") for word in _words(name) if word.strip(",") in _SUFFIXES), "")


def is_alias(name: Name, form: str) -> bool:
    """Whether a name may be a shorter form of `form`, which has the same type."""
    if name.entity_type == "person":
        return _is_same_person(name.text, form)
    if name.entity_type == "place":
        return _is_same_place(name.text, form)
    if is_acronym(name.text, form) or (name.text.split()[0].isupper() and _words(name.text) in _half_acronyms(form)):
        return True
    short, full = _parts_of(name.text), _parts_of(form)
    if name.entity_type not in {"organization", "facility", "event", "law"} or len(full) < 2:
        return False
    while len(full) > 2 and full[-1].strip(".,") in lexicon.LEGAL_FORMS:
        full = (*full[:-2], full[-2].strip(","))
    if short != full and len(short) <= len(full) and (short == full[: len(short)] or short == full[-len(short) :]):
        is_last = len(short) > 1 and short == full[-len(short) :]
        if is_last and full[-len(short) - 1] in {"of", "the"} and full[0] in lexicon.ORGANIZATIONS:
            return False  # "Board of the Tarn Chamber" is a part of the chamber
        if len(full) == len(short) + 1 and short == full[:-1] and (len(full[-1]) == 1 or full[-1].isdigit()):
            return False  # "Tarn Air X"
        if short == full[: len(short)] and _is_part(full, len(short)):
            return False
        return len(short) > 1 or short[0] not in _VAGUE
    return short == full


def _is_part(full: Sequence[str], length: int) -> bool:
    """Whether a name begins with the whole name of a body and is that of its part: "Tarn Bank Pension Office".

    So is "Tarn Sports Council" of "Tarn Sports". "Tarn Bank Group" and "Tarn Bank of Kell" are called "Tarn Bank",
    and a police department is the police.
    """
    body, rest = full[length - 1], full[length:]
    if length > 1 and len(rest) == 1 and rest[0] in _LEADING:
        return True
    goes_on = rest[:1] and (rest[0] in _LINKS or rest[-1] in lexicon.GENERIC_ORGANIZATIONS | {"holdings"})
    return length > 1 and bool(rest) and not goes_on and body in _BODIES


def _is_same_person(name: str, form: str) -> bool:
    short, full = person_words(name), person_words(form)
    if len(full) < 2 or not 0 < len(short) <= len(full):
        return False
    if generation(name) and generation(form) and generation(name) != generation(form):
        return False
    if len(short) > 1 and short[0] in {"al", "el"} and _WITH_ARTICLE.search(key_of(form)):
        short = short[1:]
    if short == full[-1:] and full[-2] in {"bin", "bint"}:
        return False  # "Badr" is the father of "Talal bin Badr"
    parts, others = _split(short), _split(full)
    if (parts, others) != (short, full) and len(parts) > 1 and parts == others[-len(parts) :]:
        return True  # "Perez-Solis" for "Ana Perez Solis"
    if len(short) == 1:
        # "Wong" for "Alan Wong Tak-wah"; other middle names mean nobody.
        return short[0] in {full[0], full[-1]} or ("-" in full[-1] and short[0] == full[-2])
    if short == full[-len(short) :]:
        # "De la Vega", or without a title that no list has; a chain of Arab names may be the father's.
        chained = _WITH_ARTICLE.search(key_of(form)) is not None
        return short[0] in lexicon.PARTICLES or len(full) == len(short) or (len(full) == len(short) + 1 and not chained)
    if len(short) == len(full) == 2 and short[1] == full[1] and _is_short_form(short[0], full[0]):
        return True
    if short[0] != full[0] or (short[-1] != full[-1] and short != full[: len(short)]):
        return False
    return all(any(_is_initial(word, other) for other in full[1:]) for word in short[1:-1])


def _is_first_surname(name: str, form: str) -> bool:
    """Whether a word is the first of two surnames of a person: "Pardo" of "Ana Pardo Ruiz"."""
    short, full = person_words(name), person_words(form)
    return (
        len(short) == 1
        and len(full) > 2
        and short == full[-2:-1]
        and len(short[0]) > 1
        and short[0] not in lexicon.FEMALE_NAMES | lexicon.MALE_NAMES | lexicon.PARTICLES
    )


def _split(words: Sequence[str]) -> tuple[str, ...]:
    """The words with the parts of those that a hyphen joins."""
    return tuple(part for word in words for part in word.split("-") if part)


def _is_short_form(given: str, other: str) -> bool:
    """Whether one given name is the beginning of the other, a listed one of the same gender: "ken", "kenneth"."""
    short, full = sorted((given, other), key=len)
    names = (lexicon.FEMALE_NAMES, lexicon.MALE_NAMES)
    known = any(full in own for own in names) and not any(short in own and full not in own for own in names)
    return known and len(short) >= _SHORTENED and full.startswith(short)


def _is_initial(word: str, other: str) -> bool:
    """Whether two middle names may be the same: "j" and "john"."""
    return word == other or (1 in {len(word), len(other)} and word[0] == other[0])


def _is_same_place(name: str, form: str) -> bool:
    """Whether two forms have the same name with at most one state or country: "Tarn", "City of Tarn", "Tarn, Maine"."""
    if is_acronym(name, form):
        return True
    (base, region), (other, larger) = _town(name), _town(form)
    return base == other and (not region or not larger or region == larger)


def _town(name: str) -> tuple[str, str]:
    """A place without "City of" and without the state or country after it; and that."""
    base, _, region = key_of(name, "place").partition(",")
    kind, of, rest = base.partition(" of ")
    is_kind = bool(kind) and kind.split()[-1] in lexicon.TOWNS | lexicon.REALMS
    # There are two Congos: "Democratic Republic of" is a part of the name.
    whole = not of or not is_kind or kind.startswith("democratic")
    town = _THE.sub("", base if whole else rest)
    return _DIVISION.sub("", town), region.strip()


def is_acronym(name: str, form: str) -> bool:
    """Whether a name has the initials of a form, or of its words before "of" or "for": "CDP" of Japan."""
    if not name.isupper() or len(name) < 2 or " " not in form:
        return False
    return name.replace(".", "").replace(" ", "") in acronyms_of(form)


@functools.lru_cache(1 << 15)
def acronyms_of(form: str) -> frozenset[str]:
    """The initials of a form, and, if they are more than two, of its words before "of" or "for"."""
    before = re.split(r" (?:of|for) ", form)[0]
    return _initials(form) | {initials for initials in _initials(before) if len(initials) > 2}


@functools.lru_cache(1 << 15)
def _half_acronyms(form: str) -> frozenset[tuple[str, ...]]:
    """The words of a form with the initials of its first words: "dm group" for "Dorrit Marsh Group"."""
    words = form.split()[:_MOST_WORDS]
    if not all(word[0].isupper() for word in words):
        return frozenset()
    initials = "".join(word[0] for word in words).lower()
    return frozenset((initials[:end], *_words(" ".join(words[end:]))) for end in range(2, len(words)))


def common_acronyms(text: str) -> frozenset[str]:
    """Acronyms of common nouns, which name nobody: "electric vehicles (EVs)", "a money transfer order, or MTO,"."""
    found: set[str] = set()
    if not _SHORT.search(text):
        return frozenset()
    for match in _EXPLAINED.finditer(text):
        short = match["bracketed"] or match["other"]
        letters = [part[0] for word in match["words"].split() for part in word.split("-") if part]
        plain = [part for word in match["words"].split() for part in word.split("-") if part][-len(short) :]
        if "".join(letters).lower().endswith(short.lower()) and all(part.islower() for part in plain[1:]):
            found.add(short)
    return frozenset(found)


def introduced_names(text: str, names: Sequence[Name]) -> dict[str, Name]:
    """Names that brackets or "known as" introduce, by their keys, with the others: "Harbor Trust (Taht)".

    Args:
        text: the article's text.
        names: its names, in text order.
    """
    introduced: dict[str, Name] = {}
    for full, short in itertools.pairwise(names):
        between = text[full.span.end : short.span.start]
        if _KNOWN_AS.fullmatch(between) and full.entity_type == short.entity_type:
            introduced.setdefault(key_of(short.text), full)
            introduced.setdefault(key_of(full.text), short)
        if between not in _OPENING or text[short.span.end : short.span.end + 1] != ")":
            continue
        if len(full.text) < len(short.text):
            full, short = short, full
        # "TARN TODAY (AFP)" is an outlet and the agency that it has the text from.
        is_short = short.text.isupper() and not full.text.isupper()
        is_word = full.entity_type == "organization" and " " not in short.text and not short.text.isupper()
        own = full.entity_type == short.entity_type and (is_short or is_word)
        if " " in full.text and full.entity_type != "person" and (own or _abbreviates(short.text, full.text)):
            introduced.setdefault(key_of(short.text), full)
    return introduced


def _abbreviates(short: str, full: str) -> bool:
    """Whether a single word has a capital and letters of a name, in their order, from the first on."""
    letters = iter(key_of(full))
    word = key_of(short)
    return " " not in short and word[0] == key_of(full)[0] and short[0].isupper() and all(c in letters for c in word)


def _initials(form: str) -> frozenset[str]:
    """The initials of the words in capitals, and those with the parts of words that a hyphen joins."""
    words = re.findall(r"[^\W\d_][\w’'-]*", form)
    parts = [part for word in words for part in word.split("-") if part]
    return frozenset("".join(word[0] for word in some if word[0].isupper()).upper() for some in (words, parts))


def _long_parts(entity_type: str, form: str) -> set[tuple[str, ...]]:
    """Keys of a form that a shorter form of it shares; see `_short_parts`."""
    if entity_type == "person":
        full = person_words(form)
        parts = {full[start:] for start in range(max(0, len(full) - _MOST_WORDS), len(full))}
        parts |= {full[:length] for length in range(2, min(len(full), _MOST_WORDS))}
        split = _split(full)
        parts |= {split[start:] for start in range(max(0, len(split) - _MOST_WORDS), len(split) - 1)}
        if len(full) == 2:
            parts.add((full[0][:_SHORTENED], "", full[1]))
        return {full[:1], full[-2:-1], (full[0], full[-1]), *parts} if len(full) > 1 else set()
    if entity_type == "place":
        return {(_town(form)[0],), *(("", initials) for initials in _initials(form))}
    full = _parts_of(form)
    legal = [word for word in full if word.strip(".,") not in lexicon.LEGAL_FORMS]
    ends = {full[-1:], full[-2:], tuple(word.strip(",") for word in legal[-2:]), tuple(legal[-1:])}
    acronyms = {("", initials) for initials in acronyms_of(form)}
    return {full[:1], full[:2], *ends, *acronyms, *_half_acronyms(form)} if len(full) > 1 else set()


def _short_parts(name: Name) -> set[tuple[str, ...]]:
    """Keys of a name, at least one of which each fuller form of it shares."""
    if name.entity_type == "person":
        short = person_words(name.text)
        parts = {short, _split(short), short[:1] + short[-1:]}
        if len(short) == 2:
            parts |= {(short[0][:_SHORTENED], "", short[1])}
        return parts | {short[1:]} if short[:1] in {("al",), ("el",)} else parts
    acronym = ("", name.text.replace(".", "").replace(" ", ""))
    if name.entity_type == "place":
        return {(_town(name.text)[0],), acronym}
    short = _parts_of(name.text)
    return {short[:2], short[-2:], acronym, _words(name.text)}


def _owned(words: str) -> str:
    """A description without the sign of the owner: "Vane's team" is the Vane team."""
    return words.replace("'s ", " ").removesuffix("'s")


class Forms:
    """An index of the forms of an article's entities, so that names are not compared with all entities.

    Args:
        clusters: the entities, by their keys; the list may grow.
    """

    def __init__(self, clusters: list[Cluster]) -> None:
        self._clusters = clusters
        self._by_form: dict[tuple[str, str], int] = {}
        self._by_part: dict[tuple[str, tuple[str, ...]], set[int]] = collections.defaultdict(set)
        self._by_name: dict[str, set[int]] = collections.defaultdict(set)
        self._by_end: dict[tuple[str, str], int] = {}

    def create(self, entity_type: str, *, named: bool) -> int:
        """Adds an entity, still without a form; returns its key."""
        self._clusters.append(Cluster(entity_type, named))
        return len(self._clusters) - 1

    def add(self, key: int, form: str) -> None:
        """Counts a use of a form for an entity."""
        cluster = self._clusters[key]
        cluster.add(form)
        if cluster.forms[form] > 1:
            return
        kind, folded = cluster.entity_type, fold(form)
        self._by_form[kind, form] = min(key, self._by_form.get((kind, form), key))
        for part in _long_parts(kind, form):
            self._by_part[kind, part].add(key)
        if cluster.named:
            self._by_name[folded].add(key)
        else:
            words = _owned(folded).split()
            for end in {
                " ".join(words),
                *(" ".join(words[-length:]) for length in range(1, min(len(words), _MOST_WORDS) + 1)),
            }:
                self._by_end[kind, end] = max(key, self._by_end.get((kind, end), key))

    def first(self, entity_type: str, form: str) -> int | None:
        """The first entity of a type with a form."""
        return self._by_form.get((entity_type, form))

    def last_described(self, entity_type: str, words: str) -> int | None:
        """The last unnamed entity of a type that was described by `words`, folded, or by words that end in them."""
        return self._by_end.get((entity_type, _owned(words)))

    def named(self, name: str) -> Set[int]:
        """The named entities with this form, folded."""
        return self._by_name.get(name, frozenset())

    def longer(self, name: Name) -> list[int] | None:
        """The entities of which a name may be a shorter form; None if they are too many to choose from."""
        keys = {key for part in _short_parts(name) for key in self._by_part.get((name.entity_type, part), ())}
        if len(keys) > MOST_NAMESAKES:
            return None
        found = [key for key in sorted(keys) if any(is_alias(name, form) for form in self._clusters[key].forms)]
        if found or name.entity_type != "person":
            return found
        # Only if nobody else is called so: "Pardo" for "Ana Pardo Ruiz".
        return [key for key in sorted(keys) if any(_is_first_surname(name.text, f) for f in self._clusters[key].forms)]
