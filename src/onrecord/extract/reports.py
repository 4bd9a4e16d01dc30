"""Reports of votes: which sentences tell of one, and the word that governs what they tell.

A tally or a word such as "unanimously" counts as a vote when the verb that governs it, or the noun that it stands
with, is one of deciding, and nothing makes it future, required, hypothetical, a poll or a game.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from onrecord.extract import lexicon
from onrecord.extract.counted import VOTERS, Stated, find_share, find_voters
from onrecord.extract.deciding import (
    FAIL,
    FAILING,
    GRANTS,
    MOTION_NOUNS,
    NOUNS,
    PASS,
    PASSING,
    REFERENDUM,
    STANCES,
    TIE,
    VERBS,
    decides,
    is_unreal,
    purpose_of,
)
from onrecord.extract.entities import Entities
from onrecord.extract.positions import find_positions
from onrecord.extract.tallies import NUMBER, Tally, find_tallies
from onrecord.extract.values import Position
from onrecord.language import Passage
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
UNANIMOUS = re.compile(r"\b(?:unanimous(?:ly)?|without (?:dissent|opposition|objection))\b", re.IGNORECASE)
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
    r"(?<!nearly )(?<!almost )(?<!not )\b(?:every|all(?! but)(?: the)?(?: [\w-]+)?|each)\b.{0,25}"
    r"\b(?:members?|commissioners?|councilors?|senators?|trustees|justices|judges|jurors)\b"
    r"(?: present)?.{0,12}\b(?:voted (?:yes|in favou?r|for|to)|supported|backed|approved)\b",
    re.IGNORECASE,
)
# Views that nobody votes on.
_OF_ONE_MIND = re.compile(
    r"\bunanimous (?:recommendation|support|opinion|agreement|view|choice|selection|praise|feeling|belief)",
    re.IGNORECASE,
)
VOICE = re.compile(r"\b(?:(?:on|by|in) an? voice vote|voice vote|by acclamation|show of hands)\b", re.IGNORECASE)
_MARGIN = re.compile(
    r"\b(?P<verb>passed|failed|lost|won|approved|rejected|defeated)\b(?:[^.;]{0,40})? "
    rf"by (?:just |only |about )?(?:{NUMBER}) votes?\b",
    re.IGNORECASE,
)
_CONTENT = frozenset({"VERB", "NOUN"})
_WHEN = frozenset({"last", "this", "earlier", "late", "early"})
# Who votes only with a part of the body.
_PARTIES = lexicon.words("republicans democrats conservatives liberals tories labour independents gop parties")
_RIVALS = lexicon.words("host rival champion visitor opponent side")
_VOTER = re.compile(VOTERS, re.IGNORECASE)
_ELECTION = re.compile(r"\bwon by acclamation|\bin (?:the|an) (?:\w+ )?elections?\b", re.IGNORECASE)
_BOUTS = lexicon.words("win lose take earn drop")
# A list of all who voted so: "Voting no were Lee and Ray."
_LISTED = re.compile(r"\bvoting (?:no|against|yes|in fav|for)\b.*\b(?:was|were)\b", re.IGNORECASE)
# The same as minutes have it: "Ayes: Lee and Ray. Nays: Cole."
_AYES = re.compile(r"(?:^|[.;(]\s?)(?:yes|yeas?|ayes?|in favou?r|for)\s?:\s", re.IGNORECASE)
_NAYS = re.compile(r"(?:^|[.;(]\s?)(?:no|noes|nays?|against|opposed)\s?:\s", re.IGNORECASE)
# A part of those who vote that is told by no exact number.
_MOST = re.compile(
    r"\b(?:most|half|majority|two-thirds|three-quarters|three-fourths|\w+-fifths|(?:one|a) (?:third|quarter))(?: of)? "
    r"(?:the |all )?(?:\w+ ){1,3}?(?P<verb>voted) (?:to|for|in fav|against)\b|"
    r"(?P<verb2>voted) (?:overwhelmingly|narrowly|by an? (?:[\w-]+ ){0,3}(?:majority|margin)) to\b|"
    rf"\ball but (?:{NUMBER})(?: of)? (?:the |its )?(?:\w+ ){{1,3}}?(?P<verb3>voted) (?:to|for|in fav|against)\b",
    re.IGNORECASE,
)
# Words of which one stands in each of the patterns for votes that are counted otherwise than by a tally.
_COUNTING = re.compile(r"vot(?:ed|es?)\b|%|per ?cent|against|opposed", re.IGNORECASE)
_VOTING = re.compile(r"\bvot", re.IGNORECASE)
# The same for votes without numbers.
_HINTS = re.compile(
    r"unanimous|without|acclamation|show of hands|voice vote|dissented|objected|supported|backed|approved",
    re.IGNORECASE,
)


@dataclasses.dataclass(slots=True)
class Report:
    """A vote while it is read: the sentence, what governs the tally, and the sense of the numbers."""

    passage: Passage
    sentence: TokenSpan
    governor: Token
    tally: Tally | None
    method: str
    stated: tuple[Stated, ...] = ()


def find_reports(text: str, passage: Passage, sentence: TokenSpan, quoted: Sequence[Span]) -> Iterator[Report]:
    """The votes that a sentence reports: one a tally, or one without a tally.

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
    if not (tallies or counted or _HINTS.search(words)) or _POLLS.search(words):
        return
    found = False
    for tally in tallies:
        governor = _governor(passage, tally.span, sentence, quoted)
        if (
            governor is None
            or is_unreal(governor)
            or _is_of_party(governor)
            or _is_of_rival(passage, tally.span)
            or ((tally.unit == "percent" or governor.lemma_.lower() in {"defeat"} | TIE) and _is_of_person(governor))
            or (tally.unit == "percent" and governor.lemma_.lower() in STANCES and not REFERENDUM.search(words))
            or (governor.lemma_.lower() == "defeat" and _is_of_team(governor))
            or (
                _GAMES.search(words)
                and not (governor.pos_ == "VERB" and governor.lemma_ in {"vote", "approve", "reject"})
            )
        ):
            continue
        if _is_composition(text, tally, governor):
            continue
        found = True
        yield Report(passage, sentence, governor, tally, "votes:tally@1")
    if found or _GAMES.search(words):
        return
    if (
        (UNANIMOUS.search(words) and not _NOT_UNANIMOUS.search(words) and not _OF_ONE_MIND.search(words))
        or _NOBODY.search(words)
        or _EVERYBODY.search(words)
    ):
        governor = _deciding(sentence)
        if governor is not None and not is_unreal(governor) and not _is_of_some(governor):
            yield Report(passage, sentence, governor, None, "votes:unanimous@1")
    elif VOICE.search(words) and not _ELECTION.search(words):
        governor = _deciding(sentence)
        if governor is not None and not is_unreal(governor):
            yield Report(passage, sentence, governor, None, "votes:voice@1")
    elif counted and (report := _counted(text, passage, sentence)):
        yield report


