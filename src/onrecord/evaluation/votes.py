"""Scores of the votes found in a sentence against its annotation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

# The options that are compared: their keys in the files.
OPTIONS = ("yes", "no", "abstain", "absent")
_PARTS = ("counts", "result", "unanimous", "body", "voters")


def vote_counts(gold: Mapping[str, Any], ours: Mapping[str, Any] | None) -> dict[str, tuple[float, float, float]]:
    """The counts of right, found and expected for each figure.

    Args:
        gold: a line of the file.
        ours: `{"votes": [...]}`, each with the same keys; the vote that fits best counts.
    """
    votes = list((ours or {}).get("votes", ()))
    is_vote = bool(gold["is_vote"])
    figures: dict[str, tuple[float, float, float]] = {
        "is a vote": (float(is_vote and bool(votes)), float(bool(votes)), float(is_vote))
    }
    if not is_vote:
        return figures
    fits = max((_fit(gold, vote) for vote in votes), key=lambda fit: sum(fit.values()), default=None)
    if fits is not None:
        figures |= {f"{part} mean": (float(fits[part]), 0.0, 1.0) for part in _PARTS}
    whole = fits is not None and all(fits[part] for part in _PARTS if part != "body")
    figures["all but the body mean"] = (float(whole), 0.0, 1.0)
    return figures


def _fit(gold: Mapping[str, Any], vote: Mapping[str, Any]) -> dict[str, bool]:
    result = gold.get("result") if gold.get("result") in {"pass", "fail", "tie"} else None
    unanimous = gold.get("unanimous")
    body, own_body = _words(gold.get("body")), _words(vote.get("body"))
    return {
        "counts": all(_number(gold.get(option)) == _number(vote.get(option)) for option in OPTIONS),
        "result": vote.get("result") == result,
        # A divided vote is obviously not unanimous, so an empty value counts as right.
        "unanimous": vote.get("unanimous") == unanimous or (unanimous is False and vote.get("unanimous") is None),
        "body": not own_body if not body else bool(own_body) and body in own_body,
        "voters": _voters(gold) == _voters(vote),
    }


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _words(value: str | None) -> str:
    return re.sub(r"\W+", " ", (value or "").lower()).strip()


def _voters(vote: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Last names with options."""
    return {(str(voter["name"]).split()[-1], str(voter["option"])) for voter in vote.get("voters") or ()}
