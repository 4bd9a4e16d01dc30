"""Negation and certainty of a proposition, read from its words without a parse.

The extractor reads negation and certainty from a parse, and keeps a claim only if this second, simpler reading gives
the same. The validator, which is independent of the extractor, checks each row with it. So a lost negation, a dropped
hedge or a reversed value is found.
"""

from __future__ import annotations

import collections
import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|\S")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Subjects and objects that negate their clause.
NEGATIVE_PRONOUNS = _words("none nobody nothing neither")
NEGATORS = NEGATIVE_PRONOUNS | _words("not no never nor cannot hardly scarcely barely")
POSSIBLE = _words("may might could possibly perhaps maybe potentially possible")
PROBABLE = _words("""
    likely probably expect expected expects estimated estimates presumably apparently unlikely appear appears appeared
    seem seems seemed
""")
# Auxiliaries of what is to come.
FUTURE = _words("will wo shall ’ll 'll")
# Words of hearsay: the writer does not vouch for the statement.
HEARSAY = _words("reportedly allegedly purportedly supposedly")
# Adjectives before "that" with a proposition: "It is possible that".
POSSIBLE_THAT, PROBABLE_THAT = _words("possible conceivable unclear"), _words("likely probable")
_HEDGES = _words("""
    may might could would should can must will possibly perhaps maybe probably likely unlikely allegedly reportedly
    apparently seemingly potentially presumably nearly almost about roughly approximately around
""")
_QUANTIFIERS = _words("all every each some most many few several half both only any much more less fewer least")
# Words that begin a condition.
CONDITIONS = _words("if unless")
# Auxiliaries that do so before their subject: "should it rain".
INVERTED = _words("should had were")
_EXCLUSIONS = _words("without except")
# Words that begin a subordinate clause, or a phrase with its own statement.
_SUBORDINATORS = _words("""
    that which who whom whose because if when while although though since unless whether after before until where why
    how what to as than for
""")
_RELATIVES = _words("that which who")
_SAYING = _words("said says say told claimed claims claim wrote believes believed")
_AFTER_A_NOUN = _words("of for by in on from and or were are had have was is")
# Tokens after a "no" that is a vote or an answer. An opening quotation mark is not: there is no “basis” for it.
_AFTER_AN_ANSWER = frozenset({"vote", "votes", "", ".", ",", ";", "!", "?", "”", "’"})
_COORDINATORS = _words("and but or then yet so")
# "It is likely that ...", and not "it was likely to fail and that ...".
_THAT = r"\b[^.?!]*(?<!\band )(?<!\bbut )(?<!\bor )\bthat\s*[“\"‘']?$"
_AHEAD_POSSIBLE = re.compile(rf"\b(?:{'|'.join(sorted(POSSIBLE_THAT))}){_THAT}", re.IGNORECASE)
_AHEAD_PROBABLE = re.compile(rf"\b(?:{'|'.join(sorted(PROBABLE_THAT))}){_THAT}", re.IGNORECASE)
# Lemmas of cues that deny the content; lemmas of cues that weaken it -> its certainty.
DENIALS = _words("deny dispute refute rebut reject dismiss")
UNSURE_CUES: Mapping[str, str] = {
    **dict.fromkeys(("suggest", "speculate"), "possible"),
    **dict.fromkeys(("estimate", "predict", "expect", "believe", "think"), "probable"),
}
# The same in all their forms, including nouns.
_CUE_POSSIBLE = re.compile(r"\b(?:suggest|speculat)", re.IGNORECASE)
_CUE_PROBABLE = re.compile(r"\b(?:estimat|predict|expect|believ|think|thought)", re.IGNORECASE)
_DENYING = re.compile(
    r"\b(?:den(?:y|ies|ied|ying|ial)|disput(?:e|es|ed|ing)|refut(?:e|es|ed|ing)|rebut|reject|dismiss)", re.IGNORECASE
)
# How many characters before and after a proposition are read.
CONTEXT = 80
_BEFORE = re.compile(r"([\w’']+)[^\S\n]\Z")
# Nouns before a clause about what may be, not about what is.
_UNSETTLED = re.compile(
    r"\b(odds|chances?|risk|possibility|hopes?|fears?|likelihood|danger|prospect)\b[^.?!;]{0,25}\bthat\s*$",
    re.IGNORECASE,
)
_AFTER = re.compile(r",?[^\S\n]([\w’']+)")
_RIGHT_AFTER = re.compile(r"[ \t]+([\w’']+)")
# Words that continue a proposition if there is no punctuation before them.
_GOES_ON = _words("""
    to that who whom whose which what how the a an his her its their our my your is are was were be been has have
    had will would should of
""")
_NUMBER_AFTER = re.compile(r"\s([$€£]?\d[\d.,]*)")