def _counted(text: str, passage: Passage, sentence: TokenSpan) -> Report | None:
    """A vote that is told by the number of those who voted for and against, or by the share of the votes."""
    place = passage.place(sentence)
    voters = find_voters(text, place)
    if voters:
        verb = passage.tokens(Span(voters[0].anchor, voters[0].anchor + 1))[0]
        if not is_unreal(verb):
            return Report(passage, sentence, _outcome_verb(sentence) or verb, None, "votes:voters@1", tuple(voters))
    share = find_share(text, place)
    if share is not None:
        governor = _deciding(sentence)
        if governor is not None and not is_unreal(governor) and _is_measure(passage, sentence, governor):
            return Report(passage, sentence, governor, None, "votes:share@1", (share,))
    margin = _MARGIN.search(text, place.start, place.end)
    if margin is not None:
        verb = passage.tokens(Span(*margin.span("verb")))[0]
        if not is_unreal(verb) and _is_measure(passage, sentence, verb):
            return Report(passage, sentence, verb, None, "votes:margin@1")
    most = _MOST.search(text, place.start, place.end)
    if most is not None:
        verb = passage.tokens(Span(*most.span(most.lastgroup or "verb")))[0]
        if not is_unreal(verb):
            return Report(passage, sentence, verb, None, "votes:share@1")
    return None


