"""Claims: the checkable propositions in statements of sources and in the outlet's own reporting.

A proposition is a finite clause that the text reports as asserted or denied.

What an article attributes without a proposition, such as an act ("signed the bill") or a demand ("urged the council to
wait"), is a claim of the outlet: that it was done or demanded.
"""

from __future__ import annotations

import collections
import dataclasses
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from onrecord.extraction.claims.assertions import is_assertion
from onrecord.extraction.claims.checkable import checkable_probability
from onrecord.extraction.claims.clauses import Clause, find_clauses, loses_verb, whole_clause
from onrecord.extraction.claims.factuality import certainty_of, hedged, is_negated
from onrecord.extraction.claims.participants import find_participants
from onrecord.extraction.claims.predicates import has_child, is_clause, is_date, own_subject
from onrecord.extraction.claims.subordinates import is_adverbial
from onrecord.extraction.entities.entities import Entities
from onrecord.extraction.quotes import cues
from onrecord.extraction.quotes.unsaid import says_nothing
from onrecord.extraction.values import Claim, Quote
from onrecord.ingestion import Zone
from onrecord.lang.en import lexicon, modality
from onrecord.nlp import ParsedArticle, Passage
from onrecord.nlp.noun_phrases import head_of, subtree
from onrecord.text.spans import Places, Span, hull

if TYPE_CHECKING:
    from spacy.tokens import Token

# A clause is left out if it can less probably be checked: one of a source, one of the outlet, and one of the outlet
# that names nobody, no number and no day.
ATTRIBUTED, LEAST, SURE = 0.45, 0.5, 0.65
_NOBODY = re.compile(r"(?:no|none|nobody|neither|no one)\b", re.IGNORECASE)
_UNSAID = re.compile(
    r"\b(?:not|never|neither|nor|stop\w* short|refus\w+|declin\w+|odds|bets?|betting)\b|n[’']t\b", re.IGNORECASE
)
_UNSAID_BEFORE = re.compile(r"(?:\b(?:not|never|neither|nor)|n[’']t)(?:\s+\w+)?\s*$", re.IGNORECASE)
_LED_TO = re.compile(r"\W{0,3}:\s*[“\"‘«‹']")
_STOPPED = re.compile(r"[^\w.?!]*[.?!]")  # backwards
# The most characters before a cue that are searched for a negation.
_BEFORE = 200
_LIMIT = re.compile(
    r"\W*(?:if|unless|until|when|once|provided|assuming|except|only|at least|at most|as long as|maybe|perhaps)\b",
    re.IGNORECASE,
)


def extract_claims(
    parsed: ParsedArticle, quotes: Sequence[Quote], entities: Entities, runs: Sequence[Span] = ()
) -> list[Claim]:
    """All claims of an article, in text order.

    Args:
        parsed: the article.
        quotes: its quotes; a claim refers to its quote by the index in this list.
        entities: its entities.
        runs: its stretches in quotation marks, in order; what is said there is not the outlet's.
    """
    claims = [claim for index, quote in enumerate(quotes) for claim in _from_quote(parsed, index, quote, entities)]
    nested: dict[int | None, Places[Quote]] = collections.defaultdict(Places)
    for quote in quotes:
        if quote.within is not None:
            nested[quote.within].add(hull([quote.span, *([quote.cue] if quote.cue else [])]), quote)
    claims = [claim for claim in claims if claim.quote not in nested or not _is_of_nested(claim, nested[claim.quote])]
    claims += _by_outlet(parsed, quotes, entities, runs)
    claims = [claim for claim in claims if _is_plain(parsed.text, quotes, claim)]
    return sorted(claims, key=lambda claim: (claim.span, claim.quote is None))


def _is_improbable(probability: float | None, least: float) -> bool:
    return probability is not None and probability < least


def _is_of_nested(claim: Claim, nested: Places[Quote]) -> bool:
    """Whether a claim belongs to a quote inside its quote: it is in the nested content, or reports it.

    `nested` are the quotes inside the claim's quote.
    """
    return any(
        quote.span.covers(claim.span) or any(quote.cue and part.covers(quote.cue) for part in claim.parts)
        for quote in nested.at(claim.span)
    )


def _is_plain(text: str, quotes: Sequence[Quote], claim: Claim) -> bool:
    """Whether the words without a parse have the same meaning; otherwise one of the two readings is wrong."""
    words = " ".join(part.exact(text) for part in claim.parts)
    before, after = claim.span.prefix(text, modality.CONTEXT), claim.span.suffix(text, modality.CONTEXT)
    quote = quotes[claim.quote] if claim.quote is not None else None
    cue = quote.cue.exact(text) if quote and quote.cue else ""
    return (
        modality.is_negated(words) == claim.negated
        and modality.certainty(words, before, cue) == claim.certainty
        and modality.denies(cue) == (claim.stance == "denied")
        and not modality.left_out(words, claim.span.exact(text))
        and not modality.cut_off(before, after)
    )


