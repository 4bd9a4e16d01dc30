"""Scores a model against the gold of the same articles: what it can do before any rule of the product.

    python -m training.evaluate DATA (--labels LABELS --links links.json | --weights READER.onnx) [--held]

Exact F1 of source, cue, content; whole quotes at Jaccard .5 over pieces; sources overlapping among the quotes matched;
exact F1 of names; agreement with the parse that was learned. Figures of the
product itself come from `onrecord evaluate`.
"""

from __future__ import annotations

import argparse
import collections
import json
import pickle
from pathlib import Path
from typing import Any

import numpy as np
from onnxruntime import InferenceSession

from onrecord.nlp.decoding import NAMES, ROLES, Link, Tagged, links, match, tag
from onrecord.nlp.parse import ARC, Scores, parse
from onrecord.nlp.word_pieces import cut_windows, framed
from training.train import PIECES, spans_of

LINK = 64
FOLDED = {"Person", "Organization", "Location"}


# The heads that are compared with annotations.
HEADS = ("attribution", "names", "links", "syntax")


def quotes(
    item: dict[str, Any], logits: np.ndarray, vectors: np.ndarray, link: tuple[Link, Link], outside: float
) -> list[dict[str, Any]]:
    """Contents, cue and source of each utterance."""
    pieces = item["pieces"]
    found = []
    for window in cut_windows(pieces, PIECES):
        breaks = np.diff(pieces.paragraphs[window], prepend=-1) != 0
        spans = tag(logits[window].astype(np.float32), breaks, outside)
        own = vectors[window].astype(np.float32).reshape(-1, 4, LINK)
        by: dict[str, list[Tagged]] = {role: [s for s in spans if ROLES[s.kind] == role] for role in ROLES}
        contents: dict[int, list[Tagged]] = collections.defaultdict(list)
        paragraphs = pieces.paragraphs[window]
        for content, k in zip(by["content"], match(own, paragraphs, by["content"], by["cue"], link[0]), strict=True):
            contents[-1 if k is None else k].append(content)
        telling = [by["cue"][k] for k in contents if k >= 0]
        sources = dict(zip(telling, match(own, paragraphs, telling, by["source"], link[1]), strict=True))
        move = window.start

        def shift(span: Tagged, move: int = move) -> tuple[int, int]:
            return span.first + move, span.after + move

        for k, parts in contents.items():
            if k == -1:
                found += [{"content": [shift(p)], "cue": None, "source": None} for p in parts]
                continue
            cue = by["cue"][k]
            s = sources[cue]
            source = shift(by["source"][s]) if s is not None else None
            found.append({"content": [shift(p) for p in parts], "cue": shift(cue), "source": source})
    return found


def gold_quotes(item: dict[str, Any]) -> list[dict[str, Any]]:
    ends = {first: (first, after) for first, after, _ in spans_of(item["attribution"])}
    contents = collections.defaultdict(list)
    for content, cue in item["contents"]:
        contents[cue].append(ends[content])
    sources = dict(item["sources"])
    return [
        {"content": parts, "cue": ends[cue], "source": ends.get(sources.get(cue, -1))}
        for cue, parts in contents.items()
    ]


def from_weights(path: Path, items: list[dict[str, Any]]) -> tuple[list[Any], dict[str, Any]]:
    """The outputs of exported weights for each article: tags, names, link vectors, syntax; and the weights' facts."""
    session = InferenceSession(path, providers=["CPUExecutionProvider"])
    labels = []
    for item in items:
        parts = []
        for window in cut_windows(item["pieces"], PIECES):
            ids, forms, places = framed(item["pieces"], window)
            parts.append([output[places] for output in session.run(HEADS, {"ids": ids[None], "forms": forms[None]})])
        labels.append([np.concatenate(own) for own in zip(*parts, strict=True)])
    return labels, json.loads(session.get_modelmeta().custom_metadata_map["onrecord"])


def syntax(items: list[dict[str, Any]], labels: list[Any], sizes: tuple[int, int], root: int) -> dict[str, str]:
    """How often tags, dependencies, heads and sentence starts are those of the parse that was learned."""
    tags, deps = sizes
    right = collections.Counter()
    for item, label in zip(items, labels, strict=True):
        gold, own = item["syntax"], label[3]
        tokens = np.flatnonzero(gold[2] >= 0)
        bounds = np.cumsum([tags, deps, 1, ARC])
        scores = Scores(*(part[:, 0] if k == 2 else part for k, part in enumerate(np.split(own, bounds, axis=1))))
        breaks = np.diff(item["pieces"].paragraphs[tokens], prepend=-1) != 0
        found = parse(scores, tokens, root, breaks)
        right["tokens"] += len(tokens)
        right["tags"] += int((found.tags == gold[0, tokens]).sum())
        labels_right = found.dependencies == gold[1, tokens]
        heads_right = tokens[found.heads] == gold[2, tokens]
        right["dependencies"] += int(labels_right.sum())
        right["heads"] += int(heads_right.sum())
        right["heads with dependencies"] += int((heads_right & labels_right).sum())
        right["starts"] += int((found.starts & (gold[3, tokens] == 1)).sum())
        right["starts found"] += int(found.starts.sum())
        right["starts wanted"] += int((gold[3, tokens] == 1).sum())
    out = {
        key: f"{right[key] / right['tokens']:.3f}"
        for key in ("tags", "dependencies", "heads", "heads with dependencies")
    }
    out["sentence starts"] = f1(right["starts"], right["starts found"], right["starts wanted"])
    return out


