"""Reports of votes: the sentences that report a vote, each with the verb or noun that governs it.

A tally or a word such as "unanimously" is a vote if the verb above it, or the noun next to it, is a word of deciding,
and if it is not future, required, hypothetical, a poll or a game.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from onrecord.extraction.entities.entities import Entities
from onrecord.extraction.values import Position
from onrecord.extraction.votes.counts import Stated, find_cast, find_nobody, find_shares, find_voters
from onrecord.extraction.votes.governors import deciding_verb, governor_of, outcome_verb
from onrecord.extraction.votes.not_votes import CHOOSING, PUBLIC, is_measure, is_not_a_vote, is_of_some
from onrecord.extraction.votes.positions import find_positions
from onrecord.extraction.votes.tallies import Tally, find_tallies
from onrecord.extraction.votes.triggers import is_body, is_unreal
from onrecord.lang.en import voters
from onrecord.lang.en.ballots import LABELS, NO, NO_VOTE, YES
from onrecord.nlp.articles import Passage
from onrecord.text.numbers import NUMBER
from onrecord.text.spans import Places, Span, hull

if TYPE_CHECKING:
    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token


GAMES = re.compile(
    r"\b(?:games?|match(?:es)?|season|semi-?finals?|playoffs?|innings?|tournament|championship|league|teams?|coach|"
    r"quarterback|goals?|touchdowns?|chess|rounds?|sets?|regional final|charity|homers?|home run|overtime|standings|"
    r"softball|baseball|football|basketball|hockey|soccer|boxing|series|trophy|critics|"
    r"group [a-h]|cup)\b",
    re.IGNORECASE,
)
POLLS = re.compile(
    r"\b(?:polls?|polled|survey(?:ed)?|respondents|odds|likely voters|outnumber\w*|ratio)\b", re.IGNORECASE
)
UNANIMOUS = re.compile(r"\b(?:unanimous(?:ly)?|without (?:dissent|opposition|objection))\b", re.IGNORECASE)
_NOT_UNANIMOUS = re.compile(
    r"(?:\b(?:not|nearly|almost|short of|less than|close to|non|lacked|without|failed to)|n[’']t)[- ]+"
    r"(?:[a-z]+ ){0,3}unanimous",
    re.IGNORECASE,
)
_NEARLY = re.compile(r"\b(?:nearly|almost) unanimous(?:ly)?\b", re.IGNORECASE)
# "All seven members of the city council voted to": the voters, and what they did. The distance between the two, at most
# `_NEAR` characters, is counted: a single pattern would backtrack too much.
_EVERY = re.compile(
    r"(?<!nearly )(?<!almost )(?<!not )\b(?:every|all(?! but)(?: the)?(?: [\w-]+)?|each)\b", re.IGNORECASE
)
_OF_EVERY = re.compile(
    rf"\b(?P<noun>{voters.COUNTED})\b(?: present)?(?: of the(?: [\w-]+){{1,4}})?",
    re.IGNORECASE,
)
_NEAR = 200
_FOR_IT = re.compile(r"\b(?:voted (?:yes|in favou?r|for|to)|supported|backed|approved)\b", re.IGNORECASE)
# Views that are not votes.
_OF_ONE_MIND = re.compile(
    r"\bunanimous (?:recommendation|support|opinion|agreement|view|choice|selection|praise|feeling|belief)",
    re.IGNORECASE,
)
VOICE = re.compile(r"\b(?:(?:on|by|in) an? voice vote|voice vote|by acclamation|show of hands)\b", re.IGNORECASE)
_MARGIN = re.compile(
    r"\b(?P<verb>passed|failed|lost|won|approved|rejected|defeated)\b(?:[^.;]{0,40})? "
    rf"by (?:just |only |about )?(?:{NUMBER}|a single) votes?\b",
    re.IGNORECASE,
)
_CONTENT = frozenset({"VERB", "NOUN"})
_ELECTION = re.compile(r"\bwon by acclamation|\bin (?:the|an) (?:\w+ )?elections?\b", re.IGNORECASE)
# The sides of a vote in two sentences: "Lee and Ray voted in favor. Cole voted no."
_VOTED = re.compile(rf"\bvoted (?:{NO}|against|{YES}|in favou?r|for)\b", re.IGNORECASE)
# A list of all voters of a side: "Voting no were Lee and Ray."
_LISTED = (
    re.compile(r"\bvoting (?:no|against|yes|in favou?r|for)\b", re.IGNORECASE),
    re.compile(r"\b(?:was|were)\b", re.IGNORECASE),
)
# The only voters of a side: "Lee cast the only vote against the ban."
_ALONE = re.compile(
    rf"\bcast (?:the|a) (?:lone|only|sole) (?:(?:{NO_VOTE}) vote|vote (?:against|in opposition))\b|"
    r"^only [^,.;]{3,60} voted (?:against|no)\b|"
    rf"\bthe (?:lone|only|sole|two|three|four) (?:{NO_VOTE}) votes? "
    r"(?:came from|(?:was|were) cast by)\b",
    re.IGNORECASE,
)
# "Lee and Ray, yes; Cole, no."
_NAMED = (
    re.compile(rf"[,:] ?(?:{YES})\b\s?[;.]", re.IGNORECASE),
    re.compile(rf", ?(?:{NO})\b", re.IGNORECASE),
)
# The style of minutes: "Ayes: Lee and Ray. Nays: Cole."
_AYES = re.compile(rf"(?:^|[.;(]\s?)(?:{LABELS['yes']})\s?:\s", re.IGNORECASE)
_NAYS = re.compile(rf"(?:^|[.;(]\s?)(?:{LABELS['no']})\s?:\s", re.IGNORECASE)
# A part of the voters without an exact number.
_MOST = re.compile(
    r"\b(?:most|half|majority|two-thirds|three-quarters|three-fourths|\w+-fifths|(?:one|a) (?:third|quarter))(?: of)? "
    r"(?:the |all )?(?:\w+ ){1,3}?(?P<verb>voted) (?:to|for|in favou?r|against)\b|"
    r"(?P<verb2>voted) (?:overwhelmingly|narrowly|by an? (?:[\w-]+ ){0,3}(?:majority|margin)) to\b|"
    rf"(?P<verb4>voted)(?: overwhelmingly)? by (?:more than|almost|nearly|about|over) {NUMBER} to {NUMBER}\b|"
    rf"\ball but (?:{NUMBER})(?: of)? (?:the |its )?(?:\w+ ){{1,6}}?(?P<verb3>voted) (?:to|for|in favou?r|against)\b",
    re.IGNORECASE,
)
# Each pattern for counted votes without a tally contains one of these words.
_COUNTING = re.compile(r"vot(?:ed|es?)\b|%|per ?cent|against|oppos|favou?r", re.IGNORECASE)
_VOTE_BEHIND = re.compile(r"[ -]votes?\b")
_VOTING = re.compile(r"\bvot", re.IGNORECASE)
# Each pattern for votes without numbers contains one of these words.
_HINTS = re.compile(
    r"unanimous|without|acclamation|show of hands|voice vote|dissented|objected|supported|backed|approved",
    re.IGNORECASE,
)


@dataclasses.dataclass(slots=True)
class Report:
    """A report of a vote: the sentence, the governor of the tally, the tally or other counts, and the rule's name."""

    passage: Passage
    sentence: TokenSpan
    governor: Token
    tally: Tally | None
    method: str
    stated: tuple[Stated, ...] = ()


