"""Votes: what a body decided, by how many, on what.

A tally or a word such as "unanimously" counts as a vote when the verb that governs it, or the noun that it stands
with, is one of deciding, and nothing makes it future, required, hypothetical, a poll or a game.

Limits: one vote a tally; no percentages but pairs.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from onrecord.extract import lexicon
from onrecord.extract.counted import Stated, find_further, find_share, find_voters
from onrecord.extract.dates import find_date, resolve_date
from onrecord.extract.deciding import (
    CARRIED,
    COURT,
    FAIL,
    FAIL_TRANSITIVE,
    FAILING,
    GRANTS,
    MOTION_NOUNS,
    NOUNS,
    PASS,
    PASSING,
    PROCEDURAL,
    REFERENDUM,
    STANCES,
    TIE,
    VERBS,
    decides,
    is_of_court,
    is_unreal,
    purpose_of,
)
from onrecord.extract.entities import Entities
from onrecord.extract.motions import find_motion, motion_type_of
from onrecord.extract.phrases import noun_phrase
from onrecord.extract.positions import find_positions
from onrecord.extract.tallies import NUMBER, Tally, find_tallies, number
from onrecord.extract.values import Count, Position, Vote
from onrecord.ingest import Zone
from onrecord.language import ParsedArticle, Passage
from onrecord.spans import Span, hull

if TYPE_CHECKING:
    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token


_GAMES = re.compile(
    r"\b(?:games?|match(?:es)?|season|semi-?finals?|playoffs?|innings?|tournament|championship|league|teams?|coach|"
    r"quarterback|goals?|touchdowns?|chess|rounds?|sets?|regional final|charity|homers?|home run|overtime|standings|"
    r"softball|baseball|football|basketball|hockey|soccer|boxing|series|trophy|critics)\b",
    re.IGNORECASE,
)
_POLLS = re.compile(
    r"\b(?:polls?|polled|survey(?:ed)?|respondents|odds|likely voters|outnumber\w*|ratio)\b", re.IGNORECASE
)
_UNANIMOUS = re.compile(r"\b(?:unanimous(?:ly)?|without (?:dissent|opposition|objection))\b", re.IGNORECASE)
_NOT_UNANIMOUS = re.compile(
    r"(?:\b(?:not|nearly|almost|short of|less than|close to|non|lacked|without|failed to)|n[’']t)[- ]+"
    r"(?:[a-z]+ ){0,3}unanimous",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"\b(?:no one|nobody|none|not a single|no (?:members?|senators?|commissioners?))\b.{0,40}"
    r"\b(?:voted against|opposed|dissented|objected)\b",
    re.IGNORECASE,
)
_EVERYBODY = re.compile(
    r"\b(?:every|all(?: the)?(?: [\w-]+)?|each)\b.{0,25}\b(?:members?|commissioners?|councilors?|senators?|trustees)\b"
    r"(?: present)?.{0,12}\b(?:voted (?:yes|in favou?r|for|to)|supported|backed|approved)\b",
    re.IGNORECASE,
)
_ALL_NUMBER = re.compile(
    r"\ball (\w+) (?:\w+ )?(?:members|commissioners|councilors|councillors|trustees|supervisors|justices|judges)\b",
    re.IGNORECASE,
)
_VOICE = re.compile(r"\b(?:(?:on|by|in) an? voice vote|voice vote|by acclamation|show of hands)\b", re.IGNORECASE)
_ROLL_CALL = re.compile(r"\broll[- ]call\b", re.IGNORECASE)
_TIE_BREAK = re.compile(r"\b(?:broke|break|casting|deciding|tie-?break)")
_IN_FAVOUR = re.compile(r"\bin favou?r\b")
_MARGIN = re.compile(
    r"\b(?P<verb>passed|failed|lost|won|approved|rejected|defeated)\b(?:[^.;]{0,40})? "
    rf"by (?:just |only |about )?(?:{NUMBER}) votes?\b",
    re.IGNORECASE,
)
_BOUTS = lexicon.words("win lose take earn drop")
_REFUSING = lexicon.words("fail refuse decline")
# What a vote was for, behind its tally: "voted 12-3, with two abstentions, to end the strike".
_TO_DO = re.compile(r"(?:,? (?:with|along|on|last|this) [^,.;]*,?)? to [a-z]+")
# A list of all who voted so: "Voting no were Lee and Ray."
_LISTED = re.compile(r"\bvoting (?:no|against|yes|in fav|for)\b.*\b(?:was|were)\b", re.IGNORECASE)
# A part of those who vote that is told by no exact number.
_MOST = re.compile(
    r"\b(?:most|half|majority|two-thirds|three-quarters|three-fourths|\w+-fifths|(?:one|a) (?:third|quarter))(?: of)? "
    r"(?:the |all )?(?:\w+ ){1,3}?(?P<verb>voted) (?:to|for|in fav|against)\b",
    re.IGNORECASE,
)
# Words of which one stands in each of the patterns for votes without numbers.
_HINTS = re.compile(r"\b(?:unanimous|without|no|none|nobody|not|every|all|each|voice|acclamation|show)", re.IGNORECASE)
_LIGHT = lexicon.words("that this with from into approve approved would their city council board")
_LATER = 4  # paragraphs after the vote that may name voters


@dataclasses.dataclass(slots=True)
class _Report:
    """A vote while it is read: the sentence, what governs the tally, and the sense of the numbers."""

    passage: Passage
    sentence: TokenSpan
    governor: Token
    tally: Tally | None
    method: str
    stated: tuple[Stated, ...] = ()


def extract_votes(parsed: ParsedArticle, quoted: Sequence[Span], entities: Entities) -> list[Vote]:
    """All votes of an article, in text order; further sentences on a vote already read are left out.

    Args:
        parsed: the article.
        quoted: its text in quotation marks: a verb inside says nothing of a tally outside.
        entities: its entities; bodies and voters that are only described are added to them.
    """
    votes: list[Vote] = []
    passages = [p for p in parsed.passages if p.zone in {Zone.BODY, Zone.CAPTION}]
    passages += [p for p in parsed.passages if p.zone is Zone.HEADLINE]
    for passage in passages:
        sentences = list(passage.doc.sents)
        for sentence, following in zip(sentences, [*sentences[1:], None], strict=True):
            reports = list(_reports(parsed.text, passage, sentence, quoted))
            # Where a vote was told before, further names are its dissenters.
            if not reports and not votes and (roll := _roll(passage, sentence, entities)):
                reports = [roll]
            for report in reports:
                vote = _read(parsed.text, parsed.article.sidecar.published, report, following, entities)
                if vote.result is None or vote.motion is None:
                    vote = _completed(vote, _outcome(parsed, passage, sentence, quoted))
                known = next((n for n, other in enumerate(votes) if _same(parsed.text, vote, other)), None)
                if known is not None:
                    votes[known] = _with_counts(votes[known], vote)
                elif not _is_contradictory(vote):
                    votes.append(vote)
    votes.sort(key=lambda vote: vote.span)
    return [_with_later_positions(parsed, vote, votes, entities) for vote in votes]


def _with_later_positions(parsed: ParsedArticle, vote: Vote, votes: Sequence[Vote], entities: Entities) -> Vote:
    """The vote with the voters whom the next paragraphs name, as long as they are no more than were counted."""
    end = min([other.span.start for other in votes if other.span > vote.span], default=len(parsed.text))
    following = [p for p in parsed.passages if p.zone is Zone.BODY and vote.span.end <= p.span.end and p.offset < end]
    told = {position.entity for position in vote.positions}
    later: list[Position] = []
    for passage in following[: _LATER + 1]:
        for sentence in passage.doc.sents:
            if vote.span.end <= passage.place(sentence).start < end:
                later += [p for p in find_positions(passage, sentence, entities) if p.entity not in told]
                told |= {position.entity for position in later}
    stated = _each_voter_once(parsed.text, vote.positions)
    positions = _each_voter_once(parsed.text, (*stated, *later))
    if not _fit(positions, vote.counts):
        positions = stated if _fit(stated, vote.counts) else ()
    dissent = any(position.option == "no" for position in positions)
    return dataclasses.replace(vote, positions=positions, unanimous=False if dissent else vote.unanimous)


def _each_voter_once(text: str, positions: Sequence[Position]) -> tuple[Position, ...]:
    """The first position of each voter's name."""
    return tuple({position.voter.exact(text): position for position in reversed(positions)}.values())[::-1]


