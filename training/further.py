r"""Trains the last layers of a reader further, with heads for coreference and for judgements.

    python -m training.further READER.onnx OUT.onnx --coreference GOLD... --pronouns GOLD... --labels LABELS... \\
        --texts GOLD... [--epochs 3]

The first layers stay as they are, and the outputs that the reader had are learned from itself, so that it reads as
before. The vectors of mentions are trained through a network that chooses antecedents, which `training.antecedents`
makes anew behind them; the heads of judgements are the final ones.

Labels name a text by its hash and stretches of it by their places, or are passages with marks (.txt).
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import random
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper
from tokenizers import Tokenizer
from torch import Tensor, nn

from onrecord.nlp.decoding import Array
from onrecord.nlp.judgements import ACTS, STATEMENTS, pieces_of
from onrecord.nlp.mention_vectors import TYPES, WIDTH
from onrecord.nlp.models import WEIGHTS
from onrecord.nlp.reader import WINDOW
from onrecord.nlp.word_pieces import Pieces, cut_windows, framed, read_pieces
from onrecord.text.spans import Span, hull
from training.antecedents import DROPOUT, Example, documents, examples_of, loss_of
from training.judgements import HIDDEN, JUDGEMENTS, SMOOTHING, Head, facts, figures
from training.layers import Layer, add_head, norms, save, share_of_rate, store_linear, stored
from training.prepare import paragraphs
from training.texts import hash_of, is_held, texts_of

FROM, LAST = 3, 5  # the first layer that learns, and the number of layers
RATE, NEW_RATE, DECAY, BATCH = 2e-4, 1.5e-3, 0.03, 2600  # a batch has about so many pieces
OLD = ("attribution", "names", "links", "syntax")  # the outputs that are to stay as they are
HEAD_RATE, HEAD_DECAY, HEAD_EPOCHS, HEAD_BATCH = 1e-3, 0.1, 20, 32  # of the heads of judgements, at the end
KEPT, OF_TYPES, OF_JUDGEMENTS, OF_COREFERENCE = 2.0, 0.3, 0.5, 1.5  # what the losses count
# The place of a candidate's types in the features, and of what follows from the type of a description.
_IS_PERSON, _IS_NAMED, _PERSON, _ORGANIZATION, _FITS, _FITS_NAMED = 4, 11, -5, -4, -3, -2
_MARK = re.compile(r"\[(?P<tag>[A-Z]+)(?P<number>2?) (?P<words>[^\]]*)\]")
_WRITTEN = {"FACT": "fact", "PRED": "prediction", "PLAN": "plan", "OPIN": "opinion", "NORM": "norm", "QUES": "question"}


@dataclasses.dataclass
class Window:
    """The states of a window before the layers that learn, the rows without the frame, and the reader's old outputs."""

    states: Array
    rows: Array
    outputs: Array


@dataclasses.dataclass
class Document:
    """A text with what is to be learned from it; places are numbers of pieces.

    Attributes:
        windows: its windows.
        pieces: its pieces.
        examples: pronouns and descriptions.
        judged: for each judgement, the parts of each label (None for a missing part) and its number.
    """

    windows: list[Window]
    pieces: Pieces
    examples: list[Example] = dataclasses.field(default_factory=list)
    judged: dict[str, list[tuple[list[tuple[int, int] | None], int]]] = dataclasses.field(
        default_factory=lambda: {name: [] for name in JUDGEMENTS}
    )

    def ends(self, mention: Span) -> tuple[int, int]:
        """The first and the last piece of a mention."""
        first, after = pieces_of(self.pieces.starts, self.pieces.ends, mention)
        last = len(self.pieces) - 1
        return min(first, last), min(max(after - 1, 0), last)

    def part(self, spans: Sequence[Sequence[int]]) -> tuple[int, int] | None:
        """The pieces from the first to the last span; None for none."""
        if not spans:
            return None
        first, after = pieces_of(self.pieces.starts, self.pieces.ends, hull([Span(*span) for span in spans]))
        return (first, after) if first < after else None


