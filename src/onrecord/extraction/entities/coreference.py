"""Coreference: links pronouns and descriptions to entities mentioned before them in the article.

Limits: "you" and "we" are not resolved; of descriptions, only those with "the", "this" or a possessive are.
"""

from __future__ import annotations

import bisect
import collections
import operator
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from onrecord.extraction.entities import antecedents
from onrecord.extraction.entities.antecedents import GENDERS, Candidates, Choice, Description, Discourse, Occurrence
from onrecord.extraction.entities.compatibility import has_office, is_other_office, may_be, may_mean
from onrecord.extraction.entities.descriptions import is_listed
from onrecord.extraction.entities.entities import NOMINAL, Entities
from onrecord.extraction.entities.name import QUOTED
from onrecord.extraction.entities.referents import named_by, refer
from onrecord.extraction.values import Mention
from onrecord.ingestion import Zone
from onrecord.lang.en import lexicon
from onrecord.nlp.articles import ParsedArticle, Passage
from onrecord.nlp.noun_phrases import SUBJECTS, NounPhrase, noun_phrase
from onrecord.package.ids import fold
from onrecord.text.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_PRONOUN = "mentions:pronoun@2"
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "DET"})
_SPEAKERS = frozenset({"person", "organization"})
_LONGEST_OFFICE = 4  # words before the noun of an office in capitals
_MOST_HOLDERS = 50  # people with the same office who are compared
_SOON = 2  # paragraphs from a description to the name of whom it means
# How deep quotations are nested at most.
_NESTED = 4
_start = operator.attrgetter("start")
_DESCRIBES = 0.3  # from this probability on, a noun may describe a person or an organization


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
        self._vectors = entities.vectors
        self._discourse = Discourse(entities.clusters, self._vectors)
        self._choose = choose
        # The named people by the nouns for their offices.
        self._holders: dict[str, list[int]] = collections.defaultdict(list)
        for key, cluster in enumerate(entities.clusters):
            for office in cluster.offices if cluster.named and cluster.entity_type == "person" else ():
                self._holders[office].append(key)
        # Where each entity is first named in the body, and the people by the titles before their names.
        self._first: dict[int, Mention] = {}
        for mention in entities.mentions():
            if mention.zone is Zone.BODY:
                self._first.setdefault(mention.entity, mention)
        self._titled: dict[str, list[int]] = collections.defaultdict(list)
        for key in self._first:
            for title in entities.clusters[key].titles:
                self._titled[title].append(key)

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
                        self._saw(passage, mention, ahead[seen][1])
                        seen += 1
                    elif token.lower_ in GENDERS:
                        self._pronoun(passage, token, number, ahead[seen : seen + antecedents.AHEAD])
                    elif token.pos_ in _NOMINAL:
                        self._read(passage, token, number)

    def _read(self, passage: Passage, token: Token, sentence: int) -> None:
        """Resolves a token that does not begin a name, if it is a pronoun or the noun of a description."""
        if (part := token.pos_) in {"NOUN", "PROPN"}:
            is_office = token.lower_ in lexicon.OFFICES and self._entities.at(passage, token) is None
            if token.is_lower or (is_office and _is_definite(token)):
                self._description(passage, token, sentence)
            elif part == "PROPN" and token.dep_ in SUBJECTS and self._entities.at(passage, token) is None:
                # Somebody whom the reader missed: no pronoun after this may refer to an entity before it.
                self._discourse.see_unknown(token.idx + passage.offset)

    def _occurrence(
        self,
        passage: Passage,
        token: Token,
        sentence: int,
        span: Span,
        pronoun: str = "",
        description: Description | None = None,
    ) -> Occurrence:
        """Where a mention is whose last word is `token`."""
        paragraph = self._parsed.number_at(passage.span)
        return Occurrence(
            sentence=sentence,
            paragraph=paragraph,
            span=span,
            role=antecedents.role_of(token),
            verb=(paragraph, antecedents.verb_of(antecedents.top_of(token))),
            pronoun=pronoun,
            is_quoted=self._is_quoted(span),
            is_joined=token.dep_ == "conj" or any(child.dep_ == "conj" for child in token.children),
            zone=passage.zone,
            speaks=_speaks(token),
            description=description,
        )

    def _is_quoted(self, place: Span) -> bool:
        before = bisect.bisect_right(self._quoted, place.start, key=_start)
        return any(run.covers(place) for run in self._quoted[max(0, before - _NESTED) : before])

    def _saw(self, passage: Passage, mention: Mention, occurrence: Occurrence) -> None:
        self._discourse.add(mention.entity, occurrence)
        last = passage.tokens(mention.span)[-1]
        is_said = self._is_quoted(mention.span) and mention.method != QUOTED
        if not is_said and occurrence.speaks and self._clusters[mention.entity].entity_type not in _SPEAKERS:
            # The reader may have taken a person for a thing: it is the subject of a verb of saying.
            self._discourse.see_unknown(last.idx + passage.offset)

    def _pronoun(self, passage: Passage, token: Token, sentence: int, ahead: Sequence[tuple[int, Occurrence]]) -> None:
        """Links a pronoun; `ahead` are the next names of its sentence, which may be what it means."""
        span = passage.span_of(token, token)
        occurrence = self._occurrence(passage, token, sentence, span, token.lower_)
        candidates = self._discourse.candidates(occurrence, ahead)
        chosen = self._choose(candidates, span)
        if chosen is None or self._discourse.is_one_of_two(chosen.key, candidates.keys):
            return
        self._entities.note(span, chosen.key, "pronominal", passage.zone, _PRONOUN)
        self._discourse.add(chosen.key, occurrence)

    def _description(self, passage: Passage, token: Token, sentence: int) -> None:
        """Links a description, whose noun is `token`, to what it means; a body or a speaker may be a new entity."""
        following = passage.doc[token.i + 1].text if token.i + 1 < len(passage.doc) else ""
        phrase: NounPhrase | None = None
        if following.istitle() or token.n_rights or token.dep_ == "appos":
            phrase = noun_phrase(passage, token)
            if (key := named_by(self._entities, phrase)) is not None:
                self._note(passage, phrase, key, sentence, whole=token.dep_ == "appos")
                return
        if (
            token.dep_ in {"compound", "amod", "nmod", "attr", "appos"}
            or self._is_quoted(passage.span_of(token, token))
            or self._entities.at(passage, token) is not None
        ):
            return
        lemma = token.lemma_.lower()
        phrase = phrase or noun_phrase(passage, token)
        if not phrase.is_definite:
            if (key := self._named_later(phrase)) is not None:
                self._note(passage, phrase, key, sentence)
            elif lemma in lexicon.ROLES and _speaks(token) and (key := refer(self._entities, phrase)) is not None:
                self._describes(passage, token, phrase.span, key, sentence)
            return
        words = _core(phrase)
        if words is None:
            return
        key = None if phrase.is_plural else self._meant(passage, token, phrase, sentence)
        if key is None and lemma in lexicon.BODIES and token.lower_ != "house" and not phrase.is_plural:
            key = self._entities.described(words, "organization")
            if key is None:
                key = self._entities.add("organization", named=False)
            self._entities.forms.add(key, words)
            self._clusters[key].described_as.add(lemma)
        if key is not None:
            self._note(passage, phrase, key, sentence)
        elif lemma in lexicon.ROLES and _speaks(token) and (key := refer(self._entities, phrase)) is not None:
            self._describes(passage, token, phrase.span, key, sentence)

    def _note(self, passage: Passage, phrase: NounPhrase, key: int, sentence: int, *, whole: bool = False) -> None:
        """Adds a description, whole or up to its noun, to the mentions of an entity."""
        span = phrase.span if whole else _up_to_noun(phrase)
        self._entities.note(span, key, "nominal", passage.zone, NOMINAL)
        self._describes(passage, phrase.head, span, key, sentence)

    def _meant(self, passage: Passage, token: Token, phrase: NounPhrase, sentence: int) -> int | None:
        """The entity that a description means: the only person with its office, or an entity before it."""
        types = self._vectors.types(passage.span_of(token, token))
        if sum(types) < _DESCRIBES and not is_listed(token):
            return None
        first = phrase.tokens[0]
        determiner = "possessive" if first.tag_ == "PRP$" else "the" if first.lower_ == "the" else "this"
        modifiers = tuple(t.lower_ for t in phrase.tokens[1:] if t.i < token.i and not t.is_punct and not t.is_space)
        description = Description(
            noun=token.lemma_.lower(),
            modifiers=modifiers,
            determiner=determiner,
            is_plural=phrase.is_plural,
            types=types,
        )
        span = _up_to_noun(phrase)
        occurrence = self._occurrence(passage, token, sentence, span, description=description)
        candidates = self._discourse.candidates(occurrence, ())
        holder = self._holder(phrase)
        # A mere "the director" may be of anything that the article names; one who speaks was mostly mentioned before.
        is_office = token.lemma_.lower() in lexicon.OFFICES - lexicon.KIN
        if holder is not None and (modifiers or (is_office and _speaks(token) and holder in candidates.keys)):
            return holder
        chosen = self._choose(candidates, span)
        return chosen.key if chosen is not None and self._fits(phrase, chosen.key) else None

    def _holder(self, phrase: NounPhrase) -> int | None:
        """The only person whom the article introduces by a description: "the mayor", "the port chief"."""
        noun = phrase.head.lemma_.lower()
        if phrase.tokens[0].lower_ != "the":
            return None
        offices = {noun} | (lexicon.HEADS if noun in lexicon.HEADS_OF_ANY else set())
        keys = {key for office in offices for key in self._holders.get(office, ())}
        if len(keys) > _MOST_HOLDERS:
            return None
        found = [key for key in keys if has_office(phrase, self._clusters[key])]
        return found[0] if len(found) == 1 else None

    def _named_later(self, phrase: NounPhrase) -> int | None:
        """The person who speaks under a description, and soon after under a name, with these words for a title.

        "A former radio host said ..." is Jo Vane if "Former radio host Jo Vane told ..." follows, and nobody else has
        the title. One word is too little: there are many teachers.
        """
        first, *rest = phrase.tokens
        title = fold(" ".join(token.text for token in rest if token.i <= phrase.head.i))
        keys = self._titled.get(title, ()) if first.lower_ in {"a", "an"} and " " in title else ()
        if len(keys) != 1 or not _speaks(phrase.head):
            return None
        name = self._first[keys[0]]
        passage = self._parsed.passage_at(name.span)
        distance = self._parsed.number_at(name.span) - self._parsed.number_at(phrase.span)
        is_after = name.span.start > phrase.span.end and distance <= _SOON
        return keys[0] if is_after and _speaks(passage.tokens(name.span)[-1]) else None

    def _fits(self, phrase: NounPhrase, key: int) -> bool:
        """Whether a description may mean an entity, by its noun and by the words around it.

        A body is not the place in its name: "the Marlow council" does not mean Marlow.
        """
        passage, noun = phrase.passage, phrase.head
        named = (own.entity for own in self._entities.inside(_up_to_noun(phrase)))
        if noun.lemma_.lower() in lexicon.BODIES and key in named:
            return False
        cluster = self._clusters[key]
        type_fits = may_be(self._vectors, passage, noun, cluster.entity_type, _DESCRIBES)
        return type_fits and may_mean(phrase, cluster) and not is_other_office(phrase, cluster)

    def _describes(self, passage: Passage, token: Token, span: Span, key: int, sentence: int) -> None:
        """Records a description of an entity, whose noun is `token`."""
        self._discourse.add(key, self._occurrence(passage, token, sentence, span))


