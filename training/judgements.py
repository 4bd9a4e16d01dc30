"""The heads that judge attributions and clauses, as they are trained; `onrecord.nlp.judgements` runs them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from onrecord.nlp.decoding import Array
from onrecord.nlp.judgements import ACTS, ATTRIBUTION_PARTS, CHECKABLE, CLAUSE_PARTS, REPORTS, STATEMENTS

HIDDEN, DROPOUT, SMOOTHING = 64, 0.4, 0.05
# For each judgement: its labels, its parts, and the labels of what is kept.
JUDGEMENTS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "acts": (ACTS, ATTRIBUTION_PARTS, REPORTS),
    "statements": (STATEMENTS, CLAUSE_PARTS, CHECKABLE),
}


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
