"""Measures how copies of articles are found: the figures of docs/method.md.

    python -m training.copies

The articles are made of the sentences of `labels/votes_*.txt`; each sentence recurs in about ten articles. A family is
an article and what an outlet might make of it, or two articles that are no copies although they share sentences.
Prints, for each kind of family, its shares of shingles and how many of its pairs are found; how many pairs of articles
of different families are taken for copies; and the time for 10,000 articles, made of the same sentences again.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from onrecord.building.copies import Imprint, Relation, relate
from onrecord.building.sketching import sketch
from onrecord.ingestion.layout import lay_out
from training.vote_passages import lines_of, passage

LABELS = Path(__file__).parent / "labels"
FAMILIES = 100  # of each kind
SHORTEST, LONGEST = 8, 28  # sentences of an article
Sentences = Sequence[str]


class Pen:
    """Writes sentences in an order that depends on the seed only."""

    def __init__(self, seed: int) -> None:
        passages = (passage(line).text for path in sorted(LABELS.glob("votes_?.txt")) for line in lines_of(path))
        self._sentences = [text for text in dict.fromkeys(passages) if len(text.split()) >= 10]
        self.random = random.Random(seed)
        self._left: list[str] = []

    def write(self, count: float) -> list[str]:
        """New sentences, at least one; when all are used, they are shuffled and used again."""
        written = []
        for _ in range(max(1, round(count))):
            if not self._left:
                self._left = self.random.sample(self._sentences, len(self._sentences))
            written.append(self._left.pop())
        return written

    def reworded(self, sentences: Sentences, share: float) -> list[str]:
        """Sentences with other words in the place of a share of theirs, each by itself."""
        others = " ".join(self.write(4)).split()
        return [
            " ".join(self.random.choice(others) if self.random.random() < share else word for word in sentence.split())
            for sentence in sentences
        ]

    def replaced(self, sentences: Sentences, share: float) -> list[str]:
        """Sentences of which a share is replaced by others, at least one."""
        changed = list(sentences)
        places = self.random.sample(range(len(changed)), max(1, round(share * len(changed))))
        for place, sentence in zip(places, self.write(len(places)), strict=True):
            changed[place] = sentence
        return changed


Pair = tuple[Sentences, Sentences]
Maker = Callable[[Pen, list[str]], Pair]


def framed(own: int, frame: int) -> Maker:
    """Two articles with a number of sentences of their own, between sentences that both have."""

    def make(pen: Pen, _: list[str]) -> Pair:
        shared = pen.write(frame)
        first, second = ([*shared[: frame // 2], *pen.write(own), *shared[frame // 2 :]] for _ in range(2))
        return first, second

    return make


# What outlets make of an article.
COPIES: dict[str, Maker] = {
    "the same words, other marks": lambda _, text: (
        text,
        [re.sub("[“”]", '"', line.replace("—", "--")) for line in text],
    ),
    "5 % of the sentences replaced": lambda pen, text: (text, pen.replaced(text, 0.05)),
    "20 % of the sentences replaced": lambda pen, text: (text, pen.replaced(text, 0.2)),
    "5 % of the words replaced": lambda pen, text: (text, pen.reworded(text, 0.05)),
    "10 % of the words replaced": lambda pen, text: (text, pen.reworded(text, 0.1)),
    "cut to the first third": lambda _, text: (text, text[: max(3, len(text) // 3)]),
    "cut to the first half, 5 % of its words replaced": lambda pen, text: (
        text,
        pen.reworded(text[: len(text) // 2], 0.05),
    ),
    "a local paragraph added": lambda pen, text: (text, [*text[:2], *pen.write(len(text) / 5), *text[2:]]),
    "inside a report of twice the length": lambda pen, text: (
        text,
        [*pen.write(len(text) / 2), *text, *pen.write(len(text) / 2)],
    ),
    "a new lead of three sentences": lambda pen, text: (text, [*pen.write(3), *text[1:]]),
    "50 % of the sentences replaced, both credit one agency": lambda pen, text: (text, pen.replaced(text, 0.5)),
    "50 % of the sentences replaced, no credit": lambda pen, text: (text, pen.replaced(text, 0.5)),
}
# What is no copy although sentences are the same.
OTHERS: dict[str, Maker] = {
    "two reports of one vote, 15 % in both (quotes)": lambda pen, text: (
        text,
        [*pen.write(0.85 * len(text)), *text[: round(0.15 * len(text))]],
    ),
    "two reports, the last 30 % in both (background)": lambda pen, text: (
        text,
        [*pen.write(0.7 * len(text)), *text[-round(0.3 * len(text)) :]],
    ),
    "the same, both credit one agency": lambda pen, text: (
        text,
        [*pen.write(0.7 * len(text)), *text[-round(0.3 * len(text)) :]],
    ),
    "police briefs, 3 of 7 sentences in both": framed(4, 3),
    "weekly columns, 40 % a frame": framed(9, 6),
    "weekly columns, 60 % a frame": framed(4, 6),
}


def page(sentences: Sentences) -> str:
    """The text of an article with a headline, and two sentences in a paragraph."""
    paragraphs = [" ".join(sentences[place : place + 2]) for place in range(0, len(sentences), 2)]
    return "\n\n".join(["Local report", *paragraphs]) + "\n"


def imprint(name: str, sentences: Sentences, **facts: str) -> Imprint:
    """The imprint of an article."""
    text = page(sentences)
    return Imprint(name, sketch(text, lay_out(text)), **facts)


def family(pen: Pen, kind: str, make: Maker, number: int) -> Iterator[Imprint]:
    """The two articles of a family, of two outlets, or of one if it is a column."""
    is_credited = "both credit" in kind
    pair = make(pen, pen.write(pen.random.randint(SHORTEST, LONGEST)))
    for which, sentences in enumerate(pair):
        facts = {
            "publisher": "The Saltmere Herald" if which and "column" not in kind else "The Tarn Courier",
            "credit": "WNA" if is_credited else "",
            "published": f"2031-05-{13 + which}",
        }
        yield imprint(f"{kind} / {number} / {which}", sentences, **facts)


def kind_of(relation: Relation) -> str | None:
    """The kind of the family that a relation is in; None if it is between families."""
    one, other = (name.rpartition(" / ")[0] for name in (relation.article_id, relation.related_id))
    return one.rpartition(" / ")[0] if one == other else None


def measure(seed: int) -> None:
    """Prints how many pairs of each kind are found, and how many wrong pairs."""
    pen = Pen(seed)
    kinds = {**COPIES, **OTHERS}
    imprints = [
        each for kind, make in kinds.items() for number in range(FAMILIES) for each in family(pen, kind, make, number)
    ]
    relations = [each for each in relate(imprints) if each.relation in {"same_text", "near_duplicate"}]
    print("| pairs of articles | found as copies | likeness | containment |\n| --- | --- | --- | --- |")
    for kind in kinds:
        found = [relation for relation in relations if kind_of(relation) == kind]
        shares = [
            f"{statistics.median(getattr(relation, column) for relation in found):.2f}" if found else ""
            for column in ("likeness", "containment")
        ]
        print(f"| {kind} | {len(found) / FAMILIES:.2f} | {shares[0]} | {shares[1]} |")
    wrong = sum(kind_of(relation) is None for relation in relations)
    print(f"\nPairs of different families among {len(imprints):,} articles that are taken for copies: {wrong}")


def clock(seed: int, articles: int) -> None:
    """Prints how long the sketches of many articles take, and their relations."""
    pen = Pen(seed)
    texts = [pen.write(pen.random.randint(SHORTEST, LONGEST)) for _ in range(articles * 9 // 10)]
    texts += [pen.replaced(pen.random.choice(texts), 0.1) for _ in range(articles - len(texts))]
    begin = time.process_time()
    pages = [page(text) for text in texts]
    layouts = [lay_out(text) for text in pages]
    middle = time.process_time()
    laid_out, begin = middle - begin, middle
    imprints = [Imprint(f"{n:07}", sketch(*both)) for n, both in enumerate(zip(pages, layouts, strict=True))]
    middle = time.process_time()
    relations = relate(imprints)
    end = time.process_time()
    print(
        f"{articles:,} articles, a tenth of them copies, CPU: layouts {laid_out:.1f} s, "
        f"sketches {middle - begin:.1f} s, relations {end - middle:.1f} s; {len(relations):,} relations"
    )


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=1, help="another seed makes other articles")
    parser.add_argument("--articles", type=int, default=10_000, help="for how many articles the time is measured")
    options = parser.parse_args()
    measure(options.seed)
    clock(options.seed, options.articles)


if __name__ == "__main__":
    main()
