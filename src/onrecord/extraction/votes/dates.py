"""Dates of votes: which date in a sentence is that of the vote, and not part of the motion.

News puts the day of the vote next to the verb or at the end of the sentence: "voted 5-2 to close the library Monday".
Dates after a limiting preposition ("until Monday"), dates in another clause ("a plan filed on Monday") and future dates
are not the vote's.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from onrecord.lang.en import lexicon
from onrecord.nlp.articles import Passage
from onrecord.nlp.noun_phrases import head_of
from onrecord.text.calendar import find_dates, is_ahead, is_long
from onrecord.text.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token

# Words before a day that is not that of the vote.
LIMITS = lexicon.words("""
    after until till by before since from through effective starting beginning for of to next between during and
    every each no
""")
# Clauses about another event than the verb above them.
_APART = frozenset({"relcl", "acl", "advcl", "pcomp", "parataxis"})
# Clauses whose vote is not dated by the verb above them: what somebody did on Monday is not the vote.
_SUBORDINATE = frozenset({"relcl", "acl", "ccomp"})
_COMING = re.compile(r"this (?!week|month|year|morning|afternoon|evening)", re.IGNORECASE)


def find_vote_date(passage: Passage, sentence: TokenSpan, governor: Token, published: str | None) -> Span | None:
    """The words that date a vote; None if the sentence has no such words.

    Args:
        passage: the paragraph.
        sentence: the sentence that reports the vote.
        governor: its verb or noun of deciding.
        published: the day of publication; later dates are not the vote's.
    """
    within = Span(sentence.start_char, sentence.end_char)
    for found in find_dates(passage.text, within):
        place = found.shift(passage.offset)
        if _dates_vote(passage, place, governor) and not is_ahead(found.exact(passage.text), published):
            return place
    return None


def _dates_vote(passage: Passage, place: Span, governor: Token) -> bool:
    tokens, words = passage.tokens(place), passage.text[place.start - passage.offset : place.end - passage.offset]
    head = head_of(tokens)
    if head is None:
        return False
    before = passage.tokens(Span(passage.offset, place.start))[-1:] if place.start > passage.offset else []
    if before and before[0].lower_ in LIMITS:
        return False
    above = {governor, *governor.ancestors}
    way = [head, *(token for token in itertools.takewhile(lambda token: token not in above, head.ancestors))]
    common = way[-1].head  # the lowest token above both
    other_way = [governor, *itertools.takewhile(lambda token: token != common, governor.ancestors)]
    if any(token.dep_ in _APART and not _is_purpose(token) for token in way) or (
        common != governor and any(token.dep_ in _SUBORDINATE for token in other_way)
    ):
        return False
    under = any(token.dep_ in {"xcomp", "ccomp"} or _is_purpose(token) for token in way)
    if is_long(words):
        # "a plan to raise fees in March": a month is the vote's only if it depends on the verb itself.
        return all(token.pos_ in {"ADP", "PROPN", "NUM"} for token in way)
    return not (under and _COMING.match(words))


def _is_purpose(token: Token) -> bool:
    """Whether a verb states what was voted on: "to close" in "voted 5-2 to close the library"."""
    return token.dep_ == "advcl" and any(child.tag_ == "TO" for child in token.children)
