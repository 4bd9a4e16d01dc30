"""Rows of articles that nobody had looked at, for readers to judge by eye, and what they found.

    python -m training.judged sheet PACKAGE
    python -m training.judged scores training/labels/judged_b.jsonl

The first prints a sheet for each article: its text, then its rows with their places. The second prints the shares of
rows that are right, with intervals over articles. Verdicts are lines of JSON: the text's hash, the table, where the row
stands, and the verdict. `ok` is a row that is right in everything; the others say what is wrong.
"""

from __future__ import annotations

import argparse
import collections
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import onrecord
from onrecord.evaluation.figures import share_of
from training.texts import hash_of

# The verdicts of each table: `ok`, then what may be wrong; a row gets the first that fits.
VERDICTS: dict[str, tuple[str, ...]] = {
    "quotes": ("ok", "not", "content", "speaker", "type"),
    "claims": ("ok", "opinion", "cut", "claimant"),
    "mentions": ("ok", "wrong"),
    "entities": ("ok", "garbage", "type", "merged", "split"),
}


def sheets(package: Path) -> Iterator[str]:
    """A sheet for each article: its text and its rows; each row begins with its table and its place."""
    tables = onrecord.load(package, "polars")
    names = {row["entity_id"]: row for row in tables["entities"].to_dicts()}
    read = ("quotes", "claims", "mentions", "quote_spans")
    of_article: dict[str, Any] = {name: collections.defaultdict(list) for name in read}
    for name, rows in of_article.items():
        for row in tables[name].sort("start").to_dicts():
            rows[row["article_id"]].append(row)
    for article in tables["articles"].to_dicts():
        own = {name: rows[article["article_id"]] for name, rows in of_article.items()}
        text = (package / article["text_path"]).read_bytes().decode()
        yield "\n".join([f"# {hash_of(text)}", text, *_rows(own, names)])


def _rows(own: Mapping[str, Sequence[dict[str, Any]]], names: Mapping[str, dict[str, Any]]) -> Iterator[str]:
    """The lines of an article's rows."""
    sources = {row["quote_id"]: row["exact"] for row in own["quote_spans"] if row["role"] == "source"}
    for row in own["quotes"]:
        speaker = names[row["speaker_id"]]["name"] if row["speaker_id"] else row["speaker_status"]
        source = sources.get(row["quote_id"])
        facts = f"{row['quote_type']} {row['kind']} {row['polarity']} | source: {source} | speaker: {speaker}"
        yield f"quotes {row['start']}-{row['end']} | {facts} | cue: {row['cue']} | {row['text']}"
    for row in own["claims"]:
        claimant = names[row["claimant_id"]]["name"] if row["claimant_id"] else row["claimant"] or "(the outlet)"
        facts = f"{row['stance']} {row['certainty']}{' negated' if row['negated'] else ''}"
        yield f"claims {row['start']}-{row['end']} | {claimant} | {facts} | {row['text']}"
    first: dict[str, dict[str, Any]] = {}
    for row in own["mentions"]:
        entity = names[row["entity_id"]]
        if row["mention_type"] == "named":
            first.setdefault(row["entity_id"], row)
        else:
            yield f"mentions {row['start']}-{row['end']} | {row['exact']} -> {entity['name']}"
    for entity_id, row in first.items():
        entity = names[entity_id]
        facts = f"{entity['entity_type']} | role: {entity['role']} | also: {entity['aliases']}"
        yield f"entities {row['start']}-{row['end']} | {entity['name']} | {facts}"


def shares(labels: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The share of rows of each table that are right, and of each fault, with intervals."""
    for table, verdicts in VERDICTS.items():
        articles: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
        for label in labels:
            if label["table"] == table:
                articles[label["text"]][label["verdict"]] += 1
        total = sum(articles.values(), collections.Counter())
        if unknown := total.keys() - set(verdicts):
            raise ValueError(f"{table}: no such verdicts: {', '.join(sorted(unknown))}")
        yield f"{table}: {total.total()} rows of {len(articles)} articles"
        for verdict in verdicts:
            counts = [(own[verdict], own.total()) for own in articles.values()]
            value, low, high = share_of(counts)
            yield f"    {verdict}: {total[verdict]}, {value:.3f} ({low:.3f}-{high:.3f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    sheet = commands.add_parser("sheet", help="print the rows of a package's articles")
    sheet.add_argument("package", type=Path)
    scores = commands.add_parser("scores", help="print the shares of rows that are right")
    scores.add_argument("labels", type=Path)
    args = parser.parse_args()
    if args.command == "sheet":
        print("\n\n".join(sheets(args.package)))
    else:
        lines = args.labels.read_text(encoding="utf-8").splitlines()
        print("\n".join(shares([json.loads(line) for line in lines])))


if __name__ == "__main__":
    main()
