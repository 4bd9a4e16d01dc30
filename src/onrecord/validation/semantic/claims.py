"""Claims against their evidence and the quotes that they come from."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from onrecord.lang.en import modality
from onrecord.problems import Problem
from onrecord.text.printable import shown
from onrecord.validation.semantic.book import Book, check
from onrecord.validation.sheets import Sheet, span_of

# Numbers keep their separators and words their apostrophes, except before what may be cut off: a possessive 's, or the
# verb in "he'd" and "we've". "Don't" stays one word: its negation may not be cut off.
_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’](?!(?:s|d|ve|re|ll|m)\b)[^\W\d_]+)*")


@check(claims="text exact")
def texts_use_the_words_of_their_evidence(book: Book) -> Iterator[Problem]:
    """The text of a claim leaves words of its evidence out, but adds and changes none."""
    claims = book.sheets["claims"]
    for row, text, exact in claims.records("text", "exact"):
        if text != exact and (word := _first_foreign_word(text, exact)):
            message = f"text has {shown(word)}, which does not stand there in {shown(exact)}"
            yield claims.problem("claim-words-differ", row, "text", message)


def _first_foreign_word(text: str, exact: str) -> str:
    """The first word of `text` that `exact` lacks, its words read in order; empty where it has them all."""
    rest = iter(_WORD.findall(exact))
    return next((word for word in _WORD.findall(text) if word not in rest), "")


@check(claims="quote_id start end", quotes="quote_id start end")
def claims_share_words_with_their_quote(book: Book) -> Iterator[Problem]:
    """A claim that a source makes is part of what it says; only its subject may stand before that."""
    claims = book.sheets["claims"]
    quotes = {
        key: span_of(start, end) for _, key, start, end in book.sheets["quotes"].records("quote_id", "start", "end")
    }
    for row, quote_id, start, end in claims.records("quote_id", "start", "end"):
        span, quote = span_of(start, end), quotes.get(quote_id)
        if span and quote and not quote.overlaps(span):
            message = f"the claim is at {span}, quote {quote_id} at {quote}"
            yield claims.problem("claim-outside-quote", row, "quote_id", message)


@check(claims="claimant_id claimant quote_id", quotes="quote_id speaker_id")
def speakers_are_claimants(book: Book) -> Iterator[Problem]:
    """A claim is made by the speaker of its quote; without a quote it is the outlet's own and has no claimant."""
    claims = book.sheets["claims"]
    speakers = {quote_id: speaker for _, quote_id, speaker in book.sheets["quotes"].records("quote_id", "speaker_id")}
    for row, claimant_id, claimant, quote_id in claims.records("claimant_id", "claimant", "quote_id"):
        speaker = speakers.get(quote_id, "")
        if not claimant_id and not claimant and speaker:
            message = f"no claimant is given, quote {quote_id} has the speaker {speaker}"
            yield claims.problem("claimant-missing", row, "claimant_id", message)
        elif claimant_id != speaker and (quote_id in speakers or not quote_id):
            whose = f"quote {quote_id} has the speaker {speaker or 'unknown'}" if quote_id else "it is the outlet's own"
            message = f"the claimant is {claimant_id or 'unknown'}, {whose}"
            yield claims.problem("claimant-differs", row, "claimant_id", message)


@check(claims="claimant quote_id article_id", quote_spans="quote_id role ordinal start end exact")
def claimants_are_sources(book: Book) -> Iterator[Problem]:
    """The words for the claimant are those of the source of its quote."""
    claims = book.sheets["claims"]
    for row, claimant, quote_id in claims.records("claimant", "quote_id"):
        sources = [part.exact for part in book.parts.get(quote_id, {}).get("source", [])]
        if claimant and claimant not in sources:
            whose = f"of quote {quote_id} is {shown(sources[0])}" if sources else "is told nowhere"
            message = f"claimant is {shown(claimant)}, the source {whose}"
            yield claims.problem("claimant-differs", row, "claimant", message)


