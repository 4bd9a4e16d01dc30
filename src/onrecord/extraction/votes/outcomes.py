"""Outcomes: reads a vote from its report: counts, motion, body, positions, result, date."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from onrecord.extraction.entities.entities import Entities
from onrecord.extraction.values import Count, Position, Vote
from onrecord.extraction.votes.bodies import find_body
from onrecord.extraction.votes.counts import Stated, find_further
from onrecord.extraction.votes.dates import find_vote_date
from onrecord.extraction.votes.governors import outcome_verb, purposeful
from onrecord.extraction.votes.motions import content_words, find_motion, motion_named, motion_type_of
from onrecord.extraction.votes.positions import find_positions
from onrecord.extraction.votes.reports import UNANIMOUS, VOICE, Report
from onrecord.extraction.votes.tallies import Tally
from onrecord.extraction.votes.triggers import (
    CARRIED,
    COURT,
    COURTS_DO,
    FAIL,
    FAIL_TRANSITIVE,
    FAILING,
    GRANTS,
    LOST,
    PASS,
    PASSING,
    PROCEDURAL,
    REFERENDUM,
    STANCES,
    TIE,
    VERBS,
    acts,
    is_of_court,
    is_short_of,
    is_turned_down,
    is_unreal,
    purpose_of,
)
from onrecord.lang.en import lexicon, voters
from onrecord.lang.en.modality import is_negator
from onrecord.nlp.noun_phrases import subtree
from onrecord.text.calendar import is_stated, resolve_date
from onrecord.text.numbers import NUMBER, number
from onrecord.text.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token


_ALL_NUMBER = re.compile(rf"\ball (?:of the )?({NUMBER}) (?:\w+ )?{voters.COUNTED}\b", re.IGNORECASE)
_ROLL_CALL = re.compile(r"\broll[- ]call\b", re.IGNORECASE)
_THRESHOLD = re.compile(
    r"\b(?:short|shy|needed|required|two-thirds|three-fifths|three-quarters|supermajority|threshold|overrid\w+|"
    r"cloture|filibuster|majority)\b",
    re.IGNORECASE,
)
TIE_BREAK = re.compile(r"\b(?:broke|break|casting|deciding|tie-?break)")
_BROKEN = re.compile(r"\b(?:tie-?breaking|deciding|casting) vote (?:(?P<against>against)|for|in favou?r)\b")
_IN_FAVOUR = re.compile(r"\bin favou?r\b")
# A missed threshold, after a tally: "short of the two-thirds that the charter requires".
_BELOW = re.compile(r"[^.;]{0,60}?,? (?:short|shy) of ", re.IGNORECASE)
_NEEDED = re.compile(
    r"(?:[\w-]+ ){0,5}?"
    r"(?:two-thirds|three-fifths|three-quarters|needed|required|necessary|threshold|supermajority|majority)\b"
    r"|[^.;,]{0,60}\brequires?\b",
    re.IGNORECASE,
)
# "a 5-to-3 decision striking down the law"
_COURT_DECISION = re.compile(r"[ -](?:[\w-]+ )?(?:decision|ruling|opinion|judgment)\b")
# "Justice Cole, writing for the 5-2 majority"
_COURTS_MAJORITY = re.compile(r"\b(?:justice|judge|court|chief)\b", re.IGNORECASE)
_REPEATED = re.compile(r"days\b")
_NEAR = 30  # the most characters between the numbers of a tally: "six votes in favour and none against"
_BEFORE_DATE = re.compile(r",?(?<!\s)\s+(?:on |in )?$")
_REFUSING = lexicon.words("fail refuse decline")
# An infinitive after a tally: "voted 12-3, with two abstentions, to end the strike".
_TO_DO = re.compile(r"(?:,? (?:with|along|on|last|this) [^,.;]*,?)? to [a-z]+")


def read_vote(
    text: str, published: str | None, report: Report, following: TokenSpan | None, entities: Entities
) -> Vote:
    """The vote that a report states.

    Args:
        text: the article's text.
        published: the day of publication, for resolving "Monday"; None if it is unknown.
        report: the report.
        following: the sentence after it, which may name voters.
        entities: the article's entities.
    """
    passage, sentence, tally = report.passage, report.sentence, report.tally
    place = passage.place(sentence)
    words = place.exact(text)
    decided = _decision(report, words)
    result, against = result_of(decided, tally)
    if decided is not None and result == "fail" and _is_of_nobody(decided):
        result, against = None, False  # "Nobody voted against the plan"
    if decided is not None and decided.lemma_ == "vote" and tally and _TO_DO.match(text, tally.span.end):
        result, against = "pass", False  # other words of the sentence may belong to another tally
    by_court = tally is not None and COURT.search(words) and _COURT_DECISION.match(text, tally.span.end)
    if decided is not None and result in {"pass", "fail"} and (by_court or is_of_court(decided)):
        result, against = "pass", False  # yes is for the court's disposition, whatever that means for the law
    against = against or report.governor.lemma_.lower() in FAILING
    if tally is not None and decided is not None and decided.lemma_ == "vote":
        more_against = not tally.labelled and tally.first[0] < tally.second[0]
        below = _BELOW.match(text, tally.span.end, place.end)
        if (below and _NEEDED.match(text, below.end(), place.end)) or (more_against and result == "pass"):
            result = "fail"
    unclear = tally is not None and result == "fail" and not against and _is_unclear(decided, tally, words)
    counts = [] if unclear else _counts(report, against)
    known = {count.option for count in counts}
    uncounted = report.method in {"votes:unanimous@1", "votes:voice@1"}  # here, only absences and the like are counted
    further = {stated.option: stated for stated in find_further(text, place) if stated.option not in known}
    counts += [_count(stated, report.method) for stated in further.values()] if counts or uncounted else []
    positions = list(find_positions(passage, sentence, entities))
    motion = find_motion(passage, decided, report.governor, text, tally.span if tally else None)
    named = motion_named(following.text) if following is not None and motion is not None else frozenset()
    elsewhere = bool(named) and motion is not None and not named & content_words(motion.exact(text))
    if following is not None and not elsewhere:
        known_voters = {position.voter for position in positions}
        positions += [p for p in find_positions(passage, following, entities) if p.voter not in known_voters]
    by_option = {count.option: count.value for count in counts}
    unanimous = not unclear and bool(unanimity(counts, positions, result, report.method))
    if not by_option and unanimous and (match := _ALL_NUMBER.search(words)):
        span = Span(*match.span(1)).shift(place.start)
        counts.append(Count("yes", number(match[1]), "count", span, report.method))
    if result == "tie" and TIE_BREAK.search(words):
        result = None
    if result is None:
        result = _result_from_context(words, report, decided, unanimous) or result
    if result is None and 0 <= by_option.get("yes", 0) < by_option.get("no", 0) and "yes" in by_option:
        result = "fail"  # no motion passes with more votes against it than for it
    if result == "tie" and tally is not None and tally.first[0] != tally.second[0]:
        result = None
    date = find_vote_date(passage, sentence, report.governor, published)
    date_words = date.exact(text) if date else ""
    day = resolve_date(date_words, published)
    motion = without_date(text, motion, date)
    if motion is not None and tally is not None and motion.overlaps(tally.span):
        motion = None
    body = find_body(report, decided, motion, entities)
    return Vote(
        span=place.trim(text) or place,
        body=body,
        motion=motion,
        motion_type=motion_type_of(words, decided, motion.exact(text) if motion else ""),
        result=result,
        voting_method=voting_method(words),
        unanimous=False if unclear else unanimity(counts, positions, result, report.method),
        date_text=date,
        date=day,
        date_basis=None if day is None else "stated" if is_stated(date_words) else "published",
        counts=tuple(counts),
        positions=tuple(positions),
        method=report.method,
    )


def _count(stated: Stated, method: str, option: str = "") -> Count:
    return Count(option or stated.option, stated.value, stated.unit, stated.span, method)


def without_date(text: str, motion: Span | None, date: Span | None) -> Span | None:
    """A motion without the day of the vote, which news puts at the end: "voted 5-2 to sell the mill | on Tuesday"."""
    if motion is None or date is None or date.end != motion.end or date.start <= motion.start:
        return motion
    if _REPEATED.search(date.exact(text)):
        return motion  # "close the library on Sundays"
    before = Span(motion.start, date.start).exact(text)
    return Span(motion.start, motion.start + len(_BEFORE_DATE.sub("", before)))


def _decision(report: Report, words: str) -> Token | None:
    """The verb that says what was decided; in "voted to approve" it is "voted"."""
    governor, lemma = report.governor, report.governor.lemma_.lower()
    short = lemma == "fall" and UNANIMOUS.search(words)
    if short or (lemma in TIE and TIE_BREAK.search(words)):
        # After "fell short of unanimous", or if a tie was broken, another verb says what was decided.
        others = (t for t in report.sentence if t.pos_ == "VERB" and t.lemma_.lower() in PASS | FAIL and t != governor)
        other = next((t for t in others if not is_unreal(t)), None)
        if other is not None or short:
            return other
    tied = report.tally is not None and report.tally.first[0] == report.tally.second[0]
    if tied and TIE_BREAK.search(words):
        # "cast the tie-breaking vote to reject the lease after the council split 3-3"
        done = (t for t in report.sentence if t.lemma_ == "vote" and t.head.lemma_ == "cast" for t in subtree(t.head))
        breaking = next((t for t in done if t.tag_ == "VB" and t.lemma_ in VERBS), None)
        if breaking is not None:
            return breaking
    other = outcome_verb(report.sentence) if tied and lemma in {"split"} | TIE else None
    if other is not None and other.lemma_.lower() in FAIL:
        return other  # "The proposal failed after commissioners split 2-2"
    down = lemma == "vote" and any(c.lower_ == "down" for c in governor.children)
    if report.method == "votes:share@1" and (lemma in STANCES or (lemma == "vote" and _only_against(report))):
        return None  # those who "opposed the plan" may have been too few to defeat it
    if report.method == "votes:roll@1" or (
        report.method == "votes:voters@1" and lemma in STANCES | {"vote"} and not (down or purposeful(governor))
    ):
        return None
    if governor.pos_ in {"VERB", "AUX"}:
        return governor
    for token in governor.children:
        if token.pos_ == "VERB" and token.lemma_.lower() in VERBS:
            return token
    return None


def _only_against(report: Report) -> bool:
    return bool(report.stated) and all(stated.option == "no" for stated in report.stated)


def _is_unclear(decided: Token | None, tally: Tally, words: str) -> bool:
    """Whether a motion failed with the larger number first, without a threshold as the reason.

    In "failed, nine votes to six" the nine may have been against it, or it may have needed more than nine.
    """
    if decided is None:
        return False
    tried = decided.dep_ == "xcomp" and decided.head.lemma_.lower() == "fail"
    if not tried and decided.lemma_.lower() not in LOST | {"fail", "fall", "die"}:
        return False
    return not tally.labelled and tally.first[0] > tally.second[0] and not _THRESHOLD.search(words)


def _is_of_nobody(verb: Token) -> bool:
    subjects = (child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"})
    return any(is_negator(token.text) for subject in subjects for token in (subject, *subject.children))


def _in_favour(verb: Token) -> bool:
    """Whether the vote was for something; "45 for, 12 against" only names the sides."""
    return any(t.lower_ in {"favor", "favour"} for t in subtree(verb)) or any(
        c.dep_ == "prep" and any(c.lower_ == "for" or (c.lower_ == "in" and t.dep_ == "pcomp") for t in c.children)
        for c in verb.children
    )


def result_of(decided: Token | None, tally: Tally | None = None) -> tuple[str | None, bool]:
    """The result of the deciding verb, and whether the larger number comes first although the motion failed."""
    if decided is None:
        return None, False
    lemma = decided.lemma_.lower()
    if is_short_of(decided):
        return "fail", False
    if lemma == "decline":
        return "fail", True
    if decided.dep_ == "xcomp" and decided.head.lemma_.lower() in _REFUSING:
        return "fail", decided.head.lemma_.lower() != "fail"
    particles = {c.lower_ for c in decided.children if c.dep_ in {"prt", "advmod", "prep"}}
    if is_turned_down(decided):
        return "fail", True
    if lemma == "vote":
        if any(c.lemma_ == "confidence" for c in decided.children):
            return "pass", False
        if "down" in particles or ("against" in particles and not (tally and tally.labelled)):
            return "fail", True
        clauses = [c for c in decided.children if c.dep_ in {"xcomp", "advcl", "ccomp"}]
        to_do = any(t.tag_ == "TO" or (t.lower_ == "that" and t.dep_ == "mark") for c in clauses for t in c.children)
        if to_do or (_in_favour(decided) and not (tally and tally.labelled)):
            return "pass", False
        return None, False
    if lemma in {"decide", "rule"} | COURTS_DO:
        return "pass", False
    if lemma in TIE:
        return "tie", False
    if lemma == "go":
        return "fail", False
    if lemma in FAIL | LOST:
        return "fail", lemma in FAIL_TRANSITIVE
    return ("pass" if lemma == "report" or lemma in PASS | CARRIED | PROCEDURAL or acts(decided) else None), False


def _result_from_context(words: str, report: Report, decided: Token | None, unanimous: bool) -> str | None:
    """The result from other words than the deciding verb: equal numbers, "in favor", "unanimously"."""
    start = report.passage.place(report.sentence).start
    tally = report.tally
    noun = report.governor.lemma_.lower()
    if noun in GRANTS or noun in PASSING or noun == "resolution":
        return "pass"
    if noun in FAILING:
        return "fail"
    if noun == "majority" and _COURTS_MAJORITY.search(words):
        return "pass"
    if report.governor.pos_ != "VERB" and purpose_of(report.governor) is not None:
        return "pass"
    if (
        decided is not None
        and decided.lemma_.lower() == "vote"
        and tally
        and _TO_DO.match(words, tally.span.end - start)
    ):
        return "pass"
    if tally is None:
        return "pass" if unanimous else None
    if tally.first[0] == tally.second[0]:
        broken = _BROKEN.search(words)
        if broken is not None:
            return "fail" if broken["against"] else "pass"
        return None if TIE_BREAK.search(words) else "tie"
    lemma = decided.lemma_.lower() if decided is not None else ""
    if lemma == "split" and decided is not None and _in_favour(decided):
        return "pass"
    return "pass" if lemma == "be" and _IN_FAVOUR.search(words) else None


def _counts(report: Report, against: bool) -> list[Count]:
    tally = report.tally
    if tally is None:
        # "rejected by 64 percent of the voters" states the share against it.
        return [
            _count(stated, report.method, "no" if against and not stated.labelled else "") for stated in report.stated
        ]
    (first, first_span), (second, second_span) = tally.first, tally.second
    if against and not tally.labelled and first > second:
        (first, first_span), (second, second_span) = tally.second, tally.first
    counts = [
        Count("yes", first, tally.unit, first_span, report.method),
        Count("no", second, tally.unit, second_span, report.method),
    ]
    if tally.third:
        counts.append(Count("abstain", tally.third[0], tally.unit, tally.third[1], report.method))
    return counts


def unanimity(counts: Sequence[Count], positions: Sequence[Position], result: str | None, method: str) -> bool | None:
    """Whether all votes cast were on the same side; None if that is unknown.

    If the text states only one side ("Three supervisors voted against the lease"), the result, or a share below 100
    percent, shows that there was another side. So does a list of only those who voted no.

    Args:
        counts: the counts of all options.
        positions: the positions of the named voters.
        result: the result of the vote.
        method: the rule that found the vote.
    """
    stated = {count.option: count for count in counts if count.option in {"yes", "no"}}
    cast = {option for option, count in stated.items() if count.value > 0}
    cast |= {position.option for position in positions} & {"yes", "no"}
    lost = {"pass": "no", "fail": "yes"}.get(result or "")
    if cast == {"yes", "no"} or lost in cast:
        return False
    if any(count.unit == "percent" and 0 < count.value < 100 for count in stated.values()):
        return False
    if method == "votes:roll@1" and cast == {"no"}:
        return False
    if any(count.value == 0 for count in stated.values()):
        apart = any(position.option in {"excused", "abstain"} for position in positions)
        abstained = any(count.option == "abstain" and count.value for count in counts)
        return None if apart or abstained or _are_apart(stated) else True
    return True if method == "votes:unanimous@1" else None


def _are_apart(sides: Mapping[str, Count]) -> bool:
    """Whether the sides are counted in different clauses, so that others may have abstained.

    As in "Nobody voted against the plan, which passed with 13 votes".
    """
    spans = sorted(count.span for count in sides.values())
    return len(spans) > 1 and spans[1].start - spans[0].end > _NEAR


def voting_method(words: str) -> str:
    """How a vote was taken, by the words of its sentence: one of the methods in the schema of `votes`."""
    for method, pattern in (
        ("referendum", REFERENDUM),
        ("voice", VOICE),
        ("roll_call", _ROLL_CALL),
        ("court", COURT),
    ):
        if pattern.search(words):
            return method
    return "unknown"
