"""What the words of a proposition say of it, read word by word and without a parse.

The extractor reads negation and certainty from a parse. It keeps a claim only where this second, plainer reading comes
to the same; the validator, which knows nothing of the extractor, holds each row to it. So a negation that is lost, a
hedge that is dropped or a value that is turned around does not pass.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|\S")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NEGATORS = _words("not no never none nobody nothing neither nor cannot without hardly scarcely barely")
_POSSIBLE = _words("may might could possibly perhaps maybe potentially possible")
_PROBABLE = _words("""
    likely probably expect expected expects estimated estimates presumably apparently unlikely appear appears appeared
    seem seems seemed
""")
# What somebody else is said to hold: who writes it does not vouch for it.
_HEARSAY = _words("reportedly allegedly purportedly supposedly")
_HEDGES = _words("""
    may might could would should can must will possibly perhaps maybe probably likely unlikely allegedly reportedly
    apparently seemingly potentially presumably nearly almost about roughly approximately around
""")
_QUANTIFIERS = _words("all every each some most many few several half both only any much more less fewer least")
_CONDITIONS = _words("if unless")
# What begins a clause inside another, or a phrase with statements of its own.
_SUBORDINATORS = _words("""
    that which who whom whose because if when while although though since unless whether after before until where why
    how what to as than for
""")
_RELATIVES = _words("that which who")
_SAYING = _words("said says say told claimed claims claim wrote believes believed")
_AFTER_A_NOUN = _words("of for by in on from and or were are had have was is")
# What may stand behind a "no" that negates nothing; an opening quotation mark may not: there is no “basis” for it.
_AFTER_AN_ANSWER = frozenset({"vote", "votes", "", ".", ",", ";", "!", "?", "”", "’"})
_COORDINATORS = _words("and but or then yet so")
# "It is likely that ...", and not "it was likely to fail and that ...".
_THAT = r"\b[^.?!]*(?<!\band )(?<!\bbut )(?<!\bor )\bthat\s*[“\"‘']?$"
_AHEAD_POSSIBLE = re.compile(rf"\b(?:possible|conceivable|unclear){_THAT}", re.IGNORECASE)
_AHEAD_PROBABLE = re.compile(rf"\b(?:likely|probable){_THAT}", re.IGNORECASE)
_CUE_POSSIBLE = re.compile(r"\b(?:suggest|speculat)", re.IGNORECASE)
_CUE_PROBABLE = re.compile(r"\b(?:estimat|predict|expect|believ|think|thought)", re.IGNORECASE)
_DENYING = re.compile(
    r"\b(?:den(?:y|ies|ied|ying|ial)|disput(?:e|es|ed|ing)|refut(?:e|es|ed|ing)|rebut|reject|dismiss)", re.IGNORECASE
)
# Characters before and after a proposition that are looked at.
BESIDE = 80
_BEFORE = re.compile(r"([\w’']+)\s$")
# Nouns after which a clause tells what may be, and not what is.
_UNSETTLED = re.compile(
    r"\b(odds|chances?|risk|possibility|hopes?|fears?|likelihood|danger|prospect)\b[^.?!;]{0,25}\bthat\s*$",
    re.IGNORECASE,
)
_AFTER = re.compile(r",?\s([\w’']+)")
_RIGHT_AFTER = re.compile(r"[ \t]+([\w’']+)")
# Words before which no proposition is complete where no mark stands between.
_GOES_ON = _words("""
    to that who whom whose which what how the a an his her its their our my your is are was were be been has have
    had will would of