def _fit(positions: Sequence[Position], counts: Sequence[Count]) -> bool:
    """Whether no more voters are named for an option than were counted."""
    limits = {count.option: count.value for count in counts if count.unit == "count"}
    options = [position.option for position in positions]
    return all(options.count(option) <= limit for option, limit in limits.items())


def _with_counts(vote: Vote, further: Vote) -> Vote:
    """The vote with the counts that only a further sentence states: "approved it unanimously ... It passed 7-0"."""
    return vote if vote.counts else dataclasses.replace(vote, counts=further.counts)


def _is_contradictory(vote: Vote) -> bool:
    """Whether more votes were counted against what passed than for it: then the numbers are no votes."""
    counts = {count.option: count.value for count in vote.counts if count.unit == "count"}
    return vote.result == "pass" and counts.get("no", 0) > counts.get("yes", 0)


def _same(text: str, vote: Vote, other: Vote) -> bool:
    """Whether a report tells of a vote that was read before: no other numbers, and no other motion."""
    ours, theirs = ({c.option: c.value for c in v.counts} for v in (vote, other))
    if vote.span == other.span:
        return ours == theirs
    agree = ours == theirs or (not theirs and bool(other.unanimous) and bool(vote.unanimous))
    if ours and not agree:
        return False
    motion, earlier = (_weighty_words(v.motion.exact(text)) if v.motion else set() for v in (vote, other))
    # "the measure" points back to any motion.
    return not motion or not earlier or bool(motion & earlier) or motion <= MOTION_NOUNS or earlier <= MOTION_NOUNS


