"""Reporting: the claims of the outlet, read from the sentences of the body without what belongs to quotes."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from onrecord.extraction.claims.assertions import is_assertion
from onrecord.extraction.claims.checkable import checkable_probability, is_improbable
from onrecord.extraction.claims.clauses import Clause, find_clauses
from onrecord.extraction.claims.factuality import certainty_of, is_negated
from onrecord.extraction.claims.participants import find_participants
from onrecord.extraction.claims.predicates import is_clause, is_date
from onrecord.extraction.claims.propositions import has_proposition
from onrecord.extraction.claims.subordinates import is_adverbial
from onrecord.extraction.entities.entities import Entities
from onrecord.extraction.quotes.unsaid import says_nothing
from onrecord.extraction.values import Claim, Quote
from onrecord.ingestion import Zone
from onrecord.nlp.articles import ParsedArticle, Passage
from onrecord.nlp.noun_phrases import subtree
from onrecord.text.spans import Places, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

# A clause is left out if it can less probably be checked; the second value is for a clause without a name, a number or
# a day.
LEAST, SURE = 0.6, 0.7
_LED_TO = re.compile(r"\W{0,3}:\s*[“\"‘«‹']")


def extract_reporting(
    parsed: ParsedArticle, quotes: Sequence[Quote], entities: Entities, runs: Sequence[Span]
) -> Iterator[Claim]:
    """The outlet's own claims, in text order.

    Args:
        parsed: the article.
        quotes: its quotes.
        entities: its entities.
        runs: its stretches in quotation marks, in order.
    """
    # Sources are not excluded: they may have another verb, as in "Three families sued the city, arguing that ..."
    attributed = Places((span, span) for quote in quotes if has_proposition(parsed, quote) for span in _extent(quote))
    quoted_runs = Places((run, run) for run in runs)
    names = Places((own.span, own.span) for own in entities.mentions() if own.mention_type == "named")
    for passage in parsed.passages:
        if passage.zone is not Zone.BODY:
            continue
        quoted = {token.i for span in attributed.at(passage.span) for token in passage.tokens(span)}
        for sentence in passage.sentences:
            tokens = passage.tokens(passage.place(sentence))
            for clause in _outside(passage, tokens, quoted, names):
                last = clause.parts[-1]
                if not is_assertion(clause) or _addresses_readers(clause) or says_nothing(clause.verb):
                    continue
                if _introduces(parsed.text, clause) or any(run.covers(last) for run in quoted_runs.at(last)):
                    continue
                probability = checkable_probability(parsed, clause)
                if is_improbable(probability, LEAST if _is_specific(clause, entities) else SURE):
                    continue
                yield Claim(
                    parts=clause.parts,
                    claimant=None,
                    claimant_words=None,
                    quote=None,
                    stance="asserted",
                    negated=is_negated(clause),
                    certainty=certainty_of(clause, None),
                    entities=find_participants(clause, entities),
                    method="claims:outlet@1",
                    probability=probability,
                )


def _extent(quote: Quote) -> Iterator[Span]:
    """The stretches of a quote that are not the outlet's words: its contents and its cue."""
    yield from quote.contents
    if quote.cue:
        yield quote.cue


def _introduces(text: str, clause: Clause) -> bool:
    """Whether a clause leads to quoted words: "One user posted a comment: ..."."""
    return bool(_LED_TO.match(text, clause.parts[-1].end))


def _addresses_readers(clause: Clause) -> bool:
    """Whether a clause of the outlet is about "you": advice, or what anybody may find."""
    return any(token.lower_ in {"you", "your"} for part in clause.parts for token in clause.passage.tokens(part))


def _is_specific(clause: Clause, entities: Entities) -> bool:
    """Whether the words have a name, or a pronoun or description of someone named, a number, a day or a month."""
    return any(entities.is_named(mention.entity) for part in clause.parts for mention in entities.inside(part)) or any(
        is_date(token) for part in clause.parts for token in clause.passage.tokens(part)
    )


def _outside(passage: Passage, tokens: Sequence[Token], quoted: set[int], names: Places[Span]) -> list[Clause]:
    """The clauses of a sentence without those that belong to quotes.

    Args:
        passage: its paragraph.
        tokens: the sentence.
        quoted: the indices of the tokens of contents and cues.
        names: the places of names.
    """
    governing = [token for token in tokens if token.i in quoted]
    if any(token.dep_ == "ROOT" for token in governing) or _breaks_off(passage, tokens[-1]):
        return []
    branches = {branch.i: branch for branch in map(_branch, governing)}
    bound = {i for i, branch in branches.items() if is_adverbial(branch)}
    excluded = {t.i for i, branch in branches.items() if i not in bound for t in subtree(branch)}
    kept = [token for token in tokens if token.i not in excluded]
    clauses = list(find_clauses(passage, kept, bound=bound))
    if any(_cuts(clause, names) for clause in clauses):
        # The parse took a part of a name for a subject: the sentence is one claim.
        return [dataclasses.replace(clauses[0], parts=(_unstopped(passage, kept),))]
    return clauses


def _branch(token: Token) -> Token:
    """The head of the nearest subordinate clause around a token, with the phrase that cannot do without it.

    As in "left without saying who had paid": not only "who had paid". In a main clause, it is the token itself. An
    adverbial clause that reports something belongs to its main clause: "The ban ended | when the mission said that".
    """
    outer = next((ancestor for ancestor in (token, *token.ancestors) if is_adverbial(ancestor)), None)
    if outer is not None:
        return outer
    subordinate = {"relcl", "advcl", "ccomp", "parataxis", "acl", "conj"}
    branch = next((ancestor for ancestor in (token, *token.ancestors) if ancestor.dep_ in subordinate), token)
    while branch.dep_ in {"ccomp", "xcomp", "pcomp", "pobj"} and not is_clause(branch.head):
        branch = branch.head
    return branch


def _breaks_off(passage: Passage, last: Token) -> bool:
    """Whether the sentence that ends with a token goes on: the parse began a sentence in its middle."""
    rest = passage.text[last.idx + len(last) :].lstrip(" ")
    return not last.is_punct and not last.is_space and rest[:1].islower()


def _cuts(clause: Clause, names: Places[Span]) -> bool:
    """Whether a part of a clause begins or ends inside a name that goes on beyond it."""
    pairs = ((part, name) for part in clause.parts for name in names.at(part))
    return any(part.overlaps(name) and not (part.covers(name) or name.covers(part)) for part, name in pairs)


def _unstopped(passage: Passage, tokens: Sequence[Token]) -> Span:
    """The place of a sentence without white space and its final mark."""
    words = [token for token in tokens if not token.is_space]
    while len(words) > 1 and words[-1].text in {".", "!", "?"}:
        words.pop()
    return passage.span_of(words[0], words[-1])
