r"""Measures how often rows of a kind agree with people: the tables of `onrecord.extraction.confidence`.

    python -m training.calibrate --attribution polnear_train.jsonl --entities news_entities_train.jsonl \
        --coreference coref_dev.jsonl pronouns_dev.jsonl

Of the first two, only the articles that `prepare.py` holds out are read; the third must not have been trained on. A
quote is right where its content overlaps with an annotated one at a Jaccard index of at least .5, a name where
characters and type are the same. A speaker is right where a name of the entity is a mention of the annotated entity
that the source belongs to, or where neither has a name.
"""

from __future__ import annotations

import argparse
import collections
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onrecord.evaluation.gold import Annotated, Quoted, read_gold
from onrecord.evaluation.own import article_of
from onrecord.evaluation.scores import TYPES, match, trim_name
from onrecord.extraction.extract import extract
from onrecord.nlp.articles import parse
from onrecord.text.spans import Span, hull
from training.prepare import is_held

FEWEST, BAND = 50, 100
STEPS = 5

Right = dict[tuple[str, ...], list[tuple[float, bool]]]


def held(paths: list[Path]) -> Iterator[Annotated]:
    for path in paths:
        yield from (article for number, article in enumerate(read_gold(path)) if is_held(number))


def of_quotes(articles: list[Annotated]) -> Right:
    rows: Right = collections.defaultdict(list)
    for article, parsed in zip(articles, parse(article_of(a.text) for a in articles), strict=True):
        quotes = [quote for quote in extract(parsed).quotes if quote.quote_type != "fragment"]
        own = [Quoted({"content": quote.contents, "cue": (), "source": ()}) for quote in quotes]
        right = {k for _, k in match(article.quotes or (), own)}
        for k, quote in enumerate(quotes):
            rows[quote.method, quote.quote_type, quote.kind].append((quote.probability or 0.0, k in right))
    return rows


def of_names(articles: list[Annotated]) -> Right:
    rows: Right = collections.defaultdict(list)
    for article, parsed in zip(articles, parse(article_of(a.text) for a in articles), strict=True):
        found = extract(parsed)
        types = {entity.key: entity.entity_type for entity in found.entities}
        gold = {(trim_name(article.text, span), TYPES.get(kind, kind)) for span, kind in article.names or ()}
        for mention in found.mentions:
            kind = types[mention.entity]
            if mention.mention_type == "named" and kind in {"person", "organization", "place", "group"}:
                right = (trim_name(article.text, mention.span), kind) in gold
                rows[mention.method, kind].append((mention.probability or 0.0, right))
    return rows


def of_speakers(paths: list[Path]) -> Right:
    rows: Right = collections.defaultdict(list)
    docs = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    for doc, parsed in zip(docs, parse(article_of(doc["text"]) for doc in docs), strict=True):
        found = extract(parsed)
        # The annotated entity of each name: that of the smallest annotated mention that holds it.
        annotated = [(Span(m["start"], m["end"]), m["entity_id"]) for m in doc.get("mentions") or _mentions(doc)]
        meanings = collections.defaultdict(set)
        for mention in found.mentions:
            holding = [(len(span), key) for span, key in annotated if span.covers(mention.span)]
            if mention.mention_type == "named" and holding:
                meanings[mention.entity].add(min(holding)[1])
        for quote in found.quotes:
            if quote.speaker is None or quote.source is None:
                continue
            theirs = [pair for pair in annotated if quote.source.overlaps(pair[0])]
            if not theirs:
                continue
            meant = max(theirs, key=lambda pair: _shared(quote.source, pair[0]))[1]
            own = meanings.get(quote.speaker)
            right = meant in own if own else not any(meant in others for others in meanings.values())
            rows[quote.method, quote.source_form or ""].append((0.0, right))
    return rows


def _mentions(passage: dict[str, Any]) -> list[dict[str, Any]]:
    """The mentions of a passage of GAP: two names, and a pronoun if it means one of them."""
    names = [{**name, "entity_id": number} for number, name in enumerate(passage["candidates"])]
    return [*names, *({**passage["pronoun"], "entity_id": name["entity_id"]} for name in names if name["coref"])]


def _shared(source: Span, mention: Span) -> float:
    """The Jaccard index of two spans that overlap."""
    both = min(source.end, mention.end) - max(source.start, mention.start)
    return both / len(hull([source, mention]))


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
    parser.add_argument("--coreference", type=Path, nargs="*", default=[])
    args = parser.parse_args()
    measured = (of_quotes(list(held(args.attribution))), of_names(list(held(args.entities))))
    for kinds in (*measured, of_speakers(args.coreference)):
        for kind, rows in sorted(kinds.items()):
            shown = steps(rows) if len(rows) >= FEWEST else "too few"
            print(f"    {kind}: {shown},  # {len(rows)}")


if __name__ == "__main__":
    main()
