"""Positions: how the named voters voted.

Names are masked first, so that a statement about "Ana Ruiz, Tom Berg and Lee" has the same form as a statement about
one voter. Patterns for the few forms of these statements are more reliable than the parse of long lists of names with
titles and parties.
"""

from __future__ import annotations

import bisect
import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from onrecord.extraction.entities.entities import Entities
from onrecord.extraction.values import Position
from onrecord.lang.en import voters
from onrecord.lang.en.ballots import LABELS, NO, NO_VOTE, YES, YES_VOTE
from onrecord.nlp.articles import Passage
from onrecord.text.numbers import NUMBER
from onrecord.text.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Span as TokenSpan

_METHOD = "votes:position@2"
# The mask for a name or a list of names: a private-use character, which becomes a blank if a text contains it.
_NAME = "\ue000"
# A capitalized word, except a party with its place ("R-Tucker") and a letter that may end a sentence; or a listed word.
_TITLE = (
    r"(?:[A-Z][a-z]{0,5}\.|[A-CE-HJ-QS-Z][\w’'-]{0,40}|[DIR](?:[\w’'][\w’'-]{0,40})?|"
    r"the|fellow|vice|council|board|state|city|county|committee|party|independent|mayor|and|"
    rf"chair(?:wo)?m[ae]n|chair|president|treasurer|clerk|{voters.BEFORE_NAMES})"
)
_PARTY = r"(?:\s?\([A-Z][^()]{0,24}\)|, [DRI][-–][A-Z]\w+(?: [A-Z]\w+)?| of [A-Z]\w+(?: [A-Z]\w+)?)?"
# A clause about a voter that is not about the vote: "Lee, who wanted a cut, and Ray dissented".
_ASIDE = (
    rf", who (?!(?:\w{{2,8}}\w{{0,8}} )?(?:voted|cast|abstained|dissented|recused|opposed|supported|backed|was|were)\b)"
    rf"[^,.;{_NAME}]{{2,60}}"
)
# A list of names. Lists are masked before statements are matched: matching from each place of a long list is too slow.
_NAMES = re.compile(rf"{_NAME}(?:{_PARTY}(?:(?:{_ASIDE})?[,;]|,? along with| &| and) (?:{_TITLE} ){{0,6}}{_NAME})*")
# Titles before names, without the words that statements begin with.
_TITLES = re.compile(rf"\b(?!and )(?:(?!(?:With|Only|Joining) ){_TITLE}(?<!-) ){{1,5}}(?={_NAME})")
_LIST = rf"{_NAME}{_PARTY}(?:(?<=\w),(?= ))?"
# Words between voters and what they did: a clause about them, "who", an adverb.
_BETWEEN = (
    rf"(?:,(?! who (?:voted|cast|abstained|dissented))[^,;.{_NAME}]{{2,70}},)?(?: [—–])?(?:,? who)?"
    r"(?: (?:both|all|each|alone|also|then|later|had|again|[a-z]+ly))*,?"
)
_LONE = r"(?:lone|only|sole|single|two|three|four|five|six)"
_AGAINST = rf"(?:{NO}|[“\"‘'](?:{NO})[,”\"’']*|against|in opposition|in dissent)"
_FOR = rf"(?:{YES}|[“\"‘'](?:{YES})[,”\"’']*|in favou?r|in support|for(?!\s+{_NAME}))"
_NO_VOTE = rf"(?:(?:{NO_VOTE}|[“\"‘']no[,”\"’']*) votes?|votes? (?:against|in opposition))"
_BROKE = rf"broke (?:a|an|the)(?: {NUMBER}[-–—]{NUMBER})? tie,?"
_DENY = r"(?:reject|defeat|kill|block|deny|oppose|sink)\w*"
_CASTING = (
    r"(?:cast|used|exercised) (?:the|an?|his|her|their) (?:tie-?breaking|deciding|casting) vote(?: on)?(?: [A-Z]\w+)?"
)
_WHO_VOTED = r"(?:\w+ ){0,2}(?:to vote|voting) (?:no|against)"
_LEFT = r"broke (?:ranks|with (?:his|her|their) (?:party|colleagues)) (?:to vote|and voted|in voting)"
# Words for what voters did, by option: after the voters, and after "with" and the voters.
_DID = {
    "no": rf"voted {_AGAINST}\b|(?:was|were) on the losing (?:end|side) of\b|dissented\b|objected\b|"
    rf"(?:was|were) (?:opposed|against|in opposition)\b|"
    rf"cast (?:(?:the|a|an|one of the) )?(?:{_LONE} )?{_NO_VOTE}|"
    rf"{_CASTING} (?:to {_DENY}|against)|"
    rf"(?:was|were) (?:the|one of the) (?:{_LONE} )?(?:{_NO_VOTE}|dissenters?|holdouts?|opponents?|{_WHO_VOTED})|"
    rf"{_BROKE} (?:to {_DENY}|(?:by|,) voting {_AGAINST})|{_LEFT} {_AGAINST}",
    "yes": rf"voted {_FOR}\b|crossed the aisle to (?:support|back|vote for)\b|"
    rf"(?:sided|voted|joined) with the majority|"
    rf"{_BROKE} (?:to (?!{_DENY})\w|in favou?r|"
    rf"casting the (?:deciding )?vote (?:to (?!{_DENY})\w|that (?:sent|passed))|(?:by|,) voting {_FOR})|"
    rf"cast (?:(?:the|a) )?(?:{_LONE} )?(?:{YES_VOTE}) votes?|"
    rf"{_CASTING} (?:to (?!{_DENY})\w|for|in favou?r)",
    "abstain": r"abstained\b|sat out (?:the|that)\b|voted [“\"‘']?present\b|declined to vote\b",
    "not_voting": r"did not vote\b|didn[’']t vote\b",
    "excused": r"recused (?:him|her|them)sel(?:f|ves)\b|(?:was|were) recused\b|(?:was|were) excused\b",
    "absent": rf"(?:was|were) (?:absent|not present|out sick|ill|out of town|away)\b|"
    rf"missed the (?:{NUMBER}[-–]{NUMBER} )?(?:vote|meeting)\b|"
    r"did not attend\b|(?:was|were) not at the meeting\b|"
    r"(?:left|walked out(?: of)?)(?: the (?:meeting|room|chamber|hall))?(?: early)? (?:before|ahead of) the vote\b",
}
_DOING = {
    "no": rf"dissenting|opposed|opposing|objecting|preferring|favou?ring an?|voting {_AGAINST}|"
    r"in (?:opposition|dissent)|against|"
    rf"(?:as )?the (?:{_LONE} )?(?:{_NO_VOTE}|dissenters?|holdouts?)|"
    rf"casting (?:the )?(?:{_LONE} )?{_NO_VOTE}|providing (?:the )?(?:{_LONE} )?{_NO_VOTE}",
    "yes": rf"voting {_FOR}|in favou?r|breaking ranks to (?:side|vote) with the majority|siding with the majority|"
    r"joining the majority",
    "abstain": r"abstaining|voting [“\"‘']?present|sitting out",
    "not_voting": r"not voting",
    "excused": r"recused|recusing (?:him|her|them)sel(?:f|ves)|excused",
    "absent": r"absent|missing|not present|out (?:sick|of town)|away|walking out(?: (?:before|ahead of) the vote)?",
}
# Words before the voters: "Voting no were Lee and Ray."
_BEFORE = {
    "no": rf"(?:voting {_AGAINST}|opposed|dissenting|opposing)(?:\s[^.;:{_NAME}]{{1,80}}?)??",
    "yes": rf"(?:voting {_FOR}|in favou?r)(?:\s[^.;:{_NAME}]{{1,80}}?)??",
    "abstain": r"abstaining(?: from the vote)?",
    "excused": r"recusing (?:him|her|them)sel(?:f|ves)|recused",
    "absent": r"absent(?: from the (?:vote|meeting))?",
}
_LABEL = re.compile("|".join(LABELS.values()), re.IGNORECASE)  # "Nays" is not a name
# The place after a party: "Lee, R-Tucker".
OF_PARTY = re.compile(r"\b[DRI][-–]\Z")
_IN = re.compile(r"\b(?:of|from|in|at|near|for|to)\s\Z")
_DISSENTERS = (
    rf"\b(?:the|an?) (?:{_LONE} )?(?:dissenters?|{_NO_VOTE}|opposition|holdouts?|{_WHO_VOTED})"
    r" (?:was|were|came from|(?:was|were) cast by|belonged to)"
)


