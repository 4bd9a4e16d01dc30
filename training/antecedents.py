"""Trains the choice of antecedents: which entity a pronoun or a description means.

    python -m training.antecedents OUT.npz --coreference GOLD... --pronouns GOLD... --texts GOLD... [--held GOLD...]

The features come from the extractor itself, which reads each text as it reads an article, but for what the gold says
that each pronoun and description meant before. Where the gold names only two candidates (GAP), the loss is on those.
"""

from __future__ import annotations

import argparse
import collections
import dataclasses
import json
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from onrecord.extraction.entities.antecedents import GENDERS, Candidates, Choice
from onrecord.extraction.entities.coreference import References
from onrecord.extraction.entities.entities import Entities
from onrecord.extraction.entities.names import find_names
from onrecord.extraction.entities.quoted_names import split_names
from onrecord.extraction.values import Mention
from onrecord.ingestion import article_of, sidecar_of
from onrecord.nlp.articles import ParsedArticle, parse
from onrecord.nlp.decoding import Array
from onrecord.text.quotation import find_quoted_runs
from onrecord.text.spans import Span
from training.texts import is_held, texts_of

HIDDEN, EPOCHS, RATE, FADE, DECAY, DROPOUT, BATCH = 48, 8, 2e-3, 0.85, 0.1, 0.35, 32
NETWORKS = 5  # they differ in their seeds; the weights are those of the best


@dataclasses.dataclass(frozen=True, slots=True)
class Example:
    """A pronoun or a description with its candidates.

    Attributes:
        place: where it is.
        candidates: the candidates, with their features.
        right: which of them are right.
        wrong: which are wrong, where the gold knows only some; None where all others are.
        kind: whether a description is of a person (0), of an organization (1), or of something else (2).
    """

    place: Span
    candidates: Candidates
    right: Array
    wrong: Array | None
    kind: int | None = None

    @property
    def features(self) -> Array:
        """(candidates, features)."""
        return self.candidates.features

    @property
    def weight(self) -> float:
        """How much it counts: the passages with two candidates are made of what is hard."""
        return 1.0 if self.wrong is None else 2.0


def read(docs: Sequence[Mapping[str, Any]]) -> Iterator[ParsedArticle]:
    """The texts of gold documents as articles."""
    nothing = sidecar_of({}, "gold.txt")
    return parse([article_of(doc["text"], f"{number}.txt", nothing) for number, doc in enumerate(docs)])


def resolve(parsed: ParsedArticle, chooser: Callable[[Entities], Callable[[Candidates, Span], Choice | None]]) -> None:
    """Reads an article with other choices than those of the extractor."""
    names, runs = split_names(parsed, find_quoted_runs(parsed.text, [p.span for p in parsed.passages]))
    entities = Entities(parsed, find_names(parsed, names))
    References(parsed, entities, [run.outer for run in runs], chooser(entities)).resolve()


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A gold mention without "the" before and "'s" after it, as the extractor marks names."""
    if text[start : start + 4].lower() == "the ":
        start += 4
    return start, end - 2 * text[start:end].endswith(("'s", "’s"))


def of_coreference(doc: Mapping[str, Any], parsed: ParsedArticle) -> list[Example]:
    """The examples of a document in which all mentions are labelled."""
    text, mentions = doc["text"], doc["mentions"]
    pronouns = {(m["start"], m["end"]): m for m in mentions if m["mention_type"] == "pronominal"}
    others = {trimmed(text, m["start"], m["end"]): m for m in mentions if m["mention_type"] != "pronominal"}
    described = {start: m for (start, _), m in sorted(others.items(), reverse=True) if m["mention_type"] == "nominal"}
    found: list[Example] = []

    typed = any("type" in m for m in mentions)
    pronouns_of = {m["entity_id"]: GENDERS.get(text[m["start"] : m["end"]].lower(), "p") for m in pronouns.values()}

    def kind_of(mention: Mapping[str, Any], candidates: Candidates) -> int | None:
        """What a description is of: by its type, or else by a pronoun that means the same."""
        if not candidates.of_description:
            return None
        if typed:
            return _NOUNS.index(mention["type"]) if mention["type"] in _NOUNS else len(_NOUNS)
        return {"m": 0, "f": 0, "n": 1}.get(pronouns_of.get(mention["entity_id"], ""))

    def meant(candidates: Candidates, span: Span) -> Mapping[str, Any] | None:
        """The gold mention at a place; the shortest description that begins there, which holds its noun."""
        if not candidates.of_description:
            return pronouns.get((span.start, span.end))
        mention = described.get(trimmed(text, span.start, span.end)[0])
        return mention if mention is not None and mention["end"] >= span.end else None

    def chooser(entities: Entities) -> Callable[[Candidates, Span], Choice | None]:
        def gold() -> dict[int, str]:
            """The gold entity of each of the extractor's, by most of its mentions so far."""
            votes: dict[int, collections.Counter[str]] = collections.defaultdict(collections.Counter)
            for mention in entities.mentions():
                place = trimmed(text, mention.span.start, mention.span.end)
                if place in others:
                    votes[mention.entity][others[place]["entity_id"]] += 1
            return {key: counts.most_common(1)[0][0] for key, counts in votes.items()}

        def choose(candidates: Candidates, span: Span) -> Choice | None:
            mention = meant(candidates, span)
            if mention is None:
                if candidates.of_description and candidates.keys:
                    nobody = np.zeros(len(candidates.keys), dtype=bool)
                    found.append(Example(span, candidates, nobody, None, None if typed else len(_NOUNS)))
                return None
            if mention["entity_id"] is None:  # the reader of the text could not tell
                return None
            known = gold()
            right = np.array([known.get(key) == mention["entity_id"] for key in candidates.keys], dtype=bool)
            if candidates.keys:
                found.append(Example(span, candidates, right, None, kind_of(mention, candidates)))
            return Choice(candidates.keys[int(right.argmax())], 1.0) if right.any() else None

        return choose

    resolve(parsed, chooser)
    return found