def tokens(text: str) -> list[str]:
    """Words with their apostrophes, numbers with their separators, and punctuation marks."""
    return _TOKEN.findall(text)


def is_negator(word: str) -> bool:
    """Whether a word negates: "not", "never", "nobody", "isn't"."""
    folded = word.lower().replace("’", "'")
    return folded in NEGATORS or folded.endswith("n't")


def is_negated(text: str) -> bool:
    """Whether the main clause of a proposition is negated."""
    return any(is_negator(word) and not _is_answer(before, word, after) for before, word, after in _triples(text))


def _is_answer(before: str, word: str, after: str) -> bool:
    """Whether "no" is a vote, an answer or a number: "cast the only no vote", "voted no.", "told him no", "No 1".

    Nor does "none other than" negate anything.
    """
    if word.lower() == "none" and after.lower() == "other":
        return True
    votes = before.lower().startswith(("vote", "voting"))
    return word.lower() == "no" and (votes or after.lower() in _AFTER_AN_ANSWER or after[:1].isdigit())


def certainty(text: str, before: str = "", cue: str = "") -> str:
    """The stated certainty of a proposition: `certain`, `probable`, `possible`, or `unknown` for "allegedly".

    Args:
        text: the proposition.
        before: the text before it, for "It is possible that".
        cue: the cue of its attribution, for "predicted".
    """
    pairs = _pairs(text)
    words = {word for word, after in pairs if not _is_other(word, after)}
    words |= {pairs[0][0].lower()} if pairs and pairs[0][0] != "May" else set()
    if words & POSSIBLE or _AHEAD_POSSIBLE.search(before):
        return "possible"
    if words & PROBABLE or _AHEAD_PROBABLE.search(before):
        return "probable"
    if words & HEARSAY:
        return "unknown"
    if _CUE_POSSIBLE.search(cue):
        return "possible"
    return "probable" if _CUE_PROBABLE.search(cue) else "certain"


def _is_other(word: str, after: str) -> bool:
    """Whether a word is not a hedge in its context: "likely voters", "could not find it", "will appear in May"."""
    if word == "estimates":
        return after.lower() in _AFTER_A_NOUN or not after.isalnum()  # "the traffic estimates were high"
    if word in {"appear", "appears", "appeared", "seem", "seems", "seemed"}:
        return after.lower() not in {"to", "that", "likely", "as"} and not after.endswith(("ed", "able", "al", "ful"))
    return after.startswith("voter") or (word == "could" and after == "not")


def denies(cue: str) -> bool:
    """Whether a source with this cue denies what is reported."""
    return bool(_DENYING.search(cue))