# Every statement contains one of these words; they are matched first, because the statements are slow.
_STANCE = re.compile(
    r"vot|dissent|oppos|object|against|favou?r|prefer|abstain|abstention|recus|excused|absent|missing|present|attend|meeting|"
    r"sick|\bill\b|out of town|away|sat out|sitting out|tie\b|majority|casting|holdout|losing|paired|support|back|rank|"
    r"(?:yes|yeas?|ayes?|no|noes|nays?|for)\s?[:—–;.-]|, (?:yes|yea|aye|no|nay)\b",
    re.IGNORECASE,
)


@functools.cache
def _statements() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The statements, compiled when the first sentence with a vote is read, as that takes a tenth of a second."""
    return tuple(_patterns())


def _patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yields the statements: an option and a pattern with the voters as the group `who`."""
    for option, did in _DID.items():
        yield option, re.compile(rf"(?P<who>{_LIST}){_BETWEEN} (?:{did})")
    for option, doing in _DOING.items():
        doing = rf",? (?:all |both |alone )?(?:{doing})\b"
        yield option, re.compile(rf"\b[Ww]ith(?: only)? (?P<who>{_LIST}){doing}")
        # "with Lee opposed and Ray abstaining", "with one member, Lee, abstaining"
        yield option, re.compile(rf"\bwith [^.;]{{3,90}}?,? and (?P<who>{_LIST}){doing}")
        yield option, re.compile(rf"\bwith {NUMBER}(?: [a-z]+){{1,3}}, (?P<who>{_LIST}){doing}")
    for option, before in _BEFORE.items():
        yield option, re.compile(rf"\b(?i:{before}) (?:was|were)(?: only)? (?P<who>{_LIST})")
    for option, label in LABELS.items():
        yield option, re.compile(rf"(?:^|[.;,(]\s?)(?i:{label})\s?[:—–-]\s?(?P<who>{_LIST})")
    yield "no", re.compile(rf"(?i:{_DISSENTERS}) (?P<who>{_LIST})")
    yield "no", re.compile(rf"(?P<who>{_LIST}{_BETWEEN} dissented,? (?:and (?:was|were) )?joined by {_LIST})")
    yield (
        "no",
        re.compile(
            rf"\bwith (?P<who>{_LIST}),? among (?:those|the) (?:opposed|opposing|voting against|no votes|dissenters)"
        ),
    )
    majority = rf"for (?:the|a) (?:{NUMBER}[-–]{NUMBER} )?(?:majority|court)"
    yield (
        "yes",
        re.compile(rf"(?P<who>{_LIST}),? (?:writing|who wrote|wrote)(?: the (?:majority )?opinion)? {majority}"),
    )
    yield "yes", re.compile(rf"\b[Ww]riting {majority}, (?P<who>{_LIST})")
    yield "no", re.compile(rf"(?P<who>{_LIST})(?: could be| was| were) heard voting {_AGAINST}\b")
    yield "no", re.compile(rf"\bwhile (?P<who>{_LIST}) (?:opposed|objected)\b")
    for option, label in LABELS.items():
        yield option, re.compile(rf"(?:^|[.;:]\s?)(?P<who>{_LIST}), (?i:{label})(?=\s?[;.]|$)")
    yield "no", re.compile(rf"(?P<who>{_LIST} joined {_LIST}) (?i:in (?:voting {_AGAINST}|dissent\w*|oppos\w+))")
    yield (
        "no",
        re.compile(
            rf"\b[Jj]oining (?P<who>{_LIST} (?:in (?:opposition|dissent|voting {_AGAINST})) (?:was|were) {_LIST})"
        ),
    )
    yield "no", re.compile(rf"\b[Oo]nly (?P<who>{_LIST}) opposed ")
    yield "yes", re.compile(rf"\b[Oo]nly (?P<who>{_LIST}) (?:supported|backed|favou?red) ")
    yield "other", re.compile(rf"(?P<who>{_LIST}{_BETWEEN} (?:was|were) paired with {_LIST})")


