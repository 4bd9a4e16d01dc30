"""Deciding: the verbs and nouns of votes, and whether what they tell took place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.extract import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

# Deciding verbs by what becomes of the motion.
PASS = lexicon.words("""
    accept adopt advance agree allow amend approve authorize back clear confirm elect enact endorse favor favour grant
    greenlight legalize override pass ratify recommend reinstate renew repeal sail scrap send sign squeak support uphold
    win fire oust dismiss reverse overturn side fund award appoint hire ban
""")
FAIL = lexicon.words("defeat reject kill block fail die fall oppose sink strike")
FAIL_TRANSITIVE = lexicon.words("defeat reject kill block")
TIE = lexicon.words("deadlock deadlocke tie")
NEUTRAL = lexicon.words("vote split decide rule be conclude")
VERBS = PASS | FAIL | TIE | NEUTRAL
NOUNS = lexicon.words(
    "vote tally decision approval margin ballot ruling rejection passage adoption count majority verdict consent"
)
MOTION_NOUNS = lexicon.words(
    "bill resolution ordinance measure amendment motion proposal plan rule bylaw text directive charter levy budget"
)
REFERENDUM = re.compile(r"\b(?:referend(?:um|a|ums)|ballot measure|plebiscite)\b", re.IGNORECASE)
COURT = re.compile(
    r"\b(?:supreme court|appeals court|court of appeals|justices|judges|(?:three|five|seven)-judge panel|circuit)\b",
    re.IGNORECASE,
)
_UNREAL = lexicon.words("will would could might may should must can")
_REQUIRING = lexicon.words("need require want expect plan hope schedule postpone delay threaten promise urge")


def is_unreal(governor: Token) -> bool:
    """Whether the vote is future, required, hypothetical or wished for."""
    for token in (governor, *governor.ancestors):
        lemma = token.lemma_.lower()
        if token.pos_ in {"VERB", "AUX"}:
            if any(
                c.dep_ in {"aux", "mark"}
                and (c.lemma_.lower() in _UNREAL or c.lower_ in {"if", "unless", "’ll", "'ll", "’d"})
                for c in token.children
            ):
                return True
            if any(c.dep_ == "neg" for c in token.children) and token.i == governor.i:
                return True
            if lemma in _REQUIRING and token.i != governor.i:
                return True
    return governor.lemma_.lower() in _REQUIRING
