"""Names, descriptions and pronouns -> entities: who or what each mention speaks of.

Limits: pronouns other than he and she are not resolved; a pronoun or description with two equally near candidates
stays unresolved; "we" and "I" inside quotations are left alone.
"""

from __future__ import annotations

import bisect
import collections
import dataclasses
import operator
import re
from collections.abc import Callable, Sequence, Set
from typing import TYPE_CHECKING

from onrecord.extract import lexicon
from onrecord.extract.clusters import Cluster, is_alias, person_words
from onrecord.extract.mentions import Mentions
from onrecord.extract.names import BARE, QUOTED, Name
from onrecord.extract.phrases import SUBJECTS, NounPhrase, noun_phrase
from onrecord.extract.roles import gender_of, gender_of_name, role_after, title_before
from onrecord.extract.values import Entity, Mention
from onrecord.identifiers import fold
from onrecord.ingest import Zone
from onrecord.language import ParsedArticle, Passage
from onrecord.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_NAMED = "entities:named@1"
_DESCRIBED = "entities:described@1"
_NOMINAL = "mentions:nominal@1"
_PRONOUN = "mentions:pronoun@1"
_GENDERS = {
    **dict.fromkeys(("he", "him", "his", "himself"), "m"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "f"),
}
# "the state Supreme Court" is not the U.S. Supreme Court.
_OTHER_BODY = re.compile(r"\b(?:state|county|city|town|federal|local|district|provincial|regional)(?:[’']s)? $")
_UNKNOWN = -1
# Quotation marks stand inside others no deeper than this.
_NESTED = 4
_start = operator.attrgetter("start")
_REACH = 3  # sentences that a pronoun looks back
_GROUP_REACH = 12  # sentences that "the group" looks back


@dataclasses.dataclass(frozen=True, slots=True)
class _Occurrence:
    """Where an entity stands: the number of the sentence, and the verb whose subject it is there, if any."""

    key: int
    sentence: int
    verb: int | None