def left_out(text: str, exact: str) -> str:
    """The words that a proposition wrongly leaves out of its evidence; empty if it leaves out nothing wrongly.

    Words left out inside must be set off by punctuation or followed by "and" or the like, as an inserted "she said" or
    the predicate of another clause is. One or two words that are set off must not change the meaning.

    Args:
        text: the proposition, all of whose words are in `exact` in this order.
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
    """The words of a claim's evidence, and which of them may be left out.

    Sets of places are bits of a number: bit n is the n-th word, counted from 1, and bit 0 the place before all words.
    So all ways of matching the first words of a proposition are followed at once.

    Args:
        there: the words and punctuation marks of the evidence.
    """

    def __init__(self, there: Sequence[str]) -> None:
        self.words = [token for token in there if _is_word(token)]
        places = [place for place, token in enumerate(there) if _is_word(token)]
        folded = [word.lower() for word in self.words]
        self._at: dict[str, int] = collections.defaultdict(int)
        for number, word in enumerate(self.words):
            self._at[word] |= 2 << number
        # Words with a mark after them; words with a mark, or a word that joins clauses, before them.
        self._opens = _bits(place + 1 < len(there) and not _is_word(there[place + 1]) for place in places) << 1
        self._closes = (
            _bits(
                place > 0 and (not _is_word(there[place - 1]) or there[place - 1].lower() in _COORDINATORS)
                for place in places
            )
            << 1
        )
        # Places before a word without weight, before a relative pronoun, and after a verb of saying.
        self._light = _bits(not _is_loaded(word) for word in self.words)
        self._relative = _bits(word in _RELATIVES for word in folded)
        self._said = _bits(word in _SAYING for word in folded) << 2

    def after(self, reached: int, word: str, *, inside: bool) -> int:
        """The places that a word may have after the places `reached`, if the words between may be left out."""
        following = reached << 1
        if inside:
            # "training which he said focused on leadership"
            following |= self._said & _from(_lowest(reached & self._relative) << 2)
            # Three words or more may be left out if set off on one side; one or two, only words without weight.
            following |= _from(_lowest(reached & self._opens) << 4)
            following |= self._closes & _from(_lowest(reached) << 4)
            skips_one = (reached & self._light) << 2
            skips_two = (reached & self._light & self._light >> 1) << 3
            following |= (skips_one | skips_two) & self._closes
            opened = reached & self._opens & self._light
            following |= opened << 2 | (opened & self._light >> 1) << 3
        return following & self._at.get(word, 0)

    def gap(self, reached: int, word: str) -> str:
        """The words between the first of the places `reached` and the next place of a word."""
        before = _lowest(reached).bit_length() - 1
        later = self._at.get(word, 0) >> before + 1
        after = before + _lowest(later).bit_length() - 1 if later else len(self.words)
        return " ".join(self.words[before:after]) or word


def _bits(values: Iterable[bool]) -> int:
    """A number with a bit for each value, the lowest for the first."""
    return int("".join("1" if value else "0" for value in values)[::-1] or "0", 2)


def _lowest(number: int) -> int:
    """The number with only its lowest bit."""
    return number & -number


def _from(bit: int) -> int:
    """All bits from a bit on; 0 for 0."""
    return -bit


def cut_off(before: str, after: str) -> str:
    """The word next to a proposition without which it means something else; empty if there is no such word.

    As in "Not all | members agreed", "the odds that | it closes", "it will close | if it rains", "gave her | $600,000",
    "prompted many | to leave", "is one of four cases | that the report names".
    """
    left, right = _BEFORE.search(before), _AFTER.match(after)
    if left and _is_loaded(left[1]):
        return left[1]
    if unsettled := _UNSETTLED.search(before):
        return unsettled[1]
    if right and right[1].lower() in CONDITIONS:
        return right[1]
    following = _RIGHT_AFTER.match(after)
    if following and following[1].lower() in _GOES_ON:
        return following[1]
    number = _NUMBER_AFTER.match(after)
    return number[1] if number else ""


def _main(found: Sequence[str]) -> tuple[int, int]:
    """Where the first main clause begins and ends among the tokens of a text."""
    start = found.index(",") + 1 if found and found[0].lower() in _SUBORDINATORS and "," in found else 0
    places = range(start + 1, len(found))
    return start, next((n for n in places if found[n].lower() in _SUBORDINATORS), len(found))


@functools.lru_cache(maxsize=64)  # negation and certainty are read from the same words in turn
def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    """The words of the first main clause, each with the next word, which may begin another clause."""
    found = tokens(text)
    start, end = _main(found)
    return tuple(zip(found[start:end], [*found[start + 1 : end], *(found[end : end + 1] or [""])], strict=True))


def _triples(text: str) -> Iterator[tuple[str, str, str]]:
    """The words of the first main clause, each with its neighbours."""
    pairs = _pairs(text)
    return zip(["", *(word for word, _ in pairs)], *zip(*pairs, strict=True), strict=False) if pairs else iter(())


def _is_word(token: str) -> bool:
    return token[0].isalnum()


def _is_loaded(word: str) -> bool:
    """Whether a word changes the meaning of its neighbours: negators, hedges, quantifiers, conditions, numbers."""
    folded = word.lower()
    return is_negator(word) or folded in _HEDGES | _QUANTIFIERS | CONDITIONS | _EXCLUSIONS or word[0].isdigit()
