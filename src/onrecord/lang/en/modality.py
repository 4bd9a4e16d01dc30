"""What the words of a proposition say of it, read word by word and without a parse.

The extractor reads negation and certainty from a parse. It keeps a claim only where this second, plainer reading comes
to the same; the validator, which knows nothing of the extractor, holds each row to it. So a negation that is lost, a
hedge that is dropped or a value that is turned around does not pass.
"""

from __future__ import annotations

import collections
import functools
import re
from collections.abc import Iterable, Sequence

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
    evidence = _Evidence(tokens(exact))
    reached = 1
    for number, word in enumerate(filter(_is_word, tokens(text))):
        following = evidence.after(reached, word, inside=number > 0)
        if not following:
            return evidence.gap(reached, word)
        reached = following
    return " ".join(evidence.words[reached.bit_length() - 1 :])


class _Evidence:
    """The words of a claim's evidence, and what of them may be left out.

    Which words the first so many words of a proposition may end with is the bits of a number: bit n stands for the n-th
    word, and the lowest for none. So all of them are looked at together.

    Args:
        there: the words and marks of the evidence.
    """

    def __init__(self, there: Sequence[str]) -> None:
        self.words = [token for token in there if _is_word(token)]
        places = [place for place, token in enumerate(there) if _is_word(token)]
        folded = [word.lower() for word in self.words]
        self._at: dict[str, int] = collections.defaultdict(int)
        for number, word in enumerate(self.words):
            self._at[word] |= 2 << number
        # Words behind which a mark stands; and before which one does, or a word that joins clauses.
        self._opens = _bits(place + 1 < len(there) and not _is_word(there[place + 1]) for place in places) << 1
        self._closes = (
            _bits(
                place > 0 and (not _is_word(there[place - 1]) or there[place - 1].lower() in _COORDINATORS)
                for place in places
            )
            << 1
        )
        # Before the word that bears no weight, before one that begins a clause, and behind a verb of saying.
        self._light = _bits(not _is_loaded(word) for word in self.words)
        self._relative = _bits(word in _RELATIVES for word in folded)
        self._said = _bits(word in _SAYING for word in folded) << 2

    def after(self, reached: int, word: str, *, inside: bool) -> int:
        """The places that a word may have behind some others, what is left out between them being such as may be."""
        following = reached << 1
        if inside:
            # "training which he said focused on leadership"
            following |= self._said & _from(_lowest(reached & self._relative) << 2)
            # Three words or more may go where they are set off on one side; one or two, where they bear no weight.
            following |= _from(_lowest(reached & self._opens) << 4)
            following |= self._closes & _from(_lowest(reached) << 4)
            one = (reached & self._light) << 2
            two = (reached & self._light & self._light >> 1) << 3
            following |= (one | two) & self._closes
            opened = reached & self._opens & self._light
            following |= opened << 2 | (opened & self._light >> 1) << 3
        return following & self._at.get(word, 0)

    def gap(self, reached: int, word: str) -> str:
        """The words between the first of some places and the next place of a word."""
        before = _lowest(reached).bit_length() - 1
        later = self._at.get(word, 0) >> before + 1
        after = before + _lowest(later).bit_length() - 1 if later else len(self.words)
        return " ".join(self.words[before:after]) or word


def _bits(are: Iterable[bool]) -> int:
    """A number with a bit for each, the lowest for the first."""
    return int("".join("1" if one else "0" for one in are)[::-1] or "0", 2)


def _lowest(number: int) -> int:
    """The lowest bit of a number alone."""
    return number & -number


def _from(bit: int) -> int:
    """All bits from one on; none where there is no bit."""
    return -bit


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
