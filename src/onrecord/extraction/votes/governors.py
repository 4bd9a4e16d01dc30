"""Governors: the verb or noun that states the decision of a tally or of a vote without numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.extraction.votes.triggers import (
    FAIL,
    FAILING,
    GRANTS,
    MOTION_NOUNS,
    NOUNS,
    PASS,
    PASSING,
    STANCES,
    VERBS,
    acts,
    decides,
    is_body,
    is_short_of,
    is_turned_down,
    is_unreal,
    purpose_of,
)
from onrecord.lang.en import lexicon
from onrecord.nlp.articles import Passage
from onrecord.nlp.noun_phrases import subtree
from onrecord.text.spans import Places, Span

if TYPE_CHECKING:
    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token


_WHEN = frozenset({"last", "this", "earlier", "late", "early"})
# Objects of "passed" and "cleared" that are not motions or bodies.
_BARS = lexicon.words("threshold hurdle bar requirement quorum")
_BOUTS = lexicon.words("win lose take earn drop")


def outcome_verb(sentence: TokenSpan) -> Token | None:
    """The verb by which a motion passed or failed, as in "seven members voted yes, but the measure failed"."""
    for token in sentence:
        if token.lemma_ == "vote" and any(c.lower_ == "down" for c in token.children) and not is_unreal(token):
            return token
        if token.lemma_ == "vote" and token.pos_ == "VERB" and purposeful(token) and not is_unreal(token):
            return token
        turned = token.pos_ == "VERB" and (token.lemma_.lower() in (PASS | FAIL) - STANCES or is_turned_down(token))
        if turned and not is_unreal(token):
            does = token.lemma_.lower() not in {"fall", "fail", "die"}
            if does and any(c.dep_ == "nsubj" and is_body(c) for c in token.children):
                return token
            if (short := _short_of(token)) is not None:
                return short
            arguments = [c for c in token.children if c.dep_ in {"nsubj", "nsubjpass", "dobj"} and not c.like_num]
            if any(argument.lemma_.lower() in _BARS for argument in arguments):
                continue
            if any(
                argument.dep_ == "dobj" or argument.lemma_.lower() in MOTION_NOUNS | {"it"} for argument in arguments
            ):
                return token
    return None


def purposeful(verb: Token) -> bool:
    """Whether a body voted to do something: "The assembly voted to condemn the attack: 124 countries were for it"."""
    # A number of voters is not the body: "four members voted to keep it".
    subjects = [c for c in verb.children if c.dep_ == "nsubj"]
    todo = any(t.tag_ == "TO" for c in verb.children if c.dep_ in {"xcomp", "advcl"} for t in c.children)
    return todo and any(is_body(c) and not any(n.dep_ == "nummod" for n in c.children) for c in subjects)


def governor_of(passage: Passage, span: Span, sentence: TokenSpan, quoted: Places[Span]) -> Token | None:
    """The deciding verb that governs a tally, or the noun of deciding next to it.

    The verb must be on the same side of quotation marks as the tally; otherwise only the noun counts.
    """
    governor, noun = _governing(passage, passage.tokens(span), sentence)
    if governor is not None:
        place = passage.span_of(governor, governor)
        if any(run.covers(place) != run.covers(span) for run in (*quoted.at(place), *quoted.at(span))):
            governor = None
    # "a 3 to 1 margin" compares any two numbers unless something is decided by it.
    return governor or (noun if noun is not None and noun.lemma_.lower() != "margin" else None)


def _governing(passage: Passage, tokens: Sequence[Token], sentence: TokenSpan) -> tuple[Token | None, Token | None]:
    """The deciding verb of a tally and the noun next to it; None for whichever is missing."""
    after = noun_after(passage, tokens[-1])
    if after is not None:
        noun = after.lemma_.lower()
        if noun == "tie" and after.head.lemma_.lower() == "break":
            return next((c for c in after.head.children if c.lemma_.lower() in VERBS), after.head), after
        if noun == "decision" and after.head.lemma_.lower() in _BOUTS:
            return None, None
        if after.lower_ == "votes":
            # "predicted 17 to 19 votes" is a range, "decided by 5-4 votes" a habit.
            apart = passage.doc[tokens[0].i - 1].lower_ in {"separate", "identical", "two", "three", "both", "of", "by"}
            cases = (t for c in after.head.head.children if c.dep_ == "nsubjpass" for t in subtree(c))
            many = any(token.tag_ == "NNS" for token in cases)
            return (None, None) if many or not apart else (_verb_of(after), None)
        counted = NOUNS | GRANTS | {"split", "majority", "tie", "resolution", "opinion"}
        return (_verb_of(after), after) if noun in counted else (None, None)
    for start in (tokens[0], tokens[-1]):
        for token in (start, *start.ancestors):
            lemma = token.lemma_.lower()
            if lemma in NOUNS and token.pos_ == "NOUN":
                return _verb_of(token), token
            if token.pos_ in {"VERB", "AUX"}:
                if (short := _short_of(token)) is not None:
                    return short, None
                if decides(token) and (
                    lemma != "be" or any(c.lemma_.lower() in NOUNS for c in subtree(token) if c.dep_ == "nsubj")
                ):
                    voted = token.dep_ == "xcomp" and token.head.lemma_.lower() == "vote"
                    return token.head if voted else token, None
                break
    # "the panel, 8-1, endorsed the loan"
    doc, last = passage.doc, tokens[-1].i
    if tokens[0].i > sentence.start and doc[tokens[0].i - 1].text == "," == doc[min(last + 1, len(doc) - 1)].text:
        verb = next((t for t in doc[last + 2 : last + 4] if t.pos_ == "VERB"), None)
        if verb is not None and verb.tag_ == "VBD" and decides(verb):
            return verb, None
    # "approved the plan, 5-2": the parse may attach the tally anywhere; the nearest verb before it in the sentence.
    before = [t for t in sentence if t.i < tokens[0].i and t.pos_ in {"VERB", "AUX"}]
    nearest = next((t for t in reversed(before) if t.dep_ not in {"aux", "auxpass"}), None)
    if nearest is None:
        return None, None
    if nearest.lemma_.lower() != "be" and decides(nearest):
        return nearest, None
    if not _is_closed(passage, tokens):
        return None, None
    # "rejected a bid to curb war powers 211-214": the infinitive decides nothing, the verb above it does.
    above = nearest
    while above.tag_ in {"VB", "VBG"} and above.head.i < above.i and above.head != above:
        above = above.head
    verb = above if above.pos_ == "VERB" else next((t for t in above.ancestors if t.pos_ == "VERB"), None)
    apart = _is_set_off(passage, tokens)
    return (verb if verb is not None and (decides(verb) or (apart and acts(verb))) else None), None


def _is_set_off(passage: Passage, tokens: Sequence[Token]) -> bool:
    """Whether a tally is set off: "removed the ban, 692-51", "by eight votes to three"."""
    first = tokens[0].i
    return first > 0 and passage.doc[first - 1].lower_ in {",", "(", "—", "–", "by"}


def _is_closed(passage: Passage, tokens: Sequence[Token]) -> bool:
    """Whether a tally is not followed by a noun that it may count."""
    doc, last = passage.doc, tokens[-1].i
    return last + 1 >= len(doc) or doc[last + 1].is_punct or doc[last + 1].lower_ in {"with", "and", "after", "on"}


def _short_of(verb: Token) -> Token | None:
    """The deciding verb after "fell short": "overriding" in "fell short of overriding the veto"."""
    if verb.lemma_.lower() not in {"fall", "come", "be"}:
        return None
    near = verb.doc[verb.i + 1 : verb.i + 8]
    return next((t for t in near if t.lemma_.lower() in VERBS and is_short_of(t)), None)


def noun_after(passage: Passage, last: Token) -> Token | None:
    """The noun that a tally counts or modifies: "vote" in "5-2 party-line vote", "spaces" in "12 to 15 new spaces"."""
    noun = None
    for token in passage.doc[last.i + 1 : last.i + 6]:
        if (
            token.ent_type_ in {"DATE", "TIME"}
            or token.lower_ in _WHEN
            or not (token.pos_ in {"ADJ", "NOUN", "ADV"} or token.text == "-")
        ):
            break
        if token.pos_ == "NOUN":
            noun = token
            if token.dep_ not in {"compound", "nmod", "amod"}:
                break
    return noun


def _verb_of(noun: Token) -> Token | None:
    """The deciding verb that a noun such as "vote" belongs to: "approved it in a 5-2 vote"."""
    for token in noun.ancestors:
        if token.dep_ == "acl" and token.lemma_ in {"reach", "take", "make"}:
            continue  # "a decision reached by 15 votes to 2"
        if token.lower_ == "reading" and token.dep_ in {"pobj", "pcomp"}:
            continue  # "approved it on first reading by a 4-1 vote"
        if token.pos_ == "VERB":
            if (
                token.lemma_ != "give"
                and acts(token)
                and noun.lemma_.lower() in {"vote", "decision", "ruling", "opinion", "verdict", "tally"}
            ):
                return token
            # "gave the plan its approval on a 5-2 vote": the noun decides.
            given = (c for c in token.children if c.dep_ == "dobj" and c.lemma_.lower() in PASSING | GRANTS)
            return token if decides(token) else next(given, None) if token.lemma_ == "give" else None
    return None


def deciding_verb(sentence: TokenSpan) -> Token | None:
    """The deciding verb nearest to the root of a sentence."""
    verbs = [
        t
        for t in sentence
        if t.pos_ == "VERB" and t.lemma_.lower() not in {"be", "send", "sign", "strike"} and decides(t)
    ]
    places = {t.i for t in verbs}
    voted = next((t for t in sentence if (todo := purpose_of(t)) is not None and todo.i in places), None)
    if voted is not None:
        return voted
    if (agreed := _unanimous_in(sentence)) is not None:
        return agreed
    if verbs:
        return min(verbs, key=lambda t: (len(list(t.ancestors)), t.i))
    nouns = [t for t in sentence if t.lemma_.lower() in PASSING | FAILING | {"vote", "consent"}]
    return nouns[0] if nouns else None


def _unanimous_in(sentence: TokenSpan) -> Token | None:
    """The verb after "unanimous in": "keeping" in "the panel was unanimous in keeping rates on hold"."""
    for token in sentence:
        if token.lower_ == "unanimous" and token.head.lemma_ == "be":
            subjects = [c for c in token.head.children if c.dep_ == "nsubj"]
            doing = next((t for t in token.doc[token.i + 2 : token.i + 3] if t.tag_ == "VBG"), None)
            if doing is not None and any(is_body(c) for c in subjects):
                return doing
    return None