""")
_NUMBER_AFTER = re.compile(r"\s([$€£]?\d[\d.,]*)")


def tokens(text: str) -> list[str]:
    """Words with their apostrophes, numbers with their separators, and marks."""
    return _TOKEN.findall(text)


def is_negator(word: str) -> bool:
    """Whether a word negates: "not", "never", "nobody", "isn't"."""
    folded = word.lower().replace("’", "'")
    return folded in _NEGATORS or folded.endswith("n't")


def is_negated(text: str) -> bool:
    """Whether the main clause of a proposition has a negation."""
    # "cast the only no vote", "voted no.", "told him no": there it is what somebody voted or answered.
    return any(
        is_negator(word) and not (word.lower() == "no" and after.lower() in _AFTER_AN_ANSWER)
        for word, after in _pairs(text)
    )


def certainty(text: str, before: str = "", cue: str = "") -> str:
    """How certain a proposition is made to be: `certain`, `probable`, `possible`, or `unknown` for "allegedly".

    Args:
        text: the proposition.
        before: what stands before it, for "It is possible that".
        cue: the words by which its source is reported to say it, for "predicted".
    """
    pairs = _pairs(text)
    words = {word for word, after in pairs if not _is_other(word, after)}
    words |= {pairs[0][0].lower()} if pairs and pairs[0][0] != "May" else set()
    if words & _POSSIBLE or _AHEAD_POSSIBLE.search(before):
        return "possible"
    if words & _PROBABLE or _AHEAD_PROBABLE.search(before):
        return "probable"
    if words & _HEARSAY:
        return "unknown"
    if _CUE_POSSIBLE.search(cue):
        return "possible"
    return "probable" if _CUE_PROBABLE.search(cue) else "certain"


def _is_other(word: str, after: str) -> bool:
    """Whether a word is no hedge where it stands: "likely voters", "could not find it", "will appear in May"."""
    if word == "estimates":
        return after.lower() in _AFTER_A_NOUN or not after.isalnum()  # "the traffic estimates were high"
    if word in {"appear", "appears", "appeared", "seem", "seems", "seemed"}:
        return after.lower() not in {"to", "that", "likely", "as"} and not after.endswith(("ed", "able", "al", "ful"))
    return after.startswith("voter") or (word == "could" and after == "not")


def denies(cue: str) -> bool:
    """Whether who is reported with these words denies what is reported."""
    return bool(_DENYING.search(cue))


def left_out(text: str, exact: str) -> str:
    """Words that a proposition may not leave out of its evidence; empty where it leaves out none.

    What it leaves out inside must be set off by marks or end with "and" and the like, as an inserted "she said" is, or
    the predicate of another clause. A single word that is set off may not be one that changes the meaning.

    Args:
        text: the proposition, all of whose words stand in `exact` in this order.
        exact: the evidence, from the first word of the proposition to its last.
    """
    if text == exact:
        return ""
    wanted, there = [token for token in tokens(text) if _is_word(token)], tokens(exact)
    # The places in the evidence that each word may have, so that what is left out before it may be.
    reached = {-1}
    for number, word in enumerate(wanted):
        places = [place for place, token in enumerate(there) if token == word]
        following = {
            place
            for place in places
            if any(before < place and _may_go(there[before + 1 : place], number > 0) for before in reached)
        }
        if not following:
            return _gap(there, min(reached), word)
        reached = following
    return " ".join(filter(_is_word, there[max(reached) + 1 :]))


def _may_go(gap: Sequence[str], inside: bool) -> bool:
    """Whether a stretch of the evidence may be left out."""
    words = [token for token in gap if _is_word(token)]
    if not words:
        return True
    if words[0].lower() in _RELATIVES and words[-1].lower() in _SAYING:
        return inside  # "training which he said focused on leadership"
    opens, closes = not _is_word(gap[0]), not _is_word(gap[-1]) or gap[-1].lower() in _COORDINATORS
    return inside and (opens or closes) and (len(words) > 2 or not any(map(_is_loaded, words)))


def _gap(there: Sequence[str], before: int, word: str) -> str:
    """What stands between a place and the next place of a word."""
    after = there.index(word, before + 1) if word in there[before + 1 :] else len(there)
    return " ".join(token for token in there[before + 1 : after] if _is_word(token)) or word


def cut_off(before: str, after: str) -> str:
    """The word beside a proposition without which it means something else.

    As in "Not all | members agreed", "the odds that | it closes", "it will close | if it rains", "gave her | $600,000",
    "prompted many | to leave", "is one of four cases | that the report names".
    """
    left, right = _BEFORE.search(before), _AFTER.match(after)
    if left and _is_loaded(left[1]):
        return left[1]
    if unsettled := _UNSETTLED.search(before):
        return unsettled[1]
    if right and right[1].lower() in _CONDITIONS:
        return right[1]
    following = _RIGHT_AFTER.match(after)
    if following and following[1].lower() in _GOES_ON:
        return following[1]
    number = _NUMBER_AFTER.match(after)
    return number[1] if number else ""


@functools.lru_cache(maxsize=64)  # negation and certainty are asked of the same words in turn
def _main(text: str) -> tuple[int, int]:
    """Where the first main clause begins and ends among the tokens of a text."""
    found = tokens(text)
    start = found.index(",") + 1 if found and found[0].lower() in _SUBORDINATORS and "," in found else 0
    places = range(start + 1, len(found))
    return start, next((n for n in places if found[n].lower() in _SUBORDINATORS), len(found))


def _pairs(text: str) -> list[tuple[str, str]]:
    """The words of the first main clause, each with the one behind it, which may begin another clause."""
    found, (start, end) = tokens(text), _main(text)
    return list(zip(found[start:end], [*found[start + 1 : end], *(found[end : end + 1] or [""])], strict=True))


def _is_word(token: str) -> bool:
    return token[0].isalnum()


def _is_loaded(word: str) -> bool:
    """Whether a word changes what the words beside it say: negators, hedges, quantifiers, conditions, numbers."""
    folded = word.lower()
    return is_negator(word) or folded in _HEDGES | _QUANTIFIERS | _CONDITIONS or word[0].isdigit()