def _from_quote(parsed: ParsedArticle, index: int, quote: Quote, entities: Entities) -> Iterator[Claim]:
    if quote.kind != "speech" or not _has_proposition(parsed, quote) or not _was_said(parsed, quote):
        return
    cue = _lemma(parsed, quote.cue)
    denied = cue in modality.DENIALS
    for stretches in _propositions(parsed.text, quote):
        passage = parsed.passage_at(stretches[0])
        tokens = [token for stretch in stretches for token in passage.tokens(stretch)]
        # The source outside the quotation marks is not the subject of “... and paid”.
        subject = None if quote.quote_type == "direct" else quote.source
        limits = [stretch for stretch in stretches if _LIMIT.match(parsed.text, stretch.start, stretch.end)]
        found = list(find_clauses(passage, tokens, subject, denied=denied))
        if (not found and quote.quote_type == "indirect") or (
            quote.quote_type != "direct" and loses_verb(passage, tokens, found)
        ):
            found = [clause for clause in (whole_clause(passage, tokens),) if clause is not None]
        for clause in found:
            probability = checkable_probability(parsed, clause, quoted=quote.quote_type != "indirect")
            if _is_improbable(probability, ATTRIBUTED) or not is_assertion(clause, denied=denied):
                continue
            if _is_limited(limits, clause) or _is_mandated(clause.verb, cue) or _is_frame(clause):
                continue
            yield Claim(
                parts=clause.parts,
                claimant=quote.speaker,
                claimant_words=None if _is_impersonal(parsed, quote) else quote.source,
                quote=index,
                stance="denied" if denied else "asserted",
                negated=is_negated(clause),
                certainty=hedged(passage, stretches[0], certainty_of(clause, cue)),
                entities=find_participants(clause, entities),
                method="claims:statement@1",
                probability=probability,
            )


def _has_proposition(parsed: ParsedArticle, quote: Quote) -> bool:
    """Whether the words of a quote state something, and do not only complete what is done: "ordered | a new trial"."""
    if quote.quote_type in {"direct", "fragment"}:
        return quote.quote_type == "direct"
    cue = _lemma(parsed, quote.cue)
    if quote.kind == "thought" and cue in lexicon.THOUGHT:
        return True
    for content in quote.contents:
        passage = parsed.passage_at(content)
        tokens = passage.tokens(content)
        verbs = {token.i for token in tokens if is_clause(token)}
        tops = [token for token in tokens if token.i in verbs and not any(a.i in verbs for a in token.ancestors)]
        inside = {token.i for token in tokens}
        if any(not _completes(quote, passage, token, inside) and not _is_mandated(token, cue) for token in tops):
            return True
        # The parse may not see its verb.
        asks = bool(tokens) and tokens[0].tag_.startswith("W")
        reported = (
            bool(tokens) and tokens[0].i > 0 and tokens[0].nbor(-1).lower_ == "that" and cue not in lexicon.DEMANDS
        )
        if not tops and (asks or reported):
            return True
    return False


def _completes(quote: Quote, passage: Passage, verb: Token, inside: set[int]) -> bool:
    """Whether a verb of a content only completes what is done, and states nothing.

    As in "signed | legislation that bars cars" and "fined | him for saying that it was safe", but not in "training,
    which he said | was short". `inside` are the tokens of the content.
    """
    if verb.dep_ == "relcl" and (quote.cue is None or passage.span_of(verb.head, verb.head).start > quote.cue.start):
        return True
    above = [token for token in (verb, *verb.ancestors) if token.i in inside]
    return any(token.dep_ == "pcomp" for token in above) or (verb.dep_ == "advcl" and len(above) > 1)


def _is_impersonal(parsed: ParsedArticle, quote: Quote) -> bool:
    """Whether the source is nobody, as in "it was revealed that"; then the claimant is not settled."""
    if quote.speaker is not None or quote.source is None or quote.cue is None:
        return False
    verb = head_of(parsed.passage_at(quote.cue).tokens(quote.cue))
    passive = verb is not None and any(child.dep_ == "auxpass" for child in verb.children)
    return passive and quote.source.exact(parsed.text).lower() == "it"


def _is_quoted(quote: Quote, runs: Sequence[Span]) -> bool:
    """Whether some of its words are in quotation marks."""
    return any(run.overlaps(content) for content in quote.contents for run in runs)


def _is_mandated(verb: Token, cue: str | None) -> bool:
    """Whether a verb is in the subjunctive: "urged that the council wait", "that the plan be dropped"."""
    bare = verb.lower_ == verb.lemma_.lower() and not any("aux" in c.dep_ for c in verb.children)
    auxiliary = any(c.lower_ == "be" for c in verb.children if "aux" in c.dep_)
    return cue in lexicon.DEMANDS and (bare or auxiliary) and not verb.left_edge.tag_.startswith("W")