def _weighty_words(words: str) -> set[str]:
    return {word for word in re.findall(r"[a-z]{4,}", words.lower()) if word not in _LIGHT}


def _outcome(
    parsed: ParsedArticle, passage: Passage, sentence: TokenSpan, quoted: Sequence[Span]
) -> tuple[str, Span] | None:
    """Result and motion where a sentence soon after tells them: "The resolution was adopted after ..."."""
    index = parsed.passages.index(passage)
    following = [s for s in passage.doc.sents if s.start > sentence.start]
    for place, sentences in (
        (passage, following),
        *((p, list(p.doc.sents)) for p in parsed.passages[index + 1 : index + 3]),
    ):
        for other in sentences:
            if find_tallies(parsed.text, place.place(other)):
                return None
            verb = other.root
            thing = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
            if thing is None or thing.lemma_.lower() not in MOTION_NOUNS or is_unreal(verb):
                continue
            result, _ = _result(verb)
            definite = any(c.lower_ in {"the", "this", "that"} for c in thing.children if c.dep_ == "det")
            passive = thing.dep_ == "nsubjpass" or verb.lemma_.lower() in {"pass", "fail", "die"}
            if result and definite and passive and not any(run.covers(place.span_of(verb, verb)) for run in quoted):
                return result, noun_phrase(place, thing).span
    return None


def _completed(vote: Vote, outcome: tuple[str, Span] | None) -> Vote:
    if outcome is None or (vote.result is not None and vote.result != outcome[0]):
        return vote
    return dataclasses.replace(vote, result=outcome[0], motion=vote.motion or outcome[1])


def _reports(text: str, passage: Passage, sentence: TokenSpan, quoted: Sequence[Span]) -> Iterator[_Report]:
    place = passage.place(sentence)
    words = place.exact(text)
    tallies = find_tallies(text, place)
    if _POLLS.search(words):
        return
    found = False
    for tally in tallies:
        governor = _governor(passage, tally.span, sentence, quoted)
        if (
            governor is None
            or is_unreal(governor)
            or (
                _GAMES.search(words)
                and not (governor.pos_ == "VERB" and governor.lemma_ in {"vote", "approve", "reject"})
            )
        ):
            continue
        if _is_composition(text, tally, governor):
            continue
        found = True
        yield _Report(passage, sentence, governor, tally, "votes:tally@1")
    if found or _GAMES.search(words):
        return
    if (
        (_UNANIMOUS.search(words) and not _NOT_UNANIMOUS.search(words))
        or _NOBODY.search(words)
        or _EVERYBODY.search(words)
    ):
        governor = _deciding(sentence)
        if governor is not None and not is_unreal(governor):
            yield _Report(passage, sentence, governor, None, "votes:unanimous@1")
    elif _VOICE.search(words):
        governor = _deciding(sentence)
        if governor is not None and not is_unreal(governor):
            yield _Report(passage, sentence, governor, None, "votes:voice@1")
    elif report := _counted(text, passage, sentence):
        yield report