def find_positions(passage: Passage, sentence: TokenSpan, entities: Entities) -> Iterator[Position]:
    """Yields the positions of the voters whom a sentence names, each name once, in text order."""
    words = passage.tokens(passage.place(sentence))
    if not words:
        return
    place = passage.span_of(words[0], words[-1])
    people = [
        mention
        for mention in entities.inside(place)
        if mention.mention_type == "named"
        and entities.entity_type(mention.entity) in {"person", "place"}  # countries vote, too
        and not _LABEL.fullmatch(mention.span.shift(-passage.offset).exact(passage.text))
        and not OF_PARTY.search(before := mention.span.shift(-passage.offset).prefix(passage.text))
        and not (entities.entity_type(mention.entity) == "place" and _IN.search(before))
    ]
    if not people:
        return
    masked, firsts = _masked(
        passage.text, place.shift(-passage.offset), [mention.span.shift(-passage.offset) for mention in people]
    )
    lists = [match.start() for match in re.finditer(_NAME, masked)]
    options: dict[int, str] = {}
    for option, statement in _statements() if _STANCE.search(masked) else ():
        for match in statement.finditer(masked):
            first, after = (firsts[bisect.bisect_left(lists, end)] for end in match.span("who"))
            for number in range(first, after):
                options.setdefault(number, option)
    for number, option in sorted(options.items()):
        yield Position(people[number].span, people[number].entity, option, place, _METHOD)


def _masked(text: str, place: Span, names: Sequence[Span]) -> tuple[str, list[int]]:
    """The words of a place with masked names, and for each mask the number of names before it.

    Each list of names, without titles, becomes a single mask, and each run of white space a single blank. The last
    number, after those of the masks, is the number of all names.
    """
    parts, start = [], place.start
    for name in names:
        parts += [text[start : name.start].replace(_NAME, " "), _NAME]
        start = name.end
    parts.append(text[start : place.end].replace(_NAME, " "))
    lengths: list[int] = []

    def listed(match: re.Match[str]) -> str:
        lengths.append(match[0].count(_NAME))
        return _NAME

    masked = _NAMES.sub(listed, " ".join("".join(parts).split()))
    return _TITLES.sub("", masked), list(itertools.accumulate(lengths, initial=0))