def _was_said(parsed: ParsedArticle, quote: Quote) -> bool:
    """Whether somebody said it according to the text: "did not say that" and "nobody said that" report no claim."""
    if quote.cue is None:
        return True
    passage = parsed.passage_at(quote.cue)
    verb = head_of(passage.tokens(quote.cue))
    up = itertools.takewhile(lambda token: token.dep_ in {"xcomp", "pcomp", "prep"}, verb.ancestors if verb else ())
    if any(cues.is_negated(token) for token in (verb, *up) if token is not None):
        return False
    source = quote.source.exact(parsed.text) if quote.source else ""
    before = max(quote.source.end, quote.cue.start - _BEFORE) if quote.source else quote.cue.start
    if _NOBODY.match(source) or _UNSAID_BEFORE.search(parsed.text[before : quote.cue.start]):
        return False
    led_to = Span(quote.cue.start, max(quote.cue.end, quote.contents[0].start))
    return not parsed.occurrences(_UNSAID).within(led_to)


def _is_frame(clause: Clause) -> bool:
    """Whether a clause goes on with what the source said: "it was new, and | added it was safe"."""
    reports = clause.verb.lemma_.lower() in lexicon.SPEECH and has_child(clause.verb, "ccomp")
    return reports and own_subject(clause.verb) is None


def _is_limited(limits: Sequence[Span], clause: Clause) -> bool:
    """Whether a condition on the other side of an inserted frame limits a clause: “Unless it rains,” she said, “...”.

    `limits` are the stretches that begin with such a condition.
    """
    return any(not any(part.overlaps(stretch) for part in clause.parts) for stretch in limits)


def _propositions(text: str, quote: Quote) -> Iterator[list[Span]]:
    """The contents of a quote, grouped: contents of a sentence with only the frame between them belong together."""
    together: list[Span] = []
    for content in quote.contents:
        if together and _ends_between(text, together[-1], content):
            yield together
            together = []
        together.append(content)
    yield together


def _ends_between(text: str, before: Span, after: Span) -> bool:
    """Whether a sentence ends between two contents; if not, only a frame is there: ", she said, "."""
    between = text[before.end : after.start]
    if text[before.end - 1] in ".?!…" or "\n" in between or _STOPPED.match(between[::-1]):
        return True
    return after.exact(text)[:1].isupper() and "," not in between[-4:]


def _by_outlet(
    parsed: ParsedArticle, quotes: Sequence[Quote], entities: Entities, runs: Sequence[Span]
) -> Iterator[Claim]:
    """The outlet's own claims: clauses outside all quotes."""
    # Sources are not excluded: they may have another verb, as in "Three families sued the city, arguing that ..."
    attributed = Places(
        (span, span)
        for quote in quotes
        if _has_proposition(parsed, quote) or (quote.quote_type == "fragment" and quote.cue and _is_quoted(quote, runs))
        for span in _extent(quote)
    )
    quoted_runs = Places((run, run) for run in runs)
    names = Places((own.span, own.span) for own in entities.mentions() if own.mention_type == "named")
    for passage in parsed.passages:
        if passage.zone is not Zone.BODY:
            continue
        quoted = {token.i for span in attributed.at(passage.span) for token in passage.tokens(span)}
        for sentence in passage.sentences:
            tokens = passage.tokens(passage.place(sentence))
            for clause in _outside(passage, tokens, quoted, names):
                probability, last = checkable_probability(parsed, clause), clause.parts[-1]
                least = LEAST if _is_specific(clause, entities) else SURE
                if _is_improbable(probability, least) or not is_assertion(clause) or _addresses_readers(clause):
                    continue
                if _introduces(parsed.text, clause) or any(run.covers(last) for run in quoted_runs.at(last)):
                    continue
                if says_nothing(clause.verb):
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


def _introduces(text: str, clause: Clause) -> bool:
    """Whether a clause leads to quoted words: "One user posted a comment: ..."."""
    return bool(_LED_TO.match(text, clause.parts[-1].end))


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


def _addresses_readers(clause: Clause) -> bool:
    """Whether a clause of the outlet is about "you": advice, or what anybody may find."""
    return any(token.lower_ in {"you", "your"} for part in clause.parts for token in clause.passage.tokens(part))


def _extent(quote: Quote) -> Iterator[Span]:
    yield from quote.contents
    if quote.cue:
        yield quote.cue


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


def _lemma(parsed: ParsedArticle, cue: Span | None) -> str | None:
    if cue is None:
        return None
    head = head_of(parsed.passage_at(cue).tokens(cue))
    return head.lemma_.lower() if head is not None else None


def _is_specific(clause: Clause, entities: Entities) -> bool:
    """Whether the words have a name, or a pronoun or description of someone named, a number, a day or a month."""
    return any(entities.is_named(mention.entity) for part in clause.parts for mention in entities.inside(part)) or any(
        is_date(token) for part in clause.parts for token in clause.passage.tokens(part)
    )