def find_roll(passage: Passage, sentence: TokenSpan, following: TokenSpan | None, entities: Entities) -> Report | None:
    """A vote that is told by the names of those who voted: of both sides, or in a list of one.

    The other side may stand in the sentence that follows: "Voting yes were Lee and Ray. Voting no was Cole."
    """
    words = passage.text[sentence.start_char : sentence.end_char]
    beside = passage.text[following.start_char : following.end_char] if following is not None else ""
    minuted = bool(_AYES.search(words) and (_NAYS.search(words) or _NAYS.search(beside)))
    if not minuted and not _VOTING.search(words):
        return None
    verb = next((t for t in sentence if t.lower_ == "voting" or (t.lemma_ == "vote" and t.pos_ in _CONTENT)), None)
    verb = sentence.root if minuted and verb is None else verb
    if verb is None or is_unreal(verb) or _POLLS.search(words) or _GAMES.search(words):
        return None
    by_option: dict[str, list[Position]] = {}
    further = following if _LISTED.search(beside) or (minuted and _NAYS.search(beside)) else None
    for part in filter(None, (sentence, further)):
        for position in find_positions(passage, part, entities):
            by_option.setdefault(position.option, []).append(position)
    if not ({"yes", "no"} <= by_option.keys() or (by_option and _LISTED.search(words))):
        return None
    stated = [
        Stated(option, len(those), "count", hull(position.voter for position in those), those[0].voter.start)
        for option, those in by_option.items()
        if option in {"yes", "no", "abstain", "absent"}
    ]
    return Report(passage, sentence, verb, None, "votes:roll@1", tuple(stated))


def _outcome_verb(sentence: TokenSpan) -> Token | None:
    """The verb by which a motion passed or failed, as in "seven members voted yes, but the measure failed"."""
    for token in sentence:
        if token.lemma_ == "vote" and any(c.lower_ == "down" for c in token.children) and not is_unreal(token):
            return token
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
    return not _is_of_person(verb) and (
        verb.lemma_.lower() in VERBS - {"be", "win", "vote"} or bool(named & MOTION_NOUNS)
    )


def _is_of_person(verb: Token) -> bool:
    """Whether somebody is chosen or beaten: candidates win shares of the votes, too."""
    things = [c for c in verb.children if c.dep_ in {"nsubjpass", "dobj", "nsubj"}]
    return any(t.ent_type_ == "PERSON" for thing in things for t in (thing, *thing.children))


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
        if after.lower_ == "votes":
            # "predicted 17 to 19 votes" is a range, "decided by 5-4 votes" a habit.
            apart = passage.doc[tokens[0].i - 1].lower_ in {"separate", "identical", "two", "three", "both", "of", "by"}
            cases = (t for c in after.head.head.children if c.dep_ == "nsubjpass" for t in c.subtree)
            many = any(token.tag_ == "NNS" for token in cases)
            return (None, None) if many or not apart else (_verb_of(after), None)
        counted = NOUNS | GRANTS | {"split", "majority", "tie", "resolution"}
        return (_verb_of(after), after) if noun in counted else (None, None)
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


def _is_of_rival(passage: Passage, tally: Span) -> bool:
    """Whether the second number is another candidate's: "with 61 votes to 38 for Carol Finn"."""
    after = passage.tokens(Span(tally.end, passage.span.end))[:2] if tally.end < passage.span.end else []
    return len(after) == 2 and after[0].lower_ == "for" and after[1].ent_type_ == "PERSON"


def _is_of_party(verb: Token) -> bool:
    """Whether only a part of the body voted so: "Republicans voted 45-3 for the bill"."""
    return any(c.dep_ == "nsubj" and c.lower_ in _PARTIES for c in verb.children)


def _is_of_team(verb: Token) -> bool:
    """Whether what was beaten is a team: it has a name, or is a rival."""
    beaten = [c for c in verb.children if c.dep_ == "dobj"]
    return any(
        token.ent_type_ in {"ORG", "GPE", "NORP", "FAC"} or token.lemma_.lower() in _RIVALS
        for thing in beaten
        for token in (thing, *(c for c in thing.children if c.dep_ in {"appos", "compound"}))
    )


def _is_of_some(verb: Token) -> bool:
    """Whether those of one mind are no body: "the candidates unanimously opposed it"."""
    subjects = [c for c in verb.children if c.dep_ == "nsubj"]
    known = any(
        {c.lemma_.lower(), c.lower_} & lexicon.BODIES or c.ent_type_ == "ORG" or _VOTER.fullmatch(c.lower_)
        for c in subjects
    )
    return verb.lemma_.lower() in STANCES and bool(subjects) and not known


def _is_composition(text: str, tally: Tally, governor: Token) -> bool:
    """As in "a 5-4 majority on the court" counts seats unless it decides something."""
    after = text[tally.span.end : tally.span.end + 30]
    if re.match(
        r"[- ](?:[\w-]+ ){0,3}(?:majority|supermajority|advantage|edge|lead|favou?rite|odds|record|start|run)\b",
        after,
    ):
        return governor.lemma_.lower() not in VERBS - {"be", "win"}
    return False