def _counted(text: str, passage: Passage, sentence: TokenSpan) -> _Report | None:
    """A vote that is told by the number of those who voted for and against, or by the share of the votes."""
    place = passage.place(sentence)
    voters = find_voters(text, place)
    if voters:
        verb = passage.tokens(Span(voters[0].anchor, voters[0].anchor + 1))[0]
        if not is_unreal(verb):
            return _Report(passage, sentence, _outcome_verb(sentence) or verb, None, "votes:voters@1", tuple(voters))
    share = find_share(text, place)
    if share is not None:
        governor = _deciding(sentence)
        if governor is not None and not is_unreal(governor) and _is_measure(passage, sentence, governor):
            return _Report(passage, sentence, governor, None, "votes:share@1", (share,))
    margin = _MARGIN.search(text, place.start, place.end)
    if margin is not None:
        verb = passage.tokens(Span(*margin.span("verb")))[0]
        if not is_unreal(verb) and _is_measure(passage, sentence, verb):
            return _Report(passage, sentence, verb, None, "votes:margin@1")
    most = _MOST.search(text, place.start, place.end)
    if most is not None:
        verb = passage.tokens(Span(*most.span("verb")))[0]
        if not is_unreal(verb):
            return _Report(passage, sentence, verb, None, "votes:share@1")
    return None


def _roll(passage: Passage, sentence: TokenSpan, entities: Entities) -> _Report | None:
    """A vote that is told by the names of those who voted: of both sides, or in a list of one."""
    words = sentence.text
    verb = next((t for t in sentence if t.lemma_.lower() == "vote" and t.pos_ in {"VERB", "NOUN"}), None)
    if verb is None or is_unreal(verb) or _POLLS.search(words) or _GAMES.search(words):
        return None
    by_option: dict[str, list[Position]] = {}
    for position in find_positions(passage, sentence, entities):
        by_option.setdefault(position.option, []).append(position)
    if not ({"yes", "no"} <= by_option.keys() or (by_option and _LISTED.search(words))):
        return None
    stated = [
        Stated(option, len(those), "count", hull(position.voter for position in those), those[0].voter.start)
        for option, those in by_option.items()
        if option in {"yes", "no", "abstain", "absent"}
    ]
    return _Report(passage, sentence, verb, None, "votes:roll@1", tuple(stated))


def _outcome_verb(sentence: TokenSpan) -> Token | None:
    """The verb by which a motion passed or failed, as in "seven members voted yes, but the measure failed"."""
    for token in sentence:
        if token.pos_ == "VERB" and token.lemma_.lower() in (PASS | FAIL) - STANCES and not is_unreal(token):
            things = [c for c in token.children if c.dep_ in {"nsubj", "nsubjpass", "dobj"} and not c.like_num]
            if any(thing.dep_ == "dobj" or thing.lemma_.lower() in MOTION_NOUNS for thing in things):
                return token
    return None


def _is_measure(passage: Passage, sentence: TokenSpan, verb: Token) -> bool:
    """Whether a measure was voted on and not a person: candidates win shares of the votes too."""
    if REFERENDUM.search(sentence.text):
        return True
    things = [c for c in verb.children if c.dep_ in {"nsubjpass", "dobj", "nsubj"}]
    named = {t.lemma_.lower() for thing in things for t in (thing, *thing.children)}
    people = any(t.ent_type_ == "PERSON" for thing in things for t in (thing, *thing.children))
    return not people and (verb.lemma_.lower() in VERBS - {"be", "win", "vote"} or bool(named & MOTION_NOUNS))


def _governor(passage: Passage, span: Span, sentence: TokenSpan, quoted: Sequence[Span]) -> Token | None:
    """The deciding verb that governs a tally, or the noun of deciding that it stands with.

    The two stand on the same side of quotation marks: else the noun alone counts.
    """
    governor, noun = _governing(passage, passage.tokens(span), sentence)
    if governor is not None:
        place = passage.span_of(governor, governor)
        if any(run.covers(place) != run.covers(span) for run in quoted):
            governor = None
    # "a 3 to 1 margin" compares any two things unless something is decided by it.
    return governor or (noun if noun is not None and noun.lemma_.lower() != "margin" else None)