def f1(right: int, found: int, gold: int) -> str:
    return f"P {right / max(found, 1):.3f} R {right / max(gold, 1):.3f} F1 {2 * right / max(found + gold, 1):.3f}"


def score(
    items: list[dict[str, Any]], labels: list[Any], link: tuple[Link, Link], a: float, b: float
) -> dict[str, str]:
    counts = {key: [0, 0, 0] for key in (*ROLES, "quotes", "names", *NAMES)}
    sources = [0, 0]
    for item, label in zip(items, labels, strict=True):
        if "attribution" in item:
            ours, gold = quotes(item, label[0], label[2], link, a), gold_quotes(item)
            for role in ROLES:
                left, right = (
                    {s for q in qs for s in (q[role] if role == "content" else [q[role]]) if s} for qs in (ours, gold)
                )
                counts[role] = [
                    x + y for x, y in zip(counts[role], (len(left & right), len(left), len(right)), strict=True)
                ]
            sets = [[{k for s in q["content"] for k in range(*s)} for q in qs] for qs in (ours, gold)]
            pairs = sorted(
                (
                    (len(x & y) / len(x | y), i, k)
                    for i, x in enumerate(sets[0])
                    for k, y in enumerate(sets[1])
                    if x & y
                ),
                reverse=True,
            )
            used: tuple[set[int], set[int]] = (set(), set())
            for value, i, k in pairs:
                if value < 0.5 or i in used[0] or k in used[1]:
                    continue
                used[0].add(i)
                used[1].add(k)
                if gold[k]["source"]:
                    mine, theirs = ours[i]["source"], gold[k]["source"]
                    sources[1] += 1
                    sources[0] += bool(mine and mine[0] < theirs[1] and theirs[0] < mine[1])
            counts["quotes"] = [
                x + y for x, y in zip(counts["quotes"], (len(used[0]), len(ours), len(gold)), strict=True)
            ]
        if "names" in item:
            pieces = item["pieces"]
            found = set()
            for window in cut_windows(pieces, PIECES):
                breaks = np.diff(pieces.paragraphs[window], prepend=-1) != 0
                found |= {
                    (s.first + window.start, s.after + window.start, s.kind)
                    for s in tag(label[1][window].astype(np.float32), breaks, b)
                }
            gold_names = set(spans_of(item["names"]))
            for key in ("names", *NAMES):
                keep = FOLDED if key == "names" else {key}
                left, right = ({s for s in spans if NAMES[s[2]] in keep} for spans in (found, gold_names))
                counts[key] = [
                    x + y for x, y in zip(counts[key], (len(left & right), len(left), len(right)), strict=True)
                ]
    out = {key: f1(*value) for key, value in counts.items() if value[2]}
    if sources[1]:
        out["sources of matched quotes"] = f"{sources[0] / sources[1]:.3f} of {sources[1]}"
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--labels", type=Path)
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--links", type=Path, help="with --labels: links.json of the model that made them")
    parser.add_argument("--syntax", type=Path, help="the labels of the parse: score it too")
    parser.add_argument("--held", action="store_true", help="only the articles that were held out")
    parser.add_argument("--outside-attribution", type=float, nargs="*", default=[0.0])
    parser.add_argument("--outside-names", type=float, nargs="*", default=[0.0])
    args = parser.parse_args()
    items = pickle.loads(args.data.read_bytes())
    chosen = [k for k, item in enumerate(items) if item["held"] or not args.held]
    own = [items[k] for k in chosen]
    if args.weights:
        labels, facts = from_weights(args.weights, own)
    else:
        facts = json.loads(args.links.read_text())
        labels = [label for k, label in enumerate(pickle.loads(args.labels.read_bytes())) if k in set(chosen)]
    for a in args.outside_attribution:
        for b in args.outside_names:
            print(f"outside {a} {b}")
            for key, value in score(own, labels, links(facts), a, b).items():
                print(f"  {key:26} {value}")
    if args.syntax:
        known = json.loads(args.syntax.read_text())
        for key, value in syntax(
            own, labels, (len(known["tags"]), len(known["deps"])), known["deps"].index("ROOT")
        ).items():
            print(f"  {key:26} {value}")


if __name__ == "__main__":
    main()
