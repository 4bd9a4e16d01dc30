"""Makes the tagger of votes, from passages in which each number, name and decision has its tag.

    python -m training.votes READER.onnx OUT.onnx                 # gives the reader the outputs that the tagger needs
    python -m training.votes READER.onnx OUT.onnx PASSAGES.txt ... --encoder FOLDER --plain GOLD.jsonl ...

The tagger has the layers of the small encoder, which learn the tags, on the reader's embeddings, which stay as they are
(they were the encoder's, too). Each passage is seen in a new form in each epoch: with other numbers, names and dashes,
in one or more paragraphs, alone or among paragraphs of other articles, perhaps with motions and bodies of other
passages, and with some word pieces hidden. Sentences of those articles have no tags, except where `votes_seen.jsonl`
says that they report a vote.
"""

from __future__ import annotations

import argparse
import copy
import dataclasses
import hashlib
import json
import random
import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel

from onrecord.nlp.models import WEIGHTS
from onrecord.nlp.reader import WINDOW
from onrecord.nlp.vote_tags import KINDS, VOTES, WIDTH
from onrecord.nlp.word_pieces import cut_windows, framed, read_pieces
from onrecord.text.numbers import UNITS
from training.layers import HEAD, Layer, norms, save, share_of_rate
from training.prepare import paragraphs
from training.vote_passages import Passage, lines_of, passage

# The reader's layers before the gate; windows of a step; their share that stands among other paragraphs.
GATE, BATCH, AMONG = 2, 16, 0.25
# How much a piece counts by its tag: rare tags more, long ones less.
WEIGHTS_OF_TAGS = {"": 1.0, "M": 0.6, "B": 1.0, **dict.fromkeys(("YN", "A", "X", "VA", "VX", "VR", "VV", "T"), 3.0)}
_DASHES = ("-",) * 6 + ("–", "–", "—", " to ", " to ", "-to-")
# Words of decisions and numbers: paragraphs with them are the hardest of those that report no vote.
_NEAR = re.compile(
    r"\b(?:vot(?:e[sd]?|ing|ers?)\b|ballot|unanim|oppos|favou?r|dissent|motion|approv|reject|pass(?:ed|es)\b|"
    r"abst(?:ain|ention)|majority|minority|split\b|rul(?:ed|ing)|adopt|defeat|confirm|convict|object|clear(?:ed|s)\b|"
    r"threw out|kill(?:s|ed)|refus|turned down|uph[eo]ld|back(?:ed|s)\b|agree[ds]\b|sided|against\b|lost\b|fell\b|"
    r"fail|declined|council|committee|board|parliament|senat|court|justices|members|"
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|dozen|nobody|only)\b)|(?<!\d)\d{1,9} ?(?:[-–—]|to) ?\d",
    re.IGNORECASE,
)


def is_held(line: str) -> bool:
    """Whether a passage is left out of training while choices are made: about one in seven."""
    return hashlib.sha256(line.encode()).digest()[0] < 37


def changed(own: Passage, changes: dict[tuple[int, int], tuple[str, str]]) -> Passage:
    """The passage with other words, and a tag for them, in some places."""
    made, tags, end = "", [], 0
    kinds = {(start, after): (kind, vote) for start, after, kind, vote in own.tags}
    for start, after in sorted({*kinds, *changes}):
        made += own.text[end:start]
        kind, vote = kinds.get((start, after), ("", 0))
        words, kind = changes.get((start, after), (own.text[start:after], kind))
        if kind:
            tags.append((len(made), len(made) + len(words), kind, vote))
        made, end = made + words, after
    return Passage(made + own.text[end:], tags, own.kind)


