"""Coreference: links pronouns and descriptions to entities mentioned before them in the article.

Limits: "I", "you" and "we" are not resolved; a description with two equally near candidates stays unresolved.
"""

from __future__ import annotations

import bisect
import collections
import dataclasses
import itertools
import operator
from collections.abc import Callable, Sequence, Set
from typing import TYPE_CHECKING

from onrecord.extraction.entities import antecedents
from onrecord.extraction.entities.antecedents import GENDERS, Candidates, Choice, Discourse, Occurrence
from onrecord.extraction.entities.entities import NOMINAL, Entities
from onrecord.extraction.entities.name import QUOTED
from onrecord.extraction.values import Mention
from onrecord.ingestion import Zone
from onrecord.lang.en import lexicon
from onrecord.nlp import ParsedArticle, Passage
from onrecord.nlp.noun_phrases import SUBJECTS, NounPhrase, noun_phrase
from onrecord.package.ids import fold
from onrecord.text.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_PRONOUN = "mentions:pronoun@2"
_OFFICIAL = lexicon.BODIES | {"police", "army", "forces", "ministry", "department", "court"}
_OFFICES = lexicon.ROLES | lexicon.TITLES
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "DET"})
_UNKNOWN = -1
# How deep quotations are nested at most.
_NESTED = 4
_start = operator.attrgetter("start")
_NEAR = 3  # how many sentences back the nearest person may be
_GROUP_REACH = 12  # the same for "the group"
_MOST = 250  # how many mentions in these sentences are compared
_SURE = 0.9  # from this probability on, the choice of an antecedent needs no second reading


@dataclasses.dataclass(frozen=True, slots=True)
class _Occurrence:
    """A mention of an entity: the number of the sentence, and the verb whose subject it is there, if any."""

    key: int
    sentence: int
    verb: int | None


# Chooses the entity that a pronoun at a place of the article means; training looks on and knows better.
Choose = Callable[[Candidates, Span], Choice | None]