def _governing(passage: Passage, tokens: Sequence[Token], sentence: TokenSpan) -> tuple[Token | None, Token | None]:
    """The deciding verb of a tally, and the noun that the tally stands with; None where there is none."""
    after = _noun_after(passage, tokens[-1])
    if after is not None:
        noun = after.lemma_.lower()
        if noun == "tie" and after.head.lemma_.lower() == "break":
            return next((c for c in after.head.children if c.lemma_.lower() in VERBS), after.head), after
        if noun == "decision" and after.head.lemma_.lower() in _BOUTS:
            return None, None
        return (_verb_of(after), after) if noun in NOUNS | GRANTS | {"split", "majority", "tie"} else (None, None)
    for start in (tokens[0], tokens[-1]):
        for token in (start, *start.ancestors):
            lemma = token.lemma_.lower()
            if lemma in NOUNS and token.pos_ == "NOUN":
                return _verb_of(token), token
            if token.pos_ in {"VERB", "AUX"}:
                if decides(token) and (
                    lemma != "be" or any(c.lemma_.lower() in NOUNS for c in token.subtree if c.dep_ == "nsubj")
                ):
                    voted = token.dep_ == "xcomp" and token.head.lemma_.lower() == "vote"
                    return token.head if voted else token, None
                break
    # "approved the plan, 5-2": the parse may hang the tally anywhere; the nearest verb before it in the sentence.
    for token in reversed([t for t in sentence if t.i < tokens[0].i]):
        if token.pos_ in {"VERB", "AUX"} and token.dep_ != "aux" and token.dep_ != "auxpass":
            return (token if token.lemma_.lower() != "be" and decides(token) else None), None
    return None, None


def _noun_after(passage: Passage, last: Token) -> Token | None:
    """The noun that a tally counts or modifies: "vote" in "5-2 party-line vote", "spaces" in "12 to 15 new spaces"."""
    noun = None
    for token in passage.doc[last.i + 1 : last.i + 6]:
        if token.ent_type_ in {"DATE", "TIME"} or not (token.pos_ in {"ADJ", "NOUN", "ADV"} or token.text == "-"):
            break
        if token.pos_ == "NOUN":
            noun = token
            if token.dep_ not in {"compound", "nmod", "amod"}:
                break
    return noun


def _verb_of(noun: Token) -> Token | None:
    """The deciding verb that a noun such as "vote" belongs to: "approved it in a 5-2 vote"."""
    for token in noun.ancestors:
        if token.pos_ == "VERB":
            return token if decides(token) else None
    return None


def _deciding(sentence: TokenSpan) -> Token | None:
    """The deciding verb nearest to the root of a sentence."""
    verbs = [
        t
        for t in sentence
        if t.pos_ == "VERB" and t.lemma_.lower() not in {"be", "send", "sign", "strike"} and decides(t)
    ]
    voted = next((t for t in sentence if (todo := purpose_of(t)) is not None and todo in verbs), None)
    if voted is not None:
        return voted
    if verbs:
        return min(verbs, key=lambda t: (len(list(t.ancestors)), t.i))
    nouns = [t for t in sentence if t.lemma_.lower() in PASSING | FAILING | {"vote", "consent"}]
    return nouns[0] if nouns else None


def _is_composition(text: str, tally: Tally, governor: Token) -> bool:
    """As in "a 5-4 majority on the court" counts seats unless it decides something."""
    after = text[tally.span.end : tally.span.end + 30]
    if re.match(
        r"[- ](?:\w+ )?(?:majority|supermajority|advantage|edge|lead|favou?rite|odds|record|start|run)\b",
        after,
    ):
        return governor.lemma_.lower() not in VERBS - {"be", "win"}
    return False


