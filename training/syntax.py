"""Adds spaCy's parse to the data, for the reader to learn: tag, dependency, head and sentence start of each token.

    python training/syntax.py DATA OUT LABELS.json [--known LABELS.json]

A token is represented by its first piece; pieces that represent none have the label -100.
"""

from __future__ import annotations

import argparse
import collections
import json
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import spacy

from onrecord.nlp.documents import plain
from onrecord.nlp.pipeline import find
from onrecord.nlp.word_pieces import Pieces
from onrecord.text.spans import Span
from training.prepare import paragraphs


def representatives(pieces: Pieces, tokens: list[tuple[int, int]]) -> list[int]:
    """The piece of each token: the first that begins in it and represents no token yet; -1 where there is none."""
    found, free = [], 0
    for start, end in tokens:
        k = int(np.searchsorted(pieces.starts, start, side="left"))
        k = max(k, free)
        if k < len(pieces) and pieces.starts[k] < end:
            found.append(k)
            free = k + 1
        else:
            found.append(-1)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("texts", type=Path, nargs="+", help="the gold files that the data was made of, in any order")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--labels", type=Path, required=True)
    parser.add_argument("--known", action="store_true", help="take the labels as they stand in the file")
    args = parser.parse_args()
    pipeline = spacy.load(find(), exclude=["ner"])
    texts = {(p.stem, d["id"]): d["text"] for p in args.texts for d in map(json.loads, p.open(encoding="utf-8"))}
    items: list[dict[str, Any]] = pickle.loads(args.data.read_bytes())
    tags: collections.Counter[str] = collections.Counter()
    deps: collections.Counter[str] = collections.Counter()
    parsed = []
    for item in items:
        text = texts[item["file"], item["id"]]
        own: list[Span] = paragraphs(text)
        rows = []
        for paragraph, doc in zip(own, pipeline.pipe(plain(p.exact(text)) for p in own), strict=True):
            places = [(t.idx + paragraph.start, t.idx + len(t) + paragraph.start) for t in doc]
            found = representatives(item["pieces"], places)
            for token, k in zip(doc, found, strict=True):
                if k >= 0:
                    tags[f"{token.tag_}|{token.pos_}"] += 1
                    deps[token.dep_] += 1
                    head = found[token.head.i]
                    rows.append(
                        (k, f"{token.tag_}|{token.pos_}", token.dep_, head if head >= 0 else k, token.is_sent_start)
                    )
        parsed.append(rows)
    if args.known:
        known = json.loads(args.labels.read_text())
    else:
        known = {
            "tags": [t for t, n in tags.most_common() if n >= 20],
            "deps": [d for d, n in deps.most_common() if n >= 20],
        }
        args.labels.write_text(json.dumps(known))
    tag_ids, dep_ids = ({name: k for k, name in enumerate(known[key])} for key in ("tags", "deps"))
    for item, rows in zip(items, parsed, strict=True):
        n = len(item["pieces"])
        table = np.full((4, n), -100, dtype=np.int64)
        for k, tag, dep, head, starts in rows:
            table[:, k] = tag_ids.get(tag, -100), dep_ids.get(dep, -100), head, int(bool(starts))
        item["syntax"] = table
    args.out.write_bytes(pickle.dumps(items))
    print(len(known["tags"]), "tags", len(known["deps"]), "dependencies", sum(map(len, parsed)), "tokens")


if __name__ == "__main__":
    main()
