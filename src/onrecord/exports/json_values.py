"""The values that the JSON formats have in common."""

from __future__ import annotations

from typing import Any

from onrecord.package.records import Row


def location_of(article: Row) -> str:
    """The URL of an article, or the path of its text in the package if it has none."""
    return article["url"] or article["text_path"]


def without_empty(values: dict[str, Any]) -> dict[str, Any]:
    """The values that are not empty; 0 and false are values."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}