def varied(own: Passage, names: Sequence[str], order: random.Random) -> Passage:
    """The passage with other numbers, in the order of their sizes, other dashes, and other names of voters."""
    text = own.text
    changes: dict[tuple[int, int], tuple[str, str]] = {}
    counts = [
        tag
        for tag in own.tags
        if tag[2] in {"Y", "N", "YN", "A", "X"} and re.fullmatch(r"\d{1,3}", text[slice(*tag[:2])])
    ]
    if own.kind not in {"threshold", "correction", "percent", "referendum", "shareholders"} and order.random() < 0.8:
        new: dict[int, int] = {}
        last = -1
        for value in sorted({int(text[start:end]) for start, end, *_ in counts}):
            least = max(last + 1, min(value, 2), value // 2)
            last = new[value] = (
                value if value < 2 and last < value else order.randint(least, max(least, value * 8 // 5))
            )
        changes = {(start, end): (str(new[int(text[start:end])]), kind) for start, end, kind, _ in counts}
    for first, second in zip(own.tags, own.tags[1:], strict=False):
        between = text[first[1] : second[0]]
        if {first[2], second[2]} == {"Y", "N"} and re.fullmatch(r"[-–—]| to |-to-", between):
            dash = order.choice(_DASHES)
            changes[first[1], second[0]] = dash, ""
            sides = [changes.get(one[:2], (text[slice(*one[:2])], one[2])) for one in (first, second)]
            if own.kind != "two" and text[second[1] : second[1] + 8] != " against" and "F" in {t[2] for t in own.tags}:
                sides = sides[::-1] if order.random() < 0.25 else sides
            if "to" in dash and order.random() < 0.4:
                sides = [(UNITS[int(w)] if w.isdigit() and int(w) < len(UNITS) else w, kind) for w, kind in sides]
            changes[first[:2]], changes[second[:2]] = sides
    for start, end, kind, _ in own.tags:
        words = text[start:end]
        is_name = kind[0] == "V" and own.kind != "un" and words.istitle()
        if is_name and text.count(words.split()[-1]) == 1 and order.random() < 0.7:
            changes[start, end] = " ".join([*words.split()[:-1], order.choice(names)]), kind
    return changed(own, changes)


def form(own: Passage, start: int, end: int, kind: str) -> tuple[str, ...]:
    """What a motion or a body is like, so that another of the same form can take its place."""
    words, before = own.text[start:end], own.text[:start]
    first = words.split()[0].lower()
    opening = (
        "the"
        if first in {"the", "a", "an", "its", "his", "her", "their"}
        else first[-3:]
        if first[-3:] == "ing"
        else ""
    )
    plural = "s" if re.split(r" (?:of|in|at|on|from|for) ", words)[0].endswith("s") else ""
    after = re.search(r"(\b(?:to|the|a|an)|[.:]|^)[“\"]? ?$", before)
    return kind, after[1].lower() if after else "", opening, plural if kind == "B" else "", words[0].isupper() * "A"


Others = dict[tuple[str, ...], list[str]]


def others(passages: Sequence[Passage]) -> Others:
    """The motions and bodies of all passages by their form."""
    found: Others = {}
    for own in passages:
        for start, end, kind, _ in own.tags:
            if kind in {"M", "B"}:
                found.setdefault(form(own, start, end, kind), []).append(own.text[start:end])
    return found


def exchanged(own: Passage, known: Others, share: float, order: random.Random) -> Passage:
    """The passage with motions and bodies of other passages in a share of the places."""
    changes = {
        (start, end): (order.choice(known.get(form(own, start, end, kind), [own.text[start:end]])), kind)
        for start, end, kind, _ in own.tags
        if kind in {"M", "B"} and order.random() < share
    }
    return changed(own, changes)


def split(own: Passage, order: random.Random) -> Passage:
    """The passage with some of its sentences in paragraphs of their own."""
    text = own.text
    places = [m.start() for m in re.finditer(r"(?<=[a-z0-9)][.!?])[ ](?=[A-Z“])", text)]
    inside = [place for place in places if not any(start <= place < end for start, end, *_ in own.tags)]
    letters = list(text)
    for place in inside:
        if order.random() < 0.3:
            letters[place] = "\n"
    return dataclasses.replace(own, text="".join(letters))


Window = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def windows(own: Passage, tokenizer: Tokenizer) -> Iterator[Window]:
    """Ids, forms, and the tag and the vote of each piece; -100 where they are unknown or there is none."""
    pieces = read_pieces(own.text, paragraphs(own.text), tokenizer)
    tags, votes = np.zeros(len(pieces), dtype=np.int64), np.full(len(pieces), -100)
    places = [(start, end, 1 + 4 * KINDS.index(kind), vote) for start, end, kind, vote in own.tags]
    for start, end, base, vote in [*places, *((*place, -100, -100) for place in own.unknown)]:
        first = int(np.searchsorted(pieces.ends, start, side="right"))
        after = int(np.searchsorted(pieces.starts, end, side="left"))
        if base < 0:
            tags[first:after] = -100
        elif first < after:
            tags[first:after] = base + 1
            tags[first], tags[after - 1] = base, base + 2
            if after - first == 1:
                tags[first] = base + 3
            votes[first:after] = vote if own.kind != "made two" else -100
    for window in cut_windows(pieces, WINDOW):
        ids, forms, at = framed(pieces, window)
        right, which = np.full(len(ids), -100), np.full(len(ids), -100)
        right[at], which[at] = tags[window], votes[window]
        yield ids, forms, right, which


class States:
    """What the reader knows of a window after its embeddings, and after its first layers."""

    def __init__(self, model: onnx.ModelProto) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(model.SerializeToString(), options)
        self.options = onnxruntime.RunOptions()
        self.options.only_execute_path_to_fetches = True  # the later layers are not needed

    def of(self, name: str, ids: np.ndarray, forms: np.ndarray) -> Tensor:
        """The output `embedded` or `states` for the pieces of a window: (pieces, width)."""
        run: list[Any] = self.session.run([name], {"ids": ids[None], "forms": forms[None]}, self.options)
        return torch.from_numpy(run[0])


class Tagger(nn.Module):
    """All layers of the small encoder, and the tags behind them; the embeddings are the reader's."""

    def __init__(self, weights: dict[str, Tensor]) -> None:
        super().__init__()
        last = max(int(name.split(".")[1]) for name in weights if name.startswith("layers."))
        self.layers = nn.ModuleList([Layer(weights, number, nn.functional.gelu) for number in range(last + 1)])
        self.dropout = nn.Dropout(0.1)
        self.head = nn.Linear(self.layers[0].width, WIDTH)

    def forward(self, hidden: Tensor, mask: Tensor | None = None) -> Tensor:
        for layer in self.layers:
            hidden = layer(hidden, mask)
        return self.head(self.dropout(hidden))


class Exported(nn.Module):
    """One window without padding: (pieces, width) -> (pieces, tags)."""

    def __init__(self, tagger: Tagger) -> None:
        super().__init__()
        self.tagger = tagger

    def forward(self, hidden: Tensor) -> Tensor:
        return self.tagger(hidden[None])[0]


def layers_of(encoder: Path) -> dict[str, Tensor]:
    """The weights of the encoder's layers, by the names that `Layer` knows."""
    found = {}
    for number, layer in enumerate(AutoModel.from_pretrained(encoder).encoder.layer):
        for name, value in layer.state_dict().items():
            found[f"layers.{number}.{name}"] = value
        own = layer.attention.self
        scale = HEAD**-0.5
        parts = ((own.query, scale), (own.key, 1.0), (own.value, 1.0))
        found[f"projections.{number}.weight"] = torch.cat([part.weight.data * factor for part, factor in parts])
        found[f"projections.{number}.bias"] = torch.cat([part.bias.data * factor for part, factor in parts])
    return found


def masked(ids: np.ndarray, mask: int, share: float, order: random.Random) -> np.ndarray:
    """The ids of a window with the mask in place of some pieces, so that their neighbours have to say what they are."""
    inner = [k for k in range(1, len(ids) - 1) if order.random() < share]
    made = ids.copy()
    made[inner] = mask
    return made


def batches(
    data: Sequence[Window], states: States, mask: int, share: float, order: random.Random
) -> Iterator[tuple[Tensor, ...]]:
    """Windows of like length, padded: states, which pieces are there, tags, votes."""
    for group in groups(data, order):
        width = max(len(window[0]) for window in group)
        hidden = nn.utils.rnn.pad_sequence(
            [states.of("embedded", masked(ids, mask, share, order), forms) for ids, forms, *_ in group],
            batch_first=True,
        )
        tags, votes = (
            torch.stack([nn.functional.pad(torch.from_numpy(row), (0, width - len(row)), value=-100) for row in rows])
            for rows in ([window[2] for window in group], [window[3] for window in group])
        )
        there = torch.tensor([[k < len(window[0]) for k in range(width)] for window in group])
        yield hidden, there, tags, votes


def groups(data: Sequence[Window], order: random.Random) -> list[list[Window]]:
    """Windows of like length in groups of `BATCH`."""
    shuffled = order.sample(data, len(data))
    found = []
    for start in range(0, len(shuffled), BATCH * 20):
        chunk = sorted(shuffled[start : start + BATCH * 20], key=lambda window: len(window[0]))
        found += [chunk[k : k + BATCH] for k in range(0, len(chunk), BATCH)]
    return order.sample(found, len(found))


@dataclasses.dataclass(frozen=True)
class Plain:
    """Sentences of articles: `quiet` paragraphs without a word of votes, `near` ones with such words, as passages."""

    quiet: list[str]
    near: list[Passage]


def plain(texts: Sequence[str], seen: dict[str, list[tuple[int, int]]]) -> Plain:
    """The paragraphs of articles; what `seen` lists by the hash of a text may report a vote."""
    quiet, near = [], []
    for text in texts:
        spans = seen.get(hashlib.sha256(text.encode()).hexdigest(), [])
        for place in paragraphs(text):
            words = text[place.start : place.end]
            if not _NEAR.search(words):
                quiet += [words] if 60 < len(words) < 400 else []
            elif len(words) < 1200:
                unknown = [
                    (max(0, s - place.start), e - place.start) for s, e in spans if s < place.end and e > place.start
                ]
                near.append(Passage(words, [], "not", tuple(unknown)))
    return Plain(quiet, near)


def among(own: Passage, passages: Sequence[Passage], articles: Plain, order: random.Random) -> Passage:
    """The passage between paragraphs of articles, and perhaps another passage, which has votes of its own."""
    around = [Passage(order.choice(articles.quiet), []) for _ in range(order.choice((1, 1, 2, 3)))]
    if order.random() < 0.5:
        around[0] = split(order.choice(passages), order)
    parts = order.sample([own, *around], 1 + len(around))
    made, tags = "", []
    for part in parts:
        tags += [(start + len(made), end + len(made), kind, vote) for start, end, kind, vote in part.tags]
        made += f"{part.text}\n"
    kind = "made two" if any(part.kind == "made two" for part in parts) else own.kind
    return Passage(made, tags, kind)


def examples(
    passages: Sequence[Passage],
    names: Sequence[str],
    known: Others,
    share: float,
    articles: Plain,
    tokenizer: Tokenizer,
    order: random.Random,
) -> list[Window]:
    """The windows of one epoch."""
    found: list[Window] = []
    for own in passages:
        one = split(varied(exchanged(own, known, share, order), names, order), order)
        if order.random() < AMONG:
            one = among(one, passages, articles, order)
        found += windows(one, tokenizer)
    for own in order.sample(articles.near, min(len(articles.near), len(passages) // 6)):
        found += windows(own, tokenizer)
    for words in order.sample(articles.quiet, min(len(articles.quiet), len(passages) // 10)):
        found += windows(Passage(words, []), tokenizer)
    return found


def train(
    weights: dict[str, Tensor],
    states: States,
    passages: Sequence[Passage],
    made: Sequence[Passage],
    articles: Plain,
    tokenizer: Tokenizer,
    args: argparse.Namespace,
) -> Tagger:
    """A tagger that has seen all passages, each time in another form, and a share of those that a program made."""
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    order = random.Random(args.seed)
    mask = tokenizer.token_to_id("[MASK]")
    tagger = Tagger(weights).train()
    if args.start:
        tagger.load_state_dict(torch.load(args.start))
    scale = torch.tensor([1.0, *(WEIGHTS_OF_TAGS.get(kind, 1.5) for kind in KINDS for _ in range(4))])
    optimizer = torch.optim.AdamW(
        [
            {"params": tagger.layers.parameters(), "lr": args.rate},
            {"params": tagger.head.parameters(), "lr": 6 * args.rate},
        ],
        weight_decay=0.01,
    )
    names = sorted({p.text[s:e].split()[-1] for p in passages for s, e, kind, _ in p.tags if kind[0] == "V"})
    names = [name for name in names if re.fullmatch(r"[A-Z][\w’'-]+", name)]
    known = others(passages)
    steps, done = 0, 0
    began, losses = time.time(), []
    for epoch in range(args.epochs):
        some = [*passages, *order.sample(made, int(len(made) * args.share))]
        windows_of = examples(some, names, known, args.exchanged, articles, tokenizer, order)
        steps = steps or args.epochs * len(groups(windows_of, random.Random()))
        before = done
        for hidden, there, tags, votes in batches(windows_of, states, mask, args.hidden, order):
            done += 1
            factor = share_of_rate(done, steps)
            for own, rate in zip(optimizer.param_groups, (args.rate, 6 * args.rate), strict=True):
                own["lr"] = rate * factor
            logits = tagger(hidden, there)
            loss = nn.functional.cross_entropy(
                logits[..., :-VOTES].flatten(0, 1), tags.flatten(), scale, ignore_index=-100
            )
            if (votes >= 0).any():
                loss = loss + 0.2 * nn.functional.cross_entropy(
                    logits[..., -VOTES:].flatten(0, 1), votes.flatten(), ignore_index=-100
                )
            loss.backward()
            nn.utils.clip_grad_norm_(tagger.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            losses.append(loss.item())
        spent = time.time() - began
        print(
            f"epoch {epoch}, step {done} of {steps}: loss {np.mean(losses[before - done :]):.3f}, {spent:.0f} s",
            flush=True,
        )
        torch.save(tagger.state_dict(), args.out.with_suffix(".pt"))
    return tagger.eval()


class Gate(nn.Module):
    """Two small layers over the states that say whether a word may belong to a vote."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first, self.second = nn.Linear(width, 24), nn.Linear(24, 1, bias=False)

    def forward(self, states: Tensor) -> Tensor:
        return self.second(torch.relu(self.first(states)))[..., 0]


def gate(
    states: States, passages: Sequence[Passage], articles: Plain, tokenizer: Tokenizer, order: random.Random
) -> dict[str, Any]:
    """The gate before the tagger: the highest score of a window says whether it has a vote.

    Its threshold lets through all but one in two hundred of the passages with votes.
    """
    quiet = [Passage(words, []) for words in order.sample(articles.quiet, min(2500, len(articles.quiet)))]
    near = [own for own in order.sample(articles.near, min(2500, len(articles.near))) if not own.unknown]
    read: list[tuple[Tensor, bool]] = []
    mixed = [among(own, passages, articles, order) for own in order.sample(list(passages), len(passages) // 3)]
    for own in (*passages, *mixed, *quiet, *near):
        for ids, forms, tags, _ in windows(own, tokenizer):
            read.append((states.of("states", ids, forms)[torch.from_numpy(tags != -100)], bool((tags > 0).any())))
    layers = Gate(read[0][0].shape[1])
    optimizer = torch.optim.Adam(layers.parameters(), lr=2e-3)
    for _ in range(6):
        order.shuffle(read)
        for start in range(0, len(read), 64):
            some = read[start : start + 64]
            padded = nn.utils.rnn.pad_sequence([rows for rows, _ in some], batch_first=True)
            there = torch.tensor([[k < len(rows) for k in range(padded.shape[1])] for rows, _ in some])
            scores = layers(padded).masked_fill(~there, -1e4).max(dim=1).values
            right = torch.tensor([float(has) for _, has in some])
            loss = nn.functional.binary_cross_entropy_with_logits(scores, right, pos_weight=torch.tensor(4.0))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    with torch.no_grad():
        found = sorted(layers(rows).max().item() for rows, has in read if has)
        least = found[len(found) // 200]
        opened = np.mean([layers(rows).max().item() >= least for rows, has in read if not has])
    print(f"gate: {opened:.3f} of the paragraphs without votes pass", flush=True)
    arrays = {"first": layers.first.weight.T, "bias": layers.first.bias, "second": layers.second.weight[0]}
    return {"least": round(least, 4), **{k: np.round(v.detach().numpy(), 5).tolist() for k, v in arrays.items()}}


def exported(tagger: Tagger, facts: dict[str, Any]) -> onnx.ModelProto:
    """The tagger with weights of seven bits, so that sums are the same on all processors."""
    with tempfile.TemporaryDirectory() as folder:
        plain_file, small = Path(folder, "plain.onnx"), Path(folder, "small.onnx")
        torch.onnx.export(
            Exported(copy.deepcopy(tagger)).eval(),
            (torch.randn(64, tagger.head.in_features),),
            str(plain_file),
            input_names=["embedded"],
            output_names=["votes"],
            dynamic_axes={"embedded": {0: "n"}, "votes": {0: "n"}},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(plain_file, small, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
        model = onnx.load(small)
        helper.set_model_props(model, {"onrecord": json.dumps(facts)})
        return model


def with_states(model: onnx.ModelProto) -> onnx.ModelProto:
    """The reader with outputs for the tagger, `embedded`, and for the gate, `states`; the others stay the same."""
    known = {output.name for output in model.graph.output}
    width = next(one.dims[0] for one in model.graph.initializer if one.name == "embeddings.LayerNorm.bias")
    vectors = norms(model.graph)
    for name, inner in (("embedded", vectors[0]), ("states", vectors[2 * GATE])):
        if name in known:
            continue
        for node in model.graph.node:
            for names in (node.input, node.output):
                names[:] = [name if own == inner else own for own in names]
        model.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", width]))
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reader", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--encoder", type=Path, help="the folder of the small encoder")
    parser.add_argument("passages", type=Path, nargs="*", help="passages with tags, one a line")
    parser.add_argument("--made", type=Path, nargs="*", default=[], help="passages that a program made")
    parser.add_argument("--share", type=float, default=0.5, help="the share of those in each epoch")
    parser.add_argument("--plain", type=Path, nargs="*", default=[], help="gold files, for their texts alone")
    parser.add_argument("--seen", type=Path, help="places in those texts that may report a vote")
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--rate", type=float, default=1.2e-4)
    parser.add_argument("--gate", type=Path, nargs="*", help="the passages that the gate learns, if not all")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--start", type=Path, help="the weights of an earlier run, OUT.pt, to go on from")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument(
        "--exchanged", type=float, default=0.4, help="the share of motions and bodies of other passages"
    )
    parser.add_argument("--hidden", type=float, default=0.1, help="the share of word pieces that are hidden")
    parser.add_argument("--dev", action="store_true", help="leave out the passages of `is_held`")
    args = parser.parse_args()
    model = onnx.load(args.reader)
    if not args.passages:
        save(with_states(model), args.out)
    else:
        tokenizer = Tokenizer.from_file(str(WEIGHTS / "tokenizer.json"))
        lines = [line for path in args.passages for line in lines_of(path)]
        made = [line for path in args.made for line in lines_of(path)]
        texts = [
            json.loads(line)["text"].replace("\r\n", "\n")
            for path in args.plain
            for line in path.open(encoding="utf-8")
        ]
        seen: dict[str, list[tuple[int, int]]] = {}
        for line in args.seen.open(encoding="utf-8") if args.seen else ():
            place = json.loads(line)
            seen.setdefault(place["text"], []).append((place["start"], place["end"]))
        kept = [passage(line) for line in lines if not (args.dev and is_held(line))]
        print(f"{len(kept)} passages, {len(made)} made, {len(texts)} articles", flush=True)
        weights, states, articles = layers_of(args.encoder), States(with_states(model)), plain(texts, seen)
        tagger = train(weights, states, kept, list(map(passage, made)), articles, tokenizer, args)
        let_in = [passage(line) for path in args.gate or () for line in lines_of(path)] or kept
        opening = gate(states, let_in, articles, tokenizer, random.Random(args.seed))
        save(exported(tagger, opening), args.out)


if __name__ == "__main__":
    main()
