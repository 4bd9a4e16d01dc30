"""Corrections that people make to rows: read from corrections/ and replayed after every conversion."""

from onrecord.corrections.files import (
    ADDED,
    FOLDER,
    MADE,
    SPLIT_OFF,
    Correction,
    Corrections,
    added_id,
    added_ids,
    has_gone,
    key_of,
    no_longer_fits,
    read_corrections,
    references,
    split_id,
)
from onrecord.corrections.replay import Replayed, replay

__all__ = [
    "ADDED",
    "FOLDER",
    "MADE",
    "SPLIT_OFF",
    "Correction",
    "Corrections",
    "Replayed",
    "added_id",
    "added_ids",
    "has_gone",
    "key_of",
    "no_longer_fits",
    "read_corrections",
    "references",
    "replay",
    "split_id",
]
