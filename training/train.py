"""Trains a reader, or distils one into a smaller.

    python -m training.train teacher DATA ENCODER VOCABULARY OUT      fine-tune a large encoder on gold
    python -m training.train label   DATA ENCODER VOCABULARY OUT      its logits for every article of DATA
    python -m training.train student DATA ENCODER VOCABULARY OUT --labels LABELS --alone ATTRIBUTION NAMES

Attributions and names were annotated in different corpora. A teacher of both reads either best where it was annotated,
and makes nonsense of the other there: it takes names for speakers in the one and speakers for names in the other. So
the student believes it only at home, and elsewhere two teachers that learned one thing each.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from onrecord.nlp.decoding import LIKENESS, NAMES, reach
from onrecord.nlp.word_pieces import Pieces, cut_windows, framed
from training.networks import ARC, LINK, Reader, renumbered, vocabulary

LENGTH = 256
PIECES = LENGTH - 2


def spans_of(tags: np.ndarray) -> list[tuple[int, int, int]]:
    """First piece, the piece after the last and kind of each span of gold tags."""
    found, first = [], 0
    for k in np.flatnonzero(tags).tolist():
        place = (tags[k] - 1) % 4
        if place in {0, 3}:
            first = k
        if place in {2, 3}:
            found.append((first, k + 1, int(tags[k] - 1) // 4))
    return found


class Corpus:
    """Articles cut into windows anew for every epoch."""

    def __init__(self, items: list[dict[str, Any]], own: Path, other: Path) -> None:
        numbers = vocabulary(own)
        self.map = renumbered(own, other) if own != other else torch.arange(len(numbers))
        self.items = items
        for item in items:
            if "contents" in item:
                item["ends"] = {first: after for first, after, _ in spans_of(item["attribution"])}

    def windows(self, shuffled: random.Random | None) -> list[tuple[int, slice]]:
        """Windows of the whole length or, for training, of half of it or a fifth: briefs are to be read too."""
        found = []
        for number, item in enumerate(self.items):
            length = shuffled.choices((PIECES, PIECES // 2, PIECES // 5), (1, 2, 1))[0] if shuffled else PIECES
            first = shuffled.randint(length // 4, length) if shuffled else None
            found += [(number, window) for window in cut_windows(item["pieces"], length, first)]
        return found

    def layout(self, number: int, window: slice) -> tuple[list[int], list[int], list[int]]:
        """Ids and forms with marks, and the place in them of each piece of the window."""
        ids, forms, places = framed(self.items[number]["pieces"], window)
        return ids.tolist(), forms.tolist(), places.tolist()

    def batch(self, group: list[tuple[int, slice]]) -> tuple[Tensor, Tensor, Tensor, list[list[int]]]:
        rows = [self.layout(*window) for window in group]
        width = max(len(ids) for ids, _, _ in rows)
        ids = torch.zeros(len(rows), width, dtype=torch.long)
        forms, mask = torch.zeros_like(ids), torch.zeros_like(ids)
        for k, (own, written, _) in enumerate(rows):
            ids[k, : len(own)] = torch.tensor(own)
            forms[k, : len(own)] = torch.tensor(written)
            mask[k, : len(own)] = 1
        return self.map[ids], forms, mask, [places for _, _, places in rows]


def grouped(
    windows: list[tuple[int, slice]], size: int, order: random.Random | None
) -> Iterator[list[tuple[int, slice]]]:
    """Batches of windows of like length."""
    if order:
        order.shuffle(windows)
    chunk = size * 20
    batches = []
    for start in range(0, len(windows), chunk):
        part = sorted(windows[start : start + chunk], key=lambda w: w[1].stop - w[1].start)
        batches += [part[k : k + size] for k in range(0, len(part), size)]
    if order:
        order.shuffle(batches)
    yield from batches


def run(model: Reader, corpus: Corpus, group: list[tuple[int, slice]]) -> tuple[list[Tensor], ...]:
    """Logits and link vectors of each window, without the marks."""
    ids, forms, mask, places = corpus.batch(group)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        outputs = model(ids, forms, mask)
    return tuple([output[k, own].float() for k, own in enumerate(places)] for output in outputs)


def link_loss(model: Reader, vectors: Tensor, item: dict[str, Any], window: slice) -> Tensor:
    """How badly contents find their cues, and cues their sources, among those of the window."""
    own = vectors.view(-1, 4, LINK)
    ends = {a - window.start: min(b, window.stop) - window.start for a, b in item["ends"].items()}
    paragraphs = item["pieces"].paragraphs[window]

    def inside(k: int) -> bool:
        return window.start <= k < window.stop

    def loss(link: int, pairs: list[tuple[int, int]], nothing: bool) -> Tensor | None:
        """Each seeker finds the one it belongs to, -1 for none, among all that are sought by any."""
        sought = sorted({b for _, b in pairs if b >= 0})
        if len(sought) + nothing < 2:
            return None
        seekers = [a for a, _ in pairs]
        looking = own[seekers, 2 * link] + own[[ends[a] - 1 for a in seekers], 2 * link]
        sum_of = own[sought, 2 * link + 1] + own[[ends[b] - 1 for b in sought], 2 * link + 1]
        spans = [np.array([(k, ends[k]) for k in group]) for group in (seekers, sought)]
        level, apart = (torch.from_numpy(part) for part in reach(paragraphs, *spans))
        scores = looking @ sum_of.T / LIKENESS + model.between[link][level] + model.paragraphs[link][apart]
        if nothing:
            scores = torch.cat([scores, model.no_source.expand(len(pairs), 1)], dim=1)
        right = torch.tensor([sought.index(b) if b >= 0 else len(sought) for _, b in pairs])
        return functional.cross_entropy(scores, right)

    start = window.start
    contents = [(a - start, b - start) for a, b in item["contents"] if inside(a) and inside(b)]
    sources = [
        (a - start, b - start if b >= 0 else -1) for a, b in item["sources"] if inside(a) and (b < 0 or inside(b))
    ]
    losses = [part for part in (loss(0, contents, False), loss(1, sources, True)) if part is not None]
    return sum(losses, vectors.sum() * 0)


def gold_loss(outputs: Any, corpus: Corpus, group: list[tuple[int, slice]]) -> Tensor:
    tags, names = outputs[:2]
    total, wanted = [], {"attribution": ([], []), "names": ([], [])}
    for k, (number, window) in enumerate(group):
        item = corpus.items[number]
        for key, logits in (("attribution", tags), ("names", names)):
            if key in item:
                wanted[key][0].append(logits[k])
                wanted[key][1].append(torch.from_numpy(item[key][window]))
    for logits, right in wanted.values():
        if logits:
            share = len(logits) / len(group)
            total.append(share * functional.cross_entropy(torch.cat(logits), torch.cat(right)))
    return sum(total)


def links_loss(model: Reader, outputs: Any, corpus: Corpus, group: list[tuple[int, slice]]) -> Tensor:
    """The mean over windows of how badly spans find each other; without gold it is nothing."""
    own = [(k, corpus.items[number], window) for k, (number, window) in enumerate(group)]
    parts = [link_loss(model, outputs[2][k], item, window) for k, item, window in own if "contents" in item]
    return sum(parts, outputs[2][0].sum() * 0) / len(group)


def without_lower_case(logits: np.ndarray, pieces: Pieces) -> np.ndarray:
    """A teacher's logits of names, where no name begins or ends with a word in small letters but a date or a sum.

    Outside the corpus in which it learned names a teacher is less sure of what is none.
    """
    cleaned = logits.copy()
    for kind in range(NAMES.index("Date")):
        for place in (0, 2, 3):
            cleaned[pieces.small, 1 + 4 * kind + place] -= 12
    return cleaned


def merged(items: list[dict[str, Any]], args: argparse.Namespace) -> list[tuple[np.ndarray, np.ndarray]]:
    """The logits of attribution and of names for each article, by the teacher that knows its kind."""
    both, attribution, names = (pickle.loads(path.read_bytes()) for path in (args.labels, *args.alone))
    found = []
    for item, joint, one, other in zip(items, both, attribution, names, strict=True):
        tags = joint[0] if "attribution" in item else one[0]
        types = joint[1] if "names" in item else without_lower_case(other[1], item["pieces"])
        found.append((tags, types))
    return found


def soft_loss(outputs: Any, labels: list[Any], group: list[tuple[int, slice]], heat: float = 2.0) -> Tensor:
    """Kullback-Leibler divergence from the teacher, both heads."""
    losses = []
    for head in (0, 1):
        own = torch.cat(outputs[head]) / heat
        theirs = torch.cat([torch.from_numpy(labels[n][head][w]).float() for n, w in group]) / heat
        log, target = functional.log_softmax(own, -1), functional.log_softmax(theirs, -1)
        losses.append(functional.kl_div(log, target, log_target=True, reduction="batchmean") * heat**2)
    return losses[0] + losses[1]


def syntax_loss(
    outputs: list[Tensor], corpus: Corpus, group: list[tuple[int, slice]], sizes: tuple[int, int]
) -> Tensor:
    """How badly the parse is read: tags, dependencies, sentence starts and heads, each a mean over tokens."""
    tags, deps = sizes
    losses: list[list[Tensor]] = [[], [], [], []]
    for own, (number, window) in zip(outputs, group, strict=True):
        gold = torch.from_numpy(corpus.items[number]["syntax"][:, window])
        tokens = torch.nonzero(gold[2] >= 0).squeeze(1)
        if not len(tokens):
            continue
        read, right = own[tokens], gold[:, tokens]
        losses[0].append(functional.cross_entropy(read[:, :tags], right[0], ignore_index=-100, reduction="sum"))
        losses[1].append(
            functional.cross_entropy(read[:, tags : tags + deps], right[1], ignore_index=-100, reduction="sum")
        )
        losses[2].append(
            functional.binary_cross_entropy_with_logits(read[:, tags + deps], right[3].float(), reduction="sum")
        )
        seekers, heads = read[:, tags + deps + 1 :].split(ARC, dim=1)
        places = torch.full((window.stop - window.start,), -100)
        places[tokens] = torch.arange(len(tokens))
        head = right[2] - window.start
        inside = (head >= 0) & (head < len(places))
        wanted = torch.where(inside, places[head.clamp(0, len(places) - 1)], -100)
        losses[3].append(functional.cross_entropy(seekers @ heads.T / 11, wanted, ignore_index=-100, reduction="sum"))
    total = sum(int((corpus.items[n]["syntax"][2, w] >= 0).sum()) for n, w in group)
    return sum(sum(part) for part in losses if part) / max(total, 1)


def train(args: argparse.Namespace, items: list[dict[str, Any]]) -> None:
    order = random.Random(args.seed)
    torch.manual_seed(args.seed)
    labels = merged(items, args) if args.labels else None
    tasks = set(args.tasks) if labels else set(args.tasks) - {"plain"}
    chosen = [k for k, item in enumerate(items) if not item["held"] and item["task"] in tasks]
    corpus = Corpus([items[k] for k in chosen], args.vocabulary, args.encoder)
    soft = [labels[k] for k in chosen] if labels else None
    sizes = syntax_sizes(args.syntax)
    model = restored(args.start, args.encoder).train() if args.start else Reader(args.encoder, sizes)
    model.dropout.p = args.dropout
    if args.layers:
        layers = model.encoder.encoder.layer
        model.encoder.encoder.layer = torch.nn.ModuleList([layers[k] for k in args.layers])

    def loss_of(group: list[tuple[int, slice]]) -> Tensor:
        outputs = run(model, corpus, group)
        loss = gold_loss(outputs, corpus, group)
        if soft:
            loss = args.gold * loss + (1 - args.gold) * soft_loss(outputs, soft, group)
        loss = loss + args.link * links_loss(model, outputs, corpus, group)
        return loss + args.parse * syntax_loss(outputs[3], corpus, group, sizes) if sizes else loss

    if args.inner or args.heads:
        some = list(grouped(corpus.windows(random.Random(args.seed)), args.batch, random.Random(args.seed)))[:40]
        narrow(model, args.inner, args.heads, map(loss_of, some))
    new = [p for n, p in model.named_parameters() if not n.startswith("encoder") and p.requires_grad]
    old = [p for n, p in model.named_parameters() if n.startswith("encoder") and p.requires_grad]
    groups = [{"params": old, "lr": args.rate}, {"params": new, "lr": max(args.rate, 5e-4)}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    epochs = []
    for _ in range(args.epochs):
        windows = corpus.windows(order)
        if args.thin < 1:
            windows = [w for w in windows if "names" not in corpus.items[w[0]] or order.random() < args.thin]
        epochs.append(list(grouped(windows, args.batch, order)))
    steps = sum(map(len, epochs))
    rise = 0.06 * steps
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / rise, max(0.0, (steps - s) / (steps - rise)))
    )
    mean = {name: p.detach().clone() for name, p in model.named_parameters() if p.requires_grad} if args.average else {}
    earlier: dict[str, Tensor] = {}
    began, step, seen = time.time(), 0, 0
    losses: list[float] = []
    for number, batches in enumerate(epochs):
        for group in batches:
            loss = loss_of(group)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            step += 1
            for name, p in model.named_parameters():
                if name in mean:
                    mean[name].lerp_(p.detach(), max(1 - args.average, 1 / step))
            seen += sum(w.stop - w.start for _, w in group)
            losses.append(loss.item())
            if step % 25 == 0:
                spent = time.time() - began
                rate = f"loss {np.mean(losses[-50:]):.4f}, {spent:.0f} s, {seen / spent:.0f} pieces a second"
                print(f"epoch {number} step {step} of {steps}: {rate}", flush=True)
        state = {**model.state_dict(), **mean}
        if number + 1 == args.mix:
            earlier = {name: value.clone() for name, value in state.items() if value.is_floating_point()}
        elif earlier:
            state |= {name: (value + state[name]) / 2 for name, value in earlier.items()}
        args.out.mkdir(parents=True, exist_ok=True)
        torch.save(state, args.out / "model.pt.part")
        (args.out / "model.pt.part").replace(args.out / "model.pt")
        (args.out / "links.json").write_text(json.dumps(model.link_facts()))
        (args.out / "syntax.txt").write_text(" ".join(map(str, sizes or ())))


def syntax_sizes(labels: Path | None) -> tuple[int, int] | None:
    if labels is None:
        return None
    known = json.loads(labels.read_text())
    return len(known["tags"]), len(known["deps"])


def restored(folder: Path, encoder: Path) -> Reader:
    sizes = [int(k) for k in (folder / "syntax.txt").read_text().split()] if (folder / "syntax.txt").is_file() else []
    model = Reader(encoder, (sizes[0], sizes[1]) if sizes else None)
    state = torch.load(folder / "model.pt")
    layers = model.encoder.encoder.layer
    while f"encoder.encoder.layer.{len(layers) - 1}.output.dense.weight" not in state:
        del layers[-1]
    for number, layer in enumerate(layers):
        inner = state[f"encoder.encoder.layer.{number}.output.dense.weight"].shape[1]
        heads = state[f"encoder.encoder.layer.{number}.attention.output.dense.weight"].shape[1] // size_of_head(layer)
        if inner < layer.output.dense.in_features:
            keep_units(layer, torch.arange(inner))
        keep_heads(layer, torch.arange(heads))
    model.load_state_dict(state)
    return model.eval()


def size_of_head(layer: Any) -> int:
    return int(layer.attention.self.attention_head_size)


def cut_linear(linear: Any, kept: Tensor, outputs: bool) -> None:
    """Takes all but the `kept` outputs, or inputs, from a linear map."""
    if outputs:
        linear.weight.data, linear.bias.data = linear.weight.data[kept].clone(), linear.bias.data[kept].clone()
        linear.out_features = len(kept)
    else:
        linear.weight.data = linear.weight.data[:, kept].clone()
        linear.in_features = len(kept)


def keep_units(layer: Any, units: Tensor) -> None:
    """Takes all but `units` out of the feed-forward part of a layer, and rectifies these, which costs nothing."""
    cut_linear(layer.intermediate.dense, units, outputs=True)
    cut_linear(layer.output.dense, units, outputs=False)
    layer.intermediate.intermediate_act_fn = torch.nn.ReLU()


def keep_heads(layer: Any, heads: Tensor) -> None:
    """Takes all but `heads` out of the attention of a layer."""
    size = size_of_head(layer)
    rows = (heads[:, None] * size + torch.arange(size)).flatten()
    own = layer.attention.self
    for part in (own.query, own.key, own.value):
        cut_linear(part, rows, outputs=True)
    cut_linear(layer.attention.output.dense, rows, outputs=False)


def narrow(model: Reader, inner: int | None, heads: int | None, losses: Iterable[Tensor]) -> None:
    """Leaves the layers `inner` units of the feed-forward part and `heads` heads of attention each, on average.

    What stays is what changes the losses most when it is taken away, to first order: its value times its gradient
    (Michel, Levy and Neubig 2019). A layer whose parts matter less than those of others keeps fewer of them.
    """
    layers = model.encoder.encoder.layer
    seen: dict[Any, Tensor] = {}

    def hook(linear: Any, values: tuple[Tensor, ...]) -> None:
        values[0].retain_grad()
        seen[linear] = values[0]

    units = {layer: torch.zeros(layer.output.dense.in_features) for layer in layers}
    parts = {layer: torch.zeros(layer.attention.self.num_attention_heads) for layer in layers}
    hooks = [part.output.dense.register_forward_pre_hook(hook) for one in layers for part in (one, one.attention)]
    for loss in losses:
        loss.backward()
        for layer in layers:
            for part, own in ((layer, units[layer]), (layer.attention, parts[layer])):
                values = seen[part.output.dense]
                effect = (values.grad * values).float().sum((0, 1))
                own += effect.view(len(own), -1).sum(1).abs()
        model.zero_grad()
    for one in hooks:
        one.remove()
    for average, strength, step, cut in ((inner, units, 64, keep_units), (heads, parts, 1, keep_heads)):
        if average:
            for layer, number in zip(layers, shares([strength[one] for one in layers], average, step), strict=True):
                cut(layer, strength[layer].topk(number).indices.sort().values)


def shares(strength: list[Tensor], average: int, step: int) -> list[int]:
    """How many each layer keeps, in whole steps, when the strongest of all layers stay."""
    steps = [own.sort(descending=True).values.view(-1, step).sum(1) for own in strength]
    bar = torch.cat(steps).sort(descending=True).values[average * len(strength) // step - 1]
    return [step * max(1, int((own >= bar).sum())) for own in steps]


def label(args: argparse.Namespace, items: list[dict[str, Any]]) -> None:
    """Writes, for each article of the tasks, the logits of both heads and the link vectors, float16; else None."""
    model = restored(args.out, args.encoder)
    corpus = Corpus(items, args.vocabulary, args.encoder)
    widths = (model.attribution.out_features, model.names.out_features, model.links.out_features)
    out = [
        tuple(np.zeros((len(item["pieces"]), w), np.float16) for w in widths[: 3 if args.vectors else 2])
        if item["task"] in args.tasks
        else None
        for item in items
    ]
    windows = [window for window in corpus.windows(None) if out[window[0]] is not None]
    began, seen = time.time(), 0
    with torch.no_grad():
        for group in grouped(windows, 32, None):
            outputs = run(model, corpus, group)
            for k, (number, window) in enumerate(group):
                for stored, output in zip(out[number], outputs, strict=False):
                    stored[window] = output[k].numpy()
                seen += window.stop - window.start
    print(f"{seen} pieces, {seen / (time.time() - began):.0f} a second")
    args.labels.write_bytes(pickle.dumps(out))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("teacher", "student", "label"))
    for name in ("data", "encoder", "vocabulary", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--labels", type=Path)
    parser.add_argument(
        "--alone", type=Path, nargs=2, help="student: labels of a teacher of attribution and of one of names"
    )
    parser.add_argument("--syntax", type=Path, help="student: the labels of the parse, from syntax.py")
    parser.add_argument("--parse", type=float, default=0.3, help="student: weight of the parse")
    parser.add_argument("--link", type=float, default=0.2, help="weight of the links")
    parser.add_argument(
        "--tasks",
        nargs="*",
        default=["attribution", "entities", "plain"],
        help="the articles to learn from or to label, by their gold",
    )
    parser.add_argument("--vectors", action="store_true", help="label: store the link vectors too")
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--rate", type=float, default=5e-5)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--gold", type=float, default=0.3, help="student: weight of the gold loss beside the teacher's")
    parser.add_argument("--thin", type=float, default=1.0, help="share of the windows with names that an epoch takes")
    parser.add_argument("--average", type=float, default=0.0, help="decay of the moving average of the weights")
    parser.add_argument("--layers", type=int, nargs="*", default=[], help="student: the layers to keep")
    parser.add_argument("--start", type=Path, help="student: the folder of a student to go on from")
    parser.add_argument("--inner", type=int, help="student: units that a layer's feed-forward part keeps on average")
    parser.add_argument("--heads", type=int, help="student: heads of attention that a layer keeps on average")
    parser.add_argument("--mix", type=int, help="the epoch whose weights those of later ones are averaged with")
    parser.add_argument("--dropout", type=float, default=0.0, help="before and behind the encoder")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    if args.what == "student" and not (args.labels and args.alone):
        parser.error("a student needs --labels of a teacher of both tasks and --alone of two teachers of one each")
    items = pickle.loads(args.data.read_bytes())
    label(args, items) if args.what == "label" else train(args, items)


if __name__ == "__main__":
    main()
