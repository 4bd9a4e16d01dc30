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

# Numbers keep their separators, and words their apostrophes, unless the rest may be left out: a possessive 's, or the
# verb in "he'd" and "we've". "Don't" stays a single word: its negation may not be left out.
_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’](?!(?:s|d|ve|re|ll|m)\b)[^\W\d_]+)*")


@check(claims="text exact")
def texts_use_the_words_of_their_evidence(book: Book) -> Iterator[Problem]:
    """The text of a claim may leave out words of its evidence, but may not add or change words."""
    claims = book.sheets["claims"]
    for row, text, exact in claims.records("text", "exact"):
        if text != exact and (word := _first_foreign_word(text, exact)):
            message = f"text has {shown(word)}, which is not at that place in {shown(exact)}"
            yield claims.problem("claim-words-differ", row, "text", message)


def _first_foreign_word(text: str, exact: str) -> str:
    """The first word of `text` that `exact` lacks when its words are read in order; empty if it has all of them."""
    rest = iter(_WORD.findall(exact))
    return next((word for word in _WORD.findall(text) if word not in rest), "")


@check(claims="quote_id start end", quotes="quote_id start end")
def claims_share_words_with_their_quote(book: Book) -> Iterator[Problem]:
    """A claim from a quote overlaps the quote; only its subject may come before the quote."""
    claims = book.sheets["claims"]
    quotes = {
        key: span_of(start, end) for _, key, start, end in book.sheets["quotes"].records("quote_id", "start", "end")
    }
    for row, quote_id, start, end in claims.records("quote_id", "start", "end"):
        span, quote = span_of(start, end), quotes.get(quote_id)
        if span and quote and not quote.overlaps(span):
            message = f"the claim is at {span}, but quote {quote_id} is at {quote}"
            yield claims.problem("claim-outside-quote", row, "quote_id", message)


@check(claims="claimant_id claimant quote_id", quotes="quote_id speaker_id")
def speakers_are_claimants(book: Book) -> Iterator[Problem]:
    """The claimant of a claim is the speaker of its quote; a claim without a quote, the outlet's own, has none."""
    claims = book.sheets["claims"]
    speakers = {quote_id: speaker for _, quote_id, speaker in book.sheets["quotes"].records("quote_id", "speaker_id")}
    for row, claimant_id, claimant, quote_id in claims.records("claimant_id", "claimant", "quote_id"):
        speaker = speakers.get(quote_id, "")
        if not claimant_id and not claimant and speaker:
            message = f"no claimant is given, but quote {quote_id} has the speaker {speaker}"
            yield claims.problem("claimant-missing", row, "claimant_id", message)
        elif claimant_id != speaker and (quote_id in speakers or not quote_id):
            whose = f"quote {quote_id} has the speaker {speaker or 'unknown'}" if quote_id else "it is the outlet's own"
            message = f"the claimant is {claimant_id or 'unknown'}, but {whose}"
            yield claims.problem("claimant-differs", row, "claimant_id", message)


@check(claims="claimant quote_id article_id", quote_spans="quote_id role ordinal start end exact")
def claimants_are_sources(book: Book) -> Iterator[Problem]:
    """The words for the claimant are the source of its quote."""
    claims = book.sheets["claims"]
    for row, claimant, quote_id in claims.records("claimant", "quote_id"):
        sources = [part.exact for part in book.parts.get(quote_id, {}).get("source", [])]
        if claimant and claimant not in sources:
            source = f"the source of quote {quote_id} is {shown(sources[0])}" if sources else "there is no source"
            message = f"claimant is {shown(claimant)}, but {source}"
            yield claims.problem("claimant-differs", row, "claimant", message)


@check(claims="article_id text exact start end negated certainty stance quote_id", quotes="quote_id cue")
def claims_say_what_their_words_say(book: Book) -> Iterator[Problem]:
    """Negation, certainty and stance follow from the words, and words that change the meaning are not left out.

    If a person has corrected a claim, its columns are accepted, but words may not be left out either.
    """
    claims = book.sheets["claims"]
    cues = {quote_id: cue for _, quote_id, cue in book.sheets["quotes"].records("quote_id", "cue")}
    columns = ("article_id", "text", "exact", "start", "end", "negated", "certainty", "stance", "quote_id")
    for row, article, words, exact, start, end, negated, certain, stance, quote_id in claims.records(*columns):
        cue, span, text = cues.get(quote_id, ""), span_of(start, end), book.texts.by_article.get(article)
        around = (span.prefix(text, modality.CONTEXT), span.suffix(text, modality.CONTEXT)) if span and text else None
        if not _is_corrected(claims, row):
            for code, field, message in _contradictions(words, cue, around, negated, certain, stance):
                yield claims.problem(code, row, field, message)
        if _first_foreign_word(words, exact):
            continue  # reported as claim-words-differ
        if missing := modality.left_out(words, exact):
            yield claims.problem("claim-cut", row, "text", f"text leaves {shown(missing)} out of {shown(exact)}")
        elif around and (word := modality.cut_off(*around)):
            yield claims.problem("claim-cut", row, "start,end", f"{shown(word)} is next to the words of the claim")


def _is_corrected(sheet: Sheet, row: int) -> bool:
    return sheet.has("status") and sheet.cells["status"][row] == "corrected"


def _contradictions(
    words: str, cue: str, around: tuple[str, str] | None, negated: str, certain: str, stance: str
) -> Iterator[tuple[str, str, str]]:
    """The broken rules, each with the column that contradicts the words and the message."""
    if negated in {"true", "false"} and (negated == "true") != modality.is_negated(words):
        yield "claim-negated-differs", "negated", f"negated is {negated}, but the text reads {shown(words)}"
    # Without the text of the article, "It is possible that" may come before.
    expected = modality.certainty(words, around[0] if around else "", cue)
    if certain and certain != expected and (around or expected != "certain"):
        yield (
            "claim-certainty-differs",
            "certainty",
            f"certainty is {certain}, but by its words the claim is {expected}",
        )
    if stance in {"asserted", "denied"} and (stance == "denied") != modality.denies(cue):
        yield "claim-stance-differs", "stance", f"stance is {stance}, but the cue is {shown(cue) if cue else 'missing'}"


@check(
    claims="claim_id article_id start end",
    claim_entities="claim_id entity_id role",
    mentions="article_id entity_id start end",
)
def subjects_come_before_objects(book: Book) -> Iterator[Problem]:
    """The subject of a claim is named before its object, if the words name both and nobody corrected the roles."""
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
            message = f"the object {entity} comes before the subject in {claim}"
            yield roles.problem("claim-roles-swapped", row, "role", message)
