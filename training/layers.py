"""The layers of an exported reader as they can be trained further, how fast, and how their weights are stored."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from onrecord.nlp.decoding import Array

HEAD = 32  # units of a head of attention
# The names of the weights of a layer in the exported reader.
_STORED = {
    "projection": "projections.{}",
    "attention": "layers.{}.attention.output.dense",
    "attention_norm": "layers.{}.attention.output.LayerNorm",
    "inner": "layers.{}.intermediate.dense",
    "outer": "layers.{}.output.dense",
    "norm": "layers.{}.output.LayerNorm",
}


class Layer(nn.Module):
    """A layer of the reader as it was exported: queries, already scaled, keys and values are one product.

    `activation` is the function of its inner units.
    """

    def __init__(
        self, weights: dict[str, Tensor], number: int, activation: Callable[[Tensor], Tensor] = torch.relu
    ) -> None:
        super().__init__()
        for name, stored_as in _STORED.items():
            for part in ("weight", "bias"):
                value = weights[f"{stored_as.format(number)}.{part}"]
                self.register_parameter(f"{name}_{part}", nn.Parameter(value.clone()))
        self.number, self.width = number, len(weights[f"{_STORED['norm'].format(number)}.bias"])
        self.dropout, self.activation = nn.Dropout(0.1), activation

    def _linear(self, name: str, hidden: Tensor) -> Tensor:
        return nn.functional.linear(hidden, getattr(self, f"{name}_weight"), getattr(self, f"{name}_bias"))

    def _norm(self, name: str, hidden: Tensor) -> Tensor:
        weight, bias = getattr(self, f"{name}_weight"), getattr(self, f"{name}_bias")
        return nn.functional.layer_norm(hidden, (self.width,), weight, bias, 1e-12)

    def forward(self, hidden: Tensor, mask: Tensor | None) -> Tensor:
        """(rows, pieces, width) and the pieces that are there, None for all -> the same shape."""
        rows, length, _ = hidden.shape
        projected = self._linear("projection", hidden).view(rows, length, 3, -1, HEAD).permute(2, 0, 3, 1, 4)
        scores = projected[0] @ projected[1].transpose(-1, -2)
        if mask is not None:
            scores = scores.masked_fill(~mask[:, None, None, :], -1e9)
        seen = (scores.softmax(-1) @ projected[2]).transpose(1, 2).flatten(2)
        hidden = self._norm("attention_norm", self.dropout(self._linear("attention", seen)) + hidden)
        inner = self.activation(self._linear("inner", hidden))
        return self._norm("norm", self.dropout(self._linear("outer", inner)) + hidden)

    def store(self, model: onnx.ModelProto) -> None:
        """Puts the weights into an exported reader, in place of those that the layer had."""
        for name, stored_as in _STORED.items():
            own = stored_as.format(self.number)
            weight, bias = (getattr(self, f"{name}_{part}").detach() for part in ("weight", "bias"))
            if "norm" in name:
                _put(model, f"{own}.weight", weight.numpy())
                _put(model, f"{own}.bias", bias.numpy())
            else:
                store_linear(model, own, weight, bias)


def store_linear(model: onnx.ModelProto, name: str, weight: Tensor, bias: Tensor) -> None:
    """Puts a linear map, (out, in), into an exported reader, in place of the one with this name."""
    rounded, scale = quantized(weight.detach().numpy().T)
    own = f"{name}.weight_Transposed"
    for part, value in (("quantized", rounded), ("scale", scale), ("zero_point", np.zeros(len(scale), np.int8))):
        _put(model, f"{own}_{part}", value)
    _put(model, f"{name}.bias", bias.detach().numpy())


def _put(model: onnx.ModelProto, name: str, value: Array) -> None:
    stored_as = next(one for one in model.graph.initializer if one.name == name)
    if list(stored_as.dims) != list(value.shape):
        raise ValueError(f"{name} has the shape {list(stored_as.dims)}, not {list(value.shape)}")
    stored_as.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(value), name))


def quantized(weights: Array) -> tuple[Array, Array]:
    """(in, out) weights as integers of seven bits, as `export --reduce` has them, and the scale of each column."""
    scale = np.maximum(np.abs(weights).max(axis=0) / 64, 1e-8).astype(np.float32)
    return np.clip(np.round(weights / scale), -64, 63).astype(np.int8), scale


def last_layer(graph: onnx.GraphProto) -> str:
    """The name of the vectors behind which the heads are."""
    return norms(graph)[-1]


def norms(graph: onnx.GraphProto) -> list[str]:
    """The names of the normalized vectors: those of the embeddings, then two of each layer, the second its result."""
    return [str(node.output[0]) for node in graph.node if node.op_type == "LayerNormalization"]


def add_head(model: onnx.ModelProto, name: str, weights: Array, bias: Array | None = None) -> None:
    """Adds or changes an output behind the last layer: (in, out) weights with integers as the other heads have them."""
    graph, layer = model.graph, last_layer(model.graph)
    rounded, scale = quantized(weights)
    constants = {"quantized": rounded, "scale": scale, "zero_point": np.zeros(len(scale), np.int8)}
    if bias is not None:
        constants["bias"] = bias
    if any(output.name == name for output in graph.output):
        for key, value in constants.items():
            _put(model, f"{name}.{key}", value)
        return
    graph.initializer.extend(numpy_helper.from_array(value, f"{name}.{key}") for key, value in constants.items())
    plain = name if bias is None else f"{name}.plain"
    graph.node.extend(
        [
            helper.make_node(
                "MatMulInteger",
                [f"{layer}_quantized", f"{name}.quantized", f"{layer}_zero_point", f"{name}.zero_point"],
                [f"{name}.product"],
            ),
            helper.make_node("Cast", [f"{name}.product"], [f"{name}.float"], to=TensorProto.FLOAT),
            helper.make_node("Mul", [f"{layer}_scale", f"{name}.scale"], [f"{name}.scales"]),
            helper.make_node("Mul", [f"{name}.float", f"{name}.scales"], [plain]),
        ]
    )
    if bias is not None:
        graph.node.append(helper.make_node("Add", [plain, f"{name}.bias"], [name]))
    graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", weights.shape[1]]))


def stored(model: onnx.ModelProto) -> dict[str, Tensor]:
    """The weights of an exported reader, as floating-point numbers again."""
    arrays = {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}
    found = {}
    for name, array in arrays.items():
        if name.endswith("_quantized"):
            own = name.removesuffix("_quantized")
            value = (array.astype(np.float32) - arrays[f"{own}_zero_point"].astype(np.float32)) * arrays[f"{own}_scale"]
            found[own.removesuffix("_Transposed")] = torch.tensor(value.T if own.endswith("_Transposed") else value)
        elif array.dtype == np.float32 and not name.endswith("_scale"):
            found[name] = torch.tensor(array)
    return {name: value.contiguous() for name, value in found.items()}


def save(model: onnx.ModelProto, path: Path) -> None:
    """Writes a model and prints its size and hash, which `onrecord.nlp.reader` checks."""
    onnx.checker.check_model(model)
    data = model.SerializeToString()
    path.write_bytes(data)
    print(f"{path}: {len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()}")


def share_of_rate(step: int, steps: int) -> float:
    """The share of the learning rate at a step, from 1: it rises quickly to 1 and then falls to almost nothing."""
    return min(step / (0.06 * steps), max(0.02, (steps - step) / (0.94 * steps)))