def _read(text: str, published: str | None, report: _Report, following: TokenSpan | None, entities: Entities) -> Vote:
    passage, sentence, tally = report.passage, report.sentence, report.tally
    place = passage.place(sentence)
    words = place.exact(text)
    decided = _decision(report, words)
    result, against = _result(decided, tally)
    if decided is not None and result in {"pass", "fail"} and is_of_court(decided):
        result, against = "pass", False  # yes is the side of the disposition, whatever becomes of the law
    against = against or report.governor.lemma_.lower() in FAILING
    counts = _counts(report, against)
    known = {count.option for count in counts}
    further = {one.option: one for one in find_further(text, place) if one.option not in known} if counts else {}
    counts += [Count(one.option, one.value, one.unit, one.span, report.method) for one in further.values()]
    positions = list(find_positions(passage, sentence, entities))
    if following is not None:
        told = {position.voter for position in positions}
        positions += [p for p in find_positions(passage, following, entities) if p.voter not in told]
    by_option = {count.option: count.value for count in counts}
    unanimous = _unanimity(by_option, positions, report)
    if not by_option and unanimous and (match := _ALL_NUMBER.search(words)):
        counts += _all_members(place, match)
    if result is None:
        result = _result_told_beside(words, report, decided, unanimous) or result
    date = find_date(text, place)
    body = _body(passage, report.governor, decided, sentence, entities)
    return Vote(
        span=place.trim(text) or place,
        body=body,
        motion=find_motion(passage, decided, report.governor, text),
        motion_type=motion_type_of(words, decided),
        result=result,
        voting_method=_voting_method(words),
        unanimous=unanimous,
        date_text=date,
        date=resolve_date(date.exact(text), published) if date else None,
        counts=tuple(counts),
        positions=tuple(positions),
        method=report.method,
    )


def _decision(report: _Report, words: str) -> Token | None:
    """The verb that says what was decided; "voted to approve" decides by voting, so stays "voted"."""
    governor, lemma = report.governor, report.governor.lemma_.lower()
    short = lemma == "fall" and _UNANIMOUS.search(words)
    if short or (lemma in TIE and _TIE_BREAK.search(words)):
        # What was decided by a vote that "fell short of unanimous", or once a tie was broken, another verb tells.
        others = (t for t in report.sentence if t.pos_ == "VERB" and t.lemma_.lower() in PASS | FAIL and t != governor)
        other = next((t for t in others if not is_unreal(t)), None)
        if other is not None or short:
            return other
    if report.method == "votes:roll@1" or (report.method == "votes:voters@1" and lemma in STANCES | {"vote"}):
        return None
    if governor.pos_ in {"VERB", "AUX"}:
        return governor
    for token in governor.children:
        if token.pos_ == "VERB" and token.lemma_.lower() in VERBS:
            return token
    return None


def _in_favour(verb: Token) -> bool:
    """Whether a vote was for something; "45 for, 12 against" says only who was."""
    return any(t.lower_ in {"favor", "favour"} for t in verb.subtree) or any(
        c.dep_ == "prep" and c.lower_ in {"for", "in"} and any(c.children) for c in verb.children
    )


def _result(decided: Token | None, tally: Tally | None = None) -> tuple[str | None, bool]:
    """The result, and whether the larger number stands first although the motion failed."""
    if decided is None:
        return None, False
    lemma = decided.lemma_.lower()
    if decided.dep_ == "xcomp" and decided.head.lemma_.lower() in _REFUSING:
        return "fail", decided.head.lemma_.lower() != "fail"
    particles = {c.lower_ for c in decided.children if c.dep_ in {"prt", "advmod", "prep"}}
    if lemma == "vote":
        if "down" in particles or ("against" in particles and not (tally and tally.labelled)):
            return "fail", True
        to_do = any(c.dep_ in {"xcomp", "advcl"} and any(t.tag_ == "TO" for t in c.children) for c in decided.children)
        if to_do or (_in_favour(decided) and not (tally and tally.labelled)):
            return "pass", False
        return None, False
    if lemma in {"decide", "rule"}:
        return "pass", False
    if lemma in TIE:
        return "tie", False
    if lemma in FAIL:
        return "fail", lemma in FAIL_TRANSITIVE
    return ("pass" if lemma in PASS | CARRIED | PROCEDURAL else None), False