def _has_both(words: str, first: re.Pattern[str], second: re.Pattern[str]) -> bool:
    """Whether a line has a match of `first` and, after it, a match of `second`.

    A single pattern for both would search for the second again from each match of the first.
    """
    return any((begins := first.search(line)) and second.search(line, begins.end()) for line in words.split("\n"))


def find_reports(text: str, passage: Passage, sentence: TokenSpan, quoted: Places[Span]) -> Iterator[Report]:
    """Yields the votes that a sentence reports: a vote per tally, or at most one without a tally.

    Args:
        text: the article's text.
        passage: the paragraph of the sentence.
        sentence: the sentence.
        quoted: the text in quotation marks.
    """
    place = passage.place(sentence)
    words = place.exact(text)
    tallies = find_tallies(text, place)
    counted = bool(_COUNTING.search(words))
    if not (tallies or counted or _HINTS.search(words)):
        return
    polled, played = bool(POLLS.search(words)), bool(GAMES.search(words))
    found = False
    for tally in tallies:
        governor = governor_of(passage, tally.span, sentence, quoted)
        if governor is None or is_unreal(governor) or is_not_a_vote(text, passage, words, tally, governor):
            continue
        voted = governor.pos_ == "VERB" and governor.lemma_ in {"vote", "approve", "reject"}
        # "the vote to fire the coach was 5-4"
        named = governor.lemma_ == "be" or _VOTE_BEHIND.match(text, tally.span.end)
        if played and not (voted or named):
            continue
        # "The assembly voted 112 to 41 to lower the age for local polls": a body votes, whoever is polled.
        if polled and not (voted and any(c.dep_ == "nsubj" and is_body(c) for c in governor.children)):
            continue
        found = True
        yield Report(passage, sentence, governor, tally, "votes:tally@1")
    if found or polled or played:
        return
    none_against = find_nobody(text, place)
    with_counts = _counted(text, passage, sentence, quoted) if counted and none_against else None
    if with_counts is not None and any(stated.option == "yes" for stated in with_counts.stated):
        yield with_counts
        return
    if _NEARLY.search(words):
        governor = deciding_verb(sentence)
        if governor is not None and not is_unreal(governor) and not is_of_some(governor):
            yield Report(passage, sentence, governor, None, "votes:share@1")
            return
    if (
        (UNANIMOUS.search(words) and not _NOT_UNANIMOUS.search(words) and not _OF_ONE_MIND.search(words))
        or none_against
        or _everybody(words)
    ):
        governor = deciding_verb(sentence)
        if governor is not None and not is_unreal(governor) and not is_of_some(governor):
            yield Report(passage, sentence, governor, None, "votes:unanimous@1")
    elif VOICE.search(words) and not _ELECTION.search(words):
        governor = deciding_verb(sentence)
        if governor is not None and not is_unreal(governor):
            yield Report(passage, sentence, governor, None, "votes:voice@1")
    elif counted and (report := _counted(text, passage, sentence, quoted)):
        yield report