class Entities:
    """The entities of one article. Every mention belongs to exactly one; no two mentions cover the same characters."""

    def __init__(self, parsed: ParsedArticle, names: Sequence[Name], quoted: Sequence[Span]) -> None:
        self._parsed = parsed
        self._quoted = sorted(quoted)
        self._clusters: list[Cluster] = []
        self._mentions = Mentions()
        self._occurrences: list[_Occurrence] = []
        self._first_sentence = _number_sentences(parsed)
        for name, key in zip(names, self._cluster(names), strict=True):
            span = name.span.trim(parsed.text) or name.span
            self._mentions.put(Mention(span, "named", key, name.zone, name.method, name.probability))
        self._find_roles()
        self._find_introductions()
        self._resolve()

    # -- reading ------------------------------------------------------------------------------------------------

    def entities(self) -> tuple[Entity, ...]:
        """All entities with a mention, in the order of their first mention."""
        order = dict.fromkeys(mention.entity for mention in self.mentions())
        return tuple(
            Entity(
                key,
                cluster.name,
                cluster.entity_type,
                cluster.role,
                cluster.named,
                _NAMED if cluster.named else _DESCRIBED,
                tuple(form for form, _ in cluster.forms.most_common() if form != cluster.name),
            )
            for key in order
            for cluster in [self._clusters[key]]
        )

    def mentions(self) -> tuple[Mention, ...]:
        """All mentions, in text order."""
        return tuple(self._mentions)

    def inside(self, span: Span) -> list[Mention]:
        """The mentions inside a stretch of the article, in text order."""
        return self._mentions.inside(span)

    def at(self, passage: Passage, token: Token) -> int | None:
        """The entity of the shortest mention that covers a token; None where there is none."""
        mention = self._mentions.at(passage.span_of(token, token))
        return mention.entity if mention else None

    def is_named(self, key: int) -> bool:
        """Whether the entity has a name of its own."""
        return self._clusters[key].named

    def entity_type(self, key: int) -> str:
        """The type of the entity."""
        return self._clusters[key].entity_type

    def called(self, name: str) -> int | None:
        """The entity with this name, or the only person with this surname; `name` is folded."""
        named = [(key, cluster) for key, cluster in enumerate(self._clusters) if cluster.named]
        equal = [key for key, cluster in named if any(fold(form) == name for form in cluster.forms)]
        people = [key for key, cluster in named if cluster.entity_type == "person"]
        last = [key for key in people if person_words(self._clusters[key].name)[-1:] == person_words(name)[-1:]]
        return next((found[0] for found in (equal, last) if len(found) == 1), None)

    def only_person_before(self, place: int) -> int | None:
        """The one person whose full name stands before a place, authors left out; None where there are none or more."""
        keys = {
            mention.entity
            for mention in self._mentions
            if mention.span.start < place
            and mention.zone is not Zone.BYLINE
            and self._clusters[mention.entity].entity_type == "person"
            and " " in self._clusters[mention.entity].name
        }
        return keys.pop() if len(keys) == 1 else None

    # -- growing ------------------------------------------------------------------------------------------------

    def refer(self, phrase: NounPhrase) -> int | None:
        """The entity that a noun phrase speaks of, made when the text only describes it; None for open pronouns."""
        head = phrase.head
        key = self._apposition(phrase)
        if key is None:
            key = self.at(phrase.passage, head)
        if key is not None or head.pos_ == "PRON" or not head.text[0].isalpha():
            return key
        if _is_bare_name(phrase):
            return self._person(phrase)
        entity_type = _described_type(phrase)
        key = self._described(phrase.bare, entity_type) if phrase.is_definite else None
        if key is None:
            key = self._add(entity_type, named=False)
        self._clusters[key].forms[phrase.bare] += 1
        self._clusters[key].described_as.add(head.lemma_.lower())
        self._note(phrase.span, key, "nominal", phrase.passage.zone, _NOMINAL)
        return key

    def _person(self, phrase: NounPhrase) -> int:
        """The person whom a capitalized word names that was not seen to be a name before."""
        place = phrase.passage.span_of(phrase.head, phrase.head)
        name = Name(place, phrase.head.text, "person", phrase.passage.zone, BARE)
        key = self._alias(name)
        if key is None:
            same = (k for k, c in enumerate(self._clusters) if c.entity_type == "person" and name.text in c.forms)
            key = next(same, None)
        if key is None:
            key = self._add("person", named=True)
        self._clusters[key].forms[name.text] += 1
        self._note(place, key, "named", phrase.passage.zone, BARE)
        return key

    def _apposition(self, phrase: NounPhrase) -> int | None:
        """As in "The group's president, Jane Smith," speaks of Jane Smith."""
        if phrase.head.pos_ == "PROPN":
            return None
        for child in phrase.head.children:
            if child.dep_ == "appos" and child.pos_ == "PROPN":
                key = self.at(phrase.passage, child)
                if key is not None and self.entity_type(key) == "person":
                    cluster = self._clusters[key]
                    if cluster.role is None:
                        cluster.role = phrase.bare
                    return key
        return None

    def _add(self, entity_type: str, *, named: bool) -> int:
        self._clusters.append(Cluster(entity_type, named))
        return len(self._clusters) - 1

    def _note(self, span: Span, key: int, mention_type: str, zone: Zone, method: str) -> None:
        span = span.trim(self._parsed.text) or span
        if self._mentions.get(span) is None:
            self._mentions.put(Mention(span, mention_type, key, zone, method))

    # -- names --------------------------------------------------------------------------------------------------

    def _cluster(self, names: Sequence[Name]) -> list[int]:
        """The entity of each name: equal and fuller forms first, then surnames, acronyms and short forms."""
        keys: dict[int, int] = {}
        by_form: dict[tuple[str, str, str | None], int] = {}
        order = sorted(range(len(names)), key=lambda index: (-_weight(names[index]), names[index].span))
        for index in order:
            name = names[index]
            gender = self._honorific(name)
            form = (name.entity_type, fold(name.text), gender)
            key = by_form.get(form)
            if key is None:
                key = self._alias(name, gender)
            if key is None:
                key = self._add(name.entity_type, named=True)
            if name.entity_type == "person":
                cluster = self._clusters[key]
                cluster.gender = cluster.gender or gender or gender_of_name(name.text)
            by_form.setdefault(form, key)
            self._clusters[key].forms[name.text] += 1
            keys[index] = key
        return [keys[index] for index in range(len(names))]

    def _honorific(self, name: Name) -> str | None:
        """The gender that "Mr" or "Mrs" before a person's name tells."""
        if name.entity_type != "person":
            return None
        before = re.search(r"\b(\w+)\.?\s$", name.span.prefix(self._parsed.text))
        return gender_of({before[1].lower()}) if before else None

    def _alias(self, name: Name, gender: str | None = None) -> int | None:
        """The entity that a shorter form of its name means, where only one will do."""
        if _OTHER_BODY.search(name.span.prefix(self._parsed.text)) and name.entity_type == "organization":
            return None
        matches = [
            key
            for key, cluster in enumerate(self._clusters)
            if cluster.entity_type == name.entity_type
            and (gender is None or cluster.gender in {None, gender})
            and any(is_alias(name, form) for form in cluster.forms)
        ]
        if len(matches) > 1 and name.entity_type == "person":
            # The bare surname belongs to the person whom the article names in full far more often.
            matches.sort(key=lambda key: -sum(self._clusters[key].forms.values()))
            first, second = (sum(self._clusters[key].forms.values()) for key in matches[:2])
            return matches[0] if first >= 2 * second else None
        return matches[0] if len(matches) == 1 else None

    # -- roles --------------------------------------------------------------------------------------------------

    def _find_roles(self) -> None:
        for mention in self.mentions():
            span = mention.span
            cluster = self._clusters[mention.entity]
            if cluster.entity_type != "person" or mention.zone is Zone.BYLINE:
                continue
            passage = self._parsed.passage_at(span)
            tokens = passage.tokens(span)
            if not tokens:
                continue
            role = title_before(passage, tokens) or role_after(passage, tokens)
            if role:
                words = {word.strip(".,").lower() for word in role.split()}
                cluster.gender = cluster.gender or gender_of(words)
                if words - {"mr", "mrs", "ms", "miss"}:
                    if cluster.role is None:
                        cluster.role = role
                    cluster.described_as |= words & (lexicon.ROLES | lexicon.TITLES)

    def _find_introductions(self) -> None:
        """In "a coalition of groups, dubbed “Clean Rivers Now,”" the description is of what the name names."""
        for mention in [m for m in self._mentions if m.method == QUOTED]:
            passage = self._parsed.passage_at(mention.span)
            first = passage.tokens(mention.span)[0]
            before = list(passage.doc[max(0, first.i - 4) : first.i])
            verb = next((t for t in before if t.lemma_.lower() in lexicon.NAMING), None)
            noun = next((t for t in reversed(passage.doc[: verb.i]) if not t.is_punct), None) if verb else None
            if noun is None or noun.pos_ != "NOUN":
                continue
            described = {noun.lemma_.lower()}
            while noun.dep_ == "pobj" and noun.head.dep_ == "prep" and noun.head.head.pos_ == "NOUN":
                noun = noun.head.head
                described.add(noun.lemma_.lower())
            self._clusters[mention.entity].described_as |= described
            self._note(noun_phrase(passage, noun).span, mention.entity, "nominal", passage.zone, _NOMINAL)

    # -- descriptions and pronouns ------------------------------------------------------------------------------

    def _resolve(self) -> None:
        """Reads the article in order, and links each pronoun and definite description to what stands before it."""
        named = {mention.span.start: mention for mention in self._mentions}
        for number, passage in enumerate(self._parsed.passages):
            if passage.zone is Zone.BYLINE:
                continue
            sentence, offset = self._first_sentence[number], passage.offset
            for sent in passage.doc.sents:
                for token in passage.tokens(passage.place(sent)):
                    mention = named.get(token.idx + offset)
                    if mention is not None:
                        self._saw(passage, token, mention, sentence)
                    elif token.lower_ in _GENDERS:
                        if not self._is_quoted(passage.span_of(token, token)):
                            self._pronoun(passage, token, sentence)
                    elif (part := token.pos_) in {"NOUN", "PROPN"}:
                        if token.is_lower:
                            self._description(passage, token, sentence)
                        elif part == "PROPN" and token.dep_ in SUBJECTS and self.at(passage, token) is None:
                            # Somebody whom the recognizer missed: no pronoun after this may look past it.
                            self._occurrences.append(_Occurrence(_UNKNOWN, sentence, _governing_verb(token)))
                sentence += 1

    def _is_quoted(self, place: Span) -> bool:
        before = bisect.bisect_right(self._quoted, place.start, key=_start)
        return any(run.covers(place) for run in self._quoted[max(0, before - _NESTED) : before])

    def _saw(self, passage: Passage, token: Token, mention: Mention, sentence: int) -> None:
        if self._is_quoted(mention.span) and mention.method != QUOTED:
            return
        last = passage.tokens(mention.span)[-1]
        self._occurrences.append(_Occurrence(mention.entity, sentence, _governing_verb(last)))
        if self._clusters[mention.entity].entity_type not in {"person", "organization"} and _speaks(last):
            # A name that speaks and is typed as no speaker is somebody whom the recognizer took for a thing.
            self._occurrences.append(_Occurrence(_UNKNOWN, sentence, _governing_verb(last)))

    def _pronoun(self, passage: Passage, token: Token, sentence: int) -> None:
        gender = _GENDERS[token.lower_]
        key = self._nearest(
            sentence,
            _REACH,
            lambda k: self._clusters[k].entity_type == "person" and self._clusters[k].gender in {None, gender},
        )
        if key is None:
            return
        self._clusters[key].gender = gender
        place = passage.span_of(token, token)
        self._note(place, key, "pronominal", passage.zone, _PRONOUN)
        self._occurrences.append(_Occurrence(key, sentence, _governing_verb(token)))

    def _nearest(self, sentence: int, reach: int, fits: Callable[[int], bool]) -> int | None:
        """The entity in the nearest sentence before that has one which fits: its subject, or else its only one."""
        by_sentence: dict[int, list[_Occurrence]] = collections.defaultdict(list)
        for occurrence in reversed(self._occurrences):
            if occurrence.sentence < sentence - reach:
                break
            if occurrence.key == _UNKNOWN or fits(occurrence.key):
                by_sentence[occurrence.sentence].append(occurrence)
        for number in sorted(by_sentence, reverse=True):
            here = by_sentence[number]
            here.reverse()
            verb = next((o.verb for o in here if o.verb is not None), None)
            # The subject of the first verb that has one of them, unless two share it ("Lee and Ray said").
            candidates = {o.key for o in here if o.verb == verb}
            key = candidates.pop()
            return None if candidates or key == _UNKNOWN else key
        return None

    def _description(self, passage: Passage, token: Token, sentence: int) -> None:
        lemma = token.lemma_.lower()
        is_body = lemma in lexicon.BODIES or token.lower_ in lexicon.BODIES
        known = (
            is_body
            or lemma in lexicon.ORGANIZATIONS
            or lemma in lexicon.GENERIC_ORGANIZATIONS
            or lemma in lexicon.ROLES
        )
        if (
            not known
            or token.dep_ in {"compound", "amod", "nmod", "attr", "appos"}
            or self._is_quoted(passage.span_of(token, token))
            or self.at(passage, token) is not None
        ):
            return
        phrase = noun_phrase(passage, token)
        words = _core(phrase)
        if not phrase.is_definite and lemma in lexicon.ROLES and _speaks(token):
            key = self.refer(phrase)
            if key is not None:
                self._occurrences.append(_Occurrence(key, sentence, _governing_verb(token)))
            return
        if not phrase.is_definite or words is None:
            return
        key = self._antecedent(lemma, sentence)
        if key is None and (lemma in lexicon.BODIES and not phrase.is_plural):
            key = self._described(words, "organization")
            if key is None:
                key = self._add("organization", named=False)
            self._clusters[key].forms[words] += 1
            self._clusters[key].described_as.add(lemma)
        if key is None and lemma in lexicon.ROLES and _speaks(token):
            key = self.refer(phrase)
        if key is None:
            return
        first = next(t for t in phrase.tokens if not t.is_space)
        span = passage.span_of(first, token)
        self._note(span, key, "nominal", passage.zone, _NOMINAL)
        self._occurrences.append(_Occurrence(key, sentence, _governing_verb(token)))

    def _antecedent(self, lemma: str, sentence: int) -> int | None:
        """What "the LEMMA" means: an entity that is called so, or for "the group" the organization in focus."""
        seen = dict.fromkeys(o.key for o in reversed(self._occurrences) if o.key != _UNKNOWN)
        if lemma in lexicon.ROLES:
            fitting = [
                k for k in seen if self._clusters[k].entity_type == "person" and lemma in self._clusters[k].described_as
            ]
            return fitting[0] if len(fitting) == 1 else None
        called = [
            k
            for k in seen
            if self._clusters[k].entity_type == "organization"
            and (lemma in self._clusters[k].described_as or lemma in fold(self._clusters[k].name).split())
        ]
        if called:
            return called[0]
        if lemma not in lexicon.GENERIC_ORGANIZATIONS or not sentence:
            return None
        if lemma in {"company", "firm"}:
            return self._nearest(sentence - 1, _GROUP_REACH, lambda key: self._ends_in(key, lexicon.COMPANIES))
        if lemma == "agency":
            return self._nearest(sentence - 1, _GROUP_REACH, lambda key: self._ends_in(key, lexicon.AGENCIES))
        return self._nearest(sentence - 1, _GROUP_REACH, self._is_group)

    def _ends_in(self, key: int, words: Set[str]) -> bool:
        cluster = self._clusters[key]
        return cluster.entity_type == "organization" and fold(cluster.name).split()[-1].strip(".") in words

    def _is_group(self, key: int) -> bool:
        cluster = self._clusters[key]
        official = set(fold(cluster.name).split()) & (
            lexicon.BODIES | {"police", "army", "forces", "ministry", "department", "court"}
        )
        return cluster.entity_type == "organization" and cluster.named and not official

    def _described(self, words: str, entity_type: str) -> int | None:
        """The entity that was described by the same words before, or by words that end in them."""
        wanted = fold(words)
        for key, cluster in reversed(list(enumerate(self._clusters))):
            forms = [fold(form) for form in cluster.forms]
            if (
                not cluster.named
                and cluster.entity_type == entity_type
                and any(form == wanted or form.endswith(f" {wanted}") for form in forms)
            ):
                return key
        return None