def _result_told_beside(words: str, report: _Report, decided: Token | None, unanimous: bool | None) -> str | None:
    """The result that the words around the verb tell: equal numbers, "in favor", "unanimously"."""
    start = report.passage.place(report.sentence).start
    tally = report.tally
    noun = report.governor.lemma_.lower()
    if noun in GRANTS or noun in PASSING:
        return "pass"
    if noun in FAILING:
        return "fail"
    if purpose_of(report.governor) is not None:
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
        return None if _TIE_BREAK.search(words) else "tie"
    lemma = decided.lemma_.lower() if decided is not None else ""
    if lemma == "split" and decided is not None and _in_favour(decided):
        return "pass"
    return "pass" if lemma == "be" and _IN_FAVOUR.search(words) else None


def _counts(report: _Report, against: bool) -> list[Count]:
    tally = report.tally
    if tally is None:
        return [Count(one.option, one.value, one.unit, one.span, report.method) for one in report.stated]
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


def _all_members(place: Span, match: re.Match[str]) -> list[Count]:
    try:
        value = number(match[1])
    except (KeyError, ValueError):
        return []
    return [Count("yes", value, "count", Span(*match.span(1)).shift(place.start), "votes:unanimous@1")]


def _unanimity(counts: dict[str, float], positions: Sequence[Position], report: _Report) -> bool | None:
    if any(position.option == "no" for position in positions) or counts.get("no", 0) > 0 < counts.get("yes", 0):
        return False
    if counts:
        recused = any(position.option == "excused" for position in positions)
        return None if recused or counts.get("abstain", 0) else counts.get("no") == 0 or counts.get("yes") == 0
    return True if report.method == "votes:unanimous@1" else None


def _body(
    passage: Passage, governor: Token, decided: Token | None, sentence: TokenSpan, entities: Entities
) -> int | None:
    """The entity that voted: subject or agent of the verb, or what a noun such as "vote" belongs to."""
    for token in _body_tokens(governor, decided, sentence):
        lemma = token.lemma_.lower()
        key = entities.at(passage, token)
        known = key is not None and entities.entity_type(key) in {"organization", "group"}
        if not known and lemma not in lexicon.BODIES and token.lower_ not in lexicon.BODIES:
            continue
        if lemma in MOTION_NOUNS:
            continue
        return key if key is not None else entities.refer(noun_phrase(passage, token))
    return None


def _body_tokens(governor: Token, decided: Token | None, sentence: TokenSpan) -> Iterator[Token]:
    for verb in dict.fromkeys(v for v in (decided, governor) if v is not None):
        for child in verb.children:
            if child.dep_ == "nsubj" and not _is_number_of_members(child):
                yield from (
                    child,
                    *(t for c in child.children if c.dep_ == "prep" and c.text == "of" for t in c.children),
                )
            if child.dep_ == "agent":
                yield from (t for t in child.children if t.dep_ == "pobj")
        if verb.dep_ in {"conj", "advcl", "xcomp"}:
            yield from (c for c in verb.head.children if c.dep_ == "nsubj")
    for token in sentence:
        if token.lemma_.lower() in NOUNS:
            for child in token.children:
                if child.dep_ == "poss":
                    yield child
                if child.dep_ == "prep" and child.lower_ in {"of", "by"}:
                    yield from (t for t in child.children if t.dep_ == "pobj")
    # "The bill cleared the Senate."
    for verb in (v for v in (decided, governor) if v is not None and v.lemma_.lower() in {"clear", "pass", "squeak"}):
        yield from (c for c in verb.children if c.dep_ == "dobj" and c.lemma_.lower() in lexicon.BODIES)
    # "In a 6-0 vote, the council said": the subject of the sentence, where the vote is told beside the main verb.
    yield from (t for t in sentence if t.dep_ == "nsubj" and not _is_number_of_members(t))


def _is_number_of_members(token: Token) -> bool:
    """Whether a phrase counts some members of a body: "two members" are not the body."""
    counted = token.like_num or any(c.dep_ == "nummod" or c.like_num for c in token.children)
    return counted and token.doc[token.left_edge.i].lower_ not in {"all", "every", "the"}


def _voting_method(words: str) -> str:
    for method, pattern in (
        ("referendum", REFERENDUM),
        ("voice", _VOICE),
        ("roll_call", _ROLL_CALL),
        ("court", COURT),
    ):
        if pattern.search(words):
            return method
    return "unknown"
