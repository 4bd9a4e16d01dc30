"""Gold JSON lines -> arrays that `train.py` reads.

    python -m training.prepare TOKENIZER.json OUT --attribution polnear_train.jsonl --entities news_entities_train.jsonl

Every twentieth article of each file is held out: thresholds and calibration are chosen on those, no weight sees them.
Spans are normalized, since annotators differ on them at random: no quotation marks, edge punctuation or "that" around
a content, no "the" before and no "'s" after a name.
"""

from __future__ import annotations

import argparse
import json
import pickle
import re
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from onrecord.evaluation.scores import trim, trim_name
from onrecord.nlp.word_pieces import Pieces, read_pieces
from onrecord.text.spans import Span

ROLES = ("source", "cue", "content")
NAMES = ("Person", "Organization", "Location", "NORP", "Facility", "Product", "Date", "Money", "Misc")


def tag_names(kinds: tuple[str, ...]) -> list[str]:
    """O, and for each kind begin, inside, end and single."""
    return ["O", *(f"{place}-{kind}" for kind in kinds for place in "BIES")]


def by_line(text: str, start: int, end: int) -> list[Span]:
    """The pieces of a span between line breaks."""
    return [Span(m.start() + start, m.end() + start) for m in re.finditer(r"[^\r\n]+", text[start:end])]


def paragraphs(text: str) -> list[Span]:
    return [Span(m.start(), m.end()) for m in re.finditer(r"[^\s](?:[^\r\n]*[^\s])?", text)]


def mark(pieces: Pieces, tags: np.ndarray, start: int, end: int, kind: int) -> int | None:
    """Writes the tags of a span; the number of its first piece, or None where it has none or they are taken."""
    first = int(np.searchsorted(pieces.ends, start, side="right"))
    after = int(np.searchsorted(pieces.starts, end, side="left"))
    if first >= after or tags[first:after].any():
        return None
    base = 1 + 4 * kind
    tags[first:after] = base + 1
    tags[first], tags[after - 1] = base, base + 2
    if after - first == 1:
        tags[first] = base + 3
    return first


def attribution(doc: dict[str, Any], pieces: Pieces) -> tuple[np.ndarray, list[tuple[int, int]], list[tuple[int, int]]]:
    """Tags; pairs of a content's first piece and its cue's; pairs of a cue's first piece and its source's or -1."""
    tags = np.zeros(len(pieces), dtype=np.int64)
    contents, sources = [], []
    text = doc["text"]
    for quote in doc["quotes"]:
        found: dict[str, list[int]] = {}
        for kind, (role, key) in enumerate(zip(ROLES, ("speaker", "cue", "content"), strict=True)):
            found[role] = []
            for start, end in quote["fragments"][key]:
                for line in by_line(text, start, end):
                    own = trim(text, line)
                    first = mark(pieces, tags, own.start, own.end, kind) if own else None
                    if first is not None:
                        found[role].append(first)
        if found["cue"]:
            cue = found["cue"][0]
            contents += [(content, cue) for content in found["content"]]
            sources += [(cue, found["source"][0] if found["source"] else -1)]
    return tags, contents, sources


def names(doc: dict[str, Any], pieces: Pieces) -> np.ndarray:
    tags = np.zeros(len(pieces), dtype=np.int64)
    for entity in doc["entities"]:
        if entity.get("layer", 0) == 0:
            name = trim_name(doc["text"], Span(entity["start"], entity["end"]))
            if name:
                mark(pieces, tags, name.start, name.end, NAMES.index(entity["type"]))
    return tags


def is_held(number: int) -> bool:
    """Whether an article, by its place in its file, is kept from the training."""
    return number % 20 == 7


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("tokenizer", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--attribution", type=Path, nargs="*", default=[])
    parser.add_argument("--entities", type=Path, nargs="*", default=[])
    parser.add_argument(
        "--plain", type=Path, nargs="*", default=[], help="texts without gold, for the teacher to label"
    )
    args = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(args.tokenizer))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    out = []
    for task in ("attribution", "entities", "plain"):
        for path in getattr(args, task):
            for number, line in enumerate(path.open(encoding="utf-8")):
                doc = json.loads(line)
                pieces = read_pieces(doc["text"], paragraphs(doc["text"]), tokenizer)
                item = {"id": doc["id"], "file": path.stem, "task": task, "held": is_held(number), "pieces": pieces}
                if task == "attribution":
                    item["attribution"], item["contents"], item["sources"] = attribution(doc, pieces)
                elif task == "entities":
                    item["names"] = names(doc, pieces)
                out.append(item)
    args.out.write_bytes(pickle.dumps(out))
    print(f"{len(out)} articles, {sum(len(i['pieces']) for i in out)} pieces, {sum(i['held'] for i in out)} held out")


if __name__ == "__main__":
    main()