def _number_sentences(parsed: ParsedArticle) -> list[int]:
    """The number, over the whole article, of each paragraph's first sentence."""
    numbers, count = [], 0
    for passage in parsed.passages:
        numbers.append(count)
        count += sum(1 for _ in passage.doc.sents)
    return numbers


def _weight(name: Name) -> int:
    return len(name.text.split())


def _speaks(token: Token) -> bool:
    """Whether the token's noun phrase is the subject of a verb of saying."""
    while token.dep_ in {"compound", "flat", "nmod", "conj"} and token.head.i != token.i:
        token = token.head
    return token.dep_ in SUBJECTS and token.head.lemma_.lower() in lexicon.SPEECH


def _governing_verb(token: Token) -> int | None:
    """The place of the verb whose subject the token's noun phrase is, alone or with others; None for other phrases."""
    while token.dep_ in {"compound", "flat", "nmod", "conj"} and token.head.i != token.i:
        token = token.head
    return token.head.idx if token.dep_ in SUBJECTS else None


def _core(phrase: NounPhrase) -> str | None:
    """The words from the determiner, left out, to the noun; None where a person's name stands among them."""
    tokens = [token for token in phrase.tokens if token.i <= phrase.head.i and not token.is_space]
    if any(token.ent_type_ == "PERSON" for token in tokens):
        return None
    words = tokens[1:] if phrase.is_definite else tokens
    if not words:
        return None
    return " ".join(phrase.passage.text[words[0].idx : phrase.head.idx + len(phrase.head)].split())


def _is_bare_name(phrase: NounPhrase) -> bool:
    """Whether a source is one capitalized word that is no common noun: "Cole", not "Police"."""
    head = phrase.head
    common = lexicon.ROLES | lexicon.COLLECTIVES | lexicon.ORGANIZATIONS | lexicon.BODIES | lexicon.ANONYMOUS
    return (
        head.pos_ == "PROPN"
        and head.text[0].isupper()
        and not head.text.isupper()
        and head.lemma_.lower() not in common
        and head.lower_ not in common
        and all(token.lower_.rstrip(".") in lexicon.TITLES for token in phrase.tokens if token.i < head.i)
    )


def _described_type(phrase: NounPhrase) -> str:
    lemma, word = phrase.head.lemma_.lower(), phrase.head.lower_
    if lemma in lexicon.DOCUMENTS or lemma in lexicon.CARRIERS:
        return "work"
    if lemma in lexicon.BODIES or (
        lemma in lexicon.ORGANIZATIONS | lexicon.GENERIC_ORGANIZATIONS and not phrase.is_plural
    ):
        return "organization"
    if phrase.is_plural or word in lexicon.COLLECTIVES:
        return "group"
    return "person"
