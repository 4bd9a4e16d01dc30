"""Adds to a reader the heads that judge attributions and clauses, trained on labels that people gave.

    python -m training.judgements READER.onnx OUT.onnx LABELS... --texts GOLD.jsonl ... [--folds 5]

The reader's own weights stay as they are, and so does all that it read before: the new heads see the vectors of its
last layer. Labels name a text by its hash and stretches of it by their places, so that no words of a corpus are kept
here. With `--folds`, each part of the articles is judged by heads that have not seen it, and the figures are printed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime import InferenceSession
from tokenizers import Tokenizer
from torch import Tensor, nn

from onrecord.nlp.decoding import Array
from onrecord.nlp.judgements import (
    ACTS,
    ATTRIBUTION_PARTS,
    CHECKABLE,
    CLAUSE_PARTS,
    REPORTS,
    STATEMENTS,
    pieces_of,
)
from onrecord.nlp.reader import WINDOW
from onrecord.nlp.word_pieces import WEIGHTS, Pieces, cut_windows, framed, read_pieces
from onrecord.text.spans import Span, hull
from training.prepare import paragraphs

HIDDEN, EPOCHS, RATE, DECAY, DROPOUT, BATCH, SMOOTHING = 64, 20, 1e-3, 0.1, 0.4, 32, 0.05
# For each judgement: its labels, its parts, and the labels of what is kept.
JUDGEMENTS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "acts": (ACTS, ATTRIBUTION_PARTS, REPORTS),
    "statements": (STATEMENTS, CLAUSE_PARTS, CHECKABLE),
}


def last_layer(graph: onnx.GraphProto) -> str:
    """The name of the vectors behind which the heads are."""
    return str([node for node in graph.node if node.op_type == "LayerNormalization"][-1].output[0])


class States:
    """The vectors of the last layer of a reader for the pieces of texts."""

    def __init__(self, reader: Path) -> None:
        model = onnx.load(reader)
        name = last_layer(model.graph)
        model.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))
        self._session, self._name = InferenceSession(model.SerializeToString()), name
        self._tokenizer = Tokenizer.from_file(str(WEIGHTS / "tokenizer.json"))

    def of(self, text: str) -> tuple[Pieces, Array]:
        """The pieces of a text and (pieces, width) vectors."""
        pieces = read_pieces(text, paragraphs(text), self._tokenizer)
        found = []
        for window in cut_windows(pieces, WINDOW):
            ids, forms, places = framed(pieces, window)
            found.append(self._session.run([self._name], {"ids": ids[None], "forms": forms[None]})[0][places])
        return pieces, np.concatenate(found)


def pools(judgement: str, label: Mapping[str, Any], pieces: Pieces, states: Array) -> list[Array | None]:
    """The mean vector of each part that is judged; None for a part that is missing."""

    def of(*spans: Sequence[int]) -> Array | None:
        if not spans:
            return None
        first, after = pieces_of(pieces.starts, pieces.ends, hull([Span(*span) for span in spans]))
        return states[first:after] if first < after else None

    if judgement == "acts":
        content = of(*label["contents"])
        parts = [of(*label["cue"]), content, content[:1] if content is not None else None, of(*label["source"])]
    else:
        clause = of((label["start"], label["end"]))
        parts = [clause, clause[:1] if clause is not None else None, clause[-1:] if clause is not None else None]
    return [part.mean(axis=0) if part is not None else None for part in parts]


class Head(nn.Module):
    """Mean vectors of parts -> logits of labels; the layers that `onrecord.nlp.judgements.Judge` runs."""

    def __init__(self, width: int, parts: int, labels: int) -> None:
        super().__init__()
        self.first = nn.Parameter(torch.randn(parts, width, HIDDEN) * (parts * width) ** -0.5)
        self.missing = nn.Parameter(torch.zeros(parts, HIDDEN))
        self.bias = nn.Parameter(torch.zeros(HIDDEN))
        self.second = nn.Linear(HIDDEN, labels)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, vectors: Tensor, present: Tensor) -> Tensor:
        """(rows, parts, width) and (rows, parts) -> (rows, labels)."""
        added = torch.einsum("rpw,pwh->rh", self.dropout(vectors) * present[:, :, None], self.first)
        hidden = added + (1 - present) @ self.missing + self.bias
        return self.second(self.dropout(torch.relu(hidden)))


def train(rows: Sequence[Sequence[Array | None]], right: Sequence[int], labels: int, width: int, seed: int) -> Head:
    """A head that has seen all rows `EPOCHS` times."""
    torch.manual_seed(seed)
    head = Head(width, len(rows[0]), labels)
    optimizer = torch.optim.AdamW(head.parameters(), lr=RATE, weight_decay=DECAY)
    vectors, present = as_tensors(rows, width)
    wanted = torch.tensor(right)
    for _ in range(EPOCHS):
        for group in torch.randperm(len(rows)).split(BATCH):
            logits = head(vectors[group], present[group])
            nn.functional.cross_entropy(logits, wanted[group], label_smoothing=SMOOTHING).backward()
            optimizer.step()
            optimizer.zero_grad()
    return head.eval()


def as_tensors(rows: Sequence[Sequence[Array | None]], width: int) -> tuple[Tensor, Tensor]:
    """The vectors of all parts, with zeros for those that are missing, and which are there."""
    nothing = np.zeros(width, np.float32)
    vectors = np.stack([np.stack([part if part is not None else nothing for part in row]) for row in rows])
    present = np.array([[part is not None for part in row] for row in rows], dtype=np.float32)
    return torch.from_numpy(vectors), torch.from_numpy(present)


def add(model: onnx.ModelProto, name: str, head: Head) -> None:
    """Adds a head's first layer to a reader, with integers as its other heads have them."""
    graph, layer = model.graph, last_layer(model.graph)
    weights = head.first.detach().permute(1, 0, 2).reshape(head.first.shape[1], -1).numpy()  # (width, parts * hidden)
    scale = np.maximum(np.abs(weights).max(axis=0) / 64, 1e-8).astype(np.float32)  # seven bits, as `export --reduce`
    rounded = np.clip(np.round(weights / scale), -64, 63).astype(np.int8)
    constants = {
        "quantized": rounded,
        "scale": scale,
        "zero_point": np.zeros(len(scale), np.int8),
    }
    graph.initializer.extend(numpy_helper.from_array(value, f"{name}.{key}") for key, value in constants.items())
    graph.node.extend(
        [
            helper.make_node(
                "MatMulInteger",
                [f"{layer}_quantized", f"{name}.quantized", f"{layer}_zero_point", f"{name}.zero_point"],
                [f"{name}.product"],
            ),
            helper.make_node("Cast", [f"{name}.product"], [f"{name}.float"], to=TensorProto.FLOAT),
            helper.make_node("Mul", [f"{layer}_scale", f"{name}.scale"], [f"{name}.scales"]),
            helper.make_node("Mul", [f"{name}.float", f"{name}.scales"], [name]),
        ]
    )
    graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", weights.shape[1]]))


