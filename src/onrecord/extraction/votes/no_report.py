"""Events that report no vote of a body: future, required and hypothetical votes, polls, games, stances."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.extraction.votes.events import BETWEEN, Event, words_around
from onrecord.extraction.votes.governors import governor_of, noun_after
from onrecord.extraction.votes.not_votes import is_not_a_vote, is_of_some
from onrecord.extraction.votes.reports import GAMES, POLLS
from onrecord.extraction.votes.settling import is_of_a_threshold
from onrecord.extraction.votes.tag_numbers import EDGE
from onrecord.extraction.votes.tagged_voters import is_roll
from onrecord.extraction.votes.tallies import find_tallies
from onrecord.extraction.votes.triggers import CONDITIONS, NOUNS, REQUIRING, STANCES, UNREAL, VERBS, is_unreal
from onrecord.lang.en import lexicon, voters
from onrecord.nlp.vote_tags import VOTERS, Mark
from onrecord.text.spans import Places, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

# The least probability that words say how a vote went if nobody is counted or named.
_ALONE = 0.9
# The least probability of a motion that makes up for a word of games.
_MOVED = 0.8
# Numbers that the text takes back: "voted 6-3, not 7-2", "first announced the vote as 5-4", "an earlier version said".
_TAKEN_BACK = re.compile(
    r"\b(?:not|instead of|rather than)(?: by)?(?: an?)? \Z|"
    r"\b(?:first|initially|originally|mistakenly|incorrectly|wrongly) "
    r"(?:announced|reported|said|stated|gave|given|recorded|counted)\b"
    r"(?:(?!\bbut\b|\bcorrect)[^.;]){0,200}\Z|"
    r"\b(?:earlier|previous) version\b(?:(?!\bbut\b|\bcorrect)[^.;]){0,200}\Z",
    re.IGNORECASE,
)
_TAKEN = re.compile(
    r"\b(?:vot(?:ed?|es|ing)|unanim\w{1,20}|motion|carried|ballots?|roll calls?|show of hands|acclamation|"
    r"division|seconded|nod)\b",
    re.IGNORECASE,
)
_VOTED = re.compile(r"\b(?:voted|voting|unanimously|ballot)\b", re.IGNORECASE)


def is_ruled_out(text: str, event: Event, quoted: Places[Span]) -> bool:
    """Whether the tally of a vote is that of a party, of candidates or of seats, or in the future, by its governor."""
    tokens = event.passage.tokens(Span(event.start, event.end))
    if not tokens or not event.orders:
        return False
    sentence = event.passage.sentence_of(tokens[0])
    place = words_around(event, event.passage.place(sentence))
    for tally in find_tallies(text, place):
        if not tally.span.overlaps(Span(event.start, event.end)):
            continue
        governor = governor_of(event.passage, tally.span, sentence, quoted)
        if governor is None:
            # "three to five officers", "cases decided by 5-to-4 votes"
            noun = noun_after(event.passage, event.passage.tokens(tally.span)[-1])
            if noun is not None and noun.tag_ == "NNS" and noun.lower_ not in voters.BODIES:
                return True
            continue
        decided = any(mark.probability >= _ALONE for mark in event.of("P", "F", "T"))
        required = any(t.lemma_ in REQUIRING for t in (governor, *governor.ancestors) if t.lemma_ != "urge")
        unreal = required or (not decided and governor.lemma_ != "urge" and is_unreal(governor))
        if unreal or is_not_a_vote(text, event.passage, place.exact(text), tally, governor):
            return True
    return False


def is_taken_back(text: str, start: int, sentence: Span) -> bool:
    """Whether the text takes the numbers of a vote back, which begin at `start`: "first announced as 5-4"."""
    return _TAKEN_BACK.search(text[max(sentence.start, start - 3 * EDGE) : start]) is not None


def is_no_report(text: str, event: Event, decision: Mark | None, token: Token, unanimous: bool, words: str) -> bool:
    """Whether what was tagged does not report a vote that took place.

    Args:
        text: the article's text.
        event: what was tagged.
        decision: the mark that says how the vote went, if there is one.
        token: the word of the decision, or the last of the numbers.
        unanimous: whether the text says that it was unanimous.
        words: the sentence.
    """
    return (
        _says_nothing(text, event, decision, token, unanimous, words)
        or _is_hypothetical(token)
        or _is_a_single_vote(event)
        or (not event.counts and is_of_some(token))
        or (_is_of_one_side(event) and _is_a_stance(token, words) and not is_of_a_threshold(words))
    )


def _says_nothing(text: str, event: Event, decision: Mark | None, token: Token, unanimous: bool, words: str) -> bool:
    """Whether what was tagged does not add up to a report of a vote, or is a poll or a game.

    Without numbers, a vote has names, or words that say that it was taken or was unanimous.
    """
    voters = event.of(*VOTERS)
    motions, bodies = ([mark for mark in event.of(kind) if not _is_a_person(event, mark)] for kind in ("M", "B"))
    voted = _VOTED.search(words) is not None
    if not event.counts:
        certain = decision is not None and decision.probability >= _ALONE and _TAKEN.search(words) is not None
        certain = certain and bool(motions or bodies)
        if not (certain or (decision is not None and (unanimous or voters)) or is_roll(voters)):
            return True
    elif event.orders is not None and BETWEEN.fullmatch(text, event.sides[0].span.end, event.sides[1].span.start):
        decides = voted or token.lemma_.lower() in VERBS | NOUNS
        if not (motions or bodies) and (decision is None or not decides):
            return True  # "FC won 3-1", "Lee topped Cole 6-0"
    if event.counts and _is_of_one_side(event) and not (motions or bodies or _TAKEN.search(words)):
        return True  # "Sixty-two percent of them agreed", "Five players sailed through"
    polled = POLLS.search(words) is not None and not (bodies and voted)
    played = GAMES.search(words) is not None and not voted
    return polled or (played and not any(mark.probability >= _MOVED for mark in motions))


def _is_a_person(event: Event, mark: Mark) -> bool:
    """Whether a motion or a body is named like a person: "Lee topped Cole 6-0"."""
    inside = event.passage.span.covers(mark.span)
    return inside and any(token.ent_type_ == "PERSON" for token in event.passage.tokens(mark.span))


def _is_of_one_side(event: Event) -> bool:
    """Whether only one side is counted, and nobody named."""
    return len(event.sides) == 1 and event.orders is None and not event.of(*VOTERS)


def _is_a_stance(token: Token, words: str) -> bool:
    """Whether some voters only hold a view: "Three members opposed the plan"."""
    verb = next((t for t in (token, *token.ancestors) if t.pos_ == "VERB"), token)
    return verb.lemma_.lower() in STANCES and _VOTED.search(words) is None


def _is_a_single_vote(event: Event) -> bool:
    """Whether all that is counted is one voter: "One member voted against it"."""
    return _is_of_one_side(event) and event.sides[0].value <= 1 and not event.of("P", "F", "T")


def _is_hypothetical(token: Token) -> bool:
    """Whether a decision is in the future, possible, required or a condition."""
    for _ in range(3):
        impossible = any(child.dep_ == "neg" for child in token.children)  # "could not agree"
        if not impossible and any(
            child.dep_ in {"aux", "mark"} and (child.lemma_.lower() in UNREAL or child.lower_ in CONDITIONS)
            for child in token.children
        ):
            return True
        if any(
            mark.lower_ in CONDITIONS
            for child in token.children
            if child.dep_ == "advcl"
            for mark in child.children
            if mark.dep_ == "mark"
        ):
            return True
        if token.dep_ not in {"xcomp", "ccomp", "dobj"} or token.head.lemma_.lower() in lexicon.SPEECH:
            return False
        token = token.head
        if token.lemma_.lower() in REQUIRING:
            return True
    return False
