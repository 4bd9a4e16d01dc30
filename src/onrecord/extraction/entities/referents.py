"""Referents: the entity that a noun phrase means, by its name, title, apposition or description."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.extraction.entities.attributes import record_description
from onrecord.extraction.entities.compatibility import DESCRIBES, may_be, noun_type
from onrecord.extraction.entities.descriptions import described_type
from onrecord.extraction.entities.entities import NOMINAL, Entities
from onrecord.extraction.entities.name import BARE, Name
from onrecord.extraction.entities.roles import subject_of_complement
from onrecord.extraction.entities.titles import are_title
from onrecord.extraction.values import Mention
from onrecord.lang.en import lexicon
from onrecord.nlp.articles import Passage
from onrecord.nlp.noun_phrases import SUBJECTS, NounPhrase
from onrecord.text.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

# The most words of a name after its article.
_LONGEST_NAME = 6
# From this probability on that it describes a person or an organization, a noun is of what is named after it.
_IS_NAMED = 0.4
_COMMON = lexicon.ROLES | lexicon.COLLECTIVES | lexicon.ORGANIZATIONS | lexicon.BODIES | lexicon.ANONYMOUS


def refer(entities: Entities, phrase: NounPhrase) -> int | None:
    """The entity that a noun phrase means, added if the text only describes it; None for unresolved pronouns.

    Args:
        entities: the entities of the article; the phrase becomes a mention of what it means, if nothing else there is.
        phrase: a noun phrase of the article.
    """
    head = phrase.head
    key = named_by(entities, phrase)
    if key is None and (subject := subject_of_complement(head)) is not None:  # "Smith is the third to run"
        key = entities.at(phrase.passage, subject)
    if key is None:
        key = entities.at(phrase.passage, head)
    if key is None:
        key = titled_person(entities, phrase.passage, phrase.span)
    nobody = (
        head.pos_ in {"PRON", "DET"} or not head.text[0].isalpha() or head.like_url or phrase.tokens[0].lower_ == "no"
    )
    if key is not None or nobody:
        return key
    if _is_bare_name(phrase):
        place = phrase.passage.span_of(head, head)
        return entities.name(place, "person", phrase.passage.zone)
    entity_type = noun_type(entities.vectors, phrase.passage, head)
    # "Board Of Supervisors" in a headline; "Police"
    known = phrase.is_definite or head.pos_ == "PROPN" or (len(phrase.tokens) == 1 and entity_type == "group")
    key = entities.described(phrase.bare, entity_type) if known else None
    if key is None and head.pos_ == "PROPN" and entity_type == "organization":  # "the Trust"
        key = entities.alias(Name(phrase.span, phrase.bare, entity_type, phrase.passage.zone, BARE))
    if key is None:
        key = entities.add(entity_type, named=False)
    entities.forms.add(key, phrase.bare)
    entities.clusters[key].described_as.add(head.lemma_.lower())
    entities.note(phrase.span, key, "nominal", phrase.passage.zone, NOMINAL)
    return key


def titled_person(entities: Entities, passage: Passage, span: Span) -> int | None:
    """The person named after a title or description: "union negotiator Awa Ndiaye", "Minister for Ports Ida Holm".

    "a lawyer for Moss", "aides to Moss" and "Berg and Moss" are not Moss; "leader of the Opposition Moss" is.
    """
    names = [mention for mention in entities.inside(span) if mention.mention_type == "named"]
    people = [mention for mention in names if entities.entity_type(mention.entity) == "person"]
    if not people or people[0].span.start == span.start:
        return None
    name = people[0].span
    rest = passage.tokens(Span(name.end, span.end)) if name.end < span.end else []
    if rest and (rest[0].text not in {",", "("} and rest[0].lower_ not in lexicon.POST_NOMINALS):
        return None
    before = passage.tokens(Span(span.start, name.start))
    others = [mention.span for mention in names if mention.span.end <= name.start]
    titled = are_title(before, lambda token: any(other.covers(passage.span_of(token, token)) for other in others))
    return people[0].entity if titled else None


def named_by(entities: Entities, phrase: NounPhrase) -> int | None:
    """The entity that the name in apposition to a description means, whose role the description then is.

    Jane Smith in "The group's president, Jane Smith,", "Jane Smith, the group's president," and "The political
    scientist Jane Smith"; Acme in "the lobby group Acme".
    """
    head, passage = phrase.head, phrase.passage
    if head.pos_ not in {"NOUN", "PROPN"} or phrase.is_plural or entities.at(passage, head) is not None:
        return None
    if head.lemma_.lower() in lexicon.TOWNS:
        return _town(entities, phrase)
    if (key := _with_article(entities, phrase)) is not None:
        return key
    if head.dep_ == "appos" and head.i > head.head.i:
        name = _name_at(entities, passage, head.head)
        names = [name] if name is not None and head.head.pos_ == "PROPN" else []
    else:
        names = list(_appositions(entities, phrase))
    for name in names:
        entity_type = entities.clusters[name.entity].entity_type
        if may_be(entities.vectors, passage, head, entity_type, DESCRIBES):
            if described_type(head) == entity_type:
                record_description(entities.clusters[name.entity], phrase)
            else:  # only the reader takes it for a person's, so it is not the role
                entities.clusters[name.entity].described_as.add(head.lemma_.lower())
            return name.entity
    return None


def _with_article(entities: Entities, phrase: NounPhrase) -> int | None:
    """The entity whose name begins with an article, right after a description: "the Dutch news site The Wire".

    The name is added if the reader did not find it. In "the speech The Times quoted", "The next morning The Times
    reported", the noun describes nobody, or is in another clause.
    """
    passage, head = phrase.passage, phrase.head
    article, *rest = passage.doc[head.i + 1 : head.i + 2 + _LONGEST_NAME] or [head]
    name = list(itertools.takewhile(lambda token: token.pos_ == "PROPN" and token.text[0].isupper(), rest))
    if article.text != "The" or not name or sum(entities.vectors.types(passage.span_of(head, head))) < _IS_NAMED:
        return None
    last = name[-1]
    if last.head.i not in {head.i, head.head.i} or last.dep_ in {"compound", "nmod", "poss"}:
        return None
    known = _name_at(entities, passage, last)
    if known is not None:
        return known.entity
    person, organization = entities.vectors.types(passage.span_of(last, last))
    if max(person, organization) < DESCRIBES:
        return None
    entity_type = "person" if person > organization else "organization"
    return entities.name(passage.span_of(article, last), entity_type, passage.zone)


def _town(entities: Entities, phrase: NounPhrase) -> int | None:
    """The place in "the city of Tarn"."""
    for child in phrase.head.children:
        for noun in child.children if child.lower_ == "of" else ():
            key = entities.at(phrase.passage, noun) if noun.dep_ == "pobj" else None
            if key is not None and entities.clusters[key].entity_type == "place":
                return key
    return None


def _appositions(entities: Entities, phrase: NounPhrase) -> Iterator[Mention]:
    """Names that the parse puts in apposition to a phrase, and the name that follows its noun without a comma."""
    passage, doc, head = phrase.passage, phrase.passage.doc, phrase.head
    # The parse may give the name to the last noun of the phrase: "the mayor of Tarn, Ida Brandt,".
    for token in (head, *reversed([token for token in phrase.tokens if token.i > head.i])):
        for child in token.children:
            name = _name_at(entities, passage, child) if child.dep_ == "appos" and child.pos_ == "PROPN" else None
            if name is None:
                continue
            # "the daughter of the poet Ida Brandt" is not the poet.
            of_another = token.pos_ == "NOUN" and may_be(entities.vectors, passage, token, "person", DESCRIBES)
            if token is head or (entities.clusters[name.entity].entity_type == "person" and not of_another):
                yield name
    if head.i + 1 < len(doc) and (name := _name_at(entities, passage, doc[head.i + 1])) is not None:
        last = passage.tokens(name.span)[-1]
        begins = name.span.start == doc[head.i + 1].idx + passage.offset
        leads = last.dep_ in SUBJECTS and last.head.dep_ in {"relcl", "acl"}  # "the plan Smith signed"
        modifies = last.dep_ in {"compound", "nmod", "poss"} and last.head.i > last.i  # "a few Smith voters"
        if begins and not (leads or modifies):
            yield name


def _name_at(entities: Entities, passage: Passage, token: Token) -> Mention | None:
    """The name that covers a token, unless a shorter description covers it."""
    mention = entities.mention_at(passage, token)
    return mention if mention is not None and mention.mention_type == "named" else None


def _is_bare_name(phrase: NounPhrase) -> bool:
    """Whether a phrase is a capitalized word that is not a common noun, with titles at most: "Cole", not "Police"."""
    head = phrase.head
    return (
        head.pos_ == "PROPN"
        and head.text[0].isupper()
        and not head.text.isupper()
        and head.lemma_.lower() not in _COMMON
        and head.lower_ not in _COMMON
        and all(token.lower_.rstrip(".") in lexicon.TITLES for token in phrase.tokens if token.i < head.i)
    )
