r"""Trains heads anew, on more labels, and changes nothing else of the reader.

    python -m training.heads READER.onnx OUT.onnx --coreference GOLD... --pronouns GOLD... --texts GOLD...
    python -m training.heads READER.onnx OUT.onnx --labels LABELS... --texts GOLD...

The first makes the vectors of mentions, through a network that chooses antecedents, which `training.antecedents` makes
again behind them; the second makes the judges of attributions and of statements.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import nn

from onrecord.nlp.decoding import Array
from training.antecedents import loss_of
from training.further import (
    DECAY,
    LAST,
    NEW_RATE,
    OF_COREFERENCE,
    OF_TYPES,
    Document,
    Network,
    Teacher,
    batches,
    divided,
    labelled,
    refine,
    report,
    scale_of,
    with_examples,
)
from training.layers import save, share_of_rate, stored
from training.texts import is_held


def train(network: Network, documents: Sequence[Document], epochs: int) -> None:
    """Trains the vectors of mentions and the choice of antecedents; the layers stay as they are."""
    order = random.Random(0)
    groups = [group for _ in range(epochs) for group in batches(documents, order)]
    learning = [*network.mentions.parameters(), *network.choice.parameters(), network.none]
    optimizer = torch.optim.AdamW(learning, lr=NEW_RATE, weight_decay=DECAY)
    steps = len(groups)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: share_of_rate(step + 1, steps))
    began, losses = time.time(), []
    for number, group in enumerate(groups, 1):
        scores, of_types = network.scores(group, network(group))
        examples = [example for document in group for example in document.examples]
        parts = [own.weight * loss_of(score, own) for score, own in zip(scores, examples, strict=True)]
        loss = OF_COREFERENCE * sum(parts, torch.zeros(())) / len(parts)
        if of_types is not None:
            loss = loss + OF_TYPES * of_types
        loss.backward()
        nn.utils.clip_grad_norm_(learning, 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        losses.append(loss.item())
        if number % 100 == 0:
            print(f"step {number} of {steps}: {np.mean(losses[-100:]):.3f}, {time.time() - began:.0f} s", flush=True)


def no_scale() -> tuple[Array, Array]:
    """The mean and the deviation of features of antecedents, where there are none."""
    return np.zeros(1, dtype=np.float32), np.ones(1, dtype=np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reader", type=Path, help="a reader that was trained further")
    parser.add_argument("out", type=Path)
    parser.add_argument("--coreference", type=Path, nargs="*", default=[], help="gold, labels, or marked passages")
    parser.add_argument("--pronouns", type=Path, nargs="*", default=[])
    parser.add_argument("--labels", type=Path, nargs="*", default=[], help="labels of attributions and statements")
    parser.add_argument("--texts", type=Path, nargs="*", default=[], help="the gold files that have the labels' texts")
    parser.add_argument("--epochs", type=int, default=6)
    args = parser.parse_args()
    torch.manual_seed(0)
    model = onnx.load(args.reader)
    teacher = Teacher(model, LAST)
    if args.coreference:
        learned = list(with_examples(teacher, [*args.coreference, *args.pronouns], args.texts))
        network = Network(stored(model), *scale_of(learned), LAST)
        train(network, learned, args.epochs)
        network.store_mentions(model)
    if args.labels:
        parts: dict[bool, list[Document]] = {True: [], False: []}
        for key, document in labelled(teacher, args.labels, args.texts):
            parts[is_held(key)] += divided(document)
        network = Network(stored(model), *no_scale(), LAST)
        refine(network, parts[False])
        report(network, parts[True])
        network.store_judges(model)
    save(model, args.out)


if __name__ == "__main__":
    main()