@check(claims="article_id text exact start end negated certainty stance quote_id", quotes="quote_id cue")
def claims_say_what_their_words_say(book: Book) -> Iterator[Problem]:
    """Negation, certainty and stance follow from the words, and no word that matters is left out of them.

    Where a person has corrected the claim, the person decides what the words say, but may leave out no more of them.
    """
    claims = book.sheets["claims"]
    cues = {quote_id: cue for _, quote_id, cue in book.sheets["quotes"].records("quote_id", "cue")}
    columns = ("article_id", "text", "exact", "start", "end", "negated", "certainty", "stance", "quote_id")
    for row, article, words, exact, start, end, negated, certain, stance, quote_id in claims.records(*columns):
        cue, span, text = cues.get(quote_id, ""), span_of(start, end), book.texts.by_article.get(article)
        beside = (span.prefix(text, modality.CONTEXT), span.suffix(text, modality.CONTEXT)) if span and text else None
        if not _is_corrected(claims, row):
            for code, field, message in _contradictions(words, cue, beside, negated, certain, stance):
                yield claims.problem(code, row, field, message)
        if _first_foreign_word(words, exact):
            continue  # told above
        if missing := modality.left_out(words, exact):
            yield claims.problem("claim-cut", row, "text", f"text leaves {shown(missing)} out of {shown(exact)}")
        elif beside and (word := modality.cut_off(*beside)):
            yield claims.problem("claim-cut", row, "start,end", f"{shown(word)} stands beside the words of the claim")


def _is_corrected(sheet: Sheet, row: int) -> bool:
    return sheet.has("status") and sheet.cells["status"][row] == "corrected"


def _contradictions(
    words: str, cue: str, beside: tuple[str, str] | None, negated: str, certain: str, stance: str
) -> Iterator[tuple[str, str, str]]:
    """The rules that are broken, each with the column that says something else than the words and what it says."""
    if negated in {"true", "false"} and (negated == "true") != modality.is_negated(words):
        yield "claim-negated-differs", "negated", f"negated is {negated}, the text reads {shown(words)}"
    # Without the article's text it cannot be known whether "It is possible that" stands before.
    expected = modality.certainty(words, beside[0] if beside else "", cue)
    if certain and certain != expected and (beside or expected != "certain"):
        yield "claim-certainty-differs", "certainty", f"certainty is {certain}, the words make it {expected}"
    if stance in {"asserted", "denied"} and (stance == "denied") != modality.denies(cue):
        yield "claim-stance-differs", "stance", f"stance is {stance}, the cue is {shown(cue) if cue else 'missing'}"


@check(
    claims="claim_id article_id start end",
    claim_entities="claim_id entity_id role",
    mentions="article_id entity_id start end",
)
def subjects_stand_before_objects(book: Book) -> Iterator[Problem]:
    """The subject of a claim is named before its object, where its words name both and no person said otherwise."""
    claims, roles, mentions = (book.sheets[name] for name in ("claims", "claim_entities", "mentions"))
    columns = ("claim_id", "article_id", "start", "end")
    spans = {claim: (article, span_of(start, end)) for _, claim, article, start, end in claims.records(*columns)}
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for _, article, entity, start, end in mentions.records("article_id", "entity_id", "start", "end"):
        if span := span_of(start, end):
            places[article, entity].append(span.start)
    first_subject: dict[str, int] = {}
    objects: list[tuple[int, str, str, int]] = []
    for row, claim, entity, role in roles.records("claim_id", "entity_id", "role"):
        article, span = spans.get(claim, ("", None))
        inside = [place for place in places[article, entity] if span and span.start <= place < span.end]
        if inside and role == "subject":
            first_subject[claim] = min(*inside, first_subject.get(claim, inside[0]))
        elif inside and role == "object":
            objects.append((row, claim, entity, max(inside)))
    for row, claim, entity, last in objects:
        if first_subject.get(claim, -1) > last and not _is_corrected(roles, row):
            message = f"the object {entity} stands before the subject in {claim}"
            yield roles.problem("claim-roles-swapped", row, "role", message)