def _everybody(words: str) -> bool:
    """Whether a sentence says that every member of a body was in favor."""
    return any(
        0 <= noun.start() - every.end() <= 25
        and (done := _FOR_IT.search(words, noun.end("noun"), noun.end() + _NEAR))
        and done.start() <= noun.end() + 12
        for every in _EVERY.finditer(words)
        for noun in _OF_EVERY.finditer(words, every.end(), every.end() + _NEAR)
    )


def _cast(text: str, passage: Passage, sentence: TokenSpan, quoted: Places[Span]) -> Report | None:
    """A vote with the votes that a motion passed or failed with: "The bill passed with 60 votes"."""
    place = passage.place(sentence)
    cast = find_cast(text, place)
    if cast is None:
        return None
    governor = governor_of(passage, cast[0], sentence, quoted)
    if governor is None or governor.pos_ != "VERB" or governor.lemma_.lower() in CHOOSING or is_unreal(governor):
        return None
    by_body = any(is_body(c) and c.lower_ not in PUBLIC for c in governor.children if c.dep_ == "nsubj")
    things = [c for c in governor.children if c.dep_ == "dobj"]
    passes_another = governor.lemma_ == "pass" and not by_body and not all(is_body(c) for c in things)
    if passes_another or not (by_body or is_measure(place.exact(text), governor)):
        return None  # "The song passed the test with 60 votes"
    return Report(passage, sentence, governor, None, "votes:voters@1", _with_nobody(text, place, cast[1]))


