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

from training.train import restored


class Exported(nn.Module):
    """One window, without padding, to one row a piece: tags, names, link vectors."""

    def __init__(self, reader: nn.Module) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids: Tensor, forms: Tensor) -> tuple[Tensor, ...]:
        mask = torch.ones_like(ids)
        return tuple(output[0] for output in self.reader(ids, forms, mask))


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
    reader.encoder.set_attn_implementation("eager")
    ids = torch.arange(1000, 1064)[None]
    names = ["attribution", "names", "links", *(["syntax"] if reader.syntax else [])]
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder, "plain.onnx")
        torch.onnx.export(
            Exported(reader).eval(),
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
