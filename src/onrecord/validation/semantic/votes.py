"""Votes against their counts and positions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from onrecord.lang.en import voters
from onrecord.problems import Problem
from onrecord.text.numbers import numbers_in
from onrecord.text.printable import shown
from onrecord.validation.semantic.book import Book, check

_COUNTS = "vote_id option value unit"
# Words around a number that leave it as it is: "all seven members", "3 votes against". Others may change it, as in
# "all but one".
_AROUND = re.compile(
    rf"\b(?:all|the|its|their|of|other|others|just|only|votes?|yes|ayes?|yeas?|nays?|noes|against|for|in favou?r|"
    rf"opposed|percent|per cent|to|and|{voters.COUNTED})\b",
    re.IGNORECASE,
)
_BETWEEN = " \t\n,%–—-"
_NEAR = 1e-6  # a value that is written with fewer digits


def _counts(book: Book) -> Mapping[str, Mapping[str, float]]:
    """The stated counts or percentages of each vote by option."""
    counts: dict[str, dict[str, float]] = defaultdict(dict)
    for _, vote_id, option, value in book.sheets["vote_counts"].records("vote_id", "option", "value"):
        if (number := _number(value)) is not None:
            counts[vote_id][option] = number
    return counts


def _number(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None


@check(votes="vote_id unanimous", vote_counts=_COUNTS)
def unanimous_votes_have_one_side(book: Book) -> Iterator[Problem]:
    """A unanimous vote has votes on only one side."""
    votes, counts = book.sheets["votes"], _counts(book)
    for row, vote_id, unanimous in votes.records("vote_id", "unanimous"):
        yes, no = (counts.get(vote_id, {}).get(option, 0) for option in ("yes", "no"))
        if unanimous == "true" and yes and no:
            message = f"unanimous is true, but vote_counts has yes {yes:g} and no {no:g}"
            yield votes.problem("unanimous-contradicted", row, "unanimous", message)


@check(votes="vote_id result", vote_counts=_COUNTS)
def ties_have_equal_sides(book: Book) -> Iterator[Problem]:
    """A tie has the same number of votes on both sides, if both are stated."""
    votes, counts = book.sheets["votes"], _counts(book)
    for row, vote_id, result in votes.records("vote_id", "result"):
        yes, no = (counts.get(vote_id, {}).get(option) for option in ("yes", "no"))
        if result == "tie" and None not in (yes, no) and yes != no:
            message = f"result is tie, but vote_counts has yes {yes:g} and no {no:g}"
            yield votes.problem("tie-contradicted", row, "result", message)


@check(votes="vote_id vote_event_id", vote_counts=_COUNTS)
def reports_of_a_vote_agree(book: Book) -> Iterator[Problem]:
    """Reports of the same vote give the same counts for and against, if they give them."""
    votes, counts = book.sheets["votes"], _counts(book)
    first: dict[str, tuple[str, dict[str, float]]] = {}
    for row, vote_id, event_id in votes.records("vote_id", "vote_event_id"):
        stated = {option: value for option, value in counts.get(vote_id, {}).items() if option in {"yes", "no"}}
        if not stated or not event_id:
            continue
        other, before = first.setdefault(event_id, (vote_id, stated))
        if before != stated:
            message = f"the report has {_in_words(stated)}, but that of {other} has {_in_words(before)}"
            yield votes.problem("reports-differ", row, "vote_event_id", message)


def _in_words(counts: Mapping[str, float]) -> str:
    """Counts as in "yes 5, no 2"."""
    return ", ".join(f"{option} {value:g}" for option, value in sorted(counts.items(), reverse=True))


@check(vote_counts=_COUNTS, vote_positions="vote_id voter option")
def counts_cover_the_named_voters(book: Book) -> Iterator[Problem]:
    """At most as many voters are named for an option as voted for it."""
    voters: dict[tuple[str, str], list[str]] = defaultdict(list)
    for _, vote_id, voter, option in book.sheets["vote_positions"].records("vote_id", "voter", "option"):
        voters[vote_id, option].append(voter)
    counts = book.sheets["vote_counts"]
    for row, vote_id, option, value, unit in counts.records("vote_id", "option", "value", "unit"):
        named, number = voters[vote_id, option], _number(value)
        if unit == "count" and number is not None and len(named) > number:
            message = f"{option} has {value} votes, but vote_positions names {len(named)}: {', '.join(sorted(named))}"
            yield counts.problem("positions-exceed-count", row, "value", message)


@check(vote_counts="value exact")
def counts_are_those_of_their_words(book: Book) -> Iterator[Problem]:
    """A count is the number that its words state, if they state a number and nothing that changes it.

    Of several numbers, it is one of them, as in "5-2", or all together, as in "four for and one against".
    """
    counts = book.sheets["vote_counts"]
    for row, value, exact in counts.records("value", "exact"):
        number, (stated, around) = _number(value), numbers_in(exact)
        if number is None or not stated or _AROUND.sub("", around).strip(_BETWEEN):
            continue
        if all(abs(number - each) > _NEAR for each in (*stated, sum(stated))):
            says = " and ".join(f"{each:g}" for each in stated)
            message = f"value is {value}, but the words {shown(exact)} say {says}"
            yield counts.problem("count-not-in-words", row, "value", message)