class References:
    """The entities mentioned so far in an article, for resolving its pronouns and descriptions."""

    def __init__(
        self,
        parsed: ParsedArticle,
        entities: Entities,
        quoted: Sequence[Span],
        choose: Choose = antecedents.choose,
    ) -> None:
        """Takes the article, its named entities, the spans in quotation marks, and the choice of antecedents."""
        self._parsed = parsed
        self._entities = entities
        self._clusters = entities.clusters
        self._quoted = sorted(quoted)
        self._occurrences: list[_Occurrence] = []
        self._discourse = Discourse(entities.clusters)
        self._choose = choose
        # People by the words that describe them; organizations by those and the words of their names, in the order in
        # which they were last mentioned.
        self._people: dict[str, set[int]] = collections.defaultdict(set)
        self._organizations: dict[str, dict[int, None]] = collections.defaultdict(dict)

    def resolve(self) -> None:
        """Reads the article in order, and links each pronoun and definite description to an entity before it."""
        named = {mention.span.start: mention for mention in self._entities.mentions()}
        sentences = ((passage, sentence) for passage in self._parsed.passages for sentence in passage.sentences)
        for number, (passage, sentence) in enumerate(sentences):
            if passage.zone is not Zone.BYLINE:
                tokens = passage.tokens(passage.place(sentence))
                ahead = [
                    (mention.entity, self._occurrence(passage, passage.tokens(mention.span)[-1], number, mention.span))
                    for token in tokens
                    if (mention := named.get(token.idx + passage.offset)) is not None
                ]
                seen = 0
                for token in tokens:
                    mention = named.get(token.idx + passage.offset)
                    if mention is not None:
                        self._saw(passage, mention, number, ahead[seen][1])
                        seen += 1
                    elif token.lower_ in GENDERS:
                        self._pronoun(passage, token, number, ahead[seen : seen + antecedents.AHEAD])
                    elif token.pos_ in _NOMINAL:
                        self._read(passage, token, number)

    def _read(self, passage: Passage, token: Token, sentence: int) -> None:
        """Resolves a token that does not begin a name, if it is a pronoun or the noun of a description."""
        if (part := token.pos_) in {"NOUN", "PROPN"}:
            is_office = token.lower_ in _OFFICES and self._entities.at(passage, token) is None  # "the Minister"
            if token.is_lower or (is_office and token.i and passage.doc[token.i - 1].lower_ == "the"):
                self._description(passage, token, sentence)
            elif part == "PROPN" and token.dep_ in SUBJECTS and self._entities.at(passage, token) is None:
                # Somebody whom the reader missed: no pronoun after this may refer to an entity before it.
                self._occurs(_UNKNOWN, sentence, token)
                self._discourse.see_unknown(token.idx + passage.offset)

    def _occurrence(self, passage: Passage, token: Token, sentence: int, span: Span, pronoun: str = "") -> Occurrence:
        """Where a mention is whose last word is `token`."""
        paragraph = self._parsed.number_at(passage.span)
        return Occurrence(
            sentence=sentence,
            paragraph=paragraph,
            start=span.start,
            role=antecedents.role_of(token),
            verb=(paragraph, antecedents.verb_of(antecedents.top_of(token))),
            pronoun=pronoun,
            is_quoted=self._is_quoted(span),
            is_joined=token.dep_ == "conj" or any(child.dep_ == "conj" for child in token.children),
            zone=passage.zone,
            speaks=_speaks(token),
        )

    def _is_quoted(self, place: Span) -> bool:
        before = bisect.bisect_right(self._quoted, place.start, key=_start)
        return any(run.covers(place) for run in self._quoted[max(0, before - _NESTED) : before])

    def _saw(self, passage: Passage, mention: Mention, sentence: int, occurrence: Occurrence) -> None:
        last = passage.tokens(mention.span)[-1]
        self._discourse.add(mention.entity, occurrence)
        if self._is_quoted(mention.span) and mention.method != QUOTED:
            return
        self._occurs(mention.entity, sentence, last)
        if self._clusters[mention.entity].entity_type not in {"person", "organization"} and _speaks(last):
            # The reader may have taken a person for a thing: it is the subject of a verb of saying.
            self._occurs(_UNKNOWN, sentence, last)

    def _occurs(self, key: int, sentence: int, token: Token) -> None:
        """Records a mention of an entity at a token."""
        self._occurrences.append(_Occurrence(key, sentence, _governing_verb(token)))
        if key == _UNKNOWN:
            return
        cluster = self._clusters[key]
        if cluster.entity_type == "person":
            for word in cluster.described_as:
                self._people[word].add(key)
        elif cluster.entity_type == "organization":
            for word in {*cluster.described_as, *fold(cluster.name).split()}:
                self._organizations[word].pop(key, None)
                self._organizations[word][key] = None

    def _pronoun(self, passage: Passage, token: Token, sentence: int, ahead: Sequence[tuple[int, Occurrence]]) -> None:
        """Links a pronoun; `ahead` are the next names of its sentence, which may be what it means."""
        span = passage.span_of(token, token)
        occurrence = self._occurrence(passage, token, sentence, span, token.lower_)
        candidates = self._discourse.candidates(occurrence, ahead)
        chosen = self._choose(candidates, span)
        if chosen is None or self._discourse.is_one_of_two(chosen.key, candidates.keys):
            return
        if not self._agrees(chosen, occurrence, sentence):
            return
        self._entities.note(span, chosen.key, "pronominal", passage.zone, _PRONOUN)
        self._discourse.add(chosen.key, occurrence)
        if not occurrence.is_quoted:
            self._occurs(chosen.key, sentence, token)

    def _agrees(self, chosen: Choice, pronoun: Occurrence, sentence: int) -> bool:
        """Whether a simpler reading gives nobody else: the subject of the nearest sentence with a person.

        If the two differ, the network must be sure. Things and groups have no such reading.
        """
        gender = GENDERS[pronoun.pronoun]
        if gender not in {"m", "f"} or chosen.probability >= _SURE:
            return True
        nearest = self._nearest(
            sentence,
            _NEAR,
            lambda k: self._clusters[k].entity_type == "person" and self._clusters[k].gender in {None, gender},
        )
        return nearest in {None, chosen.key}

    def _nearest(self, sentence: int, reach: int, fits: Callable[[int], bool]) -> int | None:
        """The entity that fits in the nearest sentence with any: its subject, or else the only entity that fits."""
        here: list[_Occurrence] = []
        for occurrence in itertools.islice(reversed(self._occurrences), _MOST):
            if occurrence.sentence < (here[0].sentence if here else sentence - reach):
                break
            if occurrence.key == _UNKNOWN or fits(occurrence.key):
                here.append(occurrence)
        if not here:
            return None
        here.reverse()
        verb = next((o.verb for o in here if o.verb is not None), None)
        # The subject of the first verb with such a subject, unless two share it ("Lee and Ray said").
        candidates = {o.key for o in here if o.verb == verb}
        key = candidates.pop()
        return None if candidates or key == _UNKNOWN else key

    def _description(self, passage: Passage, token: Token, sentence: int) -> None:
        following = passage.doc[token.i + 1].text if token.i + 1 < len(passage.doc) else ""
        if token.dep_ != "appos" and (following.istitle() or token.n_rights):
            phrase = noun_phrase(passage, token)
            if (key := self._entities.named_by(phrase)) is not None:
                self._note(passage, phrase, key, sentence)
                return
        lemma = token.lemma_.lower()
        # A house in small letters is a building.
        is_body = (lemma in lexicon.BODIES or token.lower_ in lexicon.BODIES) and token.lower_ != "house"
        known = is_body or lemma in lexicon.ORGANIZATIONS or lemma in lexicon.GENERIC_ORGANIZATIONS or lemma in _OFFICES
        if (
            not known
            or token.dep_ in {"compound", "amod", "nmod", "attr", "appos"}
            or self._is_quoted(passage.span_of(token, token))
            or self._entities.at(passage, token) is not None
        ):
            return
        phrase = noun_phrase(passage, token)
        words = _core(phrase)
        if not phrase.is_definite and lemma in lexicon.ROLES and _speaks(token):
            key = self._entities.refer(phrase)
            if key is not None:
                self._describes(passage, token, phrase.span, key, sentence)
            return
        if not phrase.is_definite or words is None:
            return
        key = None if phrase.is_plural else self._antecedent(lemma, sentence)
        if key is not None and not self._entities.may_mean(phrase, key):
            key = None
        if key is None and lemma in lexicon.BODIES and is_body and not phrase.is_plural:
            key = self._entities.described(words, "organization")
            if key is None:
                key = self._entities.add("organization", named=False)
            self._entities.forms.add(key, words)
            self._entities.forms.describe(key, [lemma])
        if key is None and lemma in lexicon.ROLES and _speaks(token):
            key = self._entities.refer(phrase)
        if key is None:
            return
        self._note(passage, phrase, key, sentence)

    def _note(self, passage: Passage, phrase: NounPhrase, key: int, sentence: int) -> None:
        """Adds a description, up to its noun, to the mentions of an entity."""
        first = next(token for token in phrase.tokens if not token.is_space)
        span = passage.span_of(first, phrase.head)
        self._entities.note(span, key, "nominal", passage.zone, NOMINAL)
        self._describes(passage, phrase.head, span, key, sentence)

    def _describes(self, passage: Passage, token: Token, span: Span, key: int, sentence: int) -> None:
        """Records a description of an entity, whose noun is `token`."""
        self._discourse.add(key, self._occurrence(passage, token, sentence, span))
        self._occurs(key, sentence, token)

    def _antecedent(self, lemma: str, sentence: int) -> int | None:
        """The entity that "the LEMMA" means: one with that word, or for "the group" the organization in focus."""
        if lemma in _OFFICES:
            people = self._people.get(lemma, ())
            return next(iter(people)) if len(people) == 1 else None
        for key in reversed(self._organizations.get(lemma, {})):
            cluster = self._clusters[key]
            if lemma in cluster.described_as or lemma in fold(cluster.name).split():
                return key
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
        official = set(fold(cluster.name).split()) & _OFFICIAL
        return cluster.entity_type == "organization" and cluster.named and not official


def _speaks(token: Token) -> bool:
    """Whether the token's noun phrase is the subject of a verb of saying."""
    while token.dep_ in {"compound", "flat", "nmod", "conj"} and token.head.i != token.i:
        token = token.head
    return token.dep_ in SUBJECTS and token.head.lemma_.lower() in lexicon.SPEECH


def _governing_verb(token: Token) -> int | None:
    """The offset of the verb whose subject is the token's noun phrase, alone or conjoined; None for other phrases."""
    while token.dep_ in {"compound", "flat", "nmod", "conj"} and token.head.i != token.i:
        token = token.head
    return token.head.idx if token.dep_ in SUBJECTS else None


def _core(phrase: NounPhrase) -> str | None:
    """The words of a phrase up to its noun, without the determiner; None if a person's name is among them."""
    tokens = [token for token in phrase.tokens if token.i <= phrase.head.i and not token.is_space]
    if any(token.ent_type_ == "PERSON" for token in tokens):
        return None
    words = tokens[1:] if phrase.is_definite else tokens
    if not words:
        return None
    return " ".join(phrase.passage.text[words[0].idx : phrase.head.idx + len(phrase.head)].split())