def of_pronoun(doc: Mapping[str, Any], parsed: ParsedArticle) -> list[Example]:
    """The example of a passage in which one pronoun and two names are labelled."""
    found: list[Example] = []

    def chooser(entities: Entities) -> Callable[[Candidates, Span], Choice | None]:
        mentions: tuple[Mention, ...] = entities.mentions()
        labelled = [
            ({m.entity for m in mentions if m.span.overlaps(Span(c["start"], c["end"]))}, c["coref"])
            for c in doc["candidates"]
        ]

        def choose(candidates: Candidates, span: Span) -> Choice | None:
            if span.start == doc["pronoun"]["start"] and candidates.keys and not candidates.of_description:
                right, wrong = (
                    np.array(
                        [
                            any(key in keys for keys, is_right in labelled if is_right == wanted)
                            for key in candidates.keys
                        ]
                    )
                    for wanted in (True, False)
                )
                found.append(Example(span, candidates, right, wrong))
            return None

        return choose

    resolve(parsed, chooser)
    return found


class Network(nn.Module):
    """Features -> the score of a candidate; `none` is the score of no candidate, for pronouns and descriptions."""

    def __init__(self, mean: Array, deviation: Array) -> None:
        super().__init__()
        self.mean, self.deviation = torch.tensor(mean), torch.tensor(deviation)
        self.first, self.second = nn.Linear(len(mean), HIDDEN), nn.Linear(HIDDEN, HIDDEN)
        self.last, self.none = nn.Linear(HIDDEN, 1), nn.Parameter(torch.zeros(2))
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, features: Tensor) -> Tensor:
        hidden = (features - self.mean) / self.deviation
        for layer in (self.first, self.second):
            hidden = self.dropout(torch.relu(layer(hidden)))
        return self.last(hidden).squeeze(1)

    def scores(self, examples: Sequence[Example]) -> list[Tensor]:
        """The scores of the candidates of each example, and at the end that of none."""
        found = self(torch.from_numpy(np.concatenate([one.features for one in examples])))
        parts = found.split([len(one.features) for one in examples])
        return [
            torch.cat([part, self.none[int(one.candidates.of_description)][None]])
            for part, one in zip(parts, examples, strict=True)
        ]

    def weights(self) -> dict[str, Array]:
        """The arrays that the extractor reads."""
        layers = {"first": self.first, "second": self.second}
        found = {name: layer.weight.detach().numpy().T for name, layer in layers.items()}
        found |= {f"{name}_bias": layer.bias.detach().numpy() for name, layer in layers.items()}
        found |= {"last": self.last.weight.detach().numpy()[0], "last_bias": self.last.bias.detach().numpy()}
        found |= {"none": self.none.detach().numpy(), "mean": self.mean.numpy(), "deviation": self.deviation.numpy()}
        return {name: np.ascontiguousarray(value, dtype=np.float32) for name, value in found.items()}


def loss_of(scores: Tensor, example: Example) -> Tensor:
    """The negative logarithm of the probability of what is right; `scores` ends with that of no candidate."""
    shares = torch.log_softmax(scores, 0)
    if example.right.any():
        return -torch.logsumexp(shares[:-1][torch.from_numpy(example.right)], 0)
    if example.wrong is None:
        return -shares[-1]
    if not example.wrong.any():
        return shares.sum() * 0
    return -torch.log1p(-torch.logsumexp(shares[:-1][torch.from_numpy(example.wrong)], 0).exp().clamp(max=0.999))