def _speaks(token: Token) -> bool:
    """Whether the token's noun phrase is the subject of a verb of saying."""
    while token.dep_ in {"compound", "flat", "nmod", "conj"} and token.head.i != token.i:
        token = token.head
    return token.dep_ in SUBJECTS and token.head.lemma_.lower() in lexicon.SPEECH


def _is_definite(office: Token) -> bool:
    """Whether an office in capitals has an article: "the Minister", "the Deputy Prime Minister"."""
    before = office
    while before.i and before.i > office.i - _LONGEST_OFFICE and before.nbor(-1).dep_ in {"compound", "amod", "nmod"}:
        before = before.nbor(-1)
    return bool(before.i and before.nbor(-1).lower_ == "the")


def _up_to_noun(phrase: NounPhrase) -> Span:
    """The place of a phrase without what follows its noun."""
    first = next(token for token in phrase.tokens if not token.is_space)
    after = [token for token in phrase.tokens if token.i > phrase.head.i]
    is_joined = len(after) > 1 and after[0].text == "-" and not phrase.head.whitespace_ and not after[0].whitespace_
    return phrase.passage.span_of(first, after[1] if is_joined else phrase.head)  # "the secretary-general"


def _core(phrase: NounPhrase) -> str | None:
    """The words of a phrase up to its noun, without the determiner; None if a person's name is among them."""
    tokens = [token for token in phrase.tokens if token.i <= phrase.head.i and not token.is_space]
    if any(token.ent_type_ == "PERSON" for token in tokens):
        return None
    words = tokens[1:] if phrase.is_definite else tokens
    if not words:
        return None
    return " ".join(phrase.passage.text[words[0].idx : phrase.head.idx + len(phrase.head)].split())