def facts(head: Head, labels: Sequence[str]) -> dict[str, Any]:
    """What `judgements.judge_of` reads."""
    arrays = {
        "bias": head.bias,
        "missing": head.missing,
        "second": head.second.weight.T,
        "second_bias": head.second.bias,
    }
    return {"labels": list(labels), **{name: np.round(a.detach().numpy(), 5).tolist() for name, a in arrays.items()}}


def figures(kept: Array, right: Array) -> str:
    """How well a probability tells what is kept: the precision at some shares of what should be."""
    order = np.argsort(-kept)
    found = np.cumsum(right[order])
    precision, recall = found / np.arange(1, len(found) + 1), found / right.sum()
    average = float((precision * right[order]).sum() / right.sum())
    places = {share: int(np.searchsorted(recall, share)) for share in (0.8, 0.85, 0.9, 0.92, 0.95)}
    at = ", ".join(f"{precision[k]:.3f} at {share} (from {kept[order][k]:.2f})" for share, k in places.items())
    return f"{len(right)} labels, {right.mean():.3f} to be kept; average precision {average:.3f}; precision {at}"


def labelled(paths: Sequence[Path], texts: Sequence[Path]) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Each label with its judgement and its text."""
    known = {}
    for path in texts:
        for line in path.open(encoding="utf-8"):
            text = json.loads(line)["text"].replace("\r\n", "\n")
            known[hashlib.sha256(text.encode()).hexdigest()] = text
    for path in paths:
        for line in path.open(encoding="utf-8"):
            label = json.loads(line)
            yield ("acts" if "contents" in label else "statements"), label, known[label["text"]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reader", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("labels", type=Path, nargs="+")
    parser.add_argument("--texts", type=Path, nargs="+", required=True, help="the gold files that have the texts")
    parser.add_argument(
        "--folds", type=int, default=0, help="parts of the articles, each judged by heads of the others"
    )
    args = parser.parse_args()
    states, read = States(args.reader), {}
    rows: dict[str, list[tuple[list[Array | None], int, str]]] = {name: [] for name in JUDGEMENTS}
    for judgement, label, text in labelled(args.labels, args.texts):
        if label["text"] not in read:
            read[label["text"]] = states.of(text)
        row = pools(judgement, label, *read[label["text"]])
        rows[judgement].append((row, JUDGEMENTS[judgement][0].index(label["label"]), label["text"]))
    model = onnx.load(args.reader)
    width = next(iter(read.values()))[1].shape[1]
    entry = next(entry for entry in model.metadata_props if entry.key == "onrecord")
    known = json.loads(entry.value)
    for name, (labels, _, wanted) in JUDGEMENTS.items():
        vectors, right, articles = zip(*rows[name], strict=True)
        if args.folds:
            order = sorted(set(articles))
            random.Random(0).shuffle(order)
            fold = {article: number % args.folds for number, article in enumerate(order)}
            kept = np.zeros(len(right), np.float32)
            for number in range(args.folds):
                own = np.array([fold[article] == number for article in articles])
                seen = np.flatnonzero(~own)
                head = train([vectors[k] for k in seen], [right[k] for k in seen], len(labels), width, 0)
                with torch.no_grad():
                    shares = head(*as_tensors([vectors[k] for k in np.flatnonzero(own)], width)).softmax(1).numpy()
                kept[own] = shares[:, [labels.index(label) for label in wanted]].sum(axis=1)
            good = np.array([labels[k] in wanted for k in right])
            print(f"{name}: {figures(kept, good)}", flush=True)
        head = train(vectors, right, len(labels), width, 0)
        add(model, name, head)
        known[name] = facts(head, labels)
    entry.value = json.dumps(known)
    onnx.checker.check_model(model)
    data = model.SerializeToString()
    args.out.write_bytes(data)
    print(f"{args.out}: {len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
