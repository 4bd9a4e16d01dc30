"""Writes a trained reader as the weights of the package: ONNX with integers of eight bits.

python training/export.py MODEL ENCODER OUT.onnx [--float]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from onrecord.nlp.word_pieces import FORMS
from training.networks import Reader
from training.train import restored, size_of_head


class Exported(nn.Module):
    """One window, without padding, to one row a piece: tags, names, link vectors, syntax.

    The encoder is written out anew, since nothing has to be masked: queries, keys and values are one product, and no
    mask is added to the scores.
    """

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.embeddings = reader.encoder.embeddings
        self.forms = reader.forms
        self.heads = nn.ModuleList([reader.attribution, reader.names, reader.links, reader.syntax])
        self.layers = reader.encoder.encoder.layer
        self.projections = nn.ModuleList(map(self._projection, self.layers))

    def _projection(self, layer: nn.Module) -> nn.Linear:
        """Queries, already scaled, keys and values."""
        own = layer.attention.self
        joined = nn.Linear(own.query.in_features, 3 * own.query.out_features)
        scale = size_of_head(layer) ** -0.5
        parts = ((own.query, scale), (own.key, 1.0), (own.value, 1.0))
        joined.weight.data = torch.cat([part.weight.data * factor for part, factor in parts])
        joined.bias.data = torch.cat([part.bias.data * factor for part, factor in parts])
        return joined

    def forward(self, ids: Tensor, forms: Tensor) -> tuple[Tensor, ...]:
        length = ids.shape[1]
        own = self.embeddings
        fixed = own.position_embeddings.weight[:length] + own.token_type_embeddings.weight[0]
        hidden = own.LayerNorm(own.word_embeddings(ids[0]) + self.forms(forms[0]) + fixed)
        for layer, projection in zip(self.layers, self.projections, strict=True):
            query, key, value = projection(hidden).view(length, 3, -1, size_of_head(layer)).permute(1, 2, 0, 3)
            seen = (torch.softmax(query @ key.transpose(1, 2), -1) @ value).transpose(0, 1).reshape(length, -1)
            hidden = layer.attention.output.LayerNorm(layer.attention.output.dense(seen) + hidden)
            hidden = layer.output.LayerNorm(layer.output.dense(layer.intermediate(hidden)) + hidden)
        return tuple(head(hidden) for head in self.heads)


def check(reader: Reader, exported: Exported) -> None:
    """The encoder that is written out says what the one that was trained says."""
    ids, forms = torch.arange(1000, 1064)[None], torch.arange(64)[None] % FORMS
    with torch.no_grad():
        for one, other in zip(reader(ids, forms, torch.ones_like(ids)), exported(ids, forms), strict=True):
            torch.testing.assert_close(one[0], other, rtol=1e-3, atol=1e-3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("encoder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--syntax", type=Path, required=True, help="the labels of the parse, from syntax.py")
    parser.add_argument("--float", action="store_true", help="keep 32 bits, to see what is lost")
    parser.add_argument("--reduce", action="store_true", help="seven bits: the same sums on processors without VNNI")
    args = parser.parse_args()
    reader = restored(args.model, args.encoder)
    exported = Exported(reader).eval()
    check(reader, exported)
    ids = torch.arange(1000, 1064)[None]
    names = ["attribution", "names", "links", "syntax"]
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder, "plain.onnx")
        torch.onnx.export(
            exported,
            (ids, torch.zeros_like(ids)),
            str(plain),
            input_names=["ids", "forms"],
            output_names=names,
            dynamic_axes={"ids": {1: "n"}, "forms": {1: "n"}, **{name: {0: "n"} for name in names}},
            opset_version=17,
            dynamo=False,
        )
        model = onnx.load(plain)
        entry = model.metadata_props.add()
        known = json.loads(args.syntax.read_text())
        facts = {**reader.link_facts(), "tags": known["tags"], "dependencies": known["deps"]}
        entry.key, entry.value = "onrecord", json.dumps(facts)
        onnx.save(model, plain)
        if args.float:
            args.out.write_bytes(plain.read_bytes())
        else:
            quantize_dynamic(plain, args.out, weight_type=QuantType.QInt8, per_channel=True, reduce_range=args.reduce)
    data = args.out.read_bytes()
    print(f"{args.out}: {len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