def train(examples: Sequence[Example], seed: int) -> Network:
    """A network that has seen the examples `EPOCHS` times."""
    torch.manual_seed(seed)
    order = random.Random(seed)
    rows = np.concatenate([example.features for example in examples])
    network = Network(rows.mean(0), rows.std(0) + 1e-3)
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.ExponentialLR(optimizer, FADE)
    shuffled = list(examples)
    for _ in range(EPOCHS):
        order.shuffle(shuffled)
        for start in range(0, len(shuffled), BATCH):
            group = shuffled[start : start + BATCH]
            losses = [one.weight * loss_of(own, one) for own, one in zip(network.scores(group), group, strict=True)]
            (sum(losses, torch.zeros(())) / len(group)).backward()
            optimizer.step()
            optimizer.zero_grad()
        schedule.step()
    return network.eval()


def share_right(network: Network, examples: Sequence[Example]) -> float:
    """The share of the pronouns that are read right: the right candidate, or none where none is right."""
    right = 0
    with torch.no_grad():
        for example in examples:
            scores = network.scores([example])[0]
            best = int(scores.argmax())
            chosen = best < len(example.right)
            wrong = example.wrong if example.wrong is not None else ~example.right
            right += (
                bool(example.right[best])
                if example.right.any() and chosen
                else not (example.right.any() or (chosen and wrong[best]))
            )
    return right / len(examples)


def documents(paths: Sequence[Path], texts: Sequence[Path] = ()) -> list[dict[str, Any]]:
    """Gold documents (JSON lines), passages with marked mentions (.txt), or labels of texts in the gold `texts`."""
    known = texts_of(texts)
    found: list[dict[str, Any]] = []
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            if path.suffix == ".txt":
                found += [passage(line)] if line.strip() else []
            else:
                doc = json.loads(line)
                found.append(labelled(doc, known[doc["hash"]]) if "hash" in doc else doc)
    return found


def labelled(labels: Mapping[str, Any], text: str) -> dict[str, Any]:
    """A line of `coreference_news.jsonl` as a gold document, with whether it is held out."""
    mentions = [
        {"start": start, "end": end, "mention_type": _KINDS[kind], "entity_id": entity}
        for start, end, kind, entity in labels["mentions"]
    ]
    return {"text": text, "mentions": mentions, "held": is_held(labels["hash"])}


_NOUNS = ("person", "organization")
_KINDS = {"n": "named", "d": "nominal", "p": "pronominal"}


def passage(line: str) -> dict[str, Any]:
    """A passage such as "[n1 Lena Marsh] said [p1 she] would leave. ¶ [d2 The party] is split." as a gold document."""
    text, mentions, opened = "", [], []
    for part in re.split(r"(\[[ndp]\d+ |\]| ?¶ ?)", line):
        if match := re.fullmatch(r"\[([ndp])(\d+) ", part):
            opened.append((len(text), match[1], match[2]))
        elif part == "]":
            start, kind, number = opened.pop()
            mentions.append({"start": start, "end": len(text), "entity_id": number, "mention_type": _KINDS[kind]})
        else:
            text += "\n\n" if part.strip() == "¶" else part
    return {"text": text, "mentions": mentions}


def examples_of(docs: Sequence[Mapping[str, Any]]) -> Iterator[tuple[ParsedArticle, list[Example]]]:
    """Each document as an article, with its examples."""
    for doc, parsed in zip(docs, read(docs), strict=True):
        yield parsed, of_pronoun(doc, parsed) if "pronoun" in doc else of_coreference(doc, parsed)


def collected(docs: Sequence[Mapping[str, Any]]) -> list[Example]:
    """The examples of all documents."""
    return [example for _, found in examples_of(docs) for example in found]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--coreference", type=Path, nargs="*", default=[], help="gold, or passages with marks (.txt)")
    parser.add_argument("--pronouns", type=Path, nargs="*", default=[])
    parser.add_argument("--texts", type=Path, nargs="*", default=[], help="the gold files that have the labels' texts")
    parser.add_argument("--held", type=Path, nargs="*", default=[], help="gold to choose among the networks with")
    args = parser.parse_args()
    docs = documents([*args.coreference, *args.pronouns], args.texts)
    examples = collected([doc for doc in docs if not doc.get("held")])
    tests = collected([*(doc for doc in docs if doc.get("held")), *documents(args.held)]) or examples
    network = max((train(examples, seed) for seed in range(NETWORKS)), key=lambda one: share_right(one, tests))
    print(f"{len(examples)} pronouns and descriptions, {share_right(network, tests):.3f} right", flush=True)
    np.savez(args.out, **network.weights())  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