def _with_nobody(text: str, place: Span, stated: Sequence[Stated]) -> tuple[Stated, ...]:
    """The counts, with 0 for `no` if the text says that nobody was against."""
    return (*stated, *([] if any(count.option == "no" for count in stated) else find_nobody(text, place)))


def _counted(text: str, passage: Passage, sentence: TokenSpan, quoted: Places[Span]) -> Report | None:
    """A vote with the numbers of voters for and against, with a share of the votes, or with a margin."""
    place = passage.place(sentence)
    voters = find_voters(text, place)
    if voters:
        verb = passage.tokens(Span(voters[0].anchor, voters[0].anchor + 1))[0]
        if not is_unreal(verb):
            # A motion that some "voted to reject" was not necessarily rejected.
            wanted = passage.doc[min(verb.i + 1, len(passage.doc) - 1)].tag_ == "TO"
            outcome = None if wanted else outcome_verb(sentence)
            return Report(passage, sentence, outcome or verb, None, "votes:voters@1", _with_nobody(text, place, voters))
    if not voters and (report := _cast(text, passage, sentence, quoted)):
        return report
    shares = find_shares(text, place)
    if shares:
        governor = outcome_verb(sentence) or deciding_verb(sentence)
        if governor is not None and not is_unreal(governor) and is_measure(place.exact(text), governor):
            return Report(passage, sentence, governor, None, "votes:share@1", tuple(shares))
    margin = _MARGIN.search(text, place.start, place.end)
    if margin is not None:
        verb = passage.tokens(Span(*margin.span("verb")))[0]
        if not is_unreal(verb) and is_measure(place.exact(text), verb):
            return Report(passage, sentence, verb, None, "votes:margin@1")
    most = _MOST.search(text, place.start, place.end)
    if most is not None:
        verb = passage.tokens(Span(*most.span(most.lastgroup or "verb")))[0]
        if not is_unreal(verb):
            return Report(passage, sentence, verb, None, "votes:share@1")
    return None


def find_roll(passage: Passage, sentence: TokenSpan, following: TokenSpan | None, entities: Entities) -> Report | None:
    """A vote that is reported by the names of the voters: of both sides, or a complete list of one side.

    The other side may be in the next sentence: "Voting yes were Lee and Ray. Voting no was Cole."
    """
    words = passage.text[sentence.start_char : sentence.end_char]
    next_words = passage.text[following.start_char : following.end_char] if following is not None else ""
    labelled = _AYES.search(words) and (_NAYS.search(words) or _NAYS.search(next_words))
    minuted = bool(labelled or _has_both(words, *_NAMED))
    if not minuted and not _VOTING.search(words):
        return None
    verb = next((t for t in sentence if t.lower_ == "voting" or (t.lemma_ == "vote" and t.pos_ in _CONTENT)), None)
    verb = sentence.root if minuted and verb is None else verb
    if verb is None or is_unreal(verb) or POLLS.search(words) or GAMES.search(words):
        return None
    by_option: dict[str, list[Position]] = {}
    listed = _has_both(words, *_LISTED)
    continued = (
        _has_both(next_words, *_LISTED)
        or (minuted and _NAYS.search(next_words))
        or ((listed or _VOTED.search(words)) and _VOTED.search(next_words))
    )
    further = following if continued else None
    for part in filter(None, (sentence, further)):
        for position in find_positions(passage, part, entities):
            by_option.setdefault(position.option, []).append(position)
    alone = _ALONE.search(words) and by_option.keys() == {"no"}
    if not ({"yes", "no"} <= by_option.keys() or alone or (by_option and listed)):
        return None
    stated = [
        Stated(option, len(those), "count", hull(position.voter for position in those), those[0].voter.start)
        for option, those in by_option.items()
        if option in {"yes", "no", "abstain", "absent"}
    ]
    return Report(passage, sentence, verb, None, "votes:roll@1", tuple(stated))