class Teacher:
    """The reader as it is; `first` is the first layer that learns."""

    def __init__(self, model: onnx.ModelProto, first: int = FROM) -> None:
        copied = onnx.ModelProto()
        copied.CopyFrom(model)
        self._inner = norms(copied.graph)[2 * first]
        copied.graph.output.append(helper.make_tensor_value_info(self._inner, TensorProto.FLOAT, None))
        self._session = onnxruntime.InferenceSession(copied.SerializeToString(), providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(WEIGHTS / "tokenizer.json"))

    def read(self, text: str, spans: Sequence[Span]) -> Document:
        """A text with nothing to be learned yet."""
        pieces = read_pieces(text, spans, self._tokenizer)
        windows = []
        for window in cut_windows(pieces, WINDOW):
            ids, forms, places = framed(pieces, window)
            run: list[Any] = self._session.run([self._inner, *OLD], {"ids": ids[None], "forms": forms[None]})
            old = np.concatenate([output[places] for output in run[1:]], axis=1)
            windows.append(Window(run[0].astype(np.float16), np.arange(len(ids))[places], old.astype(np.float16)))
        return Document(windows, pieces)


def marked(path: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The text of each passage and its labels, as those of `attributions.jsonl` or `statements.jsonl`."""
    for line in path.read_text(encoding="utf-8").splitlines():
        text, end, marks = "", 0, []
        plain = re.sub(r" ?¶ ?", "\n\n", line)
        for mark in _MARK.finditer(plain):
            text += plain[end : mark.start()]
            marks.append((mark["tag"], mark["number"], [len(text), len(text) + len(mark["words"])]))
            text, end = text + mark["words"], mark.end()
        text += plain[end:]
        labels: list[dict[str, Any]] = []
        for number in sorted({number for _, number, _ in marks}):
            own = [(tag, span) for tag, other, span in marks if other == number]
            cues = [(tag.lower(), span) for tag, span in own if tag.lower() in ACTS]
            contents = [span for tag, span in own if tag == "C"]
            if cues and contents:
                source = [span for tag, span in own if tag == "S"]
                cue = [span for _, span in cues]
                labels.append({"label": cues[0][0], "contents": contents, "cue": cue, "source": source})
        labels += [
            {"label": _WRITTEN.get(tag, tag.lower()), "start": span[0], "end": span[1]}
            for tag, _, span in marks
            if _WRITTEN.get(tag, tag.lower()) in STATEMENTS
        ]
        yield text, labels


def labels_of(paths: Sequence[Path], texts: Sequence[Path]) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """The hash of each text, the text, and its labels."""
    known = texts_of(texts)
    found: dict[str, list[dict[str, Any]]] = {}
    for path in paths:
        if path.suffix == ".txt":
            for text, labels in marked(path):
                key = hash_of(text)
                known[key] = text
                found.setdefault(key, []).extend(labels)
        else:
            for line in path.open(encoding="utf-8"):
                label = json.loads(line)
                found.setdefault(label["text"], []).append(label)
    for key, labels in found.items():
        yield key, known[key], labels


def labelled(teacher: Teacher, paths: Sequence[Path], texts: Sequence[Path]) -> Iterator[tuple[str, Document]]:
    """Texts with what they were judged to say, and their hashes."""
    for key, text, labels in labels_of(paths, texts):
        document = teacher.read(text, paragraphs(text))
        for label in labels:
            if "contents" in label:
                content = document.part(label["contents"])
                start = (content[0], content[0] + 1) if content else None
                parts = [document.part(label["cue"]), content, start, document.part(label["source"])]
                document.judged["acts"].append((parts, ACTS.index(label["label"])))
            elif clause := document.part([(label["start"], label["end"])]):
                parts = [clause, (clause[0], clause[0] + 1), (clause[1] - 1, clause[1])]
                document.judged["statements"].append((parts, STATEMENTS.index(label["label"])))
        yield key, document


def with_examples(teacher: Teacher, paths: Sequence[Path], texts: Sequence[Path]) -> Iterator[Document]:
    """The texts that are not held out in which pronouns and descriptions are labelled."""
    docs = [doc for doc in documents(paths, texts) if not doc.get("held")]
    for parsed, examples in examples_of(docs):
        document = teacher.read(parsed.text, [passage.span for passage in parsed.passages])
        document.examples = examples
        if examples:
            yield document


def scale_of(learned: Sequence[Document]) -> tuple[Array, Array]:
    """The mean and the deviation of the features of all examples, without the products of vectors."""
    features = np.concatenate([own.features for document in learned for own in document.examples])
    features = features[:, : features.shape[1] - 2 * WIDTH]
    return features.mean(0), features.std(0) + 1e-2


def divided(document: Document) -> Iterator[Document]:
    """A document for each window, with the labels that are inside it."""
    start = 0
    for window in document.windows:
        end = start + len(window.rows)
        own = Document([window], document.pieces)
        for name, labels in document.judged.items():
            own.judged[name] = [
                ([(part[0] - start, part[1] - start) if part else None for part in parts], label)
                for parts, label in labels
                if all(part is None or start <= part[0] <= part[1] <= end for part in parts)
            ]
        start = end
        yield own


class Network(nn.Module):
    """The layers that learn, the old heads and the new ones, and the choice of antecedents."""

    def __init__(self, weights: dict[str, Tensor], mean: Array, deviation: Array, first: int = FROM) -> None:
        super().__init__()
        self.layers = nn.ModuleList([Layer(weights, number) for number in range(first, LAST)])
        width = len(weights["heads.0.weight"][0])
        self.heads = nn.ModuleList()
        for number in range(len(OLD)):
            head = nn.Linear(width, len(weights[f"heads.{number}.bias"]))
            head.weight.data = weights[f"heads.{number}.weight"].clone()
            head.bias.data = weights[f"heads.{number}.bias"].clone()
            self.heads.append(head)
        self.mentions = nn.Linear(width, 2 * WIDTH + TYPES)
        self.judges = nn.ModuleDict(
            {name: Head(width, len(parts), len(labels)) for name, (labels, parts, _) in JUDGEMENTS.items()}
        )
        self.dropout = nn.Dropout(0.1)
        self.mean, self.deviation = torch.tensor(mean), torch.tensor(deviation)
        size = len(mean) + 2 * WIDTH
        self.choice = nn.Sequential(
            nn.Dropout(DROPOUT), nn.Linear(size, HIDDEN), nn.ReLU(),
            nn.Dropout(DROPOUT), nn.Linear(HIDDEN, HIDDEN), nn.ReLU(), nn.Dropout(DROPOUT), nn.Linear(HIDDEN, 1),
        )  # fmt: skip
        self.none = nn.Parameter(torch.zeros(2))

    def forward(self, documents: Sequence[Document]) -> Tensor:
        """(pieces of all documents, width)."""
        windows = [window for document in documents for window in document.windows]
        length = max(len(window.states) for window in windows)
        hidden = torch.zeros(len(windows), length, windows[0].states.shape[1])
        there, inside = (torch.zeros(len(windows), length, dtype=torch.bool) for _ in range(2))
        for number, window in enumerate(windows):
            hidden[number, : len(window.states)] = torch.from_numpy(window.states).float()
            there[number, : len(window.states)] = True
            inside[number, torch.from_numpy(window.rows)] = True
        for layer in self.layers:
            hidden = layer(hidden, there)
        return hidden[inside]

    def scores(self, documents: Sequence[Document], hidden: Tensor) -> tuple[list[Tensor], Tensor | None]:
        """The scores of the candidates of each example, at the end that of none; and the loss of the types."""
        mentions = self.mentions(self.dropout(hidden))
        places, rows, nouns, kinds, start = [], [], [], [], 0
        shares = mentions[:, 2 * WIDTH :].softmax(1).detach()
        for document in documents:
            for example in document.examples:
                first, last = (start + place for place in document.ends(example.place))
                places += [
                    [first, last, *(start + end for mention in pair for end in document.ends(mention))]
                    for pair in example.candidates.mentions
                ]
                features = torch.from_numpy(example.candidates.features[:, : len(self.mean)].copy())
                if example.candidates.of_description:
                    person, organization = shares[last, 0], shares[last, 1]
                    fits = torch.where(features[:, _IS_PERSON] > 0, person, organization)
                    features[:, _PERSON], features[:, _ORGANIZATION] = person, organization
                    features[:, _FITS], features[:, _FITS_NAMED] = fits, fits * features[:, _IS_NAMED]
                if example.kind is not None:
                    nouns.append(last)
                    kinds.append(example.kind)
                rows.append(features)
            start += sum(len(window.rows) for window in document.windows)
        loss = nn.functional.cross_entropy(mentions[nouns][:, 2 * WIDTH :], torch.tensor(kinds)) if nouns else None
        if not rows:
            return [], loss
        own, others = mentions[:, :WIDTH], mentions[:, WIDTH : 2 * WIDTH]
        at = torch.tensor(places)
        looking = (own[at[:, 0]] + own[at[:, 1]]) / 2
        products = [looking * (others[at[:, k]] + others[at[:, k + 1]]) / 2 for k in (2, 4)]
        features = (torch.cat(rows) - self.mean) / self.deviation
        found = self.choice(torch.cat([features, *products], dim=1)).squeeze(1).split([len(row) for row in rows])
        examples = [example for document in documents for example in document.examples]
        return [
            torch.cat([scores, self.none[int(example.candidates.of_description)][None]])
            for scores, example in zip(found, examples, strict=True)
        ], loss

    def judged(self, name: str, documents: Sequence[Document], hidden: Tensor) -> tuple[Tensor, Tensor] | None:
        """The logits of a judgement's labels, and the labels; None where there are none."""
        if not any(document.judged[name] for document in documents):
            return None
        rows, present, labels = pooled(name, documents, hidden)
        return self.judges[name](rows, present), labels

    def changed(self, documents: Sequence[Document], hidden: Tensor, tags: int, dependencies: int) -> Tensor:
        """How much the old outputs differ from what they were: divergences of labels, errors of vectors."""
        before = np.concatenate([window.outputs for document in documents for window in document.windows])
        outputs = torch.cat([head(hidden) for head in self.heads], dim=1)
        attribution, names, links = (head.out_features for head in list(self.heads)[:3])
        sizes = [attribution, names, links, tags, dependencies, 1]
        sizes.append(outputs.shape[1] - sum(sizes))
        now, then = outputs.split(sizes, 1), torch.from_numpy(before).float().split(sizes, 1)

        def divergence(number: int) -> Tensor:
            one, other = now[number].log_softmax(1), then[number].log_softmax(1)
            return nn.functional.kl_div(one, other, log_target=True, reduction="batchmean")

        def error(number: int) -> Tensor:
            return nn.functional.mse_loss(now[number], then[number]) / (then[number].var() + 1e-6)

        starts = nn.functional.binary_cross_entropy_with_logits(now[5], torch.sigmoid(then[5]))
        labels = divergence(0) + divergence(1) + divergence(3) + divergence(4)
        return labels + 0.3 * starts + 0.5 * (error(2) + error(6))

    def store(self, model: onnx.ModelProto) -> None:
        """Puts what was learned into the exported reader."""
        for layer in self.layers:
            layer.store(model)
        for number, head in enumerate(self.heads):
            store_linear(model, f"heads.{number}", head.weight, head.bias)
        self.store_judges(model)
        self.store_mentions(model)

    def store_judges(self, model: onnx.ModelProto) -> None:
        """Puts the heads of judgements into the exported reader."""
        entry = next(entry for entry in model.metadata_props if entry.key == "onrecord")
        for name, (labels, _, _) in JUDGEMENTS.items():
            head = self.judges[name]
            add_head(model, name, head.first.detach().permute(1, 0, 2).reshape(head.first.shape[1], -1).numpy())
            entry.value = json.dumps({**json.loads(entry.value), name: facts(head, labels)})

    def store_mentions(self, model: onnx.ModelProto) -> None:
        """Puts the vectors of mentions into the exported reader."""
        add_head(model, "mentions", self.mentions.weight.detach().numpy().T, self.mentions.bias.detach().numpy())


def batches(documents: Sequence[Document], order: random.Random) -> list[list[Document]]:
    """The documents in groups of about `BATCH` pieces, with windows of like length."""
    shuffled, found = order.sample(documents, len(documents)), []
    for start in range(0, len(shuffled), 400):
        group: list[Document] = []
        for document in sorted(shuffled[start : start + 400], key=lambda own: max(len(w.states) for w in own.windows)):
            group.append(document)
            if sum(len(window.states) for own in group for window in own.windows) >= BATCH:
                found.append(group)
                group = []
        if group:
            found.append(group)
    return order.sample(found, len(found))


def train(network: Network, documents: Sequence[Document], epochs: int, sizes: tuple[int, int]) -> None:
    """Trains a network; `sizes` are the numbers of tags and of dependencies of the parse."""
    order = random.Random(0)
    groups = [group for _ in range(epochs) for group in batches(documents, order)]
    old = [*network.layers.parameters(), *network.heads.parameters()]
    known = {id(parameter) for parameter in old}
    new = [parameter for parameter in network.parameters() if id(parameter) not in known]
    optimizer = torch.optim.AdamW([{"params": old, "lr": RATE}, {"params": new, "lr": NEW_RATE}], weight_decay=DECAY)
    steps = len(groups)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: share_of_rate(step + 1, steps))
    began, losses = time.time(), []
    for number, group in enumerate(groups, 1):
        hidden = network(group)
        loss = KEPT * network.changed(group, hidden, *sizes)
        scores, of_types = network.scores(group, hidden)
        examples = [example for document in group for example in document.examples]
        if scores:
            parts = [own.weight * loss_of(score, own) for score, own in zip(scores, examples, strict=True)]
            loss = loss + OF_COREFERENCE * sum(parts, torch.zeros(())) / len(parts)
        if of_types is not None:
            loss = loss + OF_TYPES * of_types
        for name in JUDGEMENTS:
            if (judged := network.judged(name, group, hidden)) is not None:
                cross = nn.functional.cross_entropy(*judged, label_smoothing=SMOOTHING)
                loss = loss + OF_JUDGEMENTS * cross
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        losses.append(loss.item())
        if number % 50 == 0:
            print(f"step {number} of {steps}: {np.mean(losses[-50:]):.3f}, {time.time() - began:.0f} s", flush=True)


