"""Measures the votes that are read in passages whose tags are known: the figures of docs/method.md.

    python -m training.measure_votes training/labels/votes_held.txt

Prints, for all votes and by method, how many are found, and of those how many have the right counts, result, unanimity,
named voters and motion; and how many votes are read in passages without one. A motion is right if it shares half of its
characters with the tagged one. Counts that follow from a complete roll of names need not be tagged.
"""

from __future__ import annotations

import argparse
import collections
import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from onrecord.evaluation.own import article_of
from onrecord.extraction.extract import extract
from onrecord.extraction.values import Vote
from onrecord.extraction.votes.numerals import find_numerals
from onrecord.nlp.articles import parse
from onrecord.nlp.vote_tags import DECISIONS, NUMBERS, VOTERS
from onrecord.text.spans import Span
from training.vote_passages import Passage, lines_of, passage

TITLE = "Local report\n\n"
# Voters who did not take part are named by several words, which the tags tell apart more finely than readers do.
AWAY = {"absent", "excused", "not_voting"}


@dataclasses.dataclass
class Tagged:
    """A vote of a passage as it is tagged; `vague` are options whose numbers are not numerals, such as "a few"."""

    counts: dict[str, float] = dataclasses.field(default_factory=dict)
    vague: set[str] = dataclasses.field(default_factory=set)
    result: str | None = None
    is_unanimous: bool = False
    voters: set[tuple[str, str]] = dataclasses.field(default_factory=set)
    motions: list[Span] = dataclasses.field(default_factory=list)

    @property
    def unanimous(self) -> bool | None:
        """Whether all votes cast were on one side; None if that does not follow, or if somebody abstained."""
        sides = [self.counts.get("yes"), self.counts.get("no")]
        if self.is_unanimous:
            return True
        if all(sides):
            return False
        apart = self.counts.get("abstain") or any(option in {"excused", "abstain"} for _, option in self.voters)
        return True if 0.0 in sides and any(sides) and not apart else None


def tagged(own: Passage) -> list[Tagged]:
    """The votes of a passage."""
    found: dict[int, Tagged] = collections.defaultdict(Tagged)
    for start, end, kind, number in own.tags:
        vote, words = found[number], own.text[start:end]
        if kind in NUMBERS:
            values = [numeral.value for numeral in find_numerals(words, Span(0, len(words)))]
            for option in NUMBERS[kind]:
                if len(values) == 1:
                    vote.counts[option] = max(values[0], vote.counts.get(option, 0.0))
                else:
                    vote.vague.add(option)
        elif kind in VOTERS:
            vote.voters.add((words.split()[-1], VOTERS[kind]))
        elif kind in DECISIONS:
            # What is tied may yet pass, and what was only voted on, too.
            vote.result = DECISIONS[kind] if kind in {"P", "F"} or vote.result is None else vote.result
        elif kind == "U":
            vote.is_unanimous = True
        elif kind == "M":
            vote.motions.append(Span(start, end).shift(len(TITLE)))
    return [vote for vote in found.values() if vote.counts or vote.result or vote.voters]


def fit(text: str, gold: Tagged, own: Vote) -> dict[str, bool]:
    """Which parts of a vote are read as they are tagged."""
    counts = {count.option: count.value for count in own.counts}
    options = {option for _, option in gold.voters}
    is_roll = not gold.counts and {"yes", "no"} <= options
    away = next((counts[option] for option in AWAY if option in counts), None)
    counts = {**{o: v for o, v in counts.items() if o not in AWAY}, **({"absent": away} if away is not None else {})}
    same = all(counts.get(o) == gold.counts.get(o) for o in ("yes", "no", "abstain", "absent") if o not in gold.vague)
    motion = max((_shared(own.motion, span) for span in gold.motions if own.motion), default=0.0)
    return {
        "counts": is_roll or same,
        "result": own.result == gold.result or (is_roll and gold.result is None),
        "unanimity": bool(own.unanimous) == bool(gold.unanimous),
        "voters": _voters(gold.voters) == _voters({(p.voter.exact(text).split()[-1], p.option) for p in own.positions}),
        "motion": not gold.motions or motion >= 0.5,
    }


def _voters(named: set[tuple[str, str]]) -> set[tuple[str, str]]:
    return {(name, "away" if option in AWAY else option) for name, option in named}


def _shared(one: Span | None, other: Span) -> float:
    if one is None or not one.overlaps(other):
        return 0.0
    return (min(one.end, other.end) - max(one.start, other.start)) / (
        max(one.end, other.end) - min(one.start, other.start)
    )


def pairs(text: str, gold: Sequence[Tagged], own: Sequence[Vote]) -> Iterator[tuple[Tagged, Vote, dict[str, bool]]]:
    """Each tagged vote with the vote that fits it best, each once."""
    fits = [(k, n, fit(text, one, other)) for k, one in enumerate(gold) for n, other in enumerate(own)]
    seen: tuple[set[int], set[int]] = (set(), set())
    for k, n, parts in sorted(fits, key=lambda item: -sum(item[2].values())):
        if k not in seen[0] and n not in seen[1]:
            seen[0].add(k)
            seen[1].add(n)
            yield gold[k], own[n], parts


def show(name: str, found: Sequence[Mapping[str, bool]]) -> None:
    """Prints the share of votes with each part right."""
    if found:
        parts = " ".join(f"{part} {sum(own[part] for own in found) / len(found):.3f}" for part in found[0])
        print(f"{name}: {len(found)}; {parts}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("passages", type=Path, nargs="+")
    args = parser.parse_args()
    passages = [passage(line) for path in args.passages for line in lines_of(path)]
    articles = [article_of(f"{TITLE}{own.text}\n") for own in passages]
    rows: list[tuple[str, dict[str, bool]]] = []
    votes = with_votes = read = false = further = 0
    for own, parsed in zip(passages, parse(articles), strict=True):
        found = extract(parsed).votes
        gold = tagged(own)
        if not gold:
            false += len(found)
            continue
        matched = list(pairs(parsed.text, gold, found))
        votes, with_votes, read = votes + len(gold), with_votes + 1, read + bool(found)
        further += len(found) - len(matched)
        for _, vote, parts in matched:
            whole = all(right for part, right in parts.items() if part != "motion")
            rows.append(
                (vote.method, {**parts, "counts and result": parts["counts"] and parts["result"], "whole": whole})
            )
    print(f"passages with a vote: {with_votes}, found in {read / with_votes:.3f}")
    print(f"votes: {votes}, found {len(rows) / votes:.3f}")
    print(f"votes in passages without one: {false}; further votes in the others: {further}")
    show("all", [parts for _, parts in rows])
    for method in sorted({method for method, _ in rows}):
        show(method, [parts for own, parts in rows if own == method])


if __name__ == "__main__":
    main()
