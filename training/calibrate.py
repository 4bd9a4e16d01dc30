"""Measures how often rows of a kind agree with people: the tables of `onrecord.extraction.confidence`.

    python -m training.calibrate --attribution polnear_train.jsonl --entities news_entities_train.jsonl

Only the articles that `prepare.py` holds out are read. A quote is right where its content overlaps with an annotated
one at a Jaccard index of at least .5, a name where characters and type are the same.
"""

from __future__ import annotations

import argparse
import collections
from collections.abc import Iterator
from pathlib import Path

from onrecord import nlp
from onrecord.evaluation.gold import Annotated, Quoted, read_gold
from onrecord.evaluation.own import article_of
from onrecord.evaluation.scores import TYPES, match, trim_name
from onrecord.extraction import extract
from training.prepare import is_held

FEWEST, BAND = 50, 100
STEPS = 5

Right = dict[tuple[str, ...], list[tuple[float, bool]]]


def held(paths: list[Path]) -> Iterator[Annotated]:
    for path in paths:
        yield from (article for number, article in enumerate(read_gold(path)) if is_held(number))


def of_quotes(articles: list[Annotated]) -> Right:
    rows: Right = collections.defaultdict(list)
    for article, parsed in zip(articles, nlp.parse(article_of(a.text) for a in articles), strict=True):
        quotes = [quote for quote in extract(parsed).quotes if quote.quote_type != "fragment"]
        own = [Quoted({"content": quote.contents, "cue": (), "source": ()}) for quote in quotes]
        right = {k for _, k in match(article.quotes or (), own)}
        for k, quote in enumerate(quotes):
            rows[quote.method, quote.quote_type, quote.kind].append((quote.probability or 0.0, k in right))
    return rows


def of_names(articles: list[Annotated]) -> Right:
    rows: Right = collections.defaultdict(list)
    for article, parsed in zip(articles, nlp.parse(article_of(a.text) for a in articles), strict=True):
        found = extract(parsed)
        types = {entity.key: entity.entity_type for entity in found.entities}
        gold = {(trim_name(article.text, span), TYPES.get(kind, kind)) for span, kind in article.names or ()}
        for mention in found.mentions:
            kind = types[mention.entity]
            if mention.mention_type == "named" and kind in {"person", "organization", "place", "group"}:
                right = (trim_name(article.text, mention.span), kind) in gold
                rows[mention.method, kind].append((mention.probability or 0.0, right))
    return rows


def steps(rows: list[tuple[float, bool]]) -> tuple[tuple[float, float], ...]:
    """Bands of equally many rows, each with the share that is right; bands whose share is not higher are joined."""
    rows = sorted(rows)
    if rows[0][0] == rows[-1][0]:
        return ((0.0, round(sum(right for _, right in rows) / len(rows), 2)),)
    number = min(STEPS, len(rows) // BAND) or 1
    bands = [rows[k * len(rows) // number : (k + 1) * len(rows) // number] for k in range(number)]
    joined: list[list[tuple[float, bool]]] = []
    for band in bands:
        joined.append(band)
        while len(joined) > 1 and share(joined[-1]) <= share(joined[-2]):
            joined[-2:] = [joined[-2] + joined[-1]]
    return tuple((round(band[0][0], 3) if k else 0.0, round(share(band), 2)) for k, band in enumerate(joined))


def share(rows: list[tuple[float, bool]]) -> float:
    return sum(right for _, right in rows) / len(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--attribution", type=Path, nargs="*", default=[])
    parser.add_argument("--entities", type=Path, nargs="*", default=[])
    args = parser.parse_args()
    for measure, paths in ((of_quotes, args.attribution), (of_names, args.entities)):
        for kind, rows in sorted(measure(list(held(paths))).items()):
            shown = steps(rows) if len(rows) >= FEWEST else "too few"
            print(f"    {kind}: {shown},  # {len(rows)}")


if __name__ == "__main__":
    main()
