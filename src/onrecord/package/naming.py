"""What people call a row: a person by the name, an article by the title, a quote by its words."""

from __future__ import annotations

from collections.abc import Mapping

# What people call a row: the first of these columns that is filled.
NAMING = ("name", "title", "motion", "text", "exact", "url", "text_path")


def called(row: Mapping[str, str]) -> str:
    """What people call a row; empty if none of its columns says so.

    Examples:
        >>> called({"title": " ", "url": "https://tarn.example/1"})
        'https://tarn.example/1'
    """
    return next((row[column] for column in NAMING if row.get(column, "").strip()), "")


def label_of(column: str) -> str:
    """What a column of ids is called where it shows names.

    Examples:
        >>> label_of("speaker_id")
        'speaker'
    """
    return column.removesuffix("_id") or column