def refine(network: Network, documents: Sequence[Document]) -> None:
    """Trains the heads of judgements anew, since the layers behind which they are no longer change."""
    network.eval()
    for name, (labels, parts, _) in JUDGEMENTS.items():
        vectors, present, right = [], [], []
        for document in documents:
            if document.judged[name]:
                with torch.no_grad():
                    rows, there, numbers = pooled(name, [document], network([document]))
                vectors.append(rows)
                present.append(there)
                right.append(numbers)
        rows, there, numbers = torch.cat(vectors), torch.cat(present), torch.cat(right)
        head = Head(rows.shape[2], len(parts), len(labels))
        optimizer = torch.optim.AdamW(head.parameters(), lr=HEAD_RATE, weight_decay=HEAD_DECAY)
        for _ in range(HEAD_EPOCHS):
            for group in torch.randperm(len(rows)).split(HEAD_BATCH):
                loss = nn.functional.cross_entropy(
                    head(rows[group], there[group]), numbers[group], label_smoothing=SMOOTHING
                )
                loss.backward()
                optimizer.step()
                optimizer.zero_grad()
        network.judges[name] = head.eval()


def pooled(name: str, documents: Sequence[Document], hidden: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """For each label of a judgement: the mean vectors of its parts, which parts are there, and the label's number."""
    rows, present, labels, start = [], [], [], 0
    nothing = torch.zeros(hidden.shape[1])
    for document in documents:
        for parts, label in document.judged[name]:
            rows.append(torch.stack([hidden[start + p[0] : start + p[1]].mean(0) if p else nothing for p in parts]))
            present.append([float(part is not None) for part in parts])
            labels.append(label)
        start += sum(len(window.rows) for window in document.windows)
    return torch.stack(rows), torch.tensor(present), torch.tensor(labels)


def report(network: Network, documents: Sequence[Document]) -> None:
    """Prints how well held-out texts are judged."""
    network.eval()
    for name, (labels, _, wanted) in JUDGEMENTS.items():
        kept, good = [], []
        with torch.no_grad():
            for document in documents:
                if (judged := network.judged(name, [document], network([document]))) is not None:
                    columns = [labels.index(label) for label in wanted]
                    kept.append(judged[0].softmax(1)[:, columns].sum(1).numpy())
                    good.append(np.isin(judged[1].numpy(), columns))
        if kept:
            print(f"{name}: {figures(np.concatenate(kept), np.concatenate(good))}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reader", type=Path, help="a reader without heads of judgements, as training.export makes it")
    parser.add_argument("out", type=Path)
    parser.add_argument("--coreference", type=Path, nargs="+", required=True, help="gold, or passages with marks")
    parser.add_argument("--pronouns", type=Path, nargs="*", default=[])
    parser.add_argument("--labels", type=Path, nargs="+", required=True)
    parser.add_argument("--texts", type=Path, nargs="+", required=True, help="the gold files that have their texts")
    parser.add_argument("--epochs", type=int, default=3)
    args = parser.parse_args()
    torch.manual_seed(0)
    model = onnx.load(args.reader)
    teacher = Teacher(model)
    learned = list(with_examples(teacher, [*args.coreference, *args.pronouns], args.texts))
    held: list[Document] = []
    for key, document in labelled(teacher, args.labels, args.texts):
        (held if is_held(key) else learned).extend(divided(document))
    network = Network(stored(model), *scale_of(learned))
    entry: Mapping[str, Any] = json.loads(
        next(entry.value for entry in model.metadata_props if entry.key == "onrecord")
    )
    train(network, learned, args.epochs, (len(entry["tags"]), len(entry["dependencies"])))
    refine(network, learned)
    report(network, held)
    network.store(model)
    save(model, args.out)


if __name__ == "__main__":
    main()
